package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// relocate gives the issues that a new division of scopes may concern the grid and edition in
// force when they were opened.
func (k *intake) relocate(ctx context.Context, scopes []int64) error {
	if _, err := k.tx.Exec(ctx, query("edition_spots")); err != nil {
		return err
	}
	y, m, d := k.From.Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, k.timeZone)
	tag, err := k.tx.Exec(ctx, query("edition_spots_touched"), args{"scopes": scopes, "from": from})
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	if _, err := k.place(ctx); err != nil {
		return err
	}
	tag, err = k.tx.Exec(ctx, query("edition_move"))
	if err != nil || tag.RowsAffected() == 0 {
		return err
	}
	return k.tx.QueryRow(ctx, query("edition_record_issues"), args{"scopes": scopes}).Scan(&k.report.Version)
}

// A spot is where and when an issue was opened.
type spot struct {
	id       int64
	openedAt time.Time
	lon, lat float64
}

// place fills the table "placed" with grid and edition of each issue in the table "spots", and
// counts those in no grid. It keeps one division in memory at a time.
func (k *intake) place(ctx context.Context) (lost, error) {
	d := divisions{intake: k}
	if err := d.open(ctx); err != nil {
		return d.lost, err
	}
	for _, statement := range []string{"edition_placed", "edition_cursor"} {
		if _, err := k.tx.Exec(ctx, query(statement)); err != nil {
			return d.lost, err
		}
	}
	for {
		spots, err := k.fetchSpots(ctx)
		if err != nil || len(spots) == 0 {
			return d.lost, err
		}
		placed := make([][]any, len(spots))
		for i, s := range spots {
			grid, edition, err := d.locate(ctx, s)
			if err != nil {
				return d.lost, fmt.Errorf("locate: %w", err)
			}
			placed[i] = []any{s.id, grid, edition}
		}
		if _, err := k.tx.CopyFrom(ctx, pgx.Identifier{"placed"},
			[]string{"id", "grid_id", "edition_id"}, pgx.CopyFromRows(placed)); err != nil {
			return d.lost, err
		}
	}
}

func (k *intake) fetchSpots(ctx context.Context) ([]spot, error) {
	rows, err := k.tx.Query(ctx, query("edition_fetch"), args{})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s spot, err error) {
		return s, row.Scan(&s.id, &s.openedAt, &s.lon, &s.lat)
	})
}

// divisions answer which grid was in force at a place and a time, for times that only go on.
type divisions struct {
	*intake
	lost   lost
	levels []district.Level
	days   []time.Time // on which an edition took force
	now    int         // which of them began the division in memory; -1: none is in memory
	index  *geo.Index
	grids  map[geo.AreaID]gridThen
}

// A gridThen is a grid and the edition it was in force by.
type gridThen struct{ grid, edition int64 }

func (d *divisions) open(ctx context.Context) (err error) {
	d.now = -1
	if d.levels, err = readLevels(ctx, d.tx); err != nil {
		return err
	}
	rows, err := d.tx.Query(ctx, query("edition_days"))
	if err != nil {
		return err
	}
	if d.days, err = pgx.CollectRows(rows, pgx.RowTo[time.Time]); err != nil {
		return err
	}
	return d.tx.QueryRow(ctx, query("edition_first_grids")).Scan(&d.lost.first)
}

// locate returns grid and edition of a spot; nil, nil when no grid was in force there.
func (d *divisions) locate(ctx context.Context, s spot) (grid, edition *int64, err error) {
	day := dateOf(s.openedAt.In(d.timeZone))
	if d.lost.first == nil || day.Before(*d.lost.first) {
		d.lost.number++
		d.lost.early++
		return nil, nil, nil
	}
	i, exact := slices.BinarySearchFunc(d.days, day, time.Time.Compare)
	if !exact {
		i-- // not below 0: the day is not before the first grids
	}
	if err := d.load(ctx, i); err != nil {
		return nil, nil, err
	}
	at, err := geo.PointAt(s.lon, s.lat)
	if err != nil {
		return nil, nil, err
	}
	id, _, err := d.index.Locate(at)
	if errors.Is(err, geo.ErrNoArea) {
		d.lost.number++
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	found := d.grids[id]
	return &found.grid, &found.edition, nil
}

// load brings the division that began on a day into memory, unless it is there.
func (d *divisions) load(ctx context.Context, i int) error {
	if i == d.now {
		return nil
	}
	areas, err := readAreas(ctx, d.tx, d.days[i], d.levels)
	if err != nil {
		return err
	}
	d.grids = map[geo.AreaID]gridThen{}
	for _, a := range areas {
		if a.Level.Role == district.RoleGrid {
			d.grids[a.ID] = gridThen{int64(a.ID), a.Edition.ID}
		}
	}
	d.now = i
	d.index, err = geo.NewIndex(landOf(areas, district.RoleGrid))
	return err
}
