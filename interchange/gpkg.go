package interchange

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// gpkgRows reads one layer of a GeoPackage in the order of its fid.
type gpkgRows struct {
	db       *sql.DB
	rows     *sql.Rows
	columns  []string
	geometry int // position of the geometry column
	fid      int // position of the primary key, -1 for none
	row      int64
	done     *counter
}

// A gpkgLayer is a row of the GeoPackage's table of contents.
type gpkgLayer struct {
	table, column, shape string
	organization         string
	code                 int
}

func (f *File) openGeoPackage(ctx context.Context, path string) (statement, error) {
	db, err := openSQLite(ctx, path)
	if err != nil {
		return statement{}, err
	}
	g := &gpkgRows{db: db, done: &f.counter, fid: -1}
	f.rows = g
	layers, err := gpkgLayers(ctx, db)
	if err != nil {
		return statement{}, errors.New("it is an SQLite file but not a GeoPackage: it lacks the table of contents")
	}
	layer, err := chooseLayer(layers, f.options.Layer)
	if err != nil {
		return statement{}, err
	}
	if err := g.query(ctx, layer); err != nil {
		return statement{}, err
	}
	f.counter.total = 0
	f.counter.done.Store(0)
	count := db.QueryRowContext(ctx, "select count(*) from "+quoted(layer.table))
	if err := count.Scan(&f.counter.total); err != nil {
		return statement{}, fmt.Errorf("count layer %s: %w", layer.table, err)
	}
	return layer.statement(), nil
}

// openSQLite opens the file for reading only. One with a write-ahead log in a directory that
// cannot be written is opened as it lies.
func openSQLite(ctx context.Context, path string) (*sql.DB, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	for _, how := range []string{"mode=ro", "immutable=1"} {
		name := (&url.URL{Scheme: "file", Path: absolute}).String() + "?" + how + "&_pragma=query_only(1)&_pragma=trusted_schema(0)"
		var db *sql.DB
		if db, err = sql.Open("sqlite", name); err != nil {
			return nil, err
		}
		var n int
		if err = db.QueryRowContext(ctx, "select count(*) from sqlite_master").Scan(&n); err == nil {
			return db, nil
		}
		_ = db.Close() // it could not be used
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, errors.New("the GeoPackage is damaged or cut off")
}

func gpkgLayers(ctx context.Context, db *sql.DB) ([]gpkgLayer, error) {
	rows, err := db.QueryContext(ctx, `
		select c.table_name, g.column_name, g.geometry_type_name,
		       coalesce(s.organization, ''), coalesce(s.organization_coordsys_id, 0)
		from gpkg_contents c
		join gpkg_geometry_columns g on g.table_name = c.table_name
		left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
		order by c.table_name`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var layers []gpkgLayer
	for rows.Next() {
		var l gpkgLayer
		if err := rows.Scan(&l.table, &l.column, &l.shape, &l.organization, &l.code); err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	return layers, rows.Err()
}

func chooseLayer(layers []gpkgLayer, wanted string) (gpkgLayer, error) {
	var listed []string
	for _, l := range layers {
		if l.table == wanted || wanted == "" && len(layers) == 1 {
			return l, nil
		}
		listed = append(listed, fmt.Sprintf("%s (%s)", l.table, strings.ToLower(l.shape)))
	}
	switch {
	case len(layers) == 0:
		return gpkgLayer{}, errors.New("the GeoPackage has no layer with geometry")
	case wanted == "":
		return gpkgLayer{}, fmt.Errorf("it has several layers; choose one with --layer: %s", strings.Join(listed, ", "))
	}
	return gpkgLayer{}, fmt.Errorf("it has no layer %q; the layers are %s", wanted, strings.Join(listed, ", "))
}

func (l gpkgLayer) statement() statement {
	if !strings.EqualFold(l.organization, "EPSG") || l.code <= 0 {
		return statement{}
	}
	crs, err := ParseCRS(strconv.Itoa(l.code))
	if err != nil {
		return statement{}
	}
	return statement{crs: crs}
}

// quoted writes a name as an SQL identifier.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (g *gpkgRows) query(ctx context.Context, l gpkgLayer) error {
	key, err := primaryKey(ctx, g.db, l.table)
	if err != nil {
		return err
	}
	statement := "select * from " + quoted(l.table)
	if key != "" {
		statement += " order by " + quoted(key)
	}
	if g.rows, err = g.db.QueryContext(ctx, statement); err != nil {
		return fmt.Errorf("read layer %s: %w", l.table, err)
	}
	if g.columns, err = g.rows.Columns(); err != nil {
		return err
	}
	g.geometry = slices.Index(g.columns, l.column)
	g.fid = slices.Index(g.columns, key)
	if g.geometry < 0 {
		return fmt.Errorf("layer %s lacks its geometry column %s", l.table, l.column)
	}
	return nil
}

// primaryKey returns the name of the table's key, "" for a view.
func primaryKey(ctx context.Context, db *sql.DB, table string) (string, error) {
	var name string
	err := db.QueryRowContext(ctx, "select name from pragma_table_info(?) where pk = 1", table).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

func (g *gpkgRows) Close() error {
	var err error
	if g.rows != nil {
		err = g.rows.Close()
	}
	return errors.Join(err, g.db.Close())
}

func (g *gpkgRows) next() (Feature, error) {
	if !g.rows.Next() {
		if err := g.rows.Err(); err != nil {
			return Feature{}, fmt.Errorf("after row %d: %w", g.row, err)
		}
		return Feature{}, io.EOF
	}
	g.row++
	g.done.done.Store(g.row)
	cells := make([]any, len(g.columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	if err := g.rows.Scan(into...); err != nil {
		return Feature{}, fmt.Errorf("row %d: %w", g.row, err)
	}
	return g.feature(cells)
}

func (g *gpkgRows) feature(cells []any) (Feature, error) {
	f := Feature{Row: g.row, Properties: make(map[string]any, len(cells))}
	if g.fid >= 0 {
		f.ID = textValue(cells[g.fid])
	}
	for i, cell := range cells {
		if i == g.geometry || i == g.fid {
			continue
		}
		value, err := sqliteValue(cell)
		if err != nil {
			return Feature{}, f.refuse("column %s: %v", g.columns[i], err)
		}
		f.Properties[g.columns[i]] = value
	}
	if cells[g.geometry] == nil {
		return f, nil
	}
	blob, isBlob := cells[g.geometry].([]byte)
	if !isBlob {
		return Feature{}, f.refuse("the geometry is not a blob")
	}
	var err error
	if f.Geometry, err = parseGPKG(blob); err != nil {
		return Feature{}, f.refuse("%v", err)
	}
	return f, nil
}

// sqliteValue turns a cell into a property. Blobs are left out.
func sqliteValue(cell any) (any, error) {
	switch v := cell.(type) {
	case []byte:
		return nil, nil
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly), nil
		}
		return v.Format(time.RFC3339Nano), nil
	case float64:
		if v != v || v-v != 0 {
			return nil, nil
		}
	case string:
		if !utf8.ValidString(v) {
			return nil, errors.New("the text is not UTF-8")
		}
		if strings.IndexByte(v, 0) >= 0 {
			return nil, errNUL
		}
	}
	return cell, nil
}

// parseGPKG reads a GeoPackage geometry: its header (magic, version, flags, SRS, envelope) and
// the WKB behind it, with Z and M dropped.
func parseGPKG(b []byte) (orb.Geometry, error) {
	if len(b) < 8 || string(b[:2]) != "GP" || b[2] != 0 {
		return nil, errors.New("the geometry has no GeoPackage header")
	}
	flags := b[3]
	envelopes := [...]int{0, 32, 48, 48, 64}
	envelope := int(flags >> 1 & 7)
	switch {
	case flags&0x20 != 0:
		return nil, errors.New("the geometry is of an extended type, which cannot be read")
	case envelope >= len(envelopes) || len(b) < 8+envelopes[envelope]:
		return nil, errors.New("the GeoPackage header of the geometry is damaged")
	case flags&0x10 != 0:
		return nil, errEmpty
	}
	return parseWKB(b[8+envelopes[envelope]:])
}
