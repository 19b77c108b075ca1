package propose

import (
	"cmp"
	"math"
	"slices"
)

// Of so many proposals an answer has, where there are so many that differ.
const (
	fewProposals  = 3
	mostProposals = 5
)

// A variant draws one more division.
type variant func() ([]int32, error)

// gather makes proposals of divisions, of the first variants, and of further ones until there are enough
// of which none is as good as another in everything.
func (f *drafter) gather(drawn [][]int32, variants []variant, always int, tell func(float64)) ([]Proposal, error) {
	var all []Proposal
	for _, parts := range drawn {
		all = append(all, f.finish(parts))
	}
	for i, draw := range variants {
		if i >= always && len(front(all)) >= fewProposals {
			break
		}
		parts, err := draw()
		if err != nil {
			return nil, err
		}
		all = append(all, f.finish(parts))
		tell(float64(i+1) / float64(len(variants)))
	}
	return all, nil
}

// front drops proposals that another is at least as good as in everything; of equal ones the first stays.
func front(all []Proposal) []Proposal {
	var kept []Proposal
	for i, p := range all {
		beaten := slices.ContainsFunc(all[:i], func(o Proposal) bool { return covers(o.Metrics, p.Metrics) }) ||
			slices.ContainsFunc(all[i+1:], func(o Proposal) bool { return covers(o.Metrics, p.Metrics) && !covers(p.Metrics, o.Metrics) })
		if !beaten {
			kept = append(kept, p)
		}
	}
	return kept
}

// pareto returns the front with its merits, those of the wanted merit first, and no more than there
// should be: of those without merit the ones that are hardly different go first.
func pareto(all []Proposal, first Merit) []Proposal {
	kept := front(all)
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
	slices.SortStableFunc(kept, func(a, b Proposal) int { return cmp.Compare(orderOf(a, first), orderOf(b, first)) })
	return thinned(kept)
}

// thinned leaves out proposals without merit that are like another one, or too many.
func thinned(sorted []Proposal) []Proposal {
	var kept, spare []Proposal
	for _, p := range sorted {
		like := slices.ContainsFunc(kept, func(o Proposal) bool { return alike(o.Metrics, p.Metrics) })
		if len(p.Merits) == 0 && like {
			spare = append(spare, p)
			continue
		}
		kept = append(kept, p)
	}
	for len(kept) < fewProposals && len(spare) > 0 {
		kept, spare = append(kept, spare[0]), spare[1:]
	}
	return kept[:min(len(kept), mostProposals)]
}

// orderOf is -1 for a proposal with the wanted merit, and lower for those with few merits named first.
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

// alike reports whether nobody would care for the difference of two divisions.
func alike(a, b Metrics) bool {
	near := func(x, y, share float64) bool { return math.Abs(x-y) <= share*math.Max(x, y) }
	return missing(a) == missing(b) && a.Grids == b.Grids && math.Abs(a.MovedShare()-b.MovedShare()) < 0.005 &&
		near(a.Cost, b.Cost, 0.01) && near(a.StandardDeviation, b.StandardDeviation, 0.03)
}

// compareBy orders divisions by a merit. What fails less is better before any merit, but for least change
// one grid in fifty may fail.
func compareBy(a, b Metrics, by Merit) int {
	x, y := missing(a), missing(b)
	if by == LeastChange {
		x, y = max(0, x-a.Grids/tolerated), max(0, y-b.Grids/tolerated)
	}
	if c := cmp.Compare(x, y); c != 0 {
		return c
	}
	switch by {
	case LeastChange:
		return cmp.Or(cmp.Compare(a.HouseholdsMoved, b.HouseholdsMoved), cmp.Compare(a.Cost, b.Cost))
	case BestBorders:
		return cmp.Compare(a.Cost, b.Cost)
	case MostEven:
		return cmp.Compare(a.StandardDeviation, b.StandardDeviation)
	default:
		return cmp.Compare(a.Grids, b.Grids)
	}
}
