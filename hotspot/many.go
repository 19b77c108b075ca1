package hotspot

import (
	"cmp"
	"math"
	"slices"
)

// A correction adjusts probabilities for being many.
type correction func(rank, tests int) float64

// BH returns each probability adjusted by Benjamini and Hochberg (1995): a place is significant at
// false discovery rate q when its adjusted probability is at most q. One family is one map: all
// tested places of one layer and period. Places that were not tested do not count and get 1.
//
//	p~_(i) = min_{j ≥ i} (m/j) p_(j), at most 1
func BH(p []float64, why []Untested) []float64 {
	return stepUp(p, why, func(rank, tests int) float64 { return float64(tests) / float64(rank) })
}

// BY is BH times Σ 1/j, which holds under any dependence (Benjamini and Yekutieli 2001).
func BY(p []float64, why []Untested) []float64 {
	harmonic, of := 0.0, 0
	return stepUp(p, why, func(rank, tests int) float64 {
		for ; of < tests; of++ {
			harmonic += 1 / float64(of+1)
		}
		return harmonic * float64(tests) / float64(rank)
	})
}

// Bonferroni returns m·p, at most 1.
func Bonferroni(p []float64, why []Untested) []float64 {
	return stepUp(p, why, func(_, tests int) float64 { return float64(tests) })
}

// Holm returns each probability adjusted by Holm (1979): max_{j ≤ i} (m−j+1) p_(j), at most 1.
func Holm(p []float64, why []Untested) []float64 {
	adjusted, order := ordered(p, why)
	most := 0.0
	for rank, i := range order {
		most = max(most, float64(len(order)-rank)*p[i])
		adjusted[i] = min(most, 1)
	}
	return adjusted
}

// stepUp corrects from the largest probability down, so that none is adjusted above a larger one.
func stepUp(p []float64, why []Untested, by correction) []float64 {
	adjusted, order := ordered(p, why)
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, by(rank, len(order))*p[i])
		adjusted[i] = least
	}
	return adjusted
}

// ordered returns 1 for every place, and the tested places by probability.
func ordered(p []float64, why []Untested) (ones []float64, order []int32) {
	ones = make([]float64, len(p))
	order = make([]int32, 0, len(p))
	for i := range p {
		ones[i] = 1
		if why == nil || why[i] == Testable {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(p[a], p[b]), cmp.Compare(a, b)) })
	return ones, order
}

// cutBH returns the largest of the tested probabilities that BH rejects at rate q, or -1. It looks
// only at those up to q: none above can be rejected.
func cutBH(p []float64, tests int, q float64) float64 {
	var low []float64
	for _, v := range p {
		if v <= q {
			low = append(low, v)
		}
	}
	slices.Sort(low)
	for rank := len(low); rank > 0; rank-- {
		if low[rank-1]*float64(tests) <= q*float64(rank) {
			return low[rank-1]
		}
	}
	return -1
}

// A Class says how surely a place is hot (above 0) or cold (below), after correction for many tests.
type Class int8

// Classes: the number is the confidence, as 1 minus the false discovery rate.
const (
	Cold99 Class = iota - 3
	Cold95
	Cold90
	NotSignificant
	Hot90
	Hot95
	Hot99
	NotTested Class = math.MaxInt8
)

var classNames = map[Class]string{
	Cold99: "cold_99", Cold95: "cold_95", Cold90: "cold_90", NotSignificant: "not_significant",
	Hot90: "hot_90", Hot95: "hot_95", Hot99: "hot_99", NotTested: "not_tested",
}

// String returns the name that answers carry, such as hot_95.
func (c Class) String() string { return classNames[c] }

// Classes gives each place the smallest false discovery rate of 1, 5 and 10 % at which it is
// significant, hot or cold by the sign of its z.
func Classes(local Local) []Class {
	tests := 0
	p := make([]float64, 0, len(local.P))
	for i, v := range local.P {
		if local.Why[i] == Testable {
			tests++
			p = append(p, v)
		}
	}
	cuts := [...]float64{cutBH(p, tests, 0.10), cutBH(p, tests, 0.05), cutBH(p, tests, 0.01)}
	classes := make([]Class, len(local.P))
	for i := range classes {
		if local.Why[i] != Testable {
			classes[i] = NotTested
			continue
		}
		for _, cut := range cuts {
			if local.P[i] <= cut {
				classes[i]++
			}
		}
		if local.Z[i] < 0 {
			classes[i] = -classes[i]
		}
	}
	return classes
}
