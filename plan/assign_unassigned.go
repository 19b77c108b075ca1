package plan

import "slices"

// assignUnassigned gives each unassigned cell, or those named, to the neighbour with which it has
// the longest border, those with the longest first, until none is left that touches a grid.
// Locked grids get none. It is refused when no cell can be given; where some cannot, because they
// touch no grid that is open, they stay, and the checks list them.
func (e *edit) assignUnassigned(op Operation) *Refusal {
	if r := e.known(op.Cells); r != nil {
		return r
	}
	open := slices.DeleteFunc(slices.Sorted(slices.Values(op.Cells)), func(id CellID) bool { return e.assigned.at(int32(id)) != NoGrid })
	if len(op.Cells) == 0 {
		open = slices.Collect(e.before.cellsOf(NoGrid))
	}
	if len(open) == 0 {
		return refuse(NothingToDo)
	}
	if e.fill(open) == 0 {
		return refuse(NoNeighbour).ofCell(open[0]).at(e.cellPoint(open[0]))
	}
	return nil
}
