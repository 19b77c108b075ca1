package store

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"gewu/district"
)

// mostDays is how many other days than today's are made, or wait to be, at once.
const mostDays = 8

// otherDays makes snapshots of other days than today's, one at a time, so that today's waits for one
// of them at most. The zero value is ready.
type otherDays struct {
	flights singleflight.Group
	turn    sync.Mutex // held by the one that is made
	waiting atomic.Int64
}

// On returns the district as it stands on a day, as Snapshot does, for who asks for any day. While
// a [DB.Watch] runs, a day that is kept needs no answer of the database, and is as new as any version
// that was told before. At most a few other days than today's are made at once: the error of further
// ones wraps [district.ErrManyDays].
func (db *DB) On(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	return db.standing(ctx, day, (*snapshots).find)
}

// dividedOn returns a district whose land is divided as on a day, though its holders may be those of
// another.
func (db *DB) dividedOn(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	return db.standing(ctx, day, (*snapshots).findAlike)
}

// standing returns a snapshot that is kept, or else makes that of the day.
func (db *DB) standing(ctx context.Context, day time.Time, find func(*snapshots, int64, time.Time) *district.Snapshot) (*district.Snapshot, error) {
	if day.IsZero() {
		return db.Snapshot(ctx, day)
	}
	day = dateOf(day)
	version, err := db.enough(ctx)
	if err != nil {
		return nil, err
	}
	if s := find(&db.snapshots, version, day); s != nil {
		return s, nil
	}
	if db.snapshots.follows(day) {
		return db.Snapshot(ctx, day)
	}
	others := &db.snapshots.others
	return db.snapshots.await(ctx, &others.flights, version, day, func(ctx context.Context) (*district.Snapshot, error) {
		return others.make(func() (*district.Snapshot, error) { return db.loadSnapshot(ctx, day) })
	})
}

// make makes a snapshot when its turn comes, unless too many wait.
func (o *otherDays) make(load func() (*district.Snapshot, error)) (*district.Snapshot, error) {
	defer o.waiting.Add(-1)
	if o.waiting.Add(1) > mostDays {
		return nil, district.ErrManyDays
	}
	o.turn.Lock()
	defer o.turn.Unlock()
	return load()
}

// findAlike returns a snapshot at a version whose land is divided as on a day, or nil.
func (k *snapshots) findAlike(version int64, day time.Time) *district.Snapshot {
	return k.first(func(s *district.Snapshot) bool { return s.Version == version && s.Since(s.Day).Equal(s.Since(day)) })
}

// follows reports whether a day is the one that is followed.
func (k *snapshots) follows(day time.Time) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.today.Equal(day)
}

// made ends a draft.
func made(draft *district.Draft, turns []time.Time, regular bool) madeSnapshot {
	s := draft.Snapshot()
	s.Turns = turns
	return madeSnapshot{s, regular}
}

// readTurns reads the days on which editions take force.
func readTurns(ctx context.Context, tx pgx.Tx) ([]time.Time, error) {
	rows, err := tx.Query(ctx, query("snapshot_turns"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[time.Time])
}
