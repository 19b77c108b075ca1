package interchange_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gewu/interchange"
)

// buildingLines returns n buildings as GeoJSONSeq: footprints of four corners with four columns.
func buildingLines(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		lon, lat := 117.6+float64(i%1000)*2e-4, 26.2+float64(i/1000)*2e-4
		fmt.Fprintf(&b, `{"type":"Feature","id":%d,"properties":{"name":"%d栋","address":"列东街%d号","households":%d,"floors":%d},`+
			`"geometry":{"type":"Polygon","coordinates":[[[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f]]]}}`+"\n",
			i, i%40, i, i%60, i%30, lon, lat, lon+1e-4, lat, lon+1e-4, lat+1e-4, lon, lat+1e-4, lon, lat)
	}
	return b.Bytes()
}

func BenchmarkReadGeoJSONSeq(b *testing.B) {
	measure(b, "buildings.geojsonl", buildingLines(100_000), interchange.Options{})
}

func BenchmarkReadGeoJSONSeqInGCJ02(b *testing.B) {
	measure(b, "buildings.geojsonl", buildingLines(100_000), interchange.Options{CRS: "gcj02"})
}

func BenchmarkReadFeatureCollection(b *testing.B) {
	lines := bytes.TrimSuffix(buildingLines(100_000), []byte("\n"))
	text := append([]byte(`{"type":"FeatureCollection","features":[`), bytes.ReplaceAll(lines, []byte("\n"), []byte(",\n"))...)
	measure(b, "buildings.geojson", append(text, "]}"...), interchange.Options{})
}

func BenchmarkReadCSV(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("编号,名称,地址,户数,层数,经度,纬度\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d,%d栋,列东街%d号,%d,%d,%.7f,%.7f\n", i, i%40, i, i%60, i%30, 117.6+float64(i%1000)*2e-4, 26.2)
	}
	measure(b, "buildings.csv", text.Bytes(), interchange.Options{CRS: "wgs84"})
}

func measure(b *testing.B, name string, text []byte, o interchange.Options) {
	path := filepath.Join(b.TempDir(), name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		f, err := interchange.Open(b.Context(), path, o)
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range (interchange.Mapping{}).Buildings(f.Features()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "features/s")
}
