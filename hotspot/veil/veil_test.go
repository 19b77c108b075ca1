package veil

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A district of two streets; the first has three communities, the first of these four grids.
//
//	0 ─┬─ 1 ─┬─ 3 ─── 6 7 8 9
//	   │     ├─ 4
//	   │     └─ 5
//	   └─ 2
var streets = []int32{-1, 0, 0, 1, 1, 1, 3, 3, 3, 3}

// told returns the counts, −1 for hidden ones.
func told(cells []Cell) []int {
	out := make([]int, len(cells))
	for i, c := range cells {
		out[i] = -1
		if c.Told {
			out[i] = c.Count
		}
	}
	return out
}

func TestSmallCountsAreHiddenWithWhatGivesThemAway(t *testing.T) {
	for name, c := range map[string]struct {
		parents     []int32
		leaves, out []int
	}{
		"all are large":                        {streets, []int{0, 0, 50, 0, 20, 30, 10, 11, 12, 40}, []int{173, 123, 50, 73, 20, 30, 10, 11, 12, 40}},
		"nothing happened":                     {streets, make([]int, 10), make([]int, 10)},
		"a small one takes another with it":    {streets, []int{0, 0, 50, 0, 20, 30, 3, 11, 22, 40}, []int{176, 126, 50, 76, 20, 30, -1, -1, 22, 40}},
		"and one that can hide it":             {streets, []int{0, 0, 50, 0, 20, 30, 3, 50, 22, 70}, []int{245, 195, 50, 145, 20, 30, -1, 50, -1, 70}},
		"none stays told":                      {streets, []int{0, 0, 50, 0, 20, 30, 3, 0, 22, 40}, []int{165, 115, 50, 65, 20, 30, -1, 0, -1, 40}},
		"a hidden one hides what it is of":     {streets, []int{0, 0, 50, 0, 12, 30, 3, 0, 2, 0}, []int{97, 47, 50, -1, -1, 30, -1, -1, -1, -1}},
		"an only part is told like the whole":  {[]int32{-1, 0}, []int{0, 12}, []int{12, 12}},
		"one that has it all":                  {[]int32{-1, 0, 0}, []int{0, 12, 0}, []int{12, 12, 0}},
		"a district with too few":              {[]int32{-1, 0, 0}, []int{0, 7, 0}, []int{-1, -1, -1}},
		"two ones and a two":                   {[]int32{-1, 0, 0, 0, 0}, []int{0, 1, 1, 10, 0}, []int{12, -1, -1, -1, 0}},
		"ten that have one each":               {[]int32{-1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, []int{0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, []int{10, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}},
		"two nines must not be known as nines": {[]int32{-1, 0, 0, 0}, []int{0, 9, 9, 60}, []int{78, -1, -1, 60}},
		"of trees that have no common top":     {[]int32{-1, -1}, []int{5, 50}, []int{-1, 50}},
		"no area at all":                       {nil, nil, []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.out, told(Tell(c.parents, c.leaves))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A world is the counts of the parts of one area, as far as they are told, with their sum.
type world [8]int

// Of an area that is told and its parts every combination of counts is tried. For somebody who is told
// what is told and knows the rule by heart, those that look alike are all that is possible.
func TestWhoKnowsTheRuleLearnsNothingOfSmallCounts(t *testing.T) {
	for _, c := range []struct{ least, parts, most int }{
		{2, 4, 20}, {3, 2, 40}, {3, 3, 30}, {3, 4, 20}, {3, 5, 13}, {4, 3, 40}, {4, 4, 22}, {5, 3, 50}, {Least, 2, 150}, {Least, 3, 75},
	} {
		parents := make([]int32, c.parts+1)
		parents[0] = -1
		possible := map[world]*[8]map[int]bool{} // of each world the values of each part
		each(c.parts, c.most, func(counts []int) {
			cells := tell(parents, counts, c.least)
			w := worldOf(cells)
			if possible[w] == nil {
				possible[w] = &[8]map[int]bool{}
			}
			for i, cell := range cells {
				if !cell.Told {
					if possible[w][i] == nil {
						possible[w][i] = map[int]bool{}
					}
					possible[w][i][cell.Count] = true
				}
			}
		})
		for w, parts := range possible {
			if w[0] >= 0 { // else less is told, and sums up to most were tried only
				checkVague(t, w, parts, c.least)
			}
		}
	}
}

func worldOf(cells []Cell) (w world) {
	copy(w[:], told(cells))
	return w
}

// each calls f with all counts of so many parts behind that of the whole, of a sum of most at most.
func each(parts, most int, f func([]int)) {
	counts := make([]int, parts+1)
	var at func(i, left int)
	at = func(i, left int) {
		if i > parts {
			f(counts)
			return
		}
		for counts[i] = 0; counts[i] <= left; counts[i]++ {
			at(i+1, left-counts[i])
		}
	}
	at(1, most)
}

// checkVague checks that a hidden count may be anything from 1 to least−1, unless it is known to be large.
func checkVague(t *testing.T, w world, parts *[8]map[int]bool, least int) {
	t.Helper()
	for i, values := range parts {
		smallest := least
		for v := range values {
			smallest = min(smallest, v)
		}
		for v := 1; v < least && smallest < least && values != nil; v++ {
			if !values[v] {
				t.Errorf("least %d: %v: part %d cannot be %d, but %v", least, w, i, v, values)
				return
			}
		}
	}
}

func TestNothingIsToldBelowWhatIsHidden(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 10))
	for range 2000 {
		parents, counts := forest(random, 60)
		cells := Tell(parents, counts)
		for i, p := range parents {
			if p >= 0 && cells[i].Told && !cells[p].Told {
				t.Fatalf("%d is told below %d: %v of %v", i, p, cells, parents)
			}
			if cells[i].Told && small(cells[i].Count, Least) {
				t.Fatalf("%d is told: %v", i, cells[i])
			}
		}
	}
}

// forest returns some areas and the counts of their leaves, most of them small.
func forest(random *rand.Rand, most int) (parents []int32, counts []int) {
	n := 1 + random.IntN(most)
	parents, counts = make([]int32, n), make([]int, n)
	for i := range n {
		parents[i] = int32(random.IntN(i+1)) - 1
		counts[i] = int(float64(random.IntN(30)) * random.Float64())
	}
	return parents, counts
}

// BenchmarkTell decides on 20 quarters of a district of 2,000 grids.
func BenchmarkTell(b *testing.B) {
	random := rand.New(rand.NewPCG(6, 10))
	parents := []int32{-1}
	for range 10 {
		parents = append(parents, 0)
	}
	for i := range 100 {
		parents = append(parents, int32(1+i%10))
	}
	for i := range 2000 {
		parents = append(parents, int32(11+i%100))
	}
	counts := make([]int, len(parents))
	for i := range counts {
		counts[i] = random.IntN(40)
	}
	for b.Loop() {
		for range 20 {
			Tell(parents, counts)
		}
	}
}
