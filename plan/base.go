package plan

// A beginning is what a plan began as. All plans that operations make of it share it.
type beginning struct {
	assigned table[GridID] // of each cell of the first fabric
	grids    table[Grid]
	tallies  table[Tally]
}

// was returns the grid that the cell, or the one that it is a piece of, was in when the plan began.
func (p *Plan) was(c Cell) GridID { return p.base.assigned.at(int32(c.Parent)) }

// Base returns the plan as it began, on the cells as they are now: pieces are where the cell was
// that they are of. Grids and tallies are those of the beginning, also where borders of cells have
// been moved since.
func (p *Plan) Base() *Plan {
	assigned := make([]GridID, p.fabric.cells.size)
	for id, c := range p.fabric.Cells() {
		assigned[id] = p.was(c)
	}
	return &Plan{fabric: p.fabric, grid: tableOf(assigned), base: p.base, grids: p.base.grids, tallies: p.base.tallies}
}

// BeganIn returns the grid that a cell, or the one that it is a piece of, was in when the plan began;
// NoGrid for one that is not there.
func (p *Plan) BeganIn(id CellID) GridID {
	c, alive := p.fabric.Cell(id)
	if !alive {
		return NoGrid
	}
	return p.was(c)
}

// Began returns what lay in a grid when the plan began, and whether it was there.
func (p *Plan) Began(id GridID) (Tally, bool) {
	if !p.base.grids.holds(int32(id)) || !p.base.grids.at(int32(id)).Alive {
		return Tally{}, false
	}
	return p.base.tallies.at(int32(id)), true
}

func (b *beginning) equal(c *beginning) bool {
	return b == c || equalTables(b.assigned, c.assigned, same) && equalTables(b.grids, c.grids, same) && equalTables(b.tallies, c.tallies, same)
}
