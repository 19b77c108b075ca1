package plan

import (
	"slices"

	"gewu/geo"
)

// mostOffers is how many loose parts of one change get offers, those with most households first.
const mostOffers = 12

// Loose lists the parts of all grids that do not hang together with the rest of their grid, each
// with what would mend it.
func (p *Plan) Loose() []Loose {
	var list []Loose
	parts := p.parts(p.alive())
	for _, id := range sortedKeys(parts) {
		for _, cells := range parts[id][1:] {
			list = append(list, p.loosePart(id, cells))
		}
	}
	p.addOffers(list, nil)
	return list
}

// cutOff lists the parts of grids that a change cut off from the rest of their grid.
func cutOff(before, after *Plan, q Patch) []Loose {
	var list []Loose
	parts := after.parts(q.shaped(after))
	for _, id := range sortedKeys(parts) {
		if len(parts[id]) == 1 {
			continue
		}
		known := before.parts([]GridID{id})[id]
		if len(known) >= len(parts[id]) {
			continue
		}
		for _, cells := range parts[id][1:] {
			if !slices.ContainsFunc(known, func(k part) bool { return slices.Equal(k, cells) }) {
				list = append(list, after.loosePart(id, cells))
			}
		}
	}
	if len(list) > 0 {
		after.addOffers(list, taken(before, after, q))
	}
	return list
}

func (p *Plan) loosePart(grid GridID, cells []CellID) Loose {
	return Loose{Grid: grid, Cells: cells, Households: p.households(cells), At: p.place(cells)}
}

// place is a point in the first of some cells that has a building, or else in the first.
func (p *Plan) place(cells []CellID) geo.Point {
	for _, id := range cells {
		if c := p.fabric.cells.at(int32(id)); len(c.Buildings) > 0 {
			return p.fabric.buildings[c.Buildings[0]].At
		}
	}
	return p.fabric.PlaceOf(cells[0])
}

// shaped names the grids that have other cells than before, or cells with other borders.
func (q Patch) shaped(after *Plan) []GridID {
	grids := map[GridID]bool{}
	for _, c := range q.assigned {
		grids[c.Old], grids[c.New] = true, true
	}
	for _, c := range q.cells {
		grids[after.GridOf(CellID(c.At))] = true
	}
	delete(grids, NoGrid)
	return sorted(grids)
}

// taken lists the cells that each grid lost to another by a change. The piece of a cell was where
// the cell was that was cut.
func taken(before, after *Plan, q Patch) map[GridID][]CellID {
	lost, cut := map[GridID][]CellID{}, map[CellID]GridID{}
	for _, c := range q.cells {
		if !c.New.Alive() {
			cut[c.Old.Parent] = before.GridOf(CellID(c.At))
		}
	}
	for _, c := range q.assigned {
		cell, alive := after.fabric.Cell(CellID(c.At))
		was := c.Old
		if _, there := before.fabric.Cell(CellID(c.At)); !there {
			was = cut[cell.Parent]
		}
		if alive && was != c.New && was != NoGrid {
			lost[was] = append(lost[was], CellID(c.At))
		}
	}
	return lost
}

// addOffers finds offers for loose parts, given what their grids have just lost.
func (p *Plan) addOffers(list []Loose, taken map[GridID][]CellID) {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return list[b].Households - list[a].Households })
	for _, i := range order[:min(len(order), mostOffers)] {
		m := mending{p, list[i], taken[list[i].Grid]}
		list[i].Offers = m.offers()
	}
}
