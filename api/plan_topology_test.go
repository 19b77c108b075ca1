package api_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
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

// A screen is a topology as a client reads it.
type screen struct {
	nodes map[int64][2]int64
	arcs  map[int64]screenArc
	cells map[int64][8]int64
	grids map[int64]string
}

type screenArc struct {
	ends   [6]int64 // from, to, left, right, class, bridge
	points [][2]int64
}

// topologyText is what is sent of a topology.
type topologyText struct {
	Revision  int64
	Since     *int64
	Origin    [2]int64
	Nodes     struct{ IDs, Lon, Lat []int64 }
	Arcs      struct{ IDs, From, To, Left, Right, Class, Bridge, Inner, Points []int64 }
	Cells     map[string][]int64
	Buildings map[string][]int64
	Grids     []json.RawMessage
	Gone      map[string][]int64
}

func runs(list []int64) (ids []int64) {
	next := int64(0)
	for i := 0; i < len(list); i += 2 {
		next += list[i]
		for range list[i+1] {
			ids = append(ids, next)
			next++
		}
	}
	return ids
}

func steps(list []int64, first int64) (values []int64) {
	for _, d := range list {
		first += d
		values = append(values, first)
	}
	return values
}

// apply takes a topology over: what is gone is removed, the rest is set.
func (s *screen) apply(t testing.TB, text []byte) {
	t.Helper()
	var read topologyText
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	for name, list := range read.Gone {
		for _, id := range runs(list) {
			switch name {
			case "nodes":
				delete(s.nodes, id)
			case "arcs":
				delete(s.arcs, id)
			case "cells":
				delete(s.cells, id)
			case "grids":
				delete(s.grids, id)
			}
		}
	}
	lon, lat := steps(read.Nodes.Lon, read.Origin[0]), steps(read.Nodes.Lat, read.Origin[1])
	for i, id := range runs(read.Nodes.IDs) {
		s.nodes[id] = [2]int64{lon[i], lat[i]}
	}
	s.readArcs(read)
	s.readCells(read)
	for _, g := range read.Grids {
		var grid struct{ ID int64 }
		if err := json.Unmarshal(g, &grid); err != nil {
			t.Fatal(err)
		}
		s.grids[grid.ID] = string(g)
	}
}

func (s *screen) readArcs(read topologyText) {
	a := read.Arcs
	from, left, at := steps(a.From, 0), steps(a.Left, 0), 0
	for i, id := range runs(a.IDs) {
		arc := screenArc{ends: [6]int64{from[i], from[i] + a.To[i], left[i], left[i] + a.Right[i], a.Class[i], a.Bridge[i]}}
		p := s.nodes[from[i]]
		arc.points = append(arc.points, p)
		for range a.Inner[i] {
			p = [2]int64{p[0] + a.Points[at], p[1] + a.Points[at+1]}
			arc.points = append(arc.points, p)
			at += 2
		}
		arc.points = append(arc.points, s.nodes[arc.ends[1]])
		s.arcs[id] = arc
	}
}

func (s *screen) readCells(read topologyText) {
	c := read.Cells
	columns := [][]int64{steps(c["grid"], 0), steps(c["base"], 0), c["parent"], steps(c["community"], 0), steps(c["estate"], 0), c["households"], c["residents"], c["square_metres"]}
	for i, id := range runs(c["ids"]) {
		var cell [8]int64
		for k := range cell {
			cell[k] = columns[k][i]
		}
		cell[2] += id
		s.cells[id] = cell
	}
}

func newScreen() *screen {
	return &screen{map[int64][2]int64{}, map[int64]screenArc{}, map[int64][8]int64{}, map[int64]string{}}
}

// want is a screen made of the plan itself, without its grids.
func wantedScreen(p *plan.Plan) *screen {
	s, f, base := newScreen(), p.Fabric(), p.Base()
	for id, n := range f.Nodes() {
		s.nodes[int64(id)] = [2]int64{int64(n.At.Lon), int64(n.At.Lat)}
	}
	for id, a := range f.Arcs() {
		bridge := int64(0)
		if a.Bridge {
			bridge = 1
		}
		arc := screenArc{ends: [6]int64{int64(a.From), int64(a.To), int64(a.Left), int64(a.Right), int64(a.Class), bridge}}
		for _, at := range a.Points {
			arc.points = append(arc.points, [2]int64{int64(at.Lon), int64(at.Lat)})
		}
		s.arcs[int64(id)] = arc
	}
	for id, c := range f.Cells() {
		s.cells[int64(id)] = [8]int64{
			int64(p.GridOf(id)), int64(base.GridOf(c.Parent)), int64(c.Parent), c.Community, c.Estate,
			int64(c.Households), int64(c.Residents), int64(c.SquareMetres + 0.5),
		}
	}
	return s
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
