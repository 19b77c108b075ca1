package plan

import (
	"cmp"
	"slices"
)

// A balance moves cells one after the other between a grid and its neighbours until the grid is in
// its band. What it moves it only notes.
type balance struct {
	*checking
	moved      map[CellID]GridID
	households map[GridID]int
	lengths    map[ArcID]float64 // of borders, in metres, once they are known
}

func newBalance(c *checking) *balance {
	return &balance{c, map[CellID]GridID{}, map[GridID]int{}, map[ArcID]float64{}}
}

// mostMoves is how many cells a balance moves at most.
const mostMoves = 24

// A shift is a cell that can move.
type shift struct {
	cell     CellID
	from, to GridID
	gain     float64 // metres of border that it has more with the grid that it goes to
}

// ease moves cells out of a grid that is over its band, nil when that does not succeed.
func (b *balance) ease(id GridID, band Band) []Operation {
	return b.run(id, band.Max, func(s shift) bool { return s.from == id && b.count(id)-b.cost(s) >= band.Min })
}

// fill moves cells into a grid that is under its band, nil when that does not succeed.
func (b *balance) fill(id GridID, band Band) []Operation {
	return b.run(id, -band.Min, func(s shift) bool { return s.to == id && b.count(id)+b.cost(s) <= band.Max })
}

// run moves cells until a grid has no more than so many households, or, where the number is
// negative, no fewer.
func (b *balance) run(id GridID, limit int, wanted func(shift) bool) []Operation {
	done := func() bool { return limit >= 0 && b.count(id) <= limit || limit < 0 && b.count(id) >= -limit }
	for range mostMoves {
		if done() {
			return b.operations()
		}
		shifts := b.shifts(id)
		i := slices.IndexFunc(shifts, func(s shift) bool { return wanted(s) && b.fits(s) && b.holdsWithout(s) })
		if i < 0 {
			return nil
		}
		b.move(shifts[i])
	}
	return nil
}

func (b *balance) move(s shift) {
	b.moved[s.cell] = s.to
	b.households[s.from] -= b.cost(s)
	b.households[s.to] += b.cost(s)
}

func (b *balance) gridOf(id CellID) GridID {
	if g, moved := b.moved[id]; moved {
		return g
	}
	return b.plan.GridOf(id)
}

func (b *balance) count(id GridID) int { return b.plan.Tally(id).Households + b.households[id] }

func (b *balance) cost(s shift) int { return b.plan.fabric.cells.at(int32(s.cell)).Households }

// shifts lists the cells at the border of a grid that could cross it, either way, those first
// that make it shortest. Estates stay whole, and borders of communities where they are.
func (b *balance) shifts(id GridID) []shift {
	var list []shift
	for _, cell := range b.around(id) {
		c := b.plan.fabric.cells.at(int32(cell))
		if c.Households == 0 || c.Estate != 0 {
			continue
		}
		from, metres := b.gridOf(cell), b.metres(cell, c)
		for _, to := range sortedKeys(metres) {
			g, alive := b.plan.Grid(to)
			if (from == id) != (to == id) && alive && !g.Locked && g.Community == c.Community {
				list = append(list, shift{cell, from, to, metres[to] - metres[from]})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b shift) int { return cmp.Compare(b.gain, a.gain) })
	return list
}

// around lists the cells of a grid and those beside them, in order.
func (b *balance) around(id GridID) []CellID {
	cells := map[CellID]bool{}
	for _, part := range b.parts[id] {
		for _, cell := range part {
			cells[cell] = true
			for beside := range b.plan.fabric.beside(cell) {
				cells[beside] = true
			}
		}
	}
	for cell, to := range b.moved {
		if to == id {
			cells[cell] = true
		}
	}
	return sorted(cells)
}

// metres measures a cell's border with each grid on dry ground.
func (b *balance) metres(id CellID, c Cell) map[GridID]float64 {
	metres := map[GridID]float64{}
	for _, a := range c.Arcs {
		if arc := b.plan.fabric.arcs.at(int32(a)); arc.other(id) != NoCell && arc.passes() {
			metres[b.gridOf(arc.other(id))] += b.length(a, arc)
		}
	}
	return metres
}

func (b *balance) length(id ArcID, a Arc) float64 {
	metres, known := b.lengths[id]
	if !known {
		metres = a.metres()
		b.lengths[id] = metres
	}
	return metres
}

// fits reports whether the other grid stays in its band, and may change.
func (b *balance) fits(s shift) bool {
	from, _ := b.plan.Grid(s.from)
	to, _ := b.plan.Grid(s.to)
	if from.Locked || to.Locked || s.from == NoGrid {
		return false
	}
	fromBand, fromBound := b.rules.BandOf(from)
	toBand, toBound := b.rules.BandOf(to)
	return fromBound && toBound && b.count(s.from)-b.cost(s) >= fromBand.Min && b.count(s.to)+b.cost(s) <= toBand.Max
}

// holdsWithout reports whether what is left of a grid hangs together without a cell.
func (b *balance) holdsWithout(s shift) bool {
	in := map[CellID]bool{}
	for _, part := range b.parts[s.from] {
		for _, cell := range part {
			if cell != s.cell && b.gridOf(cell) == s.from {
				in[cell] = true
			}
		}
	}
	for cell, to := range b.moved {
		if to == s.from && cell != s.cell {
			in[cell] = true
		}
	}
	var queue []CellID
	for cell := range in {
		queue = []CellID{cell}
		delete(in, cell)
		break
	}
	if queue == nil {
		return false
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for beside := range b.plan.fabric.beside(id) {
			if in[beside] {
				delete(in, beside)
				queue = append(queue, beside)
			}
		}
	}
	return len(in) == 0
}

// operations gives the moved cells to their grids.
func (b *balance) operations() []Operation {
	cells := map[GridID][]CellID{}
	for _, id := range sortedKeys(b.moved) {
		cells[b.moved[id]] = append(cells[b.moved[id]], id)
	}
	var ops []Operation
	for _, to := range sortedKeys(cells) {
		ops = append(ops, Operation{Kind: AssignCells, Cells: cells[to], Grid: to})
	}
	return ops
}
