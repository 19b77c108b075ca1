package interchange_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
)

// quarter is a small map. A courtyard building of two outer ways with a hole, a plain building,
// a road over a bridge, a river; nodes 90 and up are beyond the edge of the extract.
//
//	4-------3   14---13
//	| 8---7 |   |     |      20 ═══ 21 ··90·· 22 ── 23   road, cut twice
//	| 5---6 |   11---12      30 ~~~ 31                   river
//	1-------2
func quarter() *extract {
	x := &extract{}
	for i, p := range [][2]int64{{1, 1}, {41, 1}, {41, 31}, {1, 31}, {11, 11}, {31, 11}, {31, 21}, {11, 21}} {
		x.node(int64(i+1), p[0], p[1])
	}
	for i, p := range [][2]int64{{60, 0}, {80, 0}, {80, 30}, {60, 30}} {
		x.node(int64(i+11), p[0], p[1])
	}
	for i := range int64(4) {
		x.node(20+i, 100+10*i, 0)
		x.node(30+i, 100+10*i, -20)
	}
	x.node(40, 50, 50, "amenity", "police", "name", "派出所", "addr:housenumber", "5", "addr:street", "Main")
	x.node(41, 51, 50, "amenity", "bench")
	x.way(1, []int64{1, 2, 3})
	x.way(2, []int64{3, 4, 1})
	x.way(3, []int64{5, 6, 7, 8, 5})
	x.way(4, []int64{11, 12, 13, 14, 11}, "building", "apartments", "building:levels", "6", "building:flats", "24;25", "name", "七栋")
	x.way(5, []int64{11, 12, 90, 11}, "building", "yes")
	x.way(6, []int64{11, 12, 13, 11}, "building", "no", "leisure", "park", "name", "公园")
	x.way(7, []int64{20, 21, 90, 22, 23}, "highway", "residential", "oneway", "yes", "bridge", "viaduct")
	x.way(8, []int64{20, 21, 22, 23, 20}, "highway", "pedestrian")
	x.way(9, []int64{20, 21, 22, 20}, "highway", "pedestrian", "area", "yes")
	x.way(10, []int64{30, 31}, "waterway", "river", "name", "沙溪")
	x.way(11, []int64{31, 32}, "waterway", "stream", "tunnel", "culvert")
	x.way(12, []int64{11, 12, 13, 11}, "natural", "water", "water", "pond")
	x.way(13, []int64{20, 23}, "railway", "abandoned")
	x.way(14, []int64{20, 23}, "railway", "rail")
	x.way(15, []int64{11, 12, 13, 11}, "landuse", "residential", "name", "花园小区")
	x.way(16, []int64{90, 91}, "highway", "service")
	x.relation(1, []int64{1, 2, 3}, []string{"outer", "outer", "inner"}, "type", "multipolygon", "building", "yes")
	x.relation(2, []int64{1, 99}, []string{"outer", "outer"}, "type", "multipolygon", "building", "yes")
	x.relation(3, []int64{1, 3}, []string{"outer", "inner"}, "type", "multipolygon", "natural", "water")
	x.relation(4, []int64{4}, []string{"outer"}, "type", "route", "building", "yes")
	return x
}

func openQuarter(t *testing.T, noun string) *interchange.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "quarter.osm.pbf")
	if err := os.WriteFile(path, quarter().bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := interchange.Open(t.Context(), path, interchange.Options{Noun: noun})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func TestNounsAreChosenFromOpenStreetMapByTags(t *testing.T) {
	var m interchange.Mapping
	for _, ask := range []string{"its own noun", ""} {
		noun := func(name string) string {
			if ask == "" {
				return ""
			}
			return name
		}
		buildings, errs := collect(m.Buildings(openQuarter(t, noun("buildings")).Features()))
		if len(buildings) != 2 || len(errs) > 0 {
			t.Fatalf("buildings %+v, errors %v", buildings, errs)
		}
		plain, yard := buildings[0], buildings[1]
		if plain.ID != "way/4" || plain.Name != "七栋" || *plain.Floors.N != 6 || plain.Households.N != nil {
			t.Errorf("way 4 is %+v", plain)
		}
		want := orb.MultiPolygon{{
			{{1e-7, 1e-7}, {41e-7, 1e-7}, {41e-7, 31e-7}, {1e-7, 31e-7}, {1e-7, 1e-7}},
			{{11e-7, 11e-7}, {11e-7, 21e-7}, {31e-7, 21e-7}, {31e-7, 11e-7}, {11e-7, 11e-7}},
		}}
		if yard.ID != "relation/1" || !sameRings(want, yard.Footprint) {
			t.Errorf("%s is %v, want relation/1, %v", yard.ID, yard.Footprint, want)
		}
		roads, errs := collect(m.Roads(openQuarter(t, noun("roads")).Features()))
		var got []string
		for _, r := range roads {
			got = append(got, r.ID+" "+r.Class)
		}
		if diff := cmp.Diff([]string{"way/7 road", "way/8 path", "way/14 rail"}, got); diff != "" || len(errs) > 0 {
			t.Errorf("roads (-want +got):\n%s\nerrors %v", diff, errs)
		}
		if r := roads[0]; !r.Bridge || !r.OneWay || len(r.Line) != 2 {
			t.Errorf("way 7 is %+v, want a bridge, one way, in two parts", r)
		}
		waters, errs := collect(m.Waters(openQuarter(t, noun("water")).Features()))
		if len(waters) != 2 || len(errs) > 0 || waters[0].Class != "river" || waters[0].Name != "沙溪" || waters[1].Class != "lake" {
			t.Errorf("waters %+v, errors %v", waters, errs)
		}
		estates, errs := collect(m.Estates(openQuarter(t, noun("estates")).Features()))
		if len(estates) != 1 || len(errs) > 0 || estates[0].Name != "花园小区" {
			t.Errorf("estates %+v, errors %v", estates, errs)
		}
		facilities, errs := collect(m.Facilities(openQuarter(t, noun("facilities")).Features()))
		if len(facilities) != 2 || len(errs) > 0 {
			t.Fatalf("facilities %+v, errors %v", facilities, errs)
		}
		police := facilities[0]
		if police.ID != "node/40" || police.Kind != "police_room" || police.Address != "5 Main" || *police.Point != (orb.Point{50e-7, 50e-7}) {
			t.Errorf("node 40 is %+v", police)
		}
		if park := facilities[1]; park.Kind != "park" || park.Ground == nil {
			t.Errorf("way 6 is %+v", park)
		}
	}
}

// sameRings compares polygons whose rings may begin anywhere.
func sameRings(a, b orb.MultiPolygon) bool {
	if len(a) != len(b) || len(a) > 0 && len(a[0]) != len(b[0]) {
		return false
	}
	for i := range a {
		for j := range a[i] {
			if a[i][j].Bound() != b[i][j].Bound() || a[i][j].Orientation() != b[i][j].Orientation() {
				return false
			}
		}
	}
	return true
}

func TestWhatAnExtractCutsOffIsTold(t *testing.T) {
	f := openQuarter(t, "buildings")
	if _, errs := collect(interchange.Mapping{}.Buildings(f.Features())); len(errs) > 0 {
		t.Fatal(errs)
	}
	want := []string{"2 shapes are cut off at the edge of the extract and were left out"}
	if diff := cmp.Diff(want, f.Notices()); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	if done, total := f.Progress(); done != total || total == 0 {
		t.Errorf("progress %d of %d at the end", done, total)
	}
}

func TestOpenStreetMapHasNoAreas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "quarter.osm.pbf")
	if err := os.WriteFile(path, quarter().bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	mustContain(t, "grids", readPath(t, path, interchange.Options{Noun: "grids"}).err, "no grids", "buildings")
	whole := quarter().bytes()
	if err := os.WriteFile(path, whole[:len(whole)-5], 0o600); err != nil {
		t.Fatal(err)
	}
	mustContain(t, "cut off", readPath(t, path, interchange.Options{}).err, "cut off")
	if r := readPath(t, path, interchange.Options{CRS: "gcj02"}); r.err == nil {
		t.Error("OpenStreetMap was read as GCJ-02")
	}
}

func TestResidentialBuildingsOfOpenStreetMapGetEstimates(t *testing.T) {
	m := interchange.Mapping{HouseholdsFromFloors: true}
	buildings, errs := collect(m.Buildings(openQuarter(t, "buildings").Features()))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if c := buildings[0].Households; c.N == nil || *c.N != 6 || c.Basis != district.Estimated {
		t.Errorf("way 4 has %+v, want 6 estimated: six floors of one small flat", c)
	}
	if c := buildings[1].Households; c.N != nil {
		t.Errorf("relation 1, of no stated use, has %+v", c)
	}
}
