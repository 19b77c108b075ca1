package interchange

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// wktText writes g as WKT with seven decimals and rings wound as in WriteGeoJSON; "" for none.
func wktText(g orb.Geometry) (string, error) {
	if g == nil {
		return "", nil
	}
	b := []byte(strings.ToUpper(g.GeoJSONType()))
	switch g := g.(type) {
	case orb.Point:
		b = append(appendPair(append(b, '('), g), ')')
	case orb.MultiPoint:
		b = appendPairs(b, g)
	case orb.LineString:
		b = appendPairs(b, g)
	case orb.MultiLineString:
		b = appendParts(b, g, func(b []byte, line orb.LineString) []byte { return appendPairs(b, line) })
	case orb.Polygon:
		b = appendRings(b, g)
	case orb.MultiPolygon:
		b = appendParts(b, g, appendRings)
	default:
		return "", fmt.Errorf("a %s cannot be written", g.GeoJSONType())
	}
	return string(b), nil
}

func appendRings(b []byte, polygon orb.Polygon) []byte {
	return appendParts(b, wound(polygon), func(b []byte, ring orb.Ring) []byte { return appendPairs(b, ring) })
}

func appendPairs(b []byte, points []orb.Point) []byte { return appendParts(b, points, appendPair) }

func appendPair(b []byte, p orb.Point) []byte {
	return appendDegree(append(appendDegree(b, p[0]), ' '), p[1])
}

func appendParts[T any](b []byte, list []T, one func([]byte, T) []byte) []byte {
	b = append(b, '(')
	for i, item := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, item)
	}
	return append(b, ')')
}
