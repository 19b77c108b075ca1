package interchange

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// convert changes the coordinates of g in place from crs to CGCS2000 and returns it. A system
// that is not one of geo's four is left as it is.
func convert(g orb.Geometry, crs CRS) orb.Geometry {
	if !crs.known() || crs == "cgcs2000" {
		return g
	}
	c := geo.CRS(crs)
	return eachPoint(g, func(p orb.Point) orb.Point {
		lon, lat := c.ToCGCS2000(p[0], p[1])
		return orb.Point{lon, lat}
	})
}

// eachPoint replaces every point of g by what f makes of it, in place but for a bare point.
func eachPoint(g orb.Geometry, f func(orb.Point) orb.Point) orb.Geometry {
	if p, isPoint := g.(orb.Point); isPoint {
		return f(p)
	}
	for _, line := range lines(g) {
		for i := range line {
			line[i] = f(line[i])
		}
	}
	if c, isCollection := g.(orb.Collection); isCollection {
		for i := range c {
			c[i] = eachPoint(c[i], f)
		}
	}
	return g
}

// lines returns every run of points of g, sharing its memory; none for a point or a collection.
func lines(g orb.Geometry) [][]orb.Point {
	var out [][]orb.Point
	switch g := g.(type) {
	case orb.MultiPoint:
		out = append(out, g)
	case orb.LineString:
		out = append(out, g)
	case orb.MultiLineString:
		for _, line := range g {
			out = append(out, line)
		}
	case orb.Polygon:
		for _, ring := range g {
			out = append(out, ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			for _, ring := range polygon {
				out = append(out, ring)
			}
		}
	}
	return out
}
