package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

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
		err := row.Scan(&p.ID, &p.Level, &p.Key, &p.Name.ZH, &p.Name.EN, &p.First, &p.Rank)
		return p, err
	})
}

// treeOfAreas is what a snapshot is made of: the places, and the boundaries of those that
// points are located to.
type treeOfAreas struct {
	byID               map[geo.AreaID]*district.Place
	places             []*district.Place
	grids, communities []geo.Area
}

// An areaRow is an area in force with what ties it to others.
type areaRow struct {
	place         *district.Place
	parent, scope *geo.AreaID
	boundary      orb.MultiPolygon // nil: points are not located to its level
}

func readAreas(ctx context.Context, tx pgx.Tx, day time.Time, levels []district.Level) (treeOfAreas, error) {
	byID := make(map[district.LevelID]*district.Level, len(levels))
	for i := range levels {
		byID[levels[i].ID] = &levels[i]
	}
	rows, err := tx.Query(ctx, query("snapshot_areas"), args{"day": day})
	if err != nil {
		return treeOfAreas{}, err
	}
	areas, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (areaRow, error) { return scanArea(row, byID) })
	if err != nil {
		return treeOfAreas{}, err
	}
	return growTree(withScope(areas)), nil
}

func scanArea(row pgx.CollectableRow, levels map[district.LevelID]*district.Level) (areaRow, error) {
	p := &district.Place{}
	a := areaRow{place: p}
	var level district.LevelID
	var west, south, east, north, labelLon, labelLat float64
	var boundary []byte
	err := row.Scan(&p.ID, &level, &p.Code, &a.parent, &p.Name, &p.Kind, &p.Colour,
		&p.Edition.ID, &p.Edition.Number, &p.Edition.From, &p.Edition.Title, &a.scope,
		&west, &south, &east, &north, &labelLon, &labelLat, &boundary)
	if err != nil {
		return a, err
	}
	p.Level = levels[level]
	if err := setPoints([]*geo.Point{&p.Bound.Min, &p.Bound.Max, &p.Label},
		[]float64{west, south, east, north, labelLon, labelLat}); err != nil {
		return a, fmt.Errorf("area %s: %w", p.Code, err)
	}
	if boundary != nil {
		a.boundary, err = multiPolygon(boundary)
	}
	return a, err
}

// setPoints rounds pairs of longitude and latitude into points.
func setPoints(points []*geo.Point, degrees []float64) (err error) {
	for i, p := range points {
		if *p, err = geo.PointAt(degrees[2*i], degrees[2*i+1]); err != nil {
			return err
		}
	}
	return nil
}

func multiPolygon(data []byte) (orb.MultiPolygon, error) {
	g, err := wkb.Unmarshal(data)
	if err != nil {
		return nil, err
	}
	return g.(orb.MultiPolygon), nil // the type of the column allows nothing else
}

// withScope leaves out the areas of editions whose own scope is in force no more: the grids of a
// community that was merged into another end with it.
func withScope(areas []areaRow) []areaRow {
	for {
		present := make(map[geo.AreaID]bool, len(areas))
		for _, a := range areas {
			present[a.place.ID] = true
		}
		kept := make([]areaRow, 0, len(areas))
		for _, a := range areas {
			if a.scope == nil || present[*a.scope] {
				kept = append(kept, a)
			}
		}
		if len(kept) == len(areas) {
			return kept
		}
		areas = kept
	}
}

// growTree ties places to their parents. A parent that is not in force is none.
func growTree(areas []areaRow) treeOfAreas {
	tree := treeOfAreas{byID: make(map[geo.AreaID]*district.Place, len(areas))}
	for _, a := range areas {
		tree.byID[a.place.ID] = a.place
		tree.places = append(tree.places, a.place)
		boundary := geo.Area{ID: a.place.ID, Boundary: a.boundary}
		switch a.place.Level.Role {
		case district.RoleGrid:
			tree.grids = append(tree.grids, boundary)
		case district.RoleCommunity:
			tree.communities = append(tree.communities, boundary)
		}
	}
	for _, a := range areas {
		if a.parent != nil {
			a.place.Parent = tree.byID[*a.parent]
		}
	}
	return tree
}

// readHolders gives every place its holders, in order of posts.
func readHolders(ctx context.Context, tx pgx.Tx, day time.Time, places map[geo.AreaID]*district.Place) error {
	rows, err := tx.Query(ctx, query("snapshot_holders"), args{"day": day})
	if err != nil {
		return err
	}
	var area geo.AreaID
	var h district.Holding
	_, err = pgx.ForEachRow(rows, []any{&area, &h.Post, &h.Name, &h.WorkPhone, &h.Duty, &h.From}, func() error {
		if place := places[area]; place != nil {
			place.Holders = append(place.Holders, h)
		}
		return nil
	})
	return err
}
