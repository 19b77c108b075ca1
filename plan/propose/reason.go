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
	with         map[int32]int
}

// reasons tells why each grid changes.
func (g *ground) reasons(assignment []int32, grids []figure) []Reason {
	r := g.r
	if r.Current == nil {
		return nil
	}
	books := g.book(assignment)
	_, before := measure(r, r.Current)
	var all []Reason
	for _, p := range slices.Sorted(maps.Keys(books)) {
		b := books[p]
		why := Reason{Grid: p, Gained: b.gained, Lost: b.lost, Other: None}
		if int(p) < len(grids) {
			why.After = grids[p].households
		}
		if int(p) < len(before) {
			why.Before = before[p].households
		}
		why.Other, why.OtherMoved = b.partner()
		if o := int(why.Other); o >= 0 && o < len(before) {
			why.OtherBefore = before[o].households
		}
		why.Why = whyOf(r.Band, p, b, before, grids)
		all = append(all, why)
	}
	return all
}

func (g *ground) book(assignment []int32) map[int32]*ledger {
	books := map[int32]*ledger{}
	of := func(p int32) *ledger {
		if books[p] == nil {
			books[p] = &ledger{with: map[int32]int{}}
		}
		return books[p]
	}
	for c, to := range assignment {
		from, households := g.r.Current[c], g.r.Graph.Cells[c].Households
		if from == to {
			continue
		}
		if to != None {
			b := of(to)
			b.cells++
			b.gained += households
			if from == None {
				b.unassigned++
			} else {
				b.with[from] += households
			}
		}
		if from != None {
			b := of(from)
			b.cells++
			b.lost += households
			b.with[to] += households
		}
	}
	return books
}

// partner is the grid with which most households are exchanged, the lowest number of several.
func (b *ledger) partner() (grid int32, households int) {
	grid = None
	for _, p := range slices.Sorted(maps.Keys(b.with)) {
		if p != None && (grid == None || b.with[p] > households) {
			grid, households = p, b.with[p]
		}
	}
	return grid, households
}

func whyOf(band Band, p int32, b *ledger, before, after []figure) Why {
	was, is := cellsOf(before, p), cellsOf(after, p)
	switch {
	case was == 0:
		return IsNew
	case is == 0:
		return Dissolved
	case before[p].pieces > 1:
		return WasDetached
	case before[p].households > band.Max:
		return WasOver
	case before[p].households < band.Min:
		return WasUnder
	case b.unassigned == b.cells:
		return TookUnassigned
	}
	for o := range b.with {
		if cellsOf(before, o) == 0 || !band.Has(before[o].households) || before[o].pieces > 1 || cellsOf(after, o) == 0 {
			return MakesRoom
		}
	}
	return BetterBorder
}

func cellsOf(grids []figure, p int32) int {
	if p < 0 || int(p) >= len(grids) {
		return 0
	}
	return grids[p].cells
}

// pareto drops proposals that another is at least as good as in everything, gives the others their
// merits and puts those of the wanted merit first.
func pareto(all []Proposal, first Merit) []Proposal {
	var kept []Proposal
	for i, p := range all {
		beaten := slices.ContainsFunc(all[:i], func(o Proposal) bool { return covers(o.Metrics, p.Metrics) }) ||
			slices.ContainsFunc(all[i+1:], func(o Proposal) bool { return covers(o.Metrics, p.Metrics) && !covers(p.Metrics, o.Metrics) })
		if !beaten {
			kept = append(kept, p)
		}
	}
	for merit := LeastChange; merit <= FewestGrids; merit++ {
		if merit == LeastChange && !slices.ContainsFunc(kept, func(p Proposal) bool { return p.Metrics.HouseholdsMoved > 0 }) {
			continue
		}
		best := slices.MinFunc(kept, func(a, b Proposal) int { return compareBy(a.Metrics, b.Metrics, merit) })
		for i := range kept {
			if compareBy(kept[i].Metrics, best.Metrics, merit) == 0 {
				kept[i].Merits = append(kept[i].Merits, merit)
			}
		}
	}
	slices.SortStableFunc(kept, func(a, b Proposal) int {
		return cmp.Compare(orderOf(a, first), orderOf(b, first))
	})
	return kept
}

// orderOf is 0 for a proposal with the wanted merit, and lower for those with few merits named first.
func orderOf(p Proposal, first Merit) int {
	switch {
	case slices.Contains(p.Merits, first):
		return -1
	case len(p.Merits) == 0:
		return int(FewestGrids) + 1
	default:
		return int(p.Merits[0])
	}
}

// missing counts the grids in which a division fails.
func missing(m Metrics) int { return m.Grids - m.Exempt - m.InBand + m.Detached }

// covers reports whether a is as good as b in everything.
func covers(a, b Metrics) bool {
	return missing(a) <= missing(b) && a.HouseholdsMoved <= b.HouseholdsMoved && a.Cost <= b.Cost &&
		a.StandardDeviation <= b.StandardDeviation && a.Grids <= b.Grids
}

// compareBy orders divisions by a merit; what fails less is better before any merit.
func compareBy(a, b Metrics, by Merit) int {
	if c := cmp.Compare(missing(a), missing(b)); c != 0 {
		return c
	}
	switch by {
	case LeastChange:
		return cmp.Compare(a.HouseholdsMoved, b.HouseholdsMoved)
	case BestBorders:
		return cmp.Compare(a.Cost, b.Cost)
	case MostEven:
		return cmp.Compare(a.StandardDeviation, b.StandardDeviation)
	default:
		return cmp.Compare(a.Grids, b.Grids)
	}
}
