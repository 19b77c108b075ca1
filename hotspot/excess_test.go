package hotspot_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
)

func TestSoManyOrMoreIsTheSumOfTheTail(t *testing.T) {
	worst := 0.0
	for _, c := range []struct {
		count        int
		mean, spread float64
	}{{1, 0.3, 0}, {5, 2, 0}, {30, 12, 0}, {5, 2, 0.5}, {12, 3, 0.05}, {40, 10, 2}, {8, 0.2, 21}} {
		want, size := 1.0, 1/c.spread
		for k := range c.count {
			if c.spread == 0 {
				want -= distuv.Poisson{Lambda: c.mean}.Prob(float64(k))
				continue
			}
			n := float64(k)
			a, _ := math.Lgamma(size + n)
			b, _ := math.Lgamma(size)
			f, _ := math.Lgamma(n + 1)
			want -= math.Exp(a - b - f + size*math.Log(size/(size+c.mean)) + n*math.Log(c.mean/(size+c.mean)))
		}
		worst = max(worst, math.Abs(hotspot.AtLeast(c.count, c.mean, c.spread)-want))
	}
	t.Logf("largest difference %.1g", worst)
	if worst > 1e-12 {
		t.Errorf("a tail is wrong by %g", worst)
	}
	if hotspot.AtLeast(0, 0, 0) != 1 || hotspot.AtLeast(3, 0, 1) != 0 {
		t.Error("none are always reached, some never where nothing is expected")
	}
}

func TestWeightsOfExposuresAreFoundAndNoneIsBelowNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	x := hotspot.Exposures{make([]float64, 400), make([]float64, 400), make([]float64, 400), make([]float64, 400)}
	counts, counted, expected := make([]float64, 400), 0.0, 0.0
	for i := range counts {
		x[0][i], x[1][i], x[2][i] = 100*rng.Float64(), 10*rng.Float64(), 50*rng.Float64() // the fourth is 0 everywhere
		counts[i] = distuv.Poisson{Lambda: 0.1*x[0][i] + 1.5*x[1][i], Src: rng}.Rand()
		counted += counts[i]
	}
	weights := x.Fit(counts)
	for _, e := range x.Expected(weights) {
		expected += e
	}
	if math.Abs(weights[0]-0.1) > 0.01 || math.Abs(weights[1]-1.5) > 0.1 || weights[2] < 0 || weights[2] > 0.01 || weights[3] != 0 {
		t.Errorf("weights are %.3f, want 0.1, 1.5, 0 and 0", weights)
	}
	if math.Abs(expected-counted) > 1e-6*counted {
		t.Errorf("%g are expected of %g", expected, counted)
	}
	if w := (hotspot.Exposures{make([]float64, 3)}).Fit([]float64{1, 0, 2}); w[0] != 0 {
		t.Errorf("where nothing is exposed the weight is %g", w[0])
	}
}

func TestAHotSpotDoesNotMakeOrdinaryPlacesLookRestless(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	counts, expected := make([]float64, 500), make([]float64, 500)
	for i := range counts {
		expected[i] = 10
		level := distuv.Gamma{Alpha: 10, Beta: 10, Src: rng}.Rand() // spread 0.1
		counts[i] = distuv.Poisson{Lambda: 10 * level, Src: rng}.Rand()
	}
	before := hotspot.Spread(counts, expected)
	for i := range 5 {
		counts[i] = 300
	}
	after := hotspot.Spread(counts, expected)
	if before < 0.05 || before > 0.11 || math.Abs(after-before) > 0.01 {
		t.Errorf("spread %.3f, with a hot spot %.3f; want 0.05 to 0.1", before, after)
	}
	if s := hotspot.Spread(nil, nil); s != 0 {
		t.Errorf("of nothing it is %g", s)
	}
}

// bunched draws the course of 100 places whose levels differ, and what is expected of them.
func bunched(rng *rand.Rand, mean float64) (counts, expected hotspot.Series) {
	counts, expected = make(hotspot.Series, 12), make(hotspot.Series, 12)
	level := make([]float64, 100)
	for i := range level {
		level[i] = distuv.Gamma{Alpha: 10, Beta: 10, Src: rng}.Rand()
	}
	for step := range counts {
		counts[step], expected[step] = make([]float64, 100), make([]float64, 100)
		for i := range level {
			expected[step][i] = mean
			counts[step][i] = distuv.Poisson{Lambda: mean * level[i], Src: rng}.Rand()
		}
	}
	return counts, expected
}

func wholeOf(x hotspot.Series) []float64 {
	sum := make([]float64, len(x[0]))
	for _, step := range x {
		for i, v := range step {
			sum[i] += v
		}
	}
	return sum
}

func TestWithoutExcessFewMapsHaveOneAndWithOneItIsFound(t *testing.T) {
	const maps = 200
	alarms, found := 0, 0
	for run := range maps {
		rng := rand.New(rand.NewPCG(uint64(run), 3))
		var null, planted hotspot.Excesses
		for subject := range int32(3) {
			counts, expected := bunched(rng, 1.5)
			spread := hotspot.Spread(wholeOf(counts), wholeOf(expected))
			null.Add(subject, counts, expected, spread)
			if subject == 1 {
				for step := 8; step < 12; step++ {
					counts[step][42] += distuv.Poisson{Lambda: 8, Src: rng}.Rand()
				}
			}
			planted.Add(subject, counts, expected, spread)
		}
		if all, _ := null.Above(0.05); len(all) > 0 {
			alarms++
		}
		all, _ := planted.Above(0.05)
		for _, x := range all {
			if x.Subject == 1 && x.Place == 42 && x.Step >= 8 {
				found++
				break
			}
		}
	}
	t.Logf("%d of %d maps have an excess where there is none; one of 8 a step is found in %d", alarms, maps, found)
	if alarms > maps*7/100 || found < maps*90/100 {
		t.Errorf("%d of %d maps have an excess where there is none; one of 8 a step is found in %d", alarms, maps, found)
	}
}

func TestATurnIsWhereACourseRoseAndFell(t *testing.T) {
	counts, expected := make([]float64, 100), make([]float64, 100)
	for i := range counts {
		counts[i], expected[i] = float64(i%2), 0.5
		if i >= 40 && i < 70 {
			counts[i] = 3
		}
	}
	turn := hotspot.TurnOf(counts, expected)
	if turn.From != 40 || turn.To != 70 || turn.Inside != 6 || turn.Outside != 1 || turn.LLR < 40 {
		t.Errorf("%+v", turn)
	}
	if none := hotspot.TurnOf(make([]float64, 5), make([]float64, 5)); none.From != 0 || none.To != 5 || none.LLR != 0 {
		t.Errorf("of nothing: %+v", none)
	}
}
