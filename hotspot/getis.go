package hotspot

import "math"

// A Local is a statistic of every place. Where Why is not Testable, Z is 0 and P is 1.
type Local struct {
	Z   []float64 // standard normal when nothing is going on
	P   []float64 // two-sided
	Why []Untested
}

func newLocal(n int) Local {
	return Local{Z: make([]float64, n), P: make([]float64, n), Why: make([]Untested, n)}
}

// set gives a place its z.
func (l Local) set(place int, z float64) {
	l.Z[place], l.P[place] = z, twoSided(z)
}

// refuse says why a place has no answer.
func (l Local) refuse(place int, why Untested) {
	l.P[place], l.Why[place] = 1, why
}

// twoSided returns the probability that a standard normal is at least as far from 0 as z.
func twoSided(z float64) float64 { return math.Erfc(math.Abs(z) / math.Sqrt2) }

// GiStar returns the statistic Gi* of Getis and Ord (1992; Ord and Getis 1995) of x, a figure for
// each place: how far the weighted sum over a place and its neighbours lies from what it would be if
// the figures were dealt at random.
//
//	z_i = (Σ_j w_ij x_j − m W_i) / (s √((n S1_i − W_i²)/(n−1))),  W_i = Σ_j w_ij,  S1_i = Σ_j w_ij²
//
// m is the mean and s² the variance of x divided by n (Ord and Getis; dividing by n−1, as Getis and
// Ord 1996 do, makes z smaller by √((n−1)/n)). A place counts among its own neighbours and is added
// with weight 1 where it is not. Weights of 0 and 1 and the same row-standardised give the same z.
func GiStar(x []float64, w *Weights) Local {
	w = w.WithSelf()
	study := measure(x, w)
	out := newLocal(w.Len())
	for i := range w.Len() {
		sum, squares := w.sums(i)
		spread := study.n*squares - sum*sum
		if why := study.untested(w, i, spread, study.n*squares); why != Testable {
			out.refuse(i, why)
			continue
		}
		out.set(i, (w.lag(x, i)-study.mean*sum)/(study.deviation*math.Sqrt(spread/(study.n-1))))
	}
	return out
}

// Gi returns the statistic Gi of Getis and Ord: as GiStar, but a place is not among its own
// neighbours, and mean and variance are those of the n−1 others.
//
//	z_i = (Σ_j w_ij x_j − m_i W_i) / (s_i √(((n−1) S1_i − W_i²)/(n−2))),  j ≠ i
func Gi(x []float64, w *Weights) Local {
	w = w.WithoutSelf()
	study := measure(x, w)
	out := newLocal(w.Len())
	for i := range w.Len() {
		sum, squares := w.sums(i)
		others := study.n - 1
		spread := others*squares - sum*sum
		if why := study.untested(w, i, spread, others*squares); why != Testable {
			out.refuse(i, why)
			continue
		}
		mean, deviation := study.without(x[i])
		if deviation == 0 {
			out.refuse(i, NoVariance)
			continue
		}
		out.set(i, (w.lag(x, i)-mean*sum)/(deviation*math.Sqrt(spread/(others-1))))
	}
	return out
}

// A study is what all places of the study area have in common.
type study struct {
	n, mean, deviation float64 // deviation² is divided by n; 0 when all figures are the same
}

// measure takes the mean and the deviation over the study area.
func measure(x []float64, w *Weights) study {
	s := study{n: float64(w.inside())}
	low, high := math.Inf(1), math.Inf(-1)
	for i, v := range x {
		if !w.isOutside(i) {
			s.mean += v / s.n
			low, high = min(low, v), max(high, v)
		}
	}
	if !(high > low) {
		return s
	}
	squares := 0.0
	for i, v := range x {
		if !w.isOutside(i) {
			squares += (v - s.mean) * (v - s.mean)
		}
	}
	s.deviation = math.Sqrt(squares / s.n)
	return s
}

// without returns mean and deviation of the study without one figure.
func (s study) without(v float64) (mean, deviation float64) {
	others := s.n - 1
	mean = s.mean + (s.mean-v)/others
	squares := s.n*s.deviation*s.deviation - (v-s.mean)*(v-s.mean)*s.n/others
	if squares <= 1e-12*s.n*s.deviation*s.deviation {
		return mean, 0
	}
	return mean, math.Sqrt(squares / others)
}

// untested says why a place cannot be tested whose neighbours' spread, of so much at the most, is given.
func (s study) untested(w *Weights, place int, spread, most float64) Untested {
	links := w.Neighbours(place)
	switch {
	case w.isOutside(place):
		return OutsideArea
	case s.n < 3:
		return TooFewPlaces
	case len(links) == 0 || len(links) == 1 && links[0] == int32(place):
		return NoNeighbours
	case s.deviation == 0:
		return NoVariance
	case spread <= 1e-9*most:
		return AllNeighbours
	}
	return Testable
}
