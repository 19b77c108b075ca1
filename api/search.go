package api

import (
	"net/http"
	"unicode/utf8"

	"gewu/district"
	"gewu/geo"
)

// longestQuery is how many characters a search may have.
const longestQuery = 100

// mostSearched is how many answers are looked through for who sees only some areas.
const mostSearched = 100

type foundAnswer struct {
	Kind      district.FoundKind `json:"kind"`
	ID        int64              `json:"id"`
	Code      string             `json:"code"`
	Name      string             `json:"name"`
	Detail    string             `json:"detail"`
	At        position           `json:"at"`
	Bounds    *bounds            `json:"bounds"`       // null: a point
	Community *geo.AreaID        `json:"community_id"` // null: in none
}

// search answers GET /v1/search?q=[&limit=][&at=].
func (s *server) search(r *http.Request) (any, error) {
	q, err := parseQuery(r, "q", "limit", "at")
	if err != nil {
		return nil, err
	}
	text := q.text("q")
	switch {
	case text == "":
		return nil, missing("q")
	case !utf8.ValidString(text) || utf8.RuneCountInString(text) > longestQuery:
		return nil, badParameter.because("q 应为至多 %d 个字符的 UTF-8 文字。", "q must be UTF-8 text of at most %d characters.", longestQuery).with("parameter", "q")
	}
	limit, err := q.whole("limit", 10, 1, 50)
	if err != nil {
		return nil, err
	}
	snapshot, err := s.snapshot(r, q)
	if err != nil {
		return nil, err
	}
	most := limit
	if !scopeOf(r).All {
		most = mostSearched // some of them are somewhere else
	}
	found, err := s.Search.Search(r.Context(), text, most, snapshot.Day)
	if err != nil {
		return nil, err
	}
	found = seenIn(r, snapshot).found(found)
	results := []foundAnswer{}
	for _, f := range found[:min(limit, len(found))] {
		results = append(results, foundOf(f))
	}
	return map[string]any{"results": results}, nil
}

func foundOf(f district.Found) foundAnswer {
	answer := foundAnswer{Kind: f.Kind, ID: f.ID, Code: f.Code, Name: f.Name, Detail: f.Detail, At: position(f.At)}
	if f.Bound != nil {
		answer.Bounds = new(boundsOf(*f.Bound))
	}
	if f.Community != nil {
		answer.Community = new(f.Community.ID)
	}
	return answer
}
