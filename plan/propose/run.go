package propose

import (
	"context"
	"slices"
)

// Run answers a request with three to five divisions, the one that fits its mode best first: for a
// repair that of least change, otherwise that of the best borders. None is as good as another in
// everything; where there are fewer than three that differ so, Answer.Few says why. It returns a
// *RequestError for a request that cannot be answered, and the error of a context that ends.
func Run(ctx context.Context, r Request, progress Progress) (Answer, error) {
	g, err := prepare(&r)
	if err != nil {
		return Answer{}, err
	}
	f := &drafter{ground: g, stop: ctx.Err}
	tell := rising(progress)
	draw := f.redrawings
	switch {
	case g.atoms == 0:
		draw = func(func(float64)) ([]Proposal, error) { return []Proposal{g.finish(nil)}, nil }
	case g.r.Mode == Repair:
		draw = f.repairs
	}
	all, err := draw(tell)
	if err != nil {
		return Answer{}, err
	}
	tell(1)
	return g.answerOf(all), nil
}

// First answers a request with one division, soon.
func First(ctx context.Context, r Request) (Proposal, error) {
	g, err := prepare(&r)
	if err != nil {
		return Proposal{}, err
	}
	f := &drafter{ground: g, stop: ctx.Err}
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
	return pareto([]Proposal{g.finish(parts)}, g.first())[0], nil
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
	d := f.seed(f.r.Seed, quickTrees, f.count)
	if err := f.anneal(d, quickSteps, func(float64) {}); err != nil {
		return nil, err
	}
	return d.part, nil
}

// redrawings draws for borders, then evens that out, draws again with few grids, and, where these are
// not different enough, evens out more or less and draws otherwise.
func (f *drafter) redrawings(tell func(float64)) ([]Proposal, error) {
	d := f.seed(f.r.Seed, slowTrees, f.count)
	if err := f.anneal(d, slowSteps, stretch(tell, 0.05, 0.5)); err != nil {
		return nil, err
	}
	from := slices.Clone(d.part)
	even := func(weight float64) variant {
		return func() ([]int32, error) {
			d.assign(from)
			err := f.even(d, weight)
			return slices.Clone(d.part), err
		}
	}
	few := func() ([]int32, error) {
		d := f.seed(f.r.Seed, slowTrees, f.fewCount)
		return d.part, f.anneal(d, slowSteps, func(float64) {})
	}
	again := func() ([]int32, error) {
		d := f.seed(f.r.Seed+1, slowTrees, f.count)
		return d.part, f.anneal(d, evenSteps, func(float64) {})
	}
	return f.gather([][]int32{from}, []variant{even(2), few, even(0.3), even(10), again, even(1), even(50)}, 2, stretch(tell, 0.5, 1))
}
