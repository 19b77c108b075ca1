package plan

import "slices"

// Loose lists the parts of all grids that do not hang together with the rest of their grid, each
// with what would mend it.
func (p *Plan) Loose() []Loose {
	var grids []GridID
	for id := range p.Grids() {
		grids = append(grids, id)
	}
	parts := p.parts(grids)
	var list []Loose
	for _, id := range grids {
		for _, cells := range parts[id][1:] {
			list = append(list, p.loosePart(id, cells))
		}
	}
	return list
}

// cutOff lists the parts of some grids that were one with the rest of their grid before.
func cutOff(before, after *Plan, grids []GridID) []Loose {
	var list []Loose
	parts := after.parts(grids)
	for _, id := range sortedKeys(parts) {
		if len(parts[id]) == 1 {
			continue
		}
		var known []part
		if before.grids.holds(int32(id)) {
			known = before.parts([]GridID{id})[id]
		}
		for _, cells := range parts[id][1:] {
			if len(known) < len(parts[id]) && !slices.ContainsFunc(known, func(k part) bool { return slices.Equal(k, cells) }) {
				list = append(list, after.loosePart(id, cells))
			}
		}
	}
	return list
}

func (p *Plan) loosePart(grid GridID, cells []CellID) Loose {
	at := cellPoint(p.fabric.cells.at(int32(cells[0])), p.fabric.buildings, p.fabric.arcs)
	return Loose{Grid: grid, Cells: cells, Households: p.households(cells), At: at}
}
