package api

import (
	"net/http"

	"gewu/analysis"
)

// analysisIssues answers GET /v1/analysis/issues: the issues behind a figure.
func (s *server) analysisIssues(r *http.Request) (any, error) {
	a, err := s.analysisAsked(r, string(analysis.Listed))
	if err != nil {
		return nil, err
	}
	if a.question.Format != analysis.JSON {
		return nil, badParameter.because("此处只有 JSON。", "There is only JSON here.").with("parameter", "format")
	}
	listing, err := a.evidence.ListIssues(a.question)
	if err != nil {
		return nil, analysisProblem(err)
	}
	return reply{http.StatusOK, nil, listing}, nil
}
