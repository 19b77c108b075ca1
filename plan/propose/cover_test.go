package propose

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"testing"
)

// Every set of a few atoms is tried.
func TestConnectedSetsAreVisitedOnce(t *testing.T) {
	for seed := range uint64(20) {
		m := randomMesh(rand.New(rand.NewPCG(seed, 5)), 4, 3)
		visited, complete := map[uint]int{}, true
		m.connected(sequence(12), 10, 25, 1_000_000, func(set []int32, _ int) bool {
			mask := uint(0)
			for _, a := range set {
				mask |= 1 << a
			}
			visited[mask]++
			return true
		}, &complete)
		for mask := uint(1); mask < 1<<12; mask++ {
			want := 0
			if w := weightOf(m, mask); w >= 10 && w <= 25 && hangsTogether(m, mask) {
				want = 1
			}
			if visited[mask] != want {
				t.Fatalf("seed %d: set %b is visited %d times, want %d", seed, mask, visited[mask], want)
			}
		}
		if !complete {
			t.Errorf("seed %d: not all were visited", seed)
		}
	}
}

func weightOf(m *mesh, mask uint) (weight int) {
	for ; mask != 0; mask &= mask - 1 {
		weight += m.weight[bits.TrailingZeros(mask)]
	}
	return weight
}

func hangsTogether(m *mesh, mask uint) bool {
	reached := mask & -mask
	for before := uint(0); before != reached; {
		before = reached
		for rest := reached; rest != 0; rest &= rest - 1 {
			a := bits.TrailingZeros(rest)
			for _, b := range m.to[m.first[a]:m.first[a+1]] {
				reached |= mask & (1 << b)
			}
		}
	}
	return reached == mask
}

// Every choice of pieces is tried: the bound is below the best, and the sweep finds it and knows that it is.
func TestASweepFindsTheCheapestChoice(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 6))
		m := randomMesh(random, 4, 3)
		d := newDivision(m, Band{Min: 10, Max: 25}, 3, seed)
		for a := range m.home {
			m.home[a] = int32(a / 4)
			d.put(int32(a), m.home[a])
		}
		d.wish = wishes{out: 30, off: 2, stay: 3, middle: 17}
		c := newCover(d, sequence(12), 5)
		want := cheapest(c, 0, map[int32]bool{}, 1)
		p := c.newPrices(1)
		goal := want + 50
		if math.IsInf(want, 1) {
			goal = 5000
		}
		if err := p.settle(t.Context().Err, goal); err != nil {
			t.Fatal(err)
		}
		if p.bound > want+1e-6 && p.bound < goal {
			t.Errorf("seed %d: the bound is %v, the best choice costs %v", seed, p.bound, want)
		}
		choice, cost, proved, err := p.choose(t.Context().Err, goal, 10_000)
		if err != nil || !proved || choice == nil != math.IsInf(want, 1) || choice != nil && math.Abs(cost-want) > 1e-6 {
			t.Fatalf("seed %d: a choice costs %v, proved %v, %v; the best %v", seed, cost, proved, err, want)
		}
		if choice == nil {
			continue
		}
		c.make(choice)
		if got := c.cost(); math.Abs(got-want) > 1e-6 {
			t.Errorf("seed %d: the division costs %v, its pieces %v", seed, got, want)
		}
		for part := range d.members {
			if len(d.members[part]) > 0 {
				connected(t, d, int32(part))
			}
		}
	}
}

// cheapest is what the best choice costs that covers what is not covered.
func cheapest(c *cover, covered uint, used map[int32]bool, outs int) float64 {
	first := bits.TrailingZeros(^covered)
	if first == len(c.atoms) {
		return 0
	}
	best := math.Inf(1)
	for _, x := range c.pieces[c.anchors[first]:c.anchors[first+1]] {
		mask := uint(0)
		for _, i := range x.members {
			mask |= 1 << i
		}
		if mask&covered != 0 || used[x.label] || x.out && outs == 0 {
			continue
		}
		left := outs
		if x.out {
			left--
		}
		if x.label != None {
			used[x.label] = true
		}
		best = min(best, x.cost+cheapest(c, covered|mask, used, left))
		delete(used, x.label)
	}
	return best
}
