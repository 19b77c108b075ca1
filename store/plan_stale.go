package store

import (
	"context"
	"slices"

	"gewu/plan"
)

// stale is the error of who knows the plan at a revision only.
func (a *altering) stale(ctx context.Context, ifMatch int64, refusal *plan.Refusal) error {
	since, err := a.since(ctx, ifMatch)
	if err != nil {
		return err
	}
	return &plan.StalePlan{Revision: a.plan.revision, Since: since, Refusal: refusal}
}

// since are the rows after a revision; none for one that the plan has not come to.
func (a *altering) since(ctx context.Context, ifMatch int64) ([]plan.LogRow, error) {
	if ifMatch < 0 || ifMatch >= a.plan.revision {
		return nil, nil
	}
	return readLog(ctx, a.tx, a.plan.id, ifMatch, a.plan.revision-ifMatch)
}

// rebase makes operations that are meant for another revision, as long as what they turn on and what
// they change has not changed since.
func (a *altering) rebase(ctx context.Context, ifMatch int64, ops []plan.Operation) error {
	since, err := a.since(ctx, ifMatch)
	if err != nil {
		return err
	}
	stale := &plan.StalePlan{Revision: a.plan.revision, Since: since}
	now := a.history.now()
	changed := newTurnedOn(since)
	if len(since) == 0 || changed.all || changed.meets(now, ops) {
		return stale
	}
	made, change, err := now.ApplyAll(ops)
	if stale.Refusal = refusalOf(err); stale.Refusal != nil || err == nil && changed.changes(change) {
		return stale
	}
	if err != nil {
		return err
	}
	before := a.history.at(ifMatch)
	if before == nil {
		if before, err = planAt(ctx, a.tx, a.plan, ifMatch); err != nil {
			return err
		}
	}
	a.out = plan.Operated{Plan: made, Before: before, Change: change, Rebased: true}
	a.made = a.history.operated(made)
	return nil
}

// What rows of a log have changed.
type turnedOn struct {
	all     bool // the plan began anew
	nodes   map[plan.NodeID]bool
	arcs    map[plan.ArcID]bool
	cells   map[plan.CellID]bool
	grids   map[plan.GridID]bool
	records map[plan.GridID]bool
}

func newTurnedOn(rows []plan.LogRow) turnedOn {
	t := turnedOn{
		nodes: map[plan.NodeID]bool{}, arcs: map[plan.ArcID]bool{}, cells: map[plan.CellID]bool{},
		grids: map[plan.GridID]bool{}, records: map[plan.GridID]bool{},
	}
	for _, r := range rows {
		t.all = t.all || r.Kind == plan.LogRebase
		addAll(t.nodes, r.Touched.Nodes)
		addAll(t.arcs, r.Touched.Arcs)
		addAll(t.cells, r.Touched.Cells)
		addAll(t.grids, r.Touched.Grids)
		addAll(t.records, r.Records)
	}
	return t
}

func addAll[T comparable](set map[T]bool, list []T) {
	for _, one := range list {
		set[one] = true
	}
}

func anyIn[T comparable](set map[T]bool, list []T) bool {
	return slices.ContainsFunc(list, func(one T) bool { return set[one] })
}

// meets reports whether one of the operations turns on what has changed.
func (t turnedOn) meets(p *plan.Plan, ops []plan.Operation) bool {
	return slices.ContainsFunc(ops, func(op plan.Operation) bool {
		grids := append(slices.Clone(op.Grids), op.Grid)
		switch op.Kind {
		case plan.MergeGrids, plan.SplitByLine, plan.SplitInto, plan.RedrawBorder, plan.FollowRoad:
			return anyIn(t.grids, grids)
		case plan.MoveNode:
			return t.nodes[op.Node]
		case plan.MoveVertex:
			return t.arcs[op.Arc]
		case plan.AssignUnassigned:
			return len(op.Cells) == 0 && len(t.cells) > 0 || anyIn(t.cells, op.Cells)
		case plan.CarveBuilding:
			return t.records[op.Grid] || t.cells[cellOfBuilding(p, op.Building)]
		default:
			return anyIn(t.cells, op.Cells) || anyIn(t.records, grids)
		}
	})
}

// changes reports whether a change is of what has changed already.
func (t turnedOn) changes(c plan.Change) bool {
	return anyIn(t.cells, c.Cells) || anyIn(t.arcs, c.Arcs) || anyIn(t.nodes, c.Patch.Nodes())
}

// cellOfBuilding is the cell that has a building, or [plan.NoCell].
func cellOfBuilding(p *plan.Plan, building int64) plan.CellID {
	buildings := p.Fabric().Buildings()
	for id, cell := range p.Fabric().Cells() {
		for _, i := range cell.Buildings {
			if buildings[i].ID == building {
				return id
			}
		}
	}
	return plan.NoCell
}
