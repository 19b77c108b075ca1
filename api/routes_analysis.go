package api

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// analysisRoutes registers the calls about where issues cluster and where nobody looks. Those with names
// of their own come before {what}.
func (s *server) analysisRoutes(g *registrar) {
	g.call("GET /v1/analysis/kinds", s.analysisKinds)
	g.call("GET /v1/analysis/issues", s.analysisIssues)
	g.handle("GET "+heatRoute+"{z}/{x}/{y}.png", http.HandlerFunc(s.heat))
	g.handle("GET "+placesRoute+"{what}/{z}/{x}/{y}.mvt", gzhttp.GzipHandler(http.HandlerFunc(s.placesTile)))
	g.handle("GET /v1/analysis/report", gzhttp.GzipHandler(http.HandlerFunc(s.report)))
	g.call("POST /v1/analysis/{what}/jobs", s.addJob)
	g.call("GET /v1/analysis/{what}/jobs", s.jobsAsking)
	g.call("GET /v1/analysis/jobs/{id}", s.job)
	g.call("DELETE /v1/analysis/jobs/{id}", s.cancelJob)
	g.handle("GET /v1/analysis/jobs/{id}/result", gzhttp.GzipHandler(http.HandlerFunc(s.jobResult)))
	for _, what := range []string{"load", "rate", "{what}"} {
		g.handle("GET /v1/analysis/"+what, gzhttp.GzipHandler(http.HandlerFunc(s.analysis)))
	}
}
