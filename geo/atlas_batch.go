package geo

import (
	"cmp"
	"slices"
)

// A batch is groups that lie together, whose sheets are cut from one coverage of all their
// areas and of those around them. The larger it is, the less is built twice.
//
//	. . . . . . . .
//	. +---+-----+ .      A batch of four groups. The dots are areas of other groups that are
//	. |   |     | .      built along, to know where borders go on.
//	. +---+--+--+ .
//	. |      |  | .
//	. +------+--+ .
//	. . . . . . . .
type batch struct {
	parcels []*parcel
	entries []entry // the areas of parcels, in their order, and then those around them
	faults  []fault // of entries, as far as they can be seen from here; nil if all are sound
}

// An entry is one area of a parcel.
type entry struct {
	parcel *parcel
	area   int32
}

// sidesOfBatch is how many sides the groups of a batch have: enough that those around it are
// few, and few enough that what is made of them stays in the processor's cache.
const sidesOfBatch = 1 << 16

// batches puts parcels that lie near each other into batches.
func batches(parcels []*parcel) []*batch {
	keys := make(map[*parcel]uint64, len(parcels))
	for _, p := range parcels {
		box := p.sheet.Box
		lon, lat := (int64(box.Min.Lon)+int64(box.Max.Lon))/2, (int64(box.Min.Lat)+int64(box.Max.Lat))/2
		keys[p] = hilbert(uint32(lon-(-maxLon)), uint32(lat-(-maxLat)))
	}
	slices.SortFunc(parcels, func(p, q *parcel) int {
		return cmp.Or(cmp.Compare(keys[p], keys[q]), cmp.Compare(p.sheet.Group, q.sheet.Group))
	})
	var list []*batch
	sides := sidesOfBatch
	for _, p := range parcels {
		if sides >= sidesOfBatch {
			list, sides = append(list, &batch{}), 0
		}
		last := list[len(list)-1]
		last.parcels = append(last.parcels, p)
		sides += len(p.points)
	}
	return list
}

// hilbert returns where a point lies on Hilbert's curve through the square of 2^32 × 2^32
// points. (Hamilton, C., Compact Hilbert indices, Dalhousie University CS-2006-07, 2006.)
func hilbert(x, y uint32) uint64 {
	var d uint64
	for s := uint32(1) << 31; s > 0; s >>= 1 {
		rx, ry := x&s != 0, y&s != 0
		d <<= 2
		switch {
		case rx && !ry:
			d |= 3
		case rx:
			d |= 2
		case ry:
			d |= 1
		}
		if !ry {
			if rx {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return d
}

// gather finds the areas of other groups whose boxes meet one of an area of the batch.
func (b *batch) gather(w *work) {
	own := make(map[*parcel]bool, len(b.parcels))
	for _, p := range b.parcels {
		own[p] = true
		for i := range p.ids {
			b.entries = append(b.entries, entry{p, int32(i)})
		}
	}
	around := map[*parcel][]bool{}
	for _, p := range b.parcels {
		w.tree.search(p.sheet.Box, func(s *Sheet) bool {
			other := w.parcelOf(s)
			if own[other] {
				return true
			}
			marks := around[other]
			if marks == nil {
				marks = make([]bool, other.len())
				around[other] = marks
			}
			for i, box := range other.boxes {
				if !marks[i] && box.Meets(p.sheet.Box) && slices.ContainsFunc(p.boxes, box.Meets) {
					marks[i] = true
					b.entries = append(b.entries, entry{other, int32(i)})
				}
			}
			return true
		})
	}
}

// differs reports whether a member is another than it seemed from here.
func (b *batch) differs(as func(fault) bool) bool {
	for i, m := range b.entries {
		seen := sound
		if b.faults != nil {
			seen = b.faults[i]
		}
		if as(seen) != as(m.parcel.faults[m.area]) {
			return true
		}
	}
	return false
}
