package hotspot

import (
	"gonum.org/v1/gonum/stat/distuv"
)

// A Period has so many incidents in so much time.
type Period struct {
	Incidents int
	Days      float64
}

// A Ratio compares the rates of two periods of one place.
type Ratio struct {
	Value  float64 // of the later to the earlier; 0 when Open
	Limits         // Upper is 0 when Open
	P      float64 // two-sided
	Open   bool    // the earlier period has no incident: there is a lower limit only
	Why    Untested
}

// fewestForPercent is how many incidents both periods need before their change is told as a percentage.
const fewestForPercent = 10

// Percent reports whether both periods have enough incidents to tell the change as a percentage.
func Percent(later, earlier Period) bool {
	return later.Incidents >= fewestForPercent && earlier.Incidents >= fewestForPercent
}

// Compare returns the ratio of two Poisson rates with exact limits (Clopper and Pearson) and the
// exact test of their being equal (Przyborowski and Wilenski 1940): given their sum, the later count is
// binomial with probability T1/(T1+T2). P sums the probabilities of all outcomes that are not likelier
// than the one seen. Days of both are above 0.
//
//	Lower = T2/T1 · l/(1−l),  l the lower limit of the share x1/(x1+x2); Upper likewise
func Compare(later, earlier Period, confidence float64) Ratio {
	n := later.Incidents + earlier.Incidents
	if n == 0 {
		return Ratio{P: 1, Why: NothingHappened}
	}
	share := later.Days / (later.Days + earlier.Days)
	out := Ratio{P: binomial(later.Incidents, n, share), Open: earlier.Incidents == 0}
	low, high := clopperPearson(later.Incidents, n, confidence)
	times := earlier.Days / later.Days
	out.Lower = low / (1 - low) * times
	if !out.Open {
		out.Value = float64(later.Incidents) / float64(earlier.Incidents) * times
		out.Upper = high / (1 - high) * times
	}
	return out
}

// clopperPearson returns the exact limits of a share.
func clopperPearson(x, n int, confidence float64) (low, high float64) {
	alpha := (1 - confidence) / 2
	high = 1
	if x > 0 {
		low = distuv.Beta{Alpha: float64(x), Beta: float64(n - x + 1)}.Quantile(alpha)
	}
	if x < n {
		high = distuv.Beta{Alpha: float64(x + 1), Beta: float64(n - x)}.Quantile(1 - alpha)
	}
	return low, high
}

// asLikely is by how much likelier an outcome may be and still count as not likelier: equal ones differ by rounding.
const asLikely = 1 + 1e-7

// binomial returns the two-sided probability of x of n: that of all outcomes that are not likelier. From the
// likeliest outcome on each is told from the one before, until what is left adds nothing.
func binomial(x, n int, share float64) float64 {
	b := distuv.Binomial{N: float64(n), P: share}
	seen := b.Prob(float64(x)) * asLikely
	top := min(n, int(float64(n+1)*share))
	odds := share / (1 - share)
	most := b.Prob(float64(top))
	sum := 0.0
	for k, p := top, most; k <= n && p > nothing*sum; k++ {
		if p <= seen {
			sum += p
		}
		p *= float64(n-k) / float64(k+1) * odds
	}
	for k, p := top, most; k > 0; {
		p *= float64(k) / (float64(n-k+1) * odds)
		k--
		if p <= nothing*sum {
			break
		}
		if p <= seen {
			sum += p
		}
	}
	return min(1, sum)
}

// nothing is the part of a sum that is lost in it.
const nothing = 1e-20
