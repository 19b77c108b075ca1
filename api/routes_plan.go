package api

import "net/http"

// planRoutes registers the calls about plans and editions.
func (s *server) planRoutes(g *registrar) {
	g.call("GET /v1/communities/{id}/plans", s.plans)
	g.call("POST /v1/communities/{id}/plans", s.startPlan)
	g.call("GET /v1/plans/{id}", s.onePlan)
	g.call("PATCH /v1/plans/{id}", s.amendPlan)
	g.call("GET /v1/plans/{id}/topology", s.topology)
	g.handle("GET /v1/plans/{id}/order.pdf", s.printed(s.planOrder))
	g.call("GET /v1/plans/{id}/grids.geojson", s.planBoundaries)
	g.call("POST /v1/plans/{id}/operations", s.operate)
	g.call("POST /v1/plans/{id}/undo", s.undo)
	g.call("POST /v1/plans/{id}/redo", s.redo)
	g.call("GET /v1/plans/{id}/log", s.planLog)
	g.call("GET /v1/plans/{id}/problems", s.planProblems)
	g.call("GET /v1/plans/{id}/compare", s.compare)
	g.call("POST /v1/plans/{id}/pick", s.pick)
	g.call("POST /v1/plans/{id}/rebase", s.rebase)
	g.call("POST /v1/plans/{id}/proposals", s.proposals)
	g.call("GET /v1/plans/{id}/moves", s.moves)
	g.handle("GET /v1/plans/{id}/live", http.HandlerFunc(s.live))
	g.call("POST /v1/plans/{id}/publish", s.publish)

	g.call("GET /v1/communities/{id}/editions", s.editions)
	g.call("GET /v1/editions/{id}", s.edition)
	g.handle("GET /v1/editions/{id}/order.pdf", s.printed(s.editionOrder))
	g.call("POST /v1/editions/{id}/restore", s.restore)
}
