package plan

import "slices"

// A mending looks for what would mend a loose part.
type mending struct {
	plan  *Plan
	loose Loose
	lost  map[GridID][]CellID // what each grid lost when the part came loose
	taken []CellID            // what the part's grid lost when the part came loose
}

// offers lists what would mend the part and applies: what is refused, or would cut off another
// part, is not offered.
func (m mending) offers() []Offer {
	var list []Offer
	add := func(kind OfferKind, ops []Operation) bool {
		_, after, ok := m.plan.effect(ops)
		if ok {
			list = append(list, Offer{kind, ops, after})
		}
		return ok
	}
	to, known := m.receiver()
	if known {
		add(m.takeRest(to), []Operation{{Kind: AssignCells, Cells: m.loose.Cells, Grid: to}})
	}
	if back := m.bridge(); len(back) > 0 {
		add(GiveBack, []Operation{{Kind: AssignCells, Cells: back, Grid: m.loose.Grid}})
	}
	if known && to != NoGrid {
		for _, cells := range m.equivalents(to) {
			swap := []Operation{
				{Kind: AssignCells, Cells: cells, Grid: m.loose.Grid},
				{Kind: AssignCells, Cells: m.loose.Cells, Grid: to},
			}
			if add(Swap, swap) {
				break
			}
		}
	}
	return list
}

// takeRest is what it is called when a grid gets the part: that is to give it back where the grid has just lost it.
func (m mending) takeRest(to GridID) OfferKind {
	lost := map[CellID]bool{}
	for _, id := range m.lost[to] {
		lost[id] = true
	}
	if slices.ContainsFunc(m.loose.Cells, func(id CellID) bool { return !lost[id] }) {
		return TakeRest
	}
	return GiveBack
}

// receiver is the grid, or none, that got what lay between and has the longest border with the part;
// when nothing was taken, the neighbour with the longest border.
func (m mending) receiver() (GridID, bool) {
	metres := m.plan.borderMetres(m.loose.Cells)
	delete(metres, m.loose.Grid)
	if len(m.taken) > 0 {
		got := map[GridID]bool{}
		for _, id := range m.taken {
			got[m.plan.GridOf(id)] = true
		}
		for id := range metres {
			if !got[id] {
				delete(metres, id)
			}
		}
	} else {
		delete(metres, NoGrid)
	}
	best, known := NoGrid, false
	for _, id := range sortedKeys(metres) {
		if g, _ := m.plan.Grid(id); !g.Locked && (!known || metres[id] > metres[best]) {
			best, known = id, true
		}
	}
	return best, known
}

// borderMetres measures the border between some cells and each grid around them. NoGrid stands for
// what is unassigned; the outside of the land is not counted.
func (p *Plan) borderMetres(cells []CellID) map[GridID]float64 {
	within := make(map[CellID]bool, len(cells))
	for _, id := range cells {
		within[id] = true
	}
	metres := map[GridID]float64{}
	for _, id := range cells {
		for _, a := range p.fabric.cells.at(int32(id)).Arcs {
			arc := p.fabric.arcs.at(int32(a))
			if beside := arc.other(id); beside != NoCell && !within[beside] {
				metres[p.GridOf(beside)] += arc.metres()
			}
		}
	}
	return metres
}

// bridge lists the fewest cells of those taken that join the part to the rest of its grid again;
// none when there is no such way.
func (m mending) bridge() []CellID {
	open, from := map[CellID]bool{}, map[CellID]CellID{}
	for _, id := range m.taken {
		open[id] = true
	}
	queue, loose := slices.Clone(m.loose.Cells), map[CellID]bool{}
	for _, id := range queue {
		loose[id] = true
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for beside := range m.plan.fabric.beside(id) {
			if _, seen := from[beside]; seen || loose[beside] {
				continue
			}
			if m.plan.GridOf(beside) == m.loose.Grid && !loose[id] {
				return trail(id, from, loose)
			}
			if open[beside] {
				from[beside] = id
				queue = append(queue, beside)
			}
		}
	}
	return nil
}

// trail walks back from a cell to the loose part.
func trail(id CellID, from map[CellID]CellID, loose map[CellID]bool) []CellID {
	var cells []CellID
	for !loose[id] {
		cells = append(cells, id)
		id = from[id]
	}
	slices.Sort(cells)
	return cells
}
