package geo_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzSimplify simplifies areas of any shape on a lattice so small that nothing but other
// vertices keeps a vertex. Up to zoom 16 they must be a coverage with the same nodes.
func FuzzSimplify(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, []byte{}, byte(14))
	f.Add([]byte{0, 0, 9, 4, 18, 0, 18, 9, 9, 12, 0, 9}, []byte{0, 0, 9, 4, 18, 0, 9, 2}, []byte{0, 9, 9, 12, 18, 9, 9, 15}, byte(15))
	f.Add([]byte{0, 0, 15, 0, 15, 15, 0, 15}, []byte{1, 1, 14, 1, 14, 14, 1, 14}, []byte{2, 1, 13, 2, 12, 13, 1, 12}, byte(255))
	f.Fuzz(func(t *testing.T, first, second, third []byte, size byte) {
		lattice := size%16 + 2
		list := areas(polygon(latticeRing(first, lattice)), polygon(latticeRing(second, lattice)), polygon(latticeRing(third, lattice)))
		c, problems, err := geo.BuildCoverage(list)
		for err != nil && len(list) > 1 {
			list = list[:len(list)-1]
			c, problems, err = geo.BuildCoverage(list)
		}
		if err != nil || len(problems) > 0 {
			return
		}
		checkSimplified(t, geo.Simplify(c))
	})
}

// Shapes as large and as bad as a file may have them: a jagged ring of 200,000 vertices, an area
// with ten thousand holes, and one from pole to pole and from antimeridian to antimeridian.
func TestShapesOfAnySizeAreSimplified(t *testing.T) {
	const around = 80_000
	var ring, holes, world orb.Ring
	for i := range int32(around / 4) {
		ring = append(ring, at(i*4, i%3).Orb())
	}
	for i := range int32(around / 4 * 3) {
		ring = append(ring, at(around-i, 100_000+i%7*5).Orb())
	}
	ring = append(ring, ring[0])
	many := polygon(box(-9, -9, 200_000, 200_000))
	for i := range int32(60) {
		for j := range int32(60) {
			holes = box(i*2000, j*2000, i*2000+1000, j*2000+1000)
			slices.Reverse(holes)
			many[0] = append(many[0], holes)
		}
	}
	world = orb.Ring{{-180, -90}, {0, -90}, {180, -90}, {180, 90}, {0, 90}, {-180, 90}, {-180, -90}}
	for _, boundary := range []orb.MultiPolygon{polygon(ring), many, polygon(world)} {
		c := geo.Simplify(build(t, areas(boundary)))
		again := build(t, drawnAreas(c, 0))
		if len(again.Nodes()) != len(c.Nodes()) || again.ArcCount() != c.ArcCount() || verticesAt(c, 0) > 5*len(c.Nodes()) {
			t.Errorf("%d nodes and %d arcs are %d and %d, with %d vertices", len(c.Nodes()), c.ArcCount(), len(again.Nodes()), again.ArcCount(), verticesAt(c, 0))
		}
	}
}
