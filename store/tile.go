package store

import (
	"context"
	"fmt"
	"time"

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
	if _, ofGround := relations[l.Name]; !ofGround {
		return db.areaLayer(ctx, l, a, day)
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
		return func(e *tiles.Encoder) { kept.draw(e, a) }, nil
	}
	encoded, err := db.encode(ctx, l.Name, a)
	return func(e *tiles.Encoder) { e.Append(encoded) }, err
}

// encode returns a layer as the database encodes it.
func (db *DB) encode(ctx context.Context, name string, a tiles.Address) (layer []byte, err error) {
	b := a.Bound()
	arguments := args{"west": b.Min[0], "south": b.Min[1], "east": b.Max[0], "north": b.Max[1]}
	switch {
	case name == "issues" && a.Z < issueZoom:
		name = "issues_counted"
	case name == "issues", name == "facilities":
	default:
		arguments["z"], arguments["x"], arguments["y"] = a.Z, a.X, a.Y
	}
	err = db.loader.QueryRow(ctx, query("tile_"+name), arguments).Scan(&layer)
	return layer, err
}
