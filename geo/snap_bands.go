package geo

import (
	"cmp"
	"math/bits"
	"slices"
)

// bands sort links by latitude: band i has every link that comes within a margin of
// [south + i<<shift, south + (i+1)<<shift), and how far west and east it reaches there. So a
// long slanting link is met only by those near it.
type bands struct {
	south  int64
	shift  uint8
	margin int64
	ends   []int32 // where each band begins in members, and one more
	all    []member
}

// A member is a link in a band.
type member struct {
	west, east int64
	link       int32
}

// newBands sorts links into bands, each from west to east.
func newBands(spots []spot, links []link, margin int64) *bands {
	b := &bands{margin: margin + 2}
	if len(links) == 0 {
		b.ends = []int32{0}
		return b
	}
	north := b.measure(spots, links)
	b.ends = make([]int32, b.at(north+b.margin)+2)
	for _, l := range links {
		from, to := b.span(spots, l)
		for i := from; i <= to; i++ {
			b.ends[i+1]++
		}
	}
	for i := range b.ends[1:] {
		b.ends[i+1] += b.ends[i]
	}
	b.fill(spots, links)
	for i := range b.count() {
		slices.SortFunc(b.members(i), func(m, n member) int {
			return cmp.Or(cmp.Compare(m.west, n.west), cmp.Compare(m.link, n.link))
		})
	}
	return b
}

// measure chooses the height of bands, a power of two: about two links begin in a band, and
// not many more are kept than there are, however long they are. It returns the north end.
func (b *bands) measure(spots []spot, links []link) int64 {
	south, north := spots[links[0].a].y, spots[links[0].b].y
	climbed := 0.0
	n := int64(len(links))
	for _, l := range links {
		low, high := spots[l.a].y, spots[l.b].y
		south, north = min(south, low), max(north, high)
		climbed += float64(high - low)
	}
	b.south = south - b.margin
	least := max((north-south)/(n/2+1), int64(climbed/float64(3*n)), 4*b.margin, 1)
	b.shift = uint8(bits.Len64(uint64(least)))
	return north
}

func (b *bands) fill(spots []spot, links []link) {
	next := slices.Clone(b.ends)
	b.all = make([]member, b.ends[len(b.ends)-1])
	for k, l := range links {
		from, to := b.span(spots, l)
		for i := from; i <= to; i++ {
			west, east := b.clip(spots[l.a], spots[l.b], i)
			b.all[next[i]] = member{west, east, int32(k)}
			next[i]++
		}
	}
}

// pairs calls visit with every two links that come within the margin of each other, and some
// more; with some of them more than once.
func (b *bands) pairs(visit func(link, other int32)) {
	for i := range b.count() {
		members := b.members(i)
		for k, m := range members {
			for _, other := range members[k+1:] {
				if other.west > m.east {
					break
				}
				visit(m.link, other.link)
			}
		}
	}
}

func (b *bands) count() int { return len(b.ends) - 1 }

func (b *bands) at(y int64) int { return int((y - b.south) >> b.shift) }

func (b *bands) members(band int) []member { return b.all[b.ends[band]:b.ends[band+1]] }

func (b *bands) span(spots []spot, l link) (from, to int) {
	return b.at(spots[l.a].y - b.margin), b.at(spots[l.b].y + b.margin)
}

// clip returns how far west and east the link from p to q reaches in a band, and the margin
// more. Rounding of floats is far below that.
func (b *bands) clip(p, q spot, band int) (west, east int64) {
	low := b.south + int64(band)<<b.shift - b.margin
	high := low + int64(1)<<b.shift + 2*b.margin
	from, to := p.x, q.x
	if p.y < low {
		from = along(p, q, low)
	}
	if q.y > high {
		to = along(p, q, high)
	}
	return min(from, to) - b.margin, max(from, to) + b.margin
}

// along is the x at which the line from p to q is at y, to the next unit or so.
func along(p, q spot, y int64) int64 {
	t := float64(y-p.y) / float64(q.y-p.y)
	return p.x + int64(t*float64(q.x-p.x))
}
