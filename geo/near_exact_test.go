package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// BorderMetresExactly measures every side of a boundary and takes the nearest, with Lambert's
// formula in functions of angles: what [Index.BorderMetres] finds by fewer steps.
func BorderMetresExactly(p Point, boundary orb.MultiPolygon) float64 {
	g, least, east, north := groundAt(p), math.Inf(1), 0.0, 0.0
	for _, polygon := range boundary {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				x, y := nearestOfSide(g, p, ring[i-1], ring[i])
				if square := x*g.perLon*x*g.perLon + y*g.perLat*y*g.perLat; square < least {
					least, east, north = square, x, y
				}
			}
		}
	}
	return LongMetres(p, east, north)
}

// nearestOfSide returns the point of a side nearest to p on the flat ground, in units from p.
func nearestOfSide(g ground, p Point, a, b orb.Point) (east, north float64) {
	ax, ay := a[0]*unitsPerDegree-float64(p.Lon), a[1]*unitsPerDegree-float64(p.Lat)
	dx, dy := (b[0]-a[0])*unitsPerDegree, (b[1]-a[1])*unitsPerDegree
	along := ax*dx*g.perLon*g.perLon + ay*dy*g.perLat*g.perLat
	length := dx*dx*g.perLon*g.perLon + dy*dy*g.perLat*g.perLat
	t := min(max(-along/length, 0), 1)
	return ax + t*dx, ay + t*dy
}

// ShortMetres is how far a point is, so many units from p, as a border would be.
func ShortMetres(p Point, east, north float64) float64 {
	g := groundAt(p)
	return g.metresTo(nearestPoint{east: east, north: north})
}

// LongMetres is the same as if it were far away.
func LongMetres(p Point, east, north float64) float64 {
	return distance(float64(p.Lon), float64(p.Lat), float64(p.Lon)+east, float64(p.Lat)+north)
}

// ShortUnits is how far in longitude or latitude a point is near enough for a series.
const ShortUnits = shortAngle / radiansInUnit
