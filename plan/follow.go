package plan

import (
	"slices"

	"gewu/geo"
)

// followRoad redraws the border of a grid along roads: the shortest way from At to To past the
// points of Line. Ends and points may lie up to fifty metres beside a road.
func (e *edit) followRoad(op Operation) *Refusal {
	if r := e.openGrid(op.Grid); r != nil {
		return r
	}
	points := append(append([]geo.Point{op.At}, op.Line...), op.To)
	way, class, r := e.before.fabric.places.ways().between(points, e.ground())
	if r != nil {
		return r.ofGrid(op.Grid)
	}
	op.Line = e.reachBorder(op, way)
	stretches, r := e.drawnOver(op, func(id CellID) bool { return id != NoCell })
	if r != nil {
		return r
	}
	return e.redrawAlong(op, stretches, class)
}

// reachBorder leads a way that ends beside the border of a grid to where the planner began on it.
func (e *edit) reachBorder(op Operation, way []geo.Point) []geo.Point {
	reaches := func(p geo.Point) bool { return e.onBorder(e.weaver().snapQuietly(p), e.inGrid(op.Grid)) }
	if !reaches(way[0]) && reaches(op.At) {
		way = slices.Insert(way, 0, op.At)
	}
	if !reaches(way[len(way)-1]) && reaches(op.To) {
		way = append(way, op.To)
	}
	return way
}

// snapQuietly snaps a point that is only looked at.
func (w *weaver) snapQuietly(p geo.Point) station {
	notes := len(w.notes)
	s := w.snap(p)
	w.notes = w.notes[:notes]
	return s
}
