package propose

import "math"

// matching gives each row the column that it shares most with, so that the sum of what rows share
// with their columns is greatest; None for rows that share nothing with the columns left. It is the
// Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987): rows × columns² steps
// at most, where every row also has a column of its own that it shares nothing with.
func matching(gain [][]int64, columns int) []int32 {
	rows := len(gain)
	total := columns + rows
	rowOf := make([]int32, total) // the row that has a column
	for j := range rowOf {
		rowOf[j] = None
	}
	u, v := make([]float64, rows), make([]float64, total)
	cost := func(i int32, j int) float64 {
		if j < columns {
			return -float64(gain[i][j])
		}
		return 0
	}
	dist, from, done := make([]float64, total), make([]int32, total), make([]bool, total)
	for start := range rows {
		for j := range total {
			dist[j], from[j], done[j] = math.Inf(1), None, false
		}
		row, at := int32(start), None
		base := 0.0
		for {
			least, next := math.Inf(1), None
			for j := range total {
				if done[j] {
					continue
				}
				if d := base + cost(row, j) - u[row] - v[j]; d < dist[j] {
					dist[j], from[j] = d, at
				}
				if dist[j] < least {
					least, next = dist[j], int32(j)
				}
			}
			at, base = next, least
			done[at] = true
			if rowOf[at] == None {
				break
			}
			row = rowOf[at]
		}
		u[start] += base
		for j := range total {
			if done[j] && int32(j) != at {
				u[rowOf[j]] += base - dist[j]
				v[j] -= base - dist[j]
			}
		}
		for at != None {
			prev := from[at]
			if prev == None {
				rowOf[at] = int32(start)
			} else {
				rowOf[at] = rowOf[prev]
			}
			at = prev
		}
	}
	columnOf := make([]int32, rows)
	for j, i := range rowOf {
		if i == None {
			continue
		}
		columnOf[i] = None
		if j < columns && gain[i][j] > 0 {
			columnOf[i] = int32(j)
		}
	}
	return columnOf
}
