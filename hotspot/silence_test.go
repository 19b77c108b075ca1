package hotspot

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestSilenceIsAsUnlikelyAsMuchIsExpected(t *testing.T) {
	expected := []float64{2.9, 3, 10, 10, 0, math.NaN()}
	poisson := Silence([]int{0, 0, 0, 1, 0, 0}, expected, Dispersion{Phi: 1})
	near(t, "Poisson", poisson.P, []float64{1, math.Exp(-3), math.Exp(-10), 1, 1, 1}, 1e-15)
	bunched := Silence([]int{0, 0, 0, 1, 0, 0}, expected, Dispersion{Phi: 2, Size: 5})
	near(t, "in bunches of size 5", bunched.P, []float64{1, math.Pow(5.0/8, 5), math.Pow(5.0/15, 5), 1, 1, 1}, 1e-15)
	for i, want := range []Untested{TooFewExpected, Testable, Testable, Testable, TooFewExpected, TooFewExpected} {
		if poisson.Why[i] != want {
			t.Errorf("place %d: %v, want %v", i, poisson.Why[i], want)
		}
	}
	near(t, "z", []float64{poisson.Z[2], poisson.Z[3]}, []float64{-3.91394624, 0}, 1e-8)
	if far := Silence([]int{0}, []float64{1e6}, Dispersion{}); math.IsInf(far.Z[0], 0) || far.P[0] != 0 {
		t.Errorf("a million expected: %v, %v", far.Z[0], far.P[0])
	}
}

// Silence of incidents in bunches is that of Poisson counts whose level is gamma distributed: ∫ e^(−Eg) f(g) dg, summed up by
// Simpson's rule. Without bunches it is what a Poisson distribution leaves for no incident: 1 − Σ of all other counts.
func TestSilenceIsWhatTheDistributionsLeaveForNoIncident(t *testing.T) {
	const most, steps = 30.0, 300_000
	for _, e := range []float64{3, 7.5, 20} {
		rest, p := 1.0, math.Exp(-e)
		for k := 1; k < 200; k++ {
			p *= e / float64(k)
			rest -= p
		}
		near(t, "Poisson", Silence([]int{0}, []float64{e}, Dispersion{Phi: 1}).P, []float64{rest}, 1e-14)
		for _, size := range []float64{2, 5, 20} {
			level, sum := distuv.Gamma{Alpha: size, Beta: size}, 0.0
			for i := range steps + 1 {
				g := most * float64(i) / steps
				weight := []float64{2, 4}[i%2]
				if i == 0 || i == steps {
					weight = 1
				}
				sum += weight * math.Exp(-e*g) * level.Prob(g)
			}
			near(t, "in bunches", Silence([]int{0}, []float64{e}, Dispersion{Phi: 2, Size: size}).P, []float64{sum * most / steps / 3}, 1e-9)
		}
	}
}

// By the definition: the rate, the rates under which so many or more, or so many or fewer, have a probability of 2.5 %, and the
// sum of all ways to share out the reports that are not likelier than the one seen.
func TestTheReportingIndexIsThatOfItsDefinition(t *testing.T) {
	of := []Exposure{{12, 240}, {3, 180}, {30, 900}, {0, 75}}
	again, days := 45.0, 1395.0
	for i, r := range Reporting(of, 0.95) {
		n, own := float64(of[i].Again), of[i].Days
		near(t, "a day", []float64{r.PerDay}, []float64{n / own}, 1e-15)
		near(t, "so few", []float64{atMost(of[i].Again, r.Upper*own)}, []float64{0.025}, 1e-12)
		if n > 0 {
			near(t, "so many", []float64{1 - atMost(of[i].Again-1, r.Lower*own)}, []float64{0.025}, 1e-12)
		} else if r.Lower != 0 {
			t.Errorf("none has the lower limit %v", r.Lower)
		}
		ways := distuv.Binomial{N: again, P: own / days}
		p := 0.0
		for k := range int(again) + 1 {
			if one := ways.Prob(float64(k)); one <= ways.Prob(n)*(1+1e-7) {
				p += one
			}
		}
		near(t, "beside the rest", []float64{r.Against.Value, r.Against.P}, []float64{n / own / ((again - n) / (days - own)), p}, 1e-12)
	}
}

// atMost is the probability of so many or fewer where some are expected.
func atMost(n int, expected float64) (sum float64) {
	one := math.Exp(-expected)
	for k := range n + 1 {
		if k > 0 {
			one *= expected / float64(k)
		}
		sum += one
	}
	return sum
}

func TestReadinessToReportIsComparedWithTheRest(t *testing.T) {
	got := Reporting([]Exposure{{60, 300}, {20, 300}, {40, 300}, {5, 29}}, 0.95)
	near(t, "a day", []float64{got[0].PerDay, got[1].PerDay, got[2].PerDay}, []float64{0.2, 1.0 / 15, 2.0 / 15}, 1e-12)
	want := Compare(Period{20, 300}, Period{105, 629}, 0.95)
	near(t, "against the rest", []float64{got[1].Against.Value, got[1].Against.P}, []float64{want.Value, want.P}, 1e-12)
	if got[3].Why != TooFewExpected || got[1].Against.Upper >= 1 || got[0].Lower >= got[0].PerDay {
		t.Errorf("%+v", got)
	}
	if alone := Reporting([]Exposure{{9, 300}}, 0.95); alone[0].Why != TooFewExpected {
		t.Errorf("nothing to compare with: %+v", alone)
	}
}
