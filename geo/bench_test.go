package geo_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/geo"
)

// A district of 145 grids with 48 vertices each, about 300 m across: 29 × 5 cells.
func districtOf145() (*town, []geo.Area) {
	w := newTown(31, 29, 5, 30_000, 12)
	return w, w.areas(false)
}

// anywhere returns points spread evenly over a town, in no order.
func anywhere(w *town, n int) []geo.Point {
	random := rand.New(rand.NewPCG(15, 16))
	points := make([]geo.Point, n)
	for i := range points {
		points[i] = at(int32(random.Float64()*w.cell*float64(w.cols)), int32(random.Float64()*w.cell*float64(w.rows)))
	}
	return points
}

// onBorders returns vertices of the areas.
func onBorders(list []geo.Area, n int) []geo.Point {
	var points []geo.Point
	for _, area := range list {
		for _, vertex := range area.Boundary[0][0] {
			points = append(points, pointOf(vertex))
		}
	}
	rand.New(rand.NewPCG(17, 18)).Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
	return points[:min(n, len(points))]
}

// benchLocate makes the index of list and asks it for points in turn.
func benchLocate(b *testing.B, list []geo.Area, points []geo.Point) {
	x := newIndex(b, list)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		_, _, _ = x.Locate(points[i%len(points)])
	}
}

func BenchmarkLocateAnywhere(b *testing.B) {
	w, list := districtOf145()
	benchLocate(b, list, anywhere(w, 1<<16))
}

func BenchmarkLocateOnBorders(b *testing.B) {
	_, list := districtOf145()
	benchLocate(b, list, onBorders(list, 1<<16))
}

func BenchmarkLocateOutside(b *testing.B) {
	w, list := districtOf145()
	points := anywhere(w, 1<<16)
	for i := range points {
		points[i].Lat -= 1_000_000
	}
	benchLocate(b, list, points)
}

// Beats as a city publishes them: 145 areas with 8,000 vertices each.
func BenchmarkLocateManyVertices(b *testing.B) {
	w := newTown(32, 29, 5, 3_000_000, 2000)
	benchLocate(b, w.areas(false), anywhere(w, 1<<16))
}

func BenchmarkLocateInCityOf20000Grids(b *testing.B) {
	w := newTown(33, 200, 100, 30_000, 12)
	benchLocate(b, w.areas(false), anywhere(w, 1<<16))
}

func BenchmarkCandidatesWithin20Metres(b *testing.B) {
	w, list := districtOf145()
	x, points := newIndex(b, list), anywhere(w, 1<<12)
	for i := 0; b.Loop(); i++ {
		x.Within(points[i%len(points)], 20)
	}
}

func BenchmarkBorderMetres(b *testing.B) {
	w, list := districtOf145()
	x := newIndex(b, list)
	points := slices.DeleteFunc(anywhere(w, 1<<12), func(p geo.Point) bool { return locate(b, x, p) == nowhere })
	for i := 0; b.Loop(); i++ {
		p := points[i%len(points)]
		id, _, _ := x.Locate(p)
		x.BorderMetres(p, id)
	}
}

func BenchmarkNearestFromOutside(b *testing.B) {
	w, list := districtOf145()
	x, points := newIndex(b, list), anywhere(w, 1<<12)
	for i := 0; b.Loop(); i++ {
		p := points[i%len(points)]
		p.Lat -= 200_000
		x.Nearest(p)
	}
}

func BenchmarkNewIndex(b *testing.B) {
	_, list := districtOf145()
	for b.Loop() {
		newIndex(b, list)
	}
}

func BenchmarkGCJ02ToCGCS2000(b *testing.B) {
	for b.Loop() {
		geo.GCJ02.ToCGCS2000(116.397, 39.906)
	}
}
