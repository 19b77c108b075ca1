package geo

import "math"

// shortAngle is the most that two points differ in longitude or latitude, radians, for the series
// of shortMetres: 12 km on a meridian. What is left out of them is less than a rounding error.
const shortAngle = 0.002

// metresTo measures on the ellipsoid, as [DistanceMetres] does.
func (g *ground) metresTo(n nearestPoint) float64 {
	if math.IsInf(n.square, 1) {
		return n.square
	}
	east, north := n.east*radiansInUnit, n.north*radiansInUnit
	if math.Abs(east) <= shortAngle && math.Abs(north) <= shortAngle {
		return g.shortMetres(east, north)
	}
	lon, lat := float64(g.origin.Lon), float64(g.origin.Lat)
	return distance(lon, lat, lon+n.east, lat+n.north)
}

// shortMetres is Lambert's formula for a point that is so many radians further east and north,
// without any function of an angle: those of the reduced latitudes β of both ends follow from the
// latitudes φ, with f the flattening and w = √(1 − e² sin² φ),
//
//	sin β = (1−f) sin φ / w        cos β = cos φ / w        sin (β₂ − β₁) = (1−f) sin (φ₂ − φ₁) / (w₁ w₂)
//
// and those of their mean P and half their difference Q from the sum
//
//	sin P cos Q = (sin β₁ + sin β₂) / 2        sin² Q = (1 − √(1 − sin² 2Q)) / 2
//
// All others are of small angles, and series.
func (g *ground) shortMetres(east, north float64) float64 {
	sinNorth, cosNorth := shortSine(north), 1-north*north/2*(1-north*north/12)
	sin, cos := g.sin*cosNorth+g.cos*sinNorth, g.cos*cosNorth-g.sin*sinNorth
	w := math.Sqrt(1 - eccentricity2*sin*sin)
	turned := (1 - flattening) * sinNorth / (g.w * w)
	t2, sinL := turned*turned, shortSine(east/2)
	sinQ2 := t2 / 4 * (1 + t2/4*(1+t2/2))
	h := sinQ2 + g.cos*cos/(g.w*w)*sinL*sinL // haversine of the angle
	if h == 0 {
		return 0
	}
	angle := 2 * math.Sqrt(h) * (1 + h/6*(1+h*9/20))
	cube := angle * angle * angle / 6 * (1 - angle*angle/20) // angle − sin angle
	sum := (1 - flattening) / 2 * (g.sin/g.w + sin/w)
	x := cube * sum * sum / (1 - h)
	y := (2*angle - cube) * (1 - sum*sum/(1-sinQ2)) * sinQ2 / h
	return equatorRadius * (angle - flattening/2*(x+y))
}

// shortSine is the sine of an angle of at most shortAngle.
func shortSine(a float64) float64 { return a * (1 - a*a/6*(1-a*a/20)) }
