package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/tiles"
)

// readLayer reads a layer by the statement layer_name, whose rows are id, first zoom, geometry as
// little-endian WKB, and then the fields of the layer in their order; behind them, where it lies in an
// area, the point that decides in which, and of an issue its grid.
func readLayer(ctx context.Context, tx pgx.Tx, l tiles.Layer) (*memoryLayer, error) {
	rows, err := tx.Query(ctx, query("layer_"+l.Name))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	b := newLayerBuilder(l)
	for rows.Next() {
		if err := b.row(rows.RawValues()); err != nil {
			return nil, err
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return b.finish(), nil
}

// errRow is wrapped by errors about a row that is not what its statement promises.
var errRow = errors.New("not a row of a layer")

// row adds a feature from the columns of a row as the database sends them.
func (b *layerBuilder) row(values [][]byte) error {
	fields := 3 + len(b.layer.columns)
	if len(values) != fields+placeColumns[b.layer.name] || len(values[0]) != 8 || len(values[1]) != 8 {
		return fmt.Errorf("%d columns: %w", len(values), errRow)
	}
	id := binary.BigEndian.Uint64(values[0])
	b.begin(int64(id), uint8(binary.BigEndian.Uint64(values[1])))
	if rest, err := b.wkb(values[2]); err != nil || len(rest) > 0 {
		return fmt.Errorf("geometry of %d: %w", id, errors.Join(err, errRow))
	}
	if err := b.lies(values[fields:]); err != nil {
		return fmt.Errorf("place of %d: %w", id, err)
	}
	for i, value := range values[3:fields] {
		if err := b.value(i, value); err != nil {
			return fmt.Errorf("%s of %d: %w", b.layer.columns[i].Name, id, err)
		}
	}
	return nil
}

// placeColumns is how many columns of a layer's rows say in which area a feature lies.
var placeColumns = map[string]int{"greens": 1, "estates": 1, "facilities": 1, "buildings": 1, "issues": 2}

// lies reads in which area a feature lies: the point that decides, and of an issue its grid.
func (b *layerBuilder) lies(values [][]byte) error {
	if len(values) == 0 {
		return nil
	}
	data := values[0]
	if len(data) != 5+16 || data[0] != 1 || binary.LittleEndian.Uint32(data[1:]) != wkbPoint {
		return errRow
	}
	if _, err := b.vertices(data[5:], 1, b.spot); err != nil {
		return err
	}
	if len(values) > 1 {
		if len(values[1]) != 8 {
			return errRow
		}
		b.layer.grids = append(b.layer.grids, int64(binary.BigEndian.Uint64(values[1])))
	}
	return nil
}

func (b *layerBuilder) value(column int, value []byte) error {
	kind := b.layer.columns[column].Type
	switch {
	case kind == tiles.Text:
		b.text(column, value)
	case value == nil:
		b.number(column, unknown)
	case kind == tiles.Truth && len(value) == 1:
		b.number(column, int64(value[0]))
	case kind == tiles.Number && len(value) == 8:
		b.number(column, int64(binary.BigEndian.Uint64(value)))
	default:
		return fmt.Errorf("%d bytes: %w", len(value), errRow)
	}
	return nil
}

// Types of geometry in WKB.
const (
	wkbPoint   = 1
	wkbLine    = 2
	wkbPolygon = 3
	wkbLines   = 5
	wkbAreas   = 6
)

var errWKB = errors.New("WKB ends too early, or is of a type that no layer has")

// wkb adds a geometry to the feature and returns what follows it.
func (b *layerBuilder) wkb(data []byte) ([]byte, error) {
	if len(data) < 5 || data[0] != 1 {
		return nil, errWKB
	}
	kind, data := binary.LittleEndian.Uint32(data[1:]), data[5:]
	if kind == wkbPoint {
		return b.vertices(data, 1, b.point)
	}
	n, data, err := wkbCount(data)
	if err != nil {
		return nil, err
	}
	switch kind {
	case wkbLine:
		b.part(linePart)
		return b.vertices(data, n, b.vertex)
	case wkbPolygon:
		return b.polygon(data, n)
	case wkbLines, wkbAreas:
		for range n {
			if data, err = b.wkb(data); err != nil {
				return nil, err
			}
		}
		return data, nil
	}
	return nil, errWKB
}

func wkbCount(data []byte) (int, []byte, error) {
	if len(data) < 4 {
		return 0, nil, errWKB
	}
	return int(binary.LittleEndian.Uint32(data)), data[4:], nil
}

// polygon adds the rings of a polygon, each without the point that closes it.
func (b *layerBuilder) polygon(data []byte, rings int) ([]byte, error) {
	kind := outlinePart
	for range rings {
		n, rest, err := wkbCount(data)
		if err != nil || n < 4 {
			return nil, errWKB
		}
		b.part(kind)
		if data, err = b.vertices(rest, n-1, b.vertex); err != nil {
			return nil, err
		}
		if len(data) < 16 {
			return nil, errWKB
		}
		data, kind = data[16:], holePart
	}
	return data, nil
}

// vertices adds n positions.
func (b *layerBuilder) vertices(data []byte, n int, add func(geo.Point)) ([]byte, error) {
	if n > len(data)/16 {
		return nil, errWKB
	}
	for ; n > 0; n-- {
		p, err := geo.PointAt(wkbNumber(data), wkbNumber(data[8:]))
		if err != nil {
			return nil, err
		}
		add(p)
		data = data[16:]
	}
	return data, nil
}

func wkbNumber(data []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(data)) }
