package geo_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"gewu/geo"
)

// Three squares of about 1 km with about 1 km between them, the third around a hole.
//
//	200 +---+   +---+   +-------+
//	    | 1 |   | 2 |   | +---+ |
//	    |   |   |   |   | |   | |
//	  0 +---+   +---+   +-------+   in thousands of units
//	    0  100 200 300 400     500
func threeSquares(t testing.TB) *geo.Index {
	const k = 1000
	return newIndex(t, areas(
		polygon(box(0, 0, 100*k, 200*k)), polygon(box(200*k, 0, 300*k, 200*k)),
		polygon(box(400*k, 0, 500*k, 200*k), box(420*k, 50*k, 480*k, 150*k))))
}

func areasOf(near []geo.Near) []geo.AreaID {
	ids := make([]geo.AreaID, len(near))
	for i, n := range near {
		ids[i] = n.Area
	}
	return ids
}

func TestWithinGivesTheNearestFirst(t *testing.T) {
	x := threeSquares(t)
	for name, c := range map[string]struct {
		p      geo.Point
		metres float64
		want   []geo.AreaID
	}{
		"inside, with no accuracy":            {at(50_000, 50_000), 0, []geo.AreaID{1}},
		"inside, reaching the next":           {at(90_000, 50_000), 1000, []geo.AreaID{1, 2}},
		"between two, nearer to the second":   {at(160_000, 50_000), 600, []geo.AreaID{2, 1}},
		"between two, reaching one":           {at(160_000, 50_000), 400, []geo.AreaID{2}},
		"between two, reaching none":          {at(160_000, 50_000), 300, []geo.AreaID{}},
		"as far from one as from the other":   {at(150_000, 50_000), 600, []geo.AreaID{1, 2}},
		"on a border, with no accuracy":       {at(100_000, 50_000), 0, []geo.AreaID{1}},
		"in the hole, reaching its rim":       {at(450_000, 100_000), 300, []geo.AreaID{3}},
		"in the hole, not reaching its rim":   {at(450_000, 100_000), 200, []geo.AreaID{}},
		"everything":                          {at(0, 0), math.Inf(1), []geo.AreaID{1, 2, 3}},
		"a negative accuracy reaches nothing": {at(50_000, 50_000), -1, []geo.AreaID{}},
		"nor does one that is not a number":   {at(50_000, 50_000), math.NaN(), []geo.AreaID{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := gocmp.Diff(c.want, areasOf(x.Within(c.p, c.metres))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNearestAndTheDistanceToABorder(t *testing.T) {
	x := threeSquares(t)
	for name, c := range map[string]struct {
		p            geo.Point
		want         geo.AreaID
		covered      bool
		other        geo.Point // the point of the border that is nearest
		borderOfArea geo.AreaID
	}{
		"inside":                       {at(10_000, 50_000), 1, true, at(0, 50_000), 1},
		"outside":                      {at(160_000, 50_000), 2, false, at(200_000, 50_000), 2},
		"in the hole":                  {at(450_000, 60_000), 3, false, at(450_000, 50_000), 3},
		"beyond a corner":              {at(-30_000, -40_000), 1, false, at(0, 0), 1},
		"on a border":                  {at(0, 50_000), 1, true, at(0, 50_000), 1},
		"the border of another area":   {at(50_000, 50_000), 1, true, at(200_000, 50_000), 2},
		"as far from one as the other": {at(150_000, 50_000), 1, false, at(100_000, 50_000), 1},
	} {
		t.Run(name, func(t *testing.T) {
			metres := geo.DistanceMetres(c.p, c.other)
			near, ok := x.Nearest(c.p)
			if !ok || near.Area != c.want {
				t.Fatalf("nearest is %v, want %d", near, c.want)
			}
			if wantMetres := metres; !c.covered && math.Abs(near.Metres-wantMetres) > 0.01 || c.covered && near.Metres != 0 {
				t.Errorf("it is %v m away, want %v", near.Metres, wantMetres)
			}
			if got := x.BorderMetres(c.p, c.borderOfArea); math.Abs(got-metres) > 0.01 {
				t.Errorf("the border is %v m away, want %v", got, metres)
			}
		})
	}
}

func TestNearestAndWithinAgreeWithEveryAreaMeasuredAlone(t *testing.T) {
	w := newTown(21, 9, 9, 40_000, 12)
	list := w.areas(true)
	x, random := newIndex(t, list), rand.New(rand.NewPCG(13, 14))
	var alone []*geo.Index
	for _, area := range list {
		alone = append(alone, newIndex(t, []geo.Area{area}))
	}
	for range 150 {
		p := at(random.Int32N(800_000)-200_000, random.Int32N(800_000)-200_000)
		var all []geo.Near
		for _, one := range alone {
			near, _ := one.Nearest(p)
			all = append(all, near)
		}
		slices.SortStableFunc(all, func(a, b geo.Near) int { return cmp.Compare(a.Metres, b.Metres) })
		if near, _ := x.Nearest(p); near != all[0] {
			t.Fatalf("nearest to %v is %v, want %v", p, near, all[0])
		}
		reach := random.Float64() * 1000
		want := all[:slices.IndexFunc(all, func(near geo.Near) bool { return near.Metres > reach })]
		if got := x.Within(p, reach); !slices.Equal(got, want) {
			t.Fatalf("within %v m of %v: %v, want %v", reach, p, got, want)
		}
	}
}

func TestInBoxAgreesWithPostGIS(t *testing.T) {
	w := newTown(22, 8, 8, 40_000, 7)
	list := w.areas(true)
	x, conn := newIndex(t, list), connect(t)
	fill(t, conn, list, nil)
	for range 300 {
		west, south := w.random.Int32N(360_000)-20_000, w.random.Int32N(360_000)-20_000
		size := []int32{1, 8, 3000, 60_000}[w.random.IntN(4)] // an envelope without extent meets nothing in PostGIS
		b := geo.Box{Min: lattice(float64(west), float64(south))}
		b.Max = geo.Point{Lon: b.Min.Lon + size, Lat: b.Min.Lat + size}
		var want []int64
		ask(t, conn, `select coalesce(array_agg(id order by id), '{}') from area where st_intersects(geom, st_makeenvelope($1, $2, $3, $4))`,
			[]any{b.Min.Lon, b.Min.Lat, b.Max.Lon, b.Max.Lat}, &want)
		got := make([]int64, 0, len(want))
		for _, id := range x.InBox(b) {
			got = append(got, int64(id))
		}
		if !slices.Equal(got, want) {
			t.Errorf("in %v: %v, want %v", b, got, want)
		}
	}
}

func TestInBoxOfTheWholeWorld(t *testing.T) {
	x := threeSquares(t)
	world := geo.Box{Min: geo.Point{Lon: math.MinInt32, Lat: math.MinInt32}, Max: geo.Point{Lon: math.MaxInt32, Lat: math.MaxInt32}}
	if diff := gocmp.Diff([]geo.AreaID{1, 2, 3}, x.InBox(world)); diff != "" {
		t.Error(diff)
	}
	if got := x.InBox(geo.Box{Min: at(440_000, 90_000), Max: at(450_000, 100_000)}); len(got) != 0 {
		t.Errorf("in a hole: %v", got)
	}
	if diff := gocmp.Diff([]geo.AreaID{2}, x.InBox(geo.Box{Min: at(240_000, 90_000), Max: at(250_000, 100_000)})); diff != "" {
		t.Errorf("in the middle of an area: %s", diff)
	}
}

func TestALabelLiesInsideItsArea(t *testing.T) {
	for name, boundary := range map[string]orb.MultiPolygon{
		"a square":             polygon(box(0, 0, 10, 10)),
		"one unit":             polygon(box(0, 0, 1, 1)),
		"around a hole":        polygon(box(0, 0, 100, 100), box(10, 10, 90, 90)),
		"a horseshoe":          polygon(ring(0, 0, 100, 0, 100, 100, 90, 100, 90, 10, 10, 10, 10, 100, 0, 100)),
		"the larger of two":    {{box(0, 0, 10, 10)}, {box(100, 100, 400, 400)}},
		"west of the meridian": {{orb.Ring{{-87.7, 41.8}, {-87.6, 41.8}, {-87.6, 41.9}, {-87.7, 41.8}}}},
	} {
		t.Run(name, func(t *testing.T) {
			label, err := geo.InteriorPoint(boundary)
			if err != nil {
				t.Fatal(err)
			}
			if got := locate(t, newIndex(t, areas(boundary)), label); got.Area != 1 {
				t.Errorf("%v is not in %s", label, wkt.MarshalString(boundary))
			}
		})
	}
	for _, area := range newTown(23, 9, 9, 40_000, 7).areas(true) {
		label, err := geo.InteriorPoint(area.Boundary)
		if err != nil || locate(t, newIndex(t, []geo.Area{area}), label) != inside(area.ID) {
			t.Errorf("the label of %d is at %v, %v", area.ID, label, err)
		}
	}
	if _, err := geo.InteriorPoint(polygon(ring(0, 0, 5, 5))); err == nil {
		t.Error("a line has a label")
	}
}

func TestABoxIsDrawnAroundABoundary(t *testing.T) {
	got, err := geo.BoxOf(orb.MultiPolygon{{box(0, 0, 10, 10)}, {box(-5, 20, 3, 30)}})
	if want := (geo.Box{Min: at(-5, 0), Max: at(10, 30)}); err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
	if !got.Holds(at(10, 30)) || got.Holds(at(11, 30)) {
		t.Error("the box does not end at its border")
	}
	if _, err := geo.BoxOf(nil); err == nil {
		t.Error("nothing has a box")
	}
	if _, err := geo.BoxOf(polygon(orb.Ring{{500, 0}})); err == nil {
		t.Error("a vertex beyond the earth has a box")
	}
}
