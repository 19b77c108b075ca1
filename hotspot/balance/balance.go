// Package balance says whether work is shared out fairly: households against the band, posts against the
// rules, and loads against what chance alone would make of equal shares.
//
// It does no input or output.
package balance

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Unevenness says in several ways how far loads are from equal. All are 0 of no load at all, but Jain, which is 1.
type Unevenness struct {
	Mean         float64
	MostOverMean float64 // the greatest by the mean
	CV           float64 // coefficient of variation: √(Σ(x−m)²/n)/m
	Gini         float64 // Σ(2i−n−1)x_(i)/(n²m): 0 when all are equal, near 1 when one has all
	Theil        float64 // Σ (x/m) ln(x/m)/n
	Jain         float64 // (Σx)²/(nΣx²): 1 when all are equal, 1/n when one has all
}

// ErrLoad is the answer to a load that is below 0 or no number.
var ErrLoad = errors.New("a load is a number of at least 0")

// Measure measures loads. Some unevenness is chance: with m incidents on average CV is about 1/√m though
// every share be equal. Only Limits tells which loads chance does not explain.
func Measure(loads []float64) (Unevenness, error) {
	n, sum, squares := float64(len(loads)), 0.0, 0.0
	for _, x := range loads {
		if !(x >= 0) || math.IsInf(x, 1) {
			return Unevenness{}, ErrLoad
		}
		sum, squares = sum+x, squares+x*x
	}
	if sum == 0 {
		return Unevenness{Jain: 1}, nil
	}
	u := Unevenness{Mean: sum / n, MostOverMean: slices.Max(loads) * n / sum, Jain: sum * sum / (n * squares)}
	spread := 0.0
	for i, x := range slices.Sorted(slices.Values(loads)) {
		spread += (x - u.Mean) * (x - u.Mean)
		u.Gini += (2*float64(i+1) - n - 1) * x / (n * sum)
		if x > 0 {
			u.Theil += x / u.Mean * math.Log(x/u.Mean) / n
		}
	}
	u.CV = math.Sqrt(spread/n) / u.Mean
	return u, nil
}

// A Share is what one grid does and what it would do if work followed households.
type Share struct {
	Load     float64 // Σ weight·incidents
	Expected float64 // Σ weight·expected incidents
	// Variance of Load when chance alone is at work: Σ weight²·expected, times how far incidents come in bunches.
	Variance float64
}

// Shares weighs the incidents of every grid. Incidents[kind][grid] are counted, weights are by kind, and
// what is expected follows households. Dispersion is how much more than one by one incidents vary by chance, at least 1,
// as hotspot.Bunching tells it: how far places differ for good is no chance.
func Shares(incidents [][]int, weights, households []float64, dispersion float64) ([]Share, error) {
	all := 0.0
	for _, n := range households {
		if !(n >= 0) || math.IsInf(n, 1) {
			return nil, ErrLoad
		}
		all += n
	}
	out := make([]Share, len(households))
	for kind, counts := range incidents {
		weight := weights[kind]
		if !(weight >= 0) || math.IsInf(weight, 1) {
			return nil, ErrLoad
		}
		total := 0
		for _, count := range counts {
			total += count
		}
		for grid, count := range counts {
			out[grid].Load += weight * float64(count)
			if all > 0 {
				expected := float64(total) * households[grid] / all
				out[grid].Expected += weight * expected
				out[grid].Variance += weight * weight * expected * max(1, dispersion)
			}
		}
	}
	return out, nil
}

// Judgement says how a share compares with chance.
type Judgement int8

// Judgements.
const (
	Less     Judgement = iota - 1 // less than chance explains
	Fair                          // within what chance explains
	More                          // more than chance explains
	Untested Judgement = math.MaxInt8
)

var judgementNames = map[Judgement]string{Less: "less", Fair: "fair", More: "more", Untested: "not_tested"}

// String returns the name that answers carry.
func (j Judgement) String() string { return judgementNames[j] }

// Funnel are the limits within which a share's load lies by chance.
type Funnel struct {
	Lower, Upper float64
	Judgement    Judgement // of the load
}

// Usual is the confidence of funnel limits: one grid in five hundred lies outside by chance.
const Usual = 0.998

// Limits returns the limits of a share's load at a confidence c: the funnel of Spiegelhalter (2005, appendix A.1.1), who
// puts the quantile of a Poisson count between whole numbers by how far its distribution has come, for loads whose
// variance is not their mean by the scaled Poisson distribution of Bohm and Zech (2014), which has the share's mean
// and variance: that of e times a count of mean λ.
//
//	e = Variance/Expected,  λ = Expected/e,  Lower = e q((1−c)/2),  Upper = e q((1+c)/2)
//	q(p) = k − (P(N ≤ k) − p)/P(N = k),  k the least with P(N ≤ k) ≥ p;  at least 0
//
// Two-sided. Nothing is told of a share that expects nothing.
func (s Share) Limits(confidence float64) Funnel {
	if s.Expected <= 0 || s.Variance <= 0 {
		return Funnel{Judgement: Untested}
	}
	each := s.Variance / s.Expected
	count := distuv.Poisson{Lambda: s.Expected / each}
	alpha := (1 - confidence) / 2
	f := Funnel{Lower: each * quantile(count, alpha), Upper: each * quantile(count, 1-alpha)}
	switch {
	case s.Load > f.Upper:
		f.Judgement = More
	case s.Load < f.Lower:
		f.Judgement = Less
	}
	return f
}

// quantile returns the p-quantile of a Poisson count, between whole numbers.
func quantile(count distuv.Poisson, p float64) float64 {
	k := math.Max(0, math.Floor(count.Lambda+distuv.UnitNormal.Quantile(p)*math.Sqrt(count.Lambda)))
	for k > 0 && count.CDF(k-1) >= p {
		k--
	}
	for count.CDF(k) < p {
		k++
	}
	return math.Max(0, k-(count.CDF(k)-p)/count.Prob(k))
}

// A Rule says how many a band and a post's rules ask for.
type Rule struct {
	Fewest, Most int // households of a grid; 0: no band binds it
	PerPost      int // households that one member of staff serves
}

// Posts is what a grid has beside what the rules ask for.
type Posts struct {
	Band         int // households missing to the band (below 0) or above it (above 0)
	ByHouseholds int // members of staff: one for every PerPost households or part of them
	ByGrid       int // one for each grid
	Missing      int // of the larger of both, against those there are; 0 when there are enough
}

// Against compares a grid with a rule.
func (r Rule) Against(households, staff int) Posts {
	p := Posts{ByGrid: 1}
	switch {
	case households < r.Fewest:
		p.Band = households - r.Fewest
	case r.Most > 0 && households > r.Most:
		p.Band = households - r.Most
	}
	if r.PerPost > 0 {
		p.ByHouseholds = (households + r.PerPost - 1) / r.PerPost
	}
	p.Missing = max(0, max(p.ByGrid, p.ByHouseholds)-staff)
	return p
}
