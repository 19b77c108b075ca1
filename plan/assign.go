package plan

import "slices"

// assignCells gives cells to a grid, to a new one, or to none.
func (e *edit) assignCells(op Operation) *Refusal {
	if r := e.known(op.Cells); r != nil {
		return r
	}
	if r := e.openGrid(op.Grid); op.Grid != NoGrid && r != nil {
		return r
	}
	grid := op.Grid
	if op.New {
		grid = e.newGrid(op.Cells)
	}
	for _, id := range op.Cells {
		if r := e.give(id, grid); r != nil {
			return r
		}
	}
	return nil
}

// known refuses a cell that is not there, or is named twice.
func (e *edit) known(ids []CellID) *Refusal {
	seen := make(map[CellID]bool, len(ids))
	for _, id := range ids {
		if !e.cells.holds(int32(id)) || !e.cells.at(int32(id)).Alive() {
			return refuse(UnknownCell).ofCell(id)
		}
		if seen[id] {
			return refuse(BadMember).ofMember("cells").ofCell(id)
		}
		seen[id] = true
	}
	return nil
}

// openGrid refuses a grid that is not there, or is locked.
func (e *edit) openGrid(id GridID) *Refusal {
	if id <= NoGrid || !e.grids.holds(int32(id)) || !e.grids.at(int32(id)).Alive {
		return refuse(UnknownGrid).ofGrid(id)
	}
	if e.grids.at(int32(id)).Locked {
		return refuse(GridLocked).ofGrid(id)
	}
	return nil
}

// give puts a cell in a grid, or NoGrid. It refuses to take from a locked grid; whether the grid
// that gets it is there and not locked, the caller knows.
func (e *edit) give(id CellID, to GridID) *Refusal {
	from := e.assigned.at(int32(id))
	if from == to {
		return nil
	}
	if from != NoGrid && e.grids.at(int32(from)).Locked {
		return refuse(GridLocked).ofGrid(from).ofCell(id).at(e.cellPoint(id))
	}
	e.assigned.set(int32(id), to)
	return nil
}

// newGrid makes a grid for cells: an ordinary one without a name, of the community of the grid that
// the first is in, or else of its own, with the colour that fewest grids beside the cells have.
func (e *edit) newGrid(cells []CellID) GridID {
	community := e.cells.ref(int32(cells[0])).Community
	if from := e.assigned.at(int32(cells[0])); from != NoGrid {
		community = e.grids.ref(int32(from)).Community
	}
	return GridID(e.grids.add(Grid{Alive: true, Community: community, Kind: Ordinary, Colour: e.freeColour(cells)}))
}

const (
	colours    = 8    // that grids have
	colourLook = 1000 // beside how many cells of a grid, about, it is looked for colours
)

// freeColour is the first of the colours that are rarest among the grids beside some cells and those that they are
// in. Of many cells it looks at some, evenly by number.
func (e *edit) freeColour(cells []CellID) uint8 {
	var used [colours]int
	seen := make([]bool, e.grids.size)
	seen[NoGrid] = true
	look := func(id CellID) {
		if g := e.assigned.at(int32(id)); !seen[g] {
			seen[g] = true
			used[e.grids.ref(int32(g)).Colour%colours]++
		}
	}
	for i := 0; i < len(cells); i += 1 + len(cells)/colourLook {
		look(cells[i])
		e.eachBeside(cells[i], look)
	}
	return uint8(slices.Index(used[:], slices.Min(used[:])))
}

// eachBeside visits the cells that share a border with a cell, as often as they share one.
func (e *edit) eachBeside(id CellID, visit func(CellID)) {
	if x := e.before.fabric.links; !e.arcs.touched() && x.holds(id) {
		for _, beside := range x.to[x.first[id]:x.first[id+1]] {
			visit(beside)
		}
		return
	}
	for _, a := range e.cells.ref(int32(id)).Arcs {
		if beside := e.arcs.ref(int32(a)).other(id); beside != NoCell {
			visit(beside)
		}
	}
}
