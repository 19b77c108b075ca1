//go:build data

package store_test

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/interchange"
	"gewu/plan"
	"gewu/store"
)

// An extract of OpenStreetMap is one community here, with the box of the extract as its land.
func TestTheFabricsOfRealTownsAreWhole(t *testing.T) {
	for _, town := range []struct {
		file  string
		land  orb.Bound
		cells int // at least
	}{
		{"monaco/monaco.osm.pbf", orb.Bound{Min: orb.Point{7.409, 43.724}, Max: orb.Point{7.440, 43.752}}, 1200},
		{"sf-downtown/sf-downtown.osm.pbf", orb.Bound{Min: orb.Point{-122.422, 37.7685}, Max: orb.Point{-122.3865, 37.7995}}, 7500},
	} {
		t.Run(town.file, func(t *testing.T) {
			w := emptyTown(t)
			w.area(t, w.edition(t, "", "2026-01-01"), "community", "C", "C", "", polygonText(town.land))
			in := store.Import{Source: "osm", Repair: true}
			var m interchange.Mapping
			_, err := w.db.ImportBuildings(t.Context(), in, m.Buildings(readData(t, town.file)))
			noError(t, err)
			_, err = w.db.ImportRoads(t.Context(), in, m.Roads(readData(t, town.file)))
			noError(t, err)
			_, err = w.db.ImportWaters(t.Context(), in, m.Waters(readData(t, town.file)))
			noError(t, err)
			f := checkedFabric(t, w, geo.AreaID(w.ids["C"]))
			logFabric(t, f)
			if len(f.Cells) < town.cells {
				t.Errorf("%d cells", len(f.Cells))
			}
		})
	}
}

func TestTheFabricsOfToaPayohAreWhole(t *testing.T) {
	w := emptyTown(t)
	m := interchange.Mapping{CodeField: "name"}
	_, err := w.db.ImportAreas(t.Context(), areaImport("subzones", "community"), m.Areas(readData(t, "toa-payoh/subzones.geojson")))
	noError(t, err)
	m = interchange.Mapping{Fields: map[string]string{"households": "total_dwelling_units"}}
	_, err = w.db.ImportBuildings(t.Context(), store.Import{Source: "blocks"}, m.Buildings(readData(t, "toa-payoh/hdb_blocks.geojson")))
	noError(t, err)
	buildings := 0
	for _, c := range w.snapshot(t, spring).Communities() {
		f := checkedFabric(t, w, c.ID)
		logFabric(t, f)
		for _, cell := range f.Cells {
			buildings += len(cell.Buildings)
		}
	}
	if buildings != 369 {
		t.Errorf("%d buildings in cells, want 369", buildings)
	}
}

func polygonText(b orb.Bound) string {
	return "MULTIPOLYGON(((" + lonLat(b.Min[0], b.Min[1]) + "," + lonLat(b.Max[0], b.Min[1]) + "," +
		lonLat(b.Max[0], b.Max[1]) + "," + lonLat(b.Min[0], b.Max[1]) + "," + lonLat(b.Min[0], b.Min[1]) + ")))"
}

func lonLat(lon, lat float64) string { return fmt.Sprintf("%.7f %.7f", lon, lat) }

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func logFabric(t *testing.T, f *store.Fabric) {
	t.Helper()
	cuts := map[plan.Class]int{}
	for _, cut := range f.Cuts {
		cuts[cut.By]++
	}
	t.Logf("area %d: %d cells, cut %v", f.Community, len(f.Cells), cuts)
}
