package analysis

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
)

// tenMillion is a city of 40 km × 40 km, of 1,600 grids of a km² each, with ten million issues of 60 kinds in
// eight years, crowded about some places. Made once for all benchmarks.
var tenMillion = sync.OnceValue(func() *Evidence {
	plane := NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	low, high := plane.Position(hotspot.Point{X: -20_000, Y: -20_000}), plane.Position(hotspot.Point{X: 19_990, Y: 19_990})
	known := Evidence{
		Today: 20_000, FirstEdition: 1, Plane: plane, Lattice: LatticeOver(plane, geo.Box{Min: low, Max: high}), Kinds: make([]Kind, 60),
		Areas: []Area{{Parent: -1, Level: LevelDistrict}},
	}
	known.Areas[0].Boundary = orb.MultiPolygon{{ringOf(plane, hotspot.Point{X: -20_000, Y: -20_000}, hotspot.Point{X: 19_990, Y: -20_000}, hotspot.Point{X: 19_990, Y: 19_990}, hotspot.Point{X: -20_000, Y: 19_990})}}
	for i := range known.Kinds {
		known.Kinds[i].Code = string(rune('A' + i))
	}
	known.Grounds = make([]Ground, 1600)
	for i := range known.Grounds {
		known.Grounds[i] = Ground{ID: geo.AreaID(i + 1), Community: -1, Street: -1}
	}
	b, dice := NewBuilder(known), rand.New(rand.NewPCG(1, 2))
	for n := range int32(10_000_000) {
		b.AddIssue(somewhere(b, dice, n))
	}
	e, err := b.Evidence()
	if err != nil {
		panic(err)
	}
	return e.Located()
})

func somewhere(b *Builder, dice *rand.Rand, n int32) Issue {
	x, y := 40_000*dice.Float64()-20_000, 40_000*dice.Float64()-20_000
	if dice.IntN(3) > 0 {
		x, y = max(-19_999, min(19_980, 4000*dice.NormFloat64())), max(-19_999, min(19_980, 4000*dice.NormFloat64()))
	}
	at := b.e.Plane.Position(hotspot.Point{X: x, Y: y})
	piece, _ := b.Piece(at, int32((y+20_000)/1000)*40+int32((x+20_000)/1000))
	return Issue{ID: int64(n) + 1, At: at, Kind: hotspot.Kind(dice.IntN(60)), Opened: 17_000 + hotspot.Day(dice.IntN(3000)), Closed: -1, Piece: piece, First: n}
}

// heapMB is how much memory is in use.
func heapMB() float64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / 1e6
}

// One issue more, one that is closed and one that is void, among ten million.
func BenchmarkOneIssueAmongTenMillion(b *testing.B) {
	e := tenMillion()
	b.Run("gewu", func(b *testing.B) {
		for n := range b.N {
			old := e.Issues.At(n * 7919 % e.Issues.Len())
			closed, void := Arrival{Issue: old, Ground: e.Pieces.Ground[old.Piece], Root: old.ID}, Arrival{Issue: e.Issues.At(n * 104_729 % e.Issues.Len())}
			closed.Closed, void.Ground = 19_999, e.Pieces.Ground[void.Piece]
			one := closed
			one.ID, one.Root = int64(20_000_000+n), int64(20_000_000+n)
			next := e
			for _, a := range []Arrival{one, closed, void} {
				var err error
				if next, err = next.With(int64(n), []Arrival{a}, nil); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.StopTimer()
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/3, "µs/change")
		b.ReportMetric(heapMB(), "MB")
	})
}

// Which issues lie in the box that a write names.
func BenchmarkIssuesInABoxAmongTenMillion(b *testing.B) {
	e := tenMillion()
	b.Run("gewu", func(b *testing.B) {
		for n := range b.N {
			at := e.Issues.At(n * 7919 % e.Issues.Len()).At
			if len(e.IssuesIn(geo.Box{Min: at, Max: at})) == 0 {
				b.Fatal("it is not found")
			}
		}
	})
}

func BenchmarkDensityOfTenMillion(b *testing.B) {
	e := tenMillion()
	b.Run("gewu", func(b *testing.B) {
		for range b.N {
			if _, err := DensityOf(e, Question{From: 19_700, Until: 20_000, Bandwidth: 150}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// The density after one incident more than it was kept of: what the first tile of a heat map after a write waits for.
func BenchmarkDensityAfterAWrite(b *testing.B) {
	e, asked := tenMillion(), Question{From: 19_700, Until: 20_000, Bandwidth: 150}
	before, err := DensityOf(e, asked)
	if err != nil {
		b.Fatal(err)
	}
	one := Arrival{Issue: e.Issues.At(7919), Root: 20_000_000}
	one.ID, one.Opened, one.Ground = one.Root, 19_990, e.Pieces.Ground[one.Piece]
	e, err = e.With(1, []Arrival{one}, nil)
	if err != nil {
		b.Fatal(err)
	}
	anew, err := DensityOf(e, asked)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("gewu", func(b *testing.B) {
		for b.Loop() {
			d, ok := before.Since(e, asked)
			if !ok || !slices.Equal(d.Values, anew.Values) || slices.Equal(d.Values, before.Values) {
				b.Fatal("it is not that made anew")
			}
		}
	})
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			if _, err := DensityOf(e, asked); err != nil {
				b.Fatal(err)
			}
		}
	})
}
