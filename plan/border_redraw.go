package plan

import "slices"

// redrawBorder draws a stretch of a grid's border anew: where the line leaves the border and meets
// it again, what lies between the old border and the line changes sides. Land that the grid loses
// goes to the neighbour with the longest border to it. Ends of the line that stick out of the grid
// are left out.
//
//	+-------+-------+
//	|   A   |   B   |        A line of A's border from x to x takes a piece of B
//	|       x----.  |        for A.
//	|       |    |  |
//	|       x----'  |
//	+-------+-------+
func (e *edit) redrawBorder(op Operation) *Refusal {
	if r := e.openGrid(op.Grid); r != nil {
		return r
	}
	stretches, r := e.drawnOver(op, func(id CellID) bool { return id != NoCell })
	if r != nil {
		return r
	}
	return e.redrawAlong(op, stretches, None)
}

// redrawAlong redraws the border of a grid along a woven line.
func (e *edit) redrawAlong(op Operation, stretches []stretch, class Class) *Refusal {
	stretches, r := e.fromBorderToBorder(op, stretches)
	if r != nil {
		return r
	}
	if r := e.keepFootprints(op, stretches); r != nil {
		return r
	}
	c := e.cutter(class)
	if r := c.cut(stretches); r != nil {
		return r.ofGrid(op.Grid)
	}
	inside := e.inGrid(op.Grid)
	outside := func(id CellID) bool { return id != NoCell && !inside(id) }
	lanes := c.lanes(stretches)
	lost, won := e.cutOffBy(lanes, inside), e.cutOffBy(lanes, outside)
	if len(lost)+len(won) == 0 {
		return refuse(LinePartsNone).ofGrid(op.Grid).at(stretches[0].first().Point)
	}
	return e.exchangeMeant(op, lost, won)
}

// exchangeMeant exchanges what a grid has lost and won, but for crumbs, which go where they have the longest border.
func (e *edit) exchangeMeant(op Operation, lost, won []lot) *Refusal {
	_, crumbs := e.crumbs(append(slices.Clone(lost), won...))
	if len(crumbs) > 0 {
		isCrumb := func(l lot) bool { return e.isCrumb(l) }
		lost, won = slices.DeleteFunc(lost, isCrumb), slices.DeleteFunc(won, isCrumb)
	}
	if r := e.exchange(op, lost, won); r != nil {
		return r
	}
	e.heal(crumbs)
	return nil
}

// fromBorderToBorder leaves what lies between the first and the last place at which the line meets
// the border of the grid, but for what runs along that border.
func (e *edit) fromBorderToBorder(op Operation, stretches []stretch) ([]stretch, *Refusal) {
	if len(stretches) == 0 {
		return nil, refuse(LineTooShort).ofGrid(op.Grid).at(op.Line[0])
	}
	inside := e.inGrid(op.Grid)
	first := slices.IndexFunc(stretches, func(s stretch) bool { return e.onBorder(s.first(), inside) })
	end := len(stretches)
	for end > 0 && !e.onBorder(stretches[end-1].last(), inside) {
		end--
	}
	head, tail := stretches[0], stretches[len(stretches)-1]
	switch {
	case first != 0 && inside(head.cell):
		return nil, refuse(LineStartsIn).ofGrid(op.Grid).at(head.first().Point)
	case end != len(stretches) && inside(tail.cell):
		return nil, refuse(LineStartsIn).ofGrid(op.Grid).at(tail.last().Point)
	case first < 0 && end == 0:
		return nil, refuse(LineMisses).ofGrid(op.Grid).at(head.first().Point)
	case first < 0 || end <= first:
		return nil, e.meetsOnce(op, stretches)
	}
	return e.movers(op, stretches[first:end])
}

// meetsOnce says where a line meets the border of a grid once: where it begins or ends, or in passing.
func (e *edit) meetsOnce(op Operation, stretches []stretch) *Refusal {
	inside := e.inGrid(op.Grid)
	for _, end := range [2]station{stretches[0].first(), stretches[len(stretches)-1].last()} {
		if e.onBorder(end, inside) {
			return refuse(LineMeetsOnce).ofGrid(op.Grid).at(end.Point)
		}
	}
	return e.passesBy(op, stretches)
}

// movers leaves the stretches that move the border, and refuses those outside of the land and in
// locked grids.
func (e *edit) movers(op Operation, stretches []stretch) ([]stretch, *Refusal) {
	inside := e.inGrid(op.Grid)
	var list []stretch
	for _, s := range stretches {
		left, right := s.cell, s.cell
		if s.along() {
			left, right = e.arc(s.arc).Left, e.arc(s.arc).Right
		}
		switch {
		case left == NoCell && right == NoCell:
			return nil, refuse(OuterBorder).ofGrid(op.Grid).at(s.first().Point)
		case left == NoCell || right == NoCell || inside(left) != inside(right):
			continue
		}
		for _, id := range []CellID{left, right} {
			if grid := e.assigned.at(int32(id)); grid != NoGrid && e.grids.at(int32(grid)).Locked {
				return nil, refuse(GridLocked).ofGrid(grid).ofCell(id).at(s.first().Point)
			}
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return nil, refuse(LineAlong).ofGrid(op.Grid).at(stretches[0].first().Point)
	}
	return list, nil
}

// onBorder reports whether a station has some land around it, and something else.
func (e *edit) onBorder(s station, land func(CellID) bool) bool {
	around := e.around(s)
	other := func(id CellID) bool { return !land(id) }
	return slices.ContainsFunc(around, land) && slices.ContainsFunc(around, other)
}

// cutOffBy returns the lots that lanes cut off from some land: of each piece of it that hung
// together all but the largest.
func (e *edit) cutOffBy(lanes []lane, land func(CellID) bool) []lot {
	f := e.parted(lanes, land)
	families := map[int32][]int32{}
	for _, n := range f.roots() {
		families[f.family(n)] = append(families[f.family(n)], n)
	}
	largest := map[int32]bool{}
	for _, list := range families {
		largest[f.largest(list, func(p *pool) [2]float64 { return [2]float64{p.square, float64(p.households)} })] = true
	}
	var off []lot
	for _, n := range f.roots() {
		if !largest[n] {
			off = append(off, f.lot(n))
		}
	}
	return off
}

// exchange gives what a grid has lost to its neighbours, and what it has won to it.
func (e *edit) exchange(op Operation, lost, won []lot) *Refusal {
	to := make([]GridID, len(lost))
	for i, l := range lost {
		grid, found := e.longestNeighbour(l, op.Grid)
		if !found {
			return refuse(OuterBorder).ofGrid(op.Grid).ofCell(l.cells[0]).at(e.cellPoint(l.cells[0]))
		}
		if grid != NoGrid && e.grids.at(int32(grid)).Locked {
			return refuse(GridLocked).ofGrid(grid).at(e.cellPoint(l.cells[0]))
		}
		to[i] = grid
	}
	for i, l := range lost {
		if r := e.giveAll(l, to[i]); r != nil {
			return r
		}
	}
	for _, l := range won {
		if r := e.giveAll(l, op.Grid); r != nil {
			return r
		}
	}
	return nil
}

func (e *edit) giveAll(l lot, to GridID) *Refusal {
	for _, id := range l.cells {
		if r := e.give(id, to); r != nil {
			return r
		}
	}
	return nil
}

// longestNeighbour is the grid, or NoGrid, that has the longest border with a lot; not the one that
// the lot is in. It is false for a lot that has only that grid and the end of the land around it.
func (e *edit) longestNeighbour(l lot, but GridID) (GridID, bool) {
	metres := map[GridID]float64{}
	for _, id := range l.cells {
		for _, i := range e.cells.at(int32(id)).Arcs {
			a := e.arc(i)
			if beside := a.other(id); beside != NoCell && e.assigned.at(int32(beside)) != but {
				metres[e.assigned.at(int32(beside))] += a.metres()
			}
		}
	}
	best, found := NoGrid, false
	for _, grid := range sortedKeys(metres) {
		if !found || metres[grid] > metres[best] {
			best, found = grid, true
		}
	}
	return best, found
}
