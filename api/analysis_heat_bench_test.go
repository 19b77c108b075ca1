package api

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
	"gewu/tiles"
)

// Tiles of a city of 40 km × 40 km whose density is worked out, each drawn once: the slowest of a hundred too.
func BenchmarkHeatTile(b *testing.B) {
	d := &analysis.Density{
		Plane:  analysis.NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000}),
		Raster: hotspot.Lattice{Origin: hotspot.Point{X: -20_000, Y: -20_000}, Size: 50, Cols: 800, Rows: 800},
		Values: make([]float32, 800*800),
		Breaks: []analysis.Figure{analysis.Known(1), analysis.Known(2), analysis.Known(5), analysis.Known(10), analysis.Known(20), analysis.Known(50)},
	}
	for i := range d.Values {
		d.Values[i] = float32(60 * math.Exp(-math.Hypot(float64(i%800-400), float64(i/800-400))/150))
	}
	b.Run("gewu", func(b *testing.B) {
		dice, took := rand.New(rand.NewPCG(1, 2)), []time.Duration{}
		for b.Loop() {
			began := time.Now()
			at := tiles.Project(geo.Point{Lon: 1_176_000_000 + dice.Int32N(1_000_000), Lat: 262_700_000 + dice.Int32N(1_000_000)}).Tile(11 + dice.Uint32N(6))
			if _, err := drawHeat(d, at); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	})
}
