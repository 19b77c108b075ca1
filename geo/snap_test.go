package geo_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"gewu/geo"
)

func snap(t testing.TB, list []geo.Area, tolerance float64) (*geo.Coverage, []geo.Change) {
	t.Helper()
	c, changes, problems, err := geo.SnapCoverage(list, tolerance)
	if err != nil || len(problems) > 0 {
		t.Fatalf("snap: %v, %v", problems, err)
	}
	return c, changes
}

// The border of 1 and 2 is drawn twice, 10 cm apart, and 3 has no vertex where they meet:
//
//	+-----++-----+
//	|  1  ||  2  |
//	+-----++-----+
//	+------------+
//	|     3      |
//	+------------+
//
// Snapped, each two are neighbours.
func TestBordersThatNearlyCoincideBecomeOne(t *testing.T) {
	list := areas(
		polygon(box(0, 1005, 2000, 2000)), polygon(box(2010, 1003, 4000, 2000)), polygon(box(0, 0, 4000, 1000)),
	)
	c, changes := snap(t, list, 0.3)
	var pairs [][2]geo.AreaID
	for _, n := range c.Neighbours() {
		pairs = append(pairs, [2]geo.AreaID{n.A, n.B})
	}
	if diff := cmp.Diff([][2]geo.AreaID{{1, 2}, {1, 3}, {2, 3}}, pairs); diff != "" {
		t.Error(diff)
	}
	for _, p := range validate(t, boundaries(c), geo.Surroundings{}) {
		t.Error(p)
	}
	want, total := 0.0, 0.0
	for i, area := range list {
		want += c.SquareMetres(area.ID) - geo.AreaSquareMetres(area.Boundary)
		total += changes[i].SquareMetres
		if len(changes[i].Moved) > 0 {
			t.Errorf("area %d: %v moved", area.ID, changes[i].Moved)
		}
	}
	if math.Abs(want-total) > 1e-6 || total < 0.5 {
		t.Errorf("changes of %v m², want %v m²", total, want)
	}
}

func TestAnOverlapWiderThanTheToleranceRemainsAProblem(t *testing.T) {
	list := areas(polygon(box(0, 0, 2100, 2000)), polygon(box(2000, 0, 4000, 2000)))
	c, _, problems, err := geo.SnapCoverage(list, 0.5)
	if c != nil || err != nil {
		t.Fatalf("a coverage, or %v", err)
	}
	compare(t, problems, []told{{"overlap", []geo.AreaID{1, 2}, square(2000, 0, 2100, 2000), 1, ""}})
	if c, _ := snap(t, list, 1); len(c.Neighbours()) != 1 {
		t.Errorf("neighbours %v", c.Neighbours())
	}
}

// Without a tolerance only rounding changes an area, and a bow tie gets a vertex at its middle.
func TestSnappingWithoutAToleranceRoundsOnly(t *testing.T) {
	c, changes := snap(t, areas(polygon(ring(0, 0, 4000, 2001, 4000, 0, 0, 2001))), 0)
	if len(c.Boundary(1)) != 2 || len(changes) > 1 {
		t.Errorf("%v, %v", c.Boundary(1), changes)
	}
}

func TestSnappingACoverageChangesNothing(t *testing.T) {
	mosaics(t, func(t *testing.T, _ *mosaic, list []geo.Area) {
		c, changes := snap(t, list, 0.5)
		if len(changes) > 0 {
			t.Errorf("changes %v", changes)
		}
		want := build(t, list)
		if diff := cmp.Diff(want.Neighbours(), c.Neighbours(), cmpopts.EquateApprox(1e-9, 1e-6)); diff != "" {
			t.Error(diff)
		}
		same(t, build(t, boundaries(want)), build(t, boundaries(c)))
	})
}

// noise moves each vertex of each area by up to a distance in units, the same wherever the area
// has it.
func noise(random *rand.Rand, list []geo.Area, most int32) []geo.Area {
	noisy := slices.Clone(list)
	for i, area := range list {
		moved := map[orb.Point]orb.Point{}
		noisy[i].Boundary = nil
		for _, p := range area.Boundary {
			var rings orb.Polygon
			for _, r := range p {
				var points orb.Ring
				for _, vertex := range r {
					if _, known := moved[vertex]; !known {
						at := pointOf(vertex)
						at.Lon += random.Int32N(2*most+1) - most
						at.Lat += random.Int32N(2*most+1) - most
						moved[vertex] = at.Orb()
					}
					points = append(points, moved[vertex])
				}
				rings = append(rings, points)
			}
			noisy[i].Boundary = append(noisy[i].Boundary, rings)
		}
	}
	return noisy
}

// Vertices are at least 5 m apart, so that only copies of one are within the tolerance.
func TestNoiseBelowTheToleranceHeals(t *testing.T) {
	mosaics(t, func(t *testing.T, m *mosaic, list []geo.Area) {
		want := build(t, list)
		c, _ := snap(t, noise(m.random, list, 8), 0.3)
		if diff := cmp.Diff(want.Neighbours(), c.Neighbours(), cmpopts.EquateApprox(0.01, 2)); diff != "" {
			t.Error(diff)
		}
		if got, want := shapeOf(c), shapeOf(want); got.Nodes != want.Nodes || got.Arcs != want.Arcs {
			t.Errorf("%d nodes and %d arcs, want %d and %d", got.Nodes, got.Arcs, want.Nodes, want.Arcs)
		}
		for _, area := range list {
			if got, want := len(c.Boundary(area.ID)), len(want.Boundary(area.ID)); got != want {
				t.Errorf("area %d has %d parts, want %d", area.ID, got, want)
			}
		}
	})
}

// A mosaic has no overlap and no hole. What is planted in it is found, with its size.
func TestWhatIsPlantedInACoverageIsFound(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			m := newMosaic(seed, 5, 25)
			list := m.areas()
			plain := faults(validate(t, list, geo.Surroundings{}))
			if len(plain) > 0 {
				t.Fatalf("a mosaic has %v", plain)
			}
			cell := m.area[2][2]
			cells := list[cell-1].Boundary
			at := m.corners[2][2]
			x, y := at.Lon-originLon+700, at.Lat-originLat+700
			size := 20 + m.random.Int32N(200)
			patch := box(x, y, x+size, y+size)
			planted := geo.AreaSquareMetres(polygon(patch))

			more := append(slices.Clone(list), geo.Area{ID: 99, Boundary: polygon(patch)})
			twice := faults(validate(t, more, geo.Surroundings{}))
			twice = slices.DeleteFunc(twice, func(p geo.Problem) bool { return p.Kind == geo.Sliver })
			checkPlanted(t, twice, "overlap", []geo.AreaID{geo.AreaID(cell), 99}, planted)

			less := slices.Clone(list)
			less[cell-1].Boundary = nil
			for _, p := range cells {
				if !encloses(orb.MultiPolygon{p}, float64(x+originLon)+1, float64(y+originLat)+1) {
					less[cell-1].Boundary = append(less[cell-1].Boundary, p)
					continue
				}
				less[cell-1].Boundary = append(less[cell-1].Boundary, orb.Polygon{p[0], patch})
			}
			checkPlanted(t, faults(validate(t, less, geo.Surroundings{})), "hole", []geo.AreaID{geo.AreaID(cell)}, planted)

			scrap := append(slices.Clone(less), geo.Area{ID: 99, Boundary: polygon(patch)})
			if size < 100 {
				checkPlanted(t, faults(validate(t, scrap, geo.Surroundings{})), "sliver", []geo.AreaID{99}, planted)
			}
		})
	}
}

// faults leaves out what a mosaic may have.
func faults(problems []geo.Problem) []geo.Problem {
	return slices.DeleteFunc(problems, func(p geo.Problem) bool {
		return p.Kind == geo.ForeignVertex || p.Kind == geo.DetachedPart
	})
}

func checkPlanted(t *testing.T, problems []geo.Problem, kind string, concerned []geo.AreaID, square float64) {
	t.Helper()
	compare(t, problems, []told{{kind, concerned, square, 1, ""}})
}
