//go:build data

package store_test

import (
	"math/rand/v2"
	"testing"

	"gewu/geo"
	"gewu/interchange"
	"gewu/store"
	"gewu/tiles"
)

// chicago is a town with the 156,385 incidents of Chicago.
func chicago(t testing.TB) town {
	t.Helper()
	w := emptyTown(t)
	in := store.Import{Source: "incidents", FixCRS: "wgs84"}
	rows := interchange.Mapping{Fields: map[string]string{"opened": "Date"}}.Issues(readData(t, "chicago/incidents_2018.csv.gz"))
	report, err := w.db.ImportIssues(t.Context(), in, rows)
	imported(t, 156_385, report, err)
	return w
}

func TestChicagosIncidentsAreThoseOfPostGIS(t *testing.T) {
	w := chicago(t)
	random := rand.New(rand.NewPCG(1, 2))
	for z := uint32(10); z <= 16; z++ {
		features := 0
		for range 12 {
			features += w.sameAsOracle(t, "issues", tileAt(z, -87.8+random.Float64()*0.25, 41.65+random.Float64()*0.35))
		}
		t.Logf("zoom %d: %d features compared", z, features)
	}
}

func TestBuildingsOfOpenStreetMapAreThoseOfPostGIS(t *testing.T) {
	for file, least := range map[string]int{"monaco/monaco.osm.pbf": 1000, "sf-downtown/sf-downtown.osm.pbf": 1000} {
		w := emptyTown(t)
		report, err := w.db.ImportBuildings(t.Context(), store.Import{Source: file, Repair: true}, interchange.Mapping{}.Buildings(readData(t, file)))
		if err != nil || report.Added < int64(least) {
			t.Fatalf("%d were added, %v", report.Added, err)
		}
		_, err = w.db.ImportWaters(t.Context(), store.Import{Source: file, Repair: true}, interchange.Mapping{}.Waters(readData(t, file)))
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.db.ImportRoads(t.Context(), store.Import{Source: file, Repair: true}, interchange.Mapping{}.Roads(readData(t, file)))
		if err != nil {
			t.Fatal(err)
		}
		features := map[string]int{}
		for _, a := range w.tilesWithBuildings(t, 24) {
			for _, layer := range []string{"buildings", "roads", "water"} {
				features[layer] += w.sameAsOracle(t, layer, a)
			}
		}
		t.Logf("%s: %d buildings, compared %v", file, report.Added, features)
		if features["buildings"] < least {
			t.Errorf("%s: only %d buildings are compared", file, features["buildings"])
		}
	}
}

// tilesWithBuildings are tiles of zooms 14 to 16 around buildings taken at random.
func (w town) tilesWithBuildings(t testing.TB, n int) []tiles.Address {
	t.Helper()
	rows, err := w.pool.Query(t.Context(), `select st_x(point), st_y(point) from building order by md5(source_id) limit $1`, n)
	if err != nil {
		t.Fatal(err)
	}
	var list []tiles.Address
	for rows.Next() {
		var lon, lat float64
		if err := rows.Scan(&lon, &lat); err != nil {
			t.Fatal(err)
		}
		p, err := geo.PointAt(lon, lat)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, tiles.Project(p).Tile(14+uint32(len(list)%3)))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func BenchmarkTileOfChicago(b *testing.B) {
	w := chicago(b)
	w.watched(b)
	for z := uint32(10); z <= 16; z++ {
		w.benchmarkTile(b, "issues", tileAt(z, -87.64, 41.88))
	}
}
