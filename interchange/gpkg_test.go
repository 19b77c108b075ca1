package interchange_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	orbwkb "github.com/paulmach/orb/encoding/wkb"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/wkb"

	"gewu/interchange"
)

// geoPackage makes a GeoPackage with one layer, buildings, after running further statements.
func geoPackage(t *testing.T, statements ...any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.gpkg")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, s := range []string{
		`create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text)`,
		`insert into gpkg_spatial_ref_sys values ('none', 0, 'NONE', 0, ''), ('GK', 4548, 'epsg', 4548, ''), ('WGS 84', 4326, 'EPSG', 4326, '')`,
		`create table gpkg_contents (table_name text primary key, data_type text, srs_id integer)`,
		`create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer)`,
		`create table "build""ings" (fid integer primary key, geom blob, name text, floors integer, height real, built date, photo blob, seen datetime)`,
		`insert into gpkg_contents values ('build"ings', 'features', 4326)`,
		`insert into gpkg_geometry_columns values ('build"ings', 'geom', 'GEOMETRY', 4326, 0, 0)`,
	} {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range statements {
		var err error
		switch s := s.(type) {
		case string:
			_, err = db.ExecContext(t.Context(), s)
		case []byte:
			_, err = db.ExecContext(t.Context(), `insert into "build""ings" (geom) values (?)`, s)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// blob puts a GeoPackage header with flags and an envelope before wkb.
func blob(flags byte, envelope int, body []byte) []byte {
	head := append([]byte{'G', 'P', 0, flags, 0xe6, 0x10, 0, 0}, make([]byte, envelope)...)
	return append(head, body...)
}

func wkbOf(t *testing.T, g orb.Geometry) []byte {
	t.Helper()
	b, err := orbwkb.Marshal(g, binary.BigEndian)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAGeoPackageIsRead(t *testing.T) {
	path := geoPackage(t, `insert into "build""ings" (fid, name, floors, height, built, photo, seen) values (7, '七号楼', 6, 18.5, '2001-02-03', x'00ff', '2026-01-02T03:04:05Z')`)
	r := readPath(t, path, interchange.Options{})
	if r.err != nil || len(r.refused) > 0 || r.crs != "wgs84" {
		t.Fatalf("%s, refused %v, error %v", r.crs, r.refused, r.err)
	}
	want := map[string]any{"name": "七号楼", "floors": int64(6), "height": 18.5, "built": "2001-02-03", "photo": nil, "seen": "2026-01-02T03:04:05Z"}
	if diff := cmp.Diff(want, r.features[0].Properties); diff != "" || r.features[0].ID != "7" {
		t.Errorf("id %q, properties (-want +got):\n%s", r.features[0].ID, diff)
	}
}

func TestGeometriesOfAGeoPackageLoseZAndM(t *testing.T) {
	flat := orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}}
	encode := func(g geom.T) []byte {
		var b bytes.Buffer
		if err := wkb.Write(&b, wkb.NDR, g); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	xyz := geom.NewMultiPolygon(geom.XYZ).MustSetCoords([][][]geom.Coord{{{{1, 1, 9}, {2, 1, 9}, {2, 2, 9}, {1, 1, 9}}}})
	xyzm := geom.NewLineString(geom.XYZM).MustSetCoords([]geom.Coord{{1, 2, 3, 4}, {5, 6, 7, 8}})
	path := geoPackage(
		t, blob(1, 0, wkbOf(t, orb.Point{1, 2})), blob(3, 32, wkbOf(t, flat)), blob(5, 48, encode(xyz)), blob(9, 64, encode(xyzm)),
		blob(1, 0, wkbOf(t, orb.MultiPoint{{1, 2}})), blob(1, 0, wkbOf(t, orb.MultiLineString{{{1, 2}, {3, 4}}})), blob(1, 0, wkbOf(t, flat[0])),
		`insert into "build""ings" (geom) values (null)`,
	)
	r := readPath(t, path, interchange.Options{})
	if r.err != nil || len(r.refused) > 0 {
		t.Fatalf("refused %v, error %v", r.refused, r.err)
	}
	var got []orb.Geometry
	for _, f := range r.features {
		got = append(got, f.Geometry)
	}
	want := []orb.Geometry{
		orb.Point{1, 2}, flat, flat, orb.LineString{{1, 2}, {5, 6}}, orb.MultiPoint{{1, 2}}, orb.MultiLineString{{{1, 2}, {3, 4}}}, flat[0], nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestABadGeometryOfAGeoPackageIsRefused(t *testing.T) {
	nested := wkbOf(t, orb.MultiPoint{{1, 2}})
	nested[9+4] = 4 // the point becomes a MultiPoint
	for name, b := range map[string][]byte{
		"no GeoPackage header":                   []byte("XX not a blob"),
		"header of the geometry is damaged":      blob(11, 0, nil),
		"extended type":                          blob(0x21, 0, wkbOf(t, orb.Point{1, 2})),
		"the geometry is empty":                  blob(0x11, 0, wkbOf(t, orb.Point{1, 2})),
		"the binary geometry is cut off":         blob(1, 0, wkbOf(t, orb.Point{1, 2})[:20]),
		"the binary geometry is cut off or dama": blob(1, 0, []byte{1, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f}),
		"cut off or damaged":                     blob(1, 0, nested),
		"GeometryCollection":                     blob(1, 0, wkbOf(t, orb.Collection{orb.Point{1, 2}})),
		"WKB type 10":                            blob(1, 0, []byte{1, 10, 0, 0, 0, 0, 0, 0, 0}),
		"out of range":                           blob(1, 0, wkbOf(t, orb.Point{200, 2})),
	} {
		r := readPath(t, geoPackage(t, b, blob(1, 0, wkbOf(t, orb.Point{1, 2}))), interchange.Options{})
		if r.err != nil || len(r.refused) != 1 || len(r.features) != 1 {
			t.Errorf("%s: %d features, refused %v, error %v", name, len(r.features), r.refused, r.err)
			continue
		}
		mustContain(t, name, r.refused[0], "row 1 (1)", name)
	}
}

func TestALayerOfAGeoPackageIsChosen(t *testing.T) {
	path := geoPackage(
		t, `create table roads (id integer primary key, line blob)`, `insert into roads values (1, null)`, `insert into gpkg_contents values ('roads', 'features', 4548)`,
		`insert into gpkg_geometry_columns values ('roads', 'line', 'LINESTRING', 4548, 0, 0)`,
		`create view lost as select * from roads`, `insert into gpkg_contents values ('lost', 'features', 0)`,
		`insert into gpkg_geometry_columns values ('lost', 'line', 'LINESTRING', 0, 0, 0)`,
	)
	mustContain(t, "none chosen", readPath(t, path, interchange.Options{}).err, "--layer", `build"ings (geometry), lost (linestring), roads (linestring)`)
	mustContain(t, "unknown", readPath(t, path, interchange.Options{Layer: "x"}).err, `no layer "x"`, "roads")
	if r := readPath(t, path, interchange.Options{Layer: "roads"}); r.err != nil || r.crs != "EPSG:4548" || len(r.features) != 1 {
		t.Errorf("roads: %d features in %s, error %v", len(r.features), r.crs, r.err)
	}
	mustContain(t, "undefined system", readPath(t, path, interchange.Options{Layer: "lost"}).err, "--crs")
	if r := readPath(t, path, interchange.Options{Layer: "lost", CRS: "EPSG:4548"}); r.err != nil || len(r.features) != 1 || r.features[0].ID != "" {
		t.Errorf("a view: %+v, error %v", r.features, r.err)
	}
	mustContain(t, "conflict", readPath(t, path, interchange.Options{Layer: "roads", CRS: "gcj02"}).err, "contradicts")
	empty := geoPackage(t, `delete from gpkg_geometry_columns`)
	mustContain(t, "no layers", readPath(t, empty, interchange.Options{}).err, "no layer with geometry")
	bare := geoPackage(t, `drop table gpkg_contents`)
	mustContain(t, "only SQLite", readPath(t, bare, interchange.Options{}).err, "not a GeoPackage")
}
