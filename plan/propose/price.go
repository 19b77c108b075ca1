package propose

import "slices"

// Prices are what it is worth to have each atom in a piece, and what each home costs that gives a piece its
// part. A choice of pieces costs what its atoms and homes are worth, and what each piece costs more than
// that. As each place is the first one of one piece at most, no choice costs less than bound. (Fisher, M. L.,
// The Lagrangian relaxation method for solving integer programming problems, Management Science 27, 1981.)
type prices struct {
	*cover
	atom  []float64 // of each place
	home  []float64 // 0 or less
	over  float64   // 0 or less: of the right to be outside the band
	outs  int       // how many pieces may be outside the band
	spare []float64 // of each place, what the best piece that has it first costs more than it is worth; 0 at most
	best  []int32   // that piece, where it costs less; None
	bound float64
}

// newPrices are for choices with no more pieces outside the band than outs.
func (c *cover) newPrices(outs int) *prices {
	n, own := len(c.atoms), *c
	own.pieces = slices.Clone(c.pieces)
	own.drop(func(i int) bool { return own.pieces[i].out && outs == 0 })
	return &prices{
		cover: &own, atom: make([]float64, n), home: make([]float64, len(c.labels)),
		spare: make([]float64, n), best: make([]int32, n), outs: outs,
	}
}

// rest is what a piece costs more than it is worth.
func (p *prices) rest(x *piece) float64 {
	rest := x.cost
	for _, i := range x.members {
		rest -= p.atom[i]
	}
	if x.label != None {
		rest -= p.home[x.label]
	}
	if x.out {
		rest -= p.over
	}
	return rest
}

// weigh finds the bound of the prices.
func (p *prices) weigh() {
	p.bound = p.over * float64(p.outs)
	for i := range p.atom {
		p.bound += p.atom[i]
		p.spare[i], p.best[i] = 0, None
		for k := p.anchors[i]; k < p.anchors[i+1]; k++ {
			if rest := p.rest(&p.pieces[k]); rest < p.spare[i] {
				p.spare[i], p.best[i] = rest, k
			}
		}
		p.bound += p.spare[i]
	}
	for _, v := range p.home {
		p.bound += v
	}
}

// rise is by how much a choice with a piece costs more than the bound, at least.
func (p *prices) rise(x *piece) float64 {
	rise := p.rest(x)
	for _, i := range x.members {
		rise -= p.spare[i]
	}
	return rise
}

// follow moves prices to where pieces that are worth while take each atom once: dearer what none
// takes, cheaper what several do.
func (p *prices) follow(goal, pace float64) {
	atom, home, over := slices.Repeat([]float64{1}, len(p.atom)), slices.Repeat([]float64{1}, len(p.home)), float64(p.outs)
	for _, k := range p.best {
		if k == None {
			continue
		}
		x := &p.pieces[k]
		for _, i := range x.members {
			atom[i]--
		}
		if x.label != None {
			home[x.label]--
		}
		if x.out {
			over--
		}
	}
	squares := 0.0
	for _, g := range atom {
		squares += g * g
	}
	for h, g := range home {
		if g < 0 || p.home[h] < 0 {
			squares += g * g
		}
	}
	if over < 0 || p.over < 0 {
		squares += over * over
	}
	if squares == 0 {
		return
	}
	step := pace * (goal - p.bound) / squares
	for i, g := range atom {
		p.atom[i] += step * g
	}
	for h, g := range home {
		p.home[h] = min(0, p.home[h]+step*g)
	}
	p.over = min(0, p.over+step*over)
}

// How prices are looked for.
const (
	priceRounds = 4000
	patience    = 20    // rounds without a higher bound, after which the pace is halved
	slowest     = 0.002 // pace at which it ends
)

// settle looks for the prices of the highest bound below goal, and drops pieces that no choice has that costs
// less than that.
func (p *prices) settle(stop func() error, goal float64) error {
	p.weigh()
	best, pace, worse := p.copied(), 1.0, 0
	for round := 1; round <= priceRounds && pace > slowest; round++ {
		if round%64 == 0 {
			if err := stop(); err != nil {
				return err
			}
		}
		p.follow(goal, pace)
		p.weigh()
		if p.bound > best.bound {
			best, worse = p.copied(), 0
		} else if worse++; worse == patience {
			pace, worse = pace/2, 0
			p.take(best)
			p.drop(func(i int) bool { return p.bound+p.rise(&p.pieces[i]) >= goal })
			p.weigh()
		}
	}
	p.take(best)
	p.drop(func(i int) bool { return p.bound+p.rise(&p.pieces[i]) >= goal })
	p.weigh()
	return nil
}

func (p *prices) copied() prices {
	return prices{atom: slices.Clone(p.atom), home: slices.Clone(p.home), over: p.over, bound: p.bound}
}

func (p *prices) take(o prices) {
	copy(p.atom, o.atom)
	copy(p.home, o.home)
	p.over = o.over
	p.weigh()
}
