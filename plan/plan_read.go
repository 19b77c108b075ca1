package plan

import "iter"

// Fabric returns the plan's cells as its operations have cut them.
func (p *Plan) Fabric() *Fabric { return p.fabric }

// Grid returns a grid, and whether it is alive. One that has ended is returned as it was last.
func (p *Plan) Grid(id GridID) (Grid, bool) {
	if !p.grids.holds(int32(id)) {
		return Grid{}, false
	}
	g := p.grids.at(int32(id))
	return g, g.Alive
}

// Grids yields the grids that are alive, by number.
func (p *Plan) Grids() iter.Seq2[GridID, Grid] {
	return func(yield func(GridID, Grid) bool) {
		for i, g := range p.grids.each {
			if g.Alive && !yield(GridID(i), g) {
				return
			}
		}
	}
}

// GridOf returns the grid that a cell is in, NoGrid for one that is unassigned, gone or unknown.
func (p *Plan) GridOf(id CellID) GridID {
	if !p.grid.holds(int32(id)) {
		return NoGrid
	}
	return p.grid.at(int32(id))
}

// Tally returns what lies in a grid; that of NoGrid is what is unassigned.
func (p *Plan) Tally(id GridID) Tally {
	if !p.tallies.holds(int32(id)) {
		return Tally{}
	}
	return p.tallies.at(int32(id))
}

// cellsOf yields the cells of a grid in order, those that are unassigned for NoGrid.
func (p *Plan) cellsOf(id GridID) iter.Seq[CellID] {
	return func(yield func(CellID) bool) {
		for i, g := range p.grid.each {
			if g == id && p.fabric.cells.at(i).Alive() && !yield(CellID(i)) {
				return
			}
		}
	}
}
