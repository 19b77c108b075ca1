package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// ErrRoles is wrapped when the user of the database address may not act as the service's roles.
var ErrRoles = errors.New("the database user may not act as the roles of the service")

// A role is a user of the database with rights of its own, and how its connections are set.
type role struct {
	name     string
	settings map[string]string
}

// The roles of the service; what each may do is in the migrations.
var (
	serviceRole = role{"gewu_service", map[string]string{
		"statement_timeout": "30s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s",
	}}
	// The loader fills the memory of a server, which takes as long as it takes.
	loaderRole = role{"gewu_loader", map[string]string{"default_transaction_read_only": "on"}}
	readerRole = role{"gewu_reader", map[string]string{
		"statement_timeout": "30s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s",
		"default_transaction_read_only": "on",
	}}
)

// openPools opens a pool for each role.
func (db *DB) openPools(ctx context.Context, owner *pgxpool.Config) error {
	direct, err := lets(ctx, owner)
	if err != nil {
		return err
	}
	for _, to := range []struct {
		role role
		pool **pgxpool.Pool
	}{{serviceRole, &db.service}, {loaderRole, &db.loader}, {readerRole, &db.reader}} {
		config := to.role.on(owner, direct)
		if !direct {
			err = may(ctx, config.ConnConfig)
		}
		if err == nil {
			*to.pool, err = pgxpool.NewWithConfig(ctx, config)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// on returns the owner's configuration for a role: as a user of its own, or with the owner
// acting as it.
func (r role) on(owner *pgxpool.Config, direct bool) *pgxpool.Config {
	config := owner.Copy()
	maps.Copy(config.ConnConfig.RuntimeParams, r.settings)
	if direct {
		config.ConnConfig.User = r.name
	} else {
		config.ConnConfig.RuntimeParams["role"] = r.name
	}
	return config
}

// lets reports whether the server lets the roles in by themselves, as a private one does: without
// a password, through a socket of this machine. Nothing is tried where the address has a password,
// which is another user's.
func lets(ctx context.Context, owner *pgxpool.Config) (bool, error) {
	if owner.ConnConfig.Password != "" || !strings.HasPrefix(owner.ConnConfig.Host, "/") {
		return false, nil
	}
	conn, err := pgx.ConnectConfig(ctx, serviceRole.on(owner, true).ConnConfig)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && strings.HasPrefix(refused.Code, "28") { // invalid authorization
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, conn.Close(ctx)
}

// may checks that the owner may act as a role.
func may(ctx context.Context, config *pgx.ConnConfig) error {
	conn, err := pgx.ConnectConfig(ctx, config)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && (refused.Code == "42501" || refused.Code == "22023") { // no right; no such role
		name := config.RuntimeParams["role"]
		return fmt.Errorf("%w: let a superuser run: create role %s login; grant %s to %s: %w", ErrRoles, name, name,
			pgx.Identifier{config.User}.Sanitize(), err)
	}
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}
