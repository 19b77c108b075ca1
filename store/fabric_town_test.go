package store_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb/encoding/wkb"

	"gewu/geo"
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
