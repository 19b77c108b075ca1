package propose

import (
	"slices"
)

// Weights of staying at home, per household, in costs of a grid's border.
const (
	stayFirm = 0.03
	staySoft = 0.006
	// While households move through chains of grids, being outside the band costs more than moving
	// a few times.
	outRepair   = 12
	offRepair   = 0.3
	offSqRepair = 0.002
	// Few atoms are often towers, hard to fit into the band: each is tried more often.
	fewAtoms = 5000
	fewFlips = 300_000
)

// begin is the division of today on the free cells: what has no grid, or lies apart from the most of
// its grid, goes to a neighbour or becomes a grid.
func (f *drafter) begin() *division {
	numbers := map[int32]int32{}
	for a, cells := range f.m.cells {
		grid := f.r.currentOf(cells[0])
		if grid == None {
			continue
		}
		if _, known := numbers[grid]; !known {
			numbers[grid] = int32(len(numbers))
		}
		f.m.home[a] = numbers[grid]
	}
	d := newDivision(f.m, f.r.Band, len(numbers), f.r.Seed)
	d.assign(f.m.home)
	f.detach(d)
	f.place(d)
	f.unit = f.unitOf(d)
	d.wish = f.wishes(f.unit, 0, stayFirm)
	d.wish.out, d.wish.off, d.wish.offSq = outRepair*f.unit, offRepair*f.unit, offSqRepair*f.unit
	return d
}

// detach takes out of each part what does not hang together with its heaviest piece.
func (f *drafter) detach(d *division) {
	d.flood.now++
	for p := range d.members {
		var heaviest []int32
		most := -1
		for _, a := range slices.Clone(d.members[p]) {
			if d.flood.seen[a] == d.flood.now {
				continue
			}
			piece, weight := d.fill(a, nil)
			if weight > most {
				heaviest, most = piece, weight
			}
		}
		for _, a := range slices.Clone(d.members[p]) {
			if !slices.Contains(heaviest, a) {
				d.put(a, None)
			}
		}
	}
}

// place gives atoms that are in no part one: those with much, a part of their own, the others the
// part with which they have the dearest border.
func (f *drafter) place(d *division) {
	for a := range d.part {
		if d.part[a] != None {
			continue
		}
		d.flood.now++
		piece, weight := d.fill(int32(a), nil)
		if weight > f.r.Band.Max || weight >= f.r.Band.Min && weight > 0 || !touches(d, piece) {
			f.found(d, piece, weight)
		}
	}
	for again := true; again; {
		again = false
		for a := range d.part {
			if d.part[a] == None {
				if to := dearest(d, int32(a)); to != None {
					d.put(int32(a), to)
					again = true
				}
			}
		}
	}
}

// found makes parts of a connected piece.
func (f *drafter) found(d *division, piece []int32, weight int) {
	k := min(f.r.Band.countFor(weight), len(piece))
	d.wish = f.wishes(f.typical(), 0, 0)
	first := int32(len(d.members))
	for range k {
		d.addPart()
	}
	d.divide(piece, k, first, 8)
	for _, a := range piece {
		d.put(a, d.label[a])
	}
}

func touches(d *division, piece []int32) bool {
	return slices.ContainsFunc(piece, func(a int32) bool { return dearest(d, a) != None })
}

// dearest is the part with which an atom outside all parts has the dearest border, None when it
// touches none.
func dearest(d *division, a int32) int32 {
	best, most := None, -1
	sums := map[int32]int{}
	for e := d.m.first[a]; e < d.m.first[a+1]; e++ {
		p := d.part[d.m.to[e]]
		if p == None {
			continue
		}
		sums[p] += d.m.cost[e]
		if sums[p] > most {
			best, most = p, sums[p]
		}
	}
	return best
}

// A repairing looks for the number of new grids with which least has to move.
type repairing struct {
	*drafter
	d     *division
	start []int32 // today with so many new grids as were tried last
	tries int     // of each new grid
	flips int     // of each round
	again int     // how often each number of new grids is tried
	best  []int32 // has the fewest parts outside the band, and of those the least energy
	out   int
	least float64
}

// round tries one division: from start, households diffuse to where there is room.
func (r *repairing) round() error {
	d := r.d
	d.assign(r.start)
	atom := d.meanWeight() * d.wish.stay
	s := schedule{r.flips, 1.3 * atom, 0.03 * atom, 1}
	for range 2 {
		if err := d.flipAll(r.ctx, s); err != nil {
			return err
		}
		r.chaseAll(d)
		s = schedule{steps: 20 * len(d.part)}
	}
	if err := d.flipAll(r.ctx, s); err != nil {
		return err
	}
	out := d.outside()
	if e := d.energy(); r.best == nil || out < r.out || out == r.out && e < r.least {
		r.best, r.out, r.least = slices.Clone(d.part), out, e
	}
	return nil
}

func (d *division) meanWeight() float64 {
	sum := 0
	for _, w := range d.m.weight {
		sum += w
	}
	return float64(sum) / float64(len(d.m.weight))
}

// addBud starts the next round with one new grid more; false when no part has too much.
func (r *repairing) addBud() bool {
	r.d.assign(r.start)
	if !r.d.bestBud(r.tries) {
		return false
	}
	r.start = slices.Clone(r.d.part)
	return true
}

// few is how many new grids are surely worth while: half of those that what is too much would fill.
func (r *repairing) few() int {
	over := 0
	for p := range r.d.members {
		over += max(0, r.d.weight[p]-r.d.band.Max)
	}
	return over / max(1, r.d.band.Min+r.d.band.Max)
}

// leastChange repairs with one new grid more at a time, until that was worse three times.
func (f *drafter) leastChange(r *repairing, rounds int, tell func(float64)) error {
	d := r.d
	r.drafter, r.start = f, slices.Clone(d.part)
	for range r.few() {
		r.addBud()
	}
	worse := 0
	for i := 0; i < rounds && worse < 3; i++ {
		out, before, fresh := r.out, r.least, r.best == nil
		for range r.again {
			if err := r.round(); err != nil {
				return err
			}
		}
		if !fresh && r.out == out && r.least == before {
			worse++
		}
		tell(float64(i+1) / float64(rounds))
		if !r.addBud() {
			break
		}
	}
	d.assign(r.best)
	return nil
}

func (f *drafter) quickRepair() ([]int32, error) {
	d := f.begin()
	if err := f.leastChange(&repairing{d: d, tries: 4, flips: 20 * len(d.part), again: 1}, 1, func(float64) {}); err != nil {
		return nil, err
	}
	return d.part, nil
}

// repairs changes least, then spends a little change on borders, and on evenness.
func (f *drafter) repairs(tell func(float64)) ([][]int32, error) {
	d := f.begin()
	r := &repairing{d: d, tries: 12, flips: 50 * len(d.part), again: 1}
	if len(d.part) < fewAtoms {
		r.flips, r.again = max(r.flips, fewFlips), 3
	}
	if err := f.leastChange(r, 16, stretch(tell, 0, 0.6)); err != nil {
		return nil, err
	}
	least := slices.Clone(d.part)
	all := [][]int32{least}
	for i, w := range []wishes{f.wishes(f.unit, 0, staySoft), f.wishes(f.unit, 1, staySoft), f.fewer()} {
		d.assign(least)
		d.wish = w
		s := schedule{steps(evenSteps, d.used()), 0.1 * f.unit, 0.01 * f.unit, 1}
		if err := d.recutAll(f.ctx, s, stretch(tell, 0.6+0.13*float64(i), 0.73+0.13*float64(i))); err != nil {
			return nil, err
		}
		if w.parts > 0 {
			f.thin(d)
		}
		if err := f.settle(d); err != nil {
			return nil, err
		}
		all = append(all, slices.Clone(d.part))
	}
	return all, nil
}

// fewer are the wishes of who wants few grids.
func (f *drafter) fewer() wishes {
	w := f.wishes(f.unit, 0, staySoft)
	w.parts = outWeight * f.unit
	w.off *= 4
	return w
}

// thin dissolves parts, the lightest first, where that is better than keeping them.
func (f *drafter) thin(d *division) {
	order := sequence(nil, len(d.members))
	slices.SortStableFunc(order, func(p, q int32) int { return d.weight[p] - d.weight[q] })
	for _, p := range order {
		if len(d.members[p]) == 0 || f.ctx.Err() != nil {
			continue
		}
		before, kept := d.energy(), slices.Clone(d.part)
		d.dissolve(p)
		for range 3 {
			f.chaseAll(d)
		}
		if d.energy() >= before {
			d.assign(kept)
		}
	}
}
