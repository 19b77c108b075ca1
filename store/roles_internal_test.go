package store

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5/pgxpool"

	"gewu/internal/testdb"
)

func TestConnectionsAreThoseOfTheRolesAndHaveTheirTimeouts(t *testing.T) {
	db, err := Open(t.Context(), testdb.New(t))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const ask = `select array[session_user::text, current_setting('statement_timeout'), current_setting('lock_timeout'),
		current_setting('idle_in_transaction_session_timeout'), current_setting('default_transaction_read_only')]`
	for name, c := range map[string]struct {
		pool *pgxpool.Pool
		want []string
	}{
		"service": {db.service, []string{"gewu_service", "30s", "5s", "1min", "off"}},
		"loader":  {db.loader, []string{"gewu_loader", "0", "0", "0", "on"}},
		"reader":  {db.reader, []string{"gewu_reader", "30s", "5s", "1min", "on"}},
	} {
		var got []string
		if err := c.pool.QueryRow(t.Context(), ask).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The loader sees the issues of all areas, so every statement that reads issues is thought about: it
// fills the memory of a server, serves those who see everything, the console or an import, or runs in
// readIn. All else that is restricted the loader cannot read.
func TestStatementsThatReadIssuesAreKnown(t *testing.T) {
	known := []string{
		"edition_move", "edition_spots_touched", "import_issue_fold", "import_issue_links", "import_issue_merge", "import_issue_reject_original", // of imports
		"evidence_issues", "evidence_issues_in", "evidence_span", "layer_fits", "layer_issues", "public_counts", "summary", "summary_bound", // of memory
		"export_issues", "export_issues_keys", "frozen_rows", // of the console: an export, a backup that counts
		"issue_counts", "issue_points", "tile_issues", "tile_issues_counted", // of who asks
	}
	reads := regexp.MustCompile(`(?m)^[^-]*\b(from|join|update)\s+issue\b`)
	var got []string
	for name, text := range queries() {
		if reads.MatchString(text) {
			got = append(got, name)
		}
	}
	slices.Sort(known)
	slices.Sort(got)
	if diff := cmp.Diff(known, got); diff != "" {
		t.Error(diff)
	}
}
