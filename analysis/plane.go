package analysis

import (
	"math"

	"gewu/geo"
	"gewu/hotspot"
)

// A Plane is flat ground in metres about a point: equirectangular, with the scales of the ellipsoid there
// (radii of curvature along the meridian and across it). North to south lengths are true to 0.1 % within
// 100 km. East to west ones grow wrong with the distance north or south of the point, by tan φ/R a metre:
// 0.008 % a kilometre at 26° N, 0.8 % 100 km away.
type Plane struct {
	origin         geo.Point
	perLon, perLat float64 // metres in a unit
}

// The ellipsoid of CGCS2000.
const (
	equatorRadius  = 6378137.0
	flattening     = 1 / 298.257222101
	eccentricity2  = flattening * (2 - flattening)
	unitsPerDegree = 1e7
	radiansInUnit  = math.Pi / 180 / unitsPerDegree
)

// NewPlane returns the plane about a point.
func NewPlane(middle geo.Point) Plane {
	sin, cos := math.Sincos(float64(middle.Lat) * radiansInUnit)
	w2 := 1 - eccentricity2*sin*sin
	across := equatorRadius / math.Sqrt(w2)
	along := across * (1 - eccentricity2) / w2
	return Plane{middle, across * cos * radiansInUnit, along * radiansInUnit}
}

// Metres returns a position on the plane.
func (p Plane) Metres(at geo.Point) hotspot.Point {
	return hotspot.Point{
		X: (float64(at.Lon) - float64(p.origin.Lon)) * p.perLon,
		Y: (float64(at.Lat) - float64(p.origin.Lat)) * p.perLat,
	}
}

// Position returns the position of a point of the plane, to the nearest unit.
func (p Plane) Position(at hotspot.Point) geo.Point {
	return geo.Point{
		Lon: p.origin.Lon + int32(math.Round(at.X/p.perLon)),
		Lat: p.origin.Lat + int32(math.Round(at.Y/p.perLat)),
	}
}

// LatticeOver lays squares of [Square] metres over a box. Its low corner is a whole number of squares from
// the middle of the plane, so that a district that grows keeps its squares as long as the plane is the same.
func LatticeOver(plane Plane, box geo.Box) hotspot.Lattice {
	low, high := plane.Metres(box.Min), plane.Metres(box.Max)
	from := func(v float64) float64 { return math.Floor(v / Square) }
	return hotspot.Lattice{
		Origin: hotspot.Point{X: from(low.X) * Square, Y: from(low.Y) * Square},
		Size:   Square,
		Cols:   int(from(high.X)-from(low.X)) + 1,
		Rows:   int(from(high.Y)-from(low.Y)) + 1,
	}
}
