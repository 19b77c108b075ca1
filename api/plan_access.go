package api

import (
	"errors"
	"net/http"
	"slices"

	"gewu/geo"
	"gewu/plan"
)

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
