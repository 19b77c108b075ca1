package api

import (
	"fmt"
	"net/http"
	"strings"

	"gewu/district"
	"gewu/plan"
)

// A planProblemAnswer is one thing that is wrong with a plan.
type planProblemAnswer struct {
	Kind         plan.ProblemKind `json:"kind"`
	Severity     plan.Severity    `json:"severity"`
	Words        district.Text    `json:"words"`
	At           position         `json:"at"`
	Grids        []plan.GridID    `json:"grids"`
	Cells        []plan.CellID    `json:"cells"`
	Estate       *int64           `json:"estate"`
	Building     *int64           `json:"building"`
	Households   int              `json:"households"`
	Limit        int              `json:"limit"` // of the band; 0: it is not about that
	SquareMetres metres           `json:"square_metres"`
	Metres       metres           `json:"metres"`
	Fix          *fixAnswer       `json:"fix"` // null: somebody must decide
}

// planProblems answers GET /v1/plans/{id}/problems.
func (s *server) planProblems(r *http.Request) (any, error) {
	record, err := s.readPlan(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	list := []planProblemAnswer{}
	for _, found := range p.Check(planRules(viewOf(r), p)) {
		list = append(list, foundProblem(p, found))
	}
	return reply{http.StatusOK, tagged(revision), map[string]any{"problems": list}}, nil
}

func foundProblem(p *plan.Plan, f plan.Problem) planProblemAnswer {
	a := planProblemAnswer{
		Kind: f.Kind, Severity: f.Severity, Words: problemWords(p, f), At: position(f.At), Grids: listed(f.Grids), Cells: listed(f.Cells),
		Estate: idOrNull(f.Estate), Building: idOrNull(f.Building), Households: f.Households, Limit: f.Limit,
		SquareMetres: metres(f.SquareMetres), Metres: metres(f.Metres),
	}
	if len(f.Fix) > 0 {
		a.Fix = &fixAnswer{f.Fix, afterOf(f.After)}
	}
	return a
}

// problemWords says a problem in a sentence.
func problemWords(p *plan.Plan, f plan.Problem) district.Text {
	say := func(zh, en string, counts ...any) district.Text {
		return district.Text{
			ZH: fmt.Sprintf(zh, append([]any{gridNames(p, f.Grids, "、")}, counts...)...),
			EN: fmt.Sprintf(en, append([]any{gridNames(p, f.Grids, ", ")}, counts...)...),
		}
	}
	switch f.Kind {
	case plan.ProblemOverBand:
		return say("%s有%d户，多%d户。", "%s has %d households, %d too many.", f.Households, f.Households-f.Limit)
	case plan.ProblemUnderBand:
		return say("%s有%d户，少%d户。", "%s has %d households, %d too few.", f.Households, f.Limit-f.Households)
	case plan.ProblemDetached:
		return say("%s有一部分（%d户）与其余部分不相连。", "A part of %s with %d households does not hang together with the rest.", f.Households)
	case plan.ProblemUnassigned:
		return say("%[3]d个单元网格（%[2]d户）未划入任何网格。", "%[3]d cells with %[2]d households are in no grid.", f.Households, len(f.Cells))
	case plan.ProblemUnassignedEmpty:
		return say("%[2]d个无户数的单元网格未划入任何网格。", "%[2]d cells without households are in no grid.", len(f.Cells))
	case plan.ProblemSliver:
		return say("%s有一处碎片，%.0f平方米。", "%s has a sliver of %.0f square metres.", f.SquareMetres)
	default:
		words := plainProblems[f.Kind]
		return say(words.ZH, words.EN)
	}
}

// plainProblems are the sentences that need but the names of grids.
var plainProblems = map[plan.ProblemKind]district.Text{
	plan.ProblemEstateCut:   {ZH: "一个小区被%s切开。", EN: "An estate is cut by %s."},
	plan.ProblemBuildingCut: {ZH: "一栋建筑被%s切开。", EN: "A building is cut by %s."},
	plan.ProblemUnnamed:     {ZH: "%s尚未命名。", EN: "%s has no name."},
	plan.ProblemCodeMissing: {ZH: "%s尚无代码，发布时编定。", EN: "%s has no code; it gets one when the plan is published."},
	plan.ProblemCodeTwice:   {ZH: "%s代码重复。", EN: "%s have the same code."},
	plan.ProblemOverWater:   {ZH: "%s跨越没有桥的水面。", EN: "%s hangs together only over water without a bridge."},
}

// gridNames names grids by name, code or number, with something between two of them.
func gridNames(p *plan.Plan, ids []plan.GridID, between string) string {
	var names []string
	for _, id := range ids {
		g, _ := p.Grid(id)
		switch {
		case g.Name != "":
			names = append(names, g.Name)
		case g.Code != "":
			names = append(names, g.Code)
		default:
			names = append(names, fmt.Sprintf("#%d", id))
		}
	}
	return strings.Join(names, between)
}
