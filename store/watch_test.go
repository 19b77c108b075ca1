package store_test

import (
	"context"
	"errors"
	"testing"
	"time"
)

// watch starts a watch and returns the versions it tells.
func (w town) watch(t *testing.T) <-chan int64 {
	t.Helper()
	versions := make(chan int64, 100)
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	go func() { ended <- w.db.Watch(ctx, func(version int64) { versions <- version }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the watch ended with %v", err)
		}
	})
	return versions
}

// next returns the next version told, long before a watch would look without a bell.
func next(t *testing.T, versions <-chan int64) int64 {
	t.Helper()
	select {
	case version := <-versions:
		return version
	case <-time.After(20 * time.Second):
		t.Fatal("no version is told")
		return 0
	}
}

func TestAWatchTellsEachVersionInOrder(t *testing.T) {
	w := newTown(t)
	versions := w.watch(t)
	last := next(t, versions)
	for range 5 {
		want := w.change(t, "building")
		if got := next(t, versions); got != want || got <= last {
			t.Errorf("after version %d the watch tells %d, want %d", last, got, want)
		}
		last = want
	}
}

func TestAWatchConnectsAgainAndSeesWhatItMissed(t *testing.T) {
	w := newTown(t)
	versions := w.watch(t)
	next(t, versions)
	w.exec(t, `select count(pg_terminate_backend(pid)) from pg_stat_activity
		where datname = current_database() and query ~ 'version' and pid <> pg_backend_pid()`)
	want := w.change(t, "building")
	if got := next(t, versions); got != want {
		t.Errorf("the watch tells %d, want %d", got, want)
	}
}
