// Package disjoint keeps numbers from 0 in sets of which no two have a number in common.
package disjoint

import "slices"

// Sets are disjoint sets (Galler and Fischer 1964): of each number another of its set that is lower, and of
// the lowest itself. So the lowest number of a set is its root, which stands for it, in whatever order
// sets are joined. Not safe for concurrent use: looking for a root shortens the way to it.
type Sets []int32

// New returns n sets of one number each, from 0 to n−1.
func New(n int) Sets { return Sets(nil).Reset(n) }

// Reset returns n sets of one number each in the memory of s, as far as that is enough; s is not to be
// used any more.
func (s Sets) Reset(n int) Sets {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

// Find returns the lowest number of the set that i is in. Every other step of the way there is left out from
// then on (path halving: Tarjan and van Leeuwen 1984). It panics for a number that is in no set.
func (s Sets) Find(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// Join makes one set of those that i and j are in, and reports whether they were two. It climbs from both at
// once, always from the one whose next is higher, and links the steps that it leaves to what is lower (Rem's
// algorithm: Dijkstra, A Discipline of Programming, 1976).
func (s Sets) Join(i, j int32) bool {
	for s[i] != s[j] {
		if s[i] < s[j] {
			i, j = j, i
		}
		next := s[i]
		s[i] = s[j]
		if next == i {
			return true
		}
		i = next
	}
	return false
}
