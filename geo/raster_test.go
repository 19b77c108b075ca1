package geo_test

import (
	"cmp"
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
			p.Lon += int32(t * float64(b.Lon-a.Lon))
			p.Lat += int32(t * float64(b.Lat-a.Lat))
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
	tenth := (high - low) / 10
	return low - tenth + random.Int32N(high-low+2*tenth+1)
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
		points := probesOf(rand.New(rand.NewPCG(seed, 1)), list, 30_000)
		sameAnswers(t, indexAtlas(t, atlasOf(t, groups)), list, points)
	}
}

func TestTheRasterOfADistrictAgreesWithItsRTree(t *testing.T) {
	groups := groupsOf(nation.District(4))
	list := inOrderOfIDs(groups)
	points := probesOf(rand.New(rand.NewPCG(4, 1)), list, 60_000)
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
			sameAnswers(t, indexAtlas(t, atlasOf(t, groupsOfTown(list, 7))), list, w.probes(list, 15_000))
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
		for _, p := range w.probes(w.areas(true), 8000) {
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
