package hotspot

import (
	"math"
	"slices"
)

// A Trend is the Mann–Kendall test of a series.
type Trend struct {
	S        int     // pairs that rise less pairs that fall
	Variance float64 // of S when there is no trend, ties counted
	Z        float64 // with continuity correction; 0 when S or Variance is 0
	P        float64 // two-sided; exact for up to 10 values without ties
	Exact    bool
	TauB     float64 // Kendall's, with ties; 0 when all values are the same
}

// MannKendall tests a series for a trend up or down (Mann 1945, Kendall 1975).
//
//	S = Σ_{i<j} sign(x_j − x_i),  Var = [n(n−1)(2n+5) − Σ_t t(t−1)(2t+5)]/18,  z = (S − sign S)/√Var
func MannKendall(x []float64) Trend {
	s, variance, untied := kendall(x)
	t := trendOf(s, variance)
	pairs := float64(len(x)*(len(x)-1)) / 2
	if untied > 0 {
		t.TauB = float64(s) / math.Sqrt(pairs*float64(untied))
	}
	if len(x) > 1 && len(x) <= mostExact && float64(untied) == pairs {
		t.P, t.Exact = exactKendall(len(x), s), true
	}
	return t
}

// mostExact is up to how many values without ties the exact distribution is used: below it the normal is off.
const mostExact = 10

// SeasonalMannKendall tests a series whose seasons repeat every so many values: each value is only
// compared with those of its own season, and S and Var are summed (Hirsch, Slack and Smith 1982).
func SeasonalMannKendall(x []float64, period int) Trend {
	s, variance := 0, 0.0
	for season := range min(period, len(x)) {
		var own []float64
		for i := season; i < len(x); i += period {
			own = append(own, x[i])
		}
		one, of, _ := kendall(own)
		s, variance = s+one, variance+of
	}
	return trendOf(s, variance)
}

func trendOf(s int, variance float64) Trend {
	t := Trend{S: s, Variance: variance, P: 1}
	if s != 0 && variance > 0 {
		t.Z = (float64(s) - math.Copysign(1, float64(s))) / math.Sqrt(variance)
		t.P = twoSided(t.Z)
	}
	return t
}

// kendall returns S, its variance and how many pairs are not tied.
func kendall(x []float64) (s int, variance float64, untied int) {
	n := len(x)
	for i, a := range x {
		for _, b := range x[i+1:] {
			if b > a {
				s++
			} else if b < a {
				s--
			}
		}
	}
	sorted := slices.Clone(x)
	slices.Sort(sorted)
	ties := 0
	untied = n * (n - 1) / 2
	for i := 0; i < n; {
		j := i
		for j < n && sorted[j] == sorted[i] {
			j++
		}
		t := j - i
		ties += t * (t - 1) * (2*t + 5)
		untied -= t * (t - 1) / 2
		i = j
	}
	return s, float64(n*(n-1)*(2*n+5)-ties) / 18, untied
}

// exactKendall returns the two-sided probability of |S| of n values without ties: twice the smaller
// tail, at most 1. The orders of n values with so many inversions are counted.
func exactKendall(n, s int) float64 {
	pairs := n * (n - 1) / 2
	orders := make([]float64, pairs+1) // by inversions
	orders[0] = 1
	for m := 2; m <= n; m++ {
		next := make([]float64, pairs+1)
		for inversions := range next {
			for k := range min(m, inversions+1) {
				next[inversions] += orders[inversions-k]
			}
		}
		orders = next
	}
	tail, all := 0.0, 0.0
	for inversions, count := range orders {
		all += count
		if inversions <= (pairs-max(s, -s))/2 {
			tail += count
		}
	}
	return min(1, 2*tail/all)
}

// SenSlope returns the median slope of all pairs of a series, a step (Sen 1968); 0 for fewer than two values.
func SenSlope(x []float64) float64 {
	var slopes []float64
	for i := range x {
		for j := i + 1; j < len(x); j++ {
			slopes = append(slopes, (x[j]-x[i])/float64(j-i))
		}
	}
	if len(slopes) == 0 {
		return 0
	}
	slices.Sort(slopes)
	middle := len(slopes) / 2
	if len(slopes)%2 == 1 {
		return slopes[middle]
	}
	return (slopes[middle-1] + slopes[middle]) / 2
}
