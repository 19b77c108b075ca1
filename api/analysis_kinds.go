package api

import (
	"net/http"

	"gewu/analysis"
)

type analysisKindsAnswer struct {
	Kinds []analysisKind `json:"kinds"`
}

// An analysisKind is a kind of issue as analyses count it.
type analysisKind struct {
	Code  string            `json:"code"`
	Name  analysis.Text     `json:"name"`
	Group analysis.KindName `json:"group"` // its large class; without a code: it has none
}

// analysisKinds answers GET /v1/analysis/kinds.
func (s *server) analysisKinds(r *http.Request) (any, error) {
	if _, err := parseQuery(r); err != nil {
		return nil, err
	}
	e, err := s.evidence(r.Context())
	if err != nil {
		return nil, err
	}
	answer := analysisKindsAnswer{[]analysisKind{}}
	for _, k := range e.Kinds {
		answer.Kinds = append(answer.Kinds, analysisKind{k.Code, k.Name, analysis.KindName{Code: k.Group, Name: k.GroupName}})
	}
	return reply{http.StatusOK, nil, answer}, nil
}
