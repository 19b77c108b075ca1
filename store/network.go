package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
	"gewu/hotspot/reach"
)

// A keptNetwork is the network of ways as it was last read. The zero value holds none.
type keptNetwork struct {
	mutex   sync.Mutex
	version int64 // of the data, at which roads or water changed last
	paths   *reach.Paths
	read    bool
}

// network returns what is walked on, nil where there are no roads, and the day on which roads or water
// changed last in a time zone, the zero time where never. It is read and noded once for each version of
// roads and water, also when several ask at once.
func (db *DB) network(ctx context.Context, tx pgx.Tx, zone string) (*reach.Paths, time.Time, error) {
	var version int64
	var day *time.Time
	if err := tx.QueryRow(ctx, query("network_version"), args{"zone": zone}).Scan(&version, &day); err != nil {
		return nil, time.Time{}, fmt.Errorf("version of the ways: %w", err)
	}
	if day == nil {
		day = &time.Time{}
	}
	k := &db.ways
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if !k.read || k.version != version {
		paths, err := readNetwork(ctx, tx)
		if err != nil {
			return nil, time.Time{}, fmt.Errorf("network of ways: %w", err)
		}
		k.paths, k.version, k.read = paths, version, true
	}
	return k.paths, *day, nil
}

func readNetwork(ctx context.Context, tx pgx.Tx) (*reach.Paths, error) {
	ways, err := readWays(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("ways: %w", err)
	}
	waters, err := readWaters(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("waters: %w", err)
	}
	paths, err := reach.Draw(ways, waters, reach.Walking)
	if errors.Is(err, reach.ErrNoWays) {
		return nil, nil
	}
	return paths, err
}

// readWays reads each line of a road as a way of its own.
func readWays(ctx context.Context, tx pgx.Tx) ([]reach.Way, error) {
	rows, err := tx.Query(ctx, query("network_ways"))
	if err != nil {
		return nil, err
	}
	var ways []reach.Way
	var line []byte
	var class string
	var way reach.Way
	_, err = pgx.ForEachRow(rows, []any{&line, &class, &way.Bridge, &way.Tunnel, &way.Level}, func() error {
		way.Class, _ = reach.ParseClass(class)
		lines, err := pointsOfLines(line)
		for _, points := range lines {
			one := way
			one.Points = points
			ways = append(ways, one)
		}
		return err
	})
	return ways, err
}

func readWaters(ctx context.Context, tx pgx.Tx) ([]reach.Water, error) {
	rows, err := tx.Query(ctx, query("network_waters"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (w reach.Water, err error) {
		var shape []byte
		if err = row.Scan(&shape); err != nil {
			return w, err
		}
		g, err := wkb.Unmarshal(shape)
		if err != nil {
			return w, err
		}
		if surface, ok := g.(orb.MultiPolygon); ok {
			w.Surface = surface
			return w, nil
		}
		w.Lines, err = pointsOfLines(shape)
		return w, err
	})
}

// pointsOfLines reads lines as points of the ground.
func pointsOfLines(data []byte) ([][]geo.Point, error) {
	g, err := wkb.Unmarshal(data)
	if err != nil {
		return nil, err
	}
	lines, ok := g.(orb.MultiLineString)
	if !ok {
		return nil, fmt.Errorf("the way is a %s", g.GeoJSONType())
	}
	out := make([][]geo.Point, len(lines))
	for i, line := range lines {
		out[i] = make([]geo.Point, len(line))
		for k, p := range line {
			if out[i][k], err = geo.PointAt(p[0], p[1]); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}
