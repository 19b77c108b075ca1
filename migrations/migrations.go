// Package migrations brings the database schema up to date.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

//go:embed *.sql
var files embed.FS

//go:embed roles/roles.sql
var roles string

// lock is the advisory lock that keeps two servers from migrating at once.
const lock = 7_306_115_208

// Roles makes the database roles of the service where they are missing. They belong to the whole
// server, not to the database of conn, so a database that is restored elsewhere needs them first.
// It says what a superuser must run when the user of conn may not make them or act as them.
func Roles(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, roles)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Hint != "" {
		return fmt.Errorf("database roles: %w; %s", err, refused.Hint)
	}
	if err != nil {
		return fmt.Errorf("database roles: %w", err)
	}
	return nil
}

// Up makes the roles and runs the migrations that have not run yet, in file order, each in its own
// transaction. Several processes may call it at once: one migrates, the others wait. Where nothing
// is to be done the user of conn needs no right but to act as the roles.
func Up(ctx context.Context, conn *pgx.Conn) error {
	if err := Roles(ctx, conn); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if done, err := allRan(ctx, conn, names); done || err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, lock); err != nil {
		return fmt.Errorf("migrate: lock: %w", err)
	}
	defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, lock) }()

	if _, err := conn.Exec(ctx, `create table if not exists migration (
		name text primary key, ran_at timestamptz not null default now())`); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, name := range names {
		if err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return run(ctx, tx, name) }); err != nil {
			return fmt.Errorf("migrate %s: %w", name, err)
		}
	}
	return nil
}

// allRan reports whether all migrations have run.
func allRan(ctx context.Context, conn *pgx.Conn, names []string) (bool, error) {
	var begun, done bool
	err := conn.QueryRow(ctx, `select to_regclass('migration') is not null`).Scan(&begun)
	if err == nil && begun {
		err = conn.QueryRow(ctx, `select count(*) = $2 from migration where name = any ($1)`, names, len(names)).Scan(&done)
	}
	if err != nil {
		return false, fmt.Errorf("migrate: %w", err)
	}
	return done, nil
}

// Has reports whether there is a migration with that name.
func Has(name string) bool {
	names, err := fs.Glob(files, "*.sql")
	return err == nil && slices.Contains(names, name)
}

// run runs one migration, or nothing when it has run before.
func run(ctx context.Context, tx pgx.Tx, name string) error {
	tag, err := tx.Exec(ctx, `insert into migration (name) values ($1) on conflict do nothing`, name)
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	sql, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, string(sql))
	return err
}
