package geo

import "math/bits"

// A vertexTable gives each point a number, by the order in which they come.
type vertexTable struct {
	at    []Point
	slots []int32 // by hash: a number and one more, or 0
	shift uint8
	last  int32 // the number given last
}

// reset forgets all points, and makes room for so many.
func (t *vertexTable) reset(points int) {
	t.at, t.last = t.at[:0], 0
	t.slots, t.shift = emptySlots(t.slots, points)
}

// emptySlots makes a table that so many entries fill by two thirds at most, and says by how
// much to shift a hash for it.
func emptySlots(slots []int32, entries int) ([]int32, uint8) {
	width := bits.Len(uint(entries + entries/2))
	return zeroed(slots, 1<<width), uint8(64 - width)
}

// number first looks beside the point before: the border of an area runs as that of the area
// on its other side did, backwards.
func (t *vertexTable) number(p Point) int32 {
	for _, next := range [2]int32{t.last - 1, t.last + 1} {
		if 0 <= next && int(next) < len(t.at) && t.at[next] == p {
			t.last = next
			return next
		}
	}
	mask := uint64(len(t.slots) - 1)
	for slot := hashOf(p.Lon, p.Lat) >> t.shift; ; slot = (slot + 1) & mask {
		switch number := t.slots[slot] - 1; {
		case number < 0:
			t.last = int32(len(t.at))
			t.slots[slot] = t.last + 1
			t.at = append(t.at, p)
			return t.last
		case t.at[number] == p:
			t.last = number
			return number
		}
	}
}

// hashOf mixes all bits of two numbers into the highest. (The multiplier is 2^64 divided by the
// golden ratio: Knuth, D. E., The art of computer programming, volume 3, 6.4.)
func hashOf(a, b int32) uint64 {
	const golden = 0x9E3779B97F4A7C15
	h := (uint64(uint32(b))<<32 | uint64(uint32(a))) * golden
	return (h ^ h>>32) * golden
}

// sized returns a slice of n elements of any value, the old one if it is large enough.
func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// zeroed is sized, with zero values.
func zeroed[T any](s []T, n int) []T {
	s = sized(s, n)
	clear(s)
	return s
}

// nobodies is sized, with nobody everywhere.
func nobodies(s []int32, n int) []int32 {
	s = sized(s, n)
	for i := range s {
		s[i] = nobody
	}
	return s
}
