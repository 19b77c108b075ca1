package hotspot_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"gewu/hotspot"
)

// The test is the sum over all outcomes that are not likelier than the one seen.
func TestTheComparisonOfPeriodsSumsWhatIsNotLikelier(t *testing.T) {
	rng, worst := rand.New(rand.NewPCG(9, 9)), 0.0
	for range 400 {
		later, earlier := rng.IntN(1<<rng.IntN(12)), rng.IntN(1<<rng.IntN(12))
		days, before := float64(1+rng.IntN(400)), float64(1+rng.IntN(400))
		if later+earlier == 0 {
			continue
		}
		b := distuv.Binomial{N: float64(later + earlier), P: days / (days + before)}
		want := 0.0
		for k := range later + earlier + 1 {
			if p := b.Prob(float64(k)); p <= b.Prob(float64(later))*(1+1e-7) {
				want += p
			}
		}
		got := hotspot.Compare(hotspot.Period{Incidents: later, Days: days}, hotspot.Period{Incidents: earlier, Days: before}, 0.95).P
		worst = max(worst, math.Abs(got-min(1, want)))
	}
	if worst > 1e-10 {
		t.Errorf("the largest difference is %g", worst)
	}
	if p := hotspot.Compare(hotspot.Period{Incidents: 5_000_000, Days: 90}, hotspot.Period{Incidents: 5_000_500, Days: 90}, 0.95).P; math.Abs(p-0.8745) > 1e-3 {
		t.Errorf("of ten million: %g", p)
	}
}
