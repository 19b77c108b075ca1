package plan

import "slices"

// Between names what differs between two plans of one fabric: what one of them has and the other
// has not, too. It takes time in proportion to the difference, for plans of which one was made
// from the other.
func Between(a, b *Plan) Touched {
	var t Touched
	differing(a.fabric.nodes, b.fabric.nodes, same, func(i int32) { t.Nodes = append(t.Nodes, NodeID(i)) })
	differing(a.fabric.arcs, b.fabric.arcs, sameArc, func(i int32) { t.Arcs = append(t.Arcs, ArcID(i)) })
	differing(a.fabric.cells, b.fabric.cells, sameCell, func(i int32) { t.Cells = append(t.Cells, CellID(i)) })
	differing(a.grid, b.grid, same, func(i int32) { t.Cells = append(t.Cells, CellID(i)) })
	differing(a.grids, b.grids, same, func(i int32) { t.Grids = append(t.Grids, GridID(i)) })
	differing(a.tallies, b.tallies, same, func(i int32) { t.Grids = append(t.Grids, GridID(i)) })
	slices.Sort(t.Cells)
	slices.Sort(t.Grids)
	t.Cells, t.Grids = slices.Compact(t.Cells), slices.Compact(t.Grids)
	return t
}

// differing tells the numbers at which two tables differ, in order.
func differing[T any](a, b table[T], equal func(T, T) bool, tell func(int32)) {
	for page := range max(len(a.pages), len(b.pages)) {
		if page < len(a.pages) && page < len(b.pages) && a.pages[page] == b.pages[page] {
			continue
		}
		for i := int32(page * pageSize); i < int32((page+1)*pageSize); i++ {
			inA, inB := a.holds(i), b.holds(i)
			if inA != inB || inA && !equal(a.at(i), b.at(i)) {
				tell(i)
			}
		}
	}
}
