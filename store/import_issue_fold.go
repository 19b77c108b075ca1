package store

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// rejectDuplicates rejects staged issues that are duplicates of one that is not there, or in the end of
// themselves: then no issue would stand for the incident.
func (k *intake) rejectDuplicates(ctx context.Context) error {
	for {
		before := k.report.Rejected
		err := k.rejectStaged(ctx, "import_issue_reject_original", args{"source": k.Source, "replace": k.Replace})
		if err != nil {
			return err
		}
		if k.report.Rejected == before {
			break
		}
	}
	links, err := k.links(ctx)
	if err != nil {
		return err
	}
	if round := links.round(); len(round) > 0 {
		err = k.rejectStaged(ctx, "import_issue_reject_rows", args{
			"rows": round, "reason": "it is a duplicate of an issue that is, directly or not, a duplicate of it",
		})
		if err != nil {
			return err
		}
	}
	return k.allowed()
}

// links say of issues, by the ID in their source, of which they are duplicates.
type links struct {
	original map[string]string
	row      map[string]int64 // of those that are staged
}

func (k *intake) links(ctx context.Context) (l links, err error) {
	l = links{original: map[string]string{}, row: map[string]int64{}}
	rows, err := k.tx.Query(ctx, query("import_issue_links"), args{"source": k.Source, "replace": k.Replace})
	if err != nil {
		return l, err
	}
	var id, original string
	var row *int64
	_, err = pgx.ForEachRow(rows, []any{&id, &original, &row}, func() error {
		l.original[id] = original
		if row != nil {
			l.row[id] = *row
		}
		return nil
	})
	return l, err
}

// round returns the staged rows from which the way from duplicate to original never ends.
func (l links) round() (rows []int64) {
	ends := map[string]bool{} // whether the way from an issue ends, where it is known
	for id, row := range l.row {
		if !l.end(id, ends) {
			rows = append(rows, row)
		}
	}
	return rows
}

// end reports whether the way from an issue ends, and remembers it of all issues on it.
func (l links) end(id string, known map[string]bool) bool {
	var way []string
	passed := map[string]bool{}
	ends := true
	for at := id; ; {
		if e, ok := known[at]; ok {
			ends = e
			break
		}
		if passed[at] {
			ends = false
			break
		}
		passed[at] = true
		way = append(way, at)
		original, more := l.original[at]
		if !more {
			break
		}
		at = original
	}
	for _, at := range way {
		known[at] = ends
	}
	return ends
}

// mergeIssues takes over the staged issues, and then which of them are duplicates of which: an original
// may come after its duplicates.
func (k *intake) mergeIssues(ctx context.Context, table *int64) (merged, error) {
	m, err := k.merge(ctx, "import_issue_merge", args{"source": k.Source, "replace": k.Replace, "table": table})
	if err != nil || m.added+m.changed == 0 {
		return m, err
	}
	_, err = k.tx.Exec(ctx, query("import_issue_fold"), args{"source": k.Source})
	return m, err
}
