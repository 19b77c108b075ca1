package testdb_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/internal/pgcluster"
	"gewu/internal/testdb"
)

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
	return conn
}

func holds(t testing.TB, url, sql string) bool {
	t.Helper()
	var is bool
	if err := connect(t, url).QueryRow(t.Context(), sql).Scan(&is); err != nil {
		t.Fatal(err)
	}
	return is
}

func TestADatabaseHasTheCurrentSchemaAndNoData(t *testing.T) {
	url := testdb.New(t)
	if !holds(t, url, `select version = 0 from dataset`) {
		t.Error("the data set has a version already")
	}
	if !holds(t, url, `select postgis_lib_version() >= '3.3' and not exists (select from building)`) {
		t.Error("PostGIS is old, or there are buildings")
	}
}

func TestAnEmptyDatabaseHasNoTables(t *testing.T) {
	if !holds(t, testdb.NewEmpty(t), `select not exists (select from pg_tables where schemaname = 'public')`) {
		t.Error("there are tables")
	}
}

func TestTestsDoNotSeeEachOthersData(t *testing.T) {
	one, other := testdb.New(t), testdb.New(t)
	if _, err := connect(t, one).Exec(t.Context(), `update dataset set version = 7`); err != nil {
		t.Fatal(err)
	}
	if !holds(t, other, `select version = 0 from dataset`) {
		t.Error("one test's data are in another's database")
	}
}

func TestADatabaseIsDroppedWhenItsTestEndsWhoeverIsConnected(t *testing.T) {
	admin, name := testdb.NewEmpty(t), ""
	t.Run("a test that forgets its connection", func(t *testing.T) {
		address := testdb.New(t)
		if _, err := pgx.Connect(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		name = strings.TrimPrefix(u.Path, "/")
	})
	if !holds(t, admin, `select not exists (select from pg_database where datname = '`+name+`')`) {
		t.Errorf("database %s is still there", name)
	}
}

func TestAClusterCanBeStartedInADirOfItsOwn(t *testing.T) {
	dir := testdb.Dir(t)
	cluster, err := pgcluster.Start(t.Context(), pgcluster.Config{Dir: filepath.Join(dir, "data"), Scratch: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := cluster.Stop(); err != nil {
		t.Error(err)
	}
}

func BenchmarkNew(b *testing.B) {
	testdb.New(b) // the first one starts the server
	for b.Loop() {
		testdb.New(b)
	}
}
