package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
)

// A Division is the published division of a community into grids, and what stands on its land.
type Division struct {
	Name  string     // of the community
	Grids []geo.Area // by code
	Codes map[geo.AreaID]string

	// Around are the community's boundary and the buildings and estates that touch it.
	Around geo.Surroundings
}

// Division returns the division of the community with a code that is in force on a day (the zero
// day is today). It wraps ErrNoCommunity where there is no such community.
func (db *DB) Division(ctx context.Context, code string, day time.Time) (Division, error) {
	day, err := db.date(ctx, day)
	if err != nil {
		return Division{}, err
	}
	var d Division
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.loader, options, func(tx pgx.Tx) (err error) {
		d, err = readDivision(ctx, tx, code, day)
		return err
	})
	if err != nil {
		return Division{}, fmt.Errorf("division of %s on %s: %w", code, day.Format(time.DateOnly), err)
	}
	return d, nil
}

func readDivision(ctx context.Context, tx pgx.Tx, code string, day time.Time) (Division, error) {
	d := Division{Codes: map[geo.AreaID]string{}}
	var id int64
	err := tx.QueryRow(ctx, query("check_community"), args{"code": code, "day": day}).
		Scan(&id, &d.Name, land{&d.Around.Community})
	if errors.Is(err, pgx.ErrNoRows) {
		return d, ErrNoCommunity
	}
	if err != nil {
		return d, err
	}
	if err := d.readGrids(ctx, tx, id, day); err != nil {
		return d, fmt.Errorf("grids: %w", err)
	}
	here := args{"community": id, "day": day}
	if d.Around.Buildings, err = readStanding(ctx, tx, "check_buildings", here); err != nil {
		return d, fmt.Errorf("buildings: %w", err)
	}
	if d.Around.Estates, err = readStanding(ctx, tx, "check_estates", here); err != nil {
		return d, fmt.Errorf("estates: %w", err)
	}
	return d, nil
}

func (d *Division) readGrids(ctx context.Context, tx pgx.Tx, community int64, day time.Time) error {
	rows, err := tx.Query(ctx, query("check_grids"), args{"community": community, "day": day})
	if err != nil {
		return err
	}
	var id int64
	var code string
	var boundary orb.MultiPolygon
	_, err = pgx.ForEachRow(rows, []any{&id, &code, land{&boundary}}, func() error {
		d.Grids = append(d.Grids, geo.Area{ID: geo.AreaID(id), Boundary: boundary})
		d.Codes[geo.AreaID(id)] = code
		return nil
	})
	return err
}

// readStanding reads rows of name, longitude, latitude and land.
func readStanding(ctx context.Context, tx pgx.Tx, name string, here args) ([]geo.Standing, error) {
	rows, err := tx.Query(ctx, query(name), here)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Standing, error) {
		var s geo.Standing
		err := row.Scan(&s.Name, &s.Point[0], &s.Point[1], land{&s.Land})
		return s, err
	})
}

// land scans WKB of polygons, or null.
type land struct{ into *orb.MultiPolygon }

// ScanBytes implements pgtype.BytesScanner.
func (l land) ScanBytes(data []byte) error {
	*l.into = nil
	if data == nil {
		return nil
	}
	shape, err := wkb.Unmarshal(data)
	if err != nil {
		return err
	}
	switch shape := shape.(type) {
	case orb.Polygon:
		*l.into = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		*l.into = shape
	default:
		return fmt.Errorf("the land is a %s", shape.GeoJSONType())
	}
	return nil
}
