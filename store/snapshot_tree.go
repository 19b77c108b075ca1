package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

func readLevels(ctx context.Context, tx pgx.Tx) ([]district.Level, error) {
	rows, err := tx.Query(ctx, query("snapshot_levels"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (district.Level, error) {
		var l district.Level
		var least, most *int
		err := row.Scan(&l.ID, &l.Profile, &l.Rank, &l.Key, &l.Name.ZH, &l.Name.EN, &l.Role, &least, &most)
		if least != nil && most != nil {
			l.Band = &district.Band{Min: *least, Max: *most}
		}
		return l, err
	})
}

func readPosts(ctx context.Context, tx pgx.Tx) ([]district.Post, error) {
	rows, err := tx.Query(ctx, query("snapshot_posts"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (district.Post, error) {
		var p district.Post
		err := row.Scan(&p.ID, &p.Level, &p.Key, &p.Name.ZH, &p.Name.EN, &p.First, &p.Rank, &p.Notice)
		return p, err
	})
}

// An areaRow is an area in force with what ties it to others.
type areaRow struct {
	district.Place
	parent   geo.AreaID       // 0: none
	scope    geo.AreaID       // of the edition; 0: the whole district
	boundary orb.MultiPolygon // valid as long as the outlines it was read into are
}

// areaScan reads the columns of an area.
type areaScan struct {
	levels   map[district.LevelID]*district.Level
	outlines *outlines

	level           district.LevelID
	code, name      pgtype.DriverBytes
	dedicated       bool
	label, boundary pgtype.DriverBytes
}

// into returns where to scan what every area has.
func (s *areaScan) into(a *areaRow) []any {
	return []any{&a.ID, &s.level, &a.parent, &s.code, &s.name, &s.dedicated, &a.Colour, &s.label, &s.boundary}
}

// finish completes an area of the columns that were scanned.
func (s *areaScan) finish(a *areaRow) (err error) {
	a.Level = s.levels[s.level]
	a.Code, a.Name, a.Kind = string(s.code), string(s.name), areaKind(s.dedicated)
	if a.Label, err = readPoint(s.label); err == nil {
		a.boundary, a.Bound, err = s.outlines.multiPolygon(s.boundary)
	}
	if err != nil {
		return fmt.Errorf("area %s: %w", a.Code, err)
	}
	return nil
}

// levelsByID finds levels that places refer to.
func levelsByID(levels []district.Level) map[district.LevelID]*district.Level {
	byID := make(map[district.LevelID]*district.Level, len(levels))
	for i := range levels {
		byID[levels[i].ID] = &levels[i]
	}
	return byID
}

// readAreas reads the areas in force on a day, in order of identity. A parent that is not in force
// is none.
func readAreas(ctx context.Context, tx pgx.Tx, day time.Time, levels []district.Level) ([]areaRow, error) {
	rows, err := tx.Query(ctx, query("snapshot_areas"), args{"day": day})
	if err != nil {
		return nil, err
	}
	scan := areaScan{levels: levelsByID(levels), outlines: &outlines{}}
	var areas []areaRow
	var a areaRow
	var e district.EditionRef
	known := map[int64]*district.EditionRef{}
	_, err = pgx.ForEachRow(rows, append([]any{&e.ID, &e.Number, &e.From, &e.Title, &a.scope}, scan.into(&a)...), func() error {
		if known[e.ID] == nil {
			edition := e
			known[e.ID] = &edition
		}
		a.Edition = known[e.ID]
		err := scan.finish(&a)
		areas = append(areas, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	return withParents(withScope(areas)), nil
}

// readAreasOf reads the areas of some editions in force as readAreas does. Of an area that several
// have, the one that took force last counts.
func readAreasOf(ctx context.Context, tx pgx.Tx, editions []editionRow, levels []district.Level) ([]areaRow, error) {
	ids, byID := make([]int64, len(editions)), make(map[int64]*editionRow, len(editions))
	for i := range editions {
		ids[i], byID[editions[i].ID] = editions[i].ID, &editions[i]
	}
	rows, err := tx.Query(ctx, query("snapshot_divisions"), args{"editions": ids})
	if err != nil {
		return nil, err
	}
	scan := areaScan{levels: levelsByID(levels), outlines: &outlines{}}
	var areas []areaRow
	var a areaRow
	var edition int64
	_, err = pgx.ForEachRow(rows, append([]any{&edition}, scan.into(&a)...), func() error {
		a.Edition, a.scope = &byID[edition].EditionRef, byID[edition].scope
		err := scan.finish(&a)
		areas = append(areas, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(areas, func(a, b areaRow) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), b.Edition.From.Compare(a.Edition.From), cmp.Compare(b.Edition.ID, a.Edition.ID))
	})
	areas = slices.CompactFunc(areas, func(a, b areaRow) bool { return a.ID == b.ID })
	return withParents(withScope(areas)), nil
}

// withScope leaves out the areas of editions whose own scope is in force no more: the grids of a
// community that was merged into another end with it.
func withScope(areas []areaRow) []areaRow {
	for {
		kept := make([]areaRow, 0, len(areas))
		for _, a := range areas {
			if _, present := findArea(areas, a.scope); a.scope == 0 || present {
				kept = append(kept, a)
			}
		}
		if len(kept) == len(areas) {
			return kept
		}
		areas = kept
	}
}

// withParents leaves out parents that are not in force.
func withParents(areas []areaRow) []areaRow {
	for i := range areas {
		if _, ok := findArea(areas, areas[i].parent); !ok {
			areas[i].parent = 0
		}
	}
	return areas
}

// findArea finds an area among others in order of identity.
func findArea(areas []areaRow, id geo.AreaID) (at int, ok bool) {
	return slices.BinarySearchFunc(areas, id, func(a areaRow, id geo.AreaID) int { return cmp.Compare(a.ID, id) })
}

// members returns the places of areas, and their parents.
func members(areas []areaRow) (places []district.Place, parents []geo.AreaID) {
	places, parents = make([]district.Place, len(areas)), make([]geo.AreaID, len(areas))
	for i := range areas {
		places[i], parents[i] = areas[i].Place, areas[i].parent
	}
	return places, parents
}

// landOf returns the boundaries of those areas that have a role.
func landOf(areas []areaRow, role district.Role) []geo.Area {
	var land []geo.Area
	for i := range areas {
		if areas[i].Level.Role == role {
			land = append(land, geo.Area{ID: areas[i].ID, Boundary: areas[i].boundary})
		}
	}
	return land
}
