package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A size is how much land there is, and how long the line around it is, holes included.
type size struct{ squareMetres, metres float64 }

// width is twice the land for each metre around it: about the width of what is long and narrow,
// and half the side of a square.
func (s size) width() float64 {
	if s.metres == 0 {
		return 0
	}
	return 2 * s.squareMetres / s.metres
}

// hold marks the fields of a plot, for inside.
func (m *arrangement) hold(p plot) {
	m.marks++
	for _, f := range p {
		m.mark[f] = m.marks
	}
}

// inside reports whether a field is in the plot that was marked last.
func (m *arrangement) inside(field int32) bool { return m.mark[field] == m.marks }

// edge walks the half-links around a plot, its land on their left.
func (m *arrangement) edge(p plot) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		m.hold(p)
		for _, f := range p {
			for h := range m.around(f) {
				if !m.inside(m.left(h^1)) && !yield(h) {
					return
				}
			}
		}
	}
}

// size measures a plot on the ellipsoid, or on the plane.
func (m *arrangement) size(p plot) size {
	var s size
	scale := scale{}
	known := false
	for h := range m.edge(p) {
		from, to := m.spots[m.from(h)], m.spots[m.to(h)]
		if !known {
			scale, known = m.scaleAt(from), true
		}
		s.squareMetres -= scale.below(from, to)
		s.metres += math.Hypot(float64(to.x-from.x)*scale.alongX, float64(to.y-from.y)*scale.alongY)
	}
	s.squareMetres = max(s.squareMetres, 0)
	return s
}

// A scale measures around a spot.
type scale struct {
	lattice
	origin         spot
	alongX, alongY float64    // metres in a unit
	strip          [3]float64 // derivatives of the land below a parallel by the units from the origin, for one unit east
}

// scaleAt uses q, of which Snyder's authalic latitude is made (see AreaSquareMetres): its first
// derivative is 2(1−e²)·cos φ / (1 − e² sin² φ)², and the others follow from that. Half the
// square of the equator's radius times q is the land below a parallel, for each radian.
func (l lattice) scaleAt(p spot) scale {
	s := scale{lattice: l, origin: p}
	s.alongX, s.alongY = l.metres(p)
	if l.plane != 0 {
		s.strip[0] = s.alongX * s.alongY
		return s
	}
	unit := math.Pi / 180 / l.units
	sin, cos := math.Sincos(float64(p.y) * unit)
	w := 1 - eccentricity2*sin*sin
	first := 2 * (1 - eccentricity2) * cos / (w * w)
	second := 2 * (1 - eccentricity2) * (-sin/(w*w) + 4*eccentricity2*sin*cos*cos/(w*w*w))
	third := -2 * (1 - eccentricity2) * cos / (w * w)
	half := equatorRadius * equatorRadius / 2 * unit
	s.strip = [3]float64{half * unit * first, half * unit * unit * second, half * unit * unit * unit * third}
	return s
}

// below is the land between the line from p to q and the parallel of the origin, negative where
// it runs west or south of the parallel, by Simpson's rule.
func (s scale) below(p, q spot) float64 {
	south, north := float64(p.y-s.origin.y), float64(q.y-s.origin.y)
	mean := (s.land(south) + 4*s.land((south+north)/2) + s.land(north)) / 6
	return float64(q.x-p.x) * mean
}

// land is the land between the origin's parallel and the one some units north of it, for one
// unit east. Up to a degree, by Taylor's formula, which keeps the digits of small land and is
// true to 1e-6; beyond that by authalic.
func (s scale) land(north float64) float64 {
	if s.plane != 0 || math.Abs(north) < s.units {
		return north * (s.strip[0] + north*(s.strip[1]/2+north*s.strip[2]/6))
	}
	unit := math.Pi / 180 / s.units
	at := float64(s.origin.y) * unit
	return equatorRadius * equatorRadius / 2 * unit * (authalic(at+north*unit) - authalic(at))
}

// interior returns a position inside a plot: in the middle of its widest stretch on a parallel
// between two of its vertices, near its middle.
func (m *arrangement) interior(p plot) orb.Point {
	lat := m.rowOf(p)
	var crossings []float64
	west := int64(math.MaxInt64)
	for h := range m.edge(p) {
		a, b := m.spots[m.links[h>>1].a], m.spots[m.links[h>>1].b]
		west = min(west, a.x, b.x)
	}
	for h := range m.edge(p) {
		a, b := m.spots[m.links[h>>1].a], m.spots[m.links[h>>1].b]
		if float64(a.y) < lat && lat < float64(b.y) {
			t := (lat - float64(a.y)) / float64(b.y-a.y)
			crossings = append(crossings, float64(a.x-west)+t*float64(b.x-a.x))
		}
	}
	slices.Sort(crossings)
	from, to := 0.0, -1.0
	for i := 0; i+1 < len(crossings); i += 2 {
		if crossings[i+1]-crossings[i] > to-from {
			from, to = crossings[i], crossings[i+1]
		}
	}
	return orb.Point{(float64(west) + (from+to)/2) / m.units, lat / m.units}
}

// rowOf returns a latitude halfway between two neighbouring vertices of a plot, those around the
// middle of its height.
func (m *arrangement) rowOf(p plot) float64 {
	low, high := int64(math.MaxInt64), int64(math.MinInt64)
	for h := range m.edge(p) {
		y := m.spots[m.from(h)].y
		low, high = min(low, y), max(high, y)
	}
	middle := low + (high-low)/2
	below, above := low, high
	for h := range m.edge(p) {
		y := m.spots[m.from(h)].y
		if y <= middle {
			below = max(below, y)
		} else {
			above = min(above, y)
		}
	}
	return float64(below) + float64(above-below)/2
}
