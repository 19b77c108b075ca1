package analysis_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

// BenchmarkCoverage asks for the coverage of 3,000 communities of 16 grids each, whose blind spots nobody has looked for.
func BenchmarkCoverage(b *testing.B) {
	const across, down, side = 60, 50, 40_000 // communities, and the side of one in units
	today := hotspot.Day(20_000)
	plane := analysis.NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	low := geo.Point{Lon: 1_170_000_000, Lat: 260_000_000}
	land := func(x, y, size int32) orb.MultiPolygon {
		at := func(dx, dy int32) orb.Point {
			lon, lat := geo.Point{Lon: low.Lon + x + dx, Lat: low.Lat + y + dy}.Degrees()
			return orb.Point{lon, lat}
		}
		return orb.MultiPolygon{{{at(0, 0), at(size, 0), at(size, size), at(0, size), at(0, 0)}}}
	}
	e := analysis.Evidence{
		Today: today, FirstEdition: today - 400, Zone: "Asia/Shanghai", Plane: plane, Kinds: []analysis.Kind{{Code: "1"}},
		Lattice: analysis.LatticeOver(plane, geo.Box{Min: low, Max: geo.Point{Lon: low.Lon + across*side, Lat: low.Lat + down*side}}),
		Areas:   []analysis.Area{{ID: 1, Parent: -1, Level: analysis.LevelDistrict}},
	}
	for c := range int32(across * down) {
		x, y := c%across*side, c/across*side
		community := int32(len(e.Areas))
		e.Areas = append(e.Areas, analysis.Area{ID: geo.AreaID(10 + c), Code: fmt.Sprint(c), Level: analysis.LevelCommunity, Boundary: land(x, y, side)})
		for g := range int32(16) {
			e.Grounds = append(e.Grounds, analysis.Ground{
				ID: geo.AreaID(100_000 + c*16 + g), Community: community, Parent: community, Street: -1, SquareKM: 0.01,
				Boundary: land(x+g%4*side/4, y+g/4*side/4, side/4),
			})
		}
	}
	for b.Loop() {
		made, err := analysis.NewBuilder(e).Evidence()
		if err != nil {
			b.Fatal(err)
		}
		q, err := analysis.Parse("coverage", map[string][]string{"days": {"90"}}, today)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := analysis.Ask(context.Background(), made, q, nil); err != nil {
			b.Fatal(err)
		}
	}
}
