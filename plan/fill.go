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

// fill gives open cells to grids that they touch and returns how many it gave. Cells not yet given
// count for no grid; each cell given makes claims on those beside it.
func (e *edit) fill(open map[CellID]bool) (given int) {
	var queue claims
	for _, id := range sorted(open) {
		if c, ok := e.bestClaim(id); ok {
			queue = append(queue, c)
		}
	}
	heap.Init(&queue)
	for queue.Len() > 0 {
		c := heap.Pop(&queue).(claim)
		if !open[c.cell] {
			continue
		}
		delete(open, c.cell)
		e.assigned.set(int32(c.cell), c.grid)
		given++
		e.eachBeside(c.cell, func(beside CellID) {
			if open[beside] {
				if better, ok := e.bestClaim(beside); ok {
					heap.Push(&queue, better)
				}
			}
		})
	}
	return given
}

// bestClaim finds the open grid with the longest border to a cell.
func (e *edit) bestClaim(id CellID) (best claim, ok bool) {
	metres := map[GridID]float64{}
	for _, a := range e.cells.at(int32(id)).Arcs {
		arc := e.arcs.at(int32(a))
		if beside := arc.other(id); beside != NoCell {
			metres[e.assigned.at(int32(beside))] += arc.metres()
		}
	}
	for _, g := range sortedKeys(metres) {
		if g != NoGrid && !e.grids.at(int32(g)).Locked && (!ok || metres[g] > best.metres) {
			best, ok = claim{metres[g], id, g}, true
		}
	}
	return best, ok
}
