package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"gewu/internal/testdb"
)

// Without a bell a watch still sees a new version, at its next look.
func TestAWatchLooksWithoutABell(t *testing.T) {
	db, err := Open(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	versions := make(chan int64)
	ctx, cancel := context.WithCancel(t.Context())
	w := watcher{
		config: db.service.Config().ConnConfig, poll: 20 * time.Millisecond,
		changed: func(version int64) { versions <- version }, last: -1,
	}
	ended := make(chan error)
	go func() { ended <- w.run(ctx) }()
	if v := <-versions; v != 0 {
		t.Errorf("the first version is %d", v)
	}
	if _, err := db.service.Exec(t.Context(), `update dataset set version = 7`); err != nil {
		t.Fatal(err)
	}
	if v := <-versions; v != 7 {
		t.Errorf("the next version is %d", v)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the watch ended with %v", err)
	}
}
