package propose

import "slices"

// An Answer is what Run finds.
type Answer struct {
	Proposals []Proposal // one at least, the one that fits the mode of the request best first
	Outcome   Outcome
	Few       Few
}

// An Outcome says whether there is anything to do, and whether it can be done.
type Outcome uint8

// The outcomes.
const (
	Met     Outcome = iota // in one proposal at least, every grid is inside the band and in one piece
	InOrder                // so they are today, and the first proposal changes nothing
	Unmet                  // in none; the problems of the proposals say which grids fail
)

// Few says why there are fewer proposals than three.
type Few uint8

// The reasons for few proposals.
const (
	NotFew        Few = iota
	NothingIsFree     // no cell, or only one piece that stays whole, may change
	OneGridOnly       // all that may change has households for no more than one grid
	NoneElse          // of all that were drawn, each other one is no better in anything
)

// answerOf judges what was drawn.
func (g *ground) answerOf(all []Proposal) Answer {
	a := Answer{Proposals: pareto(all, g.first())}
	switch {
	case !slices.ContainsFunc(a.Proposals, func(p Proposal) bool { return missing(p.Metrics) == 0 }):
		a.Outcome = Unmet
	case g.r.Mode == Repair && g.r.Current != nil && slices.Equal(a.Proposals[0].Assignment, g.r.Current):
		a.Outcome = InOrder
	}
	if len(a.Proposals) < fewProposals {
		a.Few = g.whyFew()
	}
	return a
}

func (g *ground) whyFew() Few {
	most, grids := 0, map[int32]bool{}
	for a, weight := range g.m.weight {
		most += weight
		grids[g.r.currentOf(g.m.cells.of(int32(a))[0])] = true
	}
	delete(grids, None)
	switch {
	case g.atoms < 2:
		return NothingIsFree
	case g.r.Mode != Split && len(grids) < 2 && most < 2*g.r.Band.Min:
		return OneGridOnly
	default:
		return NoneElse
	}
}
