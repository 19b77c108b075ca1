package store

import (
	"context"
	"fmt"
	"maps"
	"time"

	"gewu/tiles"
)

// issueZoom is the first zoom at which the layer issues has one point for each issue.
const issueZoom = 14

// Tile returns a vector tile (MVT, version 2) with the named layers, one name or several between
// commas, as they stand on a day. It returns no bytes when none of them has anything in it,
// and leaves out a layer that has no features at the tile's zoom. An unknown layer is an error
// that wraps [tiles.ErrLayer]. The same data gives the same bytes.
//
// Layers other than those of areas are held in memory, where they fit. A point is in one tile of
// each zoom only; so is the point that stands for all issues of a square below zoom 14, and adding
// up count over the tiles of a zoom gives the number of all issues.
func (db *DB) Tile(ctx context.Context, layers string, a tiles.Address, day time.Time) ([]byte, error) {
	list, err := tiles.ParseLayers(layers)
	if err != nil {
		return nil, err
	}
	var parts []func(*tiles.Encoder)
	for _, layer := range list {
		if !layer.At(a.Z) {
			continue
		}
		part, err := db.layer(ctx, layer, a, day)
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
func (db *DB) layer(ctx context.Context, l tiles.Layer, a tiles.Address, day time.Time) (func(*tiles.Encoder), error) {
	if _, ok := relations[l.Name]; ok {
		version, err := db.Version(ctx)
		if err != nil {
			return nil, err
		}
		kept, err := db.layerAt(ctx, l, version)
		if err != nil {
			return nil, err
		}
		if kept != nil {
			return func(e *tiles.Encoder) { kept.draw(e, a) }, nil
		}
	}
	encoded, err := db.encodedLayer(ctx, l.Name, a, day)
	return func(e *tiles.Encoder) { e.Append(encoded) }, err
}

// encodedLayer returns a layer that the database encodes.
func (db *DB) encodedLayer(ctx context.Context, name string, a tiles.Address, day time.Time) ([]byte, error) {
	statement, arguments := "tile_"+name, edges(a)
	switch name {
	case "communities", "grids", "labels":
		return db.areaLayer(ctx, name, a, day)
	case "issues":
		if a.Z < issueZoom {
			statement = "tile_issues_counted"
		}
	case "facilities":
	default:
		maps.Copy(arguments, number(a))
	}
	return db.encode(ctx, statement, arguments)
}

// encode returns the layer that a statement encodes.
func (db *DB) encode(ctx context.Context, statement string, arguments args) ([]byte, error) {
	var layer []byte
	err := db.pool.QueryRow(ctx, query(statement), arguments).Scan(&layer)
	return layer, err
}

// edges are the edges of a tile in degrees, as arguments of a statement.
func edges(a tiles.Address) args {
	b := a.Bound()
	return args{"west": b.Min[0], "south": b.Min[1], "east": b.Max[0], "north": b.Max[1]}
}

// number is the address of a tile, as arguments of a statement.
func number(a tiles.Address) args { return args{"z": a.Z, "x": a.X, "y": a.Y} }
