// Package store keeps the district in PostgreSQL with PostGIS. It is the only package that
// holds SQL. Everything that changes data does so in one transaction which also adds a row to
// the change log, so a reader that follows the log misses nothing, and an entry to the audit
// trail, so nothing is done that nobody did.
package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"gewu/migrations"
)

// A DB is the database of one district, through pools of connections with different rights. Safe
// for concurrent use.
type DB struct {
	service *pgxpool.Pool // writes, and knows the secrets of people; cannot alter the audit trail
	loader  *pgxpool.Pool // reads what servers hold in memory; sees no secret
	reader  *pgxpool.Pool // reads for who asks: see readIn

	snapshots snapshots
	totals    totals
	layers    keptLayers
	scopes    scopes
	followed  followed
	plans     planMemory
	evidence  keptEvidence
	ways      keptNetwork
	bare      keptUnassigned
	public    keptPublic
}

// Open connects to the database at url, a PostgreSQL connection string or URL, and brings its
// schema up to date as the user that it names. What is done afterwards is done as the roles of the
// service, which that user must be allowed to act as: else the error wraps ErrRoles. Close must be
// called in the end.
func Open(ctx context.Context, url string) (*DB, error) { return open(ctx, url, false) }

// open is Open, also for a database that is being restored.
func open(ctx context.Context, url string, restoring bool) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	config.ConnConfig.RuntimeParams["application_name"] = "gewu"
	if err := migrate(ctx, config.ConnConfig, restoring); err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{}
	if err := db.openPools(ctx, config); err != nil {
		db.Close()
		return nil, fmt.Errorf("open database: %w", err)
	}
	return db, nil
}

// migrate brings the schema up to date on a connection of its own.
func migrate(ctx context.Context, config *pgx.ConnConfig, restoring bool) error {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if !restoring {
		if err := finished(ctx, conn); err != nil {
			return err
		}
	}
	return migrations.Up(ctx, conn)
}

// Close waits for connections in use to come back and closes them all.
func (db *DB) Close() {
	db.plans.writing.Wait()
	for _, pool := range []*pgxpool.Pool{db.service, db.loader, db.reader} {
		if pool != nil {
			pool.Close()
		}
	}
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error { return db.loader.Ping(ctx) }

// Version returns the version of the data: 0 for an empty database, one more after each write.
func (db *DB) Version(ctx context.Context) (int64, error) {
	var version int64
	if err := db.loader.QueryRow(ctx, query("version")).Scan(&version); err != nil {
		return 0, fmt.Errorf("version: %w", err)
	}
	db.followed.see(version)
	return version, nil
}

//go:embed queries/*.sql
var queryFiles embed.FS

// queries holds the text of every statement by the name of its file without ".sql".
var queries = sync.OnceValue(func() map[string]string {
	texts := map[string]string{}
	names, err := fs.Glob(queryFiles, "queries/*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := queryFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		texts[strings.TrimSuffix(path.Base(name), ".sql")] = string(text)
	}
	return texts
})

// query returns the statement kept in queries/name.sql. Pass its arguments as args.
func query(name string) string {
	text, ok := queries()[name]
	if !ok {
		panic("store: no statement named " + name)
	}
	return text
}

// args are the named arguments of a statement. A missing or an unused one is an error.
type args = pgx.StrictNamedArgs
