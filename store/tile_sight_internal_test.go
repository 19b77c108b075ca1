package store

import (
	"context"

	"gewu/tiles"
)

// Encoded returns a layer of a tile as the database encodes it, as if it were too large for memory.
func (db *DB) Encoded(ctx context.Context, layer string, a tiles.Address, sight *tiles.Sight) ([]byte, error) {
	return db.encode(ctx, layer, a, sight)
}
