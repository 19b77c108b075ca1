package plan

import "slices"

// The bounds of the search for cells to swap.
const (
	mostSeeds = 8
	mostGiven = 48 // cells
)

// equivalents look for cells of a grid that touch the rest of the loose part's grid and have about
// as many households as the part. They grow from the border between the two, from some places of
// it; those nearest in households come first.
func (m mending) equivalents(giver GridID) [][]CellID {
	barred, loose := map[CellID]bool{}, map[CellID]bool{}
	for _, id := range m.taken {
		barred[id] = true
	}
	for _, id := range m.loose.Cells {
		loose[id] = true
	}
	var sets [][]CellID
	for _, seed := range m.seeds(giver, barred, loose) {
		cells := m.grow(seed, giver, barred)
		slices.Sort(cells)
		sets = append(sets, cells)
	}
	slices.SortStableFunc(sets, func(a, b []CellID) int { return m.miss(a) - m.miss(b) })
	return sets
}

// miss is by how many households a set of cells has more or less than the part.
func (m mending) miss(cells []CellID) int {
	d := m.plan.households(cells) - m.loose.Households
	return max(d, -d)
}

// seeds are cells of the giver beside the grid, but not beside the loose part alone.
func (m mending) seeds(giver GridID, barred, loose map[CellID]bool) []CellID {
	var seeds []CellID
	for id := range m.plan.cellsOf(giver) {
		if len(seeds) == mostSeeds {
			break
		}
		if barred[id] {
			continue
		}
		for beside := range m.plan.fabric.beside(id) {
			if m.plan.GridOf(beside) == m.loose.Grid && !loose[beside] {
				seeds = append(seeds, id)
				break
			}
		}
	}
	return seeds
}

// grow adds cells around a seed while that brings their households nearer to those of the part.
func (m mending) grow(seed CellID, giver GridID, barred map[CellID]bool) []CellID {
	cells, seen := []CellID{seed}, map[CellID]bool{seed: true}
	households := m.plan.households(cells)
	for next := 0; next < len(cells) && len(cells) < mostGiven; next++ {
		for beside := range m.plan.fabric.beside(cells[next]) {
			if seen[beside] || barred[beside] || m.plan.GridOf(beside) != giver {
				continue
			}
			seen[beside] = true
			more := m.plan.fabric.cells.at(int32(beside)).Households
			if missing := m.loose.Households - households; more <= 2*missing {
				cells = append(cells, beside)
				households += more
			}
		}
	}
	return cells
}
