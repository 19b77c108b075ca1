package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/analysis"
)

// AddJob adds a job for who asks and returns it. Where the same actor has asked the same before and that
// job is still open, or done with data of the same version, it is that job. It returns an error that wraps
// analysis.ErrTooManyJobs when too many are open.
func (db *DB) AddJob(ctx context.Context, actor *access.Actor, job analysis.Job, version int64, limit analysis.JobLimit) (analysis.Job, error) {
	who := whoAsks(actor)
	what := join(whatIsAsked(job), args{"what": string(job.What)})
	err := pgx.BeginFunc(ctx, db.service, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, query("job_turn")); err != nil {
			return err
		}
		same := tx.QueryRow(ctx, query("job_same"), join(join(who, whatIsAsked(job)), args{"version": version}))
		if err := same.Scan(&job.ID); !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		var mine, all int
		if err := tx.QueryRow(ctx, query("job_open"), who).Scan(&mine, &all); err != nil {
			return err
		}
		if mine >= limit.Each || all >= limit.All {
			return analysis.ErrTooManyJobs
		}
		return tx.QueryRow(ctx, query("job_add"), join(who, what)).Scan(&job.ID)
	})
	if err != nil {
		return analysis.Job{}, fmt.Errorf("add a job: %w", explain(err))
	}
	return db.Job(ctx, access.Everything, job.ID)
}

// whoAsks is who a job is of.
func whoAsks(actor *access.Actor) args {
	return args{"kind": string(actor.Kind), "actor": actor.ID, "name": actor.Name}
}

// whatIsAsked is what makes jobs the same.
func whatIsAsked(job analysis.Job) args {
	return args{"question": job.Question, "format": string(job.Format), "area": job.Area}
}

// join returns the arguments of both.
func join(a, b args) args {
	all := args{}
	for _, from := range []args{a, b} {
		for name, value := range from {
			all[name] = value
		}
	}
	return all
}

// Job returns a job of an area in a scope; the error wraps analysis.ErrNoJob when there is none there.
func (db *DB) Job(ctx context.Context, scope access.Scope, id int64) (job analysis.Job, err error) {
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("job"), args{"job": id})
		if err != nil {
			return err
		}
		job, err = pgx.CollectExactlyOneRow(rows, jobRow)
		return err
	})
	if err != nil {
		return analysis.Job{}, jobError(id, err)
	}
	return job, nil
}

// JobsAsking returns what who asks has asked before of the question, format and area of a job, as far as its area is in
// a scope: at most twenty, the newest first.
func (db *DB) JobsAsking(ctx context.Context, scope access.Scope, actor *access.Actor, job analysis.Job) (jobs []analysis.Job, err error) {
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("job_asked"), join(whoAsks(actor), whatIsAsked(job)))
		if err != nil {
			return err
		}
		jobs, err = pgx.CollectRows(rows, jobRow)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("jobs asking %s: %w", job.Question, explain(err))
	}
	return jobs, nil
}

// jobRow reads a job.
func jobRow(row pgx.CollectableRow) (job analysis.Job, err error) {
	var problem *string
	err = row.Scan(&job.ID, &job.What, &job.Question, &job.Format, &job.Area, &job.State,
		&job.Done, &job.Of, &problem, &job.Version, &job.By, &job.Made, &job.Began, &job.Ended)
	if err != nil || problem == nil {
		return job, err
	}
	return job, json.Unmarshal([]byte(*problem), &job.Why)
}

// JobResult returns the result of a job of an area in a scope, and its format. The error wraps
// analysis.ErrNoJob, or analysis.ErrJobNotDone.
func (db *DB) JobResult(ctx context.Context, scope access.Scope, id int64) (result analysis.JobResult, format analysis.Format, err error) {
	var state analysis.JobState
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, query("job_result"), args{"job": id}).Scan(&format, &result.Version, &result.Body, &state)
	})
	if err == nil && state != analysis.JobDone {
		err = analysis.ErrJobNotDone
	}
	if err != nil {
		return analysis.JobResult{}, "", jobError(id, err)
	}
	return result, format, nil
}

// CancelJob cancels a job of an area in a scope that is open, and removes one that is at its end. The error
// wraps analysis.ErrNoJob when there is none there.
func (db *DB) CancelJob(ctx context.Context, scope access.Scope, id int64) error {
	job, err := db.Job(ctx, scope, id)
	if err != nil {
		return err
	}
	statement := "job_remove"
	if job.State.Open() {
		statement = "job_cancel"
	}
	if _, err := db.service.Exec(ctx, query(statement), args{"job": id}); err != nil {
		return jobError(id, err)
	}
	return nil
}

// ForgetJobs removes the jobs that ended before a time.
func (db *DB) ForgetJobs(ctx context.Context, before time.Time) error {
	if _, err := db.service.Exec(ctx, query("job_forget"), args{"before": before}); err != nil {
		return fmt.Errorf("forget jobs: %w", explain(err))
	}
	return nil
}

// jobError says which job an error is about.
func jobError(id int64, err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		err = analysis.ErrNoJob
	}
	return fmt.Errorf("job %d: %w", id, explain(err))
}
