package geo_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// Whatever a file brings is arranged: each shape is one that some program has written.
func TestBadShapesAreTakenAsTheLandTheyEnclose(t *testing.T) {
	for name, c := range map[string]struct {
		shape  orb.MultiPolygon
		square float64 // of its parts
	}{
		"a vertex twice":           {polygon(ring(0, 0, 2000, 0, 2000, 0, 2000, 2000, 0, 2000, 0, 2000)), square(0, 0, 2000, 2000)},
		"a spike in":               {polygon(ring(0, 0, 2000, 0, 2000, 2000, 1000, 2000, 1000, 500, 1000, 2000, 0, 2000)), square(0, 0, 2000, 2000)},
		"a ring twice round":       {polygon(ring(0, 0, 2000, 0, 2000, 2000, 0, 2000, 0, 0, 2000, 0, 2000, 2000, 0, 2000)), 0},
		"a ring clockwise":         {polygon(ring(0, 0, 0, 2000, 2000, 2000, 2000, 0)), square(0, 0, 2000, 2000)},
		"a hole that is all":       {polygon(box(0, 0, 2000, 2000), box(0, 0, 2000, 2000)), 0},
		"a hole beyond":            {polygon(box(0, 0, 2000, 2000), box(3000, 0, 4000, 1000)), square(0, 0, 2000, 2000)},
		"a hole across the border": {polygon(box(0, 0, 2000, 2000), box(1000, 0, 3000, 2000)), square(0, 0, 1000, 2000)},
		"a polygon of no rings":    {orb.MultiPolygon{{}, {box(0, 0, 2000, 2000)}}, square(0, 0, 2000, 2000)},
		"a line":                   {polygon(ring(0, 0, 2000, 0)), 0},
		"a point":                  {polygon(ring(0, 0)), 0},
	} {
		t.Run(name, func(t *testing.T) {
			with := areas(c.shape, polygon(box(-9000, -9000, 9000, 9000)))
			total := 0.0
			for _, p := range validate(t, with, geo.Surroundings{}) {
				if p.Kind == geo.Overlap {
					total += p.SquareMetres
				}
			}
			if math.Abs(total-c.square) > 1e-3 {
				t.Errorf("%v m², want %v", total, c.square)
			}
		})
	}
}

func TestTheEndsOfTheEarthAreArranged(t *testing.T) {
	world := orb.MultiPolygon{{{{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}}}
	list := areas(world,
		orb.MultiPolygon{{{{179, 10}, {180, 10}, {180, 11}, {179, 11}, {179, 10}}}},
		orb.MultiPolygon{{{{-180, 89}, {180, 89}, {0, 90}, {-180, 89}}}},
		orb.MultiPolygon{{{{-180, -90}, {180, 90}, {180, -90}, {-180, 90}, {-180, -90}}}})
	overlaps := 0
	for _, p := range validate(t, list, geo.Surroundings{}) {
		if p.Kind == geo.Overlap {
			overlaps++
		}
	}
	if overlaps != 5 {
		t.Errorf("%d overlaps, want 5: of the world with three, and of the last with two", overlaps)
	}
}

func TestLargeShapesAreValidated(t *testing.T) { checkLargeShapes(t, 50_000, 70) }

// checkLargeShapes validates a ring of many vertices, and a square with rows of as many holes of
// 1 m² each.
func checkLargeShapes(t *testing.T, vertices, rows int) {
	t.Helper()
	circle := make(orb.Ring, 0, vertices+1)
	for i := range vertices {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(vertices))
		circle = append(circle, orb.Point{116 + 0.5*cos, 40 + 0.5*sin})
	}
	circle = append(circle, circle[0])
	if problems := validate(t, areas(polygon(circle)), geo.Surroundings{}); len(problems) > 0 {
		t.Errorf("a circle has %v", problems[0])
	}
	side := int32(1000 * rows)
	sieve := orb.Polygon{box(-1000, -1000, side, side)}
	for i := range int32(rows * rows) {
		x, y := i%int32(rows)*1000, i/int32(rows)*1000
		sieve = append(sieve, box(x, y, x+100, y+100))
	}
	problems := validate(t, areas(orb.MultiPolygon{sieve}), geo.Surroundings{})
	if len(problems) != rows*rows {
		t.Fatalf("%d problems, want %d holes", len(problems), rows*rows)
	}
	for _, p := range problems {
		if p.Kind != geo.Hole || math.Abs(p.SquareMetres-0.95) > 0.01 {
			t.Fatal(p)
		}
	}
}

func TestWhatCannotBeReadIsAnErrorThatNamesTheArea(t *testing.T) {
	good := polygon(box(0, 0, 2000, 2000))
	for name, bad := range map[string]orb.MultiPolygon{
		"no number":    {{{{math.NaN(), 1}, {2, 2}, {3, 1}, {math.NaN(), 1}}}},
		"infinite":     {{{{math.Inf(1), 1}, {2, 2}, {3, 1}, {math.Inf(1), 1}}}},
		"off the map":  {{{{190, 1}, {2, 2}, {3, 1}, {190, 1}}}},
		"an open ring": {{{{1, 1}, {2, 2}, {3, 1}}}},
	} {
		t.Run(name, func(t *testing.T) {
			var area *geo.AreaError
			if _, err := geo.Validate(areas(good, bad), geo.Surroundings{}); !errors.As(err, &area) || area.ID != 2 {
				t.Errorf("validate: %v", err)
			}
			if _, _, _, err := geo.SnapCoverage(areas(good, bad), 1); !errors.As(err, &area) || area.ID != 2 {
				t.Errorf("snap: %v", err)
			}
			if _, err := geo.Validate(areas(good), geo.Surroundings{Community: bad}); err == nil {
				t.Error("a bad community is no error")
			}
		})
	}
	if _, err := geo.Validate([]geo.Area{{ID: 3, Boundary: good}, {ID: 3}}, geo.Surroundings{}); err == nil {
		t.Error("an ID twice is no error")
	}
}

func TestEachKindHasAName(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range geo.ProblemKinds() {
		if name := k.String(); name == "" || seen[name] || name[0] < 'a' {
			t.Errorf("kind %d is called %q", k, name)
		}
		seen[k.String()] = true
	}
	if len(seen) != 12 || geo.ProblemKind(99).String() != "ProblemKind(99)" {
		t.Errorf("%d kinds", len(seen))
	}
}
