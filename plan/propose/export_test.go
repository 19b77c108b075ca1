package propose

// OutOfReach looks for a repair that moves fewer households than so many and has no more grids outside the band than
// outs, one of which has no more than slack households too many or too few, and takes in no more. It returns a
// number below which there is none, and whether it is sure that there is none below most.
func OutOfReach(r Request, most, outs, slack int) (bound float64, sure bool, err error) {
	g, err := prepare(&r)
	if err != nil {
		return 0, false, err
	}
	clear(g.m.cost)
	f := &drafter{ground: g, stop: func() error { return nil }}
	d := f.begin()
	d.wish = wishes{stay: 1}
	c := newCover(d, sequence(g.atoms), slack)
	if c == nil {
		return 0, false, nil
	}
	p := c.newPrices(outs)
	if err := p.settle(f.stop, float64(most)); err != nil {
		return 0, false, err
	}
	found, _, sure, err := p.choose(f.stop, float64(most), 20_000)
	return min(p.bound, float64(most)), sure && found == nil, err
}
