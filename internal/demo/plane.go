package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// A vec is a point or a direction in the local plane: metres east and north of the origin.
type vec struct{ x, y float64 }

func (a vec) add(b vec) vec            { return vec{a.x + b.x, a.y + b.y} }
func (a vec) sub(b vec) vec            { return vec{a.x - b.x, a.y - b.y} }
func (a vec) mul(k float64) vec        { return vec{a.x * k, a.y * k} }
func (a vec) dot(b vec) float64        { return a.x*b.x + a.y*b.y }
func (a vec) cross(b vec) float64      { return a.x*b.y - a.y*b.x }
func (a vec) length() float64          { return math.Sqrt(a.x*a.x + a.y*a.y) }
func (a vec) left() vec                { return vec{-a.y, a.x} }
func (a vec) to(b vec) float64         { return b.sub(a).length() }
func (a vec) mix(b vec, t float64) vec { return a.add(b.sub(a).mul(t)) }

// unit returns the direction of a; the zero vector stays zero.
func (a vec) unit() vec {
	l := a.length()
	if l == 0 {
		return a
	}
	return a.mul(1 / l)
}

// heading returns the direction at an angle in radians, counted from east to north.
func heading(angle float64) vec { return vec{math.Cos(angle), math.Sin(angle)} }

// A frame is a plane turned and moved: u runs along its first axis, v along its second.
type frame struct {
	at vec
	u  vec // unit length
}

func (f frame) point(u, v float64) vec { return f.at.add(f.u.mul(u)).add(f.u.left().mul(v)) }

func (f frame) coordinates(p vec) (u, v float64) {
	d := p.sub(f.at)
	return d.dot(f.u), d.dot(f.u.left())
}

// The site: nothing of a real map is drawn here.
const (
	originLon = 117.63
	originLat = 26.27
)

// The ellipsoid of CGCS2000.
const (
	semiMajor  = 6378137.0
	flattening = 1 / 298.257222101
)

// degreesPerMetre gives the scale of the plane at the origin, eastward and northward. Within
// 3 km of the origin an area in the plane is true to 0.05 %.
func degreesPerMetre() (lon, lat float64) {
	const e2 = flattening * (2 - flattening)
	s, c := math.Sincos(originLat * math.Pi / 180)
	w := math.Sqrt(1 - e2*s*s)
	prime := semiMajor / w
	meridian := semiMajor * (1 - e2) / (w * w * w)
	return 180 / math.Pi / (prime * c), 180 / math.Pi / meridian
}

var lonPerMetre, latPerMetre = degreesPerMetre()

// geographic returns longitude and latitude of p, rounded to 1e-7 degree. It is the only
// place where a coordinate is rounded, so equal points of the plane stay equal.
func geographic(p vec) orb.Point {
	return orb.Point{
		math.Round((originLon+p.x*lonPerMetre)*1e7) / 1e7,
		math.Round((originLat+p.y*latPerMetre)*1e7) / 1e7,
	}
}

// ringOf returns a closed ring of geographic points.
func ringOf(ring []vec) orb.Ring {
	out := make(orb.Ring, 0, len(ring)+1)
	for _, p := range ring {
		out = append(out, geographic(p))
	}
	return append(out, out[0])
}

func polygonOf(ring []vec) orb.MultiPolygon { return orb.MultiPolygon{{ringOf(ring)}} }

func lineOf(line []vec) orb.LineString {
	out := make(orb.LineString, 0, len(line))
	for _, p := range line {
		out = append(out, geographic(p))
	}
	return out
}
