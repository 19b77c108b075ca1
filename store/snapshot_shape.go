package store

import (
	"encoding/binary"
	"errors"
	"math"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// errShape is what is wrong with a geometry that PostGIS did not write.
var errShape = errors.New("not a geometry of the expected kind")

// Sizes in WKB, bytes.
const (
	wkbHead = 5 // byte order and type
	wkbPair = 16
)

// outlines reads multipolygons without an allocation for each: what they consist of lies side by
// side, until reset.
type outlines struct {
	points   []orb.Point
	rings    []orb.Ring
	polygons []orb.Polygon
}

// reset makes room: what was read before must not be used any more.
func (s *outlines) reset() {
	s.points, s.rings, s.polygons = s.points[:0], s.rings[:0], s.polygons[:0]
}

// multiPolygon reads little-endian WKB, and the box around its points.
func (s *outlines) multiPolygon(wkb []byte) (orb.MultiPolygon, geo.Box, error) {
	in := wkbReader{rest: wkb}
	in.head(wkbAreas)
	first, rings := len(s.polygons), len(s.rings)
	for range in.count(wkbHead) {
		in.head(wkbPolygon)
		inside := len(s.rings)
		for range in.count(4) {
			start := len(s.points)
			s.points = in.appendPoints(s.points)
			s.rings = append(s.rings, orb.Ring(s.points[start:len(s.points):len(s.points)]))
		}
		s.polygons = append(s.polygons, orb.Polygon(s.rings[inside:len(s.rings):len(s.rings)]))
	}
	if in.bad || len(in.rest) > 0 {
		return nil, geo.Box{}, errShape
	}
	box, err := boxAround(s.rings[rings:])
	return orb.MultiPolygon(s.polygons[first:len(s.polygons):len(s.polygons)]), box, err
}

// boxAround returns the box around the points of rings.
func boxAround(rings []orb.Ring) (box geo.Box, err error) {
	low, high := orb.Point{math.Inf(1), math.Inf(1)}, orb.Point{math.Inf(-1), math.Inf(-1)}
	for _, ring := range rings {
		for _, p := range ring {
			low = orb.Point{min(low[0], p[0]), min(low[1], p[1])}
			high = orb.Point{max(high[0], p[0]), max(high[1], p[1])}
		}
	}
	return box, setPoints([]*geo.Point{&box.Min, &box.Max}, []float64{low[0], low[1], high[0], high[1]})
}

// readPoint reads a point of little-endian WKB.
func readPoint(wkb []byte) (geo.Point, error) {
	in := wkbReader{rest: wkb}
	in.head(wkbPoint)
	p := in.pair()
	if in.bad || len(in.rest) > 0 {
		return geo.Point{}, errShape
	}
	return geo.PointAt(p[0], p[1])
}

// setPoints rounds pairs of longitude and latitude into points.
func setPoints(points []*geo.Point, degrees []float64) (err error) {
	for i, p := range points {
		if *p, err = geo.PointAt(degrees[2*i], degrees[2*i+1]); err != nil {
			return err
		}
	}
	return nil
}

// A wkbReader takes little-endian WKB apart. After it has met what it does not expect it is bad,
// and reads zeros.
type wkbReader struct {
	rest []byte
	bad  bool
}

func (r *wkbReader) take(n int) []byte {
	if r.bad || len(r.rest) < n {
		r.bad, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// head reads the byte order and the type.
func (r *wkbReader) head(kind uint32) {
	if b := r.take(wkbHead); b == nil || b[0] != 1 || binary.LittleEndian.Uint32(b[1:]) != kind {
		r.bad, r.rest = true, nil
	}
}

// count reads a number of things of at least some bytes each.
func (r *wkbReader) count(least int) int {
	b := r.take(4)
	if b == nil {
		return 0
	}
	n := int64(binary.LittleEndian.Uint32(b))
	if n*int64(least) > int64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return 0
	}
	return int(n)
}

func (r *wkbReader) pair() (p orb.Point) {
	if b := r.take(wkbPair); b != nil {
		p[0] = math.Float64frombits(binary.LittleEndian.Uint64(b))
		p[1] = math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))
	}
	return p
}

func (r *wkbReader) appendPoints(points []orb.Point) []orb.Point {
	for range r.count(wkbPair) {
		points = append(points, r.pair())
	}
	return points
}
