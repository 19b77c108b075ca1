package analysis

import (
	"math"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
)

// shape returns the shape of a place: its own, or that of its unit.
func (a *Answer) shape(p *Place) orb.Geometry {
	if p.Shape != nil || a.study == nil {
		return p.Shape
	}
	switch u := &a.study.Units[p.unit]; {
	case u.Square != nil:
		return a.study.corners(u.Square)
	case u.Ground >= 0:
		return a.study.Grounds[u.Ground].Boundary
	default:
		return a.study.Areas[u.Area].Boundary
	}
}

// corners returns a square, counter-clockwise. Squares that touch have the very same corners.
func (s *Study) corners(square *SquareOf) orb.Polygon {
	corner := func(col, row int) orb.Point {
		size := float64(square.Size)
		at := s.Plane.Position(hotspot.Point{X: s.Lattice.Origin.X + float64(col)*size, Y: s.Lattice.Origin.Y + float64(row)*size})
		lon, lat := at.Degrees()
		return orb.Point{lon, lat}
	}
	low, high, left, right := square.Row, square.Row+1, square.Col, square.Col+1
	return orb.Polygon{{corner(left, low), corner(right, low), corner(right, high), corner(left, high), corner(left, low)}}
}

// appendShape appends a geometry as GeoJSON, to 1e-7 degree; null: it has none, or one of a kind that
// answers do not have.
func appendShape(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return append(appendPoint(append(b, `{"type":"Point","coordinates":`...), g), '}')
	case orb.LineString:
		return append(appendLine(append(b, `{"type":"LineString","coordinates":`...), g), '}')
	case orb.MultiLineString:
		return append(appendEach(append(b, `{"type":"MultiLineString","coordinates":`...), g, appendLine), '}')
	case orb.Polygon:
		return append(appendPolygon(append(b, `{"type":"Polygon","coordinates":`...), g), '}')
	case orb.MultiPolygon:
		if len(g) > 0 {
			return append(appendEach(append(b, `{"type":"MultiPolygon","coordinates":`...), g, appendPolygon), '}')
		}
	}
	return append(b, null...)
}

// appendEach appends parts between brackets.
func appendEach[T any](b []byte, parts []T, write func([]byte, T) []byte) []byte {
	b = append(b, '[')
	for i, p := range parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = write(b, p)
	}
	return append(b, ']')
}

func appendPolygon(b []byte, p orb.Polygon) []byte {
	return appendEach(b, p, func(b []byte, r orb.Ring) []byte { return appendLine(b, orb.LineString(r)) })
}

func appendLine(b []byte, line orb.LineString) []byte { return appendEach(b, line, appendPoint) }

func appendPoint(b []byte, p orb.Point) []byte {
	unit := func(degrees float64) int32 { return int32(math.Round(degrees * unitsPerDegree)) }
	return Position(geo.Point{Lon: unit(p[0]), Lat: unit(p[1])}).append(b)
}
