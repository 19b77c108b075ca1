package geo_test

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"gewu/geo"
	"gewu/internal/nation"
)

func atlasOfNation(b *testing.B, n *nation.Nation) *geo.Atlas {
	b.Helper()
	builder, _, _ := readNation(b, n)
	a, err := builder.Build()
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// whereGridsAre returns points in the boxes of random grids: more where grids are small.
func whereGridsAre(n *nation.Nation, count int) []geo.Point {
	random := rand.New(rand.NewPCG(43, 44))
	points := make([]geo.Point, 0, count)
	for len(points) < count {
		_, grids := n.Community(random.IntN(n.Communities()))
		for range 16 {
			box, _ := geo.BoxOf(grids[random.IntN(len(grids))].Boundary)
			points = append(points, anywhereIn(random, box, 1)...)
		}
	}
	random.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	return points
}

func benchIndex(b *testing.B, x *geo.Index, points []geo.Point) {
	b.ReportAllocs()
	found := 0
	for i := 0; b.Loop(); i++ {
		if _, _, err := x.Locate(points[i&(len(points)-1)]); err == nil {
			found++
		}
	}
	b.ReportMetric(100*float64(found)/float64(b.N), "%-found")
}

// benchMemory follows pointers through as many megabytes at random: each access waits for the
// one before.
func benchMemory(b *testing.B, megabytes float64) {
	type line [8]uint64
	chain := make([]line, int(megabytes*1e6)/64)
	for i := range chain {
		chain[i][0] = uint64(i)
	}
	random := rand.New(rand.NewPCG(45, 46))
	for i := len(chain) - 1; i > 0; i-- { // one cycle through all, after Sattolo
		j := random.IntN(i)
		chain[i][0], chain[j][0] = chain[j][0], chain[i][0]
	}
	at := uint64(0)
	b.ResetTimer()
	for range b.N {
		at = chain[at][0]
	}
	b.StopTimer()
	b.ReportMetric(megabytes, "MB")
	runtime.KeepAlive(at)
}

// benchPlanar is what one would write with tidwall/rtree and orb/planar.
func benchPlanar(b *testing.B, areas []geo.Area, points []geo.Point) {
	var tree rtree.RTreeG[int]
	for i, area := range areas {
		bound := area.Boundary.Bound()
		tree.Insert(bound.Min, bound.Max, i)
	}
	at := make([]orb.Point, len(points))
	for i, p := range points {
		at[i] = p.Orb()
	}
	b.ResetTimer()
	for i := range b.N {
		p := at[i&(len(at)-1)]
		tree.Search(p, p, func(_, _ [2]float64, i int) bool {
			return !planar.MultiPolygonContains(areas[i].Boundary, p)
		})
	}
}

// A look-up among the grids of a nation, beside the time that one random access to as much
// memory takes, and beside an R-tree of rings. The R-tree's nation has a quarter as many
// grids, which is to its advantage.
func BenchmarkLocateNation(b *testing.B) {
	n := nationOf(b)
	a := atlasOfNation(b, n)
	before := heldMB()
	x, err := geo.IndexAtlas(a)
	if err != nil {
		b.Fatal(err)
	}
	held := heldMB() - before
	random := rand.New(rand.NewPCG(41, 42))
	points, weighted := anywhereIn(random, n.Box(), 1<<20), whereGridsAre(n, 1<<20)
	b.Run("gewu", func(b *testing.B) { benchIndex(b, x, points) })
	b.Run("gewu-where-grids-are", func(b *testing.B) { benchIndex(b, x, weighted) })
	b.Run("gewu-all", func(b *testing.B) { benchAll(b, x, points) })
	b.Run("gewu-all-where-grids-are", func(b *testing.B) { benchAll(b, x, weighted) })
	b.Run("memory", func(b *testing.B) { benchMemory(b, held) })
	small := nation.New(max(n.Grids()/4, 1), 1)
	b.Run("rtree+planar", func(b *testing.B) {
		benchPlanar(b, allAreas(small), anywhereIn(random, small.Box(), 1<<20))
	})
	runtime.KeepAlive(x)
}

func allAreas(n *nation.Nation) []geo.Area {
	var all []geo.Area
	for i := range n.Communities() {
		_, areas := n.Community(i)
		all = append(all, areas...)
	}
	return all
}

func BenchmarkLocateDistrict(b *testing.B) {
	n := nation.District(1)
	x, err := geo.IndexAtlas(atlasOfNation(b, n))
	if err != nil {
		b.Fatal(err)
	}
	points := whereGridsAre(n, 1<<16)
	b.Run("gewu", func(b *testing.B) { benchIndex(b, x, points) })
	b.Run("gewu-all", func(b *testing.B) { benchAll(b, x, points) })
	b.Run("rtree+planar", func(b *testing.B) { benchPlanar(b, allAreas(n), points) })
}

// benchAll looks 4,096 points up at once; the time is that of one.
func benchAll(b *testing.B, x *geo.Index, points []geo.Point) {
	ids := make([]geo.AreaID, 4096)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i += len(ids) {
		from := i & (len(points) - 1)
		x.LocateAll(points[from:from+len(ids)], ids)
	}
}

// The index of a nation's atlas.
func BenchmarkIndexBuild(b *testing.B) {
	n := nationOf(b)
	a := atlasOfNation(b, n)
	before := heldMB()
	b.ResetTimer()
	for range b.N {
		x, err := geo.IndexAtlas(a)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(heldMB()-before, "MB-held")
		b.ReportMetric(heldMB(), "MB-held-with-sheets")
		b.ReportMetric(float64(n.Grids()), "grids")
		runtime.KeepAlive(x)
		b.StartTimer()
	}
	runtime.KeepAlive(a)
}

// One community of a nation is edited, and the index follows.
func BenchmarkIndexWith(b *testing.B) {
	n := nationOf(b)
	a := atlasOfNation(b, n)
	x, err := geo.IndexAtlas(a)
	if err != nil {
		b.Fatal(err)
	}
	before, round := heldMB(), uint64(0)
	for b.Loop() {
		b.StopTimer()
		round++
		if a, err = a.With(groupOf(n, int(round*7919)%n.Communities(), round)); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if x, err = x.With(a); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(heldMB()-before, "MB-more-held")
	runtime.KeepAlive(x)
}
