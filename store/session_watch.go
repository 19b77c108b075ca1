package store

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// WatchAccess calls changed when somebody's rights have changed, or may have: when the database rings
// gewu_access, and each time it could be reached again. It calls from one goroutine. A database that is
// away is only logged: WatchAccess returns when ctx is done, with its error.
func (db *DB) WatchAccess(ctx context.Context, changed func()) error {
	config := db.service.Config().ConnConfig
	for pause := watchPause; ; pause = min(2*pause, watchMaxPause) {
		heard, err := hear(ctx, config, changed)
		if heard {
			pause = watchPause
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		slog.WarnContext(ctx, "watching who may do what was interrupted", "err", err, "pause", pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// hear calls changed at once and at each ring, until the connection is lost or ctx is done. It reports
// whether it could be made.
func hear(ctx context.Context, config *pgx.ConnConfig, changed func()) (heard bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, query("access_listen")); err != nil {
		return false, err
	}
	for {
		changed()
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return true, err
		}
	}
}
