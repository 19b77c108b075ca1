package geo

import "math"

// A slot holds the shapes of a group: first the faces of its sheet, then the parts of areas
// that are in no coverage. It is never changed once it is in an index.
type slot struct {
	sheet  *Sheet
	cover  *Coverage // nil for an index without an atlas
	pieces *pieces   // nil where no arc is long
	loose  *layer    // nil where there is no such area
}

// A shapeID is the number of a slot and of a shape in it.
type shapeID uint64

func shapeAt(slot, shape int) shapeID { return shapeID(slot)<<32 | shapeID(shape) }

// shapes returns the number of shapes.
func (s *slot) shapes() int {
	n := s.faces()
	if s.loose != nil {
		n += len(s.loose.parts)
	}
	return n
}

func (s *slot) faces() int {
	if s.cover == nil {
		return 0
	}
	return s.cover.Len()
}

// split tells a face from a part; the number of the other is -1.
func (s *slot) split(shape int) (face, part int) {
	if n := s.faces(); shape >= n {
		return -1, shape - n
	}
	return shape, -1
}

// area returns the area that a shape is of, and its place in the order that decides ties: that
// of the slice in an index of areas, that of IDs in an index of an atlas.
func (s *slot) area(shape int) (id AreaID, rank int64) {
	face, part := s.split(shape)
	if part < 0 {
		id = s.cover.ID(face)
		return id, int64(id)
	}
	order := s.loose.parts[part].order
	id = s.loose.ids[order]
	if s.sheet == nil {
		return id, int64(order)
	}
	return id, int64(id)
}

// shapesOf returns the shapes of an area: from one number up to, without it, another.
func (s *slot) shapesOf(id AreaID) (from, to int) {
	if s.cover != nil {
		if face, ok := s.cover.Order(id); ok {
			return face, face + 1
		}
	}
	if s.loose == nil {
		return 0, 0
	}
	from, to = s.loose.partsFrom(id)
	return s.faces() + from, s.faces() + to
}

func (s *slot) box(shape int) Box {
	face, part := s.split(shape)
	if part < 0 {
		return s.cover.Box(face)
	}
	return s.loose.parts[part].box
}

// test reports whether a shape owns the point by the half-open rule, and whether the point
// lies on its boundary.
func (s *slot) test(shape int, p Point) (owned, on bool) {
	face, part := s.split(shape)
	if part < 0 {
		return s.testFace(face, p)
	}
	return s.loose.test(uint32(part), p)
}

func (s *slot) onBoundary(shape int, p Point) bool {
	_, on := s.test(shape, p)
	return on
}

func (s *slot) covers(shape int, p Point) bool {
	owned, on := s.test(shape, p)
	return owned || on
}

// nearest brings best forward to the point of a shape's boundary nearest to the ground's
// origin.
func (s *slot) nearest(shape int, ground *ground, best *nearestPoint) {
	face, part := s.split(shape)
	if part >= 0 {
		s.loose.nearest(uint32(part), ground, best)
		return
	}
	seeker := ground.seek(best)
	if s.pieces != nil {
		s.pieces.nearest(s.cover, face, &seeker)
		return
	}
	for _, ref := range s.cover.refsAround(face) {
		seeker.line(s.cover.Arc(ref.Arc()).Points)
	}
}

// meetsBox reports whether a shape has a point in b: one of its boundary, or else all of b.
func (s *slot) meetsBox(shape int, b Box) bool {
	if !s.box(shape).Meets(b) {
		return false
	}
	face, part := s.split(shape)
	if part >= 0 {
		return s.loose.borderMeets(uint32(part), b) || s.covers(shape, b.Min)
	}
	meets := false
	s.eachLine(face, b.Meets, func(points []Point) bool {
		meets = lineMeetsBox(points, b)
		return !meets
	})
	return meets || s.covers(shape, b.Min)
}

// metresToBoundary is the distance from the ground's origin to the boundary of a shape.
func (s *slot) metresToBoundary(shape int, ground *ground) float64 {
	best := nearestPoint{square: math.Inf(1)}
	s.nearest(shape, ground, &best)
	return ground.metresTo(best)
}

// testFace is [layer.test] of a face.
func (s *slot) testFace(face int, p Point) (owned, on bool) {
	if !s.cover.Box(face).Holds(p) {
		return false, false
	}
	inEast := func(box Box) bool {
		return box.Min.Lat <= p.Lat && p.Lat <= box.Max.Lat && p.Lon <= box.Max.Lon
	}
	s.eachLine(face, inEast, func(points []Point) bool {
		crossed, touches := testLine(points, p)
		owned, on = owned != crossed, on || touches
		return true
	})
	return owned, on
}

// testLine reports whether a ray from p to the east crosses a line an odd number of times, and
// whether p lies on the line. See [edge.meets].
func testLine(points []Point, p Point) (odd, on bool) {
	a := points[0]
	for _, b := range points[1:] {
		if (a.Lat >= p.Lat || b.Lat >= p.Lat) && (a.Lat <= p.Lat || b.Lat <= p.Lat) {
			touches, crossed := edgeBetween(a, b).meets(p)
			odd, on = odd != crossed, on || touches
		}
		a = b
	}
	return odd, on
}

func lineMeetsBox(points []Point, b Box) bool {
	for i := 1; i < len(points); i++ {
		if edgeBetween(points[i-1], points[i]).meetsBox(b) {
			return true
		}
	}
	return false
}
