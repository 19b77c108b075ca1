package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/analysis"
)

// A JobRun answers the question of a job. It returns the words for who asked when there is no answer, or
// another error, of which they are told no more than that it happened. It ends soon when ctx is done.
type JobRun = func(ctx context.Context, job analysis.Job, progress func(done, of int)) (analysis.JobResult, error)

// RunJob runs one of the jobs that wait, the longest waiting first, and reports whether there was one. A
// job that ran on a server which is gone waits as well: who runs one holds a lock on a connection of its own,
// which the database gives up with the connection. The job's context ends when the job is cancelled, by this
// server or another. When ctx ends the job is given back. Errors are of the database; those of the run are
// kept with the job, and returned too when they are no words for who asked.
func (db *DB) RunJob(ctx context.Context, run JobRun) (ran bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, db.service.Config().ConnConfig)
	if err != nil {
		return false, fmt.Errorf("run a job: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	id, err := claim(ctx, conn)
	if err != nil || id == 0 {
		return false, err
	}
	job, err := db.Job(ctx, access.Everything, id)
	if err != nil {
		return true, err
	}
	result, err := watched(ctx, conn, job, run)
	return true, settle(context.WithoutCancel(ctx), conn, job.ID, result, err, ctx.Err() != nil)
}

// claim takes a job; 0: none waits.
func claim(ctx context.Context, conn *pgx.Conn) (int64, error) {
	rows, err := conn.Query(ctx, query("job_next"))
	if err != nil {
		return 0, fmt.Errorf("look for a job: %w", explain(err))
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return 0, fmt.Errorf("look for a job: %w", explain(err))
	}
	for _, id := range ids {
		mine, err := take(ctx, conn, id)
		if err != nil {
			return 0, jobError(id, err)
		}
		if mine {
			return id, nil
		}
	}
	return 0, nil
}

// take locks a job and begins it; false: another runs it, or it is open no more.
func take(ctx context.Context, conn *pgx.Conn, id int64) (mine bool, err error) {
	if err := conn.QueryRow(ctx, query("job_lock"), args{"job": id}).Scan(&mine); err != nil || !mine {
		return false, err
	}
	tag, err := conn.Exec(ctx, query("job_begin"), args{"job": id})
	if err != nil || tag.RowsAffected() > 0 {
		return err == nil, err
	}
	var had bool
	return false, conn.QueryRow(ctx, query("job_unlock"), args{"job": id}).Scan(&had)
}

// jobPulse is how often a job's progress is written down, and looked whether it was cancelled.
const jobPulse = 300 * time.Millisecond

// watched runs a job. Meanwhile it writes down how far it has come, and stops it when it was cancelled.
func watched(ctx context.Context, conn *pgx.Conn, job analysis.Job, run JobRun) (result analysis.JobResult, err error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var done, of atomic.Int64
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		result, err = run(ctx, job, func(d, o int) { done.Store(int64(d)); of.Store(int64(o)) })
	}()
	pulse := time.NewTicker(jobPulse)
	defer pulse.Stop()
	for {
		select {
		case <-ended:
			return result, err
		case <-pulse.C:
		}
		tag, e := conn.Exec(context.WithoutCancel(ctx), query("job_progress"), args{"job": job.ID, "done": done.Load(), "total": of.Load()})
		if e != nil || tag.RowsAffected() == 0 {
			stop() // it was cancelled, or the lock is lost
			<-ended
			return result, errors.Join(err, e)
		}
	}
}

// settle writes down how a job ended. One that the end of the server stopped is given back.
func settle(ctx context.Context, conn *pgx.Conn, id int64, result analysis.JobResult, failed error, stopping bool) error {
	var refusal *analysis.Refusal
	var err error
	switch {
	case failed == nil:
		_, err = conn.Exec(ctx, query("job_finish"), args{"job": id, "result": result.Body, "version": result.Version})
	case stopping:
		_, err = conn.Exec(ctx, query("job_return"), args{"job": id})
		failed = nil
	case errors.As(failed, &refusal):
		err = fail(ctx, conn, id, refusal.Words)
		failed = nil
	case errors.Is(failed, context.Canceled): // it was cancelled
		failed = nil
	default:
		err = fail(ctx, conn, id, analysis.Text{ZH: "分析出错，已记录。", EN: "The analysis failed; the server's log says why."})
	}
	if err != nil {
		failed = errors.Join(failed, explain(err))
	}
	if failed != nil {
		return fmt.Errorf("job %d: %w", id, failed)
	}
	return nil
}

func fail(ctx context.Context, conn *pgx.Conn, id int64, words analysis.Text) error {
	problem, err := json.Marshal(words)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, query("job_fail"), args{"job": id, "problem": string(problem)})
	return err
}
