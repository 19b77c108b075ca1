package hotspot

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// leastTellable is how many incidents must be expected before none at all can be significant at 5 %: e^−3 = 0.0498.
const leastTellable = 3

// Silence tests places for too few incidents to be believed: P is the probability of no incident at all
// where some are expected, e^−E for Poisson counts and (k/(k+E))^k for those of the dispersion's size k.
// Z is that of the same one-sided probability, below 0. A place with an incident is not silent: P is 1.
// Below three expected nothing can be told; about ten are needed to survive among a thousand places.
// Correct with BH. Silence is no fault: it says where nobody looks, or where nobody is asked.
func Silence(incidents []int, expected []float64, of Dispersion) Local {
	out := newLocal(len(incidents))
	for i, e := range expected {
		switch {
		case !(e >= leastTellable):
			out.refuse(i, TooFewExpected)
		case incidents[i] > 0:
			out.P[i] = 1
		case of.Size > 0:
			out.P[i] = math.Exp(-of.Size * math.Log1p(e/of.Size))
			out.Z[i] = mathext.NormalQuantile(max(out.P[i], math.SmallestNonzeroFloat64))
		default:
			out.P[i] = math.Exp(-e)
			out.Z[i] = mathext.NormalQuantile(max(out.P[i], math.SmallestNonzeroFloat64))
		}
	}
	return out
}

// An Exposure is how often incidents of a place were reported again while they were open: the trace of
// how readily people there report (Liu, Bhandaram and Garg 2023).
type Exposure struct {
	Again int     // reports after the first of each incident
	Days  float64 // that incidents were open after their first report, summed up
}

// A Readiness is how readily people of a place report.
type Readiness struct {
	PerDay float64 // further reports a day that an incident is open: a Poisson rate
	Limits         // exact, of PerDay
	// Against the rest of the district: the ratio of PerDay, with the exact test.
	Against Ratio
	Why     Untested
}

// leastExposure is how many days incidents must have been open before a rate is told.
const leastExposure = 30

// Reporting returns how readily people of every place report, beside all other places: λ = Again/Days, a Poisson rate
// with its limits, and its ratio to that of the others by [Compare]. The same trouble shows up later, or never, in
// the figures of a place where λ is small. Nothing is told of a place, or beside others, with fewer than 30 days.
func Reporting(exposures []Exposure, confidence float64) []Readiness {
	var all Exposure
	for _, e := range exposures {
		all.Again, all.Days = all.Again+e.Again, all.Days+e.Days
	}
	out := make([]Readiness, len(exposures))
	for i, e := range exposures {
		rest := Exposure{all.Again - e.Again, all.Days - e.Days}
		if e.Days < leastExposure || rest.Days < leastExposure {
			out[i].Why = TooFewExpected
			continue
		}
		limits := PoissonLimits(e.Again, confidence)
		out[i] = Readiness{
			PerDay: float64(e.Again) / e.Days, Limits: Limits{limits.Lower / e.Days, limits.Upper / e.Days},
			Against: Compare(Period{e.Again, e.Days}, Period{rest.Again, rest.Days}, confidence),
		}
	}
	return out
}
