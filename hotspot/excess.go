package hotspot

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// AtLeast returns the probability of so many incidents or more where some are expected, of a count with
// variance mean + spread·mean²: negative binomial, Poisson for a spread of 0. It is 1 for none.
func AtLeast(count int, mean, spread float64) float64 {
	switch {
	case count <= 0:
		return 1
	case !(mean > 0):
		return 0
	case spread*mean < 1e-9:
		return mathext.GammaIncReg(float64(count), mean)
	}
	size := 1 / spread
	return mathext.RegIncBeta(float64(count), size, mean/(mean+size))
}

// FewestInExcess is how many incidents an excess has at least: below five a leader is called for a coincidence.
const FewestInExcess = 5

// leastSpread is what is assumed of a place's own course: even the steadiest varies by some 14 %.
const leastSpread = 0.02

// An Excess is a step of a place in which there are more incidents of a subject than chance explains.
type Excess struct {
	Subject     int32 // by the order of Add
	Place, Step int32
	Count       int     // in the step and the one before
	Expected    float64 // by what the place was compared with
	P           float64 // two-sided: twice that of so many or more
	Adjusted    float64 // by BH over all that was tested
	Own         bool    // it was compared with the place's own other steps
}

// Excesses looks for excesses in the courses of places, of several subjects such as kinds of issue. A
// step is looked at together with the one before. It is compared with what the district leads to
// expect, with the subject's spread, and with what the place's other steps lead to expect: the first finds what
// has been there all along, the second what is new at a place that was always busy. All tests of all subjects
// are one family.
//
// Bins with fewer incidents than FewestInExcess are tested with P 1.
type Excesses struct {
	found []Excess
	tests int
}

// Add looks at a subject: counts and what is expected, both [step][place], and the spread of its counts.
// Places where nothing is expected in all steps are not tested.
func (x *Excesses) Add(subject int32, counts, expected Series, spread float64) {
	if len(counts) < 2 {
		return
	}
	for place := range counts[0] {
		all, of := 0.0, 0.0
		for t := range counts {
			all, of = all+counts[t][place], of+expected[t][place]
		}
		if of <= 0 {
			continue
		}
		for t := 1; t < len(counts); t++ {
			x.tests += 2
			if seen := counts[t-1][place] + counts[t][place]; seen >= FewestInExcess {
				e := expected[t-1][place] + expected[t][place]
				bin := Excess{Subject: subject, Place: int32(place), Step: int32(t), Count: int(seen)}
				x.test(bin, e, spread)
				x.testOwn(bin, e, all-seen, of-e, spread)
			}
		}
	}
}

// test compares a bin with what the district leads to expect.
func (x *Excesses) test(bin Excess, expected, spread float64) {
	bin.Expected, bin.P = expected, min(1, 2*AtLeast(bin.Count, expected, spread))
	x.found = append(x.found, bin)
}

// testOwn compares a bin with the other steps of the place. Before they are seen, the place's level is gamma
// distributed about 1 with the subject's spread; after that, the bin is negative binomial.
func (x *Excesses) testOwn(bin Excess, expected, elsewhen, expectedElsewhen, spread float64) {
	prior := 1 / max(spread, leastSpread)
	size := prior + elsewhen
	bin.Own, bin.Expected = true, expected*size/(prior+expectedElsewhen)
	bin.P = min(1, 2*AtLeast(bin.Count, bin.Expected, 1/size))
	x.found = append(x.found, bin)
}

// Tests returns how many tests were made.
func (x *Excesses) Tests() int { return x.tests }

// Above returns the excesses at a false discovery rate, by subject, place and step, and the largest
// probability that was one, −1 when there is none. Of the two comparisons of a bin the surer one is told.
func (x *Excesses) Above(q float64) (found []Excess, cut float64) {
	p := make([]float64, len(x.found))
	for i := range x.found {
		p[i] = x.found[i].P
	}
	if cut = cutBH(p, x.tests, q); cut < 0 {
		return nil, -1
	}
	slices.SortFunc(x.found, func(a, b Excess) int { return cmp.Compare(a.P, b.P) })
	least := 1.0
	for rank := len(x.found); rank > 0; rank-- {
		bin := &x.found[rank-1]
		least = min(least, bin.P*float64(x.tests)/float64(rank))
		bin.Adjusted = least
		if bin.P <= cut {
			found = append(found, *bin)
		}
	}
	slices.SortFunc(found, func(a, b Excess) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Place, b.Place), cmp.Compare(a.Step, b.Step), cmp.Compare(a.P, b.P))
	})
	return slices.CompactFunc(found, func(a, b Excess) bool {
		return a.Subject == b.Subject && a.Place == b.Place && a.Step == b.Step
	}), cut
}

// A Turn is when a course rose and when it fell back: from index From on and before To its level was Inside
// times what was expected, otherwise Outside.
type Turn struct {
	From, To        int
	Inside, Outside float64
	LLR             float64 // log likelihood ratio against one level throughout
}

// TurnOf returns the turn of a course that its counts make likeliest, given what is expected of each
// index up to a factor: the scan over all intervals of Kulldorff's ratio. It is the whole course where
// nothing is likelier than one level throughout.
func TurnOf(counts, expected []float64) Turn {
	counted, of := cumulate(counts), cumulate(expected)
	n := len(counts)
	all, e := counted[n], of[n]
	best := Turn{From: 0, To: n}
	if e <= 0 {
		return best
	}
	best.Inside, best.Outside = all/e, all/e
	for from := range n {
		for to := from + 1; to <= n; to++ {
			in, ein := counted[to]-counted[from], of[to]-of[from]
			if ein <= 0 || e-ein <= 1e-9*e || in*(e-ein) <= (all-in)*ein {
				continue
			}
			if llr := plogp(in, ein) + plogp(all-in, e-ein) - plogp(all, e); llr > best.LLR {
				best = Turn{from, to, in / ein, (all - in) / (e - ein), llr}
			}
		}
	}
	return best
}

// plogp is c ln(c/e), 0 for none.
func plogp(c, e float64) float64 {
	if c <= 0 {
		return 0
	}
	return c * math.Log(c/e)
}

func cumulate(x []float64) []float64 {
	sum := make([]float64, len(x)+1)
	for i, v := range x {
		sum[i+1] = sum[i] + v
	}
	return sum
}

// Surest returns the smallest probability that was found, 1 for none.
func (x *Excesses) Surest() float64 {
	least := 1.0
	for i := range x.found {
		least = min(least, x.found[i].P)
	}
	return least
}
