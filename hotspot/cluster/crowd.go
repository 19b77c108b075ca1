package cluster

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"gewu/hotspot"
	"gewu/internal/disjoint"
)

// A crowd is points sorted into squares whose diagonal is the distance: all points of one square are
// near each other in space, and none is near a point more than two squares away.
type crowd struct {
	at      []hotspot.Point // by square, then day, then number
	day     []int32         // the same; nil without time
	number  []int32         // that each point had before
	core    []bool
	squares []square
	rows    []int32 // the first square of each row that has any, and one more
	metres2 float64
	days    int32
	joined  disjoint.Sets
}

// A square holds the points from first to before last.
type square struct{ col, row, first, last int32 }

// diagonal is the side of a square of diagonal 1, a little less so that rounding parts no two of its points.
const diagonal = (1 - 1e-12) / math.Sqrt2

func newCrowd(at []hotspot.Point, day []int32, metres float64, days int32) *crowd {
	c := &crowd{metres2: metres * metres, days: days, core: make([]bool, len(at)), joined: disjoint.New(len(at))}
	low := hotspot.Point{X: math.Inf(1), Y: math.Inf(1)}
	for _, p := range at {
		low.X, low.Y = min(low.X, p.X), min(low.Y, p.Y)
	}
	side := metres * diagonal
	of := make([]square, len(at))
	for i, p := range at {
		of[i] = square{col: int32((p.X - low.X) / side), row: int32((p.Y - low.Y) / side), first: int32(i)}
	}
	c.number = sorted(of, day)
	c.at = make([]hotspot.Point, len(at))
	if day != nil {
		c.day = make([]int32, len(at))
	}
	for i, number := range c.number {
		c.at[i] = at[number]
		if day != nil {
			c.day[i] = day[number]
		}
		c.sort(int32(i), of[number])
	}
	c.rows = append(c.rows, int32(len(c.squares)))
	return c
}

// sort puts the next point into its square, a new one if it is not that of the point before.
func (c *crowd) sort(i int32, s square) {
	last := len(c.squares) - 1
	if last >= 0 && c.squares[last].col == s.col && c.squares[last].row == s.row {
		c.squares[last].last = i + 1
		return
	}
	if last < 0 || c.squares[last].row != s.row {
		c.rows = append(c.rows, int32(len(c.squares)))
	}
	c.squares = append(c.squares, square{s.col, s.row, i, i + 1})
}

// sorted returns the numbers of points by row, column, day and number.
func sorted(of []square, day []int32) []int32 {
	cols, rows := int64(1), int64(1)
	for _, s := range of {
		cols, rows = max(cols, int64(s.col)+1), max(rows, int64(s.row)+1)
	}
	numbers := make([]int32, len(of))
	if cols*rows > 16*int64(len(of))+1<<20 || day != nil {
		for i := range numbers {
			numbers[i] = int32(i)
		}
		slices.SortFunc(numbers, func(a, b int32) int {
			order := cmp.Or(cmp.Compare(of[a].row, of[b].row), cmp.Compare(of[a].col, of[b].col))
			if order == 0 && day != nil {
				order = cmp.Compare(day[a], day[b])
			}
			return cmp.Or(order, cmp.Compare(a, b))
		})
		return numbers
	}
	next := make([]int32, cols*rows+1) // where the next point of each square goes
	for _, s := range of {
		next[int64(s.row)*cols+int64(s.col)+1]++
	}
	for i := range cols * rows {
		next[i+1] += next[i]
	}
	for i, s := range of {
		k := int64(s.row)*cols + int64(s.col)
		numbers[next[k]] = int32(i)
		next[k]++
	}
	return numbers
}

// apart2 returns the square of the metres between two points.
func (c *crowd) apart2(i, j int32) float64 {
	dx, dy := c.at[i].X-c.at[j].X, c.at[i].Y-c.at[j].Y
	return dx*dx + dy*dy
}

// soon reports whether two points' days differ by few enough.
func (c *crowd) soon(i, j int32) bool {
	if c.day == nil {
		return true
	}
	d := int64(c.day[i]) - int64(c.day[j])
	return max(d, -d) <= int64(c.days)
}

// eachSquare calls do for every square of some rows with the squares about it, itself left out, that
// are two away at the most; the slice is used again.
func (c *crowd) eachSquare(from, to int, do func(s int32, about []int32)) {
	var about []int32
	for r := from; r < to; r++ {
		row := c.squares[c.rows[r]].row
		var next [5]int32 // in each of the five rows the first square that is not too far left
		var end [5]int32
		for k := range next {
			next[k], end[k] = c.rowAt(r, row+int32(k)-2)
		}
		for s := c.rows[r]; s < c.rows[r+1]; s++ {
			about = about[:0]
			col := c.squares[s].col
			for k := range next {
				for next[k] < end[k] && c.squares[next[k]].col < col-2 {
					next[k]++
				}
				for j := next[k]; j < end[k] && c.squares[j].col <= col+2; j++ {
					if j != s {
						about = append(about, j)
					}
				}
			}
			do(s, about)
		}
	}
}

// rowAt returns the squares of the row of that number, which is at most two rows from r.
func (c *crowd) rowAt(r int, row int32) (from, to int32) {
	for k := max(r-2, 0); k <= min(r+2, len(c.rows)-2); k++ {
		if c.squares[c.rows[k]].row == row {
			return c.rows[k], c.rows[k+1]
		}
	}
	return 0, 0
}

// byRows does work on all rows, in parts of about as many points, side by side.
func (c *crowd) byRows(work func(from, to int)) {
	const parts = 8
	var group sync.WaitGroup
	from := 0
	for part := 1; part <= parts; part++ {
		to := from
		for to < len(c.rows)-1 && int64(c.squares[c.rows[to]].first)*parts < int64(len(c.at))*int64(part) {
			to++
		}
		if part == parts {
			to = len(c.rows) - 1
		}
		start := from
		group.Go(func() { work(start, to) })
		from = to
	}
	group.Wait()
}
