package api

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	"gewu/access"
	"gewu/geo"
)

// A Trail is the audit trail. *store.DB keeps one.
type Trail interface {
	Audit(ctx context.Context, f access.AuditFilter) ([]access.Entry, error) // the newest first
	Note(ctx context.Context, actor *access.Actor, e access.Entry) error     // of what is no write
}

type entryAnswer struct {
	ID        int64           `json:"id"`
	At        time.Time       `json:"at"`
	Who       entryActor      `json:"who"`
	From      string          `json:"from"` // "": the server's own machine
	Operation string          `json:"operation"`
	Noun      string          `json:"noun"`
	Object    string          `json:"object"`
	Area      *leveledRef     `json:"area"` // null: of none, or of the whole district
	Before    json.RawMessage `json:"before"`
	After     json.RawMessage `json:"after"`
	Hash      string          `json:"hash"`
}

type entryActor struct {
	Kind access.Kind `json:"kind"`
	ID   *int64      `json:"id"` // null: neither a person nor a token
	Name string      `json:"name"`
}

func entryOf(v *View, e access.Entry) entryAnswer {
	answer := entryAnswer{
		ID: e.ID, At: e.At.UTC(), Who: entryActor{e.Kind, nil, e.Name}, From: e.From, Operation: e.Operation, Noun: e.Noun,
		Object: e.Object, Area: areaOf(v, e.Area), Before: orNull(e.Before), After: orNull(e.After), Hash: hex.EncodeToString(e.Hash),
	}
	if e.Actor != 0 {
		answer.Who.ID = &e.Actor
	}
	return answer
}

func orNull(value json.RawMessage) json.RawMessage {
	if len(value) == 0 {
		return json.RawMessage("null")
	}
	return value
}

// audit returns the handler of GET /v1/audit: entries of the areas that who asks administers, as
// JSON, or as a table for who accepts CSV.
func (s *server) audit() http.Handler {
	page := s.answered(s.auditPage)
	return gzhttp.GzipHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept")
		if strings.Contains(r.Header.Get("Accept"), "text/csv") {
			s.auditTable(w, r)
			return
		}
		page.ServeHTTP(w, r)
	}))
}

func (s *server) auditPage(r *http.Request) (any, error) {
	f, _, err := auditFilter(r, 100)
	if err != nil {
		return nil, err
	}
	limit := f.Limit
	f.Limit++
	entries, err := s.Trail.Audit(r.Context(), f)
	if err != nil {
		return nil, err
	}
	answer := struct {
		Entries []entryAnswer `json:"entries"`
		Next    *int64        `json:"next"` // to go on before; null: that is all
	}{Entries: []entryAnswer{}}
	for _, e := range entries[:min(limit, len(entries))] {
		answer.Entries = append(answer.Entries, entryOf(viewOf(r), e))
	}
	if len(entries) > limit {
		answer.Next = &entries[limit-1].ID
	}
	return reply{http.StatusOK, nil, answer}, nil
}

// auditFilter reads what is asked for, and in which words. Days are those of the district's time
// zone.
func auditFilter(r *http.Request, usual int) (f access.AuditFilter, asked map[string]string, err error) {
	words := []string{"operation", "noun", "q"}
	ids := []string{"person", "area", "before"}
	q, err := parseQuery(r, append(append([]string{"from", "until", "limit"}, words...), ids...)...)
	if err != nil {
		return f, nil, err
	}
	asked = map[string]string{}
	for _, p := range q.parameters {
		asked[p.name] = clip(p.value)
	}
	for i, to := range []*string{&f.Operation, &f.Noun, &f.Text} {
		if *to, err = q.line(words[i]); err != nil {
			return f, nil, err
		}
	}
	var area int64
	for i, to := range []*int64{&f.Actor, &area, &f.Before} {
		if *to, err = q.id(ids[i]); err != nil {
			return f, nil, err
		}
	}
	f.Area, f.Scope = geo.AreaID(area), scopeOf(r)
	if f.Actor != 0 {
		f.Kind = access.Person
	}
	if f.Limit, err = q.whole("limit", usual, 1, access.MostEntries-1); err != nil {
		return f, nil, err
	}
	f.From, f.Until, err = q.period(viewOf(r))
	return f, asked, err
}

// period returns the instants at which the days from and until begin; zero for one that is not given.
func (q query) period(v *View) (from, until time.Time, err error) {
	zone, err := time.LoadLocation(v.Settings.TimeZone)
	if err != nil {
		return from, until, err
	}
	begin := func(name string) (at time.Time, err error) {
		day, given, err := q.date(name)
		if err != nil || !given {
			return at, err
		}
		return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone), nil
	}
	if from, err = begin("from"); err != nil {
		return from, until, err
	}
	if until, err = begin("until"); err != nil {
		return from, until, err
	}
	if !from.IsZero() && !until.IsZero() && !from.Before(until) {
		err = badParameter.because("until 应晚于 from：until 当日不含在内。", "until must be later than from: it is the first day that is left out.").with("parameter", "until")
	}
	return from, until, err
}
