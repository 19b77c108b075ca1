package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/district"
)

// An exporter turns the rows of a statement into rows of a file. The statement's columns become
// properties, but for ID, geometry and attributes.
type exporter struct {
	yield   func(district.Row, error) bool
	columns []string // names of properties, in order
	keys    []string // of all attributes that any row has; nil: each row's own
}

// readKeys finds out which attributes there are.
func (e *exporter) readKeys(ctx context.Context, tx pgx.Tx, statement string, arguments args) error {
	rows, err := tx.Query(ctx, query(statement+"_keys"), arguments)
	if err != nil {
		return err
	}
	e.keys, err = pgx.CollectRows(rows, pgx.RowTo[string])
	return err
}

func (e *exporter) run(ctx context.Context, tx pgx.Tx, statement string, arguments args) error {
	rows, err := tx.Query(ctx, query(statement), arguments)
	if err != nil {
		return err
	}
	defer rows.Close()
	for _, column := range rows.FieldDescriptions() {
		e.columns = append(e.columns, column.Name)
	}
	for rows.Next() {
		values, err := rows.Values()
		if err != nil {
			return err
		}
		row, err := e.row(values)
		if err != nil {
			return err
		}
		if !e.yield(row, nil) {
			return errStopped
		}
	}
	return rows.Err()
}

// row makes a row of the values of all columns.
func (e *exporter) row(values []any) (district.Row, error) {
	var row district.Row
	var attributes map[string]any
	for i, value := range values {
		var err error
		switch name := e.columns[i]; name {
		case "ID":
			row.ID, _ = value.(string)
		case "geometry":
			row.Geometry, err = wkb.Unmarshal(value.([]byte))
		case "attributes":
			attributes, err = decodeAttributes(value.(string))
		default:
			row.Properties = append(row.Properties, district.Property{Name: name, Value: plain(value)})
		}
		if err != nil {
			return row, fmt.Errorf("%s of %q: %w", e.columns[i], row.ID, err)
		}
	}
	row.Properties = append(row.Properties, e.attributes(attributes)...)
	return row, nil
}

// attributes are the columns of the source that had no meaning, in order of their names. One that
// bears the name of a column which has is written with source_ before it.
func (e *exporter) attributes(of map[string]any) []district.Property {
	keys := e.keys
	if keys == nil {
		for key := range of {
			keys = append(keys, key)
		}
		slices.Sort(keys)
	}
	properties := make([]district.Property, len(keys))
	for i, key := range keys {
		name := key
		for e.taken(strings.ToLower(name)) {
			name = "source_" + name
		}
		properties[i] = district.Property{Name: name, Value: of[key]}
	}
	return properties
}

// taken reports whether a column of that name has a meaning: that of a property, or in a table
// that of the identifier or the position.
func (e *exporter) taken(name string) bool {
	position := e.keys != nil && slices.Contains([]string{"lon", "lat", "wkt"}, name)
	return position || name == "id" || slices.Contains(e.columns, name)
}

// decodeAttributes reads an object of JSON; whole numbers stay whole.
func decodeAttributes(text string) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewBufferString(text))
	decoder.UseNumber()
	var attributes map[string]any
	if err := decoder.Decode(&attributes); err != nil {
		return nil, err
	}
	for key, value := range attributes {
		attributes[key] = plain(value)
	}
	return attributes, nil
}

// plain is a value as a Row holds it: times are text in UTC, numbers int64 or float64.
func plain(value any) any {
	switch v := value.(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case json.Number:
		if whole, err := v.Int64(); err == nil {
			return whole
		}
		number, err := v.Float64()
		if err != nil {
			return v.String()
		}
		return number
	default:
		return v
	}
}
