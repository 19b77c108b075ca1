package store

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

// Summary counts what the district holds on a day: communities and grids in force, and all
// buildings, households and issues, wherever they are. Its box is that of the areas in force,
// and of everything else only while there are none.
func (db *DB) Summary(ctx context.Context, day time.Time) (district.Summary, error) {
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return district.Summary{}, fmt.Errorf("summary: %w", err)
	}
	var sum district.Summary
	sum.Communities, sum.Grids, sum.Bound = s.Extent()
	if err := db.totals.count(ctx, db.loader, &sum); err != nil {
		return sum, fmt.Errorf("summary: %w", err)
	}
	if sum.Bound == nil {
		if sum.Bound, err = db.groundBound(ctx); err != nil {
			return sum, fmt.Errorf("summary: bounds: %w", err)
		}
	}
	return sum, nil
}

// totals are the numbers of buildings, households and issues at a version. They are counted again
// only after a write that may have changed them. The zero value is ready.
type totals struct {
	mu                            sync.Mutex
	counted                       bool
	version                       int64
	buildings, households, issues int
}

// count fills in the totals, as they are now.
func (t *totals) count(ctx context.Context, from *pgxpool.Pool, sum *district.Summary) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	changes, err := readChanges(ctx, from, t.version)
	if err != nil {
		return err
	}
	if !t.counted || slices.ContainsFunc(changes, countsAgain) {
		if err := from.QueryRow(ctx, query("summary")).Scan(&t.buildings, &t.households, &t.issues); err != nil {
			return err
		}
	}
	t.counted = true
	if n := len(changes); n > 0 {
		t.version = changes[n-1].Version
	}
	sum.Buildings, sum.Households, sum.Issues = t.buildings, t.households, t.issues
	return nil
}

func countsAgain(c district.Change) bool {
	return c.Noun == "building" || c.Noun == "issue" || c.Noun == district.Anything
}

// groundBound is the box of what is not an area.
func (db *DB) groundBound(ctx context.Context) (*geo.Box, error) {
	var edges [4]*float64
	err := db.loader.QueryRow(ctx, query("summary_bound")).Scan(&edges[0], &edges[1], &edges[2], &edges[3])
	if err != nil {
		return nil, err
	}
	return boxOf(edges)
}

var wholeEarth = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// SquareMetres returns the area of an area's land as it is bounded on a day, true to the
// ellipsoid. It returns false for an area that is not in force then.
func (db *DB) SquareMetres(ctx context.Context, id geo.AreaID, day time.Time) (float64, bool, error) {
	s, err := db.On(ctx, day)
	if err != nil {
		return 0, false, fmt.Errorf("measure area %d: %w", id, err)
	}
	place, ok := s.Place(id)
	if !ok {
		return 0, false, nil
	}
	var metres float64
	boundary := args{"area": int64(id), "edition": place.Edition.ID}
	if err := db.loader.QueryRow(ctx, query("area_square_metres"), boundary).Scan(&metres); err != nil {
		return 0, false, fmt.Errorf("measure area %d: %w", id, err)
	}
	return metres, true, nil
}
