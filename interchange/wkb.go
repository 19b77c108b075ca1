package interchange

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom/encoding/ewkb"
	"github.com/twpayne/go-geom/encoding/wkb"
)

var (
	errCollection = errors.New("the geometry is a GeometryCollection, which nothing here is made of")
	errWKB        = errors.New("the binary geometry is cut off or damaged")
)

// parseWKB reads ISO WKB with or without Z and M, which are dropped.
func parseWKB(b []byte) (orb.Geometry, error) {
	if _, err := measureWKB(b, 0); err != nil {
		return nil, err
	}
	t, err := wkb.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("the geometry cannot be read: %w", err)
	}
	return flat(t)
}

// parseEWKB reads PostGIS's EWKB likewise, with its SRID, 0 when it has none.
func parseEWKB(b []byte) (orb.Geometry, int, error) {
	if _, err := measureWKB(b, 0); err != nil {
		return nil, 0, err
	}
	t, err := ewkb.Unmarshal(b)
	if err != nil {
		return nil, 0, fmt.Errorf("the geometry cannot be read: %w", err)
	}
	g, err := flat(t)
	return g, t.SRID(), err
}

const (
	ewkbZ    = 0x80000000
	ewkbM    = 0x40000000
	ewkbSRID = 0x20000000
)

// measureWKB walks the structure of a geometry and returns its length, so that the decoder is
// never asked to allocate for a count that the bytes do not hold, or to follow geometries nested
// without end. Within a MultiPoint, MultiLineString or MultiPolygon (4 to 6) of kind outer, only
// its own parts (1 to 3) may stand.
func measureWKB(b []byte, outer uint32) (int, error) {
	if len(b) < 5 || b[0] > 1 {
		return 0, errWKB
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[0] == 1 {
		order = binary.LittleEndian
	}
	kind, dimensions, head := wkbType(order.Uint32(b[1:]))
	switch {
	case kind == 7:
		return 0, errCollection
	case kind < 1 || kind > 6:
		return 0, fmt.Errorf("a geometry of WKB type %d cannot be used; only points, lines and polygons can", kind)
	case outer != 0 && kind != outer-3:
		return 0, errWKB
	case kind == 1:
		return fits(b, head+8*dimensions)
	}
	return measureParts(b, order, kind, head, 8*dimensions)
}

// wkbType splits a type into kind, number of dimensions, and length of what stands before the
// coordinates. Both ISO's thousands and EWKB's high bits are understood.
func wkbType(t uint32) (kind uint32, dimensions, head int) {
	dimensions, head = 2, 5
	for _, bit := range [...]uint32{ewkbZ, ewkbM} {
		if t&bit != 0 {
			dimensions++
		}
	}
	if t&ewkbSRID != 0 {
		head += 4
	}
	t &= 0x0fffffff
	switch t / 1000 {
	case 1, 2:
		dimensions++
	case 3:
		dimensions += 2
	}
	return t % 1000, dimensions, head
}

func measureParts(b []byte, order binary.ByteOrder, kind uint32, at, pointBytes int) (int, error) {
	if len(b) < at+4 {
		return 0, errWKB
	}
	n := int(order.Uint32(b[at:]))
	at += 4
	if kind == 2 {
		return fits(b, at+n*pointBytes)
	}
	for range n {
		if at >= len(b) {
			return 0, errWKB
		}
		var length int
		var err error
		if kind == 3 {
			if len(b) < at+4 {
				return 0, errWKB
			}
			length, err = fits(b[at:], 4+int(order.Uint32(b[at:]))*pointBytes)
		} else {
			length, err = measureWKB(b[at:], kind)
		}
		if err != nil {
			return 0, err
		}
		at += length
	}
	return at, nil
}

func fits(b []byte, length int) (int, error) {
	if length > len(b) {
		return 0, errWKB
	}
	return length, nil
}
