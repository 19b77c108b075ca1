package cluster

import (
	"cmp"
	"context"
	"math"
	"slices"

	"gewu/hotspot"
)

// A neighbour is a place and how far it is.
type neighbour struct {
	place  int32
	metres float64
}

func nearer(a, b neighbour) int {
	return cmp.Or(cmp.Compare(a.metres, b.metres), cmp.Compare(a.place, b.place))
}

// A neighbourhood finds what is near one place after the other.
type neighbourhood struct {
	metres []float64
	sorted []uint64
	near   []neighbour
}

// around returns the places from the nearest on, so many, the next, and those equally far; all when there are no more.
// It sorts distances as numbers, which are in the order of their bits, and then what is near enough. The
// slice is valid until the next call.
func (n *neighbourhood) around(at []hotspot.Point, i, most int) []neighbour {
	n.metres, n.sorted, n.near = n.metres[:0], n.sorted[:0], n.near[:0]
	for j := range at {
		m := math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y)
		n.metres, n.sorted = append(n.metres, m), append(n.sorted, math.Float64bits(m))
	}
	slices.Sort(n.sorted)
	farthest := math.Float64frombits(n.sorted[min(most, len(at)-1)])
	for j, m := range n.metres {
		if m <= farthest {
			n.near = append(n.near, neighbour{int32(j), m})
		}
	}
	slices.SortFunc(n.near, nearer)
	return n.near
}

// A find is a window by its circle.
type find struct {
	centre, places int // the first so many of the centre's circle
	span           span
	cases          int
	expected, llr  float64
}

// A batch is maps of cases that are searched together, so that what is expected is summed up once for
// all: how many of each place fall up to each step, place by place, step by step, two maps to a word (see
// lanes), so that one sum or difference serves both.
type batch struct {
	prefixes []uint64 // (places × (steps+1) × words)
	maps     int
	words    int
}

func (s *scanner) newBatch(maps int) batch {
	words := (maps + lanes - 1) / lanes
	return batch{prefixes: make([]uint64, len(s.expected)*words), maps: maps, words: words}
}

// The counts of lanes maps are one word, laneBits each: no count has the highest bit of its lane.
const (
	lanes    = 2
	laneBits = 32
	oneEach  = 1<<laneBits | 1
	topEach  = oneEach << (laneBits - 1)
	mostLane = 1<<(laneBits-1) - 1
)

// put sets how many of a place fall up to before a step in a map.
func (s *scanner) put(b batch, place, step, m, count int) {
	at := (place*(s.steps+1)+step)*b.words + m/lanes
	shift := m % lanes * laneBits
	b.prefixes[at] = b.prefixes[at]&^(mostLane<<shift) | uint64(count)<<shift
}

// seen returns the cases themselves.
func (s *scanner) seen() batch {
	b := s.newBatch(1)
	for place := range s.circles {
		sum := 0
		for t, row := range s.cases {
			sum += row[place]
			s.put(b, place, t+1, 0, sum)
		}
	}
	return b
}

// best returns the likeliest windows, the likeliest first, no two of which share a place. Once ctx is done they are only some.
func (s *scanner) best(ctx context.Context, most int) (out []Window) {
	seen := s.seen()
	used := make([]bool, len(s.circles))
	for len(out) < most {
		f := s.search(ctx, seen, used)[0]
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

// search returns the likeliest window of each map that holds no used place; of equals the first. It stops where it is
// when ctx is done: the caller asks ctx.
func (s *scanner) search(ctx context.Context, b batch, used []bool) []find {
	width := s.steps + 1
	best := make([]find, b.maps)
	cases, expected := make([]uint64, b.words*width), make([]float64, width)
	for centre, circle := range s.circles {
		if ctx.Err() != nil {
			break
		}
		clear(cases)
		clear(expected)
		for k, place := range circle.places {
			if used != nil && used[place] {
				break // so do all larger circles
			}
			for t, e := range s.expected[int(place)*width : int(place+1)*width] {
				expected[t] += e
			}
			row := b.prefixes[int(place)*len(cases) : int(place+1)*len(cases)]
			for i := range row[:len(cases)] {
				cases[i] += row[i]
			}
			if circle.closed[k] {
				s.searchCircle(b, best, cases, expected, find{centre: centre, places: k + 1})
			}
		}
	}
	return best
}

// searchCircle takes the windows of a circle that are likelier than the best of their maps.
//
// To find them, it asks of all maps at once whether they have more cases than a window must have to be likelier
// than the least of the best so far. As far as c + e ≤ C the ratio is at most (c−e)² C/(2e(C−e)),
// for its second derivative falls there; beyond it every count is enough.
func (s *scanner) searchCircle(b batch, best []find, cases []uint64, expected []float64, of find) {
	least, all := best[0].llr, float64(s.total)
	for _, f := range best {
		least = min(least, f.llr)
	}
	scale := 2 * least / all
	for _, w := range s.windows {
		e := expected[w.last] - expected[w.first]
		enough := uint64(max(0, min(e+math.Sqrt(scale*e*max(0, all-e)), all-e)))
		more := (mostLane - enough) * oneEach // brings a count above enough to the top of its lane
		first, last := cases[w.first*b.words:][:b.words], cases[w.last*b.words:][:b.words]
		for k, before := range first {
			if over := (last[k] - before + more) & topEach; over != 0 {
				of.span, of.expected = w, e
				s.improve(best, k*lanes, last[k]-before, of)
			}
		}
	}
}

// improve takes a window in the maps of a word in which it is likelier than the best.
func (s *scanner) improve(best []find, m int, counts uint64, of find) {
	for ; m < len(best) && counts != 0; m, counts = m+1, counts>>laneBits {
		of.cases = int(counts & mostLane)
		if float64(of.cases) <= of.expected {
			continue
		}
		if of.llr = s.llr(float64(of.cases), of.expected); of.llr > best[m].llr*(1+1e-12) {
			best[m] = of
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
