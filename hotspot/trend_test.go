package hotspot

import (
	"math"
	"strings"
	"testing"
)

func TestMannKendallAndSenEqualBaseR(t *testing.T) {
	series, ref := readTable(t, "series.csv"), readTable(t, "ref_mannkendall.csv")
	values := map[string][]float64{}
	for i, v := range series.Column("v") {
		name := series.Text("name")[i]
		values[name] = append(values[name], v)
	}
	compared := 0
	for i, name := range ref.Text("name") {
		if strings.HasPrefix(name, "R:") {
			continue // R's own data are not here
		}
		compared++
		got := MannKendall(values[name])
		want := func(column string) float64 { return ref.Column(column)[i] }
		p := want("p_cont")
		if got.Exact {
			p = want("p_exact")
		}
		near(t, name, []float64{float64(got.S), got.Variance, got.Z, got.P, got.TauB, SenSlope(values[name])},
			[]float64{want("S"), want("varS"), want("z_cont"), p, want("tau_b"), want("sen")}, 1e-9)
		if exact := !math.IsNaN(want("p_exact")) && want("n") <= 10; got.Exact != exact {
			t.Errorf("%s: exact is %v, want %v", name, got.Exact, exact)
		}
	}
	if compared != 9 {
		t.Errorf("%d series were compared, want 9", compared)
	}
}

func TestTheExactDistributionEqualsEveryOrderOfSixValues(t *testing.T) {
	counts := map[int]int{}
	var deal func(left, order []float64)
	deal = func(left, order []float64) {
		if len(left) == 0 {
			s, _, _ := kendall(order)
			counts[s]++
		}
		for i, v := range left {
			rest := append(append([]float64{}, left[:i]...), left[i+1:]...)
			deal(rest, append(order[:len(order):len(order)], v))
		}
	}
	deal([]float64{1, 2, 3, 4, 5, 6}, nil)
	for s := range counts {
		tail := 0
		for other, count := range counts {
			if other >= max(s, -s) {
				tail += count
			}
		}
		near(t, "p", []float64{exactKendall(6, s)}, []float64{min(1, 2*float64(tail)/720)}, 1e-14)
	}
}

func TestASeasonThatOnlyRepeatsIsNoTrend(t *testing.T) {
	var repeats, grows []float64
	for i := range 48 {
		season := 10 * math.Sin(2*math.Pi*float64(i%12)/12)
		repeats = append(repeats, season)
		grows = append(grows, season+0.1*float64(i))
	}
	if got := SeasonalMannKendall(repeats, 12); got.S != 0 || got.P != 1 {
		t.Errorf("a season that repeats: %+v", got)
	}
	// Four years: each month's four values rise, 12 × 6 pairs; the variance is 12 times that of four values.
	got := SeasonalMannKendall(grows, 12)
	near(t, "a season that grows", []float64{float64(got.S), got.Variance, got.Z}, []float64{72, 12 * 26.0 / 3, 71 / math.Sqrt(104)}, 1e-12)
}

func TestShortAndConstantSeriesHaveNoTrend(t *testing.T) {
	for _, x := range [][]float64{nil, {1}, {2, 2}, {3, 3, 3, 3}} {
		if got := MannKendall(x); got.S != 0 || got.P != 1 || got.Z != 0 || got.TauB != 0 {
			t.Errorf("%v: %+v", x, got)
		}
		if got := SeasonalMannKendall(x, 12); got.P != 1 {
			t.Errorf("%v by season: %+v", x, got)
		}
	}
	if SenSlope([]float64{7}) != 0 {
		t.Error("one value has a slope")
	}
}
