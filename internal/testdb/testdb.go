// Package testdb gives each test a PostGIS database of its own.
//
// The first test that asks starts a private cluster for the whole run of `go test`, shared by
// the tests of every package; it stops by itself soon after the last of them has ended.
// Databases are cloned from a template that is migrated once, which takes less than a tenth of a
// second. Where there is room, all of it is kept in memory: see temp. With
// GEWU_TEST_DATABASE_URL set (a superuser on a server with PostGIS), that server is used instead.
package testdb

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// New returns the address of a fresh database with the current schema. It is dropped when
// the test ends, whoever is still connected.
func New(t testing.TB) string {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	template, err := migratedTemplate()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return create(t, server.url, template)
}

// NewEmpty is New without the schema: a database in which no migration has run.
func NewEmpty(t testing.TB) string {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return create(t, server.url, "template0")
}

// Dir returns an empty directory, removed when the test ends, in which a private cluster can
// be started. t.TempDir cannot serve for that when the tests run as root: only root can enter
// it, and the server's user must.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp(temp(), "gewu-") //nolint:usetesting // t.TempDir keeps the server's user out
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("testdb: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatalf("testdb: %v", err)
	}
	return dir
}

// create clones a template into a database that lives as long as the test.
func create(t testing.TB, admin, template string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	// Copying files takes half as long as copying page by page through the log.
	err := execute(t.Context(), admin,
		`create database `+quote(name)+` template `+quote(template)+` strategy file_copy`)
	if err != nil {
		t.Fatalf("testdb: %v", err)
	}
	ctx := context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		if err := execute(ctx, admin, `drop database `+quote(name)+` with (force)`); err != nil {
			t.Errorf("testdb: %v", err)
		}
	})
	return withDatabase(admin, name)
}

func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}

// withDatabase returns the address of another database of the same server.
func withDatabase(admin, name string) string {
	u, err := url.Parse(admin)
	if err != nil {
		return admin // whoever connects is told
	}
	u.Path = "/" + name
	return u.String()
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
