package store_test

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/internal/testdb"
	"gewu/store"
)

// A table that is not counted could come back empty unnoticed.
func TestRowsOfEveryTableAreCounted(t *testing.T) {
	w := newTown(t)
	rows, err := w.pool.Query(t.Context(), `select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
		and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e') order by relname collate "C"`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := store.Freeze(t.Context(), w.pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	frozen.Close(t.Context())
	if diff := cmp.Diff(tables, slices.Sorted(maps.Keys(frozen.Rows))); diff != "" {
		t.Errorf("tables (-there +counted):\n%s", diff)
	}
	if frozen.Rows["area"] != 6 || frozen.Version != 1 {
		t.Errorf("%d areas at version %d", frozen.Rows["area"], frozen.Version)
	}
}

func TestStatesThatDifferAreToldApart(t *testing.T) {
	saved := store.State{Schema: []string{"1"}, Version: 4, People: 2, Rows: map[string]int64{"area": 6}}
	if err := saved.Compare(saved); err != nil {
		t.Errorf("a state differs from itself: %v", err)
	}
	for name, change := range map[string]func(*store.State){
		"an older version": func(s *store.State) { s.Version-- },
		"a person less":    func(s *store.State) { s.People-- },
		"another trail":    func(s *store.State) { s.Head.Hash[31] = 1 },
		"a longer trail":   func(s *store.State) { s.Head.ID++ },
		"an area less":     func(s *store.State) { s.Rows = map[string]int64{"area": 5} },
		"no area":          func(s *store.State) { s.Rows = nil },
	} {
		other := saved
		change(&other)
		if err := other.Compare(saved); !errors.Is(err, store.ErrNotAsSaved) {
			t.Errorf("%s: %v", name, err)
		}
	}
	migrated := store.State{Schema: []string{"1", "2"}, Version: 4, People: 2, Rows: map[string]int64{"area": 6, "post": 9}}
	if err := migrated.Compare(saved); err != nil {
		t.Errorf("with a newer schema: %v", err)
	}
}

// Nobody works in a database before what is restored into it was checked.
func TestADatabaseIsRefusedUntilItIsRestored(t *testing.T) {
	url := testdb.NewEmpty(t)
	v, err := store.BeginRestore(t.Context(), url, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), url); !errors.Is(err, store.ErrUnfinished) {
		t.Fatalf("it opens: %v", err)
	}
	if _, err := store.BeginRestore(t.Context(), url, 0); err != nil {
		t.Errorf("what was killed before anything was there is not begun again: %v", err)
	}
	db, err := v.Open(t.Context()) // which brings the schema
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := v.Abandon(t.Context()); !errors.Is(err, store.ErrUnfinished) {
		t.Errorf("what holds something is given up with %v", err)
	}
	version, err := v.Finish(t.Context(), db, &access.Actor{Kind: access.Console, Name: "root"}, access.Entry{}, false)
	if err != nil || version < 1_000_000 {
		t.Fatalf("the data go on at version %d: %v", version, err)
	}
	if changes, err := db.Changes(t.Context(), 0); err != nil || len(changes) != 1 || changes[0].Version != version || !changes[0].OnMap {
		t.Errorf("who was at the version that was saved is told of %v, %v", changes, err)
	}
	again, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	if _, err := store.BeginRestore(t.Context(), url, 0); !errors.Is(err, store.ErrNotVacant) {
		t.Errorf("a database with a schema is empty: %v", err)
	}
}
