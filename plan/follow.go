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

// reachBorder leads a way that ends beside the border of a grid to the point of that border that is
// nearest to where the planner began or ended it, within five metres.
func (e *edit) reachBorder(op Operation, way []geo.Point) []geo.Point {
	reaches := func(p geo.Point) bool { return e.onBorder(e.weaver().snapQuietly(p), e.inGrid(op.Grid)) }
	if !reaches(way[0]) {
		if p, near := e.nearestBorder(op.Grid, op.At); near {
			way = slices.Insert(way, 0, p)
		}
	}
	if !reaches(way[len(way)-1]) {
		if p, near := e.nearestBorder(op.Grid, op.To); near {
			way = append(way, p)
		}
	}
	return way
}

// nearestBorder is the point of the border of a grid that is nearest to another, within five metres.
func (e *edit) nearestBorder(grid GridID, p geo.Point) (best geo.Point, near bool) {
	least := 5.0
	g, inside := e.ground(), e.inGrid(grid)
	for _, b := range e.bordersIn(wider(boxAround(p), g.units(least))) {
		if a := e.arc(b.arc); inside(a.Left) == inside(a.Right) {
			continue
		}
		if along, metres := g.foot(b.side, p); metres <= least {
			best, near, least = b.at(along), true, metres
		}
	}
	return best, near
}

// snapQuietly snaps a point that is only looked at.
func (w *weaver) snapQuietly(p geo.Point) station {
	notes := len(w.notes)
	s := w.snap(p)
	w.notes = w.notes[:notes]
	return s
}
