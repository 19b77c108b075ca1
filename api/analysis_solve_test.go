package api_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"gewu/analysis"
)

// An unknown is the number of incidents of an area in a quarter.
type unknown struct {
	area    string
	quarter int
}

// A bound is what a number is known to be between.
type bound struct{ low, high float64 }

// A sum is some unknowns of which the sum is told.
type sum struct {
	area        string
	from, until int // quarters; until, exclusive
}

// A knowledge is all that somebody was told.
type knowledge struct{ sums map[sum]int }

func newKnowledge() *knowledge { return &knowledge{map[sum]int{}} }

// learn notes a number, nil for a hidden one, of an area ("": that all lie in).
func (k *knowledge) learn(area, from, until string, n *int) {
	if area == "" {
		area = "D"
	}
	f, u := slices.Index(countedQuarters, from), slices.Index(countedQuarters, until)
	if n != nil && f >= 0 && u > f {
		k.sums[sum{area, f, u}] = *n
	}
}

// alone returns the numbers that are told of a single quarter.
func (k *knowledge) alone() map[unknown]int {
	cells := map[unknown]int{}
	for s, n := range k.sums {
		if s.until == s.from+1 {
			cells[unknown{s.area, s.from}] = n
		}
	}
	return cells
}

// attack works out what is known of every number that is not told: exactly what is the only solution of all
// equations, and else the bounds that linear programming finds.
func (k *knowledge) attack(t *testing.T) map[unknown]bound {
	t.Helper()
	var cells []unknown
	at := map[unknown]int{}
	for _, a := range shire {
		for q := range 3 {
			at[unknown{a.code, q}] = len(cells)
			cells = append(cells, unknown{a.code, q})
		}
	}
	rows := eliminated(k.equations(at))
	least := k.least()
	bounds := map[unknown]bound{}
	told := k.alone()
	for i, cell := range cells {
		if _, known := told[cell]; known {
			continue
		}
		if v, ok := solved(rows, i); ok {
			bounds[cell] = bound{v, v}
			continue
		}
		low, high := programmed(t, rows, i, cells, least)
		bounds[cell] = bound{low, high}
	}
	return bounds
}

// equations says that areas are the sums of their parts, and what was told. The last column is the sum.
func (k *knowledge) equations(at map[unknown]int) [][]*big.Rat {
	var rows [][]*big.Rat
	row := func() []*big.Rat {
		r := make([]*big.Rat, len(at)+1)
		for i := range r {
			r[i] = new(big.Rat)
		}
		rows = append(rows, r)
		return r
	}
	for q := range 3 {
		parts := map[string][]*big.Rat{}
		for _, a := range shire {
			if a.level != "grid" {
				parts[a.code] = row()
				parts[a.code][at[unknown{a.code, q}]].SetInt64(-1)
			}
			if a.parent != "" {
				parts[a.parent][at[unknown{a.code, q}]].SetInt64(1)
			}
		}
	}
	for s, n := range k.sums {
		r := row()
		for q := s.from; q < s.until; q++ {
			r[at[unknown{s.area, q}]].SetInt64(1)
		}
		r[len(at)].SetInt64(int64(n))
	}
	return rows
}

// least returns the numbers that are known to be 1 at least, by whoever knows the rule: those that are hidden
// though the area that they are a part of is told and has so many that zeros are told.
func (k *knowledge) least() map[unknown]bool {
	told := k.alone()
	parts := map[string]int{}
	for _, a := range shire {
		parts[a.parent]++
	}
	least := map[unknown]bool{}
	for _, a := range shire {
		for q := range 3 {
			whole, known := told[unknown{a.parent, q}]
			_, itself := told[unknown{a.code, q}]
			least[unknown{a.code, q}] = !itself && (a.parent == "" || known && whole >= parts[a.parent]+analysis.PublicLeast-2)
		}
	}
	return least
}

// eliminated brings equations to reduced row echelon form, without rows of zeros.
func eliminated(rows [][]*big.Rat) [][]*big.Rat {
	done := 0
	for column := range len(rows[0]) - 1 {
		pivot := slices.IndexFunc(rows[done:], func(r []*big.Rat) bool { return r[column].Sign() != 0 })
		if pivot < 0 {
			continue
		}
		rows[done], rows[done+pivot] = rows[done+pivot], rows[done]
		scale(rows[done], column)
		for i, r := range rows {
			if i != done && r[column].Sign() != 0 {
				subtract(r, rows[done], new(big.Rat).Set(r[column]))
			}
		}
		done++
	}
	return rows[:done]
}

func scale(row []*big.Rat, column int) {
	by := new(big.Rat).Inv(row[column])
	for _, v := range row {
		v.Mul(v, by)
	}
}

func subtract(row, other []*big.Rat, times *big.Rat) {
	for i, v := range row {
		if other[i].Sign() != 0 {
			v.Sub(v, new(big.Rat).Mul(times, other[i]))
		}
	}
}

// solved returns the value of an unknown that has only one.
func solved(rows [][]*big.Rat, i int) (float64, bool) {
	for _, r := range rows {
		others := 0
		for j, v := range r[:len(r)-1] {
			if j != i && v.Sign() != 0 {
				others++
			}
		}
		if others == 0 && r[i].Sign() != 0 {
			v, _ := r[len(r)-1].Float64()
			return v, true
		}
	}
	return 0, false
}

// programmed returns the least and the greatest value of an unknown while all are not negative, and some 1 at
// least.
func programmed(t *testing.T, rows [][]*big.Rat, i int, cells []unknown, least map[unknown]bool) (low, high float64) {
	t.Helper()
	rows, columns := linked(rows, i)
	n := len(columns)
	if len(rows) == 0 { // nothing is known of it
		return shift(least[cells[i]]), math.Inf(1)
	}
	a, b := mat.NewDense(len(rows), n, nil), make([]float64, len(rows))
	for y, r := range rows {
		b[y], _ = r[len(r)-1].Float64()
		for x, column := range columns {
			v, _ := r[column].Float64()
			a.Set(y, x, v)
			b[y] -= v * shift(least[cells[column]])
		}
	}
	c := make([]float64, n)
	for _, sign := range []float64{1, -1} {
		c[slices.Index(columns, i)] = sign
		value, _, err := lp.Simplex(c, a, b, 1e-9, nil)
		switch {
		case errors.Is(err, lp.ErrUnbounded):
			value = math.Inf(-1)
		case err != nil:
			t.Fatalf("%v: %v", cells[i], err)
		}
		if value = sign*value + shift(least[cells[i]]); sign > 0 {
			low = math.Round(value*1e6) / 1e6
		} else {
			high = math.Round(value*1e6) / 1e6
		}
	}
	return low, high
}

func shift(least bool) float64 {
	if least {
		return 1
	}
	return 0
}

// linked returns the equations that have a bearing on an unknown, and the unknowns in them.
func linked(rows [][]*big.Rat, i int) (some [][]*big.Rat, columns []int) {
	in := map[int]bool{i: true}
	taken := make([]bool, len(rows))
	for grew := true; grew; {
		grew = false
		for y, r := range rows {
			if taken[y] || !slices.ContainsFunc(columnsOf(r), func(j int) bool { return in[j] }) {
				continue
			}
			taken[y], grew = true, true
			some = append(some, r)
			for _, j := range columnsOf(r) {
				in[j] = true
			}
		}
	}
	for j := range rows[0][:len(rows[0])-1] {
		if in[j] {
			columns = append(columns, j)
		}
	}
	return some, columns
}

func columnsOf(row []*big.Rat) []int {
	var columns []int
	for j, v := range row[:len(row)-1] {
		if v.Sign() != 0 {
			columns = append(columns, j)
		}
	}
	return columns
}
