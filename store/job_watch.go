package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

// AwaitJob returns when a job was added or has changed its state, or after a while: a server may have
// gone without a word while it ran one. Its error is that of the database or of ctx.
func (db *DB) AwaitJob(ctx context.Context, atMost time.Duration) error {
	conn, err := pgx.ConnectConfig(ctx, db.service.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, query("job_listen")); err != nil {
		return err
	}
	waiting, stop := context.WithTimeout(ctx, atMost)
	defer stop()
	var open bool
	if err := conn.QueryRow(waiting, query("job_waits")).Scan(&open); err != nil || open {
		return err
	}
	if _, err := conn.WaitForNotification(waiting); err != nil && waiting.Err() == nil {
		return err
	}
	return ctx.Err()
}
