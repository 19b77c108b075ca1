package propose

import "math/bits"

// Parts divides the grid of a Split soon, and with so much effort at most, about: cells looked at, of which
// a processor does some millions a second. So it needs no context, however large the grid. It returns the part of each
// cell from 0 on, None for those of other grids. A grid that does not hang together gets so many parts on each side.
func Parts(r Request, effort int) ([]int32, error) {
	r.Mode = Split
	g, err := prepare(&r)
	if err != nil {
		return nil, err
	}
	f := &drafter{ground: g, stop: func() error { return nil }, effort: max(effort, 1)}
	d := f.seed(r.Seed, f.trees(), f.count)
	if err := f.annealHalf(d); err != nil {
		return nil, err
	}
	parts := make([]int32, len(r.Graph.Cells))
	for c := range parts {
		parts[c] = None
		if a := g.atomOf[c]; a != None {
			parts[c] = d.part[a]
		}
	}
	return parts, nil
}

// quickTrees is how many trees are tried for each cut of a division that is wanted soon.
const quickTrees = 4

// trees is how many of them a third of the effort is enough for: each level of cuts looks at every atom.
func (f *drafter) trees() int {
	return min(max(f.effort/(3*max(f.atoms, 1)*bits.Len(uint(max(f.r.Parts, 1)))), 1), quickTrees)
}

// annealHalf leaves half of the effort for what brings parts into the band.
func (f *drafter) annealHalf(d *division) error {
	half := max(d.effort, 0) / 2
	d.effort = half
	if err := d.recutAll(f.stop, f.soft(d, quickSteps), func(float64) {}); err != nil {
		return err
	}
	d.effort = max(d.effort, 0) + half
	return f.settle(d)
}
