package store

import (
	"slices"

	"gewu/geo"
	"gewu/plan"
)

// A translation says what the grids, cells and borders of a plan are in another, whose fabric was made
// of newer ground.
type translation struct {
	grids map[plan.GridID]plan.GridID
	cells *cellFinder // of the plan met last
}

// newTranslation matches grids by the areas that they were.
func newTranslation(from, to *plan.Plan) *translation {
	t := &translation{grids: map[plan.GridID]plan.GridID{plan.NoGrid: plan.NoGrid}}
	areas := map[int64]plan.GridID{}
	for id, g := range to.Grids() {
		areas[g.Area] = id
	}
	for id, g := range from.Grids() {
		if other, ok := areas[g.Area]; ok && g.Area != 0 {
			t.grids[id] = other
		}
	}
	return t
}

// learn matches the grids that a row made then with those it has made now.
func (t *translation) learn(before, after, now, made *plan.Plan) {
	then, again := newGrids(before, after), newGrids(now, made)
	for i, id := range then {
		if i < len(again) {
			t.grids[id] = again[i]
		}
	}
}

// newGrids are the grids of a plan that another had not, in order.
func newGrids(before, after *plan.Plan) (ids []plan.GridID) {
	for id := range after.Grids() {
		if _, known := before.Grid(id); !known {
			ids = append(ids, id)
		}
	}
	return ids
}

// operations are operations on one plan as those on the other. The refusal says what is not there.
func (t *translation) operations(ops []plan.Operation, from, to *plan.Plan) ([]plan.Operation, *plan.Refusal) {
	made := make([]plan.Operation, len(ops))
	for i, op := range ops {
		var refusal *plan.Refusal
		if made[i], refusal = t.operation(op, from, to); refusal != nil {
			return nil, refusal
		}
	}
	return made, nil
}

func (t *translation) operation(op plan.Operation, from, to *plan.Plan) (plan.Operation, *plan.Refusal) {
	grid, ok := t.grids[op.Grid]
	if !ok {
		return op, &plan.Refusal{Kind: plan.UnknownGrid, Grid: op.Grid}
	}
	op.Grid = grid
	op.Grids = slices.Clone(op.Grids)
	for i, id := range op.Grids {
		if op.Grids[i], ok = t.grids[id]; !ok {
			return op, &plan.Refusal{Kind: plan.UnknownGrid, Grid: id}
		}
	}
	var refusal *plan.Refusal
	if op.Cells, refusal = t.cellsOf(op.Cells, from, to); refusal != nil {
		return op, refusal
	}
	switch op.Kind {
	case plan.MoveNode:
		op.Node, refusal = nodeAgain(op.Node, from, to)
	case plan.MoveVertex:
		op.Arc, refusal = arcAgain(op.Arc, op.At, from, to)
	}
	return op, refusal
}

// cellsOf are cells of one plan in the other.
func (t *translation) cellsOf(cells []plan.CellID, from, to *plan.Plan) ([]plan.CellID, *plan.Refusal) {
	if len(cells) == 0 {
		return nil, nil
	}
	var found []plan.CellID
	for _, id := range cells {
		cell, ok := from.Fabric().Cell(id)
		if !ok {
			return nil, &plan.Refusal{Kind: plan.UnknownCell, Cell: id}
		}
		at := from.Fabric().PlaceOf(id)
		same, ok := t.finder(to).find(from.Fabric(), cell, at)
		if !ok {
			return nil, &plan.Refusal{Kind: plan.UnknownCell, Cell: id, At: at, Where: true}
		}
		found = append(found, same...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

func (t *translation) finder(p *plan.Plan) *cellFinder {
	if t.cells == nil || t.cells.plan.Fabric() != p.Fabric() {
		t.cells = newCellFinder(p)
	}
	return t.cells
}

// A cellFinder finds the cells of a plan by what is in them.
type cellFinder struct {
	plan  *plan.Plan
	of    map[int64]plan.CellID // of each building
	lands *geo.Index            // of cells without buildings; area i + 1 is the cell i. Nil: not made yet
}

func newCellFinder(p *plan.Plan) *cellFinder {
	c := &cellFinder{plan: p, of: map[int64]plan.CellID{}}
	buildings := p.Fabric().Buildings()
	for id, cell := range p.Fabric().Cells() {
		for _, i := range cell.Buildings {
			c.of[buildings[i].ID] = id
		}
	}
	return c
}

// find returns the cells that have the buildings of a cell of another fabric, as far as they stand
// yet; for a cell without any, the one without buildings that has its place.
func (c *cellFinder) find(from *plan.Fabric, cell plan.Cell, at geo.Point) (ids []plan.CellID, ok bool) {
	buildings := from.Buildings()
	for _, i := range cell.Buildings {
		if id, stands := c.of[buildings[i].ID]; stands {
			ids = append(ids, id)
		}
	}
	if len(ids) > 0 || len(cell.Buildings) > 0 {
		return ids, len(ids) > 0
	}
	id, ok := c.at(at)
	return []plan.CellID{id}, ok
}

// at returns the cell without buildings that has a place.
func (c *cellFinder) at(place geo.Point) (plan.CellID, bool) {
	if c.lands == nil {
		var areas []geo.Area
		for id, cell := range c.plan.Fabric().Cells() {
			if len(cell.Buildings) == 0 {
				areas = append(areas, geo.Area{ID: geo.AreaID(id + 1), Boundary: c.plan.CellBoundary(id)})
			}
		}
		index, err := geo.NewIndex(areas)
		if err != nil {
			return 0, false
		}
		c.lands = index
	}
	id, _, err := c.lands.Locate(place)
	return plan.CellID(id - 1), err == nil
}

// nodeAgain finds the node of another plan that is where one is.
func nodeAgain(id plan.NodeID, from, to *plan.Plan) (plan.NodeID, *plan.Refusal) {
	node, ok := from.Fabric().Node(id)
	if !ok {
		return 0, &plan.Refusal{Kind: plan.UnknownNode}
	}
	for other, n := range to.Fabric().Nodes() {
		if n.At == node.At {
			return other, nil
		}
	}
	return 0, &plan.Refusal{Kind: plan.UnknownNode, At: node.At, Where: true}
}

// arcAgain finds the arc of another plan that is as one is, or else the one that has a vertex at a point.
func arcAgain(id plan.ArcID, at geo.Point, from, to *plan.Plan) (plan.ArcID, *plan.Refusal) {
	was, _ := from.Fabric().Arc(id)
	found := plan.ArcID(-1)
	for other, arc := range to.Fabric().Arcs() {
		if slices.Equal(arc.Points, was.Points) {
			return other, nil
		}
		if found < 0 && slices.Contains(arc.Points, at) {
			found = other
		}
	}
	if found < 0 {
		return 0, &plan.Refusal{Kind: plan.UnknownArc, At: at, Where: true}
	}
	return found, nil
}
