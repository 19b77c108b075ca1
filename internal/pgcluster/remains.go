package pgcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// escalation is how processes left behind are asked to go, and how long each way may take:
// an orderly shutdown, one without the writing, and none. A server that outlives its program
// would otherwise hold the directory; its data is safe in each case.
var escalation = []struct {
	signal  syscall.Signal
	timeout time.Duration
}{
	{syscall.SIGINT, 15 * time.Second},
	{syscall.SIGQUIT, 5 * time.Second},
	{syscall.SIGKILL, 10 * time.Second},
}

// clear removes what a server that was killed, or whose program was, has left in the
// directory: processes first, then the files that name them. Only the owner of the lock may
// call it.
func (l layout) clear(ctx context.Context) error {
	for _, step := range escalation {
		alive := serversOf(l.data)
		if len(alive) == 0 {
			return l.clearFiles()
		}
		signalAll(l.toSignal(alive, step.signal), step.signal)
		if err := gone(ctx, l.data, step.timeout); err != nil {
			return err
		}
	}
	if alive := serversOf(l.data); len(alive) > 0 {
		return fmt.Errorf("%w: an old server of %s (process %d) does not end; end it, or restart the machine", ErrInUse, l.dir, alive[0])
	}
	return l.clearFiles()
}

// toSignal returns which of the directory's processes to signal: the postmaster, who passes
// it on to the others. Without one the others end by themselves, so only SIGKILL is for them.
func (l layout) toSignal(alive []int, signal syscall.Signal) []int {
	if signal == syscall.SIGKILL {
		return alive
	}
	if postmaster := l.postmaster(); slices.Contains(alive, postmaster) {
		return []int{postmaster}
	}
	return nil
}

func signalAll(pids []int, signal syscall.Signal) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, signal) // one that has just gone is fine
	}
}

// gone waits until no process of the data directory is left, or the timeout is over.
func gone(ctx context.Context, data string, timeout time.Duration) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	deadline := time.Now().Add(timeout)
	for len(serversOf(data)) > 0 && time.Now().Before(deadline) {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return fmt.Errorf("wait for the old server of %s: %w", data, context.Cause(ctx))
		}
	}
	return nil
}

// postmaster returns the process id in the data directory's pid file, or 0.
func (l layout) postmaster() int {
	text, err := os.ReadFile(filepath.Join(l.data, "postmaster.pid"))
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, _ := strconv.Atoi(strings.TrimSpace(first)) // 0 when it is not a number
	return pid
}

// clearFiles removes the files that name a server's process, after which no number that the
// system has given to another process meanwhile can keep the next server from starting. Where
// not every process can be seen, the files stay for the server to judge.
func (l layout) clearFiles() error {
	if !seesBackends {
		return nil
	}
	socket := filepath.Join(l.sockets, ".s.PGSQL."+port)
	for _, path := range []string{filepath.Join(l.data, "postmaster.pid"), socket + ".lock", socket} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return onPath(path, err)
		}
	}
	return nil
}
