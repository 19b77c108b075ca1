package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// What a server answers that is not ready yet.
const (
	codeStarting   = "57P03" // cannot_connect_now: it starts or recovers
	codeNoDatabase = "3D000" // invalid_catalog_name: who started it makes the database next
)

// await returns when the server at url answers. It gives up when ctx ends, when ended tells
// that the server has gone (nil: no one tells), or when the server refuses for good.
func await(ctx context.Context, url string, ended <-chan error) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	for {
		err := ping(ctx, url)
		if err == nil {
			return nil
		}
		var refusal *pgconn.PgError
		if errors.As(err, &refusal) && refusal.Code != codeStarting && refusal.Code != codeNoDatabase {
			return fmt.Errorf("start PostgreSQL: its answer is %s; is this another program's cluster?", refusal.Message)
		}
		select {
		case <-ticker.C:
		case err := <-ended:
			return err
		case <-ctx.Done():
			return fmt.Errorf("wait for PostgreSQL: %w", context.Cause(ctx))
		}
	}
}

func ping(ctx context.Context, url string) error {
	conn, err := pgconn.Connect(ctx, url)
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// ensureDatabase makes the database gewu where it is missing.
func ensureDatabase(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("make database %s: %w", Database, err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var exists bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, Database).Scan(&exists)
	if err == nil && !exists {
		_, err = conn.Exec(ctx, `create database `+Database)
	}
	if err != nil {
		return fmt.Errorf("make database %s: %w", Database, err)
	}
	return nil
}
