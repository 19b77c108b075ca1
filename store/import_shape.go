package store

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// Geometries go to the database as EWKB, little end first: WKB with the SRID in the type.
const (
	ewkbPoint           = 1
	ewkbLineString      = 2
	ewkbPolygon         = 3
	ewkbMultiLineString = 5
	ewkbMultiPolygon    = 6
	ewkbHasSRID         = 0x20000000
)

// buffer returns an empty buffer for one geometry of the row.
func (r *row) buffer() []byte {
	r.used++
	return r.shapes[r.used-1][:0]
}

// keep adds a geometry that was written to a buffer.
func (r *row) keep(shape []byte) {
	r.shapes[r.used-1] = shape
	r.add(shape)
}

// surface adds polygons, or null for none. Rings are closed when the import repairs.
func (r *row) surface(m orb.MultiPolygon) error {
	if len(m) == 0 {
		r.add(nil)
		return nil
	}
	b := header(r.buffer(), ewkbMultiPolygon, r.srid, len(m))
	for _, polygon := range m {
		if len(polygon) == 0 {
			return refusef("a polygon is empty")
		}
		b = header(b, ewkbPolygon, 0, len(polygon))
		for i, ring := range polygon {
			closed, err := r.ring(ring)
			if err != nil {
				return refusef("ring %d %v", i+1, err)
			}
			b = line(b, closed)
		}
	}
	r.keep(b)
	return nil
}

// ring checks what COPY would refuse a whole file for.
func (r *row) ring(ring orb.Ring) (orb.LineString, error) {
	if err := r.checkPoints(ring); err != nil {
		return nil, err
	}
	if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
		if !r.repair {
			return nil, fmt.Errorf("is not closed: it begins at %v %v and ends at %v %v",
				ring[0][0], ring[0][1], ring[len(ring)-1][0], ring[len(ring)-1][1])
		}
		ring = append(ring[:len(ring):len(ring)], ring[0])
	}
	if len(ring) < 4 {
		return nil, fmt.Errorf("has %d points, a ring needs 4 with the first repeated", len(ring))
	}
	return orb.LineString(ring), nil
}

// lines adds lines, or null for none.
func (r *row) lines(m orb.MultiLineString) error {
	if len(m) == 0 {
		r.add(nil)
		return nil
	}
	b := header(r.buffer(), ewkbMultiLineString, r.srid, len(m))
	for _, l := range m {
		if len(l) < 2 {
			return refusef("a line has %d points, it needs 2", len(l))
		}
		if err := r.checkPoints(l); err != nil {
			return refusef("a line %v", err)
		}
		b = line(header(b, ewkbLineString, 0, -1), l)
	}
	r.keep(b)
	return nil
}

// point adds a point, or null for none.
func (r *row) point(p *orb.Point) error {
	if p == nil {
		r.add(nil)
		return nil
	}
	if err := r.checkPoints([]orb.Point{*p}); err != nil {
		return refusef("its position %v", err)
	}
	r.keep(coordinates(header(r.buffer(), ewkbPoint, r.srid, -1), *p))
	return nil
}

// checkPoints returns an error for coordinates that are no numbers or, in degrees, not on the earth.
func (r *row) checkPoints(points []orb.Point) error {
	for _, p := range points {
		for i, most := range [2]float64{180, 90} {
			v := p[i]
			if math.IsNaN(v) || math.IsInf(v, 0) || r.srid == cgcs2000 && math.Abs(v) > most {
				return fmt.Errorf("has a point at %v %v, which is not on the earth", p[0], p[1])
			}
		}
	}
	return nil
}

// header writes byte order, type, SRID unless it is 0, and the number of parts unless it is negative.
func header(b []byte, kind uint32, srid, parts int) []byte {
	b = append(b, 1)
	if srid == 0 {
		b = binary.LittleEndian.AppendUint32(b, kind)
	} else {
		b = binary.LittleEndian.AppendUint32(b, kind|ewkbHasSRID)
		b = binary.LittleEndian.AppendUint32(b, uint32(srid)) //nolint:gosec // SRIDs are small and positive
	}
	if parts >= 0 {
		b = binary.LittleEndian.AppendUint32(b, uint32(parts)) //nolint:gosec // a length
	}
	return b
}

func line(b []byte, points []orb.Point) []byte {
	b = binary.LittleEndian.AppendUint32(b, uint32(len(points))) //nolint:gosec // a length
	for _, p := range points {
		b = coordinates(b, p)
	}
	return b
}

func coordinates(b []byte, p orb.Point) []byte {
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}
