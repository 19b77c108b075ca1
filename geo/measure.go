package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// The ellipsoid of CGCS2000 (EPSG:4490).
const (
	equatorRadius = 6378137.0
	flattening    = 1 / 298.257222101
	eccentricity2 = flattening * (2 - flattening) // squared
	radiansInUnit = math.Pi / 180 / unitsPerDegree
)

// DistanceMetres returns the length of the shortest line between two points on the ellipsoid,
// by Lambert's formula for long lines: true to about 10 m in 1,000 km, better than 1 mm in a
// district. (Lambert, W. D., The distance between two widely separated points on the surface
// of the earth, J. Washington Academy of Sciences 32 (5), 1942.) Points nearly opposite each
// other on the globe are measured as if on a sphere, true to 0.6 %.
func DistanceMetres(a, b Point) float64 {
	return distance(float64(a.Lon), float64(a.Lat), float64(b.Lon), float64(b.Lat))
}

// distance is DistanceMetres of positions in units.
func distance(lon1, lat1, lon2, lat2 float64) float64 {
	lat1, lat2 = reduced(lat1*radiansInUnit), reduced(lat2*radiansInUnit)
	p, q := (lat1+lat2)/2, (lat2-lat1)/2
	sinP, cosP := math.Sincos(p)
	sinQ, cosQ := math.Sincos(q)
	sinL := math.Sin((lon2 - lon1) * radiansInUnit / 2)
	h := sinQ*sinQ + math.Cos(lat1)*math.Cos(lat2)*sinL*sinL // haversine of the angle
	if h == 0 {
		return 0
	}
	angle := 2 * math.Asin(min(1, math.Sqrt(h)))
	if h > 0.99999 {
		return equatorRadius * (1 - flattening/3) * angle
	}
	x := (angle - math.Sin(angle)) * (sinP * cosQ) * (sinP * cosQ) / (1 - h)
	y := (angle + math.Sin(angle)) * (cosP * sinQ) * (cosP * sinQ) / h
	return equatorRadius * (angle - flattening/2*(x+y))
}

// reduced is the reduced latitude of a geodetic one.
func reduced(lat float64) float64 {
	sin, cos := math.Sincos(lat)
	return math.Atan2((1-flattening)*sin, cos)
}

// AreaSquareMetres returns the area of a boundary in degrees on the ellipsoid, whichever way
// its rings run; holes count against it. Sides are straight in longitude and latitude, which
// for sides of some kilometres differs from the shortest line by nothing that matters.
//
// It is the area below each side down to the equator, in Lambert's cylindrical equal-area
// projection: half the square of the equator's radius times q of the authalic latitude
// (Snyder, J. P., Map projections, a working manual, USGS Professional Paper 1395, 1987,
// equation 3-12), integrated along the side by Simpson's rule.
func AreaSquareMetres(boundary orb.MultiPolygon) float64 {
	total := 0.0
	for _, polygon := range boundary {
		for i, ring := range polygon {
			if i == 0 {
				total += ringArea(ring)
			} else {
				total -= ringArea(ring)
			}
		}
	}
	return total
}

// ringArea measures from the latitude of the ring's first vertex, not from the equator, so
// that small rings keep their digits.
func ringArea(ring orb.Ring) float64 {
	if len(ring) == 0 {
		return 0
	}
	const radians = math.Pi / 180
	base, sum := authalic(ring[0][1]*radians), 0.0
	for i := range ring {
		a, b := ring[i], ring[(i+1)%len(ring)]
		south, north := a[1]*radians, b[1]*radians
		mean := (authalic(south) + 4*authalic((south+north)/2) + authalic(north)) / 6
		sum += (b[0] - a[0]) * radians * (mean - base)
	}
	return math.Abs(sum) * equatorRadius * equatorRadius / 2
}

// authalic is Snyder's q.
func authalic(lat float64) float64 {
	e := math.Sqrt(eccentricity2)
	sin := math.Sin(lat)
	return (1 - eccentricity2) * (sin/(1-eccentricity2*sin*sin) + math.Atanh(e*sin)/e)
}
