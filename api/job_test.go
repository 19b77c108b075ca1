package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/api"
)

// ofJobs asks in the background about the community of a grid.
func ofJobs(c *cast, code string) (method, path string, body any, headers []string) {
	return "POST", fmt.Sprintf("/v1/analysis/compare/jobs?area=%d&days=30", c.ids[code[:1]]), nil, nil
}

// A jobSeen is a job as it is told.
type jobSeen struct {
	ID     int64
	State  string
	Result *string
	Why    *analysis.Text
}

func (p *guest) job(t *testing.T, method, path string) jobSeen {
	t.Helper()
	code := 200
	if method == "POST" {
		code = 202
	}
	w := p.want(t, code, method, path, nil)
	var job jobSeen
	if err := json.Unmarshal(w.Body.Bytes(), &job); err != nil {
		t.Fatal(err)
	}
	if method == "POST" && w.Header().Get("Location") != fmt.Sprint("/v1/analysis/jobs/", job.ID) {
		t.Errorf("it is said to be at %q", w.Header().Get("Location"))
	}
	return job
}

// jobsAsking are the jobs that one has added with a question.
func (p *guest) jobsAsking(t *testing.T, path string) []jobSeen {
	t.Helper()
	var found struct{ Jobs []jobSeen }
	if err := json.Unmarshal(p.want(t, 200, "GET", path, nil).Body.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	return found.Jobs
}

// runJobs runs the jobs of a hall until the test ends.
func runJobs(t *testing.T, h *hall) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		api.NewJobRunner(h.db, evidenceOf(t, h), slog.New(slog.DiscardHandler)).Run(ctx)
	}()
	t.Cleanup(func() { stop(); <-ended })
}

// atItsEnd waits for a job to end.
func (p *guest) atItsEnd(t *testing.T, id int64) jobSeen {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if job := p.job(t, "GET", fmt.Sprint("/v1/analysis/jobs/", id)); job.State != "waiting" && job.State != "running" {
			return job
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal("the job does not end")
		}
	}
}

func TestAJobGivesTheBytesOfTheAnswer(t *testing.T) {
	h := openHall(t)
	wang, zhao := h.enter(t, "wang", access.Leader, "A"), h.enter(t, "zhao", access.Leader, "B")
	asked := fmt.Sprintf("/v1/analysis/compare%%sarea=%d&days=60", h.ids["A"])
	one := wang.job(t, "POST", fmt.Sprintf(asked, "/jobs?"))
	if again := wang.job(t, "POST", fmt.Sprintf(asked, "/jobs?")); again.ID != one.ID || one.State != "waiting" {
		t.Errorf("asked again, it is job %d and not %d, which is %s", again.ID, one.ID, one.State)
	}
	zhao.want(t, 404, "GET", fmt.Sprint("/v1/analysis/jobs/", one.ID), nil)
	zhao.want(t, 403, "POST", fmt.Sprintf(asked, "/jobs?"), nil)
	wang.want(t, 409, "GET", fmt.Sprint("/v1/analysis/jobs/", one.ID, "/result"), nil)
	// It ran on a server that went without a word.
	h.exec(t, `update analysis_job set state = 'running', began_at = now() where id = $1`, one.ID)
	runJobs(t, h)
	job := wang.atItsEnd(t, one.ID)
	if job.State != "done" || job.Result == nil {
		t.Fatalf("the job is %+v", job)
	}
	got := wang.want(t, 200, "GET", *job.Result, nil).Body.Bytes()
	if want := wang.want(t, 200, "GET", fmt.Sprintf(asked, "?"), nil).Body.Bytes(); !bytes.Equal(got, want) {
		t.Errorf("%d bytes, want %d", len(got), len(want))
	}
	if before := wang.jobsAsking(t, fmt.Sprintf(asked, "/jobs?")); len(before) != 1 || before[0].ID != one.ID || before[0].State != "done" || before[0].Result == nil {
		t.Errorf("asked whether it was asked before: %+v", before)
	}
	if others := wang.jobsAsking(t, strings.Replace(fmt.Sprintf(asked, "/jobs?"), "days=60", "days=61", 1)); len(others) != 0 {
		t.Errorf("another question was asked before: %+v", others)
	}
	if others := h.enter(t, "wu", access.Leader, "A").jobsAsking(t, fmt.Sprintf(asked, "/jobs?")); len(others) != 0 {
		t.Errorf("somebody else asked the same before: %+v", others)
	}
	zhao.want(t, 403, "GET", fmt.Sprintf(asked, "/jobs?"), nil)
	zhao.want(t, 404, "GET", *job.Result, nil)
	zhao.want(t, 404, "DELETE", fmt.Sprint("/v1/analysis/jobs/", one.ID), nil)
	wang.want(t, 204, "DELETE", fmt.Sprint("/v1/analysis/jobs/", one.ID), nil)
	wang.want(t, 404, "GET", *job.Result, nil)
}

func TestJobsAreLimitedCancelledAndRefusedInWords(t *testing.T) {
	h := openHall(t)
	wang := h.enter(t, "wang", access.Leader, "A")
	path := func(days int) string {
		return fmt.Sprintf("/v1/analysis/compare/jobs?area=%d&days=%d", h.ids["A"], days)
	}
	first := wang.job(t, "POST", path(30))
	for days := 31; days < 35; days++ {
		wang.job(t, "POST", path(days))
	}
	if w := wang.want(t, 429, "POST", path(36), nil); !strings.Contains(w.Body.String(), "too-many-jobs") {
		t.Errorf("the sixth: %s", w.Body)
	}
	wang.want(t, 204, "DELETE", fmt.Sprint("/v1/analysis/jobs/", first.ID), nil)
	if job := wang.job(t, "GET", fmt.Sprint("/v1/analysis/jobs/", first.ID)); job.State != "cancelled" {
		t.Errorf("it is %s", job.State)
	}
	wang.want(t, 400, "POST", path(0), nil)
	wang.want(t, 404, "POST", fmt.Sprintf("/v1/analysis/nonsense/jobs?area=%d", h.ids["A"]), nil)
	hot := wang.job(t, "POST", fmt.Sprintf("/v1/analysis/hot/jobs?area=%d&level=grid", h.ids["A"]))
	runJobs(t, h)
	if job := wang.atItsEnd(t, hot.ID); job.State != "failed" || job.Why == nil || !strings.HasPrefix(job.Why.EN, "not testable") {
		t.Errorf("what cannot be tested ends as %+v", job)
	}
}
