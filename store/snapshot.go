package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"gewu/district"
)

// keptSnapshots is how many snapshots of different days stay in memory.
const keptSnapshots = 4

// snapshots holds the snapshots used last, newest first. The zero value is ready.
type snapshots struct {
	flights singleflight.Group
	making  sync.Mutex // held while one is made
	others  otherDays
	mu      sync.Mutex
	kept    []madeSnapshot
	today   time.Time // the day that Snapshot was asked for last: its snapshot is not given up for others
}

// Snapshot returns the district as it stands on a day: the areas in force with their tallies,
// levels, posts and holders. Of day only the date matters, and the zero day is today, as
// everywhere in DB. Snapshots are shared: a second call returns the same one as long as no write
// has changed the version of the data.
func (db *DB) Snapshot(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	day, err := db.date(ctx, day)
	if err != nil {
		return nil, err
	}
	db.snapshots.follow(day)
	version, err := db.Version(ctx)
	if err != nil {
		return nil, err
	}
	if s := db.snapshots.find(version, day); s != nil {
		return s, nil
	}
	return db.snapshots.await(ctx, &db.snapshots.flights, version, day, func(ctx context.Context) (*district.Snapshot, error) {
		return db.loadSnapshot(ctx, day)
	})
}

// await returns what load makes, once for all who ask for the same.
func (k *snapshots) await(ctx context.Context, flights *singleflight.Group, version int64, day time.Time,
	load func(context.Context) (*district.Snapshot, error),
) (*district.Snapshot, error) {
	key := strconv.FormatInt(version, 10) + day.Format(time.DateOnly)
	flight := flights.DoChan(key, func() (any, error) {
		// One caller that gives up must not fail the others that wait for the same snapshot.
		return load(context.WithoutCancel(ctx))
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("snapshot of %s: %w", day.Format(time.DateOnly), ctx.Err())
	case result := <-flight:
		if result.Err != nil {
			return nil, fmt.Errorf("snapshot of %s: %w", day.Format(time.DateOnly), result.Err)
		}
		return result.Val.(*district.Snapshot), nil
	}
}

// date returns midnight UTC of the date that day shows, or of today when it is zero.
func (db *DB) date(ctx context.Context, day time.Time) (time.Time, error) {
	if day.IsZero() {
		return db.Today(ctx)
	}
	return dateOf(day), nil
}

// Today returns the date that it is in the district's time zone, as midnight UTC.
func (db *DB) Today(ctx context.Context) (time.Time, error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return time.Time{}, err
	}
	zone, err := time.LoadLocation(settings.TimeZone)
	if err != nil {
		return time.Time{}, fmt.Errorf("today: %w", err)
	}
	return dateOf(time.Now().In(zone)), nil
}

// dateOf returns midnight UTC of the date that t shows.
func dateOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// follow notes which day is followed.
func (k *snapshots) follow(day time.Time) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.today = day
}

// find returns the snapshot of a day at a version, or nil.
func (k *snapshots) find(version int64, day time.Time) *district.Snapshot {
	return k.first(func(s *district.Snapshot) bool { return s.Version == version && s.Day.Equal(day) })
}

// first returns the snapshot used last that fits, or nil.
func (k *snapshots) first(fits func(*district.Snapshot) bool) *district.Snapshot {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, s := range k.kept {
		if fits(s.Snapshot) {
			copy(k.kept[1:i+1], k.kept[:i])
			k.kept[0] = s
			return s.Snapshot
		}
	}
	return nil
}

// base returns the snapshot from which that of a day is made with least work, if there is one: that
// of the day, or else of a day with the fewest turns between, the newest of these.
func (k *snapshots) base(day time.Time) (base madeSnapshot, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.kept {
		if s.regular && (!ok || apart(s, day) < apart(base, day)) {
			base, ok = s, true
		}
	}
	return base, ok
}

// apart is how far a snapshot is from that of a day: 0 for the day itself, and else one more than the
// turns between.
func apart(s madeSnapshot, day time.Time) int {
	if s.Day.Equal(day) {
		return 0
	}
	return 1 + s.Apart(s.Day, day)
}

// keep puts s first and forgets what is older than it, and of too many the one that was not used for
// longest and is not of today.
func (k *snapshots) keep(s madeSnapshot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := []madeSnapshot{s}
	for _, other := range k.kept {
		if other.Version > s.Version || other.Version == s.Version && !other.Day.Equal(s.Day) {
			kept = append(kept, other)
		}
	}
	for len(kept) > keptSnapshots {
		last := len(kept) - 1
		if kept[last].Day.Equal(k.today) {
			last--
		}
		kept = slices.Delete(kept, last, last+1)
	}
	k.kept = kept
}

// loadSnapshot makes a snapshot and keeps it. All of it is of one state of the database. One is
// made at a time: each is the base of the next.
func (db *DB) loadSnapshot(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	db.snapshots.making.Lock()
	defer db.snapshots.making.Unlock()
	var s madeSnapshot
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, db.loader, options, func(tx pgx.Tx) (err error) {
		made := false
		if base, ok := db.snapshots.base(day); ok {
			s, made, err = readNext(ctx, tx, base, day)
		}
		if err == nil && !made {
			s, err = readSnapshot(ctx, tx, day)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	db.snapshots.keep(s)
	db.followed.see(s.Version)
	return s.Snapshot, nil
}
