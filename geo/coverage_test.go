package geo_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

func build(t testing.TB, list []geo.Area) *geo.Coverage {
	t.Helper()
	c, problems, err := geo.BuildCoverage(list)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		t.Fatalf("%d problems, first: %v", len(problems), problems[0])
	}
	return c
}

// shape is what a coverage looks like: how many nodes and arcs it has, and for each area, its
// parts, each as the number of points of its rings.
type shape struct {
	Nodes, Arcs int
	Faces       [][][]int
}

func shapeOf(c *geo.Coverage) shape {
	s := shape{Nodes: len(c.Nodes()), Arcs: c.ArcCount()}
	for f := range c.Len() {
		var parts [][]int
		for ring := range c.Rings(f) {
			if !ring.Hole {
				parts = append(parts, nil)
			}
			last := len(parts) - 1
			parts[last] = append(parts[last], len(c.AppendPoints(nil, ring)))
		}
		s.Faces = append(s.Faces, parts)
	}
	return s
}

func TestAreasBecomeACoverage(t *testing.T) {
	for _, c := range []struct {
		name  string
		areas []geo.Area
		want  shape
	}{
		{
			"no area makes an empty coverage",
			nil,
			shape{},
		},
		{
			"an area alone has one border and the node at which it begins",
			areas(polygon(box(0, 0, 9, 9))),
			shape{1, 1, [][][]int{{{4}}}},
		},
		{
			"two neighbours share one border between two nodes",
			areas(polygon(box(0, 0, 9, 9)), polygon(box(9, 0, 18, 9))),
			shape{2, 3, [][][]int{{{4}}, {{4}}}},
		},
		{
			"four corners meet at one node",
			areas(polygon(box(0, 0, 9, 9)), polygon(box(9, 0, 18, 9)), polygon(box(9, 9, 18, 18)), polygon(box(0, 9, 9, 18))),
			shape{5, 8, [][][]int{{{4}}, {{4}}, {{4}}, {{4}}}},
		},
		{
			// +---+---+
			// | 2 | 3 |
			// +---+---+   the north side of 1 is cut in the middle
			// |   1   |
			// +-------+
			"a corner on a neighbour's side cuts it",
			areas(polygon(box(0, 0, 18, 9)), polygon(box(0, 9, 9, 18)), polygon(box(9, 9, 18, 18))),
			shape{4, 6, [][][]int{{{5}}, {{4}}, {{4}}}},
		},
		{
			"corners on a slanting side cut it exactly",
			areas(polygon(ring(0, 0, 30, 0, 30, 10)), polygon(ring(0, 0, 6, 2, 0, 9)), polygon(ring(6, 2, 27, 9, 0, 9))),
			shape{4, 6, [][][]int{{{5}}, {{3}}, {{3}}}},
		},
		{
			"sides that overlap in part are cut at each other's ends",
			areas(polygon(box(0, 0, 12, 9)), polygon(box(4, 9, 20, 18))),
			shape{2, 3, [][][]int{{{5}}, {{5}}}},
		},
		{
			// +-----------+
			// | 1 +-----+ |
			// |   | 2   | |
			// |   | +-+ | |   3 lies in 2, 2 in 1: one arc each
			// |   | |3| | |
			// |   | +-+ | |
			// |   +-----+ |
			// +-----------+
			"an enclave in an enclave",
			areas(polygon(box(0, 0, 30, 30), box(5, 5, 25, 25)), polygon(box(5, 5, 25, 25), box(10, 10, 20, 20)), polygon(box(10, 10, 20, 20))),
			shape{3, 3, [][][]int{{{4, 4}}, {{4, 4}}, {{4}}}},
		},
		{
			"a hole that no area fills is nobody's land",
			areas(polygon(box(0, 0, 30, 30), box(5, 5, 25, 25))),
			shape{2, 2, [][][]int{{{4, 4}}}},
		},
		{
			"an area has its exclave in another's enclave",
			areas(orb.MultiPolygon{{box(0, 0, 30, 30), box(5, 5, 25, 25)}, {box(10, 10, 20, 20)}}, polygon(box(5, 5, 25, 25), box(10, 10, 20, 20))),
			shape{3, 3, [][][]int{{{4, 4}, {4}}, {{4, 4}}}},
		},
		{
			"two polygons of one area that share a side are one part",
			areas(orb.MultiPolygon{{box(0, 0, 9, 9)}, {box(9, 0, 18, 9)}}),
			shape{1, 1, [][][]int{{{6}}}},
		},
		{
			// +---+
			// |   |
			// +---x---+   one ring that passes x twice is two parts
			//     |   |
			//     +---+
			"a ring that touches itself from outside is two parts",
			areas(polygon(ring(0, 9, 9, 9, 9, 0, 18, 0, 18, 9, 9, 9, 9, 18, 0, 18))),
			shape{1, 2, [][][]int{{{4}, {4}}}},
		},
		{
			// +-------+
			// |  /\   |
			// | <  >  |   one ring that passes x twice is an outer ring and a hole
			// |  \/   |
			// +--x----+
			"a ring that touches itself from inside is a part with a hole",
			areas(polygon(ring(0, 0, 9, 0, 6, 5, 9, 9, 12, 5, 9, 0, 18, 0, 18, 18, 0, 18))),
			shape{1, 2, [][][]int{{{5, 4}}}},
		},
		{
			"a hole that touches its outer ring at a side cuts it",
			areas(polygon(box(0, 0, 18, 18), ring(9, 0, 12, 5, 9, 9, 6, 5))),
			shape{1, 2, [][][]int{{{5, 4}}}},
		},
		{
			"a hole that reaches across its polygon parts it in two",
			areas(polygon(box(0, 0, 18, 18), ring(9, 0, 12, 9, 9, 18, 6, 9))),
			shape{2, 4, [][][]int{{{5}, {5}}}},
		},
		{
			"a bow tie through a vertex is two parts",
			areas(polygon(ring(0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10))),
			shape{1, 2, [][][]int{{{3}, {3}}}},
		},
		{
			"a spike, a stop and a double point are no land",
			areas(polygon(ring(0, 0, 9, 0, 9, 0, 20, 0, 9, 0, 9, 9, 0, 9))),
			shape{1, 1, [][][]int{{{4}}}},
		},
		{
			"a spike along a side goes, though its ends differ",
			areas(polygon(ring(0, 0, 5, 0, 9, 0, 9, 9, 0, 9, 0, 20))),
			shape{1, 1, [][][]int{{{5}}}},
		},
		{
			"the corners of the earth",
			areas(polygon(orb.Ring{{-180, -90}, {180, -90}, {180, 90}, {-180, -90}}), polygon(orb.Ring{{-180, -90}, {180, 90}, {-180, 90}, {-180, -90}})),
			shape{2, 3, [][][]int{{{3}}, {{3}}}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			cover := build(t, c.areas)
			if diff := cmp.Diff(c.want, shapeOf(cover)); diff != "" {
				t.Error(diff)
			}
			checkCoverage(t, cover)
			checkSizes(t, cover)
		})
	}
}

func TestTheBoundaryIsTheRingAsGiven(t *testing.T) {
	outer, hole := ring(0, 0, 7, 1, 9, 9, 4, 6, 1, 8), ring(3, 3, 4, 5, 5, 3)
	slices.Reverse(outer)
	c := build(t, areas(polygon(outer, hole), polygon(hole)))
	want := orb.MultiPolygon{{ring(0, 0, 7, 1, 9, 9, 4, 6, 1, 8), ring(3, 3, 4, 5, 5, 3)}}
	if diff := cmp.Diff(want, c.Boundary(1)); diff != "" {
		t.Error(diff)
	}
	if got := c.Boundary(3); got != nil {
		t.Errorf("area 3, which is not there, has %v", got)
	}
}

func TestNeighboursShareBordersAndNotJustPoints(t *testing.T) {
	c := build(t, areas(polygon(box(0, 0, 900, 900)), polygon(box(900, 0, 1800, 900)), polygon(box(900, 900, 1800, 1800))))
	want := []geo.Neighbourhood{
		{A: 1, B: 2, Metres: geo.DistanceMetres(at(900, 0), at(900, 900))},
		{A: 2, B: 3, Metres: geo.DistanceMetres(at(900, 900), at(1800, 900))},
	}
	if diff := cmp.Diff(want, c.Neighbours()); diff != "" {
		t.Error(diff)
	}
}

func TestFacesAreFoundByTheirAreas(t *testing.T) {
	list := areas(polygon(box(0, 0, 9, 9)), polygon(box(9, 0, 18, 9)), polygon(box(0, 9, 20, 12)))
	list[0].ID, list[1].ID, list[2].ID = 7, -3, 5
	c := build(t, list)
	for want, area := range list {
		if face, ok := c.Order(area.ID); face != want || !ok || c.ID(face) != area.ID {
			t.Errorf("area %d has face %d, %v", area.ID, face, ok)
		}
	}
	if face, ok := c.Order(6); ok {
		t.Errorf("area 6, which is not there, has face %d", face)
	}
	if got, want := c.Box(2), (geo.Box{Min: at(0, 9), Max: at(20, 12)}); got != want {
		t.Errorf("the box of area 5 is %v, want %v", got, want)
	}
}

func TestLookingAtACoverageAllocatesNothing(t *testing.T) {
	c := build(t, areas(polygon(box(0, 0, 30, 30), box(5, 5, 25, 25)), polygon(box(5, 5, 25, 25))))
	sum := 0
	allocations := testing.AllocsPerRun(10, func() {
		for i := range c.ArcCount() {
			sum += len(c.Arc(i).Points)
		}
		for face := range c.Len() {
			for ring := range c.Rings(face) {
				sum += len(ring.Refs)
			}
		}
	})
	if allocations > 0 || sum == 0 {
		t.Errorf("%v allocations", allocations)
	}
}
