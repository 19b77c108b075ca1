package cluster

import (
	"context"
	"errors"
	"slices"

	"gewu/hotspot"
)

// Courses are incidents of several kinds, step by step: what [ScanCourses] looks at.
type Courses struct {
	At    []hotspot.Point
	Cases [][][]int // [kind][step][place]
}

// ScanCourses looks for the circle and the steps with the most significant excess over what each place has of
// each kind in the whole period and what each kind has in the step everywhere: the space-time permutation
// scan (Kulldorff et al. 2005), by kind.
//
//	E_zt = Σ_k n_kz n_kt / n_k
//
// So neither a place that always has much, nor a season, nor that kinds with other seasons go on in other
// places is a cluster; and what has been there all along, or nearly, is none either. It needs no households.
// The ratio is that of [Scan]; by chance the incidents of each kind swap their steps: every place and every step keeps
// as many of every kind. Where incidents come in bunches they are dealt in bunches as large, so the ratio need
// not be divided by the dispersion (see bunches).
//
// A further window is looked for as if the places of those before had never had an incident, so that none is
// an echo of the first. Its P is that of a map with these places, and so too large rather than too small.
func ScanCourses(ctx context.Context, c Courses, options ScanOptions, progress func(done, of int)) (Scanned, error) {
	s, err := newCourseScanner(c, options)
	if err != nil {
		return Scanned{}, err
	}
	windows := s.bestInTurn(ctx, c, orDefault(options.Most, 5))
	phi, together := c.but(windows).bunches()
	out := Scanned{Dispersion: hotspot.Dispersion{Phi: phi}}
	drawn, err := s.replicate(ctx, options, c.cards(together).dealer, progress)
	if err != nil {
		return Scanned{}, err
	}
	out.judge(windows, drawn, 1)
	return out, nil
}

// newCourseScanner returns a scanner of what the margins of every kind lead to expect.
func newCourseScanner(c Courses, options ScanOptions) (*scanner, error) {
	if len(c.Cases) == 0 || len(c.Cases[0]) == 0 || len(c.Cases[0]) > 1<<16 {
		return nil, ErrShape
	}
	for _, kind := range c.Cases {
		if len(kind) != len(c.Cases[0]) {
			return nil, ErrShape
		}
		for _, row := range kind {
			if len(row) != len(c.At) || len(row) > 0 && slices.Min(row) < 0 {
				return nil, ErrShape
			}
		}
	}
	s, err := newScanner(c.sum(), options)
	if errors.Is(err, ErrNoExpected) {
		return nil, ErrNoCases // where nothing happened nothing is expected
	}
	return s, err
}

// margins are how many of a kind every place and every step has.
type margins struct {
	of     [][]int // the kind: [step][place]
	places []int
	steps  []int
	all    int
}

func marginsOf(kind [][]int) margins {
	m := margins{of: kind, places: make([]int, len(kind[0])), steps: make([]int, len(kind))}
	for step, row := range kind {
		for place, n := range row {
			m.places[place] += n
			m.steps[step] += n
			m.all += n
		}
	}
	return m
}

// sum adds up the kinds: incidents, and what margins lead to expect.
func (c Courses) sum() Case {
	steps := len(c.Cases[0])
	out := Case{At: c.At, Cases: make([][]int, steps), Expected: make([][]float64, steps)}
	for step := range steps {
		out.Cases[step], out.Expected[step] = make([]int, len(c.At)), make([]float64, len(c.At))
	}
	for _, kind := range c.Cases {
		m := marginsOf(kind)
		if m.all == 0 {
			continue
		}
		for step, row := range kind {
			of := float64(m.steps[step]) / float64(m.all)
			for place, n := range row {
				out.Cases[step][place] += n
				out.Expected[step][place] += of * float64(m.places[place])
			}
		}
	}
	return out
}

// without returns the courses as if some places had no incident.
func (c Courses) without(used []bool) Courses {
	out := Courses{At: c.At, Cases: make([][][]int, len(c.Cases))}
	for k, kind := range c.Cases {
		out.Cases[k] = make([][]int, len(kind))
		for step, row := range kind {
			out.Cases[k][step] = slices.Clone(row)
			for place, gone := range used {
				if gone {
					out.Cases[k][step][place] = 0
				}
			}
		}
	}
	return out
}

// but returns the courses without the likeliest window, lest all the rest looks restless beside it.
func (c Courses) but(windows []Window) Courses {
	if len(windows) == 0 {
		return c
	}
	used := make([]bool, len(c.At))
	for _, place := range windows[0].Places {
		used[place] = true
	}
	return c.without(used)
}

// bestInTurn returns the likeliest window, then that of what is left without its places, and so on.
func (s *scanner) bestInTurn(ctx context.Context, c Courses, most int) (out []Window) {
	used, left := make([]bool, len(c.At)), *s
	for len(out) < most {
		f := left.search(ctx, left.seen(), used)[0]
		if f.llr <= 0 {
			return out
		}
		w := left.window(f)
		for _, place := range w.Places {
			used[place] = true
		}
		out = append(out, w)
		c = c.without(used)
		if !left.refill(c.sum()) {
			return out
		}
	}
	return out
}
