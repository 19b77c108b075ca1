package geo

import (
	"math"
	"math/bits"
)

// The zooms of vertices, see [Simplify].
const (
	deepestZoom = 16 // the last zoom that simplifies
	fullDetail  = deepestZoom + 1
)

// dispensable is the area, in units of a tile of the zoom, that a border may leave on the wrong
// side where it drops one vertex. A tile has 4096 units a side and is drawn on 512 pixels, so it
// is a quarter of a pixel's square.
const (
	dispensable = 16
	tileUnits   = 4096
)

// Simplify returns the same coverage with the lowest zoom that keeps each vertex, from 0 to 16,
// or 17 for one that is kept only in full detail. Nodes have zoom 0. Drawn at a zoom with the
// vertices of that zoom and below, no two borders cross or touch but at nodes, and no ring
// collapses; as each border is there once, neighbours share it at every zoom.
//
// Vertices leave a border in the order of the triangles they make with the two beside them, the
// smallest first (Visvalingam and Whyatt 1993). One whose triangle, as large as a tile of the
// zoom shows it, has less than 16 square units is not kept at that zoom. None leaves whose
// triangle, its sides included, holds another vertex of the coverage, except one that has left
// the same border before; borders that have both nodes in common keep one vertex between them,
// and a border that comes back to its node keeps two. docs/coverage.md says why that is enough.
//
// All decisions but the choice of a zoom are in exact integers.
func Simplify(c *Coverage) *Coverage { return simplifyWith(c, nil) }

// A simplifier simplifies the arcs of a coverage, one after the other.
type simplifier struct {
	vertices vertexGrid

	points []Point // of the arc
	before []int32 // of each point of the arc, the one before it that has not left
	after  []int32 // and the one after it; departed for one that has left
	sizes  []uint64
	queue  triangleQueue
}

// departed stands for the next vertex of one that has left its arc.
const departed = -1

// simplify sets the zooms of an arc, which are 0, and leaves at least so many inner vertices. Its
// points are numbered from first.
func (s *simplifier) simplify(points []Point, first int32, least int, zooms []uint8) {
	inner := len(points) - 2
	if inner <= least {
		return
	}
	s.begin(points)
	lowest := uint8(fullDetail)
	for inner > least && len(s.queue) > 0 {
		next := s.queue.pop()
		i := next.vertex
		if s.after[i] == departed || s.sizes[i] != next.size {
			continue
		}
		before, after := s.before[i], s.after[i]
		if s.vertices.blocked(points[before], points[i], points[after]) {
			continue // until one beside it leaves
		}
		lowest = min(lowest, zoomOf(next.size, points[i].Lat))
		zooms[i] = lowest
		s.after[before], s.before[after], s.after[i] = after, before, departed
		s.vertices.leave(points[i], first+i)
		s.measure(before)
		s.measure(after)
		inner--
	}
	for i, after := range s.after {
		if after == departed {
			s.vertices.comeBack(points[i])
		}
	}
}

// begin links the points of an arc and measures their triangles.
func (s *simplifier) begin(points []Point) {
	n := len(points)
	s.points = points
	if cap(s.before) < n {
		s.before, s.after, s.sizes = make([]int32, 2*n), make([]int32, 2*n), make([]uint64, 2*n)
	}
	s.before, s.after, s.sizes, s.queue = s.before[:n], s.after[:n], s.sizes[:n], s.queue[:0]
	for i := range n {
		s.before[i], s.after[i] = int32(i-1), int32(i+1)
	}
	for i := 1; i < n-1; i++ {
		s.sizes[i] = twiceArea(points[i-1], points[i], points[i+1])
		s.queue = append(s.queue, triangle{s.sizes[i], int32(i)})
	}
	s.queue.order()
}

// measure queues the triangle at an inner vertex again.
func (s *simplifier) measure(i int32) {
	if i == 0 || int(i) == len(s.points)-1 {
		return
	}
	s.sizes[i] = twiceArea(s.points[s.before[i]], s.points[i], s.points[s.after[i]])
	s.queue.push(triangle{s.sizes[i], i})
}

// twiceArea returns twice the area of a triangle in square units of 1e-7 degree. Each product
// is below 2^63 on the earth, so their difference is below 2^64.
func twiceArea(p, q, r Point) uint64 {
	px, py := int64(q.Lon)-int64(p.Lon), int64(q.Lat)-int64(p.Lat)
	qx, qy := int64(r.Lon)-int64(p.Lon), int64(r.Lat)-int64(p.Lat)
	a, b := px*qy, py*qx
	if a < b {
		a, b = b, a
	}
	return uint64(a) - uint64(b)
}

// zoomOf returns the lowest zoom at which a triangle of that size, twice its area, is too large
// to be dispensed with. Web Mercator stretches it by 1/cos in both directions, of which degrees
// of longitude have one already.
func zoomOf(twice uint64, lat int32) uint8 {
	const atZero = 2 * dispensable * (360 * unitsPerDegree / tileUnits) * (360 * unitsPerDegree / tileUnits)
	limit := atZero * math.Cos(float64(lat)/unitsPerDegree*math.Pi/180)
	if float64(twice)*(1<<(2*deepestZoom)) < limit {
		return fullDetail
	}
	fraction, exponent := math.Frexp(limit / float64(twice)) // at most 4^zoom
	if fraction == 0.5 {
		exponent--
	}
	return uint8(max(exponent+1, 0) / 2)
}

// A triangle is that of an arc's vertex with the two beside it, and twice its area.
type triangle struct {
	size   uint64
	vertex int32
}

func (t triangle) less(u triangle) bool {
	return t.size < u.size || t.size == u.size && t.vertex < u.vertex
}

// A triangleQueue is a heap, the smallest triangle first.
type triangleQueue []triangle

func (q triangleQueue) order() {
	for i := len(q)/2 - 1; i >= 0; i-- {
		q.sink(i)
	}
}

func (q triangleQueue) sink(i int) {
	t := q[i]
	for {
		child := 2*i + 1
		if child >= len(q) {
			break
		}
		if child+1 < len(q) && q[child+1].less(q[child]) {
			child++
		}
		if !q[child].less(t) {
			break
		}
		q[i] = q[child]
		i = child
	}
	q[i] = t
}

func (q *triangleQueue) push(t triangle) {
	*q = append(*q, t)
	list := *q
	i := len(list) - 1
	for ; i > 0 && t.less(list[(i-1)/2]); i = (i - 1) / 2 {
		list[i] = list[(i-1)/2]
	}
	list[i] = t
}

func (q *triangleQueue) pop() triangle {
	list := *q
	first, last := list[0], list[len(list)-1]
	*q = list[:len(list)-1]
	if len(*q) > 0 {
		(*q)[0] = last
		q.sink(0)
	}
	return first
}

// cellShift chooses the side of cells, a power of two, so that there are no more cells in a box
// than vertices.
func cellShift(box Box, vertices int) uint8 {
	wide, high := uint64(int64(box.Max.Lon)-int64(box.Min.Lon)), uint64(int64(box.Max.Lat)-int64(box.Min.Lat))
	shift := uint8(0)
	if cells := wide / uint64(vertices+1) * (high + 1); cells > 0 { // a guess from below
		shift = uint8(max(bits.Len64(cells)-2, 0) / 2)
	}
	for (wide>>shift+1)*(high>>shift+1) > uint64(vertices)+1 {
		shift++
	}
	return shift
}
