// Package reference reads the values of R, PostGIS and pgRouting that tests compare with.
package reference

import (
	"encoding/csv"
	"math"
	"os"
	"strconv"
	"testing"
)

// A Table has columns by name.
type Table struct {
	t    testing.TB
	name string
	of   map[string]int
	rows [][]string
}

// Read reads a CSV file whose first line has the names of the columns.
func Read(t testing.TB, path string) Table {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return New(t, path, rows)
}

// New returns the table of some rows, of which the first has the names of the columns; name tells where they are from.
func New(t testing.TB, name string, rows [][]string) Table {
	of := map[string]int{}
	for i, column := range rows[0] {
		of[column] = i
	}
	return Table{t, name, of, rows[1:]}
}

// Text returns a column as it is written.
func (r Table) Text(column string) []string {
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

// Column returns a column of numbers; what is missing (NA in R, nothing in PostGIS) is NaN.
func (r Table) Column(column string) []float64 {
	r.t.Helper()
	out := make([]float64, len(r.rows))
	for i, text := range r.Text(column) {
		if text == "NA" || text == "NaN" || text == "" {
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
