// Package pgcluster runs a private PostgreSQL cluster with PostGIS in a directory.
//
// The server listens on a unix socket only, inside a directory that nobody but its own user
// and root may enter; whoever can reach the socket is the superuser gewu. Data checksums and
// fsync are on. Started by root, the server runs as an unprivileged user. A server that dies
// is started again, and what a killed program left behind is cleared away by the next Start.
//
// A directory holds:
//
//	gewu.lock     locked by the program that owns the cluster, whose process id is inside
//	pgdata/       PostgreSQL's data directory
//	run/          the socket
//	postgres.log  the server's log, and postgres.log.1, the one before
package pgcluster

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"time"
)

// Database is the database that every cluster has, and the role that owns it.
const Database = "gewu"

// A Config says where a cluster lives and how it is run. Only Dir is required.
type Config struct {
	Dir string // made when it does not exist

	// Bin is the directory of the server's programs; "": the newest installed PostgreSQL that
	// has PostGIS, or the one that the data directory was made by.
	Bin string

	// Settings are settings of postgresql.conf beside or instead of the package's own.
	Settings map[string]string

	// Scratch gives up safety for speed: a crash of the machine destroys the data. For tests.
	Scratch bool

	Log *slog.Logger // nil: slog.Default()
}

// A Cluster is a running server. Safe for concurrent use.
type Cluster struct {
	layout layout
	stop   func() error // nil: another program's cluster, which is left running
}

// Start makes the cluster in c.Dir when there is none, and starts it. It returns when the
// server answers and the database "gewu" exists; ctx bounds only that. The caller owns the
// cluster and must Stop it.
//
// The error is one line that says what is wrong and what to do about it. Those that a caller
// may want to tell apart wrap one of this package's sentinels.
func Start(ctx context.Context, c Config) (*Cluster, error) {
	s, err := prepare(c)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return &Cluster{layout: s.layout, stop: s.stop}, nil
}

// Join is Start, but where another program owns the cluster it returns that one's cluster
// instead of ErrInUse, once its server answers.
func Join(ctx context.Context, c Config) (*Cluster, error) {
	started, err := Start(ctx, c)
	if !errors.Is(err, ErrInUse) {
		return started, err
	}
	l, err := layoutOf(c.Dir)
	if err != nil {
		return nil, err
	}
	joined := &Cluster{layout: l}
	return joined, await(ctx, joined.URL(Database), nil)
}

// URL returns the address of a database of the cluster, as pgx and libpq read it.
func (c *Cluster) URL(database string) string { return c.layout.url(database) }

// Owned reports whether this program started the cluster, so that Stop will stop it.
func (c *Cluster) Owned() bool { return c.stop != nil }

// Stop ends every connection, stops the server and waits until it has gone. A cluster that
// another program owns is left alone. Stop may be called more than once.
func (c *Cluster) Stop() error {
	if c.stop == nil {
		return nil
	}
	return c.stop()
}

// url returns the address of a database of the cluster that lives in this layout.
func (l layout) url(database string) string {
	query := url.Values{"host": {l.sockets}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(Database), Path: "/" + database, RawQuery: query.Encode()}
	return u.String()
}

// tick is how often something that is waited for is looked at.
const tick = 20 * time.Millisecond
