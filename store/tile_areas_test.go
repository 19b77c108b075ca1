package store_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/geojson"

	"gewu/tiles"
)

// encodedAreas returns the areas of a role in a tile as PostGIS encodes them.
func (w town) encodedAreas(t testing.TB, role string, a tiles.Address, day time.Time) (data []byte) {
	t.Helper()
	sql, err := os.ReadFile("testdata/tile_areas.sql")
	if err != nil {
		t.Fatal(err)
	}
	arguments := pgx.NamedArgs{"z": a.Z, "x": a.X, "y": a.Y, "role": role, "day": day}
	if err := w.pool.QueryRow(t.Context(), string(sql), arguments).Scan(&data); err != nil {
		t.Fatal(err)
	}
	return data
}

// sameAreas compares a layer of areas with what PostGIS makes of them, and returns how many there
// are.
func (w town) sameAreas(t testing.TB, layer, role string, a tiles.Address, day time.Time) int {
	t.Helper()
	data, err := w.db.Tile(t.Context(), layer, a, day, tiles.FullSight)
	if err != nil {
		t.Fatal(err)
	}
	got, want := byID(t, data), byID(t, w.encodedAreas(t, role, a, day))
	for id, f := range want {
		ours := got[id]
		switch {
		case ours == nil && hardlySeen(f.Geometry):
		case ours == nil:
			t.Errorf("%s/%v: there is no %v: %v", layer, a, id, f.Geometry)
		default:
			checkWinding(t, ours.Geometry)
			said := geojson.Properties{"code": ours.Properties["code"], "name": ours.Properties["name"], "colour": ours.Properties["colour"]}
			if diff := cmp.Diff(f.Properties, said); diff != "" {
				t.Errorf("%s/%v: %v: %s", layer, a, id, diff)
			}
			if why := unlike(ours.Geometry, f.Geometry); why != "" {
				t.Errorf("%s/%v: %v %s: %v, PostGIS has %v", layer, a, id, why, ours.Geometry, f.Geometry)
			}
		}
	}
	for id, f := range got {
		if want[id] == nil && !hardlySeen(f.Geometry) {
			t.Errorf("%s/%v: PostGIS has no %v: %v", layer, a, id, f.Geometry)
		}
	}
	return len(got)
}

func TestAreasInTilesAreThoseOfPostGIS(t *testing.T) {
	numbers, squares := townOfNumbers(t), newTown(t)
	random := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for range 60 {
		z := 9 + random.Uint32N(8)
		a := tileAt(z, 121.395+random.Float64()*0.085, 31.195+random.Float64()*0.06)
		compared += numbers.sameAreas(t, "communities", "community", a, spring)
		for _, day := range []time.Time{spring, summer} {
			compared += squares.sameAreas(t, "communities", "community", a, day)
			if z >= 11 {
				compared += squares.sameAreas(t, "grids", "grid", a, day)
			}
		}
		if z >= 11 {
			compared += numbers.sameAreas(t, "grids", "grid", a, spring)
		}
	}
	if compared < 1000 {
		t.Errorf("only %d areas are compared", compared)
	}
}

func TestStreetsStandForCommunitiesWhenFarAway(t *testing.T) {
	w := newTown(t)
	all := w.edition(t, "", "2026-02-01")
	w.area(t, all, "street", "S", "Street", "", box(121.40, 121.44))
	w.area(t, all, "community", "C", "Centre", "S", box(121.40, 121.42))
	w.change(t, "area")
	for z, want := range map[uint32]string{8: "S", 9: "C"} {
		a := tileAt(z, 121.41, 31.195)
		got := w.tile(t, "communities,labels", a)
		for _, layer := range []string{"communities", "labels"} {
			if len(got[layer]) != 1 || got[layer][0].ID != float64(w.ids[want]) {
				t.Errorf("zoom %d: %s has %v", z, layer, got[layer])
			}
		}
	}
}
