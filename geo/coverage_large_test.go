package geo_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

func TestACombAndAPlateWithHolesAreBuilt(t *testing.T) { checkCombAndPlate(t, 5_000, 10_000) }

// checkCombAndPlate builds a comb, whose teeth are two long sides each, and a plate with holes.
func checkCombAndPlate(t *testing.T, teeth, holes int) {
	t.Helper()
	var xy []int32
	for i := range int32(teeth) {
		xy = append(xy, 20*i, 1_000_000, 20*i+10, 10)
	}
	end := 20 * int32(teeth)
	comb := polygon(ring(append(xy, end, 1_000_000, end, 0, 0, 0)...))
	plate := orb.Polygon{box(-10, 2_000_000, 10_000, 2_010_000)}
	for i := range int32(holes) {
		x, y := 20*(i%400), 2_000_010+20*(i/400)
		plate = append(plate, box(x, y, x+10, y+10))
	}
	c := build(t, areas(comb, orb.MultiPolygon{plate}))
	want := shape{holes + 2, holes + 2, [][][]int{{{2*teeth + 3}}, nil}}
	got := shapeOf(c)
	if parts := got.Faces[1]; len(parts) != 1 || len(parts[0]) != holes+1 {
		t.Errorf("the plate has %d parts with %d rings", len(parts), len(parts[0]))
	}
	got.Faces[1] = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestARingOfManyPointsIsBuilt(t *testing.T) { checkWheel(t, 100_000) }

// checkWheel builds a wheel whose rim is bent in and out.
func checkWheel(t *testing.T, points int) {
	t.Helper()
	const radius = 100_000_000
	var xy []int32
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(points))
		r := radius + float64(i%2)*900
		xy = append(xy, int32(r*cos), int32(r*sin))
	}
	c := build(t, areas(polygon(ring(xy...))))
	if diff := cmp.Diff(shape{1, 1, [][][]int{{{points}}}}, shapeOf(c)); diff != "" {
		t.Error(diff)
	}
}

func TestAreasThatTouchInOnePointAreBuilt(t *testing.T) { checkCake(t, 2_500) }

// checkCake cuts a square into slices, side of them on each of its four sides. In the second
// round every other slice is eaten.
func checkCake(t *testing.T, side int) {
	t.Helper()
	const step = 100
	for round, every := range []int{1, 2} {
		var list []geo.Area
		for i := 0; i < 4*side; i += every {
			slice := polygon(orb.Ring{at(0, 0).Orb(), rimPoint(i, side, step), rimPoint(i+1, side, step), at(0, 0).Orb()})
			list = append(list, geo.Area{ID: geo.AreaID(i), Boundary: slice})
		}
		c := build(t, list)
		if got, want := c.ArcCount(), []int{8 * side, 2 * side}[round]; got != want || c.Len() != len(list) {
			t.Errorf("%d arcs around %d areas, want %d", got, c.Len(), want)
		}
	}
}

// rimPoint is point i, of 4·side, on the rim of a square around the origin.
func rimPoint(i, side, step int) orb.Point {
	k, half := int32(i%side*step), int32(side*step/2)
	switch i / side % 4 {
	case 0:
		return at(k-half, -half).Orb()
	case 1:
		return at(half, k-half).Orb()
	case 2:
		return at(half-k, half).Orb()
	default:
		return at(-half, half-k).Orb()
	}
}

// Nothing is known of the earth being round: areas on both sides of the 180th meridian share
// no border, and the poles are parallels as long as any.
func TestTheMapEndsAtThe180thMeridianAndAtThePoles(t *testing.T) {
	east := polygon(orb.Ring{{170, 60}, {180, 60}, {180, 90}, {170, 90}, {170, 60}})
	west := polygon(orb.Ring{{-180, 60}, {-170, 60}, {-170, 90}, {-180, 90}, {-180, 60}})
	cap := polygon(orb.Ring{{-170, 60}, {170, 60}, {170, 90}, {-170, 90}, {-170, 60}})
	c := build(t, areas(east, west, cap))
	checkCoverage(t, c)
	var got [][2]geo.AreaID
	for _, n := range c.Neighbours() {
		got = append(got, [2]geo.AreaID{n.A, n.B})
	}
	if diff := cmp.Diff([][2]geo.AreaID{{1, 3}, {2, 3}}, got); diff != "" {
		t.Error(diff)
	}
}
