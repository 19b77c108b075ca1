package geo

import (
	"cmp"
	"math"
	"slices"
)

// A yard is a square of ground. It is divided into 4 × 4 cells, and these again, until few sides may
// be the nearest ones of a cell:
//
//	+-------+-------+       cells   the yard is cell 0. A cell that is divided says where its cells
//	|       | 3 |3 4|               begin, from west to east and from south to north; any other
//	|   3   +---+---+               which part of lists is its. Cells of a quarter may share it.
//	|       |3 4| 4 |       lists   the sides that may be nearest to a point of a cell, by number
//	+-------+---+---+
//
// Which may be nearest say [yardMaker.bounds] and [seenSide.isBehind].
type yard struct {
	col, row uint32
	cells    []uint32
	lists    []uint16
	sides    []yardSide
}

// A yardSide is a side of a border, and whose border it is: noOwner stands for none.
type yardSide struct {
	edge
	areas [2]AreaID
}

const (
	noOwner    = AreaID(math.MaxInt64)
	wholeCell  = 1 << 31 // of a cell that is not divided; then 7 bits how many sides, and where
	listBits   = 24
	mostListed = 1<<(31-listBits) - 1
)

// first returns the area that comes first in the order that decides ties.
func (s *yardSide) first() AreaID { return min(s.areas[0], s.areas[1]) }

func (t *yard) bytes() int64 {
	return int64(4*len(t.cells) + 2*len(t.lists) + 32*len(t.sides) + 128)
}

// nearby returns the sides that may be nearest to a point of the yard; none if that is not known.
func (t *yard) nearby(p Point, shift uint8) []uint16 {
	x, y := uint32(p.Lon), uint32(p.Lat)
	c := t.cells[0]
	for c < wholeCell {
		shift -= 2
		c = t.cells[c+(y>>(shift&31)&3)<<2+x>>(shift&31)&3]
	}
	at := c & (1<<listBits - 1)
	return t.lists[at : at+c>>listBits&mostListed]
}

// A yardMaker makes a yard.
type yardMaker struct {
	*yard
	ground  ground // of the yard's centre; its origin is that of the cell at hand
	numbers map[edge]uint16
	seen    []seenSide
	unsure  bool
}

// A seenSide is a side seen from the centre of a cell: how far away it is, and where its nearest
// point lies, as a vector of length 1; 0 where the centre is on it.
type seenSide struct {
	number      uint16
	metres      float64
	east, north float64
}

const (
	fewSides    = 32      // a cell of which so many sides may be the nearest is not divided
	mostInFront = 8       // sides that others are compared with
	leastCell   = 9       // nor is one of 1<<leastCell units
	farAway     = 10_000  // metres from any border where it is not worth while
	mostSides   = 1 << 15 // of a yard
	yardLat     = 75      // degrees north or south, up to which yards are made
	wide        = 1 + 1e-3
	roundingOf  = 1e-3 // metres
)

// newYard makes a yard of an index. Where that is not worth while it knows of no sides.
func newYard(x *Index, col, row uint32, shift uint8) *yard {
	half := uint32(1) << shift >> 1
	centre := Point{int32(col<<shift | half), int32(row<<shift | half)}
	m := &yardMaker{yard: &yard{col: col, row: row}, numbers: make(map[edge]uint16)}
	if math.Abs(float64(centre.Lat)) > yardLat*unitsPerDegree {
		m.unsure = true
	} else {
		m.ground = groundAt(centre)
		m.collect(x, m.halfDiagonal(shift))
	}
	m.cells = append(m.cells, wholeCell)
	if !m.unsure {
		list := make([]uint16, len(m.sides))
		for i := range list {
			list[i] = uint16(i)
		}
		m.divide(0, list, shift)
		m.forget()
	}
	return m.yard
}

// forget leaves out the sides that are on no list.
func (m *yardMaker) forget() {
	const unlisted = math.MaxUint16
	numbers := slices.Repeat([]uint16{unlisted}, len(m.sides))
	var listed []yardSide
	for i, old := range m.lists {
		if numbers[old] == unlisted {
			numbers[old] = uint16(len(listed))
			listed = append(listed, m.sides[old])
		}
		m.lists[i] = numbers[old]
	}
	m.sides, m.lists, m.cells = slices.Clip(listed), slices.Clip(m.lists), slices.Clip(m.cells)
}

// halfDiagonal is that of a square of 1<<shift units, in metres.
func (m *yardMaker) halfDiagonal(shift uint8) float64 {
	width := float64(uint32(1) << shift)
	return math.Hypot(width*m.ground.perLon, width*m.ground.perLat) / 2
}

// bounds returns how far away, in metres, a side may be that is the nearest one somewhere in a cell,
// if one is that far from its centre: that one is nowhere in the cell more than half a diagonal
// further away, and any other nowhere more than half a diagonal nearer.
//
// The flat ground of the yard's centre is not quite that of the points in it: at 75° N, half of
// 1<<mostYard units further north, its degrees of longitude are 0.05 % shorter. Therefore wide.
func (m *yardMaker) bounds(metres, halfDiagonal float64) float64 {
	return (metres+2*halfDiagonal)*wide + roundingOf
}

// collect finds the sides that may be the nearest ones somewhere in the yard.
func (m *yardMaker) collect(x *Index, halfDiagonal float64) {
	for reach := 4 * halfDiagonal; reach < farAway; reach *= 2 {
		nearest := m.collectWithin(x, reach)
		if m.unsure || m.bounds(nearest, halfDiagonal) <= reach {
			return
		}
		if !math.IsInf(nearest, 1) {
			reach = max(reach, m.bounds(nearest, halfDiagonal)/2)
		}
	}
	m.unsure = true
}

// collectWithin finds all sides that are not further from the yard's centre, and returns how far
// the nearest one is: +Inf if there is none.
func (m *yardMaker) collectWithin(x *Index, metres float64) (nearest float64) {
	m.sides = m.sides[:0]
	clear(m.numbers)
	around := m.ground.around(metres)
	low, high := around.corners()
	least := math.Inf(1)
	x.tree.Search(low, high, func(_, _ [2]float64, id shapeID) bool {
		s, shape := x.shape(id)
		if face, part := s.split(shape); part < 0 {
			s.eachLine(face, around.Meets, func(points []Point) bool {
				least = min(least, m.addLine(points, s.cover.ID(face), metres*metres))
				return !m.unsure
			})
		}
		return !m.unsure
	})
	return math.Sqrt(least)
}

// addLine adds the sides of a line that are not further than the reach, and returns the square of
// the distance to the nearest.
func (m *yardMaker) addLine(points []Point, area AreaID, reach float64) (least float64) {
	least = math.Inf(1)
	for i := 1; i < len(points); i++ {
		e := edgeBetween(points[i-1], points[i])
		if square := m.squareTo(e); square <= reach {
			least = min(least, square)
			m.add(e, area)
		}
	}
	return least
}

// squareTo is the square of the distance to a side, in square metres.
func (m *yardMaker) squareTo(e edge) float64 {
	point := nearestPoint{square: math.Inf(1)}
	m.ground.nearestOn(e, &point)
	return point.square
}

// add adds a side of an area's border. A side is that of at most two areas, each of which tells it.
func (m *yardMaker) add(e edge, area AreaID) {
	i, known := m.numbers[e]
	switch {
	case !known && len(m.sides) == mostSides:
		m.unsure = true
	case !known:
		m.numbers[e] = uint16(len(m.sides))
		m.sides = append(m.sides, yardSide{e, [2]AreaID{area, noOwner}})
	case m.sides[i].areas[1] == noOwner && m.sides[i].areas[0] != area:
		m.sides[i].areas[1] = area
	case m.sides[i].areas[0] != area && m.sides[i].areas[1] != area:
		m.unsure = true
	}
}

// divide fills in a cell of 1<<shift units around the ground's origin, where no other sides but those
// of a list may be the nearest ones.
func (m *yardMaker) divide(at uint32, list []uint16, shift uint8) {
	list = m.nearer(list, m.halfDiagonal(shift))
	if m.isWhole(list, shift) {
		m.cells[at] = m.leaf(list)
		return
	}
	first := uint32(len(m.cells))
	m.cells[at] = first
	m.cells = append(m.cells, make([]uint32, 16)...)
	m.inQuarters(shift, func(east, north uint32) {
		corner := first + 8*north + 2*east
		quarter := m.nearer(list, m.halfDiagonal(shift-1))
		if m.isWhole(quarter, shift-1) {
			leaf := m.leaf(quarter)
			m.cells[corner], m.cells[corner+1], m.cells[corner+4], m.cells[corner+5] = leaf, leaf, leaf, leaf
			return
		}
		m.inQuarters(shift-1, func(east, north uint32) { m.divide(corner+4*north+east, quarter, shift-2) })
	})
}

// isWhole reports whether a cell of 1<<shift units is not divided.
func (m *yardMaker) isWhole(list []uint16, shift uint8) bool {
	return len(list) <= fewSides || shift <= leastCell
}

// inQuarters calls for each quarter of a square of 1<<shift units around the ground's origin, with
// that in its centre meanwhile.
func (m *yardMaker) inQuarters(shift uint8, call func(east, north uint32)) {
	centre, off := m.ground.origin, int32(1)<<shift>>2
	for i := range uint32(4) {
		east, north := i&1, i>>1
		m.ground.origin = Point{centre.Lon + off*(2*int32(east)-1), centre.Lat + off*(2*int32(north)-1)}
		call(east, north)
	}
	m.ground.origin = centre
}

// nearer returns the sides of a list that may be the nearest ones somewhere within so many metres of
// the ground's origin, the nearest to that first.
func (m *yardMaker) nearer(list []uint16, halfDiagonal float64) []uint16 {
	m.seen = m.seen[:0]
	least := math.Inf(1)
	for _, i := range list {
		s := m.see(i)
		m.seen, least = append(m.seen, s), min(least, s.metres)
	}
	bound := m.bounds(least, halfDiagonal)
	m.seen = slices.DeleteFunc(m.seen, func(s seenSide) bool { return s.metres > bound })
	slices.SortFunc(m.seen, func(a, b seenSide) int { return cmp.Compare(a.metres, b.metres) })
	kept := m.seen[:0]
	for _, s := range m.seen {
		if !s.isBehind(kept[:min(len(kept), mostInFront)], halfDiagonal) {
			kept = append(kept, s)
		}
	}
	numbers := make([]uint16, len(kept))
	for k, s := range kept {
		numbers[k] = s.number
	}
	return numbers
}

func (m *yardMaker) see(number uint16) seenSide {
	point := nearestPoint{square: math.Inf(1)}
	m.ground.nearestOn(m.sides[number].edge, &point)
	s := seenSide{number: number, metres: math.Sqrt(point.square)}
	if s.metres > 0 {
		s.east, s.north = point.east*m.ground.perLon/s.metres, point.north*m.ground.perLat/s.metres
	}
	return s
}

// isBehind reports whether one of some nearer sides is nearer everywhere within r metres.
//
// The distance to a side changes on the way from the centre by one metre a metre, in the direction
// from its nearest point, and that turns by no more than 1/d a metre, where the side is d away. So
// the difference of two distances changes by no more than the difference of these directions at the
// centre, and r/(d − r) for each, d being the lesser.
func (s *seenSide) isBehind(nearer []seenSide, r float64) bool {
	for i := range nearer {
		t := &nearer[i]
		if t.metres <= 2*r {
			continue
		}
		turn := math.Sqrt((s.east-t.east)*(s.east-t.east)+(s.north-t.north)*(s.north-t.north)) + 2*r/(t.metres-r)
		if s.metres > t.metres+r*turn+s.metres*(wide-1)+roundingOf {
			return true
		}
	}
	return false
}

// leaf returns a cell that is not divided; one of too many sides knows of none.
func (m *yardMaker) leaf(list []uint16) uint32 {
	if len(list) > mostListed || len(m.lists)+len(list) >= 1<<listBits {
		return wholeCell
	}
	at := len(m.lists)
	m.lists = append(m.lists, list...)
	return wholeCell | uint32(len(list))<<listBits | uint32(at)
}
