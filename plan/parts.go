package plan

import (
	"slices"

	"gewu/internal/disjoint"
)

// A part is the cells of a grid that hang together by borders; points where they touch do not count,
// and a border on water does.
type part []CellID

// parts divides the cells of some grids into parts, for each grid the one with most households
// first, then the one with most cells, then the one with the lowest cell. Cells are in order.
func (p *Plan) parts(grids []GridID) map[GridID][]part {
	wanted := make([]bool, p.grids.size)
	for _, g := range grids {
		if p.grids.holds(int32(g)) {
			wanted[g] = true
		}
	}
	found, seen := map[GridID][]part{}, make([]bool, p.grid.size)
	for i, g := range p.grid.each {
		if wanted[g] && !seen[i] && p.fabric.cells.at(i).Alive() {
			found[g] = append(found[g], p.hangsOn(CellID(i), seen))
		}
	}
	for _, list := range found {
		slices.SortStableFunc(list, func(a, b part) int {
			if d := p.households(b) - p.households(a); d != 0 {
				return d
			}
			return len(b) - len(a)
		})
	}
	return found
}

// hangsOn lists the cells of its grid that hang together with a cell.
func (p *Plan) hangsOn(first CellID, seen []bool) part {
	grid, cells := p.GridOf(first), part{first}
	seen[first] = true
	for next := 0; next < len(cells); next++ {
		for _, a := range p.fabric.cells.ref(int32(cells[next])).Arcs {
			beside := p.fabric.arcs.ref(int32(a)).other(cells[next])
			if beside != NoCell && !seen[beside] && p.GridOf(beside) == grid {
				seen[beside] = true
				cells = append(cells, beside)
			}
		}
	}
	slices.Sort(cells)
	return cells
}

// byHouseholds orders parts by their households, most first; of equal ones the first stays first.
func (p *Plan) byHouseholds(parts []part) []part {
	households, order := make([]int, len(parts)), make([]int, len(parts))
	for i, cells := range parts {
		households[i], order[i] = p.households(cells), i
	}
	slices.SortStableFunc(order, func(a, b int) int { return households[b] - households[a] })
	sorted := make([]part, len(parts))
	for i, n := range order {
		sorted[i] = parts[n]
	}
	return sorted
}

func (p *Plan) households(cells []CellID) (total int) {
	for _, id := range cells {
		total += p.fabric.cells.ref(int32(id)).Households
	}
	return total
}

// whole says of each grid whether it hangs together, or has no cell. What is in no grid counts as whole.
func (p *Plan) whole() []bool {
	grid := make([]GridID, p.grid.size)
	for i, g := range p.grid.each {
		grid[i] = g
	}
	sets := disjoint.New(len(grid))
	for _, page := range p.fabric.arcs.pages {
		for k := range page {
			a := &page[k]
			if a.Alive() && a.Left != NoCell && a.Right != NoCell && grid[a.Left] == grid[a.Right] {
				sets.Join(int32(a.Left), int32(a.Right))
			}
		}
	}
	parts := make([]int, p.grids.size)
	for i, g := range grid {
		if sets[i] == int32(i) && p.fabric.cells.ref(int32(i)).Alive() {
			parts[g]++
		}
	}
	whole := make([]bool, len(parts))
	for g, n := range parts {
		whole[g] = n < 2 || GridID(g) == NoGrid
	}
	return whole
}
