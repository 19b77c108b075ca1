package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"gewu/plan"
)

// A PlanBell tells streams that a plan has changed: on this server, and on others while it runs.
// Safe for concurrent use.
type PlanBell struct {
	mu       sync.Mutex
	waiting  map[int64]map[chan struct{}]bool // who listens, by plan
	audience int
}

// NewPlanBell returns a bell that nobody listens to yet.
func NewPlanBell() *PlanBell { return &PlanBell{waiting: map[int64]map[chan struct{}]bool{}} }

// Run rings for plans that other servers change, until ctx is done.
func (b *PlanBell) Run(ctx context.Context, plans Plans) error {
	if err := plans.WatchPlans(ctx, func(id, _ int64) { b.ring(id) }); err != nil {
		return fmt.Errorf("watch plans: %w", err)
	}
	return nil
}

// ring wakes who listens to a plan. Who is awake already wakes once more.
func (b *PlanBell) ring(id int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for one := range b.waiting[id] {
		select {
		case one <- struct{}{}:
		default:
		}
	}
}

// listen returns a channel that rings for a plan, or nil when most listen already. leave ends it.
func (b *PlanBell) listen(id int64, most int) (rings chan struct{}, leave func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.audience >= most {
		return nil, nil
	}
	rings = make(chan struct{}, 1)
	if b.waiting[id] == nil {
		b.waiting[id] = map[chan struct{}]bool{}
	}
	b.waiting[id][rings] = true
	b.audience++
	return rings, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.audience--
		if delete(b.waiting[id], rings); len(b.waiting[id]) == 0 {
			delete(b.waiting, id)
		}
	}
}

// A liveEvent is what was done to a plan since the event before.
type liveEvent struct {
	Revision int64       `json:"revision"`
	Since    int64       `json:"since"`
	Rows     []logAnswer `json:"rows"`
	Undo     bool        `json:"undo"`     // whether something can be taken back
	Redo     bool        `json:"redo"`     // whether something that was taken back can be done again
	Topology *topology   `json:"topology"` // null: read it anew, as it is another fabric or too much has happened
}

// mostLiveRows is how many rows of a log one event tells at most.
const mostLiveRows = 100

// A follower is a stream of what happens to a plan.
type follower struct {
	server *server
	out    *events
	asked  *http.Request
	id     int64
	known  *plan.Plan
	since  int64
	told   plan.Record
}

// live answers GET /v1/plans/{id}/live[?after=]: a stream that begins with the plan, and, for who
// comes back with the revision they know, with what has happened since.
func (s *server) live(w http.ResponseWriter, r *http.Request) {
	f, after, err := s.follower(r)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	rings, leave := s.plansLive.listen(f.id, s.MostWatchers)
	if rings == nil {
		s.fail(w, r, tooManyWatchers())
		return
	}
	defer leave()
	if f.known, err = s.knownPlan(r.Context(), f, after); err != nil {
		s.fail(w, r, planProblem(err))
		return
	}
	f.out = newEvents(w)
	begun := append([]byte("retry: 2000\n"), eventOf("plan", f.since, true, planOf(r, f.told))...)
	if f.out.send(begun) == nil && f.tell(r) {
		f.follow(rings) //nolint:contextcheck // it has the request in it
	}
}

// follower reads what is asked for: a plan, and which revision of it is known, -1 for none.
func (s *server) follower(r *http.Request) (f *follower, after int64, err error) {
	q, err := parseQuery(r, "after")
	if err != nil {
		return nil, 0, err
	}
	record, err := s.readPlanPast(r)
	if err != nil {
		return nil, 0, err
	}
	if after, err = knownRevision(r, q); err != nil {
		return nil, 0, err
	}
	return &follower{server: s, asked: r, id: record.ID, told: record}, after, nil
}

// knownRevision reads the revision that the client knows, of the header that a browser sends when it
// comes back or else of after; -1 when it knows none.
func knownRevision(r *http.Request, q query) (int64, error) {
	name, text := "Last-Event-ID", strings.TrimSpace(r.Header.Get("Last-Event-ID"))
	if text == "" {
		name, text = "after", q.text("after")
	}
	if text == "" {
		return -1, nil
	}
	revision, err := strconv.ParseInt(text, 10, 64)
	if err != nil || revision < 0 {
		return 0, wrong(name, "不是修订号", "is not a revision", text)
	}
	return revision, nil
}

// knownPlan returns the plan as the client knows it, which is as it is now unless they say another
// revision, and notes that revision.
func (s *server) knownPlan(ctx context.Context, f *follower, after int64) (*plan.Plan, error) {
	p, revision, err := s.Plans.OpenPlan(ctx, f.id)
	if err != nil {
		return nil, err
	}
	f.since = revision
	if after < 0 || after >= revision {
		return p, nil
	}
	f.since = after
	return s.Plans.PlanAt(ctx, f.id, after)
}

// follow tells of the plan until the client goes, may see it no longer, or the service stops.
func (f *follower) follow(rings <-chan struct{}) {
	beat := time.NewTicker(f.server.Heartbeat)
	defer beat.Stop()
	ctx := f.asked.Context()
	for {
		select {
		case <-rings:
		case <-beat.C:
			if f.out.send([]byte(": still here\n\n")) != nil {
				return
			}
		case <-ctx.Done():
			return
		case <-ending(ctx):
			return
		}
		asked := f.server.askedAgain(ctx, f.asked)
		if asked == nil || f.server.allow(asked, planReaders) != nil || !f.tell(asked) {
			return
		}
	}
}

// tell sends what is new, and reports whether the stream goes on.
func (f *follower) tell(asked *http.Request) bool {
	ctx, plans := asked.Context(), f.server.Plans
	record, err := plans.Plan(ctx, f.id)
	if err != nil || !seesPlan(asked, record) {
		return false
	}
	p, revision, err := plans.OpenPlan(ctx, f.id)
	if err != nil {
		return false
	}
	if revision != f.since && f.tellRows(asked, p, revision) != nil {
		return false
	}
	if record.Revision = revision; sameRecord(record, f.told) {
		return true
	}
	f.told = record
	return f.out.send(eventOf("plan", revision, true, planOf(asked, record))) == nil
}

// tellRows sends what was done up to a revision.
func (f *follower) tellRows(asked *http.Request, p *plan.Plan, revision int64) error {
	ctx := asked.Context()
	rows, err := f.server.Plans.PlanLog(ctx, f.id, f.since, mostLiveRows)
	if err != nil {
		return err
	}
	view := f.server.Districts.Today()
	steps, err := f.server.Plans.PlanSteps(ctx, f.id)
	if err != nil {
		return err
	}
	named := colleague(asked, f.told.Communities)
	event := liveEvent{Revision: revision, Since: f.since, Rows: logRows(rows, named), Undo: steps.Undo, Redo: steps.Redo}
	anew := len(rows) == mostLiveRows || slices.ContainsFunc(rows, func(row plan.LogRow) bool { return row.Kind == plan.LogRebase })
	if !anew {
		event.Topology = changedTopology(view, f.known, p, plan.Between(f.known, p), f.since, revision)
	}
	f.known, f.since = p, revision
	return f.out.send(eventOf("operation", revision, true, event))
}

// sameRecord reports whether nothing but the revision of a plan is another.
func sameRecord(a, b plan.Record) bool {
	return a.Title == b.Title && a.Note == b.Note && a.State == b.State && a.Stale == b.Stale && len(a.Editions) == len(b.Editions)
}
