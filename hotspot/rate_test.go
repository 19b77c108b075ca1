package hotspot

import (
	"math"
	"testing"
)

func whole(x []float64) []int {
	out := make([]int, len(x))
	for i, v := range x {
		out[i] = int(v)
	}
	return out
}

func TestPoissonLimitsEqualR(t *testing.T) {
	ref := readTable(t, "ref_poisson_limits.csv")
	for name, confidence := range map[string]float64{"95": 0.95, "998": 0.998} {
		var low, high []float64
		for _, x := range ref.Column("x") {
			limits := PoissonLimits(int(x), confidence)
			low, high = append(low, limits.Lower), append(high, limits.Upper)
		}
		near(t, "lower "+name, low, ref.Column("lo"+name), 1e-9)
		near(t, "upper "+name, high, ref.Column("hi"+name), 1e-9)
	}
}

func TestEmpiricalBayesEqualsSpdep(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_rates.csv")
	near(t, "global", EmpiricalBayes(whole(g.count12), g.households), ref.Column("eb_global"), 1e-9)
	near(t, "local", EmpiricalBayesLocal(whole(g.count12), g.households, g.queen), ref.Column("eb_local"), 1e-9)
	near(t, "expected", Expected(whole(g.count12), g.households), ref.Column("exp"), 1e-9)
	rates := Rates(whole(g.count12), g.households, RateRule{Months: 1, Confidence: 0.95})
	raw := make([]float64, len(rates))
	for i, r := range rates {
		raw[i] = r.Raw / 1000
		if !(r.Lower < r.Raw && r.Raw < r.Upper) {
			t.Errorf("place %d: %+v", i, r)
		}
	}
	near(t, "raw", raw, ref.Column("raw"), 1e-9)
}

func TestARateWithoutEnoughHouseholdsIsNotTold(t *testing.T) {
	got := Rates([]int{3, 3, 3, 0}, []float64{0, 29, 30, 1000}, RateRule{Months: 1, Confidence: 0.95, Floor: 30})
	want := []Untested{NoHouseholds, TooFewHouseholds, Testable, Testable}
	for i, r := range got {
		if r.Why != want[i] || (r.Why != Testable) != (r.Upper == 0) || math.IsNaN(r.Smoothed) {
			t.Errorf("place %d: %+v, want %v", i, r, want[i])
		}
	}
	for _, r := range Rates([]int{0, 0}, []float64{0, 0}, RateRule{Months: 1, Confidence: 0.95}) {
		if r.Why != NoHouseholds || r.Smoothed != 0 {
			t.Errorf("no households at all: %+v", r)
		}
	}
}

func TestPeriodsCompareAsInR(t *testing.T) {
	ref := readTable(t, "ref_period_compare.csv")
	x1, x2, t1, t2 := ref.Column("x1"), ref.Column("x2"), ref.Column("T1"), ref.Column("T2")
	for i, ratio := range ref.Text("ratio") {
		got := Compare(Period{int(x1[i]), t1[i]}, Period{int(x2[i]), t2[i]}, 0.95)
		switch ratio {
		case "NA":
			if got.Why != NothingHappened || got.P != 1 {
				t.Errorf("nothing in either: %+v", got)
			}
		case "Inf":
			near(t, "nothing before", []float64{got.Lower, got.P}, []float64{ref.Column("lo")[i], ref.Column("p")[i]}, 1e-9)
			if !got.Open || got.Value != 0 || got.Upper != 0 {
				t.Errorf("nothing before: %+v", got)
			}
		default:
			near(t, ratio, []float64{got.Value, got.Lower, got.Upper, got.P},
				[]float64{ref.Column("ratio")[i], ref.Column("lo")[i], ref.Column("hi")[i], ref.Column("p")[i]}, 1e-9)
		}
	}
}

func TestDispersionOfAPoissonCountIsOneAndOfBunchesMore(t *testing.T) {
	expected := []float64{4, 4, 4, 4, 0}
	if got := DispersionOf([]int{2, 6, 4, 4, 9}, expected); got.Phi != 2.0/3 || got.Size != 0 {
		t.Errorf("two of four differ by their deviation: %+v", got)
	}
	// Σ(d²−E) = 4·16−16 = 48, ΣE² = 64.
	if got := DispersionOf([]int{0, 8, 0, 8, 9}, expected); math.Abs(got.Phi-16.0/3) > 1e-12 || math.Abs(got.Size-64.0/48) > 1e-12 {
		t.Errorf("bunches: %+v", got)
	}
	if got := DispersionOf([]int{1}, []float64{1}); got.Phi != 1 {
		t.Errorf("one place: %+v", got)
	}
}
