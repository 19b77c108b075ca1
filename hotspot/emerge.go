package hotspot

import (
	"errors"
	"math"
)

// ErrTooFewSteps is the answer to a series that is too short to speak of emerging.
var ErrTooFewSteps = errors.New("not testable: fewer than 10 steps")

// fewestSteps is how many steps of time emerging categories need.
const fewestSteps = 10

// A Pattern is the course of a place's hot or cold steps.
type Pattern uint8

// Patterns, by the names of Esri's emerging hot spots, and ended, which is ours. One is chosen by the
// first rule that holds (Emerge).
const (
	NoPattern    Pattern = iota
	New                  // only the last step
	Consecutive          // only the last steps, two or more
	Sporadic             // the last step and others before, never the opposite
	Oscillating          // the last step, and the opposite earlier
	Persistent           // nine in ten steps, no trend
	Intensifying         // nine in ten steps, getting stronger
	Diminishing          // nine in ten steps, getting weaker
	Historical           // nine in ten steps, but not the last
	Ended                // three in a row or more, none lately
)

var patternNames = [...]string{
	"no_pattern", "new", "consecutive", "sporadic", "oscillating", "persistent", "intensifying", "diminishing",
	"historical", "ended",
}

// String returns the name that answers carry.
func (p Pattern) String() string { return patternNames[p] }

// An Emerging is what a place's course is.
type Emerging struct {
	Pattern Pattern
	Cold    bool   // it is the cold steps that make the pattern
	Steps   []int8 // of each step: 1 hot, −1 cold, 0 neither
	Trend   Trend  // of the place's z, each from its own step only
	Why     Untested
}

// EmergeOptions are the levels of Emerge; the zero value means 0.05 for both.
type EmergeOptions struct {
	Q      float64 // false discovery rate of hot and cold steps, over all places and steps
	Alpha  float64 // of the trend
	Season int     // steps after which the season returns: the trend is tested season by season; 0 or 1: none
}

// A Series has a figure for each step of time and each place: x[step][place].
type Series [][]float64

// Emerge classifies the course of every place. A step of a place is hot or cold by Gi* over the
// place and its neighbours in that step and the one before, with mean and deviation of the whole
// series, BH over all of them. The trend is tested on the z of each step alone: neighbouring z that
// share data reject three times too often.
//
// In order, for hot and then for cold, of T steps:
//
//  1. nine in ten steps or more: the last is not → historical; trend up → intensifying, down → diminishing, else persistent;
//  2. the last is: an earlier opposite → oscillating; all in one run to the end → new (1) or consecutive; else sporadic;
//  3. three in a row or more, none in the last max(3, ⌈T/4⌉) → ended.
//
// It returns ErrTooFewSteps for fewer than ten.
func Emerge(x Series, w *Weights, options EmergeOptions) ([]Emerging, error) {
	if len(x) < fewestSteps {
		return nil, ErrTooFewSteps
	}
	w = w.WithSelf()
	lags := x.lags(w)
	study := x.measure(w)
	out := make([]Emerging, w.Len())
	p := make([]float64, 0, len(x)*w.Len())
	for i := range out {
		out[i].Why = study.untestedCourse(w, i)
		if out[i].Why != Testable {
			continue
		}
		out[i].Trend = trendIn(study.course(lags, w, i, 1), options.Season)
		for _, z := range study.course(lags, w, i, 2) {
			p = append(p, twoSided(z))
		}
	}
	cut := cutBH(p, len(p), or(options.Q, 0.05))
	for i := range out {
		if out[i].Why == Testable {
			out[i].Steps = steps(study.course(lags, w, i, 2), cut)
			out[i].classify(or(options.Alpha, 0.05))
		}
	}
	return out, nil
}

func or(v, otherwise float64) float64 {
	if v == 0 {
		return otherwise
	}
	return v
}

// lags returns the weighted sum over each place's neighbours, step by step.
func (x Series) lags(w *Weights) [][]float64 {
	lags := make([][]float64, len(x))
	for t, values := range x {
		lags[t] = make([]float64, w.Len())
		for i := range lags[t] {
			lags[t][i] = w.lag(values, i)
		}
	}
	return lags
}

// measure takes mean and deviation over all steps.
func (x Series) measure(w *Weights) study {
	whole := study{}
	same, first := true, 0.0
	for t, values := range x {
		one := measure(values, w)
		same = same && one.deviation == 0 && (t == 0 || one.mean == first)
		first = one.mean
		whole.n += one.n
		whole.mean += one.mean / float64(len(x))
	}
	if same {
		return whole
	}
	squares := 0.0
	for _, values := range x {
		for i, v := range values {
			if !w.isOutside(i) {
				squares += (v - whole.mean) * (v - whole.mean)
			}
		}
	}
	whole.deviation = math.Sqrt(squares / whole.n)
	return whole
}

// untestedCourse says why a place's course cannot be tested.
func (s study) untestedCourse(w *Weights, place int) Untested {
	sum, squares := w.sums(place)
	return s.untested(w, place, s.n*squares-sum*sum, s.n*squares)
}

// course returns Gi* of a place at every step, over that step and, when two are asked for, the one before.
func (s study) course(lags [][]float64, w *Weights, place, steps int) []float64 {
	z := make([]float64, len(lags))
	sum, squares := w.sums(place)
	for t := range lags {
		lag, times := lags[t][place], 1.0
		if steps == 2 && t > 0 {
			lag, times = lag+lags[t-1][place], 2
		}
		spread := s.n*times*squares - times*times*sum*sum
		z[t] = (lag - s.mean*times*sum) / (s.deviation * math.Sqrt(spread/(s.n-1)))
	}
	return z
}

// trendIn tests a course for a trend, season by season when there are seasons.
func trendIn(z []float64, season int) Trend {
	if season > 1 {
		return SeasonalMannKendall(z, season)
	}
	s, variance, _ := kendall(z)
	return trendOf(s, variance)
}

// steps tells hot and cold steps from others.
func steps(z []float64, cut float64) []int8 {
	out := make([]int8, len(z))
	for t, v := range z {
		switch {
		case twoSided(v) > cut:
		case v > 0:
			out[t] = 1
		case v < 0:
			out[t] = -1
		}
	}
	return out
}

// classify chooses the pattern by steps and trend.
func (e *Emerging) classify(alpha float64) {
	for _, sign := range []int8{1, -1} {
		if p := e.ongoing(sign, alpha); p != NoPattern {
			e.Pattern, e.Cold = p, sign < 0
			return
		}
	}
	for _, sign := range []int8{1, -1} {
		if hasEnded(e.Steps, sign) {
			e.Pattern, e.Cold = Ended, sign < 0
			return
		}
	}
}

// ongoing chooses among all patterns but ended.
func (e *Emerging) ongoing(sign int8, alpha float64) Pattern {
	times, opposite := 0, false
	for _, step := range e.Steps {
		if step == sign {
			times++
		}
		opposite = opposite || step == -sign
	}
	last := e.Steps[len(e.Steps)-1] == sign
	switch {
	case 10*times >= 9*len(e.Steps) && !last:
		return Historical
	case 10*times >= 9*len(e.Steps):
		return e.trendPattern(sign, alpha)
	case !last:
		return NoPattern
	case opposite:
		return Oscillating
	case times == 1:
		return New
	case finalRun(e.Steps) == times:
		return Consecutive
	}
	return Sporadic
}

func (e *Emerging) trendPattern(sign int8, alpha float64) Pattern {
	switch s := e.Trend.S * int(sign); {
	case e.Trend.P >= alpha || s == 0:
		return Persistent
	case s > 0:
		return Intensifying
	}
	return Diminishing
}

// finalRun returns how many steps up to the last are like the last.
func finalRun(steps []int8) int {
	run := 0
	for t := len(steps) - 1; t >= 0 && steps[t] == steps[len(steps)-1]; t-- {
		run++
	}
	return run
}

// hasEnded reports whether there was a run of three and none lately.
func hasEnded(steps []int8, sign int8) bool {
	tail := max(3, (len(steps)+3)/4)
	run, longest := 0, 0
	for t, step := range steps {
		if step != sign {
			run = 0
			continue
		}
		if t >= len(steps)-tail {
			return false
		}
		run++
		longest = max(longest, run)
	}
	return longest >= 3
}
