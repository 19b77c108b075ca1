package propose

import (
	"cmp"
	"math/bits"
	"slices"
)

// A bitset is a set of small numbers.
type bitset [8]uint64

func (b *bitset) set(i int32) { b[i>>6] |= 1 << (i & 63) }

func (b *bitset) has(i int32) bool { return b[i>>6]&(1<<(i&63)) != 0 }

func (b *bitset) meets(o *bitset) bool {
	for i, word := range b {
		if word&o[i] != 0 {
			return true
		}
	}
	return false
}

func (b *bitset) with(o *bitset) bitset {
	sum := *b
	for i := range sum {
		sum[i] |= o[i]
	}
	return sum
}

// firstOut returns the lowest number that is not in the set.
func (b *bitset) firstOut() int {
	for i, word := range b {
		if word != ^uint64(0) {
			return i<<6 + bits.TrailingZeros64(^word)
		}
	}
	return len(b) << 6
}

// A choosing is some pieces that cover the first places, and perhaps some after them.
type choosing struct {
	covered bitset
	used    bitset // homes whose part a piece has
	outs    int
	cost    float64
	bound   float64 // what no choice with these pieces costs less than
	last    int32   // in sweep.links
}

// A chosen is the last piece of a choosing, and where the one before it is.
type chosen struct{ piece, before int32 }

// widths are how many choosings a sweep keeps at each place; it is done again with more, unless it has kept all.
var widths = [...]int{300, 3000}

// mostTries is how often a sweep tries to add a piece.
const mostTries = 100_000_000

// cheapest returns the pieces of the cheapest choice that it finds and that costs less than goal, nil when it finds none.
func (p *prices) cheapest(stop func() error, goal float64) ([]piece, error) {
	var best []piece
	for _, width := range widths {
		if err := p.settle(stop, goal); err != nil {
			return nil, err
		}
		found, cost, proved, err := p.choose(stop, goal, width)
		if err != nil {
			return nil, err
		}
		if found != nil {
			best, goal = found, cost
		}
		if proved {
			break
		}
	}
	return best, nil
}

// A sweep goes over the places in order, and gives the first that is in no piece one, in every way that the
// bound does not forbid; of the choosings that then have the same place first, it keeps those of the lowest bound.
type sweep struct {
	*prices
	goal     float64 // what a choice must cost less than
	width    int
	rises    []float64
	sets     []bitset
	links    []chosen
	waiting  [][]choosing // by the first place that is in no piece
	complete bool         // nothing was left out but what the bound forbids
	tries    int
	best     int32 // the last link of the best choice, None while there is none
}

// choose returns the pieces of the cheapest choice that costs less than goal, as far as a sweep of some width
// finds it; nil when it finds none. It reports whether there is none that is cheaper.
func (p *prices) choose(stop func() error, goal float64, width int) (pieces []piece, cost float64, proved bool, err error) {
	n := len(p.atoms)
	s := &sweep{prices: p, goal: goal, width: width, waiting: make([][]choosing, n+1), complete: true, best: None}
	s.rises, s.sets = make([]float64, len(p.pieces)), make([]bitset, len(p.pieces))
	for i := range p.pieces {
		s.rises[i] = p.rise(&p.pieces[i])
		for _, at := range p.pieces[i].members {
			s.sets[i].set(int32(at))
		}
	}
	s.waiting[0] = []choosing{{bound: p.bound, last: None}}
	for at := range n {
		if err := stop(); err != nil {
			return nil, 0, false, err
		}
		s.narrow(at)
		for _, c := range s.waiting[at] {
			s.extend(&c, at)
		}
		s.waiting[at] = nil
	}
	for i := s.best; i != None; i = s.links[i].before {
		pieces = append(pieces, p.pieces[s.links[i].piece])
	}
	return pieces, s.goal, s.complete, nil
}

// extend adds each piece that has a place first.
func (s *sweep) extend(c *choosing, at int) {
	s.tries += int(s.anchors[at+1] - s.anchors[at])
	if s.tries > mostTries {
		s.complete = false
		return
	}
	for k := s.anchors[at]; k < s.anchors[at+1]; k++ {
		x := &s.pieces[k]
		if c.bound+s.rises[k] >= s.goal || c.covered.meets(&s.sets[k]) ||
			x.label != None && c.used.has(x.label) || x.out && c.outs == s.outs {
			continue
		}
		next := choosing{c.covered.with(&s.sets[k]), c.used, c.outs, c.cost + x.cost, c.bound + s.rises[k], int32(len(s.links))}
		if x.label != None {
			next.used.set(x.label)
		}
		if x.out {
			next.outs++
		}
		first := next.covered.firstOut()
		if first >= len(s.atoms) {
			if next.cost < s.goal-1e-6 {
				s.goal, s.best = next.cost, next.last
				s.links = append(s.links, chosen{k, c.last})
			}
			continue
		}
		s.links = append(s.links, chosen{k, c.last})
		s.waiting[first] = append(s.waiting[first], next)
		if len(s.waiting[first]) > 4*s.width {
			s.narrow(first)
		}
	}
}

// narrow keeps of the choosings at a place those of the lowest bound, and of equal ones the cheapest.
func (s *sweep) narrow(at int) {
	list := s.waiting[at]
	s.tries += 8 * len(list)
	slices.SortFunc(list, func(a, b choosing) int {
		return cmp.Or(cmp.Compare(a.bound, b.bound), cmp.Compare(a.cost, b.cost), cmp.Compare(a.last, b.last))
	})
	type key struct {
		covered, used bitset
		outs          int
	}
	known := map[key]bool{}
	kept := list[:0]
	for _, c := range list {
		k := key{c.covered, c.used, c.outs}
		if known[k] || c.bound >= s.goal {
			continue
		}
		if len(kept) == s.width {
			s.complete = false
			break
		}
		known[k] = true
		kept = append(kept, c)
	}
	s.waiting[at] = kept
}
