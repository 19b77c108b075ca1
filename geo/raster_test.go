package geo_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/internal/nation"
)

// groupsOf returns the communities of a nation.
func groupsOf(n *nation.Nation) []geo.Group {
	groups := make([]geo.Group, n.Communities())
	for i := range groups {
		id, areas := n.Community(i)
		groups[i] = geo.Group{ID: geo.GroupID(id), Areas: areas}
	}
	return groups
}

// inOrderOfIDs returns all areas of groups.
func inOrderOfIDs(groups []geo.Group) []geo.Area {
	var all []geo.Area
	for _, group := range groups {
		all = append(all, group.Areas...)
	}
	slices.SortFunc(all, func(a, b geo.Area) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

func atlasOf(t testing.TB, groups []geo.Group) *geo.Atlas {
	t.Helper()
	atlas, err := geo.NewAtlas(groups)
	if err != nil {
		t.Fatal(err)
	}
	return atlas
}

func indexAtlas(t testing.TB, atlas *geo.Atlas) *geo.Index {
	t.Helper()
	x, err := geo.IndexAtlas(atlas)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// probesOf returns points all over the areas and around them, on vertices and on sides, and
// within a unit of those.
func probesOf(random *rand.Rand, list []geo.Area, n int) []geo.Point {
	points := make([]geo.Point, 0, n)
	for len(points) < n {
		area := list[random.IntN(len(list))]
		ring := area.Boundary[0][0]
		i := random.IntN(len(ring) - 1)
		a, b := pointOf(ring[i]), pointOf(ring[i+1])
		p := a
		switch random.IntN(4) {
		case 0: // on a side, as near as there are points
			t := random.Float64()
			p.Lon = int32(float64(a.Lon) + t*(float64(b.Lon)-float64(a.Lon)))
			p.Lat = int32(float64(a.Lat) + t*(float64(b.Lat)-float64(a.Lat)))
		case 1: // in the box of the area, or not far from it
			box, _ := geo.BoxOf(area.Boundary)
			p.Lon = between(random, box.Min.Lon, box.Max.Lon)
			p.Lat = between(random, box.Min.Lat, box.Max.Lat)
		}
		if random.IntN(2) == 0 {
			p.Lon += random.Int32N(3) - 1
			p.Lat += random.Int32N(3) - 1
		}
		points = append(points, p)
	}
	return points
}

func between(random *rand.Rand, low, high int32) int32 {
	size := int64(high) - int64(low)
	at := int64(low) - size/20 + random.Int64N(size+size/10+1)
	return int32(min(max(at, math.MinInt32), math.MaxInt32))
}

// anywhereIn returns points spread evenly over a box, in no order.
func anywhereIn(random *rand.Rand, box geo.Box, n int) []geo.Point {
	points := make([]geo.Point, n)
	for i := range points {
		points[i] = geo.Point{
			Lon: box.Min.Lon + int32(random.Int64N(int64(box.Max.Lon)-int64(box.Min.Lon))),
			Lat: box.Min.Lat + int32(random.Int64N(int64(box.Max.Lat)-int64(box.Min.Lat))),
		}
	}
	return points
}

// sameAnswers holds the raster of an atlas against the R-tree of its areas.
func sameAnswers(t testing.TB, x *geo.Index, list []geo.Area, points []geo.Point) {
	t.Helper()
	slow := newIndex(t, list)
	ids := make([]geo.AreaID, len(points))
	x.LocateAll(points, ids)
	borders := 0
	var covering, wantCovering []geo.AreaID
	for i, p := range points {
		got, want := locate(t, x, p), locate(t, slow, p)
		if got != want {
			t.Fatalf("%v belongs to %v, want %v", p, got, want)
		}
		if ids[i] != want.Area {
			t.Fatalf("%v belongs to %v among many, want %v", p, ids[i], want)
		}
		covering, wantCovering = x.Covering(covering[:0], p), slow.Covering(wantCovering[:0], p)
		if !slices.Equal(covering, wantCovering) {
			t.Fatalf("%v is covered by %v, want %v", p, covering, wantCovering)
		}
		if want.Rule == "border" {
			borders++
		}
	}
	if borders < len(points)/100 {
		t.Errorf("only %d of %d points on a border", borders, len(points))
	}
}

func TestTheRasterOfANationAgreesWithItsRTree(t *testing.T) {
	for grids, seed := range map[int]uint64{12: 1, 600: 2, 5000: 3} {
		groups := groupsOf(nation.New(grids, seed))
		list := inOrderOfIDs(groups)
		points := probesOf(rand.New(rand.NewPCG(seed, 1)), list, 10_000)
		sameAnswers(t, indexAtlas(t, atlasOf(t, groups)), list, points)
	}
}

func TestTheRasterOfADistrictAgreesWithItsRTree(t *testing.T) {
	groups := groupsOf(nation.District(4))
	list := inOrderOfIDs(groups)
	points := probesOf(rand.New(rand.NewPCG(4, 1)), list, 20_000)
	sameAnswers(t, indexAtlas(t, atlasOf(t, groups)), list, points)
}

// groupsOfTown puts each few areas of a town into a group.
func groupsOfTown(list []geo.Area, size int) []geo.Group {
	var groups []geo.Group
	for part := range slices.Chunk(list, size) {
		groups = append(groups, geo.Group{ID: geo.GroupID(len(groups) + 1), Areas: part})
	}
	return groups
}

func TestTheRasterOfTownsAgreesWithTheirRTree(t *testing.T) {
	for name, w := range map[string]*town{
		"a town":               newTown(11, 10, 10, 40_000, 7),
		"tiny cells":           newTown(12, 12, 12, 800, 4),
		"the tiniest":          newTown(12, 12, 12, 100, 2),
		"sides of many points": newTown(13, 6, 6, 400_000, 24),
	} {
		t.Run(name, func(t *testing.T) {
			list := w.areas(true)
			sameAnswers(t, indexAtlas(t, atlasOf(t, groupsOfTown(list, 7))), list, w.probes(list, 4000))
		})
	}
}

// A community far from all others lies in a tile that is much larger than it.
func TestTheRasterIsFineWhereAreasAreSmall(t *testing.T) {
	var groups []geo.Group
	var list []geo.Area
	var points []geo.Point
	for i, away := range []int32{0, 30e7, 61e7} {
		w := newTown(uint64(i), 5, 4, []float64{3e7, 3000, 60_000}[i], 9)
		for _, area := range w.areas(true) {
			area.ID += geo.AreaID(1000 * i)
			list = append(list, moved(area, away))
		}
		for _, p := range w.probes(w.areas(true), 3000) {
			points = append(points, geo.Point{Lon: p.Lon - away, Lat: p.Lat})
		}
	}
	groups = groupsOfTown(list, 9)
	sameAnswers(t, indexAtlas(t, atlasOf(t, groups)), list, points)
}

// moved moves an area to the west.
func moved(area geo.Area, units int32) geo.Area {
	var boundary orb.MultiPolygon
	for _, polygon := range area.Boundary {
		boundary = append(boundary, nil)
		for _, ring := range polygon {
			r := make(orb.Ring, len(ring))
			for i, vertex := range ring {
				p := pointOf(vertex)
				r[i] = geo.Point{Lon: p.Lon - units, Lat: p.Lat}.Orb()
			}
			last := len(boundary) - 1
			boundary[last] = append(boundary[last], r)
		}
	}
	return geo.Area{ID: area.ID, Boundary: boundary}
}

func TestAnIndexOfNothingFindsNothing(t *testing.T) {
	x := indexAtlas(t, atlasOf(t, nil))
	if got := locate(t, x, at(0, 0)); got != nowhere {
		t.Error(got)
	}
	if _, ok := x.Nearest(at(0, 0)); ok {
		t.Error("something is nearest")
	}
}

func TestIDsThatAreNoLabelsAreLookedUpAllTheSame(t *testing.T) {
	var list []geo.Area
	w := newTown(14, 6, 6, 40_000, 7)
	for i, area := range w.areas(true) {
		area.ID = []geo.AreaID{-7, 1 << 40, 0, 5}[i%4] + geo.AreaID(10*i)
		list = append(list, area)
	}
	groups := groupsOfTown(list, 9)
	a := atlasOf(t, groups[1:])
	x, err := indexAtlas(t, a).With(mustWith(t, a, groups[0]))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(list, func(a, b geo.Area) int { return cmp.Compare(a.ID, b.ID) })
	sameAnswers(t, x, list, w.probes(list, 5000))
	sameAnswers(t, indexAtlas(t, atlasOf(t, groups)), list, w.probes(list, 5000))
}

func mustWith(t *testing.T, a *geo.Atlas, groups ...geo.Group) *geo.Atlas {
	t.Helper()
	next, err := a.With(groups...)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// A first ID that is no label comes late, and so does land far from all there was.
func TestAnIndexFollowsAnAtlasThatOutgrowsIt(t *testing.T) {
	w := newTown(15, 4, 4, 40_000, 7)
	near := w.areas(true)
	far := moved(near[5], 120e7)
	far.ID = 1 << 50
	a := atlasOf(t, groupsOfTown(near, 5))
	x := indexAtlas(t, a)
	for _, group := range []geo.Group{
		{ID: 100, Areas: []geo.Area{moved(geo.Area{ID: 700, Boundary: near[3].Boundary}, 900_000)}},
		{ID: 101, Areas: []geo.Area{far}},
		{ID: 102, Areas: []geo.Area{moved(geo.Area{ID: 701, Boundary: near[9].Boundary}, 200e7)}},
	} {
		a = mustWith(t, a, group)
		var err error
		if x, err = x.With(a); err != nil {
			t.Fatal(err)
		}
		near = append(near, group.Areas...)
		sameAnswers(t, x, near, probesOf(rand.New(rand.NewPCG(8, 8)), near, 5000))
	}
}

func TestTheRasterReachesThePolesAndTheAntimeridian(t *testing.T) {
	list := areas(
		polygon(orb.Ring{{-180, -90}, {0, -90}, {0, 90}, {-180, 90}, {-180, -90}}),
		polygon(orb.Ring{{0, -90}, {180, -90}, {180, 0}, {0, 0}, {0, -90}}),
		polygon(orb.Ring{{0, 0}, {180, 0}, {0, 90}, {0, 0}}),
		polygon(orb.Ring{{0, 90}, {180, 0}, {180, 90}, {0, 90}}))
	sameAnswers(t, indexAtlas(t, atlasOf(t, groupsOfTown(list, 1))), list, probesOf(rand.New(rand.NewPCG(3, 3)), list, 10_000))
}

func TestALookUpInTheRasterAllocatesNothing(t *testing.T) {
	groups := groupsOf(nation.New(600, 2))
	x := indexAtlas(t, atlasOf(t, groups))
	points := probesOf(rand.New(rand.NewPCG(4, 4)), inOrderOfIDs(groups), 1000)
	ids := make([]geo.AreaID, len(points))
	covering := make([]geo.AreaID, 0, 1)
	allocations := testing.AllocsPerRun(10, func() {
		for _, p := range points {
			_, _, _ = x.Locate(p)
		}
		x.LocateAll(points, ids)
		covering = x.Covering(covering[:0], points[0])
	})
	if allocations != 0 || len(covering) != 1 {
		t.Errorf("%v allocations", allocations)
	}
}
