package geo

import (
	"math/bits"
	"sync/atomic"
)

// A vicinity remembers which sides of borders may be the nearest ones, for places that are asked
// about often: then a distance to a border is measured to some sides and not searched for. It is
// filled while it is asked, yard by yard, up to mostYardBytes, and what is not in it is searched for.
//
// The side that is nearest of all decides nearly every question: whose border it is, his border is
// nowhere nearer. Safe for concurrent use.
type vicinity struct {
	index *Index
	shift uint8 // a yard is 1<<shift units wide and high
	slots [vicinityRows * vicinityRows]yardSlot
	bytes atomic.Int64
}

// A yardSlot is for all yards whose columns and rows differ by multiples of vicinityRows. The first
// that is asked about often enough has it.
type yardSlot struct {
	asked atomic.Uint32
	yard  atomic.Pointer[yard]
}

const (
	vicinityRows  = 128
	mostYardBytes = 32 << 20
	oftenAsked    = 1024 // times, before a yard is made: see [vicinity.nearby]
	yardSides     = 128  // of borders in a yard, on average
	leastYard     = 8    // the shifts between which yards are
	mostYard      = 17   // see yardMaker.wide
)

// newVicinity returns an empty one.
func newVicinity(x *Index) *vicinity {
	v := &vicinity{index: x, shift: leastYard}
	box, sides := extentOf(x.slots)
	wide, high := float64(box.Max.Lon)-float64(box.Min.Lon), float64(box.Max.Lat)-float64(box.Min.Lat)
	yards := float64(sides)/yardSides + 1
	if each := wide * high / yards; each > 1 {
		v.shift = uint8(min(max(bits.Len64(uint64(each))/2, leastYard), mostYard))
	}
	return v
}

// with returns an empty one of another index of about the same land.
func (v *vicinity) with(x *Index) *vicinity { return &vicinity{index: x, shift: v.shift} }

// nearby returns the standpoint of a point, false where none is known.
//
// A yard is made once searches have taken about as long as making it does: so it has never cost more than
// twice what would have been best, however often the place is asked about.
func (v *vicinity) nearby(p Point) (standpoint, bool) {
	if v == nil {
		return standpoint{}, false
	}
	col, row := uint32(p.Lon)>>v.shift, uint32(p.Lat)>>v.shift
	slot := &v.slots[row%vicinityRows*vicinityRows+col%vicinityRows]
	t := slot.yard.Load()
	if t == nil {
		if slot.asked.Add(1) != oftenAsked {
			return standpoint{}, false
		}
		t = v.keep(slot, newYard(v.index, col, row, v.shift))
	}
	if t.col != col || t.row != row {
		return standpoint{}, false
	}
	return t.at(p, v.shift), true
}

// keep puts a yard into its slot while there is room.
func (v *vicinity) keep(slot *yardSlot, t *yard) *yard {
	if v.bytes.Add(t.bytes()) <= mostYardBytes {
		slot.yard.Store(t)
	}
	return t
}

// border returns the distance from p to the border of an area, if the nearest border of all is
// known, is that area's, and p is not on it.
func (v *vicinity) border(p Point, id AreaID) (metres float64, ok bool) {
	s, ok := v.nearby(p)
	if !ok || len(s.list) == 0 {
		return 0, false
	}
	ground := groundAt(p)
	best, point := s.nearest(&ground)
	if areas := &s.sides[best].areas; areas[0] != id && areas[1] != id || point.square < doubtful {
		return 0, false
	}
	return ground.metresTo(point), true
}

// nearestArea returns the area whose border is nearest to p, if p is known to be in no area; the
// first of several at the same distance.
func (v *vicinity) nearestArea(p Point) (near Near, ok bool) {
	if v == nil || v.index.odd > 0 {
		return Near{}, false
	}
	if label, _, sure := v.index.raster.locate(p); !sure || label != nobodys {
		return Near{}, false
	}
	s, ok := v.nearby(p)
	if !ok || len(s.list) == 0 {
		return Near{}, false
	}
	ground := groundAt(p)
	best, point := s.nearest(&ground)
	if point.square < doubtful {
		return Near{}, false
	}
	return Near{s.sides[best].first(), ground.metresTo(point)}, true
}
