package plan

import (
	"slices"

	"gewu/geo"
)

// splitByLine splits a grid. The line may begin and end anywhere outside of it or on its border.
// Of the parts on the line's left the one with most households stays the grid; each other part
// becomes a new one.
//
//	      +-----------+
//	      |   stays   |
//	from --------------- to        a grid that the line crosses twice is in three parts
//	      |  new  | (elsewhere)
//	      +-------+
func (e *edit) splitByLine(op Operation) *Refusal {
	if r := e.openGrid(op.Grid); r != nil {
		return r
	}
	stretches, r := e.drawnOver(op, e.inGrid(op.Grid))
	if r != nil {
		return r
	}
	if r := e.mayCut(op, stretches); r != nil {
		return r
	}
	return e.splitAlong(op, stretches, None)
}

// drawnOver brings the line of an operation into the fabric, around footprints on the land.
func (e *edit) drawnOver(op Operation, land func(CellID) bool) ([]stretch, *Refusal) {
	line, r := clean(op.Line)
	if r != nil {
		return nil, r
	}
	if !op.CutBuildings {
		if line, r = e.aroundFootprints(line, land); r != nil {
			return nil, r
		}
	}
	w := e.weaver()
	stations, r := w.weave(line)
	if r != nil {
		return nil, r
	}
	return w.stretches(stations), nil
}

// mayCut refuses lines that begin or end inside of the grid, or do not run through it.
func (e *edit) mayCut(op Operation, stretches []stretch) *Refusal {
	if len(stretches) == 0 {
		return refuse(LineTooShort).ofGrid(op.Grid).at(op.Line[0])
	}
	inside := e.inGrid(op.Grid)
	first, last := stretches[0], stretches[len(stretches)-1]
	if first.first().isOpen() && inside(first.cell) {
		return refuse(LineStartsIn).ofGrid(op.Grid).at(first.first().Point)
	}
	if last.last().isOpen() && inside(last.cell) {
		return refuse(LineStartsIn).ofGrid(op.Grid).at(last.last().Point)
	}
	if slices.ContainsFunc(stretches, func(s stretch) bool { return e.runsThrough(s, inside) }) {
		return nil
	}
	return e.passesBy(op, stretches)
}

// passesBy says of a line that runs through no land of a grid where it runs along the grid's border, or else
// where it touches it.
func (e *edit) passesBy(op Operation, stretches []stretch) *Refusal {
	inside := e.inGrid(op.Grid)
	for _, s := range stretches {
		if s.along() && (inside(e.arc(s.arc).Left) || inside(e.arc(s.arc).Right)) {
			return refuse(LineAlong).ofGrid(op.Grid).at(s.first().Point)
		}
	}
	for _, s := range stretches {
		for _, end := range s.stations {
			if e.touches(end, inside) {
				return refuse(LineTouches).ofGrid(op.Grid).at(end.Point)
			}
		}
	}
	return refuse(LineMisses).ofGrid(op.Grid).at(stretches[0].first().Point)
}

// runsThrough reports whether a stretch has land on both sides.
func (e *edit) runsThrough(s stretch, land func(CellID) bool) bool {
	if !s.along() {
		return land(s.cell)
	}
	a := e.arc(s.arc)
	return land(a.Left) && land(a.Right)
}

// touches reports whether some of the cells around a station are on the land.
func (e *edit) touches(s station, land func(CellID) bool) bool {
	return slices.ContainsFunc(e.around(s), land)
}

// around lists the cells around a station at a border, and NoCell if that is what is there.
func (e *edit) around(s station) []CellID {
	if s.arc != noArc {
		a := e.arc(s.arc)
		return []CellID{a.Left, a.Right}
	}
	var cells []CellID
	if s.node != noNode {
		for _, id := range e.arcsAt(s.node) {
			a := e.arc(id)
			cells = append(cells, a.Left, a.Right)
		}
	}
	return cells
}

// arcsAt lists the arcs that begin or end at a node, in order.
func (e *edit) arcsAt(node NodeID) []ArcID {
	at := e.nodes.at(int32(node)).At
	var list []ArcID
	for _, cell := range e.cellsNear([]geo.Box{{Min: at, Max: at}}) {
		for _, id := range e.cells.ref(int32(cell)).Arcs {
			if a := e.arcs.ref(int32(id)); a.From == node || a.To == node {
				list = append(list, id)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// splitAlong cuts the cells of a grid, and makes grids of what the line has parted.
func (e *edit) splitAlong(op Operation, stretches []stretch, class Class) *Refusal {
	inside := e.inGrid(op.Grid)
	stretches = slices.DeleteFunc(slices.Clone(stretches), func(s stretch) bool { return !e.runsThrough(s, inside) })
	if r := e.keepFootprints(op, stretches); r != nil {
		return r
	}
	nothing := e.partsNothing(op, stretches[0].first(), stretches[len(stretches)-1].last())
	c := e.cutter(class)
	if r := c.cut(stretches); r != nil {
		return r.ofGrid(op.Grid)
	}
	if !e.foundParts(op, c.lanes(stretches)) {
		return nothing
	}
	return nil
}

// partsNothing is why a line through a grid would part nothing: an end of it is at a border of cells within
// the grid, or it comes to a hole.
func (e *edit) partsNothing(op Operation, ends ...station) *Refusal {
	elsewhere := func(id CellID) bool { return !e.inGrid(op.Grid)(id) }
	for _, end := range ends {
		if !slices.ContainsFunc(e.around(end), elsewhere) {
			return refuse(LineStartsIn).ofGrid(op.Grid).at(end.Point)
		}
	}
	return refuse(LinePartsNone).ofGrid(op.Grid).at(ends[len(ends)-1].Point)
}

// foundParts makes grids of what lanes part, but for the largest part on their left, and reports whether they part
// anything.
func (e *edit) foundParts(op Operation, lanes []lane) bool {
	f := e.parted(lanes, e.inGrid(op.Grid))
	var left []int32
	for _, l := range lanes {
		if a, b := f.root(f.of[l.left]), f.root(f.of[l.right]); a != b {
			left = append(left, a)
		}
	}
	if len(left) == 0 {
		return false
	}
	stays := f.largest(left, func(p *pool) [2]float64 { return [2]float64{float64(p.households), p.square} })
	var parted []lot
	for _, n := range f.roots() {
		if n != stays {
			parted = append(parted, f.lot(n))
		}
	}
	meant, crumbs := e.crumbs(parted)
	for _, l := range meant {
		e.found(l)
	}
	e.heal(crumbs)
	return true
}

// within leaves the stretches that run through a cell.
func within(stretches []stretch) []stretch {
	return slices.DeleteFunc(slices.Clone(stretches), stretch.along)
}

// found makes a grid of the cells of a lot.
func (e *edit) found(l lot) {
	grid := e.newGrid(l.cells)
	for _, id := range l.cells {
		e.assigned.set(int32(id), grid)
	}
}
