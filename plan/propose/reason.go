package propose

import (
	"cmp"
	"maps"
	"slices"
)

// A ledger is what one grid gains and loses, and with whom.
type ledger struct {
	gained, lost int
	cells        int // that come or go
	unassigned   int // cells that come from no grid
	with         map[int32]exchange
}

// An exchange is the households that go between two grids.
type exchange struct{ in, out int }

// A clerk finds out why grids change.
type clerk struct {
	band          Band
	books         map[int32]*ledger
	before, after []figure
	all           map[int32]*Reason
}

// reasons tells why each grid changes.
func (g *ground) reasons(assignment []int32, grids []figure) []Reason {
	if g.r.Current == nil {
		return nil
	}
	_, before := measure(g.r, g.r.Current)
	c := &clerk{band: g.r.Band, books: g.book(assignment), before: before, after: grids, all: map[int32]*Reason{}}
	numbers := slices.Sorted(maps.Keys(c.books))
	var needy []int32
	for _, p := range numbers {
		r := c.reason(p)
		c.all[p] = r
		if r.Why != BetterBorder && r.Why != TookUnassigned {
			needy = append(needy, p)
		}
	}
	c.makeRoom(needy)
	var list []Reason
	for _, p := range numbers {
		r := c.all[p]
		if r.Other == None {
			r.Other = c.partner(p)
		}
		if r.Other != None {
			x := c.books[p].with[r.Other]
			r.OtherBefore, r.OtherMoved = householdsOf(before, r.Other), x.in+x.out
		}
		list = append(list, *r)
	}
	return list
}

func (g *ground) book(assignment []int32) map[int32]*ledger {
	books := map[int32]*ledger{}
	of := func(p int32) *ledger {
		if books[p] == nil {
			books[p] = &ledger{with: map[int32]exchange{}}
		}
		books[p].cells++
		return books[p]
	}
	for c, to := range assignment {
		from, households := g.r.Current[c], g.r.Graph.Cells[c].Households
		if from == to {
			continue
		}
		if to != None {
			b := of(to)
			b.gained += households
			if from == None {
				b.unassigned++
			} else {
				b.with[from] = exchange{b.with[from].in + households, b.with[from].out}
			}
		}
		if from != None {
			b := of(from)
			b.lost += households
			b.with[to] = exchange{b.with[to].in, b.with[to].out + households}
		}
	}
	return books
}

// partner is the grid with which most households are exchanged, the lowest number of several.
func (c *clerk) partner(p int32) int32 {
	with := c.books[p].with
	grid, most := None, 0
	for _, q := range slices.Sorted(maps.Keys(with)) {
		if x := with[q]; q != None && (grid == None || x.in+x.out > most) {
			grid, most = q, x.in+x.out
		}
	}
	return grid
}

// reason is why a grid changes by itself: BetterBorder where nothing was wrong with it.
func (c *clerk) reason(p int32) *Reason {
	b := c.books[p]
	r := &Reason{Grid: p, Before: householdsOf(c.before, p), After: householdsOf(c.after, p), Gained: b.gained, Lost: b.lost, Other: None}
	switch {
	case cellsOf(c.before, p) == 0:
		r.Why = IsNew
	case cellsOf(c.after, p) == 0:
		r.Why = Dissolved
	case c.before[p].pieces > 1:
		r.Why = WasDetached
	case r.Before > c.band.Max:
		r.Why = WasOver
	case r.Before < c.band.Min:
		r.Why = WasUnder
	case b.unassigned == b.cells:
		r.Why = TookUnassigned
	default:
		r.Why = BetterBorder
	}
	return r
}

// makeRoom finds the grids that change because another has to: those that exchange with one that has
// a reason of its own, and from there on those without whose exchange one would leave the band.
func (c *clerk) makeRoom(queue []int32) {
	for at := 0; at < len(queue); at++ {
		p := queue[at]
		need := c.all[p]
		with := c.books[p].with
		near := slices.Collect(maps.Keys(with))
		slices.SortFunc(near, func(a, b int32) int {
			return cmp.Or(cmp.Compare(with[b].in+with[b].out, with[a].in+with[a].out), cmp.Compare(a, b))
		})
		for _, q := range near {
			if q == None || c.all[q].Why != BetterBorder {
				continue
			}
			without := need.After - with[q].in + with[q].out
			if need.Why == MakesRoom && c.band.Has(without) {
				continue
			}
			c.all[q].Why, c.all[q].Other = MakesRoom, p
			queue = append(queue, q)
		}
	}
}

func cellsOf(grids []figure, p int32) int { return figureOf(grids, p).cells }

func householdsOf(grids []figure, p int32) int { return figureOf(grids, p).households }

// figureOf is empty for a grid that is not there.
func figureOf(grids []figure, p int32) figure {
	if p < 0 || int(p) >= len(grids) {
		return figure{}
	}
	return grids[p]
}
