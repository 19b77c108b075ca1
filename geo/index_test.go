package geo_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

var nowhere = owner{Rule: "none"}

func inside(id geo.AreaID) owner { return owner{id, "inside"} }
func border(id geo.AreaID) owner { return owner{id, "border"} }

// A where asks for the owner of a point of a drawing.
type where struct {
	name string
	x, y int32
	want owner
}

func checkAll(t *testing.T, x *geo.Index, cases []where) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := locate(t, x, at(c.x, c.y)); got != c.want {
				t.Errorf("(%d, %d) belongs to %v, want %v", c.x, c.y, got, c.want)
			}
		})
	}
}

func TestAPointOnABorderHasOneOwner(t *testing.T) {
	// 20 +---+---+
	//    | 3 | 4 |
	// 10 +---+---+
	//    | 1 | 2 |
	//  0 +---+---+
	//    0  10  20
	x := newIndex(t, areas(
		polygon(box(0, 0, 10, 10)), polygon(box(10, 0, 20, 10)),
		polygon(box(0, 10, 10, 20)), polygon(box(10, 10, 20, 20))))
	checkAll(t, x, []where{
		{"the middle of an area", 5, 5, inside(1)},
		{"a north-south border goes to the east", 10, 5, border(2)},
		{"an east-west border goes to the north", 5, 10, border(3)},
		{"the corner of four goes to the north-east", 10, 10, border(4)},
		{"one unit south-west of the corner", 9, 9, inside(1)},
		{"one unit east of the corner, on the border", 11, 10, border(4)},
		{"one unit west of the corner, on the border", 9, 10, border(3)},
		{"the outer west border is the area's own", 0, 5, border(1)},
		{"the outer south border is the area's own", 15, 0, border(2)},
		{"on the outer east border no other area could own", 20, 5, border(2)},
		{"on the outer north border likewise", 5, 20, border(3)},
		{"the outer north-east corner", 20, 20, border(4)},
		{"the outer north end of an inner border likewise", 10, 20, border(3)},
		{"the outer east end of an inner border goes to the first", 20, 10, border(2)},
		{"one unit outside in the east", 21, 5, nowhere},
		{"one unit outside in the south", 5, -1, nowhere},
		{"far away", 1_000_000, 5, nowhere},
	})
}

func TestAPointOnASlopeIsDecidedExactly(t *testing.T) {
	// Two triangles that share the diagonal from (0, 0) to (30, 10): 2 north of it, 1 south.
	x := newIndex(t, areas(polygon(ring(0, 0, 30, 0, 30, 10)), polygon(ring(0, 0, 30, 10, 0, 10))))
	checkAll(t, x, []where{
		{"a lattice point on the diagonal: east of it is 1", 15, 5, border(1)},
		{"just north of the diagonal", 14, 5, inside(2)},
		{"just south of the diagonal", 16, 5, inside(1)},
		{"the foot of the diagonal: east of it is the south border", 0, 0, border(1)},
		{"the top of the diagonal", 30, 10, border(1)},
		{"just off the diagonal by a fraction of a unit", 1, 0, border(1)},
	})
}

func TestATJunctionLeavesNoPointWithoutOwner(t *testing.T) {
	// The border of 1 has no vertex where 2 and 3 meet.
	//  20 +----+----+
	//     |    | 3  |
	//  10 | 1  +----+
	//     |    | 2  |
	//   0 +----+----+
	x := newIndex(t, areas(polygon(box(0, 0, 10, 20)), polygon(box(10, 0, 20, 10)), polygon(box(10, 10, 20, 20))))
	checkAll(t, x, []where{
		{"the junction", 10, 10, border(3)},
		{"above it", 10, 11, border(3)},
		{"below it", 10, 9, border(2)},
		{"beside it", 9, 10, inside(1)},
	})
}

func TestHolesAndEnclaves(t *testing.T) {
	// 1 has two holes; 2 fills the one in the west, nothing the one in the east.
	//  10 +-----------------+
	//     |  +---+   +---+  |
	//     |1 | 2 |   |   |  |
	//     |  +---+   +---+  |
	//   0 +-----------------+
	//     0  2   4   6   8 10
	x := newIndex(t, areas(
		polygon(box(0, 0, 10, 10), box(2, 2, 4, 8), box(6, 2, 8, 8)),
		polygon(box(2, 2, 4, 8))))
	checkAll(t, x, []where{
		{"beside the holes", 5, 5, inside(1)},
		{"in the enclave", 3, 5, inside(2)},
		{"the enclave's west border is its own", 2, 5, border(2)},
		{"the enclave's east border is the outer area's", 4, 5, border(1)},
		{"the enclave's north-west corner", 2, 8, border(1)},
		{"the enclave's south-west corner", 2, 2, border(2)},
		{"in the empty hole", 7, 5, nowhere},
		{"the empty hole's east rim", 8, 5, border(1)},
		{"the empty hole's west rim, with nothing to the east", 6, 5, border(1)},
		{"the empty hole's south rim, with nothing to the north", 7, 2, border(1)},
	})
}

func TestAnAreaOfSeveralPolygons(t *testing.T) {
	// 1 in two pieces with 2 between them; the second piece of 1 touches the first at a corner of 3.
	x := newIndex(t, areas(
		orb.MultiPolygon{{box(0, 0, 10, 10)}, {box(20, 0, 30, 10)}, {box(10, 10, 20, 20)}},
		polygon(box(10, 0, 20, 10))))
	checkAll(t, x, []where{
		{"in the first piece", 5, 5, inside(1)},
		{"between the pieces", 15, 5, inside(2)},
		{"in the second piece", 25, 5, inside(1)},
		{"in the third piece", 15, 15, inside(1)},
		{"where the third piece meets the first", 10, 10, border(1)},
		{"where the third piece meets the second", 20, 10, border(1)},
		{"beyond them all", 31, 5, nowhere},
	})
}

func TestWhereAreasOverlapTheFirstOwns(t *testing.T) {
	overlapping := areas(polygon(box(0, 0, 10, 10)), polygon(box(5, 0, 15, 10)))
	x := newIndex(t, overlapping)
	checkAll(t, x, []where{
		{"in the overlap", 7, 5, inside(1)},
		{"on the second's border within the first", 5, 5, inside(1)},
		{"on the first's east border within the second", 10, 5, inside(2)},
		{"on the outer border of both", 7, 10, border(1)},
	})
	overlapping[0], overlapping[1] = overlapping[1], overlapping[0]
	if got := locate(t, newIndex(t, overlapping), at(7, 5)); got != inside(2) {
		t.Errorf("in the other order the overlap belongs to %v", got)
	}
}

func TestAnIndexOfTheWholeWorldDoesNotOverflow(t *testing.T) {
	// Two triangles halve the world along the diagonal from its south-west to its north-east.
	south := orb.Ring{{-180, -90}, {180, -90}, {180, 90}, {-180, -90}}
	north := orb.Ring{{-180, -90}, {180, 90}, {-180, 90}, {-180, -90}}
	x := newIndex(t, areas(polygon(south), polygon(north)))
	for _, c := range []struct {
		lon, lat int32
		want     owner
	}{
		{0, 0, border(1)},
		{1_800_000_000, 900_000_000, border(1)},
		{-1_800_000_000, -900_000_000, border(1)},
		{1_799_999_998, 899_999_999, border(1)},
		{1_799_999_999, 899_999_999, inside(1)},
		{1_799_999_997, 899_999_999, inside(2)},
		{-1_799_999_998, -899_999_999, border(1)},
		{-1_799_999_999, -899_999_999, inside(2)},
		{1_800_000_000, -900_000_000, border(1)},
		{-1_800_000_000, 900_000_000, border(2)},
		{math.MaxInt32, math.MaxInt32, nowhere},
		{math.MinInt32, math.MinInt32, nowhere},
	} {
		if got := locate(t, x, geo.Point{Lon: c.lon, Lat: c.lat}); got != c.want {
			t.Errorf("%d %d belongs to %v, want %v", c.lon, c.lat, got, c.want)
		}
	}
}

func TestAnUnfitAreaIsNamed(t *testing.T) {
	fit := polygon(box(0, 0, 10, 10))
	open := polygon(orb.Ring{{116, 39}, {117, 39}, {117, 40}})
	for name, c := range map[string]struct {
		boundary orb.MultiPolygon
		says     string
	}{
		"no polygon":            {nil, "area 2: it encloses no land"},
		"an empty polygon":      {orb.MultiPolygon{{}}, "area 2: it encloses no land"},
		"an empty ring":         {polygon(orb.Ring{}), "area 2: it encloses no land"},
		"a single point":        {polygon(ring(1, 1)), "area 2: it encloses no land"},
		"a line there and back": {polygon(ring(1, 1, 5, 5)), "area 2: it encloses no land"},
		"three points in line":  {polygon(ring(0, 0, 5, 5, 9, 9)), "area 2: it encloses no land"},
		"an open ring":          {open, "area 2: polygon 1: ring 1: it is not closed"},
		"not a number":          {polygon(orb.Ring{{116, 39}, {math.NaN(), 39}, {117, 40}, {116, 39}}), "area 2: polygon 1: ring 1: longitude NaN"},
		"out of range":          {polygon(orb.Ring{{116, 39}, {447969, 4283132}, {117, 40}, {116, 39}}), "area 2: polygon 1: ring 1: longitude 447969"},
		"a bad hole":            {polygon(box(0, 0, 9, 9), orb.Ring{{116, 39}, {116, math.Inf(1)}, {116, 39}}), "area 2: polygon 1: ring 2: latitude +Inf"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := geo.NewIndex(areas(fit, c.boundary))
			if err == nil || !strings.HasPrefix(err.Error(), c.says) {
				t.Fatalf("got %v, want %q", err, c.says)
			}
			if unfit, ok := errors.AsType[*geo.AreaError](err); !ok || unfit.ID != 2 {
				t.Errorf("the error does not carry the area: %#v", err)
			}
		})
	}
	if _, err := geo.NewIndex([]geo.Area{{ID: 7, Boundary: fit}, {ID: 7, Boundary: fit}}); err == nil || err.Error() != "area 7: it occurs twice" {
		t.Errorf("an area twice: %v", err)
	}
}

func TestWhatVanishesWhenRoundedIsLeftOut(t *testing.T) {
	sliver := orb.Ring{{116.1, 39.1}, {116.1 + 1e-9, 39.1}, {116.1, 39.1 + 1e-9}, {116.1, 39.1}}
	x := newIndex(t, areas(orb.MultiPolygon{{sliver}, {box(0, 0, 10, 10), sliver}}))
	if got := locate(t, x, at(5, 5)); got != inside(1) {
		t.Errorf("the polygon that remains: %v", got)
	}
	if got := locate(t, x, geo.Point{Lon: 1_161_000_000, Lat: 391_000_000}); got != nowhere {
		t.Errorf("where the sliver was: %v", got)
	}
}

func TestAnEmptyIndexHasNoArea(t *testing.T) {
	x := newIndex(t, nil)
	if _, _, err := x.Locate(at(0, 0)); !errors.Is(err, geo.ErrNoArea) {
		t.Errorf("Locate: %v", err)
	}
	if _, ok := x.Nearest(at(0, 0)); ok {
		t.Error("Nearest found an area")
	}
	if got := x.Within(at(0, 0), math.Inf(1)); len(got) > 0 {
		t.Errorf("Within found %v", got)
	}
	if d := x.BorderMetres(at(0, 0), 1); !math.IsInf(d, 1) {
		t.Errorf("the border of no area is %v m away", d)
	}
}

func TestLocateAllocatesNothing(t *testing.T) {
	x := newIndex(t, areas(polygon(box(0, 0, 10, 10)), polygon(box(10, 0, 20, 10))))
	for _, p := range []geo.Point{at(5, 5), at(10, 5), at(50, 50)} {
		if n := testing.AllocsPerRun(100, func() { _, _, _ = x.Locate(p) }); n != 0 {
			t.Errorf("Locate(%v) allocates %v times", p, n)
		}
	}
}
