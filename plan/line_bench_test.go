package plan

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// A town of 20,000 cells with crooked sides in 150 grids, a building in each cell, a road along
// every fifth row of corners.
func town(t testing.TB) *Plan {
	const width, height = 200, 100
	rng := rand.New(rand.NewPCG(1, 1))
	corner := make([]geo.Point, (width+1)*(height+1))
	for i := range corner {
		p := at(float64(i%(width+1)), float64(i/(width+1)))
		corner[i] = geo.Point{Lon: p.Lon + rng.Int32N(square/2), Lat: p.Lat + rng.Int32N(square/2)}
	}
	cornerAt := func(x, y int) geo.Point { return corner[y*(width+1)+x] }
	var s Source
	areas := make([]geo.Area, 0, width*height)
	assigned := make([]GridID, 0, width*height)
	d := drawing{corner: cornerAt}
	for y := range height {
		for x := range width {
			areas = append(areas, geo.Area{ID: geo.AreaID(len(areas) + 1), Boundary: orb.MultiPolygon{{d.square(x, y)}}})
			center := middleOf(cornerAt(x, y), cornerAt(x+1, y+1))
			d.building(int64(len(areas)), float64(center.Lon-at(0, 0).Lon)/square, float64(center.Lat-at(0, 0).Lat)/square, 0.3, 3)
			s.Cells = append(s.Cells, Cell{Community: 1, Households: 3, Residents: 6, Buildings: []int32{int32(len(areas) - 1)}})
			assigned = append(assigned, GridID(1+x/14+15*(y/10)))
		}
	}
	for y := 0; y <= height; y += 5 {
		road := Line{Class: Road}
		for x := range width + 1 {
			road.Points = append(road.Points, cornerAt(x, y))
		}
		s.Roads = append(s.Roads, road)
	}
	coverage, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	s.Coverage, s.Buildings = coverage, d.source.Buildings
	f, err := NewFabric(s)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(f, make([]Grid, 150), assigned)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func middleOf(p, q geo.Point) geo.Point { return side{p, q}.at(0.5) }

// Operations on a town of 20,000 cells, each made on the plan as it began.
func BenchmarkLineOperation(b *testing.B) {
	p := town(b)
	i, n := 0, Node{}
	for id, node := range p.fabric.Nodes() {
		if geo.DistanceMetres(node.At, at(100, 50)) < 12 {
			i, n = int(id), node
		}
	}
	operations := []struct {
		name string
		op   Operation
	}{
		{"split a grid of 140 cells", Operation{Kind: SplitByLine, Grid: 80, Line: line(53, 54.3, 73, 56.1), CutBuildings: true}},
		{"redraw a border across ten cells", Operation{Kind: RedrawBorder, Grid: 80, Line: line(73, 52, 65.3, 53.3, 66.1, 57.2, 73, 58.2), CutBuildings: true}},
		{"move a corner", Operation{Kind: MoveNode, Node: NodeID(i), To: geo.Point{Lon: n.At.Lon + 90, Lat: n.At.Lat + 70}, CutBuildings: true}},
		{"follow a road", Operation{Kind: FollowRoad, Grid: 80, At: at(54, 55.2), To: at(73, 55.2), CutBuildings: true}},
		{"carve a building", Operation{Kind: CarveBuilding, Grid: 80, Building: 20000}},
	}
	for _, o := range operations {
		b.Run(o.name+"/gewu", func(b *testing.B) {
			for b.Loop() {
				if _, _, err := p.Apply(o.op); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	merged, _, err := p.Apply(Operation{Kind: MergeGrids, Grid: 1, Grids: allGrids(p)})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("split a grid of 20,000 cells across 300 of them/gewu", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := merged.Apply(Operation{Kind: SplitByLine, Grid: 1, Line: line(-5, 10, 210, 91), CutBuildings: true}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func allGrids(p *Plan) []GridID {
	var ids []GridID
	for id := range p.Grids() {
		ids = append(ids, id)
	}
	return ids
}
