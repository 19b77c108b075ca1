package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
	"gewu/plan"
)

type liveSeen struct {
	Revision, Since int64
	Rows            []struct {
		Kind string
		By   struct {
			Name     string
			FullName *string `json:"full_name"`
		}
	}
	Undo, Redo bool
	Topology   json.RawMessage
}

// told reads the next event, which must be of a kind, and returns its id and data.
func (l *listener) told(kind string) (id, data string) {
	l.t.Helper()
	event := l.next()
	head, data, _ := strings.Cut(event, "\ndata: ")
	id, name, _ := strings.Cut(head, "\nevent: ")
	if name != kind {
		l.t.Fatalf("told %q, want %s", event, kind)
	}
	return strings.TrimPrefix(id, "id: "), data
}

func (l *listener) toldOf() (id string, e liveSeen) {
	l.t.Helper()
	id, data := l.told("operation")
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		l.t.Fatal(err)
	}
	return id, e
}

// What one planner does, here or at another server, another is told of at once; who comes back with
// the revision they know misses nothing; and who may see the plan no longer is told no more.
func TestPlannersAreToldWhatOthersDo(t *testing.T) {
	bell := api.NewPlanBell()
	s := openStudy(t, func(c *api.Config) { c.PlanBell, c.Heartbeat = bell, 20*time.Millisecond })
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bell.Run(ctx, s.db) }()
	t.Cleanup(func() { stop(); <-ended }) //nolint:errcheck // it was stopped
	p := s.start(t, "两人")
	id := s.person(t, "other.a", access.Planner, "A")
	s.exec(t, fmt.Sprintf(`update person set full_name = '王磊' where id = %d`, id))
	other := s.visitor()
	other.signIn(t, "other.a")
	l, _ := listen(t, s.handler, planPath(p.ID, "/live"), "Cookie", s.planner.cookie)
	if id, data := l.told("plan"); id != "0" || !strings.Contains(data, `"title":"两人"`) {
		t.Errorf("first %s %s", id, data)
	}
	cell := s.planner.cellsOf(t, p.ID, 2)[0]
	screen := newScreen()
	screen.apply(t, s.planner.get(t, planPath(p.ID, "/topology")).Body.Bytes())
	other.operate(t, p.ID, 0, assigning(1, cell))
	eventID, e := l.toldOf()
	screen.apply(t, e.Topology)
	if eventID != "1" || e.Since != 0 || len(e.Rows) != 1 || e.Rows[0].By.Name != "other.a" || !e.Undo || e.Redo || screen.cells[cell][0] != 1 {
		t.Errorf("told %s %+v", eventID, e)
	}
	if name := e.Rows[0].By.FullName; name == nil || *name != "王磊" {
		t.Errorf("a colleague is told that it was %+v", e.Rows[0].By)
	}
	ops := []plan.Operation{{Kind: plan.RenameGrid, Grid: 1, Name: "在别的服务器上"}}
	if _, err := s.db.Operate(t.Context(), consoleActor, p.ID, 1, ops); err != nil {
		t.Fatal(err)
	}
	if eventID, e := l.toldOf(); eventID != "2" || !strings.Contains(string(e.Topology), "在别的服务器上") {
		t.Errorf("told %s %+v", eventID, e)
	}
	s.planner.want(t, 200, "PATCH", planPath(p.ID, ""), map[string]any{"title": "改名"})
	if _, data := l.told("plan"); !strings.Contains(data, "改名") {
		t.Errorf("told %s", data)
	}
	back, _ := listen(t, s.handler, planPath(p.ID, "/live"), "Cookie", other.cookie, "Last-Event-ID", "0")
	back.told("plan")
	if eventID, e := back.toldOf(); eventID != "2" || len(e.Rows) != 2 {
		t.Errorf("who comes back is told %s %+v", eventID, e)
	}
	s.exec(t, fmt.Sprintf(`update role_grant set revoked_at = now() where person_id = %d`, id))
	if event := back.next(); event != "" {
		t.Errorf("who may no more is told %q", event)
	}
}
