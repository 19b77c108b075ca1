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
	"gewu/geo"
)

// keptSnapshots is how many snapshots of different days stay in memory.
const keptSnapshots = 4

// snapshots holds the snapshots used last, newest first. The zero value is ready.
type snapshots struct {
	flights singleflight.Group
	mu      sync.Mutex
	kept    []*district.Snapshot
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
			return s
		}
	}
	return nil
}

// keep puts s first and forgets what is older than it or too much.
func (k *snapshots) keep(s *district.Snapshot) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := []*district.Snapshot{s}
	for _, other := range k.kept {
		if other.Version > s.Version || other.Version == s.Version && !other.Day.Equal(s.Day) {
			kept = append(kept, other)
		}
	}
	k.kept = kept[:min(len(kept), keptSnapshots)]
}

// loadSnapshot reads a snapshot and keeps it. All of it is of one state of the database.
func (db *DB) loadSnapshot(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	var s *district.Snapshot
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, db.pool, options, func(tx pgx.Tx) (err error) {
		s, err = readSnapshot(ctx, tx, day)
		return err
	})
	if err != nil {
		return nil, err
	}
	db.snapshots.keep(s)
	return s, nil
}

func readSnapshot(ctx context.Context, tx pgx.Tx, day time.Time) (*district.Snapshot, error) {
	var version int64
	if err := tx.QueryRow(ctx, query("version")).Scan(&version); err != nil {
		return nil, fmt.Errorf("version: %w", err)
	}
	levels, err := readLevels(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("levels: %w", err)
	}
	posts, err := readPosts(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("posts: %w", err)
	}
	areas, err := readAreas(ctx, tx, day, levels)
	if err != nil {
		return nil, fmt.Errorf("areas: %w", err)
	}
	if err := readHolders(ctx, tx, day, areas.byID); err != nil {
		return nil, fmt.Errorf("holders: %w", err)
	}
	s, err := district.NewSnapshot(version, day, levels, posts, areas.places, areas.grids, areas.communities)
	if err != nil {
		return nil, err
	}
	if err := countBuildings(ctx, tx, s); err != nil {
		return nil, fmt.Errorf("buildings: %w", err)
	}
	return s, nil
}

// countBuildings adds every building to the tallies of s. Each counts in the one area that owns
// its point by the half-open rule of package geo.
func countBuildings(ctx context.Context, tx pgx.Tx, s *district.Snapshot) error {
	rows, err := tx.Query(ctx, query("snapshot_buildings"))
	if err != nil {
		return err
	}
	var lon, lat float64
	one := district.Tally{Buildings: 1}
	_, err = pgx.ForEachRow(rows, []any{&lon, &lat, &one.Households, &one.Estimated, &one.Residents}, func() error {
		at, err := geo.PointAt(lon, lat)
		if err != nil {
			return err
		}
		s.Count(at, one)
		return nil
	})
	return err
}
