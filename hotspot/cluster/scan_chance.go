package cluster

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"sync"

	"gonum.org/v1/gonum/stat/distuv"
)

// inParts does work on n things in parts, side by side.
func inParts(n int, work func(from, to int)) {
	const parts = 8
	var group sync.WaitGroup
	for part := range parts {
		from, to := n*part/parts, n*(part+1)/parts
		group.Go(func() { work(from, to) })
	}
	group.Wait()
}

// replicate draws maps by chance and returns the best ratio of each, ascending. Each map has a seed of
// its own, so the answer does not depend on how many are drawn at once.
func (s *scanner) replicate(ctx context.Context, options ScanOptions, dealer func(*scanner) dealing, progress func(done, of int)) ([]float64, error) {
	best := make([]float64, options.Replicates)
	var lock sync.Mutex
	done := 0
	inParts(options.Replicates, func(from, to int) {
		deal := dealer(s)
		for r := from; r < to && ctx.Err() == nil; r += together {
			maps := s.newBatch(min(together, to-r))
			for m := range maps.maps {
				deal(maps, m, rand.New(rand.NewPCG(options.Seed, uint64(r+m))))
			}
			for m, f := range s.search(ctx, maps, nil) {
				best[r+m] = f.llr
			}
			lock.Lock()
			done += maps.maps
			if progress != nil {
				progress(done, options.Replicates)
			}
			lock.Unlock()
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.Sort(best)
	return best, nil
}

// A dealing deals all cases to a map by chance.
type dealing func(b batch, m int, dice *rand.Rand)

// byExpectation deals by what is expected.
func byExpectation(s *scanner) dealing { return s.deal }

// together is how many maps are searched at once.
const together = 32

// deal deals all cases to a map by what is expected.
func (s *scanner) deal(b batch, m int, dice *rand.Rand) {
	left, rest, sum := s.total, 1.0, 0
	for i, share := range s.share {
		n, step := 0, i%s.steps
		switch {
		case i == s.last:
			n = left
		case left > 0 && share > 0:
			n = binomial(left, min(share/rest, 1), dice)
		}
		left, rest = left-n, rest-share
		if step == 0 {
			sum = 0
		}
		sum += n
		s.put(b, i/s.steps, step+1, m, sum)
	}
}

// binomial draws how many of n fall where each falls with probability p. While few are expected it counts them up
// from none (BINV: Kachitvichyanukul and Schmeiser 1988), which takes a tenth of the time.
func binomial(n int, p float64, dice *rand.Rand) int {
	mean := float64(n) * p
	if mean > 20 || p > 0.5 {
		return int(distuv.Binomial{N: float64(n), P: p, Src: dice}.Rand())
	}
	odds := p / (1 - p)
	none := math.Exp(float64(n) * math.Log1p(-p))
	most := min(n, int(mean+10*math.Sqrt(mean+1))) // beyond it only rounding leads
	for {
		u, chance := dice.Float64(), none
		for k := range most + 1 {
			if u < chance {
				return k
			}
			u -= chance
			chance *= float64(n-k) / float64(k+1) * odds
		}
	}
}

// share returns which share of the maps drawn, the one seen counted among them, is at least as good.
func share(drawn []float64, llr float64) float64 {
	at, _ := slices.BinarySearch(drawn, llr-1e-12)
	return float64(1+len(drawn)-at) / float64(len(drawn)+1)
}

// quantile returns a quantile of sorted figures, between two by their distance; 0 of none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// A gumbel is the distribution of the greatest of many, by its moments.
type gumbel struct{ mode, scale float64 }

// gumbelOf fits to what was drawn; the zero value of fewer than two.
func gumbelOf(drawn []float64) gumbel {
	if len(drawn) < 2 {
		return gumbel{}
	}
	n, mean, squares := float64(len(drawn)), 0.0, 0.0
	for _, v := range drawn {
		mean += v / n
	}
	for _, v := range drawn {
		squares += (v - mean) * (v - mean)
	}
	const euler = 0.57721566490153286
	scale := math.Sqrt(6*squares/(n-1)) / math.Pi
	return gumbel{mode: mean - euler*scale, scale: scale}
}

// tail returns the probability of a figure at least as great; 1 without a fit.
func (g gumbel) tail(v float64) float64 {
	if g.scale == 0 {
		return 1
	}
	return -math.Expm1(-math.Exp(-(v - g.mode) / g.scale))
}
