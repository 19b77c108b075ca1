package hotspot_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
)

// Seven incidents of three places are dealt to three steps in every order: however the steps have theirs, bunching is 1
// on average.
func TestWithoutBunchesBunchingIsOneOnAverageOverAllDeals(t *testing.T) {
	places, steps := []int{0, 0, 0, 0, 1, 1, 2}, []int{0, 0, 0, 1, 1, 1, 2}
	sum, deals := 0.0, 0
	var deal func(at int)
	deal = func(at int) {
		if at == len(steps) {
			counts := hotspot.Series{make([]float64, 4), make([]float64, 4), make([]float64, 4), make([]float64, 4)}
			for i, step := range steps {
				counts[step][places[i]]++
			}
			sum, deals = sum+hotspot.Bunching(counts), deals+1
			return
		}
		for k := at; k < len(steps); k++ {
			steps[at], steps[k] = steps[k], steps[at]
			deal(at + 1)
			steps[at], steps[k] = steps[k], steps[at]
		}
	}
	deal(0)
	t.Logf("%d deals, largest difference %.2g", deals, math.Abs(sum/float64(deals)-1))
	if math.Abs(sum/float64(deals)-1) > 1e-9 {
		t.Errorf("%v on average over %d deals", sum/float64(deals), deals)
	}
}

func TestBunchingIsToldFromCoursesAndNotFromWhatPlacesAlwaysHave(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for name, tt := range map[string]struct{ size, want float64 }{"one by one": {0, 1}, "in bunches": {5, 1 + 10.0/5}} {
		counts := make(hotspot.Series, 12)
		for step := range counts {
			counts[step] = make([]float64, 400)
			for i := range counts[step] {
				mean := 10.0
				if tt.size == 0 { // thrice as much here as there, and twice as much in summer
					mean = 5 * float64(1+2*(i%2)) * float64(1+step/6)
				}
				if tt.size > 0 {
					mean = distuv.Gamma{Alpha: tt.size, Beta: tt.size / mean, Src: rng}.Rand()
				}
				counts[step][i] = distuv.Poisson{Lambda: mean, Src: rng}.Rand()
			}
		}
		got := hotspot.Bunching(counts)
		t.Logf("%s: %.3f", name, got)
		if math.Abs(got-tt.want) > 0.15*tt.want {
			t.Errorf("%s: %v, want about %v", name, got, tt.want)
		}
	}
	for name, counts := range map[string]hotspot.Series{
		"nothing": nil, "no places": {{}, {}}, "one place": {{3}, {9}}, "one step": {{3, 4}}, "no incident": {{0, 0}, {0, 0}},
		"one incident": {{1, 0}, {0, 0}}, "each place in a step of its own, one by one": {{1, 0}, {0, 0}, {0, 0}},
	} {
		if got := hotspot.Bunching(counts); got != 1 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
