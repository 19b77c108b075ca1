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

// An edit makes the next plan. What operations change, they change through it.
type edit struct {
	before   *Plan
	nodes    tableEdit[Node]
	arcs     tableEdit[Arc]
	cells    tableEdit[Cell]
	assigned tableEdit[GridID]
	grids    tableEdit[Grid]
	tallies  tableEdit[Tally]
	notes    []Note
}

func (p *Plan) edit() *edit {
	return &edit{
		before: p, nodes: p.fabric.nodes.edit(), arcs: p.fabric.arcs.edit(), cells: p.fabric.cells.edit(),
		assigned: p.grid.edit(), grids: p.grids.edit(), tallies: p.tallies.edit(),
	}
}
