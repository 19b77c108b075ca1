package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
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

type planAnswer struct {
	ID          int64         `json:"id"`
	Title       string        `json:"title"`
	Note        string        `json:"note"`
	State       plan.State    `json:"state"`
	Revision    int64         `json:"revision"`
	Communities []areaRef     `json:"communities"`
	Author      authorAnswer  `json:"author"`
	CreatedAt   time.Time     `json:"created_at"`
	ChangedAt   time.Time     `json:"changed_at"`
	From        plan.Origin   `json:"from"`
	CopyOf      *int64        `json:"copy_of"` // null: no copy
	Base        []baseAnswer  `json:"base"`    // the editions it began from
	Stale       bool          `json:"stale"`   // there is a newer one
	Editions    []int64       `json:"editions"`
	May         mayAnswer     `json:"may"`
	Undo        *bool         `json:"undo"`    // whether something can be taken back; null: not told here
	Redo        *bool         `json:"redo"`    // whether something that was taken back can be done again; the same
	Metrics     *plan.Metrics `json:"metrics"` // null: not measured here

	Notes []startNoteAnswer `json:"notes"` // what it could not take as it was given; null: not told here
}

type authorAnswer struct {
	ID       *int64  `json:"id"` // null: no person
	Name     string  `json:"name"`
	FullName *string `json:"full_name"` // null: not known, or not for who asks
}

// authorOf names who did something, with the full name if who asks works on plans there too.
func authorOf(id int64, name, fullName string, colleague bool) authorAnswer {
	a := authorAnswer{ID: idOrNull(id), Name: name}
	if colleague && fullName != "" {
		a.FullName = &fullName
	}
	return a
}

// colleague reports whether who asks works on plans of some communities, and so is told who else does.
func colleague(r *http.Request, communities []geo.AreaID) bool {
	return covering(r, draftReaders, communities)
}

type baseAnswer struct {
	ID        int64      `json:"id"`
	Community geo.AreaID `json:"community"`
	Number    int        `json:"number"`
	From      string     `json:"from"`
	Title     string     `json:"title"`
}

// A mayAnswer says what who asks may do with a plan as it stands.
type mayAnswer struct {
	Change  bool `json:"change"`
	Publish bool `json:"publish"`
}

func planOf(r *http.Request, p plan.Record) planAnswer {
	a := planAnswer{
		ID: p.ID, Title: p.Title, Note: p.Note, State: p.State, Revision: p.Revision, Communities: []areaRef{},
		Author: authorOf(p.AuthorID, p.Author, p.AuthorFullName, colleague(r, p.Communities)), CreatedAt: p.CreatedAt.UTC(), ChangedAt: p.ChangedAt.UTC(),
		From: p.From, CopyOf: idOrNull(p.CopyOf), Base: []baseAnswer{}, Stale: p.Stale, Editions: append([]int64{}, p.Editions...),
	}
	for _, id := range p.Communities {
		a.Communities = append(a.Communities, communityRef(viewOf(r), id))
	}
	for _, e := range p.Base {
		a.Base = append(a.Base, baseAnswer{e.ID, e.Community, e.Number, date(e.From), e.Title})
	}
	writer := covering(r, planWriters, p.Communities)
	a.May = mayAnswer{writer && p.State.Open(), writer && p.State != plan.StatePublished && p.State != plan.StateDropped}
	return a
}

// communityRef names a community as it is called today; of one that is no more, only the number is
// known.
func communityRef(v *View, id geo.AreaID) areaRef {
	if p, ok := v.Place(id); ok {
		return refOf(p)
	}
	return areaRef{ID: id}
}

func idOrNull(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// The rules of plans. Whoever changes a plan must be allowed to in all of its communities.
var (
	planReaders  = ruleOf("GET /v1/plans/{id}")
	draftReaders = ruleOf("see drafts")
	planWriters  = ruleOf("PATCH /v1/plans/{id}")
	planStarters = ruleOf("POST /v1/communities/{id}/plans")
)

// covering reports whether who asks may do what a rule is about in all of some communities. One
// that is no more is seen by who sees the whole district.
func covering(r *http.Request, rule *rule, communities []geo.AreaID) bool {
	scope := scopeBy(r, rule)
	return !slices.ContainsFunc(communities, func(id geo.AreaID) bool {
		p, ok := viewOf(r).Place(id)
		return !scope.All && (!ok || !p.Within(scope))
	})
}

// seesPlan reports whether who asks may know that there is a plan.
func seesPlan(r *http.Request, p plan.Record) bool {
	if p.State == plan.StateProposed || p.State == plan.StatePublished {
		return covering(r, planReaders, p.Communities)
	}
	return covering(r, draftReaders, p.Communities)
}

// readPlan returns the plan that the path names, for who may see it, in a call without parameters.
func (s *server) readPlan(r *http.Request) (plan.Record, error) {
	if _, err := parseQuery(r); err != nil {
		return plan.Record{}, err
	}
	return s.readPlanPast(r)
}

// readPlanPast is readPlan for calls that have read their parameters.
func (s *server) readPlanPast(r *http.Request) (plan.Record, error) {
	if s.Plans == nil {
		return plan.Record{}, noPlansHere()
	}
	id, err := pathNumber(r, "id", missingPlan(r))
	if err != nil {
		return plan.Record{}, err
	}
	return s.planByID(r, id)
}

// planByID returns a plan for who may see it.
func (s *server) planByID(r *http.Request, id int64) (plan.Record, error) {
	p, err := s.Plans.Plan(r.Context(), id)
	if err == nil && !seesPlan(r, p) {
		err = plan.ErrNoPlan
	}
	if errors.Is(err, plan.ErrNoPlan) {
		return p, missingPlan(r)
	}
	return p, err
}

func missingPlan(r *http.Request) *problem {
	return noPlan.because("没有编号为%s的方案，或无权查看。", "There is no plan %s among those you may see.", clip(variable(r, "id")))
}

// writePlan returns the plan that the path names, for who may change it.
func (s *server) writePlan(r *http.Request) (plan.Record, error) {
	p, err := s.readPlan(r)
	if err == nil && !covering(r, planWriters, p.Communities) {
		err = notAllowed.because("须在方案的每个社区都有规划权限。", "You must be allowed to plan in each of the plan's communities.")
	}
	return p, err
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
