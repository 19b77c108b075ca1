package plan

// assignUnassigned gives each unassigned cell, or those named, to the neighbour with which it has
// the longest border, those with the longest first, until none is left that touches a grid.
// Locked grids get none. It is refused when no cell can be given; where some cannot, because they
// touch no grid that is open, they stay, and the checks list them.
func (e *edit) assignUnassigned(op Operation) *Refusal {
	if r := e.known(op.Cells); r != nil {
		return r
	}
	open, first := map[CellID]bool{}, NoCell
	add := func(id CellID) {
		if e.assigned.at(int32(id)) == NoGrid {
			open[id] = true
			if first == NoCell {
				first = id
			}
		}
	}
	for _, id := range op.Cells {
		add(id)
	}
	if len(op.Cells) == 0 {
		for id := range e.before.fabric.Cells() {
			add(id)
		}
	}
	if first == NoCell {
		return refuse(NothingToDo)
	}
	if e.fill(open) == 0 {
		return refuse(NoNeighbour).ofCell(first).at(e.cellPoint(first))
	}
	return nil
}
