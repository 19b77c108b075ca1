package store

import (
	"context"
	"fmt"
	"time"

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
	sum := countAreas(s)
	if err := db.pool.QueryRow(ctx, query("summary")).Scan(&sum.Buildings, &sum.Households, &sum.Issues); err != nil {
		return sum, fmt.Errorf("summary: %w", err)
	}
	if sum.Bound == nil {
		if sum.Bound, err = db.groundBound(ctx); err != nil {
			return sum, fmt.Errorf("summary: bounds: %w", err)
		}
	}
	return sum, nil
}

// countAreas counts the areas of a snapshot and finds their box.
func countAreas(s *district.Snapshot) district.Summary {
	sum := district.Summary{Communities: len(s.Communities())}
	for _, p := range s.Meeting(wholeEarth) {
		if p.Level.Role == district.RoleGrid {
			sum.Grids++
		}
		bound := p.Bound
		if sum.Bound != nil {
			bound = bound.Union(*sum.Bound)
		}
		sum.Bound = &bound
	}
	return sum
}

// groundBound is the box of what is not an area.
func (db *DB) groundBound(ctx context.Context) (*geo.Box, error) {
	var edges [4]*float64
	err := db.pool.QueryRow(ctx, query("summary_bound")).Scan(&edges[0], &edges[1], &edges[2], &edges[3])
	if err != nil {
		return nil, err
	}
	return boxOf(edges)
}

var wholeEarth = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}

// SquareMetres returns the area of an area's land as it is bounded on a day, true to the
// ellipsoid. It returns false for an area that is not in force then.
func (db *DB) SquareMetres(ctx context.Context, id geo.AreaID, day time.Time) (float64, bool, error) {
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return 0, false, fmt.Errorf("measure area %d: %w", id, err)
	}
	place, ok := s.Place(id)
	if !ok {
		return 0, false, nil
	}
	var metres float64
	boundary := args{"area": int64(id), "edition": place.Edition.ID}
	if err := db.pool.QueryRow(ctx, query("area_square_metres"), boundary).Scan(&metres); err != nil {
		return 0, false, fmt.Errorf("measure area %d: %w", id, err)
	}
	return metres, true, nil
}
