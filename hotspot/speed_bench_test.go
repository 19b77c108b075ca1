package hotspot

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
)

// A flat is squares with households and incidents, some of them in bunches.
type flat struct {
	incidents  []int
	households []float64
	weights    *Weights
}

func newFlat(cols, rows int) flat {
	dice := rand.New(rand.NewPCG(11, 1))
	f := flat{incidents: make([]int, cols*rows), households: make([]float64, cols*rows), weights: Queen(cols, rows)}
	for i := range f.incidents {
		f.households[i] = float64(1 + dice.IntN(60))
		mean := 0.05 * f.households[i]
		if i%cols/20%5 == 0 && i/cols/20%4 == 0 {
			mean *= 2
		}
		for range 20 {
			if dice.Float64() < mean/20 {
				f.incidents[i]++
			}
		}
	}
	return f
}

// residuals are what Gi* is taken of.
func (f flat) residuals() []float64 {
	return Residuals(f.incidents, Expected(f.incidents, f.households))
}

// sum is a checksum of figures, rounded to a millionth.
func sum(figures ...float64) string {
	h := fnv.New64a()
	for _, v := range figures {
		fmt.Fprintf(h, "%d ", int64(math.Round(v*1e6)))
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// same fails a benchmark whose result is not what it was when the figure was kept.
func same(b *testing.B, got, want string) {
	b.Helper()
	if got != want {
		b.Fatalf("the result has the checksum %s, and had %s", got, want)
	}
}

// BenchmarkHotMap makes the map of rates, and of hot and cold cells, of 100,000 cells: exact limits, drawn rates,
// residuals, Gi* and Benjamini and Hochberg.
func BenchmarkHotMap(b *testing.B) {
	f := newFlat(400, 250)
	b.Run("100000-cells/gewu", func(b *testing.B) {
		var rates []Rate
		var classes []Class
		for b.Loop() {
			rates = Rates(f.incidents, f.households, RateRule{Months: 12, Confidence: 0.95, Floor: 5})
			classes = Classes(GiStar(f.residuals(), f.weights))
		}
		var figures []float64
		for i, r := range rates {
			figures = append(figures, r.Raw, r.Lower, r.Upper, r.Smoothed, float64(classes[i]))
		}
		same(b, sum(figures...), "5e3a6f5cf4fcdff0")
	})
}

// BenchmarkEmerge classifies the courses of 100,000 cells over 36 months.
func BenchmarkEmerge(b *testing.B) {
	f := newFlat(400, 250)
	dice := rand.New(rand.NewPCG(11, 2))
	x := make(Series, 36)
	for t := range x {
		x[t] = make([]float64, len(f.incidents))
		for i := range x[t] {
			x[t][i] = float64(f.incidents[i])/f.households[i] + dice.NormFloat64()*0.1*(1+float64(t*i%7)/7)
		}
	}
	b.Run("100000-cells-36-months/gewu", func(b *testing.B) {
		var all []Emerging
		for b.Loop() {
			var err error
			if all, err = Emerge(x, f.weights, EmergeOptions{}); err != nil {
				b.Fatal(err)
			}
		}
		var figures []float64
		for _, e := range all {
			figures = append(figures, float64(e.Pattern), e.Trend.Z)
		}
		same(b, sum(figures...), "d0fd3fbe11a39a92")
	})
}

// BenchmarkRobust lays lattices of three sizes at 25 offsets over 100,000 incidents and as many buildings; the
// finest has 100,000 squares.
func BenchmarkRobust(b *testing.B) {
	dice := rand.New(rand.NewPCG(11, 3))
	incidents, homes := make([]Point, 100_000), make([]Household, 100_000)
	for i := range incidents {
		incidents[i] = Point{dice.Float64() * 20_000, dice.Float64() * 12_500}
		homes[i] = Household{Point{dice.Float64() * 20_000, dice.Float64() * 12_500}, float64(1 + dice.IntN(60))}
		if i%10 == 0 {
			incidents[i] = Point{7000 + dice.NormFloat64()*300, 5000 + dice.NormFloat64()*300}
		}
	}
	b.Run("25-offsets-3-sizes-100000-squares/gewu", func(b *testing.B) {
		var r Robustness
		for b.Loop() {
			var err error
			if r, err = Robust(incidents, homes, Rectangle{High: Point{20_000, 12_500}}, []float64{50, 100, 200}); err != nil {
				b.Fatal(err)
			}
		}
		same(b, sum(r.Share...), "edb168cc452f530a")
	})
}

// BenchmarkCompare compares two periods of 100,000 cells.
func BenchmarkCompare(b *testing.B) {
	f := newFlat(400, 250)
	b.Run("100000-cells/gewu", func(b *testing.B) {
		ratios := make([]Ratio, len(f.incidents))
		for b.Loop() {
			for i, n := range f.incidents {
				ratios[i] = Compare(Period{n, 30}, Period{f.incidents[len(f.incidents)-1-i], 31}, 0.95)
			}
		}
		var figures []float64
		for _, r := range ratios {
			figures = append(figures, r.Lower, r.P)
		}
		same(b, sum(figures...), "36bccee18b20efb9")
	})
}
