package propose

import (
	"context"
	"slices"
)

// Run answers a request with two to five divisions, the one that fits its mode best first: for a
// repair that of least change, otherwise that of the best borders. None is as good as another in
// everything, so that there are fewer than three where the band leaves no choice. It returns a
// *RequestError for a request that cannot be answered, and the error of a context that ends.
func Run(ctx context.Context, r Request, progress Progress) ([]Proposal, error) {
	g, err := prepare(&r)
	if err != nil {
		return nil, err
	}
	f := &drafter{ground: g, ctx: ctx}
	tell := rising(progress)
	if g.atoms == 0 {
		tell(1)
		return pareto([]Proposal{g.finish(nil)}, LeastChange), nil
	}
	drafts, first := f.redrawings, BestBorders
	if g.r.Mode == Repair {
		drafts, first = f.repairs, LeastChange
	}
	parts, err := drafts(tell)
	if err != nil {
		return nil, err
	}
	var all []Proposal
	for _, p := range parts {
		all = append(all, g.finish(p))
	}
	tell(1)
	return pareto(all, first), nil
}

// First answers a request with one division, soon.
func First(ctx context.Context, r Request) (Proposal, error) {
	g, err := prepare(&r)
	if err != nil {
		return Proposal{}, err
	}
	f := &drafter{ground: g, ctx: ctx}
	var parts []int32
	switch {
	case g.atoms == 0:
	case g.r.Mode == Repair:
		parts, err = f.quickRepair()
	default:
		parts, err = f.quickRedraw()
	}
	if err != nil {
		return Proposal{}, err
	}
	return pareto([]Proposal{g.finish(parts)}, LeastChange)[0], nil
}

// rising makes progress rise only, and possible to leave out.
func rising(progress Progress) func(float64) {
	told := -1.0
	return func(share float64) {
		if progress != nil && share > told {
			told = share
			progress(share)
		}
	}
}

// stretch tells of a part of the work as of the whole.
func stretch(tell func(float64), from, to float64) func(float64) {
	return func(share float64) { tell(from + share*(to-from)) }
}

func (f *drafter) quickRedraw() ([]int32, error) {
	d := f.seed(f.r.Seed, 4, f.count)
	if err := f.anneal(d, quickSteps, func(float64) {}); err != nil {
		return nil, err
	}
	return d.part, nil
}

// redrawings draws for borders, then evens that out, and draws again with few grids.
func (f *drafter) redrawings(tell func(float64)) ([][]int32, error) {
	const trees = 8
	d := f.seed(f.r.Seed, trees, f.count)
	if err := f.anneal(d, slowSteps, stretch(tell, 0.05, 0.5)); err != nil {
		return nil, err
	}
	all := [][]int32{slices.Clone(d.part)}
	if err := f.even(d, stretch(tell, 0.5, 0.65)); err != nil {
		return nil, err
	}
	all = append(all, slices.Clone(d.part))
	d = f.seed(f.r.Seed, trees, f.fewCount)
	if err := f.anneal(d, slowSteps, stretch(tell, 0.65, 1)); err != nil {
		return nil, err
	}
	return append(all, d.part), nil
}
