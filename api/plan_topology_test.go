package api_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/api"
	"gewu/geo"
	"gewu/plan"
)

// A sheet draws a fabric of squares of 100 m, in letters: each letter one cell with its households.
func sheet(t testing.TB, rows ...string) *plan.Fabric {
	t.Helper()
	return fabricOf(t, len(rows[0]), len(rows), func(x, y int) (float64, float64) { return float64(x), float64(y) }, nil, func(i int) int { return 60 + 10*(i%5) })
}

// fabricOf makes a fabric of w × h cells whose corners lie where at says, in thousandths of a degree,
// each with one building. bend, unless it is nil, has borders to the north or east of a corner run
// over another point.
func fabricOf(t testing.TB, w, h int, at func(x, y int) (float64, float64), bend func(x, y int, north bool) *orb.Point, households func(i int) int) *plan.Fabric {
	t.Helper()
	var areas []geo.Area
	var s plan.Source
	corner := func(x, y int) orb.Point {
		lon, lat := at(x, y)
		return orb.Point{121.4 + lon/1000, 31.2 + lat/1000}
	}
	for y := range h {
		for x := range w {
			i := y*w + x
			a, c := corner(x, y), corner(x+1, y+1)
			ring := orb.Ring{a, corner(x+1, y), c, corner(x, y+1), a}
			if bend != nil {
				ring = bent(ring, bend(x, y, false), bend(x+1, y, true), bend(x, y+1, false), bend(x, y, true))
			}
			areas = append(areas, geo.Area{ID: geo.AreaID(i + 1), Boundary: orb.MultiPolygon{{ring}}})
			point, err := geo.PointAt((a[0]+c[0])/2, (a[1]+c[1])/2)
			if err != nil {
				t.Fatal(err)
			}
			n := households(i)
			s.Buildings = append(s.Buildings, plan.Building{ID: int64(1000 + i), At: point, Households: n, Residents: 2 * n, Name: fmt.Sprint(i+1, "号楼")})
			s.Cells = append(s.Cells, plan.Cell{Community: int64(bridgeID), Block: int32(x / 4), Households: n, Residents: 2 * n, Buildings: []int32{int32(i)}})
		}
	}
	var problems []geo.Problem
	var err error
	if s.Coverage, problems, err = geo.BuildCoverage(areas); err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	s.Cells[0].Estate = 7
	s.Estates = []plan.Estate{{ID: 7, Name: "春晓苑"}}
	s.Classes = make([]plan.Class, s.Coverage.ArcCount())
	s.Classes[2] = plan.Road
	f, err := plan.NewFabric(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// bent puts points between those of a ring, where there are some.
func bent(ring orb.Ring, between ...*orb.Point) (out orb.Ring) {
	for i, p := range ring[:4] {
		out = append(out, p)
		if between[i] != nil {
			out = append(out, *between[i])
		}
	}
	return append(out, ring[0])
}

// halves is a plan with a western and an eastern grid.
func halves(t testing.TB, f *plan.Fabric, w int) *plan.Plan {
	t.Helper()
	var assigned []plan.GridID
	for id := range f.Cells() {
		assigned = append(assigned, plan.GridID(1+2*(int(id)%w)/w))
	}
	p, err := plan.New(f, []plan.Grid{
		{Area: 4, Community: int64(bridgeID), Code: "310101001001001", Name: "第一网格", Kind: plan.Ordinary},
		{Area: 5, Community: int64(bridgeID), Code: "310101001001002", Name: "第二网格", Kind: plan.Ordinary, Colour: 1},
	}, assigned)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestATopologyAndItsChangesAreReadBackAsThePlanIs(t *testing.T) {
	view := townOf(t).view
	before := halves(t, sheet(t, "......", "......", "......"), 6)
	whole := api.WholeTopology(view, before, 41)
	goldenJSON(t, "plan_topology.json", whole)
	s := newScreen()
	s.apply(t, whole)
	if diff := cmp.Diff(wantedScreen(before), s, cmp.AllowUnexported(screen{}, screenArc{}), cmp.FilterPath(isGrids, cmp.Ignore())); diff != "" {
		t.Fatalf("whole (-plan +screen):\n%s", diff)
	}
	line := []geo.Point{{Lon: 1_214_005_000, Lat: 311_990_000}, {Lon: 1_214_005_000, Lat: 312_040_000}}
	after, _, err := before.ApplyAll([]plan.Operation{
		{Kind: plan.SplitByLine, Grid: 1, Line: line, CutBuildings: true},
		{Kind: plan.AssignCells, Cells: []plan.CellID{3}, Grid: 1},
	})
	if err != nil {
		t.Fatal(err)
	}
	changed := api.ChangedTopology(view, before, after, 41, 42)
	goldenJSON(t, "plan_topology_delta.json", changed)
	for range 2 { // twice does no harm
		s.apply(t, changed)
	}
	if diff := cmp.Diff(wantedScreen(after), s, cmp.AllowUnexported(screen{}, screenArc{}), cmp.FilterPath(isGrids, cmp.Ignore())); diff != "" {
		t.Errorf("changed (-plan +screen):\n%s", diff)
	}
}

func isGrids(p cmp.Path) bool { return p.String() == "grids" }

// Streets of a community are crooked: corners lie beside where a ruler would put them, and half of
// the borders bend.
func TestATopologyOfTwoThousandCellsIsShort(t *testing.T) {
	const w, h, most = 50, 40, 60 << 10
	dice := rand.New(rand.NewPCG(1, 2))
	corners := [w + 1][h + 1][2]float64{}
	for x := range corners {
		for y := range corners[x] {
			corners[x][y] = [2]float64{0.5*float64(x) + 0.12*dice.Float64(), 0.5*float64(y) + 0.12*dice.Float64()}
		}
	}
	at := func(x, y int) (float64, float64) { return corners[x][y][0], corners[x][y][1] }
	bends := map[[3]int]*orb.Point{}
	bend := func(x, y int, north bool) *orb.Point {
		key := [3]int{x, y, 0}
		if north {
			key[2] = 1
		}
		p, known := bends[key]
		if !known && dice.IntN(2) == 0 {
			lon, lat := at(x, y)
			p = &orb.Point{121.4 + (lon+0.25*float64(1-key[2])+0.1*dice.Float64())/1000, 31.2 + (lat+0.25*float64(key[2])+0.1*dice.Float64())/1000}
		}
		bends[key] = p
		return p
	}
	f := fabricOf(t, w, h, at, bend, func(int) int { return dice.IntN(160) })
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	text := api.WholeTopology(townOf(t).view, halves(t, f, w), 0)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, compressed %d", len(text), zipped.Len())
	if zipped.Len() > most {
		t.Errorf("%d bytes compressed, want at most %d", zipped.Len(), most)
	}
}
