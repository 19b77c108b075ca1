package propose

import (
	"cmp"
	"math"
	"slices"
)

// A drafter draws divisions of one ground, each from a seed of its own.
type drafter struct {
	*ground
	stop   func() error // not nil from when on nobody waits any more
	effort int          // of a division; 0: as much as it takes
	unit   float64      // the cost of a grid's border, by which everything else is weighed
}

// Weights of wishes, in costs of a grid's border.
const (
	outWeight  = 3.0  // for a grid outside the band
	offWeight  = 0.05 // for a household by which it is outside
	evenWeight = 0.05 // for a grid 100 households from the middle
)

func (g *ground) wishes(unit, even, stay float64) wishes {
	return wishes{
		out: outWeight * unit, off: offWeight * unit, even: even * unit / 1e4,
		stay: stay * unit, middle: float64(g.r.Band.Min+g.r.Band.Max) / 2,
	}
}

// seed draws the first division: each island by itself, with as many grids as count says for its
// households.
func (f *drafter) seed(seed uint64, trees int, count func(households int) int) *division {
	d := newDivision(f.m, f.r.Band, 0, seed)
	d.effort = cmp.Or(f.effort, math.MaxInt)
	d.wish = f.wishes(float64(f.typical()), 0, 0)
	for id, atoms := range f.m.islands() {
		first := int32(len(d.members))
		k := min(count(f.m.size[id]), len(atoms))
		for range k {
			d.addPart()
		}
		d.divide(slices.Clone(atoms), k, first, trees)
		for _, a := range atoms {
			d.put(a, d.label[a])
		}
	}
	f.unit = f.unitOf(d)
	d.wish = f.wishes(f.unit, evenWeight, 0)
	return d
}

// typical is a cost of a cell's border, for a time when there are no grids yet.
func (f *drafter) typical() float64 {
	sum := 0
	for _, c := range f.m.cost {
		sum += c
	}
	return math.Max(1, float64(sum)/float64(max(1, len(f.m.weight))))
}

func (f *drafter) unitOf(d *division) float64 {
	return math.Max(1, float64(d.cut())/float64(max(1, d.used())))
}

// count is how many grids an island gets: what a split asks for, or what the band does.
func (f *drafter) count(households int) int {
	if f.r.Mode == Split && f.r.Parts > 0 {
		return f.r.Parts
	}
	return max(f.r.Band.countFor(households), f.least())
}

// least is the fewest parts of any answer: a split makes two at least.
func (f *drafter) least() int {
	if f.r.Mode == Split {
		return 2
	}
	return 1
}

// full is how near to the upper end of the band grids may be on average when there shall be few.
const full = 0.85

// fewCount is how many grids an island gets when there shall be few.
func (f *drafter) fewCount(households int) int {
	if f.r.Mode == Split && f.r.Parts > 0 {
		return f.r.Parts
	}
	band := f.r.Band
	most := float64(band.Min) + full*float64(band.Max-band.Min)
	return max(f.least(), min(f.count(households), int(math.Ceil(float64(households)/math.Max(1, most)))))
}

// Steps of annealing for each grid.
const (
	quickSteps = 20
	slowSteps  = 400
	evenSteps  = 100
	slowTrees  = 8 // tried for each cut of a first division
	mostSteps  = 26_000
)

func steps(each, parts int) int { return min(each*parts, mostSteps) }

// anneal finds the roads: the band is soft at first.
func (f *drafter) anneal(d *division, each int, tell func(float64)) error {
	if err := d.recutAll(f.stop, f.soft(d, each), tell); err != nil {
		return err
	}
	return f.settle(d)
}

// soft is a schedule that begins hot.
func (f *drafter) soft(d *division, each int) schedule {
	return schedule{steps(each, d.used()), 0.5 * f.unit, 0.02 * f.unit, 0.1}
}

// settle brings what is still outside the band into it, and moves single cells where that is better.
func (f *drafter) settle(d *division) error {
	for range 4 {
		if err := d.flipAll(f.stop, schedule{steps: 20 * len(d.part)}); err != nil {
			return err
		}
		if d.outside() == 0 || d.effort <= 0 {
			break
		}
		f.chaseAll(d)
		firm := schedule{max(2000, 20*d.used()), 0.1 * f.unit, 0.01 * f.unit, 1}
		if err := d.recutAll(f.stop, firm, func(float64) {}); err != nil {
			return err
		}
	}
	return nil
}

// chaseAll looks for a chain from every part outside the band.
func (f *drafter) chaseAll(d *division) {
	for p := range d.members {
		if d.effort > 0 && len(d.members[p]) > 1 && d.band.off(d.weight[p]) > 0 {
			d.chase(int32(p))
		}
	}
}

// even makes the grids of a division more alike: the more the heavier that weighs.
func (f *drafter) even(d *division, weight float64) error {
	firm := d.wish
	defer func() { d.wish = firm }()
	d.wish.even = f.unit / 1e4 * weight
	s := schedule{steps(evenSteps, d.used()), 0.1 * f.unit, 0.01 * f.unit, 1}
	if err := d.recutAll(f.stop, s, func(float64) {}); err != nil {
		return err
	}
	return f.settle(d)
}
