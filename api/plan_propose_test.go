package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gewu/api"
	"gewu/plan"
)

// planning is embedded where one of its methods has its name.
type planning = api.Plans

// A waiter hands out a plan only when who asks for it has left, once it is told to.
type waiter struct {
	planning
	asked chan struct{} // nil: hands out at once
}

func (w *waiter) OpenPlan(ctx context.Context, id int64) (*plan.Plan, int64, error) {
	p, revision, err := w.planning.OpenPlan(ctx, id)
	if w.asked != nil {
		close(w.asked)
		<-ctx.Done()
	}
	return p, revision, err
}

type proposedSeen struct {
	Outcome   string
	Few       *string
	Proposals []struct {
		Moved int `json:"households_moved"`
	}
}

func TestProposingStopsWhenTheClientLeaves(t *testing.T) {
	plans := &waiter{}
	s := openStudy(t, func(c *api.Config) { plans.planning, c.Plans = c.Plans, plans })
	p := s.start(t, "走开")
	found := answer[proposedSeen](t, s.planner.want(t, http.StatusOK, "POST", planPath(p.ID, "/proposals"), map[string]any{"mode": "repair"}))
	if found.Outcome != "in_order" || len(found.Proposals) == 0 || found.Proposals[0].Moved != 0 || len(found.Proposals) < 3 && found.Few == nil {
		t.Errorf("of a plan in order it is said: %+v", found)
	}
	plans.asked = make(chan struct{})
	answered := make(chan int, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := httptest.NewRecorder()
		s.handler.ServeHTTP(seen, r)
		answered <- seen.Code
	}))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		<-plans.asked
		leave()
	}()
	r, err := http.NewRequestWithContext(ctx, "POST", server.URL+planPath(p.ID, "/proposals"), strings.NewReader(`{"mode":"redraw"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "gewu.example"
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Cookie", s.planner.cookie)
	if _, err := http.DefaultClient.Do(r); !errors.Is(err, context.Canceled) { //nolint:bodyclose // there is no answer
		t.Errorf("the client ends with %v", err)
	}
	if code := <-answered; code != 499 {
		t.Errorf("the work was answered with %d, want 499: stopped, as the client had left", code)
	}
}
