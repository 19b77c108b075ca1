package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/access"
	"gewu/geo"
	"gewu/tiles"
)

// sees is a sight of the town in spring.
func (w town) sees(areas, counts, issues access.Scope) *tiles.Sight {
	return tiles.NewSight(spring, tiles.AllLayers, areas, counts, issues)
}

// in is the scope of areas of the town.
func (w town) in(codes ...string) access.Scope {
	var s access.Scope
	for _, code := range codes {
		s.Areas = append(s.Areas, geo.AreaID(w.ids[code]))
	}
	slices.Sort(s.Areas)
	return s
}

// A drawer draws a layer: from memory, or in the database.
type drawer func(ctx context.Context, layer string, a tiles.Address, sight *tiles.Sight) ([]byte, error)

func (w town) drawers() map[string]drawer {
	return map[string]drawer{
		"from memory": func(ctx context.Context, layer string, a tiles.Address, sight *tiles.Sight) ([]byte, error) {
			return w.db.Tile(ctx, layer, a, spring, sight)
		},
		"in the database": w.db.Encoded,
	}
}

// patrolled is a town with an issue in each grid, one in B that no grid had, and one out of town.
func patrolled(t *testing.T) town {
	w := newTown(t)
	for grid, lon := range map[string]float64{"A1": 121.405, "A2": 121.4155, "B1": 121.425, "B2": 121.435} {
		id := w.issue(t, grid, lon, 31.195)
		w.exec(t, `update issue set grid_id = $2, edition_id = (select max(edition_id) from boundary where area_id = $2) where id = $1`, id, w.ids[grid])
	}
	w.issue(t, "lost", 121.426, 31.195)
	w.issue(t, "out of town", 121.46, 31.195)
	w.change(t, "issue")
	return w
}

func TestIssuesAreSeenOnlyByWhoMaySeeThemHoweverTheyAreDrawn(t *testing.T) {
	w := patrolled(t)
	tests := []struct {
		name  string
		scope access.Scope
		want  float64
	}{
		{"nobody", access.Scope{}, 0},
		{"a grid", w.in("A1"), 1},
		{"a community", w.in("A"), 2},
		{"a community with an issue of no grid", w.in("B"), 3},
		{"grids of two communities", w.in("A2", "B1"), 2},
		{"the district", access.Everything, 6},
	}
	for how, draw := range w.drawers() {
		for _, tt := range tests {
			for _, z := range []uint32{10, 12, 14, 16} {
				if got := w.count(t, draw, z, tt.scope); got != tt.want {
					t.Errorf("%s %s, zoom %d: %v issues, want %v", tt.name, how, z, got, tt.want)
				}
			}
		}
	}
}

// count adds up the issues in the tiles of a zoom that the town lies in.
func (w town) count(t *testing.T, draw drawer, z uint32, issues access.Scope) (sum float64) {
	t.Helper()
	west, east := tileAt(z, 121.39, 31.195), tileAt(z, 121.47, 31.195)
	for x := west.X; x <= east.X; x++ {
		data, err := draw(t.Context(), "issues", tiles.Address{Z: z, X: x, Y: west.Y}, w.sees(access.Everything, access.Scope{}, issues))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range byID(t, data) {
			sum += f.Properties["count"].(float64)
		}
	}
	return sum
}

func TestCountsOfBuildingsAreToldOnlyWhereTheyMayBe(t *testing.T) {
	w := newTown(t)
	tower, annex := w.building(t, "tower", "", 400, 121.405, 31.195), w.building(t, "annex", "", 501, 121.4205, 31.195)
	w.change(t, "building")
	tests := []struct {
		name          string
		areas, counts access.Scope
		tower, annex  any // their households; false: the building is not shown
	}{
		{"everyone", access.Everything, access.Scope{}, nil, nil},
		{"patrol of A", access.Everything, w.in("A"), 400.0, nil},
		{"patrol of B1", access.Everything, w.in("B1"), nil, 501.0},
		{"patrol of A where nothing is shown", w.in("A"), w.in("A"), 400.0, false},
		{"the district", access.Everything, access.Everything, 400.0, 501.0},
	}
	for how, draw := range w.drawers() {
		for _, tt := range tests {
			data, err := draw(t.Context(), "buildings", tileAt(14, 121.415, 31.195), w.sees(tt.areas, tt.counts, access.Scope{}))
			if err != nil {
				t.Fatal(err)
			}
			got := map[int64]any{tower: false, annex: false}
			for id, f := range byID(t, data) {
				got[int64(id.(float64))] = f.Properties["households"]
			}
			if diff := cmp.Diff(map[int64]any{tower: tt.tower, annex: tt.annex}, got); diff != "" {
				t.Errorf("%s %s: %s", tt.name, how, diff)
			}
		}
	}
}

func TestWhoSeesSomeAreasSeesTheNamesOfThoseAbove(t *testing.T) {
	w := newTown(t)
	sight := w.sees(w.in("A1"), w.in("A1"), access.Scope{})
	data, err := w.db.Tile(t.Context(), "grids", tileAt(12, 121.42, 31.195), spring, sight)
	if err != nil {
		t.Fatal(err)
	}
	if grids := byID(t, data); len(grids) != 1 || grids[float64(w.ids["A1"])] == nil {
		t.Errorf("grids: %v", grids)
	}
	if data, err = w.db.Tile(t.Context(), "communities", tileAt(12, 121.42, 31.195), spring, sight); err != nil {
		t.Fatal(err)
	}
	if communities := byID(t, data); len(communities) != 1 || communities[float64(w.ids["A"])] == nil {
		t.Errorf("communities: %v", communities)
	}
	for _, z := range []uint32{10, 14} {
		data, err := w.db.Tile(t.Context(), "labels", tileAt(z, 121.41, 31.195), spring, sight)
		if err != nil {
			t.Fatal(err)
		}
		for id, f := range byID(t, data) {
			if _, told := f.Properties["households"]; told != (id == float64(w.ids["A1"])) {
				t.Errorf("zoom %d: label %v tells %v", z, id, f.Properties)
			}
		}
	}
}
