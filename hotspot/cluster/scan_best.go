package cluster

import (
	"cmp"
	"math"
	"slices"
)

// A neighbour is a place and how far it is.
type neighbour struct {
	place  int32
	metres float64
}

func nearer(a, b neighbour) int {
	return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.place, b.place))
}

// A find is a window by its circle.
type find struct {
	centre, places int // the first so many of the centre's circle
	span           span
	cases          int
	expected, llr  float64
}

// A batch is maps of cases that are searched together, so that what is expected is summed up once for
// all: how many of each place and map fall up to each step, place by place, map by map.
type batch struct {
	prefixes []int32 // (places × maps × (steps+1))
	maps     int
}

func (s *scanner) newBatch(maps int) batch {
	return batch{prefixes: make([]int32, len(s.expected)*maps), maps: maps}
}

// at returns where the prefixes of a place in a map begin.
func (s *scanner) at(b batch, place, m int) int { return (place*b.maps + m) * (s.steps + 1) }

// seen returns the cases themselves.
func (s *scanner) seen() batch {
	b := s.newBatch(1)
	for t, row := range s.cases {
		for i, n := range row {
			at := s.at(b, i, 0) + t
			b.prefixes[at+1] = b.prefixes[at] + int32(n)
		}
	}
	return b
}

// best returns the likeliest windows, the likeliest first, no two of which share a place.
func (s *scanner) best(most int) (out []Window) {
	seen := s.seen()
	used := make([]bool, len(s.circles))
	for len(out) < most {
		f := s.search(seen, used)[0]
		if f.llr <= 0 {
			return out
		}
		w := s.window(f)
		for _, place := range w.Places {
			used[place] = true
		}
		out = append(out, w)
	}
	return out
}

// window describes a find.
func (s *scanner) window(f find) Window {
	w := Window{
		Places: slices.Sorted(slices.Values(s.circles[f.centre].places[:f.places])), Centre: int32(f.centre),
		From: f.span.first, To: f.span.last - 1, Cases: f.cases, Expected: f.expected, LLR: f.llr,
	}
	if outside := s.total - f.cases; outside > 0 {
		w.Relative = float64(f.cases) / f.expected / (float64(outside) / (float64(s.total) - f.expected))
	}
	return w
}

// search returns the likeliest window of each map that holds no used place; of equals the first.
func (s *scanner) search(b batch, used []bool) []find {
	width := s.steps + 1
	best := make([]find, b.maps)
	cases, expected := make([]int32, b.maps*width), make([]float64, width)
	enough := make([]int32, len(s.windows))
	for centre, circle := range s.circles {
		clear(cases)
		clear(expected)
		for k, place := range circle.places {
			if used != nil && used[place] {
				break // so do all larger circles
			}
			for t, e := range s.expected[int(place)*width : int(place+1)*width] {
				expected[t] += e
			}
			at := s.at(b, int(place), 0)
			for i, n := range b.prefixes[at : at+len(cases)] {
				cases[i] += n
			}
			if circle.closed[k] {
				s.enough(enough, expected, best)
				for m := range best {
					s.improve(&best[m], cases[m*width:(m+1)*width], expected, enough, centre, k+1)
				}
			}
		}
	}
	return best
}

// enough sets how many cases each window must have more than to be likelier than the least of the best
// so far. As far as c + e ≤ C the ratio is at most (c−e)² C/(2e(C−e)), for its second derivative falls
// there; beyond it every count is enough.
func (s *scanner) enough(enough []int32, expected []float64, best []find) {
	least, all := best[0].llr, float64(s.total)
	for _, f := range best {
		least = min(least, f.llr)
	}
	for i, w := range s.windows {
		e := expected[w.last] - expected[w.first]
		enough[i] = int32(max(0, min(e+math.Sqrt(2*least*e*max(0, all-e)/all), all-e)))
	}
}

// improve takes the windows of a circle that are likelier than the best.
func (s *scanner) improve(best *find, cases []int32, expected []float64, enough []int32, centre, places int) {
	for i, w := range s.windows {
		n := cases[w.last] - cases[w.first]
		if n <= enough[i] {
			continue
		}
		c, e := float64(n), expected[w.last]-expected[w.first]
		if c <= e {
			continue
		}
		if llr := s.llr(c, e); llr > best.llr*(1+1e-12) {
			*best = find{centre, places, w, int(n), e, llr}
		}
	}
}

// llr returns the log likelihood ratio of more cases than expected.
func (s *scanner) llr(c, e float64) float64 {
	all := float64(s.total)
	llr := c * math.Log(c/e)
	if c < all && e < all {
		llr += (all - c) * math.Log((all-c)/(all-e))
	}
	return llr
}
