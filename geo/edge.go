package geo

import "cmp"

// An edge is one straight piece of a boundary, from its southern end a to its northern end b;
// a horizontal one runs from west to east.
type edge struct{ ax, ay, bx, by int32 }

// edgeBetween returns the edge between two different points.
func edgeBetween(a, b Point) edge {
	if b.Lat < a.Lat || b.Lat == a.Lat && b.Lon < a.Lon {
		a, b = b, a
	}
	return edge{a.Lon, a.Lat, b.Lon, b.Lat}
}

// meets reports whether p lies on the edge, and whether a ray from p to the east crosses it.
//
// The ray starts a hair east of p and an infinitely smaller hair north of it. So it never
// runs through an end of an edge or along one: it crosses those that begin at or below p,
// end above it, and lie truly east of it.
func (e edge) meets(p Point) (on, crossed bool) {
	if p.Lat < e.ay || p.Lat > e.by {
		return false, false
	}
	if e.ay == e.by {
		return e.ax <= p.Lon && p.Lon <= e.bx, false
	}
	side := e.side(p)
	return side == 0, side > 0 && p.Lat < e.by
}

// meetsBox reports whether the edge has a point in the box or on its border: their boxes
// meet, and the box's corners are not all truly on one side of the edge's line.
func (e edge) meetsBox(b Box) bool {
	if !b.Meets(Box{Point{min(e.ax, e.bx), e.ay}, Point{max(e.ax, e.bx), e.by}}) {
		return false
	}
	side := e.side(b.Min)
	return side == 0 ||
		side != e.side(b.Max) ||
		side != e.side(Point{b.Min.Lon, b.Max.Lat}) ||
		side != e.side(Point{b.Max.Lon, b.Min.Lat})
}

// side is 1 for a point left of the edge's line (seen from a to b), -1 right of it, 0 on it.
//
// Exact for points on the earth: each product is of a difference of longitudes (at most
// 3.6e9) and one of latitudes (at most 1.8e9), below 2^63. The products are compared, not
// subtracted, because their difference could overflow.
func (e edge) side(p Point) int {
	return cmp.Compare(e.dx()*(int64(p.Lat)-int64(e.ay)), e.dy()*(int64(p.Lon)-int64(e.ax)))
}

func (e edge) dx() int64 { return int64(e.bx) - int64(e.ax) }
func (e edge) dy() int64 { return int64(e.by) - int64(e.ay) }

func (e edge) west() int32 { return min(e.ax, e.bx) }
func (e edge) east() int32 { return max(e.ax, e.bx) }

// eastOf reports whether e lies east of f, where both pass one parallel. They do not cross.
func (e edge) eastOf(f edge) bool {
	side := 0
	if e.by <= f.by {
		side = f.side(Point{e.bx, e.by})
	} else {
		side = -e.side(Point{f.bx, f.by})
	}
	if side != 0 {
		return side < 0
	}
	if e.ay >= f.ay {
		return f.side(Point{e.ax, e.ay}) < 0
	}
	return e.side(Point{f.ax, f.ay}) > 0
}

// compareEdges orders edges by their southern, then by their northern ends.
func compareEdges(e, f edge) int {
	return cmp.Or(comparePoints(Point{e.ax, e.ay}, Point{f.ax, f.ay}), comparePoints(Point{e.bx, e.by}, Point{f.bx, f.by}))
}

// comparePoints orders points from south to north and, on a parallel, from west to east.
func comparePoints(p, q Point) int {
	switch {
	case p.Lat != q.Lat:
		return cmp.Compare(p.Lat, q.Lat)
	default:
		return cmp.Compare(p.Lon, q.Lon)
	}
}

// Turn is 1 if q is left of the line from at to p, -1 if it is right of it, and 0 on it. Exact:
// products of a difference of longitudes (at most 3.6e9) and one of latitudes (at most 1.8e9) are
// below 2^63. They are compared, not subtracted.
func Turn(at, p, q Point) int {
	px, py := int64(p.Lon)-int64(at.Lon), int64(p.Lat)-int64(at.Lat)
	qx, qy := int64(q.Lon)-int64(at.Lon), int64(q.Lat)-int64(at.Lat)
	return cmp.Compare(px*qy, py*qx)
}

// CompareAround orders two points by their direction from a third, counter-clockwise from
// the east.
func CompareAround(at, p, q Point) int {
	pSouth, qSouth := comparePoints(p, at) < 0, comparePoints(q, at) < 0
	switch {
	case pSouth == qSouth:
		return -Turn(at, p, q)
	case qSouth:
		return -1
	default:
		return 1
	}
}
