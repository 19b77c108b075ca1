package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// mostChanges is how many changes are told one by one; after more, all is read again.
const mostChanges = 10_000

// Changes returns what the log says has changed after a version, in ascending order of version
// and without gaps: what a reader of that version must read again to be at the version of the
// last change. It is empty when nothing has changed.
//
// Where the log cannot tell, the answer is one change that stands for everything, see
// [district.Everything]: after more than 10,000 changes, when the log does not reach back so
// far, and for a version that the data have not come to, which is that of another database.
func (db *DB) Changes(ctx context.Context, after int64) ([]district.Change, error) {
	changes, err := readChanges(ctx, db.loader, after)
	if err != nil {
		return nil, fmt.Errorf("changes after version %d: %w", after, err)
	}
	return changes, nil
}

// A reader runs a query: a pool, a connection or a transaction.
type reader interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func readChanges(ctx context.Context, from reader, after int64) ([]district.Change, error) {
	rows, err := from.Query(ctx, query("changes"), args{"after": after, "most": mostChanges + 1})
	if err != nil {
		return nil, err
	}
	var log changeLog
	if log.changes, err = pgx.CollectRows(rows, log.scan); err != nil {
		return nil, err
	}
	return log.after(after), nil
}

// A changeLog is a part of the log and the version of the data when it was read.
type changeLog struct {
	version int64
	changes []district.Change // one of version 0: there is none
}

func (l *changeLog) scan(row pgx.CollectableRow) (c district.Change, err error) {
	var version *int64
	var noun *string
	var community *geo.AreaID
	var at *time.Time
	var onMap *bool
	var edges [4]*float64
	err = row.Scan(&l.version, &version, &noun, &community, &at, &onMap, &edges[0], &edges[1], &edges[2], &edges[3])
	if err != nil || version == nil {
		return c, err
	}
	c = district.Everything(*version, *at)
	c.Noun, c.OnMap = *noun, *onMap
	if community != nil {
		c.Community = *community
	}
	box, err := boxOf(edges)
	if box != nil {
		c.Box, c.OnMap = *box, true
	}
	return c, err
}

// after returns the changes after a version, or the one that stands for them all.
func (l *changeLog) after(version int64) []district.Change {
	if l.version == version {
		return nil
	}
	next := version
	for _, c := range l.changes {
		if c.Version > next+1 {
			break
		}
		next = max(next, c.Version)
	}
	if next != l.version || len(l.changes) > mostChanges {
		return []district.Change{district.Everything(l.version, time.Time{})}
	}
	return l.changes
}
