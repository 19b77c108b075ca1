package store

import (
	"context"
	"fmt"
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
	mu      sync.Mutex
	kept    []madeSnapshot
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
	version, err := db.Version(ctx)
	if err != nil {
		return nil, err
	}
	if s := db.snapshots.find(version, day); s != nil {
		return s, nil
	}
	key := strconv.FormatInt(version, 10) + day.Format(time.DateOnly)
	flight := db.snapshots.flights.DoChan(key, func() (any, error) {
		// One caller that gives up must not fail the others that wait for the same snapshot.
		return db.loadSnapshot(context.WithoutCancel(ctx), day)
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

// find returns the snapshot of a day at a version, or nil.
func (k *snapshots) find(version int64, day time.Time) *district.Snapshot {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.kept {
		if s.Version == version && s.Day.Equal(day) {
			return s.Snapshot
		}
	}
	return nil
}

// base returns the snapshot from which that of a day is made with least work, if there is one: the
// newest of the day, or else of any day.
func (k *snapshots) base(day time.Time) (base madeSnapshot, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.kept {
		if s.regular && (!ok || s.Day.Equal(day) && !base.Day.Equal(day)) {
			base, ok = s, true
		}
	}
	return base, ok
}

// keep puts s first and forgets what is older than it or too much.
func (k *snapshots) keep(s madeSnapshot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := []madeSnapshot{s}
	for _, other := range k.kept {
		if other.Version > s.Version || other.Version == s.Version && !other.Day.Equal(s.Day) {
			kept = append(kept, other)
		}
	}
	k.kept = kept[:min(len(kept), keptSnapshots)]
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
