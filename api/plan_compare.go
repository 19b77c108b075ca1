package api

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"gewu/plan"
)

type comparedAnswer struct {
	Grid   *plan.GridID `json:"grid"`   // of the plan; null: it is no more
	Before *plan.GridID `json:"before"` // of what it is compared with; null: it is new
	Code   string       `json:"code"`
	Name   string       `json:"name"`
	Was    *landTally   `json:"was"`
	Is     *landTally   `json:"is"`
	Gained landTally    `json:"gained"`
	Lost   landTally    `json:"lost"`
}

type comparisonAnswer struct {
	Revision        int64              `json:"revision"`
	With            string             `json:"with"`
	Rows            []comparedAnswer   `json:"rows"`
	Moved           []planMovedAnswer  `json:"moved"`
	HouseholdsMoved int                `json:"households_moved"`
	SquareMetres    metres             `json:"square_metres"` // that are in another grid
	Metrics         metricsOfBothPlans `json:"metrics"`
	Lineage         []descentAnswer    `json:"lineage"` // since the plan began
}

type metricsOfBothPlans struct {
	Before plan.Metrics `json:"before"`
	After  plan.Metrics `json:"after"`
}

type planMovedAnswer struct {
	Building   int64       `json:"building"`
	Households int         `json:"households"`
	From       plan.GridID `json:"from"` // of what it is compared with; 0: none
	To         plan.GridID `json:"to"`
}

type descentAnswer struct {
	Kind         plan.LineageKind `json:"kind"`
	Old          *int64           `json:"old"`  // area; null: none
	From         *plan.GridID     `json:"from"` // where the plan began
	To           *plan.GridID     `json:"to"`
	Households   int              `json:"households"`
	Buildings    int              `json:"buildings"`
	SquareMetres metres           `json:"square_metres"`
}

// compare answers GET /v1/plans/{id}/compare[?with=base|plan:7|edition:12].
func (s *server) compare(r *http.Request) (any, error) {
	q, err := parseQuery(r, "with")
	if err != nil {
		return nil, err
	}
	record, err := s.readPlanPast(r)
	if err != nil {
		return nil, err
	}
	after, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	with := q.text("with")
	if with == "" {
		with = "base"
	}
	before, err := s.comparable(r, with, record, after)
	if err != nil {
		return nil, planProblem(err)
	}
	found, err := plan.Compare(before, after)
	if err != nil {
		return nil, planProblem(err)
	}
	rules := planRules(viewOf(r), after)
	return reply{http.StatusOK, tagged(revision), comparisonAnswer{
		Revision: revision, With: with, Rows: comparedRows(before, after, found.Rows), Moved: movedInPlan(found.Moved),
		HouseholdsMoved: found.HouseholdsMoved, SquareMetres: metres(found.SquareMetres),
		Metrics: metricsOfBothPlans{before.Metrics(rules), after.Metrics(rules)}, Lineage: descents(after.Lineage()),
	}}, nil
}

// comparable returns the plan that a parameter names, on the same land as p.
func (s *server) comparable(r *http.Request, with string, record plan.Record, p *plan.Plan) (*plan.Plan, error) {
	if with == "base" {
		return p.Base(), nil
	}
	kind, number, _ := strings.Cut(with, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil || id < 1 || strconv.FormatInt(id, 10) != number || kind != "plan" && kind != "edition" {
		return nil, wrong("with", "应为 base、plan:编号 或 edition:编号", "must be base, plan:ID or edition:ID", with)
	}
	if kind == "plan" {
		other, err := s.planByID(r, id)
		if err != nil {
			return nil, noPlan.because("没有编号为%d的方案，或无权查看。", "There is no plan %d among those you may see.", id)
		}
		before, _, err := s.Plans.OpenPlan(r.Context(), other.ID)
		return before, err
	}
	return s.editionOnPlan(r.Context(), id, record.ID)
}

// editionOnPlan returns an edition as a plan; one of other land is none.
func (s *server) editionOnPlan(ctx context.Context, edition, id int64) (*plan.Plan, error) {
	p, err := s.Plans.PlanOfEdition(ctx, edition, id)
	if errors.Is(err, plan.ErrNoEdition) {
		return nil, noEdition.because("没有编号为%d的版本，或它不属于方案的社区。", "There is no edition %d of the plan's communities.", edition)
	}
	return p, err
}

func comparedRows(before, after *plan.Plan, rows []plan.Compared) []comparedAnswer {
	list := []comparedAnswer{}
	for _, row := range rows {
		a := comparedAnswer{Grid: gridOrNull(row.After), Before: gridOrNull(row.Before), Gained: landTallyOf(row.Gained), Lost: landTallyOf(row.Lost)}
		g, _ := before.Grid(row.Before)
		if row.After != plan.NoGrid {
			g, _ = after.Grid(row.After)
			a.Is = new(landTallyOf(row.Is))
		}
		if row.Before != plan.NoGrid {
			a.Was = new(landTallyOf(row.Was))
		}
		a.Code, a.Name = g.Code, g.Name
		list = append(list, a)
	}
	return list
}

func gridOrNull(id plan.GridID) *plan.GridID {
	if id == plan.NoGrid {
		return nil
	}
	return &id
}

func movedInPlan(moves []plan.BuildingMove) []planMovedAnswer {
	list := []planMovedAnswer{}
	for _, m := range moves {
		list = append(list, planMovedAnswer(m))
	}
	return list
}

func descents(rows []plan.Descent) []descentAnswer {
	list := []descentAnswer{}
	for _, d := range rows {
		list = append(list, descentAnswer{
			d.Kind, idOrNull(d.Old), gridOrNull(d.From), gridOrNull(d.New), d.Households, d.Buildings, metres(d.SquareMetres),
		})
	}
	return list
}

// pick answers POST /v1/plans/{id}/pick: another plan's solution for some grids.
func (s *server) pick(r *http.Request) (any, error) {
	f, err := readForm(r, "from", "grids", "dry_run")
	if err != nil {
		return nil, err
	}
	record, since, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	from, grids := f.id("from"), f.grids("grids")
	dry := f.has("dry_run") && f.flag("dry_run")
	if err := f.err(); err != nil {
		return nil, err
	}
	if _, err := s.planByID(r, from); err != nil {
		return nil, oneFault("from", "没有该方案", "names no plan that you may see")
	}
	ops, err := s.picked(r.Context(), record.ID, from, grids)
	if err != nil {
		return nil, planProblem(err)
	}
	return s.operateWith(r, record.ID, since, ops, dry)
}

// picked returns the operations that take the grids of a plan over into another.
func (s *server) picked(ctx context.Context, into, from int64, grids []plan.GridID) ([]plan.Operation, error) {
	p, _, err := s.Plans.OpenPlan(ctx, into)
	if err != nil {
		return nil, err
	}
	other, _, err := s.Plans.OpenPlan(ctx, from)
	if err != nil {
		return nil, err
	}
	return p.Pick(other, grids)
}

// grids reads numbers of grids of a plan.
func (f *form) grids(name string) []plan.GridID {
	const zh, en, most = "1到1000个网格编号的列表", "a list of 1 to 1000 numbers of grids", 1000
	var list []plan.GridID
	if f.read(name, &list, zh, en) && (len(list) == 0 || len(list) > most) {
		f.fault(name, " 应为"+zh, " must be "+en)
	}
	return list
}

type rebasedAnswer struct {
	Revision  int64            `json:"revision"`
	Applied   int              `json:"applied"` // rows of the log that were made again
	Already   int              `json:"already"` // rows whose outcome the newer edition has
	Conflicts []conflictAnswer `json:"conflicts"`
	Notes     []plan.Note      `json:"notes"` // what of the editions the fabric has not as it was
}

type conflictAnswer struct {
	Revision   int64            `json:"revision"` // of the row that could not be made again
	Operations []plan.Operation `json:"operations"`
	By         authorAnswer     `json:"by"`
	Refusal    *refusalAnswer   `json:"refusal"`
}

// rebase answers POST /v1/plans/{id}/rebase.
func (s *server) rebase(r *http.Request) (any, error) {
	record, since, err := s.writeFrom(r)
	if err != nil {
		return nil, err
	}
	done, err := s.Plans.RebasePlan(r.Context(), actorOf(r), record.ID, since)
	if err != nil {
		return nil, planProblem(err)
	}
	s.plansLive.ring(record.ID)
	a := rebasedAnswer{done.Revision, done.Applied, done.Already, []conflictAnswer{}, listed(done.Notes)}
	for _, c := range done.Conflicts {
		by := authorOf(c.PersonID, c.By, c.ByFullName, colleague(r, record.Communities))
		a.Conflicts = append(a.Conflicts, conflictAnswer{c.Revision, listed(c.Operations), by, refusalOf(c.Refusal)})
	}
	return reply{http.StatusOK, tagged(done.Revision), a}, nil
}
