package plan

import (
	"math"

	"gewu/geo"
)

// A spot is a point in halves of a unit, so that the middle of two points is one exactly.
type spot struct{ x, y int64 }

func spotAt(p geo.Point) spot { return spot{2 * int64(p.Lon), 2 * int64(p.Lat)} }

func middle(a, b geo.Point) spot {
	return spot{int64(a.Lon) + int64(b.Lon), int64(a.Lat) + int64(b.Lat)}
}

// A side is one straight piece of a border or of a drawn line.
type side struct{ a, b geo.Point }

// cross reports whether two sides cross at a point that is an end of neither.
func (s side) cross(t side) bool {
	return s.meetsBox(t) && geo.Turn(s.a, s.b, t.a)*geo.Turn(s.a, s.b, t.b) < 0 && geo.Turn(t.a, t.b, s.a)*geo.Turn(t.a, t.b, s.b) < 0
}

// meetsBox reports whether the boxes around two sides have a point in common.
func (s side) meetsBox(t side) bool { return s.box().Meets(t.box()) }

func (s side) box() geo.Box { return boxAround(s.a, s.b) }

// bears reports whether the point is on the side, ends included.
func (s side) bears(p geo.Point) bool { return s.box().Holds(p) && geo.Turn(s.a, s.b, p) == 0 }

// meets reports whether the sides have any point in common but an end that both have.
func (s side) meets(t side) bool {
	if !s.meetsBox(t) {
		return false
	}
	if s.cross(t) {
		return true
	}
	touch := func(s side, p geo.Point) bool { return p != s.a && p != s.b && s.bears(p) }
	return touch(s, t.a) || touch(s, t.b) || touch(t, s.a) || touch(t, s.b) || s == t || s == side{t.b, t.a}
}

// eastOf reports whether a ray from a spot to the east crosses the side: it begins a hair east and
// north of the spot, so that it never runs through an end of a side or along one. Exact for sides and
// spots less than 90 degrees from each other.
func (s side) eastOf(at spot) bool {
	a, b := spotAt(s.a), spotAt(s.b)
	if b.y < a.y {
		a, b = b, a
	}
	return a.y <= at.y && at.y < b.y && (b.x-a.x)*(at.y-a.y) > (b.y-a.y)*(at.x-a.x)
}

// crossing is the point nearest to where two sides cross.
func (s side) crossing(t side) geo.Point { return s.at(s.part(t)) }

// part is how far along a side it crosses another, from 0 to 1.
func (s side) part(t side) float64 {
	sx, sy := s.vector()
	tx, ty := t.vector()
	x, y := float64(t.a.Lon)-float64(s.a.Lon), float64(t.a.Lat)-float64(s.a.Lat)
	// The conversions keep a processor from joining products and sums, so that all round alike.
	return (float64(x*ty) - float64(y*tx)) / (float64(sx*ty) - float64(sy*tx))
}

// at is the point that lies a part of the way from one end to the other.
func (s side) at(along float64) geo.Point {
	x, y := s.vector()
	along = min(max(along, 0), 1)
	return geo.Point{
		Lon: int32(math.Round(float64(s.a.Lon) + float64(along*x))),
		Lat: int32(math.Round(float64(s.a.Lat) + float64(along*y))),
	}
}

func (s side) vector() (x, y float64) {
	return float64(s.b.Lon) - float64(s.a.Lon), float64(s.b.Lat) - float64(s.a.Lat)
}

func boxAround(points ...geo.Point) geo.Box {
	box := geo.Box{Min: points[0], Max: points[0]}
	for _, p := range points[1:] {
		box.Min.Lon, box.Max.Lon = min(box.Min.Lon, p.Lon), max(box.Max.Lon, p.Lon)
		box.Min.Lat, box.Max.Lat = min(box.Min.Lat, p.Lat), max(box.Max.Lat, p.Lat)
	}
	return box
}

// wider returns the box with some units more on each side.
func wider(b geo.Box, units int32) geo.Box {
	return geo.Box{
		Min: geo.Point{Lon: b.Min.Lon - units, Lat: b.Min.Lat - units},
		Max: geo.Point{Lon: b.Max.Lon + units, Lat: b.Max.Lat + units},
	}
}
