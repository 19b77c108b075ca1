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
//	share.lock    locked by the programs that share it, or by the owner while it stops
//	pgdata/       PostgreSQL's data directory
//	run/          the socket
//	postgres.log  the server's log, and postgres.log.1, the one before
//
// While it is filled from a backup, gewu.unfinished says so. The service keeps attachments/ there.
package pgcluster

import (
	"context"
	"errors"
	"log/slog"
	"net/url"
	"sync"
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

	// Unfinished admits a directory that is being filled from a backup.
	Unfinished bool

	Log *slog.Logger // nil: slog.Default()
}

// A Cluster is a running server. Safe for concurrent use.
type Cluster struct {
	layout layout
	stop   func() error // nil: another program's cluster, which is left running
	leave  func() error // lets the other program stop it; nil where stop is not
}

// Exists reports whether there is a cluster in c.Dir, without making one.
func Exists(c Config) (bool, error) {
	l, err := layoutOf(c.Dir)
	if err != nil {
		return false, err
	}
	if err := l.check(); err != nil {
		return false, err
	}
	major, err := l.major()
	return major != 0, err
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
// instead of ErrInUse, once its server answers. Programs that joined outlast one another: Stop
// of the one that owns the cluster waits for the Stop of those that share it. A program that
// called Start waits for nobody.
func Join(ctx context.Context, c Config) (*Cluster, error) {
	started, err := Start(ctx, c)
	if !errors.Is(err, ErrInUse) {
		return outlasting(ctx, started), err
	}
	l, err := layoutOf(c.Dir)
	if err != nil {
		return nil, err
	}
	share, err := l.share(ctx)
	if err != nil {
		return nil, err
	}
	started, err = Start(ctx, c) // the owner may have gone; if not, it stays as long as we share
	if !errors.Is(err, ErrInUse) {
		return outlasting(ctx, started), errors.Join(err, share.release())
	}
	joined := &Cluster{layout: l, leave: sync.OnceValue(share.release)}
	if err := await(ctx, joined.URL(Database), nil); err != nil {
		return nil, errors.Join(err, joined.leave())
	}
	return joined, nil
}

// outlasting makes Stop of a cluster that this program owns wait for those that share it.
func outlasting(ctx context.Context, c *Cluster) *Cluster {
	if c == nil {
		return nil
	}
	stop := c.stop
	c.stop = sync.OnceValue(func() error {
		alone, err := c.layout.unshare(context.WithoutCancel(ctx))
		if err != nil {
			return errors.Join(err, stop())
		}
		return errors.Join(stop(), alone.release())
	})
	return c
}

// URL returns the address of a database of the cluster, as pgx and libpq read it.
func (c *Cluster) URL(database string) string { return c.layout.url(database) }

// Owned reports whether this program started the cluster, so that Stop will stop it.
func (c *Cluster) Owned() bool { return c.stop != nil }

// Stop ends every connection, stops the server and waits until it has gone. A cluster that
// another program owns is left alone. Stop may be called more than once.
func (c *Cluster) Stop() error {
	if c.stop == nil {
		return c.leave()
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
