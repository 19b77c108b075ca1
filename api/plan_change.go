package api

import (
	"cmp"
	"slices"

	"gewu/plan"
)

// A changeOfPlan is what operations did.
type changeOfPlan struct {
	Cells []plan.CellID
	Arcs  []plan.ArcID
	Grids []planGridAnswer
	Ended []plan.GridID // grids
	Notes []plan.Note
	Loose []looseAnswer
}

// appendJSON writes it.
func (c *changeOfPlan) appendJSON(b []byte) []byte {
	b = appendNumbers(append(b, `{"cells":`...), c.Cells)
	b = appendNumbers(append(b, `,"arcs":`...), c.Arcs)
	b = appendValue(append(b, `,"grids":`...), c.Grids)
	b = appendNumbers(append(b, `,"ended":`...), c.Ended)
	b = appendValue(append(b, `,"notes":`...), c.Notes)
	b = appendValue(append(b, `,"loose":`...), c.Loose)
	return append(b, '}')
}

// appendNumbers appends a list of whole numbers.
func appendNumbers[N ~int32](b []byte, list []N) []byte {
	b = append(b, '[')
	for i, n := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendNumber(b, n)
	}
	return append(b, ']')
}

type looseAnswer struct {
	Grid       plan.GridID   `json:"grid"`
	Cells      []plan.CellID `json:"cells"`
	Households int           `json:"households"`
	At         position      `json:"at"`
	Offers     []offerAnswer `json:"offers"`
}

// An offerAnswer is a way to mend something, as one batch.
type offerAnswer struct {
	Kind plan.OfferKind `json:"kind"`
	fixAnswer
}

type fixAnswer struct {
	Operations []plan.Operation `json:"operations"`
	After      []afterAnswer    `json:"after"`
}

// An afterAnswer is what a grid would have.
type afterAnswer struct {
	Grid  plan.GridID `json:"grid"`
	Tally landTally   `json:"tally"`
}

func changeAnswerOf(v *View, p *plan.Plan, c plan.Change) *changeOfPlan {
	a := &changeOfPlan{
		Cells: listed(c.Cells), Arcs: listed(c.Arcs), Grids: []planGridAnswer{}, Ended: []plan.GridID{},
		Notes: listed(c.Notes), Loose: []looseAnswer{},
	}
	rules := planRules(v, p)
	for _, id := range c.Grids {
		if _, alive := p.Grid(id); alive {
			a.Grids = append(a.Grids, planGridOf(rules, p, id))
		} else {
			a.Ended = append(a.Ended, id)
		}
	}
	for _, l := range c.Loose {
		one := looseAnswer{l.Grid, listed(l.Cells), l.Households, position(l.At), []offerAnswer{}}
		for _, o := range l.Offers {
			one.Offers = append(one.Offers, offerAnswer{o.Kind, fixAnswer{listed(o.Operations), afterOf(o.After)}})
		}
		a.Loose = append(a.Loose, one)
	}
	return a
}

// afterOf lists tallies by grid.
func afterOf(after map[plan.GridID]plan.Tally) []afterAnswer {
	list := []afterAnswer{}
	for id, t := range after {
		list = append(list, afterAnswer{id, landTallyOf(t)})
	}
	slices.SortFunc(list, func(a, b afterAnswer) int { return cmp.Compare(a.Grid, b.Grid) })
	return list
}
