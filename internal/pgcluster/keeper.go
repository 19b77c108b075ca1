package pgcluster

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"time"
)

// A keeper starts a server, and starts it again whenever it dies.
type keeper struct {
	*server
	ended chan<- error // told why the server ended first
}

// Back-off between restarts: doubled from the first to the last, and from the first again once a
// server was well, which is to have answered for a while. So one that dies now and then is away for
// a moment, and one that dies at once does not keep the machine busy.
const (
	firstPause = 250 * time.Millisecond
	lastPause  = 30 * time.Second
	wellAfter  = time.Second
)

// pauseAfter is the pause after a server that had answered for so long when it died, and that was
// started after the pause before; 0: it was the first.
func pauseAfter(before, answered time.Duration) time.Duration {
	if before == 0 || answered >= wellAfter {
		return firstPause
	}
	return min(2*before, lastPause)
}

// keep returns when ctx ends and the server has gone. It stays on one thread, because the
// kernel signals the server when the thread that started it ends.
func (k keeper) keep(ctx context.Context) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var pause time.Duration
	for {
		answered, err := k.live(ctx)
		if ctx.Err() != nil {
			return err
		}
		select {
		case k.ended <- err:
		default: // no one waits for it any more
		}
		pause = pauseAfter(pause, answered)
		k.log.ErrorContext(ctx, "database server ended, starting it again", "err", err, "pause", pause)
		if !wait(ctx, pause) {
			return nil
		}
		if err := k.clear(ctx); err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "remains of the database server cannot be cleared away", "err", err)
		}
	}
}

// live is run, and says for how long the server answered, from the first time on.
func (k keeper) live(ctx context.Context) (answered time.Duration, err error) {
	waiting, enough := context.WithCancel(ctx)
	first := make(chan time.Time, 1)
	go func() {
		defer close(first)
		if await(waiting, k.url("postgres"), nil) == nil {
			first <- time.Now()
		}
	}()
	err = k.run(ctx)
	enough()
	if since, ok := <-first; ok {
		answered = time.Since(since)
	}
	return answered, err
}

// run runs a server to its end. It returns nil when ctx ended it and it shut down in order.
func (k keeper) run(ctx context.Context) error {
	log, err := k.openLog()
	if err != nil {
		return err
	}
	defer log.Close()
	from, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return onPath(k.layout.log, err)
	}
	err = k.postgres(ctx, log).Run()
	if ctx.Err() != nil {
		return k.shutDown(err)
	}
	if err == nil {
		err = errors.New("something else shut it down")
	}
	return k.diagnose("run PostgreSQL", tail(log, from), err)
}

// shutDown judges how a server ended that was told to.
func (k keeper) shutDown(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return nil
	}
	return k.diagnose("stop PostgreSQL", "", err)
}

// maxLog is the size beyond which a log is put aside when a server starts.
const maxLog = 8 << 20

// openLog opens the server's log to append to it.
func (k keeper) openLog() (*os.File, error) {
	path := k.layout.log
	if about, err := os.Stat(path); err == nil && about.Size() > maxLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, onPath(path, err)
		}
	}
	log, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	return log, onPath(path, err)
}

// tail returns what was written to a log since an offset, the last part when it is much.
func tail(log *os.File, from int64) string {
	const most = 64 << 10
	if about, err := log.Stat(); err == nil {
		from = max(from, about.Size()-most)
	}
	text, _ := io.ReadAll(io.NewSectionReader(log, from, most)) // what cannot be read is not said
	return string(text)
}

// wait reports whether d went by before ctx ended.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
