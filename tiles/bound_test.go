package tiles_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"gewu/tiles"
)

func TestTilesShareTheirEdges(t *testing.T) {
	a := tiles.Address{Z: 15, X: 26985, Y: 13964}
	b := a.Bound()
	if east := (tiles.Address{Z: a.Z, X: a.X + 1, Y: a.Y}).Bound(); east.Min[0] != b.Max[0] {
		t.Errorf("the eastern tile begins at %v, this one ends at %v", east.Min[0], b.Max[0])
	}
	if south := (tiles.Address{Z: a.Z, X: a.X, Y: a.Y + 1}).Bound(); south.Max[1] != b.Min[1] {
		t.Errorf("the southern tile begins at %v, this one ends at %v", south.Max[1], b.Min[1])
	}
}

func TestAPointOnAnEdgeIsInOneTile(t *testing.T) {
	middle := tiles.Address{Z: 15, X: 26985, Y: 13964}
	b := middle.Bound()
	centre := b.Center()
	tests := []struct {
		name   string
		at     orb.Point
		dx, dy int
	}{
		{"the middle", centre, 0, 0},
		{"the western edge is its own", orb.Point{b.Min[0], centre[1]}, 0, 0},
		{"the northern edge is its own", orb.Point{centre[0], b.Max[1]}, 0, 0},
		{"the eastern edge is the eastern tile's", orb.Point{b.Max[0], centre[1]}, 1, 0},
		{"the southern edge is the southern tile's", orb.Point{centre[0], b.Min[1]}, 0, 1},
		{"the south-eastern corner", orb.Point{b.Max[0], b.Min[1]}, 1, 1},
		{"a hair before the eastern edge", orb.Point{math.Nextafter(b.Max[0], 0), centre[1]}, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for dx := -1; dx <= 1; dx++ {
				for dy := -1; dy <= 1; dy++ {
					a := tiles.Address{Z: 15, X: middle.X + uint32(dx), Y: middle.Y + uint32(dy)}
					x, y, in := a.Unit(tt.at)
					if want := dx == tt.dx && dy == tt.dy; in != want {
						t.Errorf("in tile %+d,%+d: %v", dx, dy, in)
					}
					if x < 0 || x >= tiles.Extent || y < 0 || y >= tiles.Extent {
						t.Errorf("unit %d,%d is outside the tile", x, y)
					}
				}
			}
		})
	}
}

func TestUnitsGrowEastwardsAndSouthwards(t *testing.T) {
	world := tiles.Address{}
	for _, tt := range []struct {
		at   orb.Point
		x, y int
	}{
		{orb.Point{-180, 85}, 0, 6},
		{orb.Point{0, 0}, 2048, 2048},
		{orb.Point{90, -66.51326044311186}, 3072, 3071},
	} {
		if x, y, ok := world.Unit(tt.at); !ok || x != tt.x || y < tt.y-1 || y > tt.y+1 {
			t.Errorf("%v is at unit %d,%d, want %d,%d", tt.at, x, y, tt.x, tt.y)
		}
	}
}
