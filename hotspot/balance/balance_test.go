package balance

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
)

func TestUnevennessEqualsTheReference(t *testing.T) {
	text, err := os.ReadFile("testdata/ref_balance.json")
	if err != nil {
		t.Fatal(err)
	}
	var ref struct {
		Loads []float64
		Mean  float64 `json:"mean"`
		CV    float64 `json:"cv_pop"`
		Most  float64 `json:"max_over_mean"`
		Gini  float64 `json:"gini"`
		Theil float64 `json:"theil"`
		Jain  float64 `json:"jain"`
	}
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatal(err)
	}
	got, err := Measure(ref.Loads)
	if err != nil {
		t.Fatal(err)
	}
	worst := 0.0
	for _, pair := range [][2]float64{
		{got.Mean, ref.Mean}, {got.CV, ref.CV}, {got.MostOverMean, ref.Most}, {got.Gini, ref.Gini}, {got.Theil, ref.Theil}, {got.Jain, ref.Jain},
	} {
		worst = max(worst, math.Abs(pair[0]-pair[1]))
	}
	t.Logf("largest difference %.2g", worst)
	if worst > 1e-12 {
		t.Errorf("%+v, want %+v", got, ref)
	}
}

func TestEqualLoadsAreEvenAndNoLoadIsNoNumberLess(t *testing.T) {
	for _, loads := range [][]float64{nil, {0, 0}} {
		if got, err := Measure(loads); err != nil || got != (Unevenness{Jain: 1}) {
			t.Errorf("%v: %+v, %v", loads, got, err)
		}
	}
	got, err := Measure([]float64{5, 5, 5, 5})
	if diff := cmp.Diff(Unevenness{Mean: 5, MostOverMean: 1, Jain: 1}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := Measure([]float64{1, bad}); !errors.Is(err, ErrLoad) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestChanceIsNotCalledUnfair(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	households, weights := make([]float64, 200), []float64{1, 3}
	for i := range households {
		households[i] = 200 + 300*dice.Float64()
	}
	outside, grids := 0, 0
	for range 100 {
		counts := [][]int{make([]int, 200), make([]int, 200)}
		for i, n := range households {
			counts[0][i] = int(distuv.Poisson{Lambda: n * 0.05, Src: dice}.Rand())
			counts[1][i] = int(distuv.Poisson{Lambda: n * 0.01, Src: dice}.Rand())
		}
		shares, err := Shares(counts, weights, households, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range shares {
			grids++
			if s.Limits(Usual).Judgement != Fair {
				outside++
			}
		}
	}
	t.Logf("%d of %d grids outside their limits", outside, grids)
	if share := float64(outside) / float64(grids); share > 0.004 {
		t.Errorf("%.2f %% of grids are called unfair, where 0.2 %% may be", 100*share)
	}
}

// A third of the grids has twice as much work by household as the rest, month after month, and reports come in
// bunches: what lasts is told, and bunches alone are not.
func TestLastingUnfairnessIsToldWhereReportsComeInBunches(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	const grids, months, each, size = 150, 12, 12.0, 5.0
	told := map[bool]map[Judgement]int{true: {}, false: {}}
	for range 40 {
		for _, fair := range []bool{true, false} {
			steps, totals, households := make(hotspot.Series, months), make([]int, grids), make([]float64, grids)
			for month := range steps {
				steps[month] = make([]float64, grids)
				for i := range totals {
					mean := each
					if !fair && i%3 == 0 {
						mean *= 2
					}
					bunch := distuv.Gamma{Alpha: size, Beta: size / mean, Src: dice}.Rand()
					steps[month][i] = distuv.Poisson{Lambda: bunch, Src: dice}.Rand()
					totals[i], households[i] = totals[i]+int(steps[month][i]), 400
				}
			}
			shares, err := Shares([][]int{totals}, []float64{1}, households, hotspot.Bunching(steps))
			if err != nil {
				t.Fatal(err)
			}
			for i := 0; i < grids; i += 3 {
				told[fair][shares[i].Limits(Usual).Judgement]++
			}
		}
	}
	t.Logf("where all have the same: %v; where these have twice as much: %v", told[true], told[false])
	if unfair := told[true][More] + told[true][Less]; unfair > 16 { // 0.8 % of 2,000; 0.2 % by the limits, more by the longer tail
		t.Errorf("%d of 2,000 grids are called unfair, where 4 may be", unfair)
	}
	if told[false][More] < 1000 {
		t.Errorf("of 2,000 grids with twice as much work %d are told", told[false][More])
	}
}

func TestTwiceTheLoadIsMoreThanChance(t *testing.T) {
	shares, err := Shares([][]int{{40, 20, 20, 0}}, []float64{1}, []float64{400, 400, 400, 0}, 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []Judgement
	for _, s := range shares {
		got = append(got, s.Limits(0.95).Judgement)
	}
	if diff := cmp.Diff([]Judgement{More, Fair, Fair, Untested}, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range [][2][]float64{{{-1}, {1, 1}}, {{1}, {1, math.NaN()}}, {{math.Inf(1)}, {1, 1}}} {
		if _, err := Shares([][]int{{1, 1}}, bad[0], bad[1], 1); !errors.Is(err, ErrLoad) {
			t.Errorf("weights %v, households %v: %v", bad[0], bad[1], err)
		}
	}
}

func TestLimitsEncloseAsMuchOfAPoissonCountAsTheySay(t *testing.T) {
	for _, mean := range []float64{0.3, 2, 10, 400} {
		f := Share{Load: mean, Expected: mean, Variance: mean}.Limits(Usual)
		count := distuv.Poisson{Lambda: mean}
		if inside := count.CDF(math.Floor(f.Upper+1)) - count.CDF(math.Ceil(f.Lower)-1); inside < 0.998 {
			t.Errorf("mean %v: %+v enclose %v", mean, f, inside)
		}
		if below := count.CDF(math.Floor(f.Upper) - 1); below > 0.999 {
			t.Errorf("mean %v: the upper limit %v is too high", mean, f.Upper)
		}
	}
}

func TestAGridIsComparedWithTheBandAndBothRulesOfPosts(t *testing.T) {
	rule := Rule{Fewest: 300, Most: 500, PerPost: 300}
	for households, want := range map[int]Posts{
		0:   {Band: -300, ByGrid: 1, Missing: 0},
		299: {Band: -1, ByHouseholds: 1, ByGrid: 1, Missing: 0},
		500: {ByHouseholds: 2, ByGrid: 1, Missing: 1},
		650: {Band: 150, ByHouseholds: 3, ByGrid: 1, Missing: 2},
	} {
		if diff := cmp.Diff(want, rule.Against(households, 1)); diff != "" {
			t.Errorf("%d households: %s", households, diff)
		}
	}
}
