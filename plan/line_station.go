package plan

import (
	"math"
	"slices"

	"gewu/geo"
)

// What is at no arc, or at no node.
const (
	noArc  ArcID  = -1
	noNode NodeID = -1
)

// A station is a point of a line drawn over a fabric: in the open, at a node, at a vertex of an
// arc, or on a side of one.
//
//	-----o------x------+-----      a node, a vertex and a side of an arc
type station struct {
	geo.Point
	node   NodeID
	arc    ArcID
	side   int  // of the arc: from its point of this number to the next
	vertex bool // it is at the arc's point of the number side
}

func open(p geo.Point) station { return station{Point: p, node: noNode, arc: noArc} }

// isOpen reports whether the station is at no border.
func (s station) isOpen() bool { return s.node == noNode && s.arc == noArc }

// A border is a side of an arc near a line.
type border struct {
	side
	arc   ArcID
	first int // the point of the arc that it begins at
}

// bordersIn lists the sides of arcs whose boxes meet one of some boxes.
func (e *edit) bordersIn(boxes ...geo.Box) []border {
	return e.bordersOfArcs(e.arcsIn(boxes...), func(s side) bool { return meetsAny(s.box(), boxes) })
}

// bordersOfArcs lists those sides of arcs that are wanted.
func (e *edit) bordersOfArcs(arcs []ArcID, wanted func(side) bool) []border {
	var list []border
	for _, id := range arcs {
		points := e.arcs.ref(int32(id)).Points
		for i := range len(points) - 1 {
			if s := (side{points[i], points[i+1]}); wanted(s) {
				list = append(list, border{s, id, i})
			}
		}
	}
	return list
}

// stationAt is the station at a point number of an arc.
func (e *edit) stationAt(id ArcID, i int) station {
	a := e.arc(id)
	s := station{Point: a.Points[i], node: noNode, arc: noArc}
	switch i {
	case 0:
		s.node = a.From
	case len(a.Points) - 1:
		s.node = a.To
	default:
		s.arc, s.side, s.vertex = id, i, true
	}
	return s
}

// on reports whether a station is on a side of an arc.
func (b border) on(s station) bool {
	return s.Point == b.a || s.Point == b.b || s.arc == b.arc && !s.vertex && s.side == b.first
}

// A weaver brings a line into a fabric: it makes stations of its points and of where it meets
// borders, and snaps it where it comes too near to one.
type weaver struct {
	*edit
	ground
	margin int32 // units that are at least the clearance
	passed map[geo.Point]bool
}

func (e *edit) weaver() *weaver {
	g := e.ground()
	return &weaver{edit: e, ground: g, margin: g.units(clearance), passed: map[geo.Point]bool{}}
}

// snap makes a station of a point: at the node, else at the vertex, else on the side within the
// clearance, else in the open.
func (w *weaver) snap(p geo.Point) station {
	near := w.bordersIn(wider(boxAround(p), w.margin))
	best, found := w.snapToPoint(p, near)
	if !found {
		best, found = w.snapToSide(p, near)
	}
	if !found {
		return open(p)
	}
	w.noteSnap(p, best.Point)
	return best
}

// snapToPoint finds the nearest node within the clearance, or else the nearest vertex.
func (w *weaver) snapToPoint(p geo.Point, near []border) (best station, found bool) {
	least := clearance
	for _, b := range near {
		for i := range 2 {
			s := w.stationAt(b.arc, b.first+i)
			metres := w.distance(p, s.Point)
			node, better := s.node != noNode, best.node != noNode
			if metres <= clearance && (!found || node && !better || node == better && metres < least) {
				best, found, least = s, true, metres
			}
		}
	}
	return best, found
}

// snapToSide finds the nearest point of a side, or the vertex that is beside it.
func (w *weaver) snapToSide(p geo.Point, near []border) (best station, found bool) {
	least := clearance
	for _, b := range near {
		along, metres := w.foot(b.side, p)
		if metres > least {
			continue
		}
		s := station{Point: b.at(along), node: noNode, arc: b.arc, side: b.first}
		if at, is := w.snapToPoint(s.Point, []border{b}); is {
			s = at
		} else if at, narrow := w.wedge(s, near); narrow {
			s = at
		}
		best, found, least = s, true, metres
	}
	return best, found
}

// noteSnap tells the planner of a point that was moved by more than a rounding.
func (w *weaver) noteSnap(from, to geo.Point) {
	const rounding = 0.02
	if metres := w.distance(from, to); metres > rounding {
		w.notes = append(w.notes, Note{Kind: Snapped, At: to, Metres: metres})
	}
}

// weave makes the stations of a line. It refuses one that, snapped, would meet itself.
func (w *weaver) weave(line []geo.Point) ([]station, *Refusal) {
	stations := []station{w.snap(line[0])}
	for _, p := range line[1:] {
		last, next := stations[len(stations)-1], w.snap(p)
		if next.Point == last.Point {
			continue
		}
		const room = 10 * clearance // for a line that is bent again and again
		near := w.nearSide(side{last.Point, next.Point}, room)
		stations = append(stations, w.thread(last, next, near)...)
	}
	stations = slices.CompactFunc(stations, func(a, b station) bool { return a.Point == b.Point })
	points := make([]geo.Point, len(stations))
	for i, s := range stations {
		points[i] = s.Point
	}
	if line[0] == line[len(line)-1] {
		points = points[1:]
	}
	if p, meets := meetsItself(points); meets {
		return nil, refuse(LineWouldCross).at(p)
	}
	return stations, nil
}

// nearSide lists the borders within some metres of a side.
func (w *weaver) nearSide(s side, metres float64) []border {
	arcs := w.arcsOf(w.cellsNear(w.before.fabric.places.boxesAlong(s, w.units(metres))))
	return w.bordersOfArcs(arcs, func(t side) bool { return w.within(s, t, metres) })
}

// within reports whether two sides come nearer to each other than some metres.
func (w *weaver) within(s, t side, metres float64) bool {
	if w.beyond(s, t, metres) {
		return false
	}
	if s.meets(t) || s.a == t.a || s.a == t.b || s.b == t.a || s.b == t.b {
		return true
	}
	near := func(s side, p geo.Point) bool { _, d := w.foot(s, p); return d <= metres }
	return near(s, t.a) || near(s, t.b) || near(t, s.a) || near(t, s.b)
}

// beyond reports whether all of a side lies on one side of the straight line through another, and further
// from it than some metres.
func (w *weaver) beyond(s, t side, metres float64) bool {
	x, y := w.between(s.a, s.b)
	across := func(p geo.Point) float64 { px, py := w.between(s.a, p); return float64(x*py) - float64(y*px) }
	a, b := across(t.a), across(t.b)
	far := (metres + 0.01) * math.Sqrt(float64(x*x)+float64(y*y))
	return a > far && b > far || a < -far && b < -far
}

// thread returns the stations after one up to another, with those where the line between them
// passes by a vertex or crosses a border.
//
//	    |    |          a line from a to b is bent to the vertex v that it passes by,
//	a---+----+---b      and has a station at each border that it crosses
//	    |    v
func (w *weaver) thread(a, b station, near []border) []station {
	s := side{a.Point, b.Point}
	if v, beside := w.besideLine(s, near); beside {
		w.passed[v.Point] = true
		return append(w.thread(a, v, w.nearer(side{a.Point, v.Point}, near)), w.thread(v, b, w.nearer(side{v.Point, b.Point}, near))...)
	}
	list := w.crossings(a, b, near)
	if tip, close := w.tip(a, b, list, near); close {
		w.passed[tip.Point] = true
		return append(w.thread(a, tip, w.nearer(side{a.Point, tip.Point}, near)), w.thread(tip, b, w.nearer(side{tip.Point, b.Point}, near))...)
	}
	return append(list, b)
}

// nearer leaves the borders whose boxes come near to a side.
func (w *weaver) nearer(s side, near []border) []border {
	box := wider(s.box(), w.units(10*clearance))
	var list []border
	for _, b := range near {
		if b.box().Meets(box) {
			list = append(list, b)
		}
	}
	return list
}

// besideLine finds the vertex nearest to a side that is within the clearance of it, not at an end.
func (w *weaver) besideLine(s side, near []border) (best station, found bool) {
	least := clearance
	for _, b := range near {
		for i, p := range [2]geo.Point{b.a, b.b} {
			if p == s.a || p == s.b || w.passed[p] {
				continue
			}
			along, metres := w.foot(s, p)
			if metres <= least && along > 0 && along < 1 && (!found || metres < least) {
				best, found, least = w.stationAt(b.arc, b.first+i), true, metres
			}
		}
	}
	if found {
		along, _ := w.foot(s, best.Point)
		w.noteSnap(s.at(along), best.Point)
	}
	return best, found
}

// crossings lists where the line between two stations crosses borders, in order.
func (w *weaver) crossings(a, b station, near []border) []station {
	s := side{a.Point, b.Point}
	var list []station
	for _, n := range near {
		if n.on(a) || n.on(b) || !s.cross(n.side) {
			continue
		}
		list = append(list, station{Point: s.crossing(n.side), node: noNode, arc: n.arc, side: n.first})
	}
	slices.SortFunc(list, func(p, q station) int { return compareAlong(s, p.Point, q.Point) })
	return list
}

// compareAlong orders points by how far along a side they are.
func compareAlong(s side, p, q geo.Point) int {
	dx, dy := int64(s.b.Lon)-int64(s.a.Lon), int64(s.b.Lat)-int64(s.a.Lat)
	x, y := int64(q.Lon)-int64(p.Lon), int64(q.Lat)-int64(p.Lat)
	switch dot := dx*x + dy*y; {
	case dot > 0:
		return -1
	case dot < 0:
		return 1
	default:
		return 0
	}
}
