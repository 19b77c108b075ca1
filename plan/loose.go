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

// taken lists the cells that each grid lost to another by a change. The piece of a cell was where
// the cell was that was cut.
func (m made) taken(before *Plan) map[GridID][]CellID {
	lost := map[GridID][]CellID{}
	for _, c := range m.patch.assigned {
		id := CellID(c.At)
		_, alive := m.plan.fabric.Cell(id)
		if was := before.GridOf(m.from.origin(id)); alive && was != c.New && was != NoGrid {
			lost[was] = append(lost[was], id)
		}
	}
	return lost
}

// addOffers finds offers for loose parts, given what each grid has just lost.
func (p *Plan) addOffers(list []Loose, taken map[GridID][]CellID) {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return list[b].Households - list[a].Households })
	for _, i := range order[:min(len(order), mostOffers)] {
		m := mending{p, list[i], taken, taken[list[i].Grid]}
		list[i].Offers = m.offers()
	}
}
