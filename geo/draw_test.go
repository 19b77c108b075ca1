package geo_test

import (
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// Drawings are in units of 1e-7 degree around a point of a town, small enough to be drawn.
const (
	originLon = 1_163_900_000
	originLat = 399_000_000
)

// at is the point x units east and y units north of the drawing's origin.
func at(x, y int32) geo.Point { return geo.Point{Lon: originLon + x, Lat: originLat + y} }

// ring closes a ring through pairs x, y.
func ring(xy ...int32) orb.Ring {
	r := make(orb.Ring, 0, len(xy)/2+1)
	for i := 0; i < len(xy); i += 2 {
		r = append(r, at(xy[i], xy[i+1]).Orb())
	}
	return append(r, r[0])
}

// box is the ring around a rectangle.
func box(west, south, east, north int32) orb.Ring {
	return ring(west, south, east, south, east, north, west, north)
}

// polygon is an area of one polygon: its outer ring, then its holes.
func polygon(rings ...orb.Ring) orb.MultiPolygon { return orb.MultiPolygon{orb.Polygon(rings)} }

// areas numbers boundaries from 1.
func areas(boundaries ...orb.MultiPolygon) []geo.Area {
	list := make([]geo.Area, len(boundaries))
	for i, boundary := range boundaries {
		list[i] = geo.Area{ID: geo.AreaID(i + 1), Boundary: boundary}
	}
	return list
}

func newIndex(t testing.TB, list []geo.Area) *geo.Index {
	t.Helper()
	x, err := geo.NewIndex(list)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// owner is the answer of Locate in one value: the area, or 0, and "b" on a border.
type owner struct {
	Area geo.AreaID
	Rule string
}

func locate(t testing.TB, x *geo.Index, p geo.Point) owner {
	t.Helper()
	id, rule, err := x.Locate(p)
	if err != nil {
		return owner{Rule: "none"}
	}
	return owner{id, rule.String()}
}
