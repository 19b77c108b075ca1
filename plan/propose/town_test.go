package propose_test

import (
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gewu/plan/propose"
)

const third = 1.0 / 3

var usual = propose.Band{Min: 300, Max: 500}

// town reads a synthetic town: from testdata, or from dir where the tests on real data are run.
func town(t testing.TB, dir, name string) propose.Graph {
	t.Helper()
	var g propose.Graph
	for _, r := range rows(t, filepath.Join(dir, name+".cells.csv")) {
		g.Cells = append(g.Cells, propose.Cell{
			Households: int(number(t, r[1])), SquareMetres: number(t, r[2]), OuterMetres: number(t, r[3]),
			X: number(t, r[4]), Y: number(t, r[5]),
		})
	}
	classes := []propose.Class{propose.Inside, propose.Lane, propose.Road, propose.Arterial, propose.River}
	for _, r := range rows(t, filepath.Join(dir, name+".edges.csv")) {
		g.Borders = append(g.Borders, propose.Border{
			A: int32(number(t, r[0])), B: int32(number(t, r[1])), Metres: number(t, r[2]), Class: classes[int(number(t, r[3]))],
		})
	}
	return g
}

// rows reads the rows of a file, or of the file packed, below their heading.
func rows(t testing.TB, path string) [][]string {
	t.Helper()
	var in io.Reader
	file, err := os.Open(path)
	if err == nil {
		in = file
	} else if file, err = os.Open(path + ".gz"); err == nil {
		in, err = gzip.NewReader(file)
	}
	if err != nil {
		t.Fatalf("a town: %v", err)
	}
	defer file.Close()
	all, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// grown is a town whose households grew by 60 % in its south-western corner and fell by 25 % in the
// north-eastern one; a corner is so much of the width and of the height.
func grown(g propose.Graph, corner float64) propose.Graph {
	cells := append([]propose.Cell(nil), g.Cells...)
	east, north := 0.0, 0.0
	for _, c := range cells {
		east, north = max(east, c.X), max(north, c.Y)
	}
	for i, c := range cells {
		switch {
		case c.X < east*corner && c.Y < north*corner:
			cells[i].Households = (c.Households*16 + 5) / 10
		case c.X > east*(1-corner) && c.Y > north*(1-corner):
			cells[i].Households = (c.Households*75 + 50) / 100
		}
	}
	return propose.Graph{Cells: cells, Borders: g.Borders}
}

// block draws a graph of square cells, 10 m wide, from rows of numbers of households such as
// "100 200". Borders are inside a block.
func block(lines ...string) propose.Graph {
	var g propose.Graph
	var width int32
	for y, line := range lines {
		fields := strings.Fields(line)
		width = int32(len(fields))
		for x, field := range fields {
			n, err := strconv.Atoi(field)
			if err != nil {
				panic(err)
			}
			c := int32(len(g.Cells))
			g.Cells = append(g.Cells, propose.Cell{Households: n, SquareMetres: 100, X: float64(x * 10), Y: float64(y * -10)})
			if x > 0 {
				g.Borders = append(g.Borders, propose.Border{A: c - 1, B: c, Metres: 10})
			}
			if y > 0 {
				g.Borders = append(g.Borders, propose.Border{A: c - width, B: c, Metres: 10})
			}
		}
	}
	return g
}

func run(t *testing.T, r propose.Request) []propose.Proposal {
	t.Helper()
	return answer(t, r).Proposals
}

// answer runs a request, and checks that no grid is in pieces but those that may not change.
func answer(t *testing.T, r propose.Request) propose.Answer {
	t.Helper()
	found, err := propose.Run(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := found.Proposals
	for _, p := range all {
		fixed := 0
		for _, o := range p.Problems {
			if o.Kind == propose.LockedDetached {
				fixed++
			}
		}
		if p.Metrics.Detached > fixed {
			t.Errorf("%d grids are in pieces, of which %d could not change", p.Metrics.Detached, fixed)
		}
	}
	return found
}
