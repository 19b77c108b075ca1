package propose

import (
	"slices"
)

// staySoft is what a household that moves weighs where some change may be spent, in costs of a grid's
// border.
const staySoft = 0.006

// begin is the division of today on the free cells: what has no grid, or lies apart from the most of
// its grid, goes to a neighbour or becomes a grid.
func (f *drafter) begin() *division {
	d := newDivision(f.m, f.r.Band, len(f.homes()), f.r.Seed)
	d.assign(f.m.home)
	f.detach(d)
	f.place(d)
	f.unit = f.unitOf(d)
	return d
}

// homes numbers the grids of today that have free atoms, says of each such atom which it is at home in, and
// returns the grids by number.
func (f *drafter) homes() []int32 {
	var grids []int32
	numbers := map[int32]int32{}
	for a := range f.m.weight {
		grid := f.r.currentOf(f.m.cells.of(int32(a))[0])
		if grid == None {
			continue
		}
		if _, known := numbers[grid]; !known {
			numbers[grid] = int32(len(grids))
			grids = append(grids, grid)
		}
		f.m.home[a] = numbers[grid]
	}
	return grids
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
	d.divide(slices.Clone(piece), k, first, 8)
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

// An effort is how much is tried for least change.
type effort struct {
	tries, steps  int  // relocations, and steps of each
	rounds, flips int  // of a diffusion, where grids have many atoms; flips for each atom
	buds          int  // tries of each bud
	covers        bool // look among all pieces at last, where they can be listed
}

// stepsFor is how many steps a relocation of so many atoms has: fewer for few, more for very many.
func (e effort) stepsFor(atoms int) int { return max(min(e.steps, 1500*atoms), e.steps/2000*atoms) }

var (
	quickEffort = effort{tries: 1, steps: 150_000, rounds: 1, flips: 20, buds: 4}
	slowEffort  = effort{tries: 6, steps: 300_000, rounds: 16, flips: 50, buds: 12, covers: true}
)

// manyAtoms is from how many atoms on a grid counts as fine: households then flow rather than jump.
const manyAtoms = 60

// leastChange repairs a division of today, see relocation.best.
func (f *drafter) leastChange(d *division, e effort, tell func(float64)) ([][]int32, error) {
	r := f.newRelocation(d)
	if len(r.focus) == 0 {
		return [][]int32{slices.Clone(d.part)}, nil
	}
	r.soft = 0.1
	if len(d.part) > manyAtoms*d.used() {
		flow := &diffusion{drafter: f, d: d, tries: e.buds, flips: e.flips * len(d.part)}
		if err := flow.spread(e.rounds, stretch(tell, 0, 0.7)); err != nil {
			return nil, err
		}
		r.soft, tell = 1, stretch(tell, 0.7, 1)
		e.tries = (e.tries + 1) / 2
	}
	start := slices.Clone(d.part)
	for try := range e.tries {
		d.assign(start)
		r.hot, r.steps, r.strict = hottest, e.stepsFor(len(r.focus)), strictness[try%len(strictness)]
		if err := r.run(f.stop); err != nil {
			return nil, err
		}
		tell(float64(try+1) / float64(e.tries))
	}
	if e.covers {
		if err := r.cover(start, f.stop); err != nil {
			return nil, err
		}
	}
	return r.best(), nil
}

func (f *drafter) quickRepair() ([]int32, error) {
	all, err := f.leastChange(f.begin(), quickEffort, func(float64) {})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// repairs changes least, and then spends some change on borders, on evenness, and on having few grids.
func (f *drafter) repairs(tell func(float64)) ([]Proposal, error) {
	d := f.begin()
	least, err := f.leastChange(d, slowEffort, stretch(tell, 0, 0.6))
	if err != nil {
		return nil, err
	}
	from := least[len(least)-1]
	spend := func(w wishes) variant {
		return func() ([]int32, error) { return f.spend(d, from, w) }
	}
	v := []variant{spend(f.wishes(f.unit, 0, staySoft)), spend(f.wishes(f.unit, 1, staySoft)), spend(f.fewer())}
	for _, even := range []float64{0.3, 5, 0, 2, 20} {
		v = append(v, spend(f.wishes(f.unit, even, 2*staySoft)))
	}
	return f.gather(least, v, 3, stretch(tell, 0.6, 1))
}

// spend changes more than is least, for other wishes.
func (f *drafter) spend(d *division, from []int32, w wishes) ([]int32, error) {
	d.assign(from)
	d.wish = w
	s := schedule{steps(evenSteps, d.used()), 0.1 * f.unit, 0.01 * f.unit, 1}
	if err := d.recutAll(f.stop, s, func(float64) {}); err != nil {
		return nil, err
	}
	if w.parts > 0 {
		f.thin(d)
	}
	if err := f.settle(d); err != nil {
		return nil, err
	}
	return slices.Clone(d.part), nil
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
	order := sequence(len(d.members))
	slices.SortStableFunc(order, func(p, q int32) int { return d.weight[p] - d.weight[q] })
	for _, p := range order {
		if len(d.members[p]) == 0 || f.stop() != nil {
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
