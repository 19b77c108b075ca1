package interchange_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gewu/interchange"
)

// ogr2ogr makes a file of a GeoJSON text by GDAL.
func ogr2ogr(t *testing.T, name, geojson string, arguments ...string) string {
	t.Helper()
	dir := t.TempDir()
	source, target := filepath.Join(dir, "source.geojson"), filepath.Join(dir, name)
	if err := os.WriteFile(source, []byte(geojson), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ogr2ogr", append(arguments, target, source)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ogr2ogr: %v: %s", err, out)
	}
	return target
}

const twoSquares = `{"type":"FeatureCollection","features":[
	{"type":"Feature","properties":{"code":"001","n":5},"geometry":{"type":"Polygon","coordinates":[[[117.123456789,26],[117.2,26],[117.2,26.1],[117.123456789,26]]]}},
	{"type":"Feature","properties":{"code":"002","n":6},"geometry":{"type":"Polygon","coordinates":[[[117.2,26],[117.3,26],[117.3,26.1],[117.2,26]]]}}]}`

func TestFormatsOfGDALAreRead(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		arguments  []string
		crs        interchange.CRS
		layer      string
	}{
		{"shapefile", "a b;c.shp", nil, "wgs84", ""},
		{"shapefile in CGCS2000 degrees", "a.shp", []string{"-t_srs", "EPSG:4490"}, "cgcs2000", ""},
		{"shapefile in a Gauss–Krüger zone", "a.shp", []string{"-t_srs", "EPSG:4548"}, "EPSG:4548", ""},
		{"KML", "a.kml", nil, "wgs84", ""},
		{"FlatGeobuf", "a.fgb", []string{"-t_srs", "EPSG:4548"}, "EPSG:4548", ""},
		{"GML", "a.gml", []string{"-t_srs", "EPSG:4548"}, "EPSG:4548", ""},
		{"layer by name", "a.kml", nil, "wgs84", "source"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := readPath(t, ogr2ogr(t, tt.file, twoSquares, tt.arguments...), interchange.Options{Layer: tt.layer})
			if r.err != nil || len(r.refused) > 0 || len(r.features) != 2 || r.crs != tt.crs {
				t.Fatalf("%d features in %s, refused %v, error %v; want 2 in %s", len(r.features), r.crs, r.refused, r.err, tt.crs)
			}
			bound := r.features[0].Geometry.Bound()
			if metres := bound.Min[0] > 180; metres != (tt.crs == "EPSG:4548") {
				t.Errorf("bound %v in %s", bound, tt.crs)
			}
			if !metresOrClose(bound.Min[0], 117.123456789) {
				t.Errorf("western end %.10f, want 117.123456789", bound.Min[0])
			}
		})
	}
}

func metresOrClose(x, want float64) bool { return x > 180 || x > want-2e-7 && x < want+2e-7 }

func TestAShapefileWithoutAProjectionNeedsOne(t *testing.T) {
	path := ogr2ogr(t, "a.shp", twoSquares)
	if err := os.Remove(strings.TrimSuffix(path, ".shp") + ".prj"); err != nil {
		t.Fatal(err)
	}
	mustContain(t, "without prj", readPath(t, path, interchange.Options{}).err, "a.shp", "--crs", interchange.Choices)
	r := readPath(t, path, interchange.Options{CRS: "cgcs2000"})
	if r.err != nil || len(r.features) != 2 || r.srid != 4490 {
		t.Errorf("%d features, error %v", len(r.features), r.err)
	}
}

func TestAProjectionWithoutACodeIsNamed(t *testing.T) {
	path := ogr2ogr(t, "a.shp", twoSquares, "-t_srs", "+proj=tmerc +lat_0=0 +lon_0=120.7833 +k=1 +x_0=50805 +y_0=-3421129 +ellps=GRS80 +units=m")
	mustContain(t, "a city's own system", readPath(t, path, interchange.Options{}).err, "no EPSG code is known")
	if r := readPath(t, path, interchange.Options{CRS: "EPSG:990001"}); r.err != nil || r.srid != 990001 {
		t.Errorf("with a custom SRID: %d, error %v", r.srid, r.err)
	}
}

func TestAShapefileInGBKWithoutDeclarationIsRead(t *testing.T) {
	path := ogr2ogr(t, "a.shp", strings.NewReplacer("001", "列东街道一号网格", "002", "徐碧街道网格").Replace(twoSquares), "-lco", "ENCODING=UTF-8")
	stem := strings.TrimSuffix(path, ".shp")
	if err := os.Remove(stem + ".cpg"); err != nil {
		t.Fatal(err)
	}
	undeclared, err := os.ReadFile(stem + ".dbf")
	if err != nil {
		t.Fatal(err)
	}
	undeclared[29] = 0
	gbk := []byte(replaceRunes(t, string(undeclared)))
	inside, err := simplifiedchinese.GBK.NewEncoder().String("梅列/网格") // as archives made on Chinese Windows name it
	if err != nil {
		t.Fatal(err)
	}
	for encoding, table := range map[string][]byte{"UTF-8": undeclared, "GBK": gbk} {
		if err := os.WriteFile(stem+".dbf", table, 0o600); err != nil {
			t.Fatal(err)
		}
		r := readPath(t, path, interchange.Options{})
		if r.err != nil || len(r.features) != 2 || r.features[0].Properties["code"] != "列东街道一号网格" {
			t.Errorf("%s: %+v, error %v", encoding, r.features, r.err)
		}
		zipped := zippedAll(t, inside+".shp", file(t, path), inside+".dbf", string(table), inside+".shx", file(t, stem+".shx"), inside+".prj", file(t, stem+".prj"))
		r = read(t, "网格 a.zip", zipped, interchange.Options{})
		if r.err != nil || len(r.features) != 2 || r.features[1].Properties["code"] != "徐碧街道网格" {
			t.Errorf("%s zipped: %+v, error %v", encoding, r.features, r.err)
		}
	}
}

// replaceRunes turns the Chinese names of a table from UTF-8 into GBK of the same width.
func replaceRunes(t *testing.T, table string) string {
	t.Helper()
	for _, name := range []string{"列东街道一号网格", "徐碧街道网格"} {
		gbk, err := simplifiedchinese.GBK.NewEncoder().String(name)
		if err != nil {
			t.Fatal(err)
		}
		table = strings.ReplaceAll(table, name, gbk+strings.Repeat(" ", len(name)-len(gbk)))
	}
	return table
}

func file(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestALayerOfSeveralMustBeChosen(t *testing.T) {
	kml := `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
		<Folder><name>one</name><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></Folder>
		<Folder><name>two</name><Placemark><Point><coordinates>3,4</coordinates></Point></Placemark></Folder></Document></kml>`
	mustContain(t, "none chosen", read(t, "a.kml", kml, interchange.Options{}).err, "--layer", "one (", "two (")
	mustContain(t, "unknown", read(t, "a.kml", kml, interchange.Options{Layer: "three"}).err, `no layer "three"`)
	r := good(t, "a.kml", kml, interchange.Options{Layer: "two"})
	if r.features[0].Geometry != (orb.Point{3, 4}) {
		t.Errorf("read %v, want the point of two", r.features[0].Geometry)
	}
}

func TestAFileOfSeveralInAnArchiveMustBeChosen(t *testing.T) {
	kml := `<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>1,2</coordinates></Point></Placemark></kml>`
	archive := zippedAll(t, "街道/a.kml", kml, "街道/b.kml", strings.Replace(kml, "1,2", "3,4", 1), "readme.md", "x")
	mustContain(t, "none chosen", read(t, "a.zip", archive, interchange.Options{}).err, "--layer", "街道/a.kml, 街道/b.kml")
	r := good(t, "a.zip", archive, interchange.Options{Layer: "b"})
	if r.features[0].Geometry != (orb.Point{3, 4}) {
		t.Errorf("read %v, want the point of b.kml", r.features[0].Geometry)
	}
	nothing := zippedAll(t, "readme.md", "x")
	mustContain(t, "nothing", read(t, "a.zip", nothing, interchange.Options{}).err, "holds no table")
}

func TestADrawingStatesNoSystem(t *testing.T) {
	path := ogr2ogr(t, "a.dxf", `{"type":"LineString","coordinates":[[485113,2901923],[485213,2901923]]}`, "-skipfailures")
	mustContain(t, "DXF", readPath(t, path, interchange.Options{}).err, "--crs")
	r := readPath(t, path, interchange.Options{CRS: "EPSG:4548"})
	if r.err != nil || len(r.features) != 1 {
		t.Fatalf("%d features, refused %v, error %v", len(r.features), r.refused, r.err)
	}
	if diff := cmp.Diff(orb.LineString{{485113, 2901923}, {485213, 2901923}}, r.features[0].Geometry); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAWorkbookIsReadAsATable(t *testing.T) {
	path := ogr2ogr(t, "a.xlsx", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"名称":"一号楼","经度":117.6,"纬度":26.2,"户数":12},"geometry":null}]}`)
	r := readPath(t, path, interchange.Options{CRS: "cgcs2000"})
	if r.err != nil || len(r.features) != 1 || r.features[0].Geometry != (orb.Point{117.6, 26.2}) {
		t.Fatalf("%+v, refused %v, error %v", r.features, r.refused, r.err)
	}
	mustContain(t, "without crs", readPath(t, path, interchange.Options{}).err, "--crs")
}

func TestAMissingGDALIsNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.kml")
	if err := os.WriteFile(path, []byte("<kml/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir())
	mustContain(t, "without GDAL", readPath(t, path, interchange.Options{}).err, "apt-get install gdal-bin")
}

func TestAFileThatGDALCannotReadToItsEndIsAnError(t *testing.T) {
	path := ogr2ogr(t, "a.shp", twoSquares)
	if err := os.Truncate(path, 180); err != nil {
		t.Fatal(err)
	}
	mustContain(t, "cut off", readPath(t, path, interchange.Options{}).err, "GDAL", ".shp")
}

func TestClosingEarlyEndsGDAL(t *testing.T) {
	path := ogr2ogr(t, "a.fgb", featureCollection(strings.Split(strings.TrimSpace(string(buildingLines(5_000))), "\n")...))
	f, err := interchange.Open(t.Context(), path, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range f.Features() {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	_, errs := collect(f.Features())
	if len(errs) != 1 {
		t.Fatalf("errors after closing: %v, want one", errs)
	}
	mustContain(t, "after closing", errs[0], "closed")
}

func TestCancellingEndsGDAL(t *testing.T) {
	path := ogr2ogr(t, "a.fgb", featureCollection(strings.Split(strings.TrimSpace(string(buildingLines(5_000))), "\n")...))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f, err := interchange.Open(ctx, path, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, last = range f.Features() {
		cancel()
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("reading ended with %v, want %v", last, context.Canceled)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

func TestOtherJSONIsLeftToGDAL(t *testing.T) {
	topology := `{"type":"Topology","arcs":[[[0,0],[2,0],[2,2],[0,0]]],"objects":{"grids":{"type":"GeometryCollection","geometries":[{"type":"Polygon","properties":{"code":"1"},"arcs":[[0]]}]}}}`
	r := read(t, "a.json", topology, interchange.Options{CRS: "wgs84"})
	if r.err != nil || len(r.features) != 1 || r.features[0].Properties["code"] != "1" {
		t.Errorf("TopoJSON: %+v, error %v", r.features, r.err)
	}
}
