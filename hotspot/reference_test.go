package hotspot

import (
	"math"
	"testing"

	"gewu/internal/reference"
)

func readTable(t *testing.T, name string) reference.Table {
	t.Helper()
	return reference.Read(t, "testdata/"+name)
}

// near fails when any figure is farther from the reference than allowed, relative to figures above 1,
// and logs by how much the farthest is. Reference values that are NaN are left out.
func near(t *testing.T, what string, got, want []float64, allowed float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d figures, want %d", what, len(got), len(want))
	}
	worst, at, compared := 0.0, 0, 0
	for i := range want {
		if math.IsNaN(want[i]) {
			continue
		}
		compared++
		d := math.Abs(got[i]-want[i]) / max(1, math.Abs(want[i]))
		if !(d <= worst) {
			worst, at = d, i
		}
	}
	t.Logf("%s: %d figures, largest difference %.2g", what, compared, worst)
	if compared == 0 || !(worst <= allowed) {
		t.Errorf("%s: figure %d is %v, want %v", what, at, got[at], want[at])
	}
}

// town is the reference's lattice of 10 × 10 squares of 500 m.
type town struct {
	at                  []Point
	households, count12 []float64
	rate                []float64
	queen, rook         *Weights
}

func readTown(t *testing.T) town {
	t.Helper()
	grid := readTable(t, "grid100.csv")
	x, y := grid.Column("x"), grid.Column("y")
	out := town{households: grid.Column("households"), count12: grid.Column("count12"), queen: Queen(10, 10), rook: Rook(10, 10)}
	for i := range x {
		out.at = append(out.at, Point{x[i], y[i]})
		out.rate = append(out.rate, out.count12[i]/out.households[i])
	}
	return out
}

// months returns counts or monthly rates per 1,000 households.
func (g town) months(t *testing.T, rates bool) Series {
	t.Helper()
	cube := readTable(t, "cube100x12.csv")
	id, step, count := cube.Column("id"), cube.Column("t"), cube.Column("count")
	out := make(Series, 12)
	for i := range out {
		out[i] = make([]float64, 100)
	}
	for k := range id {
		place := int(id[k]) - 1
		v := count[k]
		if rates {
			v *= 1000 / g.households[place]
		}
		out[int(step[k])-1][place] = v
	}
	return out
}
