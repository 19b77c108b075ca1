package testdb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"

	"gewu/migrations"
)

// templateLock is the advisory lock under which the template is made, by one of the test
// programs that run at once.
const templateLock = 5_201_997_344

// migratedTemplate returns the name of a database with the current schema, to be cloned. It
// is made by the first test that needs it and named after the migrations' content.
var migratedTemplate = sync.OnceValues(func() (string, error) {
	server, err := shared()
	if err != nil {
		return "", err
	}
	name, err := templateName()
	if err != nil {
		return "", err
	}
	return name, ensureTemplate(context.Background(), server.url, name)
})

func ensureTemplate(ctx context.Context, admin, name string) error {
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, `select pg_advisory_lock($1)`, templateLock); err != nil {
		return fmt.Errorf("lock the template: %w", err)
	}
	var exists bool
	err = conn.QueryRow(ctx, `select exists (select from pg_database where datname = $1)`, name).Scan(&exists)
	if err != nil || exists {
		return err
	}
	return makeTemplate(ctx, conn, admin, name)
}

// makeTemplate migrates a database under another name first, so that a template is never
// half made.
func makeTemplate(ctx context.Context, conn *pgx.Conn, admin, name string) error {
	unfinished := name + "_unfinished"
	for _, sql := range []string{
		`drop database if exists ` + quote(unfinished) + ` with (force)`,
		`create database ` + quote(unfinished),
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return fmt.Errorf("make the template: %w", err)
		}
	}
	if err := migrate(ctx, withDatabase(admin, unfinished)); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, `alter database `+quote(unfinished)+` rename to `+quote(name))
	return err
}

func migrate(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return migrations.Up(ctx, conn)
}

// templateName is made from the content of all migrations.
func templateName() (string, error) {
	root, err := moduleRoot()
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(root, "migrations", "*.sql"))
	if err != nil || len(files) == 0 {
		return "", errors.Join(err, fmt.Errorf("no migrations in %s", root))
	}
	slices.Sort(files)
	hash := sha256.New()
	for _, file := range files {
		sql, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", filepath.Base(file), len(sql), sql)
	}
	return "gewu_template_" + hex.EncodeToString(hash.Sum(nil)[:8]), nil
}

// moduleRoot returns the directory of go.mod. Tests run in their package's directory.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the test's directory")
		}
	}
}
