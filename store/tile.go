package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/district"
	"gewu/tiles"
)

// issueZoom is the first zoom at which the layer issues has one point for each issue.
const issueZoom = 14

// Tile returns a vector tile (MVT, version 2) with the named layers, one name or several between
// commas, as they stand on a day. It returns no bytes when none of them has anything in it,
// and leaves out a layer that has no features at the tile's zoom. An unknown layer is an error
// that wraps [tiles.ErrLayer]. The same data gives the same bytes. While a [DB.Watch] runs, tiles are
// made of data as new as any version that was told before, and else of the newest.
//
// Areas are drawn from the snapshot of the day, the other layers are held in memory where they fit. A point is in one tile of
// each zoom only; so is the point that stands for all issues of a square below zoom 14, and adding
// up count over the tiles of a zoom gives the number of all issues that are seen. Of areas the tile has
// those that the sight sees, and those that these lie in, by name.
func (db *DB) Tile(ctx context.Context, layers string, a tiles.Address, day time.Time, sight *tiles.Sight) ([]byte, error) {
	list, err := tiles.ParseLayers(layers)
	if err != nil {
		return nil, err
	}
	var parts []func(*tiles.Encoder)
	for _, layer := range list {
		if !layer.At(a.Z) {
			continue
		}
		part, err := db.layer(ctx, layer, a, day, sight)
		if err != nil {
			return nil, fmt.Errorf("tile %s/%v: %w", layer.Name, a, err)
		}
		parts = append(parts, part)
	}
	return tiles.Encode(a, func(e *tiles.Encoder) {
		for _, part := range parts {
			part(e)
		}
	}), nil
}

// layer returns what writes one layer of a tile.
func (db *DB) layer(ctx context.Context, l tiles.Layer, a tiles.Address, day time.Time, sight *tiles.Sight) (func(*tiles.Encoder), error) {
	if _, ofGround := relations[l.Name]; !ofGround {
		return db.areaLayer(ctx, l, a, day, sight.Areas)
	}
	version, err := db.enough(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := db.layerAt(ctx, l, version)
	if err != nil {
		return nil, err
	}
	if kept != nil {
		v, err := db.seeing(ctx, l.Name, sight)
		return func(e *tiles.Encoder) { kept.draw(e, a, v) }, err
	}
	encoded, err := db.encode(ctx, l.Name, a, sight)
	return func(e *tiles.Encoder) { e.Append(encoded) }, err
}

// encode returns a layer as the database encodes it. A layer of things in areas, other than buildings
// and issues, is not encoded for who sees some areas only.
func (db *DB) encode(ctx context.Context, name string, a tiles.Address, sight *tiles.Sight) (layer []byte, err error) {
	b := a.Bound()
	arguments := args{"west": b.Min[0], "south": b.Min[1], "east": b.Max[0], "north": b.Max[1]}
	if name == "issues" {
		return db.encodeIssues(ctx, a, sight.Issues, arguments)
	}
	if name != "facilities" {
		arguments["z"], arguments["x"], arguments["y"] = a.Z, a.X, a.Y
	}
	switch {
	case name == "buildings" && (!sight.Areas.All || !sight.Counts.All):
		name = "buildings_seen"
		if err := db.addLand(ctx, arguments, sight); err != nil {
			return nil, err
		}
	case lies[name] && !sight.Areas.All:
		return nil, nil
	}
	err = db.loader.QueryRow(ctx, query("tile_"+name), arguments).Scan(&layer)
	return layer, err
}

// encodeIssues returns the layer issues. Which are seen the database decides itself.
func (db *DB) encodeIssues(ctx context.Context, a tiles.Address, scope access.Scope, arguments args) (layer []byte, err error) {
	name := "tile_issues"
	if a.Z < issueZoom {
		name = "tile_issues_counted"
	}
	if scope.All { // without policies to look at, PostgreSQL uses the index on places
		err = db.loader.QueryRow(ctx, query(name), arguments).Scan(&layer)
		return layer, err
	}
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, query(name), arguments).Scan(&layer)
	})
	return layer, err
}

// addLand adds what of buildings is seen to the arguments of a statement.
func (db *DB) addLand(ctx context.Context, arguments args, sight *tiles.Sight) error {
	s, err := db.On(ctx, sight.Day)
	if err != nil {
		return err
	}
	arguments["all"] = sight.Areas.All
	arguments["seen"], arguments["seen_editions"] = landIn(s, sight.Areas)
	arguments["counted"], arguments["counted_editions"] = landIn(s, sight.Counts)
	return nil
}

// landIn returns the communities and grids that make up a scope, with the editions of their
// boundaries. For Everything that is all communities.
func landIn(s *district.Snapshot, scope access.Scope) (areas, editions []int64) {
	add := func(p *district.Place) {
		areas, editions = append(areas, int64(p.ID)), append(editions, p.Edition.ID)
	}
	for _, c := range s.Communities() {
		if c.Within(scope) {
			add(c)
			continue
		}
		for _, grid := range s.Grids(c.ID) {
			if grid.Within(scope) {
				add(grid)
			}
		}
	}
	return areas, editions
}
