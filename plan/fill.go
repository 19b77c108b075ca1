package plan

import "container/heap"

// A claim is that a grid could have an unassigned cell, for the border that they share.
type claim struct {
	metres float64
	cell   CellID
	grid   GridID
}

// claims are a heap: the longest border first, then by number, so that the outcome depends on
// nothing else.
type claims []claim

func (c claims) Len() int      { return len(c) }
func (c claims) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *claims) Push(x any)   { *c = append(*c, x.(claim)) }

func (c *claims) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

func (c claims) Less(i, j int) bool {
	a, b := c[i], c[j]
	if a.metres != b.metres {
		return a.metres > b.metres
	}
	return a.cell < b.cell || a.cell == b.cell && a.grid < b.grid
}

// A filling gives open cells to the grids that they touch. Cells not yet given count for no grid.
type filling struct {
	*edit
	metres map[CellID]map[GridID]float64 // the border of each open cell with each grid that may get it
	queue  claims
}

// fill gives open cells to grids, and returns how many it gave.
func (e *edit) fill(open []CellID) (given int) {
	f := filling{e, make(map[CellID]map[GridID]float64, len(open)), nil}
	for _, id := range open {
		f.metres[id] = map[GridID]float64{}
	}
	for _, id := range open {
		f.measure(id)
	}
	for _, id := range open {
		f.claim(id)
	}
	for f.queue.Len() > 0 {
		c := heap.Pop(&f.queue).(claim)
		if _, open := f.metres[c.cell]; open {
			f.give(c)
			given++
		}
	}
	return given
}

// measure measures the border of an open cell with grids that are not locked.
func (f *filling) measure(id CellID) {
	for _, a := range f.cells.at(int32(id)).Arcs {
		arc := f.arcs.at(int32(a))
		beside := arc.other(id)
		if beside == NoCell {
			continue
		}
		if g := f.assigned.at(int32(beside)); g != NoGrid && !f.grids.at(int32(g)).Locked {
			f.metres[id][g] += arc.metres()
		}
	}
}

// claim puts the best claim on a cell into the queue.
func (f *filling) claim(id CellID) {
	best := claim{cell: id}
	for g, metres := range f.metres[id] {
		if metres > best.metres || metres == best.metres && g < best.grid {
			best.metres, best.grid = metres, g
		}
	}
	if best.grid != NoGrid {
		heap.Push(&f.queue, best)
	}
}

// give gives a cell to a grid, which may then claim those beside it.
func (f *filling) give(c claim) {
	delete(f.metres, c.cell)
	f.assigned.set(int32(c.cell), c.grid)
	for _, a := range f.cells.at(int32(c.cell)).Arcs {
		arc := f.arcs.at(int32(a))
		if beside := arc.other(c.cell); f.metres[beside] != nil {
			f.metres[beside][c.grid] += arc.metres()
			f.claim(beside)
		}
	}
}
