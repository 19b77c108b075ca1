package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/internal/testdb"
	"gewu/store"
)

var (
	asker     = &access.Actor{Kind: access.Machine, ID: 0, Name: "asker"}
	fewJobs   = analysis.JobLimit{Each: 2, All: 3}
	aQuestion = analysis.Job{What: analysis.Scan, Question: "/v1/analysis/scan?seed=1", Format: analysis.JSON}
)

func openJobs(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

func added(t *testing.T, db *store.DB, job analysis.Job) analysis.Job {
	t.Helper()
	job, err := db.AddJob(t.Context(), asker, job, 7, fewJobs)
	if err != nil {
		t.Fatal(err)
	}
	return job
}

func stateOf(t *testing.T, db *store.DB, id int64) analysis.JobState {
	t.Helper()
	job, err := db.Job(t.Context(), access.Everything, id)
	if err != nil {
		t.Fatal(err)
	}
	return job.State
}

// untilStopped is a run that works until it is stopped, and says when it begins.
func untilStopped(began chan<- struct{}) store.JobRun {
	return func(ctx context.Context, _ analysis.Job, progress func(done, of int)) (analysis.JobResult, error) {
		progress(1, 9)
		close(began)
		<-ctx.Done()
		return analysis.JobResult{}, ctx.Err()
	}
}

func answering(text string) store.JobRun {
	return func(context.Context, analysis.Job, func(done, of int)) (analysis.JobResult, error) {
		return analysis.JobResult{Body: []byte(text), Version: 7}, nil
	}
}

func TestAJobOutlivesTheServerThatRanIt(t *testing.T) {
	t.Parallel()
	db := openJobs(t)
	job := added(t, db, aQuestion)
	serving, die := context.WithCancel(t.Context())
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() { _, err := db.RunJob(serving, untilStopped(began)); ended <- err }()
	<-began
	if ran, err := db.RunJob(t.Context(), answering("twice")); ran || err != nil {
		t.Errorf("what runs is run a second time: %v, %v", ran, err)
	}
	die()
	if err := <-ended; err != nil || stateOf(t, db, job.ID) != analysis.JobWaiting {
		t.Errorf("after the server's end it is %s, %v", stateOf(t, db, job.ID), err)
	}
	if ran, err := db.RunJob(t.Context(), answering("once")); !ran || err != nil {
		t.Fatalf("it is not run again: %v, %v", ran, err)
	}
	result, format, err := db.JobResult(t.Context(), access.Everything, job.ID)
	if err != nil || string(result.Body) != "once" || result.Version != 7 || format != analysis.JSON {
		t.Errorf("the result is %q of version %d as %s, %v", result.Body, result.Version, format, err)
	}
	jobs, err := db.JobsAsking(t.Context(), access.Everything, asker, aQuestion)
	if err != nil || len(jobs) != 1 || jobs[0].ID != job.ID || jobs[0].State != analysis.JobDone || jobs[0].Ended == nil || jobs[0].Version != 7 {
		t.Errorf("asked whether it was asked before: %+v, %v", jobs, err)
	}
	if same := added(t, db, aQuestion); same.ID != job.ID {
		t.Errorf("the same question of the same data is job %d, not %d", same.ID, job.ID)
	}
	if err := db.ForgetJobs(t.Context(), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Job(t.Context(), access.Everything, job.ID); !errors.Is(err, analysis.ErrNoJob) {
		t.Errorf("an old job: %v", err)
	}
}

func TestCancellingAJobStopsIt(t *testing.T) {
	t.Parallel()
	db := openJobs(t)
	job := added(t, db, aQuestion)
	other := aQuestion
	other.Question = "/v1/analysis/scan?seed=2"
	added(t, db, other)
	third := aQuestion
	third.Question = "/v1/analysis/scan?seed=3"
	if _, err := db.AddJob(t.Context(), asker, third, 7, fewJobs); !errors.Is(err, analysis.ErrTooManyJobs) {
		t.Errorf("a third open job: %v", err)
	}
	began, ended := make(chan struct{}), make(chan error, 1)
	go func() { _, err := db.RunJob(t.Context(), untilStopped(began)); ended <- err }()
	<-began
	if err := db.CancelJob(t.Context(), access.Scope{}, job.ID); !errors.Is(err, analysis.ErrNoJob) {
		t.Errorf("somebody else's job: %v", err)
	}
	if err := db.CancelJob(t.Context(), access.Everything, job.ID); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil || stateOf(t, db, job.ID) != analysis.JobCancelled {
		t.Errorf("cancelled, it is %s, %v", stateOf(t, db, job.ID), err)
	}
	if _, _, err := db.JobResult(t.Context(), access.Everything, job.ID); !errors.Is(err, analysis.ErrJobNotDone) {
		t.Errorf("its result: %v", err)
	}
	refusing := func(context.Context, analysis.Job, func(done, of int)) (analysis.JobResult, error) {
		return analysis.JobResult{}, analysis.NotTestable("没有事件。", "no incident.")
	}
	if ran, err := db.RunJob(t.Context(), refusing); !ran || err != nil {
		t.Errorf("%v, %v", ran, err)
	}
	if ran, err := db.RunJob(t.Context(), answering("")); ran || err != nil {
		t.Errorf("with nothing left to run: %v, %v", ran, err)
	}
}
