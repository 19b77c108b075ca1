package interchange_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/interchange"
)

func TestABadFileIsRefusedWithItsReason(t *testing.T) {
	whole := featureCollection(point("121.4", "31.2"), point("121.5", "31.2"))
	for _, tt := range []struct {
		name, file, content string
		options             interchange.Options
		reasons             []string
	}{
		{name: "empty", file: "a.geojson", content: "", reasons: []string{"a.geojson", "empty"}},
		{name: "only blanks", file: "a.csv", content: " \n\n", reasons: []string{"empty"}},
		{name: "empty inside gzip", file: "a.geojson.gz", content: gzipped(t, ""), reasons: []string{"empty"}},
		{name: "GeoJSON cut off inside a row", file: "a.geojson", content: whole[:len(whole)-30], reasons: []string{"after row 1", "cut off"}},
		{name: "GeoJSON cut off between rows", file: "a.geojson", content: whole[:len(whole)-2], reasons: []string{"after row 2", "cut off"}},
		{name: "GeoJSONSeq cut off inside a row", file: "a.geojsonl", content: point("1", "2") + "\n" + point("1", "2")[:30], reasons: []string{"row 2", "cut off"}},
		{name: "gzip cut off", file: "a.geojson.gz", content: gzipped(t, whole)[:60], reasons: []string{"cut off"}},
		{name: "table cut off inside a quoted cell", file: "a.csv", content: "lon,lat,name\n1,2,a\n1,2,\"abc\ndef", options: interchange.Options{CRS: "wgs84"}, reasons: []string{"row 2", "quoted cell"}},
		{name: "quotation mark that swallows the file", file: "a.csv", content: "lon,lat,name\n1,2,\"abc\n" + strings.Repeat("1,2,x\n", 1000), options: interchange.Options{CRS: "wgs84", MaxLineBytes: 1000}, reasons: []string{"row 1", "longer than 1000 bytes", "quotation mark"}},
		{name: "not a gzip file", file: "a.csv.gz", content: "lon,lat\n1,2\n", reasons: []string{"not a gzip file"}},
		{name: "not a GeoPackage", file: "a.gpkg", content: whole, reasons: []string{"not a GeoPackage"}},
		{name: "GeoPackage cut off", file: "a.gpkg", content: "SQLite format 3\x00" + strings.Repeat("x", 600), reasons: []string{"damaged or cut off"}},
		{name: "not a zip archive", file: "a.zip", content: whole, reasons: []string{"not a zip archive"}},
		{name: "zip archive cut off", file: "a.zip", content: "PK\x03\x04 and no more", reasons: []string{"damaged or cut off"}},
		{name: "not OpenStreetMap", file: "a.osm.pbf", content: whole, reasons: []string{"not OpenStreetMap PBF"}},
		{name: "OpenStreetMap cut off", file: "a.osm.pbf", content: "\x00\x00\x00\x0d\x0a\x09OSMHeader\x18\x40", reasons: []string{"cut off at byte 17"}},
		{name: "not a shapefile", file: "a.shp", content: whole, reasons: []string{"not a shapefile"}},
		{name: "an HTML page", file: "a.geojson", content: "\n<!DOCTYPE html><html><body>404</body></html>", reasons: []string{"HTML page"}},
		{name: "an HTML page inside gzip", file: "a.geojson.gz", content: gzipped(t, "<html></html>"), reasons: []string{"HTML page"}},
		{name: "a zip archive named GeoJSON", file: "a.geojson", content: "PK\x03\x04xxxx", reasons: []string{"not text"}},
		{name: "text named GeoJSON", file: "a.geojson", content: "lon,lat\n1,2\n", reasons: []string{"does not begin like GeoJSON"}},
		{name: "JSON that is not GeoJSON", file: "a.json", content: `{"a":1}`, reasons: []string{"not GeoJSON"}},
		{name: "a collection without features", file: "a.geojson", content: `{"type":"FeatureCollection"}`, reasons: []string{`no "features"`}},
		{name: "a comma too many", file: "a.geojson", content: `{"type":"FeatureCollection","features":[` + point("1", "2") + `,,` + point("1", "2") + `]}`, reasons: []string{"after row", "missing between two commas"}},
		{name: "features that are an object", file: "a.geojson", content: `{"type":"FeatureCollection","features":{}}`, reasons: []string{"'['"}},
		{name: "an unknown crs member", file: "a.geojson", content: `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"Moon 2000"}},"features":[]}`, reasons: []string{"Moon 2000", "--crs"}},
		{name: "a table of one header", file: "a.csv", content: "lon,lat\n", reasons: []string{"no rows"}},
		{name: "a column that is not there", file: "a.csv", content: "a,b\n1,2\n", options: interchange.Options{LonField: "x", LatField: "b"}, reasons: []string{`no column "x"`, "a, b"}},
		{name: "half a position", file: "a.csv", content: "a,b\n1,2\n", options: interchange.Options{LonField: "a"}, reasons: []string{"--lon and --lat"}},
		{name: "an unknown encoding", file: "a.csv", content: "lon,lat\n1,2\n", options: interchange.Options{Encoding: "klingon"}, reasons: []string{"klingon", "gbk"}},
		{name: "neither UTF-8 nor GBK", file: "a.csv", content: "lon,lat,name\n1,2,caf\xe9 chant\xe9, \xe9t\xe9\n", reasons: []string{"neither UTF-8 nor GBK", "--encoding"}},
		{name: "an unknown format", file: "a.bin", content: "\x01\x02\x03 nothing that anyone knows", reasons: []string{"a.bin", "GDAL does not know its format"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.options.CRS == "" && !strings.Contains(tt.file, "json") {
				tt.options.CRS = "wgs84"
			}
			mustContain(t, tt.file, read(t, tt.file, tt.content, tt.options).err, tt.reasons...)
		})
	}
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	mustContain(t, "missing", readPath(t, filepath.Join(dir, "none.csv"), interchange.Options{}).err, "none.csv", "no such file")
	mustContain(t, "directory", readPath(t, dir, interchange.Options{}).err, "directory, not a file")
	mustContain(t, "device", readPath(t, "/dev/null", interchange.Options{}).err, "not a regular file")
}

func TestAFileThatUnpacksToMoreThanTheLimitIsNotUnpacked(t *testing.T) {
	blanks := strings.Repeat(" ", 2<<20)
	bomb := gzipped(t, `{"type":"FeatureCollection","features":[`+blanks+`]}`)
	few := interchange.Options{MaxUnpacked: 1 << 20, CRS: "wgs84"}
	mustContain(t, "gzip", read(t, "a.geojson.gz", bomb, few).err, "more than 1 MiB")
	mustContain(t, "zip", read(t, "a.zip", zipped(t, "a.csv", "lon,lat\n"+blanks), few).err, "more than 1 MiB")
}

// Blanks pack to a thousandth of their size. 64 MiB of them are free.
func TestAFileThatIsABombIsNotUnpacked(t *testing.T) {
	blanks := strings.Repeat(" ", 66<<20)
	bomb := gzipped(t, `{"type":"FeatureCollection","features":[`+blanks+`]}`)
	mustContain(t, "gzip", read(t, "a.geojson.gz", bomb, interchange.Options{}).err, "250 times")
	mustContain(t, "zip", read(t, "a.zip", zipped(t, "a.csv", "lon,lat\n"+blanks), interchange.Options{CRS: "wgs84"}).err, "250 times")
}

func zipped(t *testing.T, name, content string) string {
	t.Helper()
	return zippedAll(t, name, content)
}

// zippedAll makes an archive of names and contents in turn.
func zippedAll(t *testing.T, members ...string) string {
	t.Helper()
	var b bytes.Buffer
	archive := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := archive.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, members[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A two-gigabyte line, scaled down: what is kept of it is bounded, and the next row is read.
func TestALineLongerThanTheLimitIsPassedOver(t *testing.T) {
	long := `{"type":"Feature","properties":{"x":"` + strings.Repeat("x", 5<<20) + `"},"geometry":null}`
	r := read(t, "a.geojsonl", long+"\n"+point("1", "2")+"\n"+long, interchange.Options{MaxLineBytes: 1 << 20})
	if len(r.features) != 1 || len(r.refused) != 2 || r.err != nil {
		t.Fatalf("%d features, %d refused, error %v", len(r.features), len(r.refused), r.err)
	}
	mustContain(t, "last line", r.refused[1], "row 3", "longer than 1 MiB")
}

func TestCancellingEndsReading(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.geojsonl")
	if err := os.WriteFile(path, buildingLines(50_000), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f, err := interchange.Open(ctx, path, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, err := range f.Features() {
		cancel()
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("reading ended with %v, want %v", last, context.Canceled)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
