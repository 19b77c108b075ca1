package hotspot

import "math"

// Exposures are what incidents may follow: households, buildings and the like, x[exposure][place].
type Exposures [][]float64

// rounds is how often the weights of exposures are bettered: by then they change no more in the fifth digit.
const rounds = 100

// Fit returns how much weight each exposure has, none below 0, so that the weighted exposures come nearest to
// the counts: the likeliest weights of Poisson counts with mean Σ a_j x_j, by expectation and
// maximisation (Richardson 1972, Lucy 1974). What is expected sums up to what is counted.
//
//	a_j ← a_j Σ_i x_ij O_i/E_i / Σ_i x_ij
//
// An exposure that is 0 everywhere has no weight. Places at which all are 0 are left out.
func (x Exposures) Fit(counts []float64) []float64 {
	weights, of := make([]float64, len(x)), make([]float64, len(x))
	all, used := 0.0, 0.0
	for i, count := range counts {
		if x.any(i) {
			all += count
		}
	}
	for j := range x {
		for _, v := range x[j] {
			of[j] += v
		}
		if of[j] > 0 {
			used++
		}
	}
	for j := range weights {
		if of[j] > 0 {
			weights[j] = all / of[j] / used
		}
	}
	for range rounds {
		x.better(weights, counts, of)
	}
	return weights
}

// any reports whether a place is exposed to anything.
func (x Exposures) any(place int) bool {
	for j := range x {
		if x[j][place] > 0 {
			return true
		}
	}
	return false
}

// better makes one round of Fit.
func (x Exposures) better(weights, counts, of []float64) {
	gain := make([]float64, len(x))
	for i, count := range counts {
		if count == 0 {
			continue
		}
		if e := x.At(weights, i); e > 0 {
			for j := range x {
				gain[j] += x[j][i] * count / e
			}
		}
	}
	for j := range weights {
		if of[j] > 0 {
			weights[j] *= gain[j] / of[j]
		}
	}
}

// At returns what is expected at a place by weights.
func (x Exposures) At(weights []float64, place int) (e float64) {
	for j, weight := range weights {
		e += weight * x[j][place]
	}
	return e
}

// Expected returns what is expected everywhere by weights.
func (x Exposures) Expected(weights []float64) []float64 {
	if len(x) == 0 {
		return nil
	}
	out := make([]float64, len(x[0]))
	for i := range out {
		out[i] = x.At(weights, i)
	}
	return out
}

// Spread returns the part τ² of the variance E + τ²E² of counts that chance alone does not make, told from
// ordinary places: a hot spot must not hide itself by making all the rest look restless. It is the larger of
// two figures, neither of which a few high counts can raise: that at which places without an incident are
// as many as there are, and that of the moments of places within three deviations, which
// by leaving out the farthest is up to half too small. Places where nothing is expected do not count.
func Spread(counts, expected []float64) float64 {
	return spreadByEmpty(counts, expected, spreadByMoments(counts, expected))
}

// ordinary is how many deviations from what is expected a place may be to tell what is ordinary.
const ordinary = 3

func spreadByMoments(counts, expected []float64) (spread float64) {
	for range 20 {
		beyond, squares := 0.0, 0.0
		for i, e := range expected {
			d := counts[i] - e
			if e <= 0 || d*d > ordinary*ordinary*(e+spread*e*e) {
				continue
			}
			beyond, squares = beyond+d*d-e, squares+e*e
		}
		if squares == 0 {
			return 0
		}
		spread = max(0, beyond/squares)
	}
	return spread
}

// mostSpread is where the search for a spread ends: at a thousand nearly all places are empty and a few have all.
const mostSpread = 1000

// spreadByEmpty returns the spread, a least one or more, at which places without an incident are as many as there are. As
// many as there are with the least are told first: mostly they are enough. The root is found by regula falsi, of which
// an end that stays counts half (Illinois: Dowell and Jarratt 1971), in the logarithm, in which the count is nearly straight.
func spreadByEmpty(counts, expected []float64, least float64) float64 {
	seen := 0.0
	for i, e := range expected {
		if e > 0 && counts[i] == 0 {
			seen++
		}
	}
	beyond := func(u float64) float64 { return emptyBy(expected, math.Expm1(u)) - seen }
	low, high := math.Log1p(least), math.Log1p(mostSpread)
	atLow, atHigh := beyond(low), beyond(high)
	switch {
	case atLow >= 0:
		return least
	case atHigh <= 0:
		return max(least, mostSpread)
	}
	middle, stays := low, 0
	for range 60 {
		middle = high - atHigh*(high-low)/(atHigh-atLow)
		at := beyond(middle)
		if math.Abs(at) <= 1e-12*seen || high-low <= 1e-15 {
			break
		}
		if at < 0 {
			low, atLow = middle, at
			if stays = min(stays, 0) - 1; stays < -1 {
				atHigh /= 2
			}
		} else {
			high, atHigh = middle, at
			if stays = max(stays, 0) + 1; stays > 1 {
				atLow /= 2
			}
		}
	}
	return math.Expm1(middle)
}

// emptyBy returns how many places are expected to have no incident.
func emptyBy(expected []float64, spread float64) (sum float64) {
	for _, e := range expected {
		switch {
		case e <= 0:
		case spread < 1e-9:
			sum += math.Exp(-e)
		default:
			sum += math.Exp(-math.Log1p(spread*e) / spread)
		}
	}
	return sum
}
