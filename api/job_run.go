package api

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"gewu/analysis"
)

// JobStore holds the jobs that a [JobRunner] runs.
type JobStore interface {
	// RunJob runs a job that waits; false: none does.
	RunJob(ctx context.Context, run func(ctx context.Context, job analysis.Job, progress func(done, of int)) (analysis.JobResult, error)) (ran bool, err error)
	// AwaitJob returns when a job may wait, or after so long.
	AwaitJob(ctx context.Context, atMost time.Duration) error
	// ForgetJobs removes the jobs that ended before a time.
	ForgetJobs(ctx context.Context, before time.Time) error
}

// A JobRunner answers jobs one after the other, and rests between the steps of the work so that requests go
// first. There is one for each server; several servers share the jobs of a database.
type JobRunner struct {
	store     JobStore
	evidences Evidences
	log       *slog.Logger
}

// NewJobRunner returns a runner of the jobs of a store.
func NewJobRunner(store JobStore, evidences Evidences, log *slog.Logger) *JobRunner {
	return &JobRunner{store, evidences, log}
}

// How long results are kept, how often it is looked for jobs that a server left when it went, and how long to
// wait when the database is away.
const (
	jobsKept  = 30 * 24 * time.Hour
	jobsLook  = 30 * time.Second
	jobsAway  = 5 * time.Second
	jobsClear = time.Hour
)

// Run runs jobs until ctx is done.
func (j *JobRunner) Run(ctx context.Context) {
	var cleared time.Time
	for ctx.Err() == nil {
		if time.Since(cleared) > jobsClear {
			cleared = time.Now()
			j.warn(ctx, "removing old jobs", j.store.ForgetJobs(ctx, cleared.Add(-jobsKept)))
		}
		ran, err := j.store.RunJob(ctx, j.answer)
		j.warn(ctx, "running a job to its end", err)
		if ran && err == nil {
			continue
		}
		if err == nil {
			err = j.store.AwaitJob(ctx, jobsLook)
		}
		if err != nil {
			pause(ctx, jobsAway)
		}
	}
}

// warn logs what did not succeed, unless the runner is being stopped.
func (j *JobRunner) warn(ctx context.Context, doing string, err error) {
	if err != nil && ctx.Err() == nil {
		j.log.WarnContext(ctx, "jobs of analyses", "doing", doing, "err", err)
	}
}

// pause waits for so long, or until ctx is done.
func pause(ctx context.Context, length time.Duration) {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// answer answers the question of a job with the newest evidence. It waits for evidence that is being read.
func (j *JobRunner) answer(ctx context.Context, job analysis.Job, progress func(done, of int)) (analysis.JobResult, error) {
	e, err := j.evidences.Evidence(ctx)
	for errors.Is(err, ErrNoEvidence) && ctx.Err() == nil {
		pause(ctx, readingPause)
		e, err = j.evidences.Evidence(ctx)
	}
	if err != nil {
		return analysis.JobResult{}, err
	}
	q, err := questionOf(job, e)
	if err != nil {
		return analysis.JobResult{}, err
	}
	rest := rests{began: time.Now()}
	answer, err := analysis.Ask(ctx, e, q, func(done, of int) {
		progress(done, of)
		rest.take(ctx)
	})
	if err != nil {
		return analysis.JobResult{}, err
	}
	body, err := answer.Encode(q.Format)
	return analysis.JobResult{Body: body, Version: e.Version}, err
}

// questionOf reads the question of a job.
func questionOf(job analysis.Job, e *analysis.Evidence) (analysis.Question, error) {
	call, err := url.Parse(job.Question)
	if err != nil {
		return analysis.Question{}, err
	}
	values := call.Query()
	values.Set("format", string(job.Format))
	return analysis.Parse(string(job.What), values, e.Today)
}

// The shares of time that a job works and rests.
const (
	jobWorks = 40 * time.Millisecond
	jobRests = 10 * time.Millisecond
)

// rests are the pauses of a job, in which what waits for a processor gets it.
type rests struct{ began time.Time }

func (r *rests) take(ctx context.Context) {
	if time.Since(r.began) < jobWorks {
		return
	}
	pause(ctx, jobRests)
	r.began = time.Now()
}
