package geo

import "math"

// A yard is a square of ground. It is divided into 4 × 4 cells, and these again, until few sides may
// be the nearest ones of a cell:
//
//	+-------+-------+       cells   the yard is cell 0. A cell that is divided says where its cells
//	|       | 3 |3 4|               begin, from west to east and from south to north; any other
//	|   3   +---+---+               which part of lists is its. Cells of a quarter may share it.
//	|       |3 4| 4 |       lists   the sides that may be nearest to a point of a cell, and how far
//	+-------+---+---+               they are from its centre: the nearest to that first
//
// Which may be nearest say [yardMaker.bounds] and [seenSide.isBehind].
type yard struct {
	col, row uint32
	flat     flatGround
	cells    []uint32
	lists    []listed
	sides    []yardSide
	flats    []flatSide // the same
}

// A yardSide is a side of a border, and whose border it is: noOwner stands for none.
type yardSide struct {
	edge
	areas [2]AreaID
}

// A listed is a side on a list: how far from the centre of a cell it is at least, in parts of a metre,
// and in the lower half its number.
type listed uint32

const (
	noOwner    = AreaID(math.MaxInt64)
	wholeCell  = 1 << 31 // of a cell that is not divided
	ofQuarter  = 1 << 30 // of one that shares the list of its quarter; then 7 bits how many sides, and where
	listBits   = 23
	mostListed = 1<<(30-listBits) - 1

	partsOfMetre = 5 // so that 16 bits are enough for what is not farAway
)

// first returns the area that comes first in the order that decides ties.
func (s *yardSide) first() AreaID { return min(s.areas[0], s.areas[1]) }

func (t *yard) bytes() int64 {
	return int64(4*len(t.cells) + 4*len(t.lists) + (32+20)*len(t.sides) + 256)
}

// A flatGround is the flat ground around the centre of a yard, on which all of it is measured roughly and
// fast, with 24 bits.
type flatGround struct {
	centre         Point
	perLon, perLat float32 // metres in a unit
	slack          float32 // metres by which distances on it are wrong at most, and roundingOf
}

// A flatSide is a side on a flatGround, in metres: its middle, its direction as a vector of length 1, and
// half its length.
type flatSide struct{ x, y, east, north, half float32 }

// roundingShare is by how much of the greatest length on a flatGround distances on it are wrong at most.
// With u = 2⁻²⁴ and lengths up to 1, what leads from the middle of a side to a point is wrong by 5 u in each
// coordinate; along and across, two products of at most 2.9 each, by 18 u; what is beyond the end by
// 23 u; and the distance, which is up to 4 long, by 33 u.
const roundingShare = 40.0 / (1 << 24)

// place returns where a point is on the ground: metres east and north of the centre.
func (f *flatGround) place(p Point) (x, y float32) {
	return float32(p.Lon-f.centre.Lon) * f.perLon, float32(p.Lat-f.centre.Lat) * f.perLat
}

// squareTo is the square of the distance from a place.
func (s *flatSide) squareTo(x, y float32) float32 {
	x, y = x-s.x, y-s.y
	along, across := x*s.east+y*s.north, x*s.north-y*s.east
	beyond := max(max(along, -along)-s.half, 0)
	return across*across + beyond*beyond
}

// A standpoint is a point of a yard, and which sides may be nearest to it.
type standpoint struct {
	*yard
	x, y float32  // on the flat ground
	off  float32  // metres from the centre of the cell that has the list
	list []listed // empty where it is not known
}

// at returns the standpoint of a point of the yard.
func (t *yard) at(p Point, shift uint8) standpoint {
	x, y := uint32(p.Lon), uint32(p.Lat)
	c := t.cells[0]
	for c < wholeCell {
		shift -= 2
		c = t.cells[c+(y>>(shift&31)&3)<<2+x>>(shift&31)&3]
	}
	if c&ofQuarter != 0 {
		shift++
	}
	half := uint32(1) << (shift & 31) >> 1
	east := float32(int32(x&(2*half-1)-half)) * t.flat.perLon
	north := float32(int32(y&(2*half-1)-half)) * t.flat.perLat
	from := c & (1<<listBits - 1)
	s := standpoint{yard: t, off: float32(math.Sqrt(float64(east*east + north*north))), list: t.lists[from : from+c>>listBits&mostListed]}
	s.x, s.y = t.flat.place(p)
	return s
}

// nearest returns which side is nearest to the ground's origin, and where. Of several at the same
// distance it is the one whose area comes first.
//
// Sides are measured on the flat ground of the yard first. The two grounds differ by less than wide, so a
// side that is further away there than reach is not the nearest; and one that is further from the centre of
// the cell than reach and the way to there is further away than reach.
func (s *standpoint) nearest(ground *ground) (best uint16, at nearestPoint) {
	at.square = math.Inf(1)
	reach, square := float32(math.MaxFloat32), float32(math.MaxFloat32)
	for _, l := range s.list {
		if float32(l>>16)*(1.0/partsOfMetre) > reach+s.off {
			break
		}
		about := s.flats[uint16(l)].squareTo(s.x, s.y)
		if about > square {
			continue
		}
		reach = min(reach, float32(math.Sqrt(float64(about)))*wide+2*s.flat.slack)
		square = reach * reach
		side := &s.sides[uint16(l)]
		point := nearestPoint{square: math.Nextafter(at.square, math.Inf(1))}
		ground.nearestOn(side.edge, &point)
		if point.square < at.square || point.square == at.square && side.first() < s.sides[best].first() {
			best, at = uint16(l), point
		}
	}
	return best, at
}
