package store_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
	"gewu/internal/demo"
	"gewu/store"
)

// A plot is a community for fabrics, drawn in metres from its south-western corner.
type plot struct {
	town
	community geo.AreaID
}

// newPlot makes the community C of a ring of corners, on a day of spring.
func newPlot(t testing.TB, corners ...[2]float64) plot {
	t.Helper()
	w := emptyTown(t)
	w.area(t, w.edition(t, "", "2026-01-01"), "community", "C", "C", "", "MULTIPOLYGON((("+metres(append(corners, corners[0])...)+")))")
	return plot{w, geo.AreaID(w.ids["C"])}
}

// square is the outline of a rectangle.
func square(west, south, east, north float64) [][2]float64 {
	return [][2]float64{{west, south}, {east, south}, {east, north}, {west, north}}
}

// metres writes points as WKT does, on the lattice.
func metres(points ...[2]float64) (text string) {
	for i, p := range points {
		if i > 0 {
			text += ", "
		}
		lon := 121.4 + p[0]/(111195*math.Cos(31.2*math.Pi/180))
		text += fmt.Sprintf("%.7f %.7f", lon, 31.2+p[1]/111195)
	}
	return text
}

func (p plot) road(t testing.TB, class, attributes string, points ...[2]float64) {
	t.Helper()
	p.exec(t, `insert into road (source, source_id, class, attributes, geom)
		select 'plot', count(*)::text, $1, $2::jsonb, st_geomfromtext($3, 4490) from road`,
		class, attributes, "MULTILINESTRING(("+metres(points...)+"))")
}

func (p plot) water(t testing.TB, wkt string) {
	t.Helper()
	p.exec(t, `insert into water (source, source_id, class, geom)
		select 'plot', count(*)::text, 'river', st_geomfromtext($1, 4490) from water`, wkt)
}

func (p plot) wall(t testing.TB, class string, points ...[2]float64) {
	t.Helper()
	p.exec(t, `insert into estate (source, source_id, class, geom)
		select 'plot', count(*)::text, $1, st_geomfromtext($2, 4490) from estate`,
		class, "MULTIPOLYGON((("+metres(append(points, points[0])...)+")))")
}

// house adds a building with a footprint and its point in the middle of the first two corners'
// diagonal, and returns its id.
func (p plot) house(t testing.TB, households int, corners ...[2]float64) int64 {
	t.Helper()
	return p.exec(t, `insert into building (source, source_id, households, footprint, point)
		select 'plot', (select count(*)::text from building), $1, geom, st_snaptogrid(st_pointonsurface(geom), 1e-7)
		from st_geomfromtext($2, 4490) as geom returning id`,
		households, "MULTIPOLYGON((("+metres(append(corners, corners[0])...)+")))")
}

// spot adds a building that is a point.
func (p plot) spot(t testing.TB, households int, x, y float64) int64 {
	t.Helper()
	return p.exec(t, `insert into building (source, source_id, households, point)
		select 'plot', count(*)::text, $1, st_geomfromtext($2, 4490) from building returning id`,
		households, "POINT("+metres([2]float64{x, y})+")")
}

// fabric makes the fabric and checks what is certain of every fabric.
func (p plot) fabric(t testing.TB) *store.Fabric {
	t.Helper()
	p.change(t, "building")
	return checkedFabric(t, p.town, p.community)
}

// checkedFabric makes the fabric of a community and checks what is certain of every one.
func checkedFabric(t testing.TB, w town, community geo.AreaID) *store.Fabric {
	t.Helper()
	f, err := w.db.Fabric(t.Context(), community, spring)
	if err != nil {
		t.Fatal(err)
	}
	if f.Coverage.Len() != len(f.Cells) || f.Coverage.ArcCount() != len(f.Classes) {
		t.Fatalf("%d faces of %d cells, %d arcs of %d classes", f.Coverage.Len(), len(f.Cells), f.Coverage.ArcCount(), len(f.Classes))
	}
	checkLand(t, w, f)
	checkBuildings(t, w, f)
	return f
}

// checkLand lets PostGIS say whether the cells are the community, and geo whether they are a
// coverage, each of one piece.
func checkLand(t testing.TB, w town, f *store.Fabric) {
	t.Helper()
	var raw [][]byte
	var areas []geo.Area
	for i := range f.Cells {
		id := f.Coverage.ID(i)
		boundary := f.Coverage.Boundary(id)
		if len(boundary) != 1 {
			t.Errorf("cell %d has %d parts", id, len(boundary))
		}
		one, err := wkb.Marshal(boundary)
		if err != nil {
			t.Fatal(err)
		}
		raw, areas = append(raw, one), append(areas, geo.Area{ID: id, Boundary: boundary})
	}
	equal := w.exec(t, `with cells as (
			select st_union(st_snaptogrid(st_scale(st_geomfromwkb(cell, 4490), 1e7, 1e7), 1)) as geom from unnest($2::bytea[]) as cell
		)
		select count(*) from boundary cross join cells
		where area_id = $1 and st_equals(st_snaptogrid(st_scale(boundary.geom, 1e7, 1e7), 1), cells.geom)`, int64(f.Community), raw)
	if equal != 1 {
		t.Error("the cells are not the land of the community")
	}
	again, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		t.Fatalf("the cells are no coverage: %v %v", err, problems)
	}
	if again.ArcCount() != f.Coverage.ArcCount() {
		t.Errorf("%d arcs, %d when built again", f.Coverage.ArcCount(), again.ArcCount())
	}
}

// checkBuildings looks whether each building of the community is in the one cell that owns its point.
func checkBuildings(t testing.TB, w town, f *store.Fabric) {
	t.Helper()
	place, _ := w.snapshot(t, spring).Place(f.Community)
	seen := map[int64]int{}
	households := 0
	for i, cell := range f.Cells {
		households += cell.Households
		for _, b := range cell.Buildings {
			seen[b]++
			inside := w.exec(t, `select count(*) from building where id = $1 and st_intersects(point, st_geomfromwkb($2, 4490))`,
				b, wkbOf(t, f, i))
			if seen[b] > 1 || inside != 1 {
				t.Errorf("building %d is in %d cells, or not where its cell is", b, seen[b])
			}
		}
	}
	if len(seen) != place.Tally.Buildings || households != place.Tally.Households {
		t.Errorf("%d buildings and %d households in the cells, %d and %d in the community",
			len(seen), households, place.Tally.Buildings, place.Tally.Households)
	}
}

func wkbOf(t testing.TB, f *store.Fabric, cell int) []byte {
	t.Helper()
	raw, err := wkb.Marshal(f.Coverage.Boundary(f.Coverage.ID(cell)))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// cellOf returns the cell of a building.
func cellOf(f *store.Fabric, building int64) int {
	return slices.IndexFunc(f.Cells, func(c store.Cell) bool { return slices.Contains(c.Buildings, building) })
}

// between returns the class of the border between the cells of two buildings.
func between(f *store.Fabric, a, b int64) string {
	for i, class := range f.Classes {
		arc := f.Coverage.Arc(i)
		sides := []int{int(arc.Left), int(arc.Right)}
		if slices.Contains(sides, cellOf(f, a)) && slices.Contains(sides, cellOf(f, b)) {
			return class.String()
		}
	}
	return "no border"
}

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
	if len(f.Cuts) != 1 || f.Cuts[0].Building != c || f.Cuts[0].By != store.BorderRiver || math.Abs(f.Cuts[0].SquareMetres-200) > 2 {
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
	want := []store.Cut{{Building: out, By: store.BorderCommunity, SquareMetres: 600}}
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
	want := []store.Cut{{Building: large, By: store.BorderNone, SquareMetres: 40}}
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
	if diff := cmp.Diff([]store.BorderClass{store.BorderCommunity}, f.Classes); diff != "" {
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

// Whatever is drawn, at whatever angle, the cells are the community, exactly.
func TestRandomTownsHaveWholeFabrics(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			dice := rand.New(rand.NewPCG(seed, 1))
			var corners [][2]float64
			n := 3 + dice.IntN(12)
			for i := range n {
				sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.8*dice.Float64()) / float64(n))
				r := 60 + 240*dice.Float64()
				corners = append(corners, [2]float64{300 + r*cos, 300 + r*sin})
			}
			p := newPlot(t, corners...)
			somewhere := func() [2]float64 { return [2]float64{600 * dice.Float64(), 600 * dice.Float64()} }
			for range dice.IntN(12) {
				class := []string{"road", "lane", "arterial"}[dice.IntN(3)]
				p.road(t, class, "{}", somewhere(), somewhere(), somewhere())
			}
			p.water(t, "MULTILINESTRING(("+metres(somewhere(), somewhere(), somewhere())+"))")
			for range dice.IntN(60) {
				p.house(t, dice.IntN(9), turned(dice, somewhere())...)
			}
			p.fabric(t)
		})
	}
}

// turned is a rectangle of any size around a place, at any angle.
func turned(dice *rand.Rand, at [2]float64) [][2]float64 {
	sin, cos := math.Sincos(2 * math.Pi * dice.Float64())
	long, wide := 2+20*dice.Float64(), 2+8*dice.Float64()
	var corners [][2]float64
	for _, c := range square(-long, -wide, long, wide) {
		corners = append(corners, [2]float64{at[0] + c[0]*cos - c[1]*sin, at[1] + c[0]*sin + c[1]*cos})
	}
	return corners
}

func TestTheFabricOfTheDemoIsWholeAndTheSameEachTime(t *testing.T) {
	w := emptyTown(t)
	d := demo.Generate(1, spring)
	loadGround(t, w, d)
	s := w.snapshot(t, spring)
	for _, code := range []string{"350420001003", "350420004005"} {
		community := s.ByCode(code)[0].ID
		f := checkedFabric(t, w, community)
		for _, cut := range f.Cuts {
			if cut.By != store.BorderCommunity && cut.By != store.BorderRiver {
				t.Errorf("%s: building %d is cut", code, cut.Building)
			}
		}
		again, err := w.db.Fabric(t.Context(), community, spring)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, again, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("%s: the second time differs: %s", code, diff)
		}
	}
}

// loadGround imports of the demo what fabrics are made of.
func loadGround(t *testing.T, w town, d *demo.District) {
	t.Helper()
	for _, layer := range d.Layers {
		if layer.Level != "building" {
			in := store.Import{Source: demo.Source, Level: layer.Level, Profile: layer.Profile, From: spring}
			load(t, in, layer.Areas, w.db.ImportAreas)
		}
	}
	in := store.Import{Source: demo.Source}
	load(t, in, d.Waters, w.db.ImportWaters)
	load(t, in, d.Roads, w.db.ImportRoads)
	load(t, in, d.Estates, w.db.ImportEstates)
	load(t, in, d.Buildings, w.db.ImportBuildings)
}

func load[T any](t *testing.T, in store.Import, all []T, keep func(context.Context, store.Import, iter.Seq2[T, error]) (store.Report, error)) {
	t.Helper()
	if _, err := keep(t.Context(), in, each(all...)); err != nil {
		t.Fatal(err)
	}
}
