package plan

import (
	"cmp"
	"slices"
)

// A lot is some cells that hang together.
type lot struct {
	cells        []CellID // in order
	households   int
	squareMetres float64
}

// lots finds what hangs together with the seeds within some cells, without crossing certain arcs.
// It says of each cell which lot it is in, -1 for one that was not reached. Lots are numbered in the
// order of the seeds.
func (e *edit) lots(seeds []CellID, within func(CellID) bool, closed map[ArcID]bool) ([]lot, []int32) {
	of := make([]int32, e.cells.size)
	for i := range of {
		of[i] = -1
	}
	var lots []lot
	for _, seed := range seeds {
		if seed != NoCell && of[seed] < 0 && within(seed) {
			lots = append(lots, e.spread(seed, int32(len(lots)), of, within, closed))
		}
	}
	return lots, of
}

func (e *edit) spread(seed CellID, number int32, of []int32, within func(CellID) bool, closed map[ArcID]bool) lot {
	found := lot{cells: []CellID{seed}}
	of[seed] = number
	for k := 0; k < len(found.cells); k++ {
		id := found.cells[k]
		cell := e.cells.at(int32(id))
		found.households += cell.Households
		found.squareMetres += cell.SquareMetres
		for _, i := range cell.Arcs {
			if beside := e.arc(i).other(id); beside != NoCell && of[beside] < 0 && !closed[i] && within(beside) {
				of[beside] = number
				found.cells = append(found.cells, beside)
			}
		}
	}
	slices.Sort(found.cells)
	return found
}

// compareLots orders lots by households, then by area, then by their first cells.
func compareLots(a, b lot) int {
	return cmp.Or(cmp.Compare(a.households, b.households), cmp.Compare(a.squareMetres, b.squareMetres), cmp.Compare(b.cells[0], a.cells[0]))
}

// inGrid reports whether cells are in a grid.
func (e *edit) inGrid(grid GridID) func(CellID) bool {
	return func(id CellID) bool { return id != NoCell && e.assigned.at(int32(id)) == grid }
}

// A lane is an arc that a line runs along, with what lies on the line's left and right.
type lane struct {
	arc         ArcID
	left, right CellID
}

// lanes lists the arcs that the line has made, and those that it runs along from end to end.
func (c *cutter) lanes(stretches []stretch) []lane {
	var list []lane
	for _, id := range c.drawn {
		list = append(list, lane{id, c.arc(id).Left, c.arc(id).Right})
	}
	passed := map[side]bool{}
	var candidates []ArcID
	for _, s := range stretches {
		if s.along() {
			passed[side{s.first().Point, s.last().Point}] = true
			candidates = append(candidates, c.current(s.arc)...)
		}
	}
	slices.Sort(candidates)
	for _, id := range slices.Compact(candidates) {
		a := c.arc(id)
		switch {
		case a.passed(passed, false):
			list = append(list, lane{id, a.Left, a.Right})
		case a.passed(passed, true):
			list = append(list, lane{id, a.Right, a.Left})
		}
	}
	return list
}

// passed reports whether all sides of an arc are among those passed, all in one direction.
func (a Arc) passed(sides map[side]bool, backwards bool) bool {
	for i := 1; i < len(a.Points); i++ {
		s := side{a.Points[i-1], a.Points[i]}
		if backwards {
			s.a, s.b = s.b, s.a
		}
		if !sides[s] {
			return false
		}
	}
	return true
}
