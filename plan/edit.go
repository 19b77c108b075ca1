package plan

// An edit makes the next plan. What operations change, they change through it, but for the
// tallies, which follow from the rest.
type edit struct {
	before   *Plan
	nodes    tableEdit[Node]
	arcs     tableEdit[Arc]
	cells    tableEdit[Cell]
	assigned tableEdit[GridID]
	grids    tableEdit[Grid]
	tallies  tableEdit[Tally]
	notes    []Note
	from     pieces // of cells that it has cut
}

func (p *Plan) edit() *edit {
	return &edit{
		before: p, nodes: p.fabric.nodes.edit(), arcs: p.fabric.arcs.edit(), cells: p.fabric.cells.edit(),
		assigned: p.grid.edit(), grids: p.grids.edit(), tallies: p.tallies.edit(), from: pieces{},
	}
}

// plan makes a plan of the tables as they are.
func (e *edit) plan() *Plan {
	next := &Plan{fabric: e.before.fabric, grid: e.assigned.table, base: e.before.base, grids: e.grids.table, tallies: e.tallies.table}
	if e.nodes.touched() || e.arcs.touched() || e.cells.touched() {
		fabric := *e.before.fabric
		fabric.nodes, fabric.arcs, fabric.cells = e.nodes.table, e.arcs.table, e.cells.table
		elsewhere := fabric.bounded(numbers[CellID](&e.cells), numbers[ArcID](&e.arcs))
		fabric.places, fabric.links = fabric.places.with(&fabric, elsewhere), fabric.links.with(elsewhere)
		next.fabric = &fabric
	}
	return next
}

// settle counts the cells that were touched where they now are, and no longer where they were.
func (e *edit) settle() {
	for e.tallies.size < e.grids.size {
		e.tallies.add(Tally{})
	}
	for e.assigned.size < e.cells.size {
		e.assigned.add(NoGrid)
	}
	more, was := make([]Tally, e.tallies.size), e.before.fabric.cells
	for _, id := range merged(numbers[CellID](&e.cells), numbers[CellID](&e.assigned)) {
		is := e.cells.ref(int32(id))
		if !is.Alive() && e.assigned.at(int32(id)) != NoGrid {
			e.assigned.set(int32(id), NoGrid)
		}
		if was.holds(int32(id)) && was.ref(int32(id)).Alive() {
			more[e.before.GridOf(id)].add(was.ref(int32(id)), -1)
		}
		if is.Alive() {
			more[e.assigned.at(int32(id))].add(is, 1)
		}
	}
	for grid, t := range more {
		if t != (Tally{}) {
			e.tallies.set(int32(grid), e.tallies.at(int32(grid)).plus(t))
		}
	}
}

// endEmpty ends the grids whose last cell a patch has taken, and says so.
func (e *edit) endEmpty(q Patch) {
	for _, c := range q.tallies {
		if g := e.grids.at(c.At); g.Alive && c.New.Cells == 0 {
			g.Alive = false
			e.grids.set(c.At, g)
			e.notes = append(e.notes, Note{Kind: Renamed, Grid: GridID(c.At)})
		}
	}
}

// patch is what was changed.
func (e *edit) patch() Patch {
	return Patch{
		nodes: changes(&e.nodes, same), arcs: changes(&e.arcs, sameArc), cells: changes(&e.cells, sameCell),
		assigned: changes(&e.assigned, same), grids: changes(&e.grids, same), tallies: changes(&e.tallies, same),
		sizes: [2]sizes{e.before.sizes(), {e.nodes.size, e.arcs.size, e.cells.size, e.grids.size}},
	}
}

func (p *Plan) sizes() sizes {
	return sizes{p.fabric.nodes.size, p.fabric.arcs.size, p.fabric.cells.size, p.grids.size}
}
