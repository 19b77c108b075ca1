package store_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
	"gewu/store"
)

// Four blocks around a crossing, one house in each:
//
//	+-----|-----+
//	|  a  |  b  |   the road runs north, the lane east
//	------+------
//	|  c  |  d  |
//	+-----|-----+
func TestBlocksAreTheLandBetweenRoads(t *testing.T) {
	p := newPlot(t, square(0, 0, 200, 200)...)
	p.road(t, "road", "{}", [2]float64{100, -50}, [2]float64{100, 250})
	p.road(t, "lane", "{}", [2]float64{-50, 100}, [2]float64{250, 100})
	a, b := p.house(t, 10, square(40, 140, 60, 160)...), p.house(t, 20, square(140, 140, 160, 160)...)
	c, d := p.house(t, 30, square(40, 40, 60, 60)...), p.house(t, 40, square(140, 40, 160, 60)...)
	f := p.fabric(t)
	if len(f.Cells) != 4 {
		t.Fatalf("%d cells, want 4", len(f.Cells))
	}
	got := []string{between(f, a, b), between(f, c, d), between(f, a, c), between(f, b, d)}
	if diff := cmp.Diff([]string{"road", "road", "lane", "lane"}, got); diff != "" {
		t.Error(diff)
	}
	if f.Cells[cellOf(f, b)].Households != 20 {
		t.Errorf("%d households in the cell of b", f.Cells[cellOf(f, b)].Households)
	}
	for i := range f.Cells {
		if m := f.Coverage.SquareMetres(f.Coverage.ID(i)); math.Abs(m-10_000) > 30 {
			t.Errorf("cell %d has %v m²", i, m)
		}
	}
}

func TestOnlyWhatPartsTheGroundIsABorder(t *testing.T) {
	across := [][2]float64{{100, -50}, {100, 250}}
	for name, draw := range map[string]struct {
		line func(plot)
		want string
	}{
		"a road":              {func(p plot) { p.road(t, "road", "{}", across...) }, "road"},
		"an arterial":         {func(p plot) { p.road(t, "arterial", "{}", across...) }, "arterial"},
		"a railway":           {func(p plot) { p.road(t, "rail", `{"railway": "rail"}`, across...) }, "wall"},
		"a river":             {func(p plot) { p.water(t, "MULTILINESTRING(("+metres(across...)+"))") }, "river"},
		"a closed estate":     {func(p plot) { p.wall(t, "closed", square(-10, -10, 100, 210)...) }, "wall"},
		"an open estate":      {func(p plot) { p.wall(t, "open", square(-10, -10, 100, 210)...) }, "none"},
		"a tunnel":            {func(p plot) { p.road(t, "road", `{"tunnel": "yes"}`, across...) }, "none"},
		"a tram":              {func(p plot) { p.road(t, "rail", `{"railway": "tram"}`, across...) }, "none"},
		"a path":              {func(p plot) { p.road(t, "path", "{}", across...) }, "none"},
		"a way on a plot":     {func(p plot) { p.road(t, "lane", `{"service": "driveway"}`, across...) }, "none"},
		"a dead end":          {func(p plot) { p.road(t, "road", "{}", [2]float64{100, -50}, [2]float64{100, 150}) }, "none"},
		"a road elsewhere":    {func(p plot) { p.road(t, "road", "{}", [2]float64{300, -50}, [2]float64{300, 250}) }, "none"},
		"a line that returns": {func(p plot) { p.road(t, "road", "{}", [2]float64{100, 50}, [2]float64{100, 150}, [2]float64{100, 50}) }, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlot(t, square(0, 0, 200, 200)...)
			draw.line(p)
			a, b := p.house(t, 1, square(30, 90, 70, 110)...), p.house(t, 1, square(150, 90, 190, 110)...)
			f := p.fabric(t)
			if got := between(f, a, b); got != draw.want || len(f.Cells) != 2 {
				t.Errorf("%s between %d cells, want %s", got, len(f.Cells), draw.want)
			}
		})
	}
}

// The river is a cell of its own, whole under its bridge; the building over it is cut.
//
//	+-----------|-----+
//	|   a       |     |
//	|=====[c]===|=====|   river, bridge
//	|     [c]   |   b |
//	+-----------|-----+
func TestNoCellCrossesARiver(t *testing.T) {
	p := newPlot(t, square(0, 0, 300, 200)...)
	p.water(t, "MULTIPOLYGON((("+metres(append(square(-20, 100, 320, 130), [2]float64{-20, 100})...)+")))")
	p.road(t, "arterial", "{}", [2]float64{200, -50}, [2]float64{200, 250})
	a := p.house(t, 1, square(30, 150, 60, 170)...)
	b := p.house(t, 1, square(250, 30, 280, 50)...)
	c := p.house(t, 1, square(100, 60, 120, 110)...)
	f := p.fabric(t)
	if len(f.Cells) != 5 { // four quarters and the river
		t.Errorf("%d cells, want 5", len(f.Cells))
	}
	if got := between(f, a, b); got != "no border" {
		t.Errorf("a and b have a border of class %s", got)
	}
	if got := between(f, c, b); got != "arterial" {
		t.Errorf("%s between c and b", got)
	}
	if len(f.Cuts) != 1 || f.Cuts[0].Building != c || f.Cuts[0].By != plan.River || math.Abs(f.Cuts[0].SquareMetres-200) > 2 {
		t.Errorf("cut are %+v, want 200 m² of building %d by the river", f.Cuts, c)
	}
}

// A road through a building goes round it; where the community ends the building is cut.
func TestABorderGoesRoundABuildingWhereItCan(t *testing.T) {
	p := newPlot(t, square(0, 0, 200, 200)...)
	p.road(t, "arterial", "{}", [2]float64{-50, 100}, [2]float64{250, 100})
	over := p.house(t, 5, square(50, 60, 80, 110)...)
	out := p.house(t, 5, square(150, 150, 230, 170)...)
	in := p.house(t, 5, square(100, 20, 130, 40)...)
	p.exec(t, `update building set point = st_geomfromtext($2, 4490) where id = $1`, out, "POINT("+metres([2]float64{160, 160})+")")
	f := p.fabric(t)
	if got := between(f, over, out); got != "arterial" {
		t.Errorf("%s around the building over the road", got)
	}
	want := []store.Cut{{Building: out, By: plan.Community, SquareMetres: 600}}
	if diff := cmp.Diff(want, f.Cuts, roughly); diff != "" {
		t.Error(diff)
	}
	if cellOf(f, over) == cellOf(f, in) {
		t.Error("two buildings share a cell")
	}
}

// roughly compares measures to one part in a hundred.
var roughly = cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= 0.01*math.Max(math.Abs(a), math.Abs(b)) })

func TestBuildingsThatCannotBePartedShareACell(t *testing.T) {
	p := newPlot(t, square(0, 0, 300, 100)...)
	first := p.house(t, 1, square(20, 20, 60, 60)...)
	again := p.house(t, 2, square(20, 20, 60, 60)...)   // the same once more
	over := p.house(t, 3, square(40, 40, 70, 70)...)    // a good part of it on the first
	door := p.spot(t, 4, 50, 30)                        // in the first
	shed := p.house(t, 0, square(75, 30, 79, 34)...)    // 16 m²
	twin := p.spot(t, 5, 200, 50)                       // two at one place
	other := p.spot(t, 6, 200, 50)                      //
	wall := p.house(t, 7, square(70, 10, 90, 25)...)    // beside, touching nothing
	shares := p.house(t, 8, square(90, 10, 110, 25)...) // a wall with the last
	f := p.fabric(t)
	if diff := cmp.Diff([]int64{first, again, over, door}, f.Cells[cellOf(f, first)].Buildings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{twin, other}, f.Cells[cellOf(f, twin)].Buildings); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{shed, wall}, f.Cells[cellOf(f, wall)].Buildings); diff != "" {
		t.Error(diff)
	}
	if cellOf(f, wall) == cellOf(f, shares) {
		t.Error("buildings that share only a wall share a cell")
	}
	if len(f.Cuts) > 0 {
		t.Errorf("cut are %+v", f.Cuts)
	}
}

// Of two buildings that overlap a little, the smaller one keeps what both have.
func TestWhatTwoBuildingsHaveIsCutFromTheLarger(t *testing.T) {
	p := newPlot(t, square(0, 0, 200, 100)...)
	large := p.house(t, 1, square(20, 20, 80, 60)...)
	small := p.house(t, 1, square(78, 30, 110, 50)...)
	f := p.fabric(t)
	if cellOf(f, large) == cellOf(f, small) {
		t.Fatal("they share a cell")
	}
	want := []store.Cut{{Building: large, By: plan.None, SquareMetres: 40}}
	if diff := cmp.Diff(want, f.Cuts, roughly); diff != "" {
		t.Error(diff)
	}
}

func TestLandThatIsFarFromBuildingsIsACellOfItsOwn(t *testing.T) {
	p := newPlot(t, square(0, 0, 600, 300)...)
	house := p.house(t, 1, square(20, 140, 40, 160)...)
	f := p.fabric(t)
	if len(f.Cells) != 2 {
		t.Fatalf("%d cells, want the house's and the rest", len(f.Cells))
	}
	if m := f.Coverage.SquareMetres(f.Coverage.ID(cellOf(f, house))); m < 5000 || m > 20_000 {
		t.Errorf("the cell of the house has %v m²", m)
	}
}

// Land between two carriageways, and a corner that two roads leave, are no cells.
func TestLeftoversJoinABlockBesideThem(t *testing.T) {
	p := newPlot(t, square(0, 0, 200, 200)...)
	p.road(t, "arterial", "{}", [2]float64{-50, 100}, [2]float64{250, 100})
	p.road(t, "arterial", "{}", [2]float64{-50, 108}, [2]float64{250, 108})
	p.road(t, "lane", "{}", [2]float64{-10, 170}, [2]float64{30, 210})
	a, b := p.house(t, 1, square(50, 40, 80, 60)...), p.house(t, 1, square(50, 140, 80, 160)...)
	f := p.fabric(t)
	if len(f.Cells) != 2 || between(f, a, b) != "arterial" {
		t.Errorf("%d cells, %s between", len(f.Cells), between(f, a, b))
	}
}

func TestACommunityWithoutAnythingIsOneCell(t *testing.T) {
	p := newPlot(t, square(0, 0, 50, 20)...)
	f := p.fabric(t)
	if diff := cmp.Diff([]store.Cell{{}}, f.Cells); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]plan.Class{plan.Community}, f.Classes); diff != "" {
		t.Error(diff)
	}
}

// A and B lie side by side, and the building is on the border between them.
func TestABuildingOnABorderIsInOneCommunity(t *testing.T) {
	w := newTown(t)
	on := w.building(t, "on", "", 3, 121.42, 31.195)
	w.change(t, "building")
	a := checkedFabric(t, w, geo.AreaID(w.ids["A"]))
	b := checkedFabric(t, w, geo.AreaID(w.ids["B"]))
	if cellOf(a, on) >= 0 || cellOf(b, on) < 0 {
		t.Errorf("in cell %d of A and cell %d of B; B is east of it and owns it", cellOf(a, on), cellOf(b, on))
	}
}

func TestThereIsAFabricOfCommunitiesOnly(t *testing.T) {
	w := newTown(t)
	for _, id := range []geo.AreaID{geo.AreaID(w.ids["A1"]), 999_999} {
		if _, err := w.db.Fabric(t.Context(), id, spring); !errors.Is(err, store.ErrNoCommunity) {
			t.Errorf("fabric of %d: %v", id, err)
		}
	}
	before := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if _, err := w.db.Fabric(t.Context(), geo.AreaID(w.ids["A"]), before); !errors.Is(err, store.ErrNoCommunity) {
		t.Errorf("before there was an edition: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.db.Fabric(ctx, geo.AreaID(w.ids["A"]), spring); !errors.Is(err, context.Canceled) {
		t.Errorf("after the caller left: %v", err)
	}
}

func TestCellsAreExportedWithWhatTheyHold(t *testing.T) {
	p := newPlot(t, square(0, 0, 200, 100)...)
	p.road(t, "lane", "{}", [2]float64{100, -50}, [2]float64{100, 150})
	p.house(t, 5, square(20, 20, 60, 60)...)
	p.change(t, "building")
	var got [][]any
	for row, err := range p.db.ExportCells(t.Context(), store.Filter{Community: "C", Day: spring}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, []any{row.ID, row.Geometry != nil, row.Properties[:4]})
	}
	cell := func(block, buildings, households int64) []district.Property {
		return []district.Property{
			{Name: "block", Value: block},
			{Name: "buildings", Value: buildings},
			{Name: "households", Value: households},
			{Name: "estate"},
		}
	}
	want := [][]any{{"1", true, cell(0, 1, 5)}, {"2", true, cell(1, 0, 0)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, err := range p.db.ExportCells(t.Context(), store.Filter{Day: spring}) {
		if !errors.Is(err, store.ErrExport) {
			t.Errorf("without a community: %v", err)
		}
	}
}
