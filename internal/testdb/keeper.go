package testdb

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gewu/internal/pgcluster"
)

// keeperVariable makes a test program the keeper of a place instead of running its tests.
const keeperVariable = "GEWU_TESTDB_KEEPER"

// lingerVariable says how long the server waits for another user after the last.
const lingerVariable = "GEWU_TEST_LINGER"

// linger is long enough for `go test ./...` to build the next package's tests.
const linger = 15 * time.Second

// look is how often the keeper looks whether there are users.
const look = 250 * time.Millisecond

// init turns a test program that was started as the keeper into one, before any test runs.
// So `go test` of a single package needs no other program to be built or installed.
func init() {
	dir := os.Getenv(keeperVariable)
	if dir == "" {
		return
	}
	if err := keep(place(dir)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// keep runs the server of a place until no one has used it for a while.
func keep(p place) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	signal.Ignore(syscall.SIGPIPE) // who started the keeper may be gone before it is told anything
	cluster, err := p.start(ctx)
	if err != nil {
		return err
	}
	url := cluster.URL("postgres")
	if err := os.WriteFile(p.path("url"), []byte(url), 0o600); err != nil {
		return err
	}
	fmt.Println("ready " + url)
	_ = os.Stdout.Close() // so that no one waits for more
	users, err := p.untilUnused(ctx, patience())
	if err != nil {
		return err
	}
	defer users.Close() // only now may the next user come
	return p.tearDown(cluster)
}

// patience is how long to wait for another user.
func patience() time.Duration {
	if d, err := time.ParseDuration(os.Getenv(lingerVariable)); err == nil {
		return d
	}
	return linger
}

// start starts the server, anew when what an earlier keeper left is of no use.
func (p place) start(ctx context.Context) (*pgcluster.Cluster, error) {
	config := pgcluster.Config{
		Dir:      p.path("cluster"),
		Scratch:  true,
		Settings: map[string]string{"max_connections": "300", "autovacuum": "off", "max_wal_size": "256MB"},
	}
	if cluster, err := pgcluster.Start(ctx, config); err == nil {
		return cluster, nil
	}
	if err := os.RemoveAll(config.Dir); err != nil {
		return nil, err
	}
	return pgcluster.Start(ctx, config)
}

// untilUnused returns when the place has had no user for a while, with the lock that keeps
// new ones out; or with none when ctx ends.
func (p place) untilUnused(ctx context.Context, linger time.Duration) (*os.File, error) {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	lastUsed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-ticker.C:
		}
		users, err := p.open("users", syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err != nil:
			lastUsed = time.Now()
		case time.Since(lastUsed) > linger:
			return users, nil
		default:
			_ = users.Close()
		}
	}
}

// tearDown leaves nothing but the empty lock files.
func (p place) tearDown(cluster *pgcluster.Cluster) error {
	_ = os.Remove(p.path("url")) // an address that does not answer is not used anyway
	if err := cluster.Stop(); err != nil {
		return err
	}
	return os.RemoveAll(p.path("cluster"))
}
