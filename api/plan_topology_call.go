package api

import (
	"net/http"

	"gewu/plan"
	"gewu/tiles"

	"github.com/paulmach/orb/geojson"
)

// topology answers GET /v1/plans/{id}/topology[?with=base|plan:7|edition:12].
func (s *server) topology(r *http.Request) (any, error) {
	q, err := parseQuery(r, "with")
	if err != nil {
		return nil, err
	}
	record, err := s.readPlanPast(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	if with := q.text("with"); with != "" {
		return s.topologyBeside(r, with, record, p)
	}
	header := tagged(revision)
	if tiles.Holds(r, header.Get("Etag")) {
		return reply{http.StatusNotModified, header, nil}, nil
	}
	return reply{http.StatusOK, header, wholeTopology(viewOf(r), p, revision)}, nil
}

// topologyBeside answers the topology of what a plan is compared with. It has no ETag: what it is
// changes apart from the plan.
func (s *server) topologyBeside(r *http.Request, with string, record plan.Record, p *plan.Plan) (any, error) {
	other, err := s.comparable(r, with, record, p)
	if err != nil {
		return nil, planProblem(err)
	}
	return wholeTopology(viewOf(r), other, 0), nil
}

// planBoundaries answers GET /v1/plans/{id}/grids.geojson: the land of each grid.
func (s *server) planBoundaries(r *http.Request) (any, error) {
	record, err := s.readPlan(r)
	if err != nil {
		return nil, err
	}
	p, revision, err := s.Plans.OpenPlan(r.Context(), record.ID)
	if err != nil {
		return nil, planProblem(err)
	}
	all := geojson.NewFeatureCollection()
	for id, boundary := range p.Boundaries() {
		g, alive := p.Grid(id)
		if !alive {
			continue
		}
		f := geojson.NewFeature(boundary)
		f.ID = id
		f.Properties = geojson.Properties{"code": g.Code, "name": g.Name, "kind": g.Kind, "households": p.Tally(id).Households}
		all.Append(f)
	}
	sortFeatures(all.Features)
	return reply{http.StatusOK, tagged(revision), all}, nil
}
