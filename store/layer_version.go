package store

import (
	"context"
	"sync/atomic"
)

// A followed is what is known of the version of the data without asking. The zero value knows
// nothing.
type followed struct {
	watches atomic.Int32 // that run
	newest  atomic.Int64 // that was seen
}

// see notes that the data have come to a version.
func (f *followed) see(version int64) {
	for {
		old := f.newest.Load()
		if old >= version || f.newest.CompareAndSwap(old, version) {
			return
		}
	}
}

// watch counts a watch that begins, and returns what to call for each version and at its end.
func (f *followed) watch() (see func(int64), end func()) {
	f.watches.Add(1)
	return f.see, func() { f.watches.Add(-1) }
}

// enough returns a version that what is answered must have come to. While the data are watched
// that is the newest that anyone was told, so that tiles need no answer of the database; else it
// is the version that the database has now.
func (db *DB) enough(ctx context.Context) (int64, error) {
	if db.followed.watches.Load() > 0 {
		return db.followed.newest.Load(), nil
	}
	return db.Version(ctx)
}
