package hotspot

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Limits enclose an unknown figure.
type Limits struct{ Lower, Upper float64 }

// PoissonLimits returns the exact limits of the mean of a Poisson count at a confidence of, say, 0.95
// (Garwood 1936): χ²(α/2; 2x)/2 and χ²(1−α/2; 2x+2)/2. The lower one of no incidents is 0.
func PoissonLimits(count int, confidence float64) Limits {
	alpha := 1 - confidence
	limits := Limits{Upper: distuv.ChiSquared{K: 2 * float64(count+1)}.Quantile(1-alpha/2) / 2}
	if count > 0 {
		limits.Lower = distuv.ChiSquared{K: 2 * float64(count)}.Quantile(alpha/2) / 2
	}
	return limits
}

// A Rate is incidents per 1,000 households and month of a place. Where Why is not Testable the raw
// rate and its limits are 0.
type Rate struct {
	Raw      float64
	Limits           // exact, of the raw rate
	Smoothed float64 // drawn to the mean of all as far as chance explains (EmpiricalBayes): for reading, never for testing
	Why      Untested
}

// A RateRule is how rates are made.
type RateRule struct {
	Months     float64 // length of the period
	Confidence float64 // of the limits
	Floor      float64 // households below which no raw rate is told
}

// Rates returns the rate of every place.
func Rates(incidents []int, households []float64, rule RateRule) []Rate {
	scale := 1000 / rule.Months
	smoothed := EmpiricalBayes(incidents, households)
	out := make([]Rate, len(incidents))
	limits := map[int]Limits{} // of each count that has come up: most places have one of a few
	for i, count := range incidents {
		out[i].Smoothed = smoothed[i] * scale
		switch {
		case households[i] <= 0:
			out[i].Why = NoHouseholds
		case households[i] < rule.Floor:
			out[i].Why = TooFewHouseholds
		default:
			by := scale / households[i]
			l, known := limits[count]
			if !known {
				l = PoissonLimits(count, rule.Confidence)
				limits[count] = l
			}
			out[i].Raw = float64(count) * by
			out[i].Limits = Limits{Lower: l.Lower * by, Upper: l.Upper * by}
		}
	}
	return out
}

// EmpiricalBayes returns incidents per household of every place, drawn towards the mean of all (Marshall 1991).
//
//	m = ΣO/Σn,  a = max(0, Σn(p−m)²/Σn − m/n̄),  p~ = m + (p−m) a/(a + m/n)
//
// When chance explains all differences every figure is m: test residuals or raw rates, not these.
// A place without households gets m.
func EmpiricalBayes(incidents []int, households []float64) []float64 {
	var all tallied
	for i := range incidents {
		all.add(incidents[i], households[i])
	}
	mean, squares := all.rate(), 0.0
	for i := range incidents {
		squares += deviance(incidents[i], households[i], mean)
	}
	drawn := all.prior(squares)
	out := make([]float64, len(incidents))
	for i := range out {
		out[i] = drawn.draw(incidents[i], households[i])
	}
	return out
}

// EmpiricalBayesLocal is EmpiricalBayes with each place drawn towards the mean of itself and its
// neighbours. As spdep has it, each neighbour's deviation is taken from the mean round that neighbour.
// A place outside the study area gets 0.
func EmpiricalBayesLocal(incidents []int, households []float64, w *Weights) []float64 {
	w = w.WithSelf()
	round, squares := make([]tallied, w.Len()), make([]float64, w.Len())
	for i := range round {
		for _, j := range w.Neighbours(i) {
			round[i].add(incidents[j], households[j])
		}
		squares[i] = deviance(incidents[i], households[i], round[i].rate())
	}
	out := make([]float64, w.Len())
	for i := range out {
		if !w.isOutside(i) {
			out[i] = round[i].prior(w.lag(squares, i)).draw(incidents[i], households[i])
		}
	}
	return out
}

// deviance is n(p−m)² of a place, 0 without households.
func deviance(incidents int, households, mean float64) float64 {
	if households <= 0 {
		return 0
	}
	d := float64(incidents)/households - mean
	return households * d * d
}

// A tallied has incidents and households of the places that have any, and how many places these are.
type tallied struct{ incidents, households, places float64 }

func (s *tallied) add(incidents int, households float64) {
	if households > 0 {
		s.incidents, s.households, s.places = s.incidents+float64(incidents), s.households+households, s.places+1
	}
}

// rate returns incidents per household, 0 without any.
func (s *tallied) rate() float64 {
	if s.households == 0 {
		return 0
	}
	return s.incidents / s.households
}

// prior returns what is known of a rate before its own incidents are seen, given Σn(p−m)².
func (s *tallied) prior(squares float64) prior {
	p := prior{mean: s.rate()}
	if s.households > 0 {
		p.variance = max(0, (squares-p.mean*s.places)/s.households)
	}
	return p
}

// A prior is the mean rate of some places and how much they differ beyond chance.
type prior struct{ mean, variance float64 }

// draw returns the rate of a place drawn towards the prior.
func (p prior) draw(incidents int, households float64) float64 {
	if households <= 0 || p.variance == 0 {
		return p.mean
	}
	return p.mean + (float64(incidents)/households-p.mean)*p.variance/(p.variance+p.mean/households)
}

// Expected shares all incidents out by households: what a place would have if risk were the same everywhere.
func Expected(incidents []int, households []float64) []float64 {
	var all, of float64
	for i, count := range incidents {
		all, of = all+float64(count), of+max(households[i], 0)
	}
	out := make([]float64, len(incidents))
	if of == 0 {
		return out
	}
	for i := range out {
		out[i] = all * max(households[i], 0) / of
	}
	return out
}

// Residuals returns (O − E)/√E, the figure that hot spots are tested on: under constant risk its
// variance is the same everywhere. It is 0 where nothing is expected; such places belong outside the study area.
func Residuals(incidents []int, expected []float64) []float64 {
	out := make([]float64, len(incidents))
	for i, e := range expected {
		if e > 0 {
			out[i] = (float64(incidents[i]) - e) / math.Sqrt(e)
		}
	}
	return out
}

// A Dispersion says how much more than a Poisson count incidents vary.
type Dispersion struct {
	Phi float64 // Σ(O−E)²/E/(n−1): 1 for Poisson, above it for reports that come in bunches; 1 when fewer than two places expect any
	// Size is k of the negative binomial with variance E + E²/k, by moments; 0: Poisson is enough.
	Size float64
}

// DispersionOf measures how incidents vary about what is expected.
func DispersionOf(incidents []int, expected []float64) Dispersion {
	var chi, squares, beyond, n float64
	for i, e := range expected {
		if e > 0 {
			d := float64(incidents[i]) - e
			chi, squares, beyond, n = chi+d*d/e, squares+e*e, beyond+d*d-e, n+1
		}
	}
	if n < 2 {
		return Dispersion{Phi: 1}
	}
	out := Dispersion{Phi: chi / (n - 1)}
	if beyond > 0 {
		out.Size = squares / beyond
	}
	return out
}
