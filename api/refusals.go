package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"gewu/access"
	"gewu/geo"
)

// How many refused writes of one caller are noted at once, how often one is in the long run, and of how
// many callers that is remembered. So nobody fills the trail by asking again and again.
const (
	refusalsAtOnce = 20
	refusalEvery   = time.Minute
	mostRefused    = 4096
)

// refusals counts the writes that callers were refused. Safe for concurrent use.
type refusals struct {
	mu sync.Mutex
	of map[client]*refused
}

// A refused caller is one who asked for a write in vain.
type refused struct {
	limit   *rate.Limiter
	unnoted int // since the last that was noted
}

// count counts a refusal. It reports whether it is to be noted, and then how many since the last were not.
func (f *refusals) count(who client, now time.Time) (unnoted int, note bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	one := f.of[who]
	if one == nil {
		if f.of == nil || len(f.of) >= mostRefused {
			f.of = map[client]*refused{}
		}
		one = &refused{limit: rate.NewLimiter(rate.Every(refusalEvery), refusalsAtOnce)}
		f.of[who] = one
	}
	if !one.limit.AllowN(now, 1) {
		one.unnoted++
		return 0, false
	}
	unnoted, one.unnoted = one.unnoted, 0
	return unnoted, true
}

// writing are the classes of calls that change something.
var writing = []class{writes, edits, uploads}

// noteRefusal has the trail tell that somebody who is signed in was refused a write, because of their roles or
// because it was about themselves. Visitors are not noted: they have no name, and there is no end of them.
func (s *server) noteRefusal(r *http.Request, p *problem) {
	q := requestOf(r)
	if q.who == nil || q.rule == nil || s.Trail == nil || !slices.Contains(writing, q.rule.class) || p.kind != notAllowed && p.kind != ownAccount {
		return
	}
	unnoted, note := s.refusals.count(clientBy(q), q.begin)
	if !note {
		return
	}
	e := access.Entry{
		Operation: q.rule.operation, Noun: "refusal", Object: clip(r.URL.Path), Area: refusedIn(r), After: refusalEntry(p, unnoted),
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), noteLimit)
	defer cancel()
	if err := s.Trail.Note(ctx, actorOf(r), e); err != nil {
		s.Log.ErrorContext(r.Context(), "a refusal is not in the audit trail", "request", requestID(r), "operation", e.Operation, "err", err)
	}
}

// noteLimit is how long noting a refusal may take.
const noteLimit = 5 * time.Second

// refusedIn is the area that the path of a request names; 0: none.
func refusedIn(r *http.Request) geo.AreaID {
	q := requestOf(r)
	_, path, _ := strings.Cut(q.rule.operation, " ")
	if q.view == nil || !strings.HasPrefix(path, "/v1/areas/{id}") && !strings.HasPrefix(path, "/v1/communities/{id}") {
		return 0
	}
	p, err := place(r, q.view.Snapshot)
	if err != nil {
		return 0
	}
	return p.ID
}

// refusalEntry is what the trail tells of a refusal.
func refusalEntry(p *problem, unnoted int) json.RawMessage {
	told, err := json.Marshal(struct {
		Refused string `json:"refused"`
		Unnoted int    `json:"unnoted,omitempty"` // refusals of the same caller before this, since the last entry
	}{p.kind.slug, unnoted})
	if err != nil {
		return nil
	}
	return told
}
