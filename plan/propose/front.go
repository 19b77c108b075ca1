package propose

import (
	"cmp"
	"math"
	"slices"
)

// fewProposals is how many an answer has at least, where so many differ. It has no more than merits.
const fewProposals = 3

// A variant draws one more division.
type variant func() ([]int32, error)

// gather makes proposals of divisions, of the first variants, and of further ones until there are enough
// that can be offered beside one another.
func (f *drafter) gather(drawn [][]int32, variants []variant, always int, tell func(float64)) ([]Proposal, error) {
	var all []Proposal
	for _, parts := range drawn {
		all = append(all, f.finish(parts))
	}
	for i, draw := range variants {
		if i >= always && len(pareto(all, f.first())) >= fewProposals {
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

// first is the merit of the proposal that fits the mode best.
func (g *ground) first() Merit {
	if g.r.Mode == Repair {
		return LeastChange
	}
	return BestBorders
}

// admitted leaves out proposals that fail in more grids than another; but of a repair, that of least
// change may, see compareBy.
func admitted(all []Proposal, first Merit) []Proposal {
	fewest := missing(slices.MinFunc(all, func(a, b Proposal) int { return cmp.Compare(missing(a.Metrics), missing(b.Metrics)) }).Metrics)
	least := -1
	if first == LeastChange {
		least = bestOf(all, LeastChange)
	}
	var kept []Proposal
	for i, p := range all {
		if i == least || missing(p.Metrics) == fewest {
			kept = append(kept, p)
		}
	}
	return kept
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

// pareto returns the proposals of the front that have a merit, those of the wanted one first. Each merit
// is that of one proposal; none is given for what all are equally good in.
func pareto(all []Proposal, first Merit) []Proposal {
	kept := front(admitted(all, first))
	for merit := LeastChange; merit <= FewestGrids; merit++ {
		if merit == LeastChange && first != LeastChange && !slices.ContainsFunc(kept, func(p Proposal) bool { return p.Metrics.HouseholdsMoved > 0 }) {
			continue // nothing is of today
		}
		best := bestOf(kept, merit)
		if len(kept) == 1 || slices.ContainsFunc(kept, func(p Proposal) bool { return compareBy(kept[best].Metrics, p.Metrics, merit) != 0 }) {
			kept[best].Merits = append(kept[best].Merits, merit)
		}
	}
	named := slices.DeleteFunc(slices.Clone(kept), func(p Proposal) bool { return len(p.Merits) == 0 })
	if p, found := compromise(kept, named); found {
		named = append(named, p)
	}
	slices.SortStableFunc(named, func(a, b Proposal) int { return cmp.Compare(orderOf(a, first), orderOf(b, first)) })
	return named
}

// bestOf returns which proposal is the best by a merit, of several that whose borders cost least.
func bestOf(all []Proposal, merit Merit) int {
	best := 0
	for i, p := range all {
		if o := all[best].Metrics; cmp.Or(compareBy(p.Metrics, o, merit), cmp.Compare(p.Metrics.Cost, o.Cost)) < 0 {
			best = i
		}
	}
	return best
}

// compromise returns the one without merit that comes nearest to the best in everything; where there are
// enough without it, only if it is different from them.
func compromise(all, named []Proposal) (best Proposal, found bool) {
	least := math.Inf(1)
	for _, p := range all {
		like := slices.ContainsFunc(named, func(o Proposal) bool { return alike(o.Metrics, p.Metrics) })
		if len(p.Merits) > 0 || like && len(named) >= fewProposals {
			continue
		}
		far := farness(all, p)
		if like {
			far += math.MaxFloat32
		}
		if far < least {
			best, least, found = p, far, true
		}
	}
	best.Merits = []Merit{Compromise}
	return best, found
}

// farness sums how far a proposal is from the best in each measure, as a share of what lies between the
// best and the worst.
func farness(all []Proposal, p Proposal) float64 {
	sum := 0.0
	for _, measure := range []func(Metrics) float64{
		func(m Metrics) float64 { return float64(m.HouseholdsMoved) },
		func(m Metrics) float64 { return m.Cost },
		func(m Metrics) float64 { return m.StandardDeviation },
		func(m Metrics) float64 { return float64(m.Grids) },
	} {
		low, high := math.Inf(1), math.Inf(-1)
		for _, o := range all {
			low, high = min(low, measure(o.Metrics)), max(high, measure(o.Metrics))
		}
		if high > low {
			sum += (measure(p.Metrics) - low) / (high - low)
		}
	}
	return sum
}

// orderOf is -1 for a proposal with the wanted merit, else its first merit.
func orderOf(p Proposal, first Merit) int {
	if slices.Contains(p.Merits, first) {
		return -1
	}
	return int(p.Merits[0])
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
