package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gewu/api"
	"gewu/district"
	"gewu/frontend"
	"gewu/geo"
	"gewu/internal/testdb"
	"gewu/store"
	"gewu/tiles"
)

// A town is the demo district in a database, with what answers from it.
type town struct {
	url      string
	db       *store.DB
	snapshot *district.Snapshot
	fixes    []geo.Fix // within the district's box, some outside its areas
	pid      int       // of the program that was started on it
}

func newTown(b *testing.B) *town {
	b.Helper()
	at := testdb.New(b)
	db, err := store.Open(b.Context(), at)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	started := time.Now()
	if err := makeDemo(b.Context(), db, firstSeed, io.Discard); err != nil {
		b.Fatal(err)
	}
	b.Logf("the demo district was made and loaded in %s", time.Since(started).Round(100*time.Millisecond))
	s, err := db.Snapshot(b.Context(), time.Time{})
	if err != nil {
		b.Fatal(err)
	}
	t := &town{url: at, db: db, snapshot: s}
	random := rand.New(rand.NewPCG(1, 2))
	for range 4096 {
		t.fixes = append(t.fixes, geo.Fix{
			Lon: 117.605 + 0.05*random.Float64(), Lat: 26.259 + 0.022*random.Float64(), CRS: geo.CGCS2000, Accuracy: 20,
		})
	}
	return t
}

const covers = `select b.area_id from boundary b join area a on a.id = b.area_id join level l on l.id = a.level_id
	where l.role = 'grid' and st_covers(b.geom, st_setsrid(st_point($1, $2), 4490))`

// BenchmarkLocate finds the grid of random fixes in the demo district: by the index alone, with
// the whole answer, over HTTP, and by PostGIS's ST_Covers through the same driver.
func BenchmarkLocate(b *testing.B) {
	t := newTown(b)
	b.Run("gewu", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			p, _ := t.fixes[i%len(t.fixes)].Point()
			t.snapshot.Owner(p)
		}
	})
	b.Run("gewu-answer", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := t.snapshot.Locate(t.fixes[i%len(t.fixes)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ST_Covers", func(b *testing.B) {
		pool := testdb.Pool(b, t.url)
		for i := 0; b.Loop(); i++ {
			fix := t.fixes[i%len(t.fixes)]
			rows, err := pool.Query(b.Context(), covers, fix.Lon, fix.Lat)
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
			}
			if rows.Err() != nil {
				b.Fatal(rows.Err())
			}
		}
	})
	b.Run("gewu-http", t.benchmarkHTTP)
}

func (t *town) benchmarkHTTP(b *testing.B) {
	server := httptest.NewServer(t.handler(b))
	defer server.Close()
	for i := 0; b.Loop(); i++ {
		fix := t.fixes[i%len(t.fixes)]
		query := url.Values{
			"lon": {fmt.Sprint(fix.Lon)}, "lat": {fmt.Sprint(fix.Lat)}, "crs": {string(fix.CRS)}, "accuracy": {"20"},
		}
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, server.URL+"/v1/locate?"+query.Encode(), nil)
		if err != nil {
			b.Fatal(err)
		}
		answer, err := server.Client().Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
			b.Fatal(answer.Status, err)
		}
		answer.Body.Close()
	}
}

// handler is the service's, with a live district.
func (t *town) handler(b *testing.B) http.Handler {
	b.Helper()
	ctx, stop := context.WithCancel(b.Context())
	ended := make(chan struct{})
	live := api.NewLive(t.db, quiet)
	go func() { defer close(ended); _ = live.Run(ctx) }()
	b.Cleanup(func() { stop(); <-ended })
	<-live.Ready()
	return api.Handler(api.Config{
		Districts: live, Search: t.db, Measure: t.db, Tiles: t.db, Site: frontend.Site(), Log: quiet,
	})
}

// BenchmarkTile makes tiles of the demo district's middle, all layers at once, as a map asks for
// them when nothing is cached.
func BenchmarkTile(b *testing.B) {
	t := newTown(b)
	var all []string
	for _, layer := range tiles.Layers() {
		all = append(all, layer.Name)
	}
	for _, address := range []string{"12/3386/1738", "14/13545/6952", "16/54183/27809"} {
		at, err := tiles.ParseAddress(address)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("z"+strings.Split(address, "/")[0]+"/gewu", func(b *testing.B) {
			size := 0
			for b.Loop() {
				tile, err := t.db.Tile(b.Context(), strings.Join(all, ","), at, time.Time{}, tiles.FullSight)
				if err != nil {
					b.Fatal(err)
				}
				size = len(tile)
			}
			if size == 0 {
				b.Fatalf("tile %s is empty", address)
			}
			b.ReportMetric(float64(size), "bytes/tile")
		})
	}
}

// importBuildings is how many buildings a file of BenchmarkImport holds.
const importBuildings = 100_000

// BenchmarkImport takes a GeoJSONSeq file of small footprints into an empty database, as
// `gewu import buildings` does, reading included.
func BenchmarkImport(b *testing.B) {
	file := filepath.Join(b.TempDir(), "buildings.geojsonl")
	writeBuildings(b, file)
	for b.Loop() {
		b.StopTimer()
		b.Setenv("GEWU_DATABASE_URL", testdb.New(b))
		b.StartTimer()
		std := Streams{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}
		if code := Run(b.Context(), []string{"import", "buildings", file}, std); code != exitDone {
			b.Fatalf("exit code %d", code)
		}
	}
	b.ReportMetric(float64(importBuildings*b.N)/b.Elapsed().Seconds(), "buildings/s")
}

func writeBuildings(b *testing.B, path string) {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	out := bufio.NewWriter(file)
	for i := range importBuildings {
		x, y := 117+0.0003*float64(i%400), 26+0.0003*float64(i/400)
		fmt.Fprintf(out, `{"type":"Feature","id":%d,"properties":{"address":"滨江路%d号","households":%d,"floors":6},"geometry":`+
			`{"type":"Polygon","coordinates":[[[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f],[%.7f,%.7f]]]}}`+"\n",
			i, i, i%60, x, y, x+0.0002, y, x+0.0002, y+0.0001, x, y+0.0001, x, y)
	}
	if err := out.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := file.Close(); err != nil {
		b.Fatal(err)
	}
}

// quiet is a log that nobody reads.
var quiet = slog.New(slog.DiscardHandler)
