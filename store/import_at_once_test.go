package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"gewu/district"
	"gewu/store"
)

// awaitWaiting returns when that many connections wait for another one's lock.
func awaitWaiting(t *testing.T, pool *pgxpool.Pool, number int) {
	t.Helper()
	for range 3000 {
		var waiting int
		err := pool.QueryRow(t.Context(), `select count(*) from pg_stat_activity, pg_sleep(0.01)
			where datname = current_database() and wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil {
			t.Fatal(err)
		}
		if waiting == number {
			return
		}
	}
	t.Fatalf("there were never %d connections that waited", number)
}

// On 1 June the border between A1 and A2 moves, over an issue that is imported before the import
// of the new grids is done.
func TestIssuesImportedBesideNewGridsBelongToThem(t *testing.T) {
	db, pool := openBoth(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	last, err := pool.Begin(t.Context()) // keeps imports from being done
	if err != nil {
		t.Fatal(err)
	}
	if _, err := last.Exec(t.Context(), `select from dataset for update`); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 2)
	go func() {
		moved := []district.Area{area("A1", "A", land(0, 0, 1.5, 2)), area("A2", "A", land(1.5, 0, 2, 2))}
		_, err := db.ImportAreas(t.Context(), store.Import{Source: "new", Level: "grid", From: summer2026}, rows(moved...))
		done <- err
	}()
	awaitWaiting(t, pool, 1)
	go func() {
		_, err := db.ImportIssues(t.Context(), store.Import{Source: "s"}, rows(issue("july", 1.2, 1, "2026-07-01T00:00:00Z")))
		done <- err
	}()
	awaitWaiting(t, pool, 2)
	if err := last.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{"july A1 2"}, ask(t, pool, gridsOfIssues)); diff != "" {
		t.Error(diff)
	}
}
