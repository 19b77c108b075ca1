// Package veil decides which counts may be told to everybody. It is pure.
//
// Counts stand in a tree of areas, one tree for each period: a count of a street is the sum of those of
// its communities, and so on down to the grids. Whoever is told a sum and all its parts but one can
// subtract; so with a small count others must be hidden, until what is told leaves open what it was.
//
// The rule, for [Least] = k, from the top down:
//
//   - The area at the top is told when it has none or at least k; else nothing below it is.
//   - Nothing is told below an area that is hidden. So no sum of what is told says anything of it.
//   - When none of the m parts of an area that is told has from 1 to k−1, all of them are told.
//   - Else, when the area has fewer than m+k−2, all its parts are hidden, also those that have none.
//   - Else the parts that have from 1 to t−1 are hidden, for the first t of k, 2k, 4k, … at which these
//     are at least two, say n, and have from n+k−2 to (n−1)(t−1)+1 together. Parts that have none are told.
//
// The two bounds are what makes n counts of 1 to t−1, of which only the sum is known, each take any value
// from 1 to k−1: it takes 1 when the others can hold the rest, and k−1 when they can be 1 each. That t is
// a rung of a fixed ladder, and not the size of some neighbour, keeps whoever knows the rule from learning
// more than that. What is promised, and tested by trying all counts of small trees: of every count that is
// hidden, and that is not known to be k or more, every number from 1 to k−1 stays possible for somebody
// who is told all the rest and knows this rule.
//
// Zero is told, in general: that nothing was reported says nothing of anybody who reported, and most of
// what a public map is read for is where nothing happens.
package veil

// Least is the smallest count, but zero, that everybody may be told.
const Least = 10

// A Cell is a count and whether it may be told.
type Cell struct {
	Count int
	Told  bool
}

// Tell returns the cells of a forest of areas, each the sum of its leaves. Parents come before their parts;
// of areas at the top the parent is −1. Counts are those of the leaves, and at least 0; what is given for
// others is not looked at.
func Tell(parents []int32, counts []int) []Cell { return tell(parents, counts, Least) }

// Bare returns the same cells with no more hidden than the counts from 1 to Least−1 themselves. That is
// not safe: it is there to be compared with, and for tests of attacks to find that they find something.
func Bare(parents []int32, counts []int) []Cell {
	cells := summed(parents, counts)
	for i := range cells {
		cells[i].Told = !small(cells[i].Count, Least)
	}
	return cells
}

func tell(parents []int32, counts []int, least int) []Cell {
	cells := summed(parents, counts)
	parts := make([][]int32, len(parents))
	for i, p := range parents {
		if p >= 0 {
			parts[p] = append(parts[p], int32(i))
		} else {
			cells[i].Told = !small(cells[i].Count, least)
		}
	}
	for i := range cells { // parents are decided before their parts
		if cells[i].Told && len(parts[i]) > 0 {
			tellParts(cells, parts[i], cells[i].Count, least)
		}
	}
	return cells
}

// summed returns the sums of the leaves, none told.
func summed(parents []int32, counts []int) []Cell {
	cells := make([]Cell, len(parents))
	leaf := make([]bool, len(parents))
	for i := range parents {
		leaf[i] = true
		if p := parents[i]; p >= 0 {
			leaf[p] = false
		}
	}
	for i := len(parents) - 1; i >= 0; i-- {
		if leaf[i] {
			cells[i].Count = counts[i]
		}
		if p := parents[i]; p >= 0 {
			cells[p].Count += cells[i].Count
		}
	}
	return cells
}

// small reports whether a count would tell too much by itself.
func small(count, least int) bool { return 0 < count && count < least }

// tellParts decides on the parts of an area whose count is told.
func tellParts(cells []Cell, parts []int32, sum, least int) {
	rung := 0 // counts from 1 to below it are hidden
	for _, i := range parts {
		if small(cells[i].Count, least) {
			rung = least
		}
	}
	if rung > 0 && sum < len(parts)+least-2 {
		return
	}
	for rung > 0 && !vague(cells, parts, rung, least) {
		rung *= 2
	}
	for _, i := range parts {
		cells[i].Told = !small(cells[i].Count, rung)
	}
}

// vague reports whether the parts with counts below a rung can be hidden so that each may have anything
// from 1 to least−1, though their sum is known. It is so at the latest when all parts that have any are
// among them: of an area that has at least so many as its parts, and least−2 more, these are two or more.
func vague(cells []Cell, parts []int32, rung, least int) bool {
	n, sum := 0, 0
	for _, i := range parts {
		if small(cells[i].Count, rung) {
			n++
			sum += cells[i].Count
		}
	}
	return sum >= n+least-2 && sum <= (n-1)*(rung-1)+1 // not so for one alone, nor for none
}
