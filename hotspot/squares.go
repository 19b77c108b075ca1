package hotspot

// Squares makes those squares of a lattice neighbours that share a side or a corner, of which only some
// are there: their numbers row·cols + col ascend, and the i-th of them is place i.
func Squares(cols int, squares []int32) *Weights {
	w := &Weights{start: make([]int32, len(squares)+1), to: make([]int32, 0, 8*len(squares))}
	var below, above int // the first square of the row below, and above, that may be a neighbour
	for i, square := range squares {
		row, col := int(square)/cols, int(square)%cols
		below = w.touching(squares, below, (row-1)*cols+max(col-1, 0), (row-1)*cols+min(col+1, cols-1))
		if col > 0 && i > 0 && squares[i-1] == square-1 {
			w.to = append(w.to, int32(i-1))
		}
		if col < cols-1 && i+1 < len(squares) && squares[i+1] == square+1 {
			w.to = append(w.to, int32(i+1))
		}
		above = w.touching(squares, above, (row+1)*cols+max(col-1, 0), (row+1)*cols+min(col+1, cols-1))
		w.start[i+1] = int32(len(w.to))
	}
	return w
}

// touching appends the squares from a number to another, looked for from one of them on, and returns
// where the first was, or would be.
func (w *Weights) touching(squares []int32, from, low, high int) int {
	for from < len(squares) && int(squares[from]) < low {
		from++
	}
	for i := from; i < len(squares) && int(squares[i]) <= high; i++ {
		w.to = append(w.to, int32(i))
	}
	return from
}
