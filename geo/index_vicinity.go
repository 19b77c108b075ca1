package geo

import (
	"math"
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
	oftenAsked    = 2048 // times, before a yard is made: that takes about as long as so many searches
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

// nearby returns the sides that may be nearest to p, and the yard they are in; none if they are not
// known.
func (v *vicinity) nearby(p Point) ([]uint16, *yard) {
	if v == nil {
		return nil, nil
	}
	col, row := uint32(p.Lon)>>v.shift, uint32(p.Lat)>>v.shift
	slot := &v.slots[row%vicinityRows*vicinityRows+col%vicinityRows]
	t := slot.yard.Load()
	if t == nil {
		if slot.asked.Add(1) != oftenAsked {
			return nil, nil
		}
		t = v.keep(slot, newYard(v.index, col, row, v.shift))
	}
	if t.col != col || t.row != row {
		return nil, nil
	}
	return t.nearby(p, v.shift), t
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
	sides, t := v.nearby(p)
	if len(sides) == 0 {
		return 0, false
	}
	ground := groundAt(p)
	best, point := t.nearest(sides, &ground)
	if areas := &t.sides[best].areas; areas[0] != id && areas[1] != id || point.square < doubtful {
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
	sides, t := v.nearby(p)
	if len(sides) == 0 {
		return Near{}, false
	}
	ground := groundAt(p)
	best, point := t.nearest(sides, &ground)
	if point.square < doubtful {
		return Near{}, false
	}
	return Near{t.sides[best].first(), ground.metresTo(point)}, true
}

// nearest returns which of some sides is nearest to the ground's origin, and where. Of several at the
// same distance it is the one whose area comes first.
func (t *yard) nearest(sides []uint16, ground *ground) (best uint16, at nearestPoint) {
	at.square = math.Inf(1)
	reach := at.square
	for _, i := range sides {
		side := &t.sides[i]
		if !ground.mayReach(&side.edge, reach) {
			continue
		}
		point := nearestPoint{square: math.Nextafter(at.square, math.Inf(1))}
		ground.nearestOn(side.edge, &point)
		if point.square < at.square || point.square == at.square && side.first() < t.sides[best].first() {
			best, at = i, point
			reach = reachOf(&at)
		}
	}
	return best, at
}
