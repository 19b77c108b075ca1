package hotspot

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// A table is a CSV file of reference values.
type table struct {
	t    *testing.T
	name string
	of   map[string]int
	rows [][]string
}

func readTable(t *testing.T, name string) table {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]int{}
	for i, name := range rows[0] {
		of[name] = i
	}
	return table{t, name, of, rows[1:]}
}

// text returns a column as it is written.
func (r table) text(column string) []string {
	r.t.Helper()
	at, ok := r.of[column]
	if !ok {
		r.t.Fatalf("%s has no column %s", r.name, column)
	}
	out := make([]string, len(r.rows))
	for i, row := range r.rows {
		out[i] = row[at]
	}
	return out
}

// column returns a column of numbers; NA is NaN.
func (r table) column(column string) []float64 {
	r.t.Helper()
	out := make([]float64, len(r.rows))
	for i, text := range r.text(column) {
		if text == "NA" || text == "NaN" {
			out[i] = math.NaN()
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			r.t.Fatal(err)
		}
		out[i] = v
	}
	return out
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
	x, y := grid.column("x"), grid.column("y")
	out := town{households: grid.column("households"), count12: grid.column("count12"), queen: Queen(10, 10), rook: Rook(10, 10)}
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
	id, step, count := cube.column("id"), cube.column("t"), cube.column("count")
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
