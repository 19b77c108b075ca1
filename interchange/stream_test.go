package interchange_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"gewu/interchange"
)

func TestStandardInputIsRead(t *testing.T) {
	a, b := point("121.4", "31.2"), point("121.5", "31.2")
	for name, content := range map[string]string{
		"a document":          featureCollection(a, b),
		"lines":               a + "\n" + b + "\n",
		"a table":             "lon,lat\n121.4,31.2\n121.5,31.2\n",
		"a packed document":   gzipped(t, featureCollection(a, b)),
		"a document with crs": withCRS("EPSG:4326", a, b),
	} {
		t.Run(name, func(t *testing.T) {
			in, out, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(out, content); err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			stdin := os.Stdin
			os.Stdin = in
			t.Cleanup(func() { os.Stdin = stdin })
			r := readPath(t, "-", interchange.Options{CRS: "wgs84"})
			if r.err != nil || len(r.features) != 2 {
				t.Errorf("%d features, error %v", len(r.features), r.err)
			}
		})
	}
}

// Thirty megabytes are read in a small part of their size.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	const lines, repeated = 2_000, 50
	one := string(buildingLines(lines))
	feature := strings.TrimSuffix(strings.ReplaceAll(one, "\n", ","), ",")
	for _, tt := range []struct{ name, before, row, between, after string }{
		{"a.geojson.gz", `{"type":"FeatureCollection","features":[`, feature, ",", "]}"},
		{"a.geojsonl.gz", "", one, "", ""},
		{"a.csv.gz", "经度,纬度,名称\n", strings.Repeat("117.6,26.2,列东街道某某小区某某栋\n", lines), "", ""},
	} {
		path := filepath.Join(t.TempDir(), tt.name)
		pack(t, path, func(w io.Writer) {
			fmt.Fprint(w, tt.before)
			for i := range repeated {
				if i > 0 {
					fmt.Fprint(w, tt.between)
				}
				fmt.Fprint(w, tt.row)
			}
			fmt.Fprint(w, tt.after)
		})
		f, err := interchange.Open(t.Context(), path, interchange.Options{CRS: "cgcs2000"})
		if err != nil {
			t.Fatal(err)
		}
		n, most := 0, uint64(0)
		for _, err := range f.Features() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n%25_000 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		if n != lines*repeated || most > 24<<20 {
			t.Errorf("%s: %d features with %d MiB of memory; want %d with at most 24", tt.name, n, most>>20, lines*repeated)
		}
		if done, total := f.Progress(); done != total || total == 0 {
			t.Errorf("%s: progress %d of %d at the end", tt.name, done, total)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func pack(t *testing.T, path string, write func(io.Writer)) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := gzip.NewWriter(file)
	write(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}
