package analysis

import (
	"cmp"
	"slices"

	"gewu/hotspot"
)

// A lump is places that touch and share a course of excesses.
type lump struct {
	kinds    []int   // of course.kinds, ascending
	units    []int32 // ascending
	subjects []int32
	depth    int
	p        float64 // of its surest excess
	adjusted float64
	first    int // first of the steps with an excess, and the one after the last
	last     int
	turn     hotspot.Turn // in days of the course
}

// alike is what share of their days two lumps that touch have in common when they are one thing.
const alike = 0.5

// lumps joins what was found to things to go to. Excesses of one kind at places that touch are one, so are those
// of several kinds that lie together and go on at the same time. What a large class shows is told only
// where its kinds show nothing, and what all kinds show where nothing else does.
func (c *course) lumps() []lump {
	var found []lump
	for from := 0; from < len(c.excesses); {
		to := from
		for to < len(c.excesses) && c.excesses[to].Subject == c.excesses[from].Subject {
			to++
		}
		found = append(found, c.join(c.excesses[from:to])...)
		from = to
	}
	slices.SortStableFunc(found, func(a, b lump) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.p, b.p), slices.Compare(a.units, b.units))
	})
	var spots []lump
	for _, l := range found {
		spots = c.put(spots, l)
	}
	for i := range spots {
		spots[i].turn = c.turnOf(&spots[i])
	}
	return spots
}

// put adds a lump to the spot that it belongs to, or as a new one.
func (c *course) put(spots []lump, l lump) []lump {
	for i := range spots {
		spot := &spots[i]
		if !c.touch(spot.units, l.units) {
			continue
		}
		if l.depth > 0 && (l.depth == 2 || slices.ContainsFunc(spot.kinds, func(k int) bool { return slices.Contains(l.kinds, k) })) {
			return spots
		}
		if l.depth == spot.depth && common(spot.turn, l.turn) >= alike {
			spot.kinds, spot.units = union(spot.kinds, l.kinds), union(spot.units, l.units)
			spot.first, spot.last = min(spot.first, l.first), max(spot.last, l.last)
			spot.subjects = append(spot.subjects, l.subjects...)
			return spots
		}
	}
	return append(spots, l)
}

// common returns what share of the days of either the days of both are.
func common(a, b hotspot.Turn) float64 {
	both := min(a.To, b.To) - max(a.From, b.From)
	return max(0, float64(both)) / float64(max(a.To, b.To)-min(a.From, b.From))
}

func union[T cmp.Ordered](a, b []T) []T {
	all := append(slices.Clone(a), b...)
	slices.Sort(all)
	return slices.Compact(all)
}

// touch reports whether places of two lumps are the same or neighbours.
func (c *course) touch(a, b []int32) bool {
	for _, unit := range a {
		if slices.Contains(b, unit) {
			return true
		}
		for _, near := range c.links.Neighbours(int(unit)) {
			if slices.Contains(b, near) {
				return true
			}
		}
	}
	return false
}

// join makes lumps of the excesses of one subject.
func (c *course) join(excesses []hotspot.Excess) (found []lump) {
	at := map[int32][]hotspot.Excess{}
	var order []int32
	for _, x := range excesses {
		if at[x.Place] == nil {
			order = append(order, x.Place)
		}
		at[x.Place] = append(at[x.Place], x)
	}
	seen := map[int32]bool{}
	for _, start := range order {
		if seen[start] {
			continue
		}
		seen[start] = true
		l := c.lumpOf(excesses[0].Subject)
		for next := []int32{start}; len(next) > 0; next = next[1:] {
			l.units = append(l.units, next[0])
			for _, x := range at[next[0]] {
				l.p, l.adjusted = min(l.p, x.P), min(l.adjusted, x.Adjusted)
				l.first, l.last = min(l.first, int(x.Step)-1), max(l.last, int(x.Step)+1)
			}
			for _, near := range c.links.Neighbours(int(next[0])) {
				if at[near] != nil && !seen[near] {
					seen[near] = true
					next = append(next, near)
				}
			}
		}
		slices.Sort(l.units)
		l.turn = c.turnOf(&l)
		found = append(found, l)
	}
	return found
}

// lumpOf begins a lump of a subject.
func (c *course) lumpOf(number int32) lump {
	s := &c.subjects[number]
	return lump{kinds: slices.Sorted(slices.Values(s.kinds)), subjects: []int32{number}, depth: s.depth, p: 1, adjusted: 1, first: c.steps()}
}

// turnOf returns when a lump rose and fell, in days since the course began. What is there beyond expectation
// has no season of its own that is known, so the course is compared with what is expected and an even part
// for the rest. Where no turn is likely, it is the steps in which an excess was found.
func (c *course) turnOf(l *lump) hotspot.Turn {
	counts, expected := c.daily(l)
	counted, of := 0.0, 0.0
	for day, n := range counts {
		counted, of = counted+n, of+expected[day]
	}
	for day := range expected {
		expected[day] += max(0, counted-of) / float64(len(expected))
	}
	days := (len(counts) + mostBins - 1) / mostBins // in a bin
	turn := hotspot.TurnOf(binned(counts, days), binned(expected, days))
	if turn.LLR < leastTurn {
		return hotspot.Turn{From: l.first * c.Question.Step, To: l.last * c.Question.Step}
	}
	turn.From, turn.To = turn.From*days, min(turn.To*days, len(counts))
	return turn
}

// mostBins is of how many bins of time a turn is looked for: the search takes its square.
const mostBins = 400

// leastTurn is the log likelihood ratio from which on a course has a turn: among 65,000 intervals of a year chance
// seldom exceeds it.
const leastTurn = 8

// binned sums up so many days at a time.
func binned(x []float64, days int) []float64 {
	if days <= 1 {
		return x
	}
	out := make([]float64, (len(x)+days-1)/days)
	for i, v := range x {
		out[i/days] += v
	}
	return out
}

// daily returns the incidents of a lump's kinds at its places day by day, and what is expected of them.
func (c *course) daily(l *lump) (counts, expected []float64) {
	first, last := c.days[0], c.days[c.steps()]
	counts, expected = make([]float64, last-first), make([]float64, last-first)
	for _, k := range l.kinds {
		model := &c.kinds[k]
		filter := hotspot.Filter{From: first, To: last, Kinds: hotspot.KindsOf(model.kind)}
		here := 0.0
		for _, unit := range l.units {
			here += c.exposed.unit.At(model.weights, int(unit))
			for _, piece := range c.pieces[unit] {
				for f := range c.Cube.Facts(piece, filter) {
					counts[f.Day-first] += float64(f.Count)
				}
			}
		}
		for i := range expected {
			expected[i] += here * model.share[i/c.Question.Step] / float64(c.Question.Step)
		}
	}
	return counts, expected
}
