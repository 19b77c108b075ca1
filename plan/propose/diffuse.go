package propose

import "slices"

// What a diffusion weighs, in costs of a grid's border: while households move through chains of grids,
// being outside the band costs more than moving a few times.
const (
	stayFirm    = 0.03 // for a household that moves
	outRepair   = 12
	offRepair   = 0.3
	offSqRepair = 0.002
)

// A diffusion looks for the number of new grids with which least has to move.
type diffusion struct {
	*drafter
	d     *division
	start []int32 // today with so many new grids as were tried last
	tries int     // of each new grid
	flips int     // of each round
	best  []int32 // has the fewest parts outside the band, and of those the least energy
	out   int
	least float64
}

// round tries one division: from start, households diffuse to where there is room.
func (r *diffusion) round() error {
	d := r.d
	d.assign(r.start)
	atom := d.meanWeight() * d.wish.stay
	s := schedule{r.flips, 1.3 * atom, 0.03 * atom, 1}
	for range 2 {
		if err := d.flipAll(r.stop, s); err != nil {
			return err
		}
		r.chaseAll(d)
		s = schedule{steps: 20 * len(d.part)}
	}
	if err := d.flipAll(r.stop, s); err != nil {
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
func (r *diffusion) addBud() bool {
	r.d.assign(r.start)
	if !r.d.bestBud(r.tries) {
		return false
	}
	r.start = slices.Clone(r.d.part)
	return true
}

// few is how many new grids are surely worth while: half of those that what is too much would fill.
func (r *diffusion) few() int {
	over := 0
	for p := range r.d.members {
		over += max(0, r.d.weight[p]-r.d.band.Max)
	}
	return over / max(1, r.d.band.Min+r.d.band.Max)
}

// spread lets households flow to where there is room, with one new grid more at a time, until that was
// worse three times, and leaves the best division it saw.
func (r *diffusion) spread(rounds int, tell func(float64)) error {
	unit := r.unit
	r.d.wish = r.wishes(unit, 0, stayFirm)
	r.d.wish.out, r.d.wish.off, r.d.wish.offSq = outRepair*unit, offRepair*unit, offSqRepair*unit
	r.start = slices.Clone(r.d.part)
	for range r.few() {
		r.addBud()
	}
	worse := 0
	for i := 0; i < rounds && worse < 3; i++ {
		out, before, fresh := r.out, r.least, r.best == nil
		if err := r.round(); err != nil {
			return err
		}
		if !fresh && r.out == out && r.least == before {
			worse++
		}
		tell(float64(i+1) / float64(rounds))
		if !r.addBud() {
			break
		}
	}
	r.d.assign(r.best)
	return nil
}
