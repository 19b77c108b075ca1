package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// How often a watch reads the version although no bell rang, and how long it waits before it
// connects again: longer after each time in a row that it could not.
const (
	watchPoll     = 30 * time.Second
	watchPause    = 100 * time.Millisecond
	watchMaxPause = 10 * time.Second
)

// Watch calls changed with the version of the data, at first and then whenever it is another
// than before, from one goroutine and in ascending order; versions in between may be left out.
// It looks when the database rings, when it had to connect again, and every 30 seconds. A
// database that is away is only logged: Watch returns when ctx is done, with its error.
func (db *DB) Watch(ctx context.Context, changed func(version int64)) error {
	see, end := db.followed.watch()
	defer end()
	tell := func(version int64) {
		see(version)
		changed(version)
	}
	w := watcher{config: db.loader.Config().ConnConfig, poll: watchPoll, changed: tell, last: -1}
	return w.run(ctx)
}

// A watcher follows the version on a connection of its own.
type watcher struct {
	config  *pgx.ConnConfig
	poll    time.Duration
	changed func(version int64)
	last    int64 // the version told last
}

func (w *watcher) run(ctx context.Context) error {
	for pause := watchPause; ; pause = min(2*pause, watchMaxPause) {
		heard, err := w.listen(ctx)
		if heard {
			pause = watchPause
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		slog.WarnContext(ctx, "watching the database was interrupted", "err", err, "pause", pause)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// listen follows the version until the connection is lost or ctx is done. It reports whether it
// could read the version at all.
func (w *watcher) listen(ctx context.Context) (heard bool, err error) {
	conn, err := pgx.ConnectConfig(ctx, w.config)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, query("watch_listen")); err != nil {
		return false, err
	}
	for {
		if err := w.look(ctx, conn); err != nil {
			return heard, err
		}
		heard = true
		if err := w.wait(ctx, conn); err != nil {
			return heard, err
		}
	}
}

// look reads the version and tells it when it is new.
func (w *watcher) look(ctx context.Context, conn *pgx.Conn) error {
	var version int64
	if err := conn.QueryRow(ctx, query("version")).Scan(&version); err != nil {
		return err
	}
	if version != w.last {
		w.last = version
		w.changed(version)
	}
	return nil
}

// wait returns when the bell rings or it is time to look without one.
func (w *watcher) wait(ctx context.Context, conn *pgx.Conn) error {
	quiet, cancel := context.WithTimeout(ctx, w.poll)
	defer cancel()
	_, err := conn.WaitForNotification(quiet)
	if ctx.Err() == nil && errors.Is(quiet.Err(), context.DeadlineExceeded) && !conn.IsClosed() {
		return nil
	}
	return err
}
