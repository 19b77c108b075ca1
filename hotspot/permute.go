package hotspot

import (
	"math/rand/v2"
	"slices"
)

// A Permutation says how chance is drawn.
type Permutation struct {
	Runs int    // at the most, for each place
	Seed uint64 // the same seed gives the same answer, whatever else is asked
	// Stop ends the draws of a place once so many of them were at least as extreme on each side
	// (Besag and Clifford 1991); 0: never. 20 is enough to tell 0.04 from 0.06.
	Stop int
}

// Drawn is how a place's neighbours compare with neighbours drawn at random.
type Drawn struct {
	Greater  float64 // probability of a sum at least as great
	Less     float64 // of one at most as great
	TwoSided float64 // min(1, 2 min(Greater, Less))
	Runs     int     // that were drawn
	Why      Untested
}

// Permute returns the conditional permutation test of the sum over each place's neighbours, itself
// left out: it keeps its figure, and its k neighbours' figures are drawn from the n−1 others without
// replacement. Equal sums count on both sides, so 1 is never exceeded but by doubling, which is capped.
//
//	p = (1 + #{drawn ≥ seen})/(runs + 1), or #{drawn ≥ seen}/runs when the draws were stopped
//
// The smallest probability is 1/(runs+1): BH over m places at q rejects nothing unless m/(q·runs)
// of them have it, so this is a check of places near the cut, not a screen of a large map.
func Permute(x []float64, w *Weights, of Permutation) []Drawn {
	all := make([]int32, w.Len())
	for i := range all {
		all[i] = int32(i)
	}
	return PermuteOnly(x, w, of, all)
}

// PermuteOnly is Permute for some places, in their order.
func PermuteOnly(x []float64, w *Weights, of Permutation, places []int32) []Drawn {
	w = w.WithoutSelf()
	study := measure(x, w)
	pool := make([]float64, 0, len(x))
	position := make([]int, len(x)) // of each place in pool
	for i, v := range x {
		if !w.isOutside(i) {
			position[i] = len(pool)
			pool = append(pool, v)
		}
	}
	out := make([]Drawn, len(places))
	for k, place := range places {
		i := int(place)
		sum, squares := w.sums(i)
		others := study.n - 1
		if why := study.untested(w, i, others*squares-sum*sum, others*squares); why != Testable {
			out[k] = Drawn{Greater: 1, Less: 1, TwoSided: 1, Why: why}
			continue
		}
		d := dealer{pool: pool, itself: position[i], weights: w.weightsOf(i), dice: rand.New(rand.NewPCG(of.Seed, uint64(i)))}
		out[k] = d.test(w.lag(x, i), of)
	}
	return out
}

// weightsOf returns the weights of a place's links.
func (w *Weights) weightsOf(place int) []float64 {
	if w.w == nil {
		return slices.Repeat([]float64{1}, int(w.start[place+1]-w.start[place]))
	}
	return w.w[w.start[place]:w.start[place+1]]
}

// A dealer draws the neighbours of one place.
type dealer struct {
	pool    []float64
	itself  int // which of the pool is the place's own and is never drawn
	weights []float64
	dice    *rand.Rand
	drawn   []int
}

// test draws until it has enough.
func (d *dealer) test(seen float64, of Permutation) Drawn {
	greater, less := 0, 0
	near := 1e-12 * max(seen, -seen) // sums of the same figures in another order
	for run := 1; run <= of.Runs; run++ {
		sum := d.deal()
		if sum >= seen-near {
			greater++
		}
		if sum <= seen+near {
			less++
		}
		if of.Stop > 0 && min(greater, less) >= of.Stop {
			return drawnOf(float64(greater)/float64(run), float64(less)/float64(run), run)
		}
	}
	runs := float64(of.Runs + 1)
	return drawnOf((1+float64(greater))/runs, (1+float64(less))/runs, of.Runs)
}

func drawnOf(greater, less float64, runs int) Drawn {
	return Drawn{Greater: greater, Less: less, TwoSided: min(1, 2*min(greater, less)), Runs: runs}
}

// deal draws as many figures as there are neighbours and returns their weighted sum (Floyd's method:
// every set is as likely as any other).
func (d *dealer) deal() (sum float64) {
	others, k := len(d.pool)-1, len(d.weights)
	d.drawn = d.drawn[:0]
	for j := others - k; j < others; j++ {
		t := d.dice.IntN(j + 1)
		if slices.Contains(d.drawn, t) {
			t = j
		}
		d.drawn = append(d.drawn, t)
	}
	d.dice.Shuffle(k, func(a, b int) { d.drawn[a], d.drawn[b] = d.drawn[b], d.drawn[a] })
	for n, t := range d.drawn {
		if t >= d.itself {
			t++
		}
		sum += d.weights[n] * d.pool[t]
	}
	return sum
}
