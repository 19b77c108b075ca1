package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/singleflight"

	"gewu/district"
	"gewu/tiles"
)

// What a table may have at most for its layer to be held in memory.
const (
	mostFeatures   = 2_000_000
	mostLayerBytes = 1 << 30 // on disk; the layer takes less than half of that
)

// relations names the table of each layer that may be held in memory.
var relations = map[string]string{
	"water": "water", "greens": "facility", "estates": "estate", "roads": "road",
	"buildings": "building", "facilities": "facility", "issues": "issue",
}

// keptLayers holds layers as they stand at some version. The zero value is ready.
type keptLayers struct {
	flights singleflight.Group
	kept    sync.Map // of name to *keptLayer
}

// A keptLayer is a layer that nothing has changed from the version it was read at to version.
type keptLayer struct {
	layer   *memoryLayer // nil: it is too large to be held in memory
	version atomic.Int64
}

// layerAt returns a layer as it stands at a version or later, nil when it is not to be held in
// memory. It is read again only when the change log names what is in it.
func (db *DB) layerAt(ctx context.Context, l tiles.Layer, version int64) (*memoryLayer, error) {
	k := db.layers.find(l.Name)
	if k != nil && k.version.Load() >= version {
		return k.layer, nil
	}
	flight := db.layers.flights.DoChan(fmt.Sprint(l.Name, version), func() (any, error) {
		// One caller that gives up must not fail the others that wait for the same layer.
		return db.refreshLayer(context.WithoutCancel(ctx), l)
	})
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-flight:
		if result.Err != nil {
			return nil, result.Err
		}
		return result.Val.(*keptLayer).layer, nil
	}
}

func (k *keptLayers) find(name string) *keptLayer {
	kept, ok := k.kept.Load(name)
	if !ok {
		return nil
	}
	return kept.(*keptLayer)
}

// refreshLayer brings a layer to the version of the data. All of it is of one state of the
// database.
func (db *DB) refreshLayer(ctx context.Context, l tiles.Layer) (k *keptLayer, err error) {
	old := db.layers.find(l.Name)
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, db.loader, options, func(tx pgx.Tx) error {
		var version int64
		if err := tx.QueryRow(ctx, query("version")).Scan(&version); err != nil {
			return fmt.Errorf("version: %w", err)
		}
		if k, err = old.unlessTouched(ctx, tx, l.Name); k == nil && err == nil {
			k = new(keptLayer)
			k.layer, err = loadLayer(ctx, tx, l)
		}
		if err == nil {
			k.reach(version)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("layer %s: %w", l.Name, err)
	}
	db.layers.keep(l.Name, k)
	return k, nil
}

// keep keeps a layer unless a newer one is kept.
func (k *keptLayers) keep(name string, newer *keptLayer) {
	for {
		old, ok := k.kept.LoadOrStore(name, newer)
		if !ok || old == newer || old.(*keptLayer).version.Load() >= newer.version.Load() {
			return
		}
		if k.kept.CompareAndSwap(name, old, newer) {
			return
		}
	}
}

// reach notes that nothing has changed the layer until a version.
func (k *keptLayer) reach(version int64) {
	for {
		old := k.version.Load()
		if old >= version || k.version.CompareAndSwap(old, version) {
			return
		}
	}
}

// unlessTouched returns k, or nil when what is in the layer may have changed since its version.
func (k *keptLayer) unlessTouched(ctx context.Context, tx pgx.Tx, name string) (*keptLayer, error) {
	if k == nil {
		return nil, nil
	}
	changes, err := readChanges(ctx, tx, k.version.Load())
	if err != nil {
		return nil, fmt.Errorf("changes: %w", err)
	}
	for _, c := range changes {
		if c.Noun == district.Anything || c.Noun == relations[name] || name == "issues" && c.Noun == "code" {
			return nil, nil
		}
	}
	return k, nil
}

// loadLayer reads a layer, if it is not too large.
func loadLayer(ctx context.Context, tx pgx.Tx, l tiles.Layer) (*memoryLayer, error) {
	var fits bool
	limits := args{"relation": relations[l.Name], "most": mostFeatures, "bytes": mostLayerBytes}
	if err := tx.QueryRow(ctx, query("layer_fits"), limits).Scan(&fits); err != nil || !fits {
		return nil, err
	}
	return readLayer(ctx, tx, l)
}
