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

func allGrids(p *Plan) []GridID {
	var ids []GridID
	for id := range p.Grids() {
		ids = append(ids, id)
	}
	return ids
}
