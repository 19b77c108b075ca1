//go:build data

package store_test

import (
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gewu/district"
	"gewu/geo"
	"gewu/interchange"
	"gewu/store"
	"gewu/tiles"
)

// readData opens a file of real data.
func readData(t testing.TB, name string) interchange.Features {
	t.Helper()
	file, err := interchange.Open(t.Context(), filepath.Join(os.Getenv("GEWU_TEST_DATA"), name), interchange.Options{CRS: "wgs84"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
	return file.Features()
}

// imported fails the test unless an import brought n records.
func imported(t testing.TB, n int64, report store.Report, err error) {
	t.Helper()
	if err != nil || report.Added != n {
		t.Fatalf("%d were added, want %d: %v", report.Added, n, err)
	}
}

// sized leaves out parts of areas beyond the one that has a code first, such as Chicago's three
// pieces of beat 3100.
func sized(rows iter.Seq2[district.Area, error]) iter.Seq2[district.Area, error] {
	return func(yield func(district.Area, error) bool) {
		seen := map[string]bool{}
		for area, err := range rows {
			if err == nil && seen[area.Code] {
				continue
			}
			seen[area.Code] = true
			if !yield(area, err) {
				return
			}
		}
	}
}

func areaImport(source, level string) store.Import {
	return store.Import{Source: source, Level: level, Profile: "street-grid", From: spring, Repair: true}
}

// Taipei's units with households lie in the areas that they were merged into, so the tallies of
// the areas must be the sums that the units state.
func TestTaipeiCountsTheHouseholdsOfItsUnits(t *testing.T) {
	w := emptyTown(t)
	areas := func(name, level string, m interchange.Mapping) (store.Report, error) {
		return w.db.ImportAreas(t.Context(), areaImport(name, level), m.Areas(readData(t, "taipei/"+name)))
	}
	report, err := areas("taipei_code2.geojson.gz", "community", interchange.Mapping{CodeField: "CODE2"})
	imported(t, 907, report, err)
	report, err = areas("taipei_code1.geojson.gz", "grid", interchange.Mapping{CodeField: "CODE1", ParentField: "CODE2"})
	imported(t, 7672, report, err)
	want := map[string]district.Tally{}
	units := store.Import{Source: "units", Repair: true}
	rows := interchange.Mapping{IDField: "CODEBASE", Fields: map[string]string{"residents": "population"}}.Buildings(readData(t, "taipei/taipei_base_households.geojson.gz"))
	report, err = w.db.ImportBuildings(t.Context(), units, summed(rows, want))
	imported(t, 11490, report, err)

	begun := time.Now()
	s := w.snapshot(t, spring)
	t.Logf("snapshot of 907 communities, 7,672 grids and 11,490 units in %v", time.Since(begun))
	differ, households := 0, 0
	for _, c := range s.Communities() {
		for _, g := range s.Grids(c.ID) {
			households += g.Tally.Households
			if g.Tally != want[g.Code] {
				differ++
			}
		}
	}
	if differ != 0 || households != 1_048_986 {
		t.Errorf("%d households in the grids; %d grids differ from the sum of their units", households, differ)
	}
	checkLabels(t, w, map[uint32]int{8: 907, 10: 907, 11: 8579, 13: 8579})
}

// summed adds what buildings state to the tally of the area that their CODE1 names.
func summed(rows iter.Seq2[district.Building, error], tallies map[string]district.Tally) iter.Seq2[district.Building, error] {
	number := func(c district.Count) int {
		if c.N == nil {
			return 0
		}
		return *c.N
	}
	return func(yield func(district.Building, error) bool) {
		for b, err := range rows {
			code, _ := b.Attributes["CODE1"].(string)
			tallies[code] = tallies[code].Plus(district.Tally{
				Buildings: 1, Households: number(b.Households), Residents: number(b.Residents),
			})
			if !yield(b, err) {
				return
			}
		}
	}
}

// tilesOf are the tiles of a zoom that meet the district.
func tilesOf(t *testing.T, w town, z uint32) (list []tiles.Address) {
	t.Helper()
	summary, err := w.db.Summary(t.Context(), spring)
	if err != nil {
		t.Fatal(err)
	}
	b := summary.Bound
	lon, lat := func(p geo.Point) float64 { x, _ := p.Degrees(); return x }, func(p geo.Point) float64 { _, y := p.Degrees(); return y }
	first, last := tileAt(z, lon(b.Min), lat(b.Max)), tileAt(z, lon(b.Max), lat(b.Min))
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			list = append(list, tiles.Address{Z: z, X: x, Y: y})
		}
	}
	return list
}

// checkLabels demands as many labels as there are areas drawn at a zoom.
func checkLabels(t *testing.T, w town, byZoom map[uint32]int) {
	t.Helper()
	for z, want := range byZoom {
		seen := map[any]int{}
		for _, a := range tilesOf(t, w, z) {
			for _, f := range w.tile(t, "labels", a)["labels"] {
				seen[f.ID]++
			}
		}
		total := 0
		for _, n := range seen {
			total += n
		}
		if len(seen) != want || total != want {
			t.Errorf("zoom %d: %d labels of %d areas, want %d", z, total, len(seen), want)
		}
	}
}

func TestChicagosIncidentsAreAllInTheTilesOfEveryZoom(t *testing.T) {
	w := emptyTown(t)
	m := interchange.Mapping{CodeField: "beat_num"}
	report, err := w.db.ImportAreas(t.Context(), areaImport("beats", "community"), sized(m.Areas(readData(t, "chicago/chicago_beats.geojson.gz"))))
	imported(t, 275, report, err)
	in := store.Import{Source: "incidents", FixCRS: "wgs84"}
	rows := interchange.Mapping{Fields: map[string]string{"opened": "Date"}}.Issues(readData(t, "chicago/incidents_2018.csv.gz"))
	report, err = w.db.ImportIssues(t.Context(), in, rows)
	imported(t, 156_385, report, err)
	for z := uint32(10); z <= 16; z++ {
		total, points, slowest := 0.0, 0, time.Duration(0)
		for _, a := range tilesOf(t, w, z) {
			begun := time.Now()
			issues := w.tile(t, "issues", a)["issues"]
			slowest = max(slowest, time.Since(begun))
			for _, f := range issues {
				total += f.Properties["count"].(float64)
				points++
			}
		}
		t.Logf("zoom %d: %d points, the slowest tile in %v", z, points, slowest)
		if total != 156_385 {
			t.Errorf("zoom %d: %v incidents", z, total)
		}
	}
}
