package testdb_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"gewu/internal/testdb"
)

func BenchmarkNew(b *testing.B) {
	testdb.New(b)
	for b.Loop() {
		b.Run("", func(b *testing.B) { testdb.New(b) })
	}
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(t.Context()) })
	return conn
}

func TestADatabaseHasTheCurrentSchema(t *testing.T) {
	conn := connect(t, testdb.New(t))
	var version int64
	if err := conn.QueryRow(t.Context(), `select version from dataset`).Scan(&version); err != nil {
		t.Fatal(err)
	}
}
