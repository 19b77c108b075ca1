package cluster

import "math/rand/v2"

// bunches returns how many times as far as by chance ordinary steps of places lie from what is expected of
// them, by squares (phi: 1 for incidents that come one by one), and how much the incidents of a kind at a place keep
// together: the correlation ρ of the steps of two of them, with which the variance of a count is
//
//	Σ_k [V_k + ρ n_k (n_k−1) p_k (1−p_k)]
//
// where V_k is that by chance (hypergeometric), n_k how many of a kind the place has, and p_k the share of the kind that
// the step has. Steps of places beyond four deviations do not count, lest a cluster hides itself; nor do those of
// which hardly anything is expected.
func (c Courses) bunches() (phi, together float64) {
	sum, chance, pairs := c.sum(), c.zeros(), c.zeros()
	for _, kind := range c.Cases {
		marginsOf(kind).addVariance(chance, pairs)
	}
	phi = 1
	for range 20 {
		chi, beyond, of, n := 0.0, 0.0, 0.0, 0.0
		for step, row := range sum.Cases {
			for place, seen := range row {
				v, more := chance[step][place], pairs[step][place]
				d := float64(seen) - sum.Expected[step][place]
				if v >= leastVariance && d*d <= ordinary*ordinary*(v+together*more) {
					chi, beyond, of, n = chi+d*d/v, beyond+d*d-v, of+more, n+1
				}
			}
		}
		if n < fewestSteps || of <= 0 {
			return 1, 0
		}
		phi, together = chi/n, min(mostTogether, max(0, beyond/of))
	}
	return phi, together
}

const (
	// ordinary is how many deviations from what is expected a step of a place may be to tell what is ordinary.
	ordinary = 4
	// leastVariance is from how much variance on it tells something: the square of a count of which hardly any
	// is expected is mostly nothing, and now and then very much.
	leastVariance = 1
	// fewestSteps is of how many steps of places bunches are told.
	fewestSteps = 10
	// mostTogether keeps bunches from being all there is.
	mostTogether = 0.9
)

func (c Courses) zeros() [][]float64 {
	out := make([][]float64, len(c.Cases[0]))
	for step := range out {
		out[step] = make([]float64, len(c.At))
	}
	return out
}

// addVariance adds the variance of the kind's counts by chance, and what it has more by each ρ.
func (m margins) addVariance(chance, pairs [][]float64) {
	if m.all < 2 {
		return
	}
	n := float64(m.all)
	for step, inStep := range m.steps {
		p := float64(inStep) / n
		for place, inPlace := range m.places {
			z := float64(inPlace)
			chance[step][place] += z * p * (1 - p) * (n - z) / (n - 1)
			pairs[step][place] += z * (z - 1) * p * (1 - p)
		}
	}
}

// cards are the incidents of every kind: where each happened, by place, and when some did. They are dealt by
// shuffling when.
type cards struct {
	kinds    []hand
	places   int
	steps    int
	most     int // of one kind
	together float64
}

// A hand is the incidents of one kind.
type hand struct {
	places []int32
	steps  []uint16
}

func (c Courses) cards(together float64) *cards {
	out := &cards{places: len(c.At), steps: len(c.Cases[0]), together: together}
	for _, kind := range c.Cases {
		var h hand
		for place := range c.At {
			for step, row := range kind {
				for range row[place] {
					h.places, h.steps = append(h.places, int32(place)), append(h.steps, uint16(step))
				}
			}
		}
		out.kinds, out.most = append(out.kinds, h), max(out.most, len(h.places))
	}
	return out
}

// dealer returns what deals a map, for one goroutine.
func (c *cards) dealer(s *scanner) dealing {
	dealt, counts := make([]uint16, c.most), make([]int32, c.places*c.steps)
	return func(b batch, m int, dice *rand.Rand) {
		clear(counts)
		for _, h := range c.kinds {
			if c.together > 0 {
				h.bunched(dealt, c.together, dice)
			} else {
				h.shuffled(dealt, dice)
			}
			for i, place := range h.places {
				counts[int(place)*c.steps+int(dealt[i])]++
			}
		}
		for place := range c.places {
			sum := 0
			for step, n := range counts[place*c.steps : (place+1)*c.steps] {
				sum += int(n)
				s.put(b, place, step+1, m, sum)
			}
		}
	}
}

// shuffled deals every incident the step of another.
func (h *hand) shuffled(dealt []uint16, dice *rand.Rand) {
	copy(dealt, h.steps)
	for i := len(h.steps) - 1; i > 0; i-- {
		j := dice.Uint64N(uint64(i) + 1)
		dealt[i], dealt[j] = dealt[j], dealt[i]
	}
}

// bunched deals every incident the step of any, or, the likelier the more there are, that of one before it at
// its place: Pólya's urn, in which the steps of any two at a place have a correlation of together. Steps have
// as many as before on average only.
func (h *hand) bunched(dealt []uint16, together float64, dice *rand.Rand) {
	any, first := 1/together-1, 0
	for i, place := range h.places {
		if h.places[first] != place {
			first = i
		}
		before := float64(i - first)
		if u := dice.Float64() * (any + before); u < before {
			dealt[i] = dealt[first+int(u)]
		} else {
			dealt[i] = h.steps[dice.IntN(len(h.steps))]
		}
	}
}
