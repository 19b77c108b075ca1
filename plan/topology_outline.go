package plan

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// An outline is the border of some land: parts that hang together by more than a point, each an
// outer ring and its holes.
type outline struct{ parts []tract }

// A tract is land that hangs together by more than a point.
type tract struct {
	outer ring
	holes []ring
}

// outlineOf traces the border of a cell.
func outlineOf(t topology, id CellID, arcs []ArcID) outline {
	walks := make([]walk, 0, len(arcs))
	for _, a := range arcs {
		walks = appendWalks(walks, a, t.arc(a), func(c CellID) bool { return c == id })
	}
	return outlineFrom(trace(t, walks))
}

// appendWalks appends the walks along an arc that have the land on their left and not on their
// right.
func appendWalks(walks []walk, id ArcID, a Arc, land func(CellID) bool) []walk {
	left, right := land(a.Left), land(a.Right)
	switch {
	case left && !right:
		return append(walks, walk(id))
	case right && !left:
		return append(walks, ^walk(id))
	default:
		return walks
	}
}

// outlineFrom puts holes into the parts that they are in. The order is that of the rings.
func outlineFrom(rings []ring) outline {
	var o outline
	var holes []ring
	for _, r := range rings {
		if r.double > 0 {
			o.parts = append(o.parts, tract{outer: r})
		} else {
			holes = append(holes, r)
		}
	}
	for _, hole := range holes {
		if i := o.around(hole); i >= 0 {
			o.parts[i].holes = append(o.parts[i].holes, hole)
		}
	}
	return o
}

// around is the smallest part whose outer ring goes around the hole, -1 without any. What fills the
// hole may share a border with it, but is no larger than it.
func (o outline) around(hole ring) int {
	inside := middle(hole.points[0], hole.points[1])
	best := -1
	for i, p := range o.parts {
		if p.outer.double > -hole.double && (best < 0 || p.outer.double < o.parts[best].outer.double) && p.outer.surrounds(inside) {
			best = i
		}
	}
	return best
}

// surrounds reports whether a spot is inside the ring. A spot on it is inside of one of two rings
// that share this border: a ray from the spot to the east begins a hair east and north of it, as in
// package geo.
func (r ring) surrounds(s spot) bool {
	inside := false
	for i, p := range r.points {
		if (side{p, r.points[(i+1)%len(r.points)]}).eastOf(s) {
			inside = !inside
		}
	}
	return inside
}

// surrounds reports whether the land holds a spot, by the rule of ring.surrounds.
func (o outline) surrounds(s spot) bool {
	inside := false
	for _, p := range o.parts {
		for r := range p.rings {
			inside = inside != r.surrounds(s)
		}
	}
	return inside
}

// holds reports whether the point is on the land or on its border.
func (o outline) holds(p geo.Point) bool { return o.surrounds(spotAt(p)) || o.borders(p) }

// borders reports whether the point is on the border.
func (o outline) borders(p geo.Point) bool {
	for _, part := range o.parts {
		for r := range part.rings {
			for i, a := range r.points {
				if (side{a, r.points[(i+1)%len(r.points)]}).bears(p) {
					return true
				}
			}
		}
	}
	return false
}

// rings visits the outer ring, then the holes.
func (p tract) rings(yield func(ring) bool) {
	if !yield(p.outer) {
		return
	}
	for _, hole := range p.holes {
		if !yield(hole) {
			return
		}
	}
}

// double is twice the land in square units.
func (p tract) double() int64 {
	sum := int64(0)
	for r := range p.rings {
		sum += r.double
	}
	return sum
}

// boundary writes the outline as RFC 7946 wants it, the largest part first.
func (o outline) boundary() orb.MultiPolygon {
	parts := slices.Clone(o.parts)
	slices.SortStableFunc(parts, func(p, q tract) int { return cmp.Compare(q.outer.double, p.outer.double) })
	boundary := make(orb.MultiPolygon, 0, len(parts))
	for _, p := range parts {
		var polygon orb.Polygon
		for r := range p.rings {
			polygon = append(polygon, r.orb())
		}
		boundary = append(boundary, polygon)
	}
	return boundary
}

func (r ring) orb() orb.Ring {
	closed := make(orb.Ring, 0, len(r.points)+1)
	for _, p := range r.points {
		closed = append(closed, p.Orb())
	}
	return append(closed, closed[0])
}

func (o outline) squareMetres() float64 { return geo.AreaSquareMetres(o.boundary()) }
