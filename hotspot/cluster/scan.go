package cluster

import (
	"context"
	"errors"
	"math"
	"slices"

	"gewu/hotspot"
)

// A Case is what a scan looks at: incidents and what is expected of them, by step of time and place.
type Case struct {
	At       []hotspot.Point
	Cases    [][]int     // [step][place]
	Expected [][]float64 // [step][place], in any unit: it is scaled to as many as there are cases; such as households
}

// ScanOptions say which windows are scanned and how chance is drawn.
type ScanOptions struct {
	MostShare   float64 // of all that is expected, that a circle may hold over all steps; 0: one half
	MostPlaces  int     // in a circle; 0: as many as MostShare allows
	MostSteps   int     // that a window may last; 0: all
	Prospective bool    // only windows that last to the last step: what goes on now
	Replicates  int     // drawn by chance; the smallest P is 1/(Replicates+1)
	Seed        uint64
	Most        int // clusters that are told; 0: five
}

// A Window is a circle of places over some steps with more incidents than expected.
type Window struct {
	Places   []int32 // ascending
	Centre   int32
	From, To int // steps, both in it
	Cases    int
	Expected float64
	Relative float64 // risk inside to that outside; 0 when no incident is outside
	LLR      float64 // log likelihood ratio
	// P is the share of maps drawn by chance whose best window is as good, the one seen counted among them.
	P float64
	// Tail is P of a Gumbel distribution fitted to the maps drawn, which tells small probabilities apart.
	Tail float64
}

// A Scanned is the answer of a scan.
type Scanned struct {
	Windows []Window // the likeliest first, no two of a place; P of all but the first is too large rather than too small
	// Dispersion tells how much more than by chance incidents vary. [Scan] divides every LLR by it where
	// it is above 1, for otherwise bunches of reports would pass for clusters; [ScanCourses] deals in bunches.
	Dispersion hotspot.Dispersion
	Critical   float64 // LLR that one in twenty maps drawn by chance exceeds; 0 without replicates
}

// Refusals of a scan.
var (
	ErrNoCases    = errors.New("not testable: fewer than two incidents")
	ErrNoExpected = errors.New("not testable: nothing is expected anywhere")
	ErrShape      = errors.New("incidents, expectation and places do not match")
)

// Scan looks for the circle and the steps with the most significant excess (Kulldorff 1997; prospective:
// 2001).
//
//	LLR = c ln(c/E) + (C−c) ln((C−c)/(C−E)) where c > E, else 0
//
// Circles lie round every place and take in the nearest first, those equally far together. By chance
// all C cases are dealt by what is expected. Further windows are the best that share no place with
// those before. It stops and returns the context's error when ctx is done; progress, which may be nil,
// is told how many maps of how many were drawn, from one goroutine at a time. Cases where nothing is
// expected are left out.
func Scan(ctx context.Context, c Case, options ScanOptions, progress func(done, of int)) (Scanned, error) {
	s, err := newScanner(c, options)
	if err != nil {
		return Scanned{}, err
	}
	out := Scanned{Dispersion: s.dispersion()}
	windows := s.best(ctx, orDefault(options.Most, 5))
	drawn, err := s.replicate(ctx, options, byExpectation, progress)
	if err != nil {
		return Scanned{}, err
	}
	out.judge(windows, drawn, max(1, out.Dispersion.Phi))
	return out, nil
}

// judge adds windows, their ratios divided, with how likely they are by chance.
func (s *Scanned) judge(windows []Window, drawn []float64, by float64) {
	fit := gumbelOf(drawn)
	for _, w := range windows {
		w.LLR /= by
		w.P, w.Tail = share(drawn, w.LLR), fit.tail(w.LLR)
		s.Windows = append(s.Windows, w)
	}
	s.Critical = quantile(drawn, 0.95)
}

func orDefault(v, otherwise int) int {
	if v == 0 {
		return otherwise
	}
	return v
}

// A scanner knows the circles and the expectation; it is not changed by scanning.
type scanner struct {
	circles  []circle
	cases    [][]int // those where any are expected
	total    int
	steps    int
	windows  []span
	expected []float64 // prefix sums over steps: of place i at i·(steps+1)
	share    []float64 // of each place and step, of all that is expected
	last     int       // the last of them above 0
}

// A circle is the places round a centre, the nearest first.
type circle struct {
	places []int32
	closed []bool // whether a circle may end with this place: the next is farther
}

// A span is steps from first to before last.
type span struct{ first, last int }

func newScanner(c Case, options ScanOptions) (*scanner, error) {
	s := &scanner{steps: len(c.Cases)}
	if len(c.Expected) != s.steps || s.steps == 0 {
		return nil, ErrShape
	}
	sum := 0.0
	for t := range c.Cases {
		if len(c.Cases[t]) != len(c.At) || len(c.Expected[t]) != len(c.At) {
			return nil, ErrShape
		}
		for i, n := range c.Cases[t] {
			e := c.Expected[t][i]
			if n < 0 || !(e >= 0) || math.IsInf(e, 1) {
				return nil, ErrShape
			}
			sum += e
		}
	}
	s.take(c, sum)
	switch {
	case sum == 0:
		return nil, ErrNoExpected
	case s.total < 2:
		return nil, ErrNoCases
	case s.total > mostLane:
		return nil, ErrShape
	}
	s.windows = spans(s.steps, options)
	s.circles = circlesOf(c.At, s.populations(), options)
	return s, nil
}

// take takes the cases, and what is expected scaled to as many as they are.
func (s *scanner) take(c Case, sum float64) {
	s.cases, s.total = wherePossible(c), 0
	for _, row := range s.cases {
		for _, n := range row {
			s.total += n
		}
	}
	if sum > 0 {
		s.expect(c.Expected, sum)
	}
}

// refill takes other cases of the same places and steps, and reports whether there are enough to be scanned.
func (s *scanner) refill(c Case) bool {
	sum := 0.0
	for _, row := range c.Expected {
		for _, e := range row {
			sum += e
		}
	}
	s.take(c, sum)
	return sum > 0 && s.total >= 2
}

// wherePossible returns the cases but those where none is expected, which cannot be tested.
func wherePossible(c Case) [][]int {
	out := make([][]int, len(c.Cases))
	for t, row := range c.Cases {
		out[t] = slices.Clone(row)
		for i, e := range c.Expected[t] {
			if e == 0 {
				out[t][i] = 0
			}
		}
	}
	return out
}

// expect scales what is expected to the cases there are.
func (s *scanner) expect(expected [][]float64, sum float64) {
	places := len(expected[0])
	s.expected = make([]float64, places*(s.steps+1))
	s.share = make([]float64, places*s.steps)
	for t, row := range expected {
		for i, e := range row {
			at := i*(s.steps+1) + t
			s.expected[at+1] = s.expected[at] + e/sum*float64(s.total)
			s.share[i*s.steps+t] = e / sum
			if e > 0 {
				s.last = max(s.last, i*s.steps+t)
			}
		}
	}
}

// populations returns the share of each place, over all steps, of what is expected.
func (s *scanner) populations() []float64 {
	out := make([]float64, len(s.expected)/(s.steps+1))
	for i := range out {
		out[i] = s.expected[(i+1)*(s.steps+1)-1] / float64(s.total)
	}
	return out
}

// spans lists the steps a window may last.
func spans(steps int, options ScanOptions) (out []span) {
	most := min(orDefault(options.MostSteps, steps), steps)
	for first := range steps {
		for last := first + 1; last <= min(first+most, steps); last++ {
			if !options.Prospective || last == steps {
				out = append(out, span{first, last})
			}
		}
	}
	return out
}

// circlesOf returns the circles round every place.
func circlesOf(at []hotspot.Point, population []float64, options ScanOptions) []circle {
	mostShare := options.MostShare
	if mostShare == 0 {
		mostShare = 0.5
	}
	most := min(orDefault(options.MostPlaces, len(at)), len(at))
	out := make([]circle, len(at))
	inParts(len(at), func(from, to int) {
		var n neighbourhood
		for i := from; i < to; i++ {
			near := n.around(at, i, most)
			held := 0.0
			for k := range most {
				held += population[near[k].place]
				if held > mostShare+1e-12 {
					break
				}
				out[i].places = append(out[i].places, near[k].place)
				out[i].closed = append(out[i].closed, k+1 == len(near) || near[k+1].metres-near[k].metres >= 1e-9)
			}
		}
	})
	return out
}

// dispersion measures how the cases vary about what is expected of each place and step.
func (s *scanner) dispersion() hotspot.Dispersion {
	var cases []int
	var expected []float64
	for t, row := range s.cases {
		for i, n := range row {
			cases = append(cases, n)
			expected = append(expected, s.share[i*s.steps+t]*float64(s.total))
		}
	}
	return hotspot.DispersionOf(cases, expected)
}
