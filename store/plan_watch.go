package store

import (
	"context"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// WatchPlans calls changed with each plan that was changed and its revision, by this server or
// another, from one goroutine. After the database was away it tells of all plans that were changed
// meanwhile. A database that is away is only logged: WatchPlans returns when ctx is done, with its error.
func (db *DB) WatchPlans(ctx context.Context, changed func(id, revision int64)) error {
	w := planWatch{config: db.service.Config().ConnConfig, changed: changed}
	for pause := watchPause; ; pause = min(2*pause, watchMaxPause) {
		heard, err := w.hear(ctx)
		if heard {
			pause = watchPause
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		slog.WarnContext(ctx, "watching plans was interrupted", "err", err, "pause", pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// A planWatch follows plans on a connection of its own.
type planWatch struct {
	config  *pgx.ConnConfig
	changed func(id, revision int64)
	since   time.Time // when it was last connected, by the clock of the database; zero: never
}

// hear tells of plans until the connection is lost or ctx is done. It reports whether it could be made.
func (w *planWatch) hear(ctx context.Context) (heard bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, w.config)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, query("plan_listen")); err != nil {
		return false, err
	}
	if err := w.catchUp(ctx, conn); err != nil {
		return true, err
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true, err
		}
		w.since = time.Now()
		if id, revision, ok := planRung(n.Payload); ok {
			w.changed(id, revision)
		}
	}
}

// awayMargin is how far the clocks of server and database may differ, and how long a transaction may
// take, without a plan being missed.
const awayMargin = time.Minute

// catchUp tells of the plans that were changed while there was no connection.
func (w *planWatch) catchUp(ctx context.Context, conn *pgx.Conn) error {
	since := w.since
	w.since = time.Now()
	if since.IsZero() {
		return nil
	}
	rows, err := conn.Query(ctx, query("plan_revisions"), args{"after": since.Add(-awayMargin)})
	if err != nil {
		return err
	}
	var id, revision int64
	_, err = pgx.ForEachRow(rows, []any{&id, &revision}, func() error { w.changed(id, revision); return nil })
	return err
}

// planRung reads what the bell says: a plan and its revision.
func planRung(payload string) (id, revision int64, ok bool) {
	first, second, ok := strings.Cut(payload, ":")
	if !ok {
		return 0, 0, false
	}
	id, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return 0, 0, false
	}
	revision, err = strconv.ParseInt(second, 10, 64)
	return id, revision, err == nil
}
