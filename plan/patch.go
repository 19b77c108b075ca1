package plan

// A Patch is the difference of a plan to the next. It leads from one to the other and, inverted,
// back, bit for bit.
type Patch struct {
	nodes    []changed[Node]
	arcs     []changed[Arc]
	cells    []changed[Cell]
	assigned []changed[GridID]
	grids    []changed[Grid]
	tallies  []changed[Tally]
	sizes    [2]sizes // before and after
}

// sizes are how many values the tables of a plan have.
type sizes struct{ nodes, arcs, cells, grids int }

// Touched names what the patch changes.
func (q Patch) Touched() Touched {
	cells, grids := map[CellID]bool{}, map[GridID]bool{}
	each(q.cells, func(i int32) { cells[CellID(i)] = true })
	each(q.assigned, func(i int32) { cells[CellID(i)] = true })
	each(q.grids, func(i int32) { grids[GridID(i)] = true })
	each(q.tallies, func(i int32) { grids[GridID(i)] = true })
	delete(grids, NoGrid)
	t := Touched{Nodes: q.Nodes(), Cells: sorted(cells), Grids: sorted(grids)}
	each(q.arcs, func(i int32) { t.Arcs = append(t.Arcs, ArcID(i)) })
	return t
}

// Nodes names the nodes that the patch makes, moves or removes.
func (q Patch) Nodes() []NodeID {
	var ids []NodeID
	each(q.nodes, func(i int32) { ids = append(ids, NodeID(i)) })
	return ids
}

// Records names the grids of which the patch changes more than the tally.
func (q Patch) Records() []GridID {
	var ids []GridID
	each(q.grids, func(i int32) { ids = append(ids, GridID(i)) })
	return ids
}

func each[T any](list []changed[T], tell func(int32)) {
	for _, c := range list {
		tell(c.At)
	}
}

// empty reports whether the patch changes nothing.
func (q Patch) empty() bool {
	return len(q.nodes)+len(q.arcs)+len(q.cells)+len(q.assigned)+len(q.grids) == 0
}
