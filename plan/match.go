package plan

import "math"

// match pairs the grids of two plans that are the same grid: those that were there when both plans
// began in the same way, by number; those that stand for the same area; and of the others those
// that share most households, or land where there are none, in all pairs together.
func (o *overlay) match() map[GridID]GridID {
	pairs, paired := map[GridID]GridID{}, map[GridID]bool{}
	pair := func(after, before GridID) { pairs[after], paired[before] = before, true }
	common := o.before.base.equal(o.after.base)
	byArea := map[int64]GridID{}
	for id, g := range o.before.Grids() {
		byArea[g.Area] = id
	}
	var fresh []GridID
	for id, g := range o.after.Grids() {
		_, there := o.before.Grid(id)
		area, known := byArea[g.Area]
		switch {
		case common && there && o.after.base.grids.holds(int32(id)):
			pair(id, id)
		case g.Area != 0 && known:
			pair(id, area)
		default:
			fresh = append(fresh, id)
		}
	}
	var left []GridID
	for id := range o.before.Grids() {
		if !paired[id] {
			left = append(left, id)
		}
	}
	o.matchByShare(left, fresh, pair)
	return pairs
}

// matchByShare pairs what is left so that most stays where it is.
func (o *overlay) matchByShare(left, fresh []GridID, pair func(after, before GridID)) {
	worth := make([][]float64, len(fresh))
	for i, to := range fresh {
		worth[i] = make([]float64, len(left))
		for j, from := range left {
			t := o.flows[flow{from, to}]
			worth[i][j] = float64(t.Households) + t.SquareMetres*1e-9
		}
	}
	for i, j := range assignment(worth) {
		if j >= 0 && worth[i][j] > 0 {
			pair(fresh[i], left[j])
		}
	}
}

// assignment returns for each row the column that is its own, -1 for none, so that the worth of all
// is greatest. (Kuhn, H. W., The Hungarian method for the assignment problem, Naval Research
// Logistics Quarterly 2, 1955, in the form with potentials and shortest augmenting paths.)
func assignment(worth [][]float64) []int {
	rows := len(worth)
	if rows == 0 {
		return nil
	}
	columns := max(rows, len(worth[0]))
	s := &solver{worth: worth, row: make([]float64, rows+1), column: make([]float64, columns+1), owner: make([]int, columns+1)}
	for i := 1; i <= rows; i++ {
		s.place(i)
	}
	own := make([]int, rows)
	for j := 1; j <= columns; j++ {
		if i := s.owner[j]; i > 0 {
			own[i-1] = j - 1
			if j > len(worth[0]) {
				own[i-1] = -1
			}
		}
	}
	return own
}

// A solver counts rows and columns from 1.
type solver struct {
	worth       [][]float64
	row, column []float64 // potentials
	owner       []int     // the row that has a column, 0: none
}

func (s *solver) cost(i, j int) float64 {
	if j > len(s.worth[i-1]) {
		return 0
	}
	return -s.worth[i-1][j-1]
}

// place finds a column for a row, moving others along the cheapest path.
func (s *solver) place(row int) {
	n := len(s.owner)
	least, from, done := make([]float64, n), make([]int, n), make([]bool, n)
	for j := range least {
		least[j] = math.Inf(1)
	}
	s.owner[0] = row
	at := 0
	for s.owner[at] != 0 {
		done[at] = true
		at = s.advance(at, least, from, done)
	}
	for at != 0 {
		s.owner[at] = s.owner[from[at]]
		at = from[at]
	}
}

// advance brings potentials forward until another column can be reached, and returns it.
func (s *solver) advance(at int, least []float64, from []int, done []bool) int {
	i, delta, next := s.owner[at], math.Inf(1), 0
	for j := 1; j < len(done); j++ {
		if done[j] {
			continue
		}
		if c := s.cost(i, j) - s.row[i] - s.column[j]; c < least[j] {
			least[j], from[j] = c, at
		}
		if least[j] < delta {
			delta, next = least[j], j
		}
	}
	for j := range done {
		if done[j] {
			s.row[s.owner[j]] += delta
			s.column[j] -= delta
		} else {
			least[j] -= delta
		}
	}
	return next
}
