package propose

import (
	"maps"
	"math"
	"slices"
)

// What a relocation weighs.
const (
	stayAlone = 0.09 // for a household that moves, in costs of a grid's border
	offPrice  = 4    // for a household by which a grid is outside the band, in households that move
	tolerated = 50   // of so many grids, one may stay outside where that saves moving half a grid
)

// strictness is how much of its weight the band has at last, try for try: with more, fewer grids are
// outside it, and more is moved.
var strictness = [...]float64{1, 2.5}

// reach is how many parts away from the next one outside the band cells may still move.
const reach = 3

// A relocation anneals a division of today: cells move to neighbouring parts or change places, parts
// bud where there is too much and parts dissolve, and each household that is not at home costs. Being
// outside the band costs little at first, so that households can pass through full parts.
type relocation struct {
	*division
	firm   wishes
	focus  []int32 // the atoms that are tried
	steps  int
	hot    float64 // heat at first, in atoms of mean weight
	soft   float64 // how much of its weight the band has at first
	strict float64 // how much of its weight the band has at last
	mean   float64 // weight of an atom
	shoots float64 // share of the steps that bud
	least  map[int]kept
	buffer []int32
}

// A kept division is the best with as many parts outside the band.
type kept struct {
	parts  []int32
	energy float64
}

// newRelocation makes ready to relocate what is near parts outside the band; nothing is tried when there
// are none.
func (f *drafter) newRelocation(d *division) *relocation {
	r := &relocation{division: d, firm: f.wishes(f.unit, 0, stayAlone), least: map[int]kept{}, mean: d.meanWeight()}
	r.firm.out, r.firm.off = r.firm.middle/2*r.firm.stay, offPrice*r.firm.stay
	r.focus = d.nearOutside()
	r.shoots = min(0.05, shootsEach*float64(d.used())/float64(len(d.part)))
	return r
}

// nearOutside returns the atoms of parts that are outside the band, or few parts away from one.
func (d *division) nearOutside() []int32 {
	far := make([]int, len(d.members))
	for p := range far {
		far[p] = reach + 1
		if len(d.members[p]) > 0 && d.band.off(d.weight[p]) > 0 {
			far[p] = 0
		}
	}
	for hops := range reach {
		for a, p := range d.part {
			for _, b := range d.m.to[d.m.first[a]:d.m.first[a+1]] {
				if far[p] == hops {
					far[d.part[b]] = min(far[d.part[b]], hops+1)
				}
			}
		}
	}
	var near []int32
	for a, p := range d.part {
		if far[p] <= reach {
			near = append(near, int32(a))
		}
	}
	return near
}

const (
	hottest     = 0.4  // heat at first, in atoms of mean weight
	coldest     = 0.03 // heat at last
	shootsEach  = 0.07 // buds tried for each step, times the share of a part that an atom is
	dissolvings = 0.25 // dissolutions tried for each bud
	swapShare   = 0.2  // of the steps, that swap
)

// run anneals once from the division as it is, and keeps the best it sees.
func (r *relocation) run(stop func() error) error {
	if len(r.focus) == 0 {
		r.keep()
		return stop()
	}
	unit := r.firm.stay * r.mean
	cool := math.Pow(coldest/r.hot, 256/float64(r.steps))
	heat, start := r.hot*unit, schedule{soft: r.soft}
	for i := range r.steps {
		if i%256 == 0 {
			if err := stop(); err != nil {
				return err
			}
			done := float64(i) / float64(r.steps)
			heat *= cool
			r.wish = r.firm
			if i%1024 == 0 && done > 0.7 {
				r.keep()
			}
			r.wish.press(r.firm, r.strict*start.pressure(done))
		}
		r.try(heat)
	}
	r.wish = r.firm
	r.goHome()
	return nil
}

// try changes something, at random.
func (r *relocation) try(heat float64) {
	a := r.focus[r.random.IntN(len(r.focus))]
	switch x := r.random.Float64(); {
	case x < r.shoots:
		if done, change := r.shoot(a); !r.accept(change, heat) {
			r.revert(done)
		}
	case x < r.shoots*(1+dissolvings):
		p := r.part[a]
		if done, change := r.dissolve(p); len(r.members[p]) > 0 || !r.accept(change, heat) {
			r.revert(done)
		}
	case x < swapShare:
		r.swap(a, heat)
	default:
		f, ok := r.tryFlip(a, r.buffer)
		r.buffer = f.atoms
		if ok && r.accept(f.change, heat) {
			r.do(step{f.atoms, f.from, f.to})
		}
	}
}

// swap tries to move an atom to a neighbouring part and another one back.
func (r *relocation) swap(a int32, heat float64) {
	f, ok := r.tryFlip(a, nil)
	if !ok {
		return
	}
	there := step{f.atoms, f.from, f.to}
	r.do(there)
	list := r.members[f.to]
	b := list[r.random.IntN(len(list))]
	if !slices.Contains(f.atoms, b) && slices.Contains(r.around(b), f.from) {
		back, ok := r.give(b, f.from, nil)
		if ok && r.accept(f.change+back.change, heat) {
			r.do(step{back.atoms, back.from, back.to})
			return
		}
	}
	if !r.accept(f.change, heat) {
		r.undo(there)
	}
}

// shoot grows a new part from an atom at random, until it is about as heavy as the band asks for. It
// returns what it did and the change of the energy.
func (r *relocation) shoot(a int32) ([]step, float64) {
	if r.band.off(r.weight[r.part[a]]) == 0 && r.random.IntN(4) > 0 {
		return nil, 0
	}
	bud := r.m.home[a]
	if bud == None || len(r.members[bud]) > 0 {
		bud = r.freePart()
	}
	var done []step
	change := 0.0
	goal := r.band.Min*3/4 + r.random.IntN(r.band.Min/2+1)
	f, ok := r.give(a, bud, nil)
	for tries := 0; ok; {
		s := step{f.atoms, f.from, f.to}
		r.do(s)
		done, change = append(done, s), change+f.change
		if r.weight[bud] >= goal {
			break
		}
		for ok = false; !ok && tries < 40; tries++ {
			f, ok = r.next(bud)
		}
	}
	return done, change
}

// next is what a growing part may take, at random, more readily from parts that are too full.
func (r *relocation) next(bud int32) (flip, bool) {
	list := r.members[bud]
	v := list[r.random.IntN(len(list))]
	near := r.m.to[r.m.first[v]:r.m.first[v+1]]
	if len(near) == 0 {
		return flip{}, false
	}
	u := near[r.random.IntN(len(near))]
	if p := r.part[u]; p == bud || r.weight[p] <= r.band.Max && r.random.IntN(3) > 0 {
		return flip{}, false
	}
	return r.give(u, bud, nil)
}

// goHome gives back every atom that need not be away, and keeps what comes of it.
func (r *relocation) goHome() {
	for again := true; again; {
		again = false
		for _, a := range r.focus {
			home := r.m.home[a]
			if home == r.part[a] || !slices.Contains(r.around(a), home) {
				continue
			}
			if f, ok := r.give(a, home, r.buffer); ok && f.change < -1e-6 {
				r.do(step{f.atoms, f.from, f.to})
				again = true
			}
		}
	}
	r.keep()
}

// keep keeps the division if none is better that has as many parts outside the band.
func (r *relocation) keep() {
	out, energy := r.outside(), r.energy()
	if best, known := r.least[out]; !known || energy < best.energy {
		r.least[out] = kept{append(best.parts[:0], r.part...), energy}
	}
}

// best returns the division with fewest parts outside the band, and, first, the one that is best among
// those with a few more, where that is another one.
func (r *relocation) best() [][]int32 {
	fewest := slices.Min(slices.Collect(maps.Keys(r.least)))
	best := fewest
	for out := range max(fewest, r.used()/tolerated) + 1 {
		if k, known := r.least[out]; known && k.energy < r.least[best].energy {
			best = out
		}
	}
	if best == fewest {
		return [][]int32{r.least[best].parts}
	}
	return [][]int32{r.least[best].parts, r.least[fewest].parts}
}
