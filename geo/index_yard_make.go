package geo

import (
	"math"
	"slices"
)

// A yardMaker makes a yard.
type yardMaker struct {
	*yard
	ground      ground // of the yard's centre
	east, north int32  // of the cell at hand: where its centre is, in units from the yard's
	seen        []seenSide
	unsure      bool
}

const (
	fewSides   = 32      // a cell of which so many sides may be the nearest is not divided
	leastCell  = 9       // nor is one of 1<<leastCell units
	farAway    = 10_000  // metres from any border where it is not worth while
	mostSides  = 1 << 15 // of a yard
	yardLat    = 75      // degrees north or south, up to which yards are made
	wide       = 1 + 1e-3
	roundingOf = 1e-3 // metres
)

// newYard makes a yard of an index. Where that is not worth while it knows of no sides.
func newYard(x *Index, col, row uint32, shift uint8) *yard {
	half := uint32(1) << shift >> 1
	centre := Point{int32(col<<shift | half), int32(row<<shift | half)}
	m := &yardMaker{yard: &yard{col: col, row: row}}
	m.flat.centre, m.cells = centre, []uint32{wholeCell}
	if math.Abs(float64(centre.Lat)) > yardLat*unitsPerDegree {
		return m.yard
	}
	m.ground = groundAt(centre)
	m.collect(x, m.halfDiagonal(shift))
	if m.unsure {
		m.sides = nil
		return m.yard
	}
	m.flatten(m.halfDiagonal(shift))
	list := make([]uint16, len(m.sides))
	for i := range list {
		list[i] = uint16(i)
	}
	m.divide(0, list, shift)
	m.forget()
	return m.yard
}

// flatten puts the sides on the flat ground of a yard of half a diagonal, in metres.
func (m *yardMaker) flatten(halfDiagonal float64) {
	m.flats = make([]flatSide, len(m.sides))
	most := halfDiagonal
	for i := range m.sides {
		e := &m.sides[i].edge
		x, y := m.ground.metresEast(Point{e.ax, e.ay}), m.ground.metresNorth(Point{e.ax, e.ay})
		dx := (float64(e.bx) - float64(e.ax)) * m.ground.perLon
		dy := (float64(e.by) - float64(e.ay)) * m.ground.perLat
		length := math.Hypot(dx, dy)
		x, y = x+dx/2, y+dy/2
		m.flats[i] = flatSide{float32(x), float32(y), float32(dx / length), float32(dy / length), float32(length / 2)}
		most = max(most, math.Abs(x), math.Abs(y), length/2)
	}
	m.flat.perLon, m.flat.perLat = float32(m.ground.perLon), float32(m.ground.perLat)
	m.flat.slack = float32(roundingOf + most*roundingShare)
}

// forget leaves out the sides that are on no list.
func (m *yardMaker) forget() {
	const unlisted = math.MaxUint16
	numbers := slices.Repeat([]uint16{unlisted}, len(m.sides))
	var sides []yardSide
	var flats []flatSide
	for i, old := range m.lists {
		number := &numbers[uint16(old)]
		if *number == unlisted {
			*number = uint16(len(sides))
			sides, flats = append(sides, m.sides[uint16(old)]), append(flats, m.flats[uint16(old)])
		}
		m.lists[i] = old&^math.MaxUint16 | listed(*number)
	}
	m.sides, m.flats = slices.Clip(sides), slices.Clip(flats)
	m.lists, m.cells = slices.Clip(m.lists), slices.Clip(m.cells)
}

// halfDiagonal is that of a square of 1<<shift units, in metres.
func (m *yardMaker) halfDiagonal(shift uint8) float64 {
	width := float64(uint32(1) << shift)
	return math.Hypot(width*m.ground.perLon, width*m.ground.perLat) / 2
}

// rounding is by how many metres distances are wrong at most.
func (m *yardMaker) rounding() float64 { return max(roundingOf, float64(m.flat.slack)) }

// bounds returns how far away, in metres, a side may be that is the nearest one somewhere in a cell,
// if one is that far from its centre: that one is nowhere in the cell more than half a diagonal
// further away, and any other nowhere more than half a diagonal nearer.
//
// The flat ground of the yard's centre is not quite that of the points in it: at 75° N, half of
// 1<<mostYard units further north, its degrees of longitude are 0.05 % shorter. Therefore wide.
func (m *yardMaker) bounds(metres, halfDiagonal float64) float64 {
	return (metres+2*halfDiagonal)*wide + 2*m.rounding()
}

// divide fills in a cell of 1<<shift units around the centre at hand, where no other sides but those of a
// list may be the nearest ones.
func (m *yardMaker) divide(at uint32, list []uint16, shift uint8) {
	list = m.nearer(list, m.halfDiagonal(shift))
	if m.isWhole(list, shift) {
		m.cells[at] = m.leaf()
		return
	}
	first := uint32(len(m.cells))
	m.cells[at] = first
	m.cells = append(m.cells, make([]uint32, 16)...)
	m.inQuarters(shift, func(east, north uint32) {
		corner := first + 8*north + 2*east
		quarter := m.nearer(list, m.halfDiagonal(shift-1))
		if m.isWhole(quarter, shift-1) {
			leaf := m.leaf() | ofQuarter
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

// inQuarters calls for each quarter of a square of 1<<shift units around the centre at hand, with the
// quarter's at hand meanwhile.
func (m *yardMaker) inQuarters(shift uint8, call func(east, north uint32)) {
	east, north, off := m.east, m.north, int32(1)<<shift>>2
	for i := range uint32(4) {
		toEast, toNorth := i&1, i>>1
		m.east, m.north = east+off*(2*int32(toEast)-1), north+off*(2*int32(toNorth)-1)
		call(toEast, toNorth)
	}
	m.east, m.north = east, north
}

// nearer returns the sides of a list that may be the nearest ones somewhere within so many metres of
// the centre at hand. As they are seen they stay in m.seen.
func (m *yardMaker) nearer(list []uint16, halfDiagonal float64) []uint16 {
	least := m.look(list)
	bound := m.bounds(least, halfDiagonal)
	near := m.seen[:0]
	front := front{radius: halfDiagonal, rounding: m.rounding()}
	for _, s := range m.seen {
		if s.metres <= bound {
			s.turnTo()
			near = append(near, s)
			front.add(s)
		}
	}
	m.seen = near[:0]
	numbers := make([]uint16, 0, len(near))
	for _, s := range near {
		if !front.hides(&s) {
			m.seen, numbers = append(m.seen, s), append(numbers, s.number)
		}
	}
	return numbers
}

// look sees the sides of a list, and returns how far away the nearest is.
func (m *yardMaker) look(list []uint16) (least float64) {
	x, y := float32(m.east)*m.flat.perLon, float32(m.north)*m.flat.perLat
	m.seen, least = m.seen[:0], math.Inf(1)
	for _, i := range list {
		s := m.flats[i].from(x, y)
		s.number = i
		least = min(least, s.metres)
		m.seen = append(m.seen, s)
	}
	return least
}

// leaf returns a cell that is not divided, with the sides that are seen; one of too many sides knows of
// none.
func (m *yardMaker) leaf() uint32 {
	n, at := len(m.seen), len(m.lists)
	if n > mostListed || at+n >= 1<<listBits {
		return wholeCell
	}
	for _, s := range m.seen {
		m.lists = append(m.lists, listed(s.metres*partsOfMetre)<<16|listed(s.number))
	}
	slices.Sort(m.lists[at:])
	return wholeCell | uint32(n)<<listBits | uint32(at)
}
