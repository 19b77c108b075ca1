package plan

// healSlivers gives slivers to the neighbour with the longest border to them. A sliver stays a cell
// of its own, so that whatever was a piece of a cell can be told from others: only its grid changes.
// One whose longest border is with its own grid stays in it.
func (e *edit) healSlivers(op Operation) *Refusal {
	if r := e.known(op.Cells); r != nil {
		return r
	}
	for _, id := range op.Cells {
		if !e.isSliver(id) {
			return refuse(NothingToDo).ofCell(id).at(e.cellPoint(id))
		}
		metres := e.bordersOf(id)
		to, found := NoGrid, false
		for _, grid := range sortedKeys(metres) {
			if grid != NoGrid && !e.grids.at(int32(grid)).Locked && (!found || metres[grid] > metres[to]) {
				to, found = grid, true
			}
		}
		if !found {
			return refuse(NoNeighbour).ofCell(id).at(e.cellPoint(id))
		}
		if r := e.give(id, to); r != nil {
			return r
		}
	}
	return nil
}

// isSliver reports whether a cell has less than two square metres, or is less than half a metre wide.
func (e *edit) isSliver(id CellID) bool {
	cell, border := e.cells.at(int32(id)), 0.0
	for _, i := range cell.Arcs {
		border += e.arc(i).metres()
	}
	return isSliver(cell.SquareMetres, border)
}

// isSliver reports whether land of an area with a border of some metres is one.
func isSliver(squareMetres, border float64) bool {
	const leastArea, leastWidth = 2, 0.5
	return squareMetres < leastArea || width(squareMetres, border) < leastWidth
}

// bordersOf measures the border of a cell with each grid.
func (e *edit) bordersOf(id CellID) map[GridID]float64 {
	metres := map[GridID]float64{}
	for _, i := range e.cells.at(int32(id)).Arcs {
		if beside := e.arcs.ref(int32(i)).other(id); beside != NoCell {
			metres[e.assigned.at(int32(beside))] += e.arc(i).metres()
		}
	}
	return metres
}
