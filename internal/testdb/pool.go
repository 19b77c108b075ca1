package testdb

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Pool connects to a database for the test's own questions, until the test ends.
func Pool(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}
