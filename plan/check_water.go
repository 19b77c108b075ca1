package plan

import "slices"

// passes reports whether one can go from one side of a border to the other: not over water without
// a bridge.
func (a Arc) passes() bool { return a.Class != River || a.Bridge }

// water lists the parts of grids that hang together with the rest only over water without a bridge.
// They are mended by the neighbour on their bank with the longest border. Land without households that has
// no such neighbour is nobody's fault: water parts it from all other land.
func (c *checking) water() {
	for _, id := range sortedKeys(c.parts) {
		for _, whole := range c.parts[id] {
			banks := c.plan.banks(whole)
			for _, cells := range banks[1:] {
				households, fixes := c.plan.households(cells), c.otherBank(id, cells)
				if households == 0 && len(fixes) == 0 {
					continue
				}
				c.add(Problem{
					Kind: ProblemOverWater, At: c.plan.place(cells), Grids: []GridID{id}, Cells: cells, Households: households,
				}, fixes...)
			}
		}
	}
}

// banks divides cells of a grid that hang together into those that do on dry ground, the part with
// most households first.
func (p *Plan) banks(whole part) []part {
	within, seen := map[CellID]bool{}, map[CellID]bool{}
	for _, id := range whole {
		within[id] = true
	}
	var banks []part
	for _, first := range whole {
		if seen[first] {
			continue
		}
		seen[first] = true
		bank := part{first}
		for next := 0; next < len(bank); next++ {
			for _, a := range p.fabric.cells.at(int32(bank[next])).Arcs {
				arc := p.fabric.arcs.at(int32(a))
				if beside := arc.other(bank[next]); within[beside] && !seen[beside] && arc.passes() {
					seen[beside] = true
					bank = append(bank, beside)
				}
			}
		}
		slices.Sort(bank)
		banks = append(banks, bank)
	}
	slices.SortStableFunc(banks, func(a, b part) int { return p.households(b) - p.households(a) })
	return banks
}

// otherBank gives cells to their neighbours on the same bank, that with the longest border first.
func (c *checking) otherBank(own GridID, cells []CellID) (fixes [][]Operation) {
	for _, id := range c.plan.neighboursOf(cells) {
		if id != own {
			fixes = append(fixes, []Operation{{Kind: AssignCells, Cells: cells, Grid: id}})
		}
	}
	return fixes
}

// neighboursOf lists the grids that some cells touch on dry ground, that with the longest border
// first. Locked grids and those of other communities are left out.
func (p *Plan) neighboursOf(cells []CellID) []GridID {
	metres, within := map[GridID]float64{}, map[CellID]bool{}
	for _, id := range cells {
		within[id] = true
	}
	community := p.fabric.cells.at(int32(cells[0])).Community
	for _, id := range cells {
		for _, a := range p.fabric.cells.at(int32(id)).Arcs {
			arc := p.fabric.arcs.at(int32(a))
			beside := arc.other(id)
			if beside == NoCell || within[beside] || !arc.passes() {
				continue
			}
			if g, alive := p.Grid(p.GridOf(beside)); alive && !g.Locked && g.Community == community {
				metres[p.GridOf(beside)] += arc.metres()
			}
		}
	}
	ids := sortedKeys(metres)
	slices.SortStableFunc(ids, func(a, b GridID) int { return compareFloats(metres[b], metres[a]) })
	return ids
}
