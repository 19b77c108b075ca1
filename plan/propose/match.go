package propose

import "math"

// Match gives each row the column that it shares most with, so that the sum of what rows share with
// their columns is greatest; None for rows that share nothing with the columns left. Gains are not
// negative. (Kuhn, H. W., The Hungarian method for the assignment problem, Naval Research Logistics
// Quarterly 2, 1955, with potentials and shortest augmenting paths: rows² × columns steps at most.)
func Match(gain [][]int64, columns int) []int32 {
	rows := len(gain)
	total := max(rows, columns)
	s := &matcher{gain: gain, row: make([]float64, rows+1), column: make([]float64, total+1), owner: make([]int, total+1)}
	for i := 1; i <= rows; i++ {
		s.place(i)
	}
	columnOf := make([]int32, rows)
	for j := 1; j <= total; j++ {
		if i := s.owner[j]; i > 0 {
			columnOf[i-1] = None
			if j <= columns && gain[i-1][j-1] > 0 {
				columnOf[i-1] = int32(j - 1)
			}
		}
	}
	return columnOf
}

// A matcher counts rows and columns from 1.
type matcher struct {
	gain        [][]int64
	row, column []float64 // potentials
	owner       []int     // the row that has a column, 0: none
}

func (s *matcher) cost(i, j int) float64 {
	if j > len(s.gain[i-1]) {
		return 0
	}
	return -float64(s.gain[i-1][j-1])
}

// place finds a column for a row, moving others along the cheapest path.
func (s *matcher) place(row int) {
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
func (s *matcher) advance(at int, least []float64, from []int, done []bool) int {
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
