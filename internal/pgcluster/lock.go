package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A lock is the right to run the cluster of a directory. The kernel takes it back when the
// program dies, however it dies.
type lock struct{ file *os.File }

// acquire makes the directory where it is missing, and locks it.
func acquire(dir string) (*lock, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, onPath(dir, err)
	}
	path := filepath.Join(dir, "gewu.lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, onPath(dir, err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		defer file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, &InUseError{Dir: dir, PID: pidIn(file)}
		}
		return nil, fmt.Errorf("lock %s: %w; use a directory on a local disk", path, err)
	}
	l := &lock{file}
	if err := l.sign(); err != nil {
		return nil, errors.Join(onPath(dir, err), l.release())
	}
	return l, nil
}

// sign writes this program's process id into the lock.
func (l *lock) sign() error {
	if err := l.file.Truncate(0); err != nil {
		return err
	}
	_, err := l.file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}

// share keeps the owner of a cluster that was joined from stopping it. While an owner is
// stopping, share waits.
func (l layout) share(ctx context.Context) (*lock, error) {
	return l.sharing(ctx, syscall.LOCK_SH)
}

// unshare waits, as long as ctx lasts, until nobody shares the cluster, and keeps others waiting.
func (l layout) unshare(ctx context.Context) (*lock, error) {
	return l.sharing(ctx, syscall.LOCK_EX)
}

func (l layout) sharing(ctx context.Context, how int) (*lock, error) {
	path := filepath.Join(l.dir, "share.lock")
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, onPath(l.dir, err)
	}
	for {
		err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB)
		if err == nil {
			return &lock{file}, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w; use a directory on a local disk", path, err), file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), file.Close())
		case <-time.After(tick):
		}
	}
}

// release gives the lock back. The file stays: to remove it would race with the next owner.
func (l *lock) release() error { return l.file.Close() }

// pidIn returns the process id in a lock, or 0 when its owner has not written it yet.
func pidIn(file *os.File) int {
	text, err := io.ReadAll(io.LimitReader(file, 32))
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text))) // 0 when it is not a number
	return pid
}
