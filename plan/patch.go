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
	grids := merged(numbersOf[GridID](q.grids), numbersOf[GridID](q.tallies))
	if len(grids) > 0 && grids[0] == NoGrid {
		grids = grids[1:]
	}
	return Touched{
		Nodes: q.Nodes(), Arcs: numbersOf[ArcID](q.arcs),
		Cells: merged(numbersOf[CellID](q.cells), numbersOf[CellID](q.assigned)), Grids: grids,
	}
}

// Nodes names the nodes that the patch makes, moves or removes.
func (q Patch) Nodes() []NodeID { return numbersOf[NodeID](q.nodes) }

// Records names the grids of which the patch changes more than the tally.
func (q Patch) Records() []GridID { return numbersOf[GridID](q.grids) }

// numbersOf lists the numbers of what changed, in order; nil for nothing.
func numbersOf[ID ~int32, T any](list []changed[T]) []ID {
	if len(list) == 0 {
		return nil
	}
	ids := make([]ID, len(list))
	for i, c := range list {
		ids[i] = ID(c.At)
	}
	return ids
}

// empty reports whether the patch changes nothing.
func (q Patch) empty() bool {
	return len(q.nodes)+len(q.arcs)+len(q.cells)+len(q.assigned)+len(q.grids) == 0
}
