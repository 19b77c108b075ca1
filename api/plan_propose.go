package api

import (
	"errors"
	"net/http"
	"slices"

	"gewu/plan"
	"gewu/plan/propose"
)

type proposalAnswer struct {
	Name       string           `json:"name"`   // the first of merits
	Merits     []string         `json:"merits"` // what it does better than the others
	Metrics    plan.Metrics     `json:"metrics"`
	Moved      int              `json:"households_moved"` // to another grid than they are in now
	Cost       metres           `json:"cost"`             // of borders, in metres of main road
	Operations []plan.Operation `json:"operations"`
	Grids      []planGridAnswer `json:"grids"` // that it changes
	Ended      []plan.GridID    `json:"ended"`
	Reasons    []reasonAnswer   `json:"reasons"`
	Problems   []unmetAnswer    `json:"problems"` // what cannot be met
}

// A reasonAnswer says why a grid changes. New grids have the numbers that they would get.
type reasonAnswer struct {
	Grid       plan.GridID  `json:"grid"`
	Why        string       `json:"why"`
	Before     int          `json:"before"` // households
	After      int          `json:"after"`
	Gained     int          `json:"gained"`
	Lost       int          `json:"lost"`
	Other      *plan.GridID `json:"other"` // with which most is exchanged
	OtherMoved int          `json:"other_moved"`
}

type unmetAnswer struct {
	Kind       string        `json:"kind"`
	Grid       *plan.GridID  `json:"grid"`
	Cells      []plan.CellID `json:"cells"`
	Households int           `json:"households"`
}

// A proposedAnswer says what was found, and where there are fewer than three proposals, why.
type proposedAnswer struct {
	Revision  int64            `json:"revision"`
	Outcome   string           `json:"outcome"`
	Few       *string          `json:"few"`
	Proposals []proposalAnswer `json:"proposals"`
}

// The words of package propose's numbers, in their order.
var (
	outcomeWords = []string{"met", "in_order", "unmet"}
	fewWords     = []string{"", "nothing_is_free", "one_grid_only", "none_else"}
	meritWords   = []string{"least_change", "best_borders", "most_even", "fewest_grids", "compromise"}
	whyWords     = []string{"was_over", "was_under", "was_detached", "is_new", "dissolved", "took_unassigned", "makes_room", "better_border"}
	unmetWords   = []string{
		"cell_over_band", "estate_over_band", "estate_apart", "island_under_band", "island_no_count",
		"locked_out_of_band", "locked_detached", "grid_over_band", "grid_under_band",
	}
)

// proposals answers POST /v1/plans/{id}/proposals. It stops when the client leaves.
func (s *server) proposals(r *http.Request) (any, error) {
	f, err := readForm(r, "mode", "grids", "parts", "seed")
	if err != nil {
		return nil, err
	}
	record, err := s.writePlan(r)
	if err != nil {
		return nil, err
	}
	p, draft, revision, err := s.draft(r, record)
	if err != nil {
		return nil, err
	}
	if err := f.proposing(draft); err != nil {
		return nil, err
	}
	found, err := propose.Run(r.Context(), draft.Request, nil)
	if err != nil {
		return nil, unproposed(err)
	}
	list := []proposalAnswer{}
	for _, one := range found.Proposals {
		a, err := proposalOf(viewOf(r), p, draft, one)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return reply{http.StatusOK, tagged(revision), proposedAnswer{
		revision, word(outcomeWords, int(found.Outcome)), wordOrNull(word(fewWords, int(found.Few))), list,
	}}, nil
}

// draft opens a plan that can be changed as what proposals are asked for.
func (s *server) draft(r *http.Request, record plan.Record) (*plan.Plan, *plan.Draft, int64, error) {
	if !record.State.Open() {
		return nil, nil, 0, planProblem(plan.ErrClosed)
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, nil, 0, planProblem(err)
	}
	draft, err := p.Draft(planRules(viewOf(r), p))
	return p, draft, revision, unproposed(err)
}

// proposing reads what is asked for into a request.
func (f *form) proposing(d *plan.Draft) error {
	mode := f.choice("mode", "repair", "redraw", "fix", "split")
	switch mode {
	case "redraw":
		d.Request.Mode = propose.Redraw
	case "split":
		d.Request.Mode = propose.Split
	}
	d.Request.Seed = 1
	if !f.null("seed") {
		f.read("seed", &d.Request.Seed, "不小于0的整数", "a whole number that is not below 0")
	}
	if !f.null("parts") {
		if f.read("parts", &d.Request.Parts, "2到100的整数", "a whole number from 2 to 100") && (d.Request.Parts < 2 || d.Request.Parts > 100 || mode != "split") {
			f.fault("parts", " 应为2到100的整数，且仅用于 split", " must be a whole number from 2 to 100, and is for split alone")
		}
	}
	f.proposedGrids(mode, d)
	return f.err()
}

// proposedGrids reads which grids may change.
func (f *form) proposedGrids(mode string, d *plan.Draft) {
	needed := mode == "fix" || mode == "split"
	if f.null("grids") && !needed {
		return
	}
	grids := f.grids("grids")
	for _, id := range grids {
		number, known := d.Number(id)
		if !known {
			f.fault("grids", " 含有不存在的网格", " names a grid that is not there")
			return
		}
		d.Request.Scope = append(d.Request.Scope, number)
	}
	slices.Sort(d.Request.Scope)
	d.Request.Scope = slices.Compact(d.Request.Scope)
	if mode == "split" && len(grids) > 1 {
		f.fault("grids", " 拆分时只能给出一个网格", " must be one grid where one is split")
	}
}

// unproposed is the problem of what cannot be proposed.
func unproposed(err error) error {
	var request *propose.RequestError
	switch {
	case errors.Is(err, plan.ErrNoBand):
		return cannotPropose.because("普通网格没有户数区间，无从生成建议。", "No band binds ordinary grids, so that there is nothing to aim at.")
	case errors.As(err, &request):
		return cannotPropose.because("不能按此要求生成建议：%s。", "Nothing can be proposed for that: %s.", request.Error())
	}
	return err
}

// proposalOf tries a proposal, so that what is told of it is what it will be.
func proposalOf(v *View, p *plan.Plan, d *plan.Draft, one propose.Proposal) (proposalAnswer, error) {
	a := proposalAnswer{
		Merits: []string{}, Moved: one.Metrics.HouseholdsMoved, Cost: metres(one.Metrics.Cost), Operations: listed(d.Operations(one.Assignment)),
		Grids: []planGridAnswer{}, Ended: []plan.GridID{}, Reasons: []reasonAnswer{}, Problems: []unmetAnswer{},
	}
	for _, m := range one.Merits {
		a.Merits = append(a.Merits, word(meritWords, int(m)))
	}
	a.Name = a.Merits[0]
	after := p
	if len(a.Operations) > 0 {
		next, change, err := p.ApplyAll(a.Operations)
		if err != nil {
			return a, planProblem(err)
		}
		after = next
		changed := changeAnswerOf(v, after, change)
		a.Grids, a.Ended = changed.Grids, changed.Ended
	}
	a.Metrics = after.Metrics(planRules(v, p))
	number := proposedNumbers(p, d, after)
	for _, r := range one.Reasons {
		a.Reasons = append(a.Reasons, reasonAnswer{
			number(r.Grid), word(whyWords, int(r.Why)), r.Before, r.After, r.Gained, r.Lost, gridOrNull(number(r.Other)), r.OtherMoved,
		})
	}
	for _, u := range one.Problems {
		a.Problems = append(a.Problems, unmetOf(d, u, number))
	}
	return a, nil
}

// proposedNumbers says which number a grid of a proposal has in the plan that it makes: new ones get
// theirs in order.
func proposedNumbers(before *plan.Plan, d *plan.Draft, after *plan.Plan) func(int32) plan.GridID {
	var fresh []plan.GridID
	for id := range after.Grids() {
		if _, was := before.Grid(id); !was {
			fresh = append(fresh, id)
		}
	}
	return func(number int32) plan.GridID {
		if i := int(number) - len(d.Grids); number >= 0 && i >= 0 && i < len(fresh) {
			return fresh[i]
		}
		return d.GridOf(number)
	}
}

func unmetOf(d *plan.Draft, u propose.Problem, number func(int32) plan.GridID) unmetAnswer {
	a := unmetAnswer{word(unmetWords, int(u.Kind)), gridOrNull(number(u.Grid)), []plan.CellID{}, u.Households}
	for _, c := range u.Cells {
		a.Cells = append(a.Cells, d.Cells[c])
	}
	return a
}

// word returns the word of a number.
func word(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return "other"
}

// wordOrNull is nil for an empty word.
func wordOrNull(word string) *string {
	if word == "" {
		return nil
	}
	return &word
}

type moveAnswer struct {
	Operations []plan.Operation `json:"operations"`
	From       *plan.GridID     `json:"from"` // null: unassigned
	To         plan.GridID      `json:"to"`
	Cells      []plan.CellID    `json:"cells"`
	Households int              `json:"households"`
	FromAfter  int              `json:"from_after"` // households
	ToAfter    int              `json:"to_after"`
	OutBefore  int              `json:"out_before"` // households by which both are outside the band
	OutAfter   int              `json:"out_after"`
}

// moves answers GET /v1/plans/{id}/moves[?limit=]: what to do next.
func (s *server) moves(r *http.Request) (any, error) {
	q, err := parseQuery(r, "limit")
	if err != nil {
		return nil, err
	}
	record, err := s.readPlanPast(r)
	if err == nil && !covering(r, planWriters, record.Communities) {
		err = mayNot()
	}
	if err != nil {
		return nil, err
	}
	limit, err := q.whole("limit", 5, 1, 20)
	if err != nil {
		return nil, err
	}
	_, draft, revision, err := s.draft(r, record)
	if err != nil {
		return nil, err
	}
	found, err := propose.Moves(r.Context(), draft.Request, limit)
	if err != nil {
		return nil, unproposed(err)
	}
	list := []moveAnswer{}
	for _, m := range found {
		list = append(list, moveOf(draft, m))
	}
	return reply{http.StatusOK, tagged(revision), map[string]any{"revision": revision, "moves": list}}, nil
}

func moveOf(d *plan.Draft, m propose.Move) moveAnswer {
	a := moveAnswer{
		From: gridOrNull(d.GridOf(m.From)), To: d.GridOf(m.To), Households: m.Households,
		FromAfter: m.FromAfter, ToAfter: m.ToAfter, OutBefore: m.OutBefore, OutAfter: m.OutAfter,
	}
	for _, c := range m.Cells {
		a.Cells = append(a.Cells, d.Cells[c])
	}
	a.Operations = []plan.Operation{{Kind: plan.AssignCells, Cells: a.Cells, Grid: a.To}}
	return a
}
