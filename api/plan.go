package api

import (
	"context"
	"fmt"
	"net/http"

	"gewu/access"
	"gewu/district"
	"gewu/plan"
)

// Plans keeps plans. Who may see or change one is decided before it is asked. *store.DB is one.
type Plans interface {
	StartPlan(ctx context.Context, actor *access.Actor, s plan.Start) (plan.Record, error)
	Plans(ctx context.Context, f plan.Filter) ([]plan.Record, error)
	Plan(ctx context.Context, id int64) (plan.Record, error)
	AmendPlan(ctx context.Context, actor *access.Actor, id int64, a plan.Amendment) (plan.Record, error)

	// OpenPlan returns a plan and its revision, PlanAt the plan as it was at a revision.
	OpenPlan(ctx context.Context, id int64) (*plan.Plan, int64, error)
	PlanAt(ctx context.Context, id, revision int64) (*plan.Plan, error)
	// PlanSteps says whether something can be taken back or done again.
	PlanSteps(ctx context.Context, id int64) (plan.Steps, error)
	PlanLog(ctx context.Context, id, after int64, limit int) ([]plan.LogRow, error)
	// StartNotes tells what a plan could not take as it was given when it began.
	StartNotes(ctx context.Context, id int64) ([]plan.StartNote, error)
	// PlanOfEdition returns the division of an edition on the fabric of a plan.
	PlanOfEdition(ctx context.Context, edition, id int64) (*plan.Plan, error)

	Operate(ctx context.Context, actor *access.Actor, id, ifMatch int64, ops []plan.Operation) (plan.Operated, error)
	TryOperations(ctx context.Context, id, ifMatch int64, ops []plan.Operation) (plan.Operated, error)
	Undo(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error)
	Redo(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error)
	RebasePlan(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Rebased, error)

	// WatchPlans calls changed for each plan that changes until ctx is done.
	WatchPlans(ctx context.Context, changed func(id, revision int64)) error
}

// plans answers GET /v1/communities/{id}/plans[?state=].
func (s *server) plans(r *http.Request) (any, error) {
	q, err := parseQuery(r, "state")
	if err != nil {
		return nil, err
	}
	if s.Plans == nil {
		return nil, noPlansHere()
	}
	state, err := choiceOf(q, "state", planStates)
	if err != nil {
		return nil, err
	}
	c, err := planCommunity(r)
	if err != nil {
		return nil, err
	}
	kept, err := s.Plans.Plans(r.Context(), plan.Filter{Community: c.ID, State: state})
	if err != nil {
		return nil, planProblem(err)
	}
	list := []planAnswer{}
	for _, p := range kept {
		if seesPlan(r, p) {
			list = append(list, planOf(r, p))
		}
	}
	return reply{http.StatusOK, nil, map[string]any{"plans": list}}, nil
}

var planStates = []plan.State{plan.StateDraft, plan.StateProposed, plan.StateReturned, plan.StatePublished, plan.StateDropped}

// planCommunity returns the community that the path names.
func planCommunity(r *http.Request) (*district.Place, error) {
	c, err := place(r, viewOf(r).Snapshot)
	if err != nil {
		return nil, err
	}
	if c.Level.Role != district.RoleCommunity {
		return nil, noArea.because("辖区%d不是社区。", "Area %d is not a community.", c.ID)
	}
	return c, nil
}

// onePlan answers GET /v1/plans/{id}: with its grids and what it measures.
func (s *server) onePlan(r *http.Request) (any, error) {
	record, err := s.readPlan(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	record.Revision = revision
	rules := planRules(viewOf(r), p)
	answer := planOf(r, record)
	answer.Metrics = new(p.Metrics(rules))
	if err := s.tellSteps(r.Context(), &answer); err != nil {
		return nil, err
	}
	if answer.Notes, err = s.startNotes(r, record.ID); err != nil {
		return nil, err
	}
	body := struct {
		planAnswer
		Grids      []planGridAnswer `json:"grids"`
		Unassigned landTally        `json:"unassigned"`
		Problems   int              `json:"problems_count"`
	}{answer, planGrids(viewOf(r), p), landTallyOf(p.Tally(plan.NoGrid)), len(p.Check(rules))}
	return reply{http.StatusOK, tagged(revision), body}, nil
}

// tellSteps says in a plan's answer whether something can be taken back or done again.
func (s *server) tellSteps(ctx context.Context, a *planAnswer) error {
	steps, err := s.Plans.PlanSteps(ctx, a.ID)
	if err != nil {
		return planProblem(err)
	}
	a.Undo, a.Redo = &steps.Undo, &steps.Redo
	return nil
}

// tagged are headers with a revision as ETag.
func tagged(revision int64) http.Header {
	return http.Header{"Etag": {fmt.Sprintf(`"%d"`, revision)}}
}

// amendPlan answers PATCH /v1/plans/{id}: what is not given stays as it is.
func (s *server) amendPlan(r *http.Request) (any, error) {
	f, err := readForm(r, "title", "note", "state")
	if err != nil {
		return nil, err
	}
	record, err := s.writePlan(r)
	if err != nil {
		return nil, err
	}
	var a plan.Amendment
	if f.has("title") {
		a.Title = new(f.text("title", 1, longestTitle))
	}
	if f.has("note") {
		a.Note = new(f.lines("note", longestNote))
	}
	if f.has("state") {
		a.State = new(plan.State(f.choice("state", "draft", "proposed", "returned", "dropped")))
	}
	if err := f.err(); err != nil {
		return nil, err
	}
	record, err = s.Plans.AmendPlan(r.Context(), actorOf(r), record.ID, a)
	if err != nil {
		return nil, planProblem(err)
	}
	s.plansLive.ring(record.ID)
	return reply{http.StatusOK, tagged(record.Revision), planOf(r, record)}, nil
}
