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
