package nation_test

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/internal/nation"
)

// allGrids returns the grids of all communities, those of one after an edit.
func allGrids(n *nation.Nation, edited int, round uint64) (grids []geo.Area, parents map[geo.AreaID]geo.AreaID) {
	parents = make(map[geo.AreaID]geo.AreaID)
	for i := range n.Communities() {
		id, areas := n.Community(i)
		if i == edited {
			id, areas = n.Edited(i, round)
		}
		for _, area := range areas {
			parents[area.ID] = id
		}
		grids = append(grids, areas...)
	}
	return grids, parents
}

func coverageOf(t *testing.T, areas []geo.Area) *geo.Coverage {
	t.Helper()
	c, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		t.Fatalf("no coverage: %v, %v", problems, err)
	}
	return c
}

func TestANationOfAnySeedIsACoverage(t *testing.T) {
	for seed := range uint64(5) {
		n := nation.New(1200, seed)
		grids, _ := allGrids(n, 7, seed)
		coverageOf(t, grids)
		if len(grids) != n.Grids() || n.Grids() != 1200 || n.Communities() != 100 {
			t.Errorf("%d grids of %d in %d communities", len(grids), n.Grids(), n.Communities())
		}
		for i, grid := range grids {
			if grid.ID < 1 || int(grid.ID) > n.Grids() || vertices(grid) != 32 {
				t.Errorf("grid %d: ID %d, %d vertices", i, grid.ID, vertices(grid))
			}
		}
	}
}

func vertices(area geo.Area) int { return len(area.Boundary[0][0]) - 1 }

func TestADistrictIsACoverageOfDetailedGrids(t *testing.T) {
	n := nation.District(1)
	grids, _ := allGrids(n, -1, 0)
	coverageOf(t, grids)
	if len(grids) != 145 || n.Communities() != 29 || vertices(grids[3]) != 200 {
		t.Errorf("%d grids in %d communities, with %d vertices", len(grids), n.Communities(), vertices(grids[3]))
	}
}

func TestCommunitiesAndStreetsAreTheUnionsOfTheirGrids(t *testing.T) {
	n := nation.New(3000, 3)
	grids, parents := allGrids(n, 9, 4)
	var communities, streets []geo.Area
	streetOf := make(map[geo.AreaID]geo.AreaID)
	for i := range n.Streets() {
		streets = append(streets, n.StreetArea(i))
	}
	for i := range n.Communities() {
		communities = append(communities, n.CommunityArea(i))
		streetOf[communities[i].ID] = streets[n.StreetOf(i)].ID
	}
	dissolved := coverageOf(t, grids).Dissolve(func(id geo.AreaID) geo.AreaID { return parents[id] })
	compare(t, communities, dissolved)
	compare(t, streets, dissolved.Dissolve(func(id geo.AreaID) geo.AreaID { return streetOf[id] }))
	if len(streets) < 2 {
		t.Errorf("%d streets", len(streets))
	}
}

// compare builds a coverage from the boundaries it expects and from those there are.
func compare(t *testing.T, want []geo.Area, got *geo.Coverage) {
	t.Helper()
	for _, area := range want {
		points := slices.Sorted(eachVertex(area.Boundary))
		if diff := gocmp.Diff(points, slices.Sorted(eachVertex(got.Boundary(area.ID)))); diff != "" {
			t.Fatalf("area %d: %s", area.ID, diff)
		}
	}
}

func eachVertex(boundary orb.MultiPolygon) func(func(string) bool) {
	return func(yield func(string) bool) {
		for _, vertex := range boundary[0][0][1:] {
			if p, err := geo.PointAt(vertex[0], vertex[1]); err != nil || !yield(p.String()) {
				return
			}
		}
	}
}

func TestAnEditMovesInnerBordersOnly(t *testing.T) {
	n := nation.New(120, 5)
	id, before := n.Community(4)
	same, after := n.Edited(4, 1)
	if again, areas := n.Edited(4, 1); again != same || gocmp.Diff(after, areas) != "" {
		t.Error("an edit is not drawn twice alike")
	}
	if id != same || gocmp.Diff(before, after) == "" {
		t.Error("nothing is edited")
	}
	all := func(geo.AreaID) geo.AreaID { return 1 }
	old, edited := coverageOf(t, before).Dissolve(all), coverageOf(t, after).Dissolve(all)
	if diff := gocmp.Diff(old.Boundary(1), edited.Boundary(1)); diff != "" {
		t.Error(diff)
	}
}

func TestAWholeNationIsUneven(t *testing.T) {
	n := nation.New(1_200_000, 1)
	if n.Grids() != 1_200_000 || n.Communities() != 100_000 || n.Streets() != 1000 {
		t.Fatalf("%d grids, %d communities, %d streets", n.Grids(), n.Communities(), n.Streets())
	}
	world := geo.Box{Min: geo.Point{Lon: 73e7, Lat: 18e7}, Max: geo.Point{Lon: 135e7, Lat: 54e7}}
	least, most := int64(1<<62), int64(0)
	for i := 0; i < n.Communities(); i += 37 {
		_, grids := n.Community(i)
		box, err := geo.BoxOf(grids[0].Boundary)
		if err != nil || !n.Box().Meets(box) || !world.Holds(box.Min) || !world.Holds(box.Max) {
			t.Fatalf("grid %d lies in %v, %v", grids[0].ID, box, err)
		}
		wide := int64(box.Max.Lon) - int64(box.Min.Lon)
		least, most = min(least, wide), max(most, wide)
	}
	if most < 4*least {
		t.Errorf("grids are %d to %d units wide", least, most)
	}
}

func TestBenchmarksChooseHowManyGridsTheyDraw(t *testing.T) {
	for text, want := range map[string]int{"": 120_000, "1200": 1200, "1200000": 1_200_000} {
		n, err := nation.Sized(text)
		if err != nil || n.Grids() != want {
			t.Errorf("%q: %d grids, %v", text, n.Grids(), err)
		}
	}
	for _, text := range []string{"many", "0", "-12"} {
		if _, err := nation.Sized(text); err == nil {
			t.Errorf("%q is a number of grids", text)
		}
	}
}
