package store

import (
	"errors"
	"slices"

	"gewu/geo"
	"gewu/plan"
)

// withoutIdle makes operations but for those that would change nothing, as what they would bring about is
// there. It returns those that it made; none when nothing is left.
func withoutIdle(p *plan.Plan, ops []plan.Operation) ([]plan.Operation, *plan.Plan, error) {
	ops = slices.Clone(ops)
	for len(ops) > 0 {
		made, _, err := p.ApplyAll(ops)
		var batch *plan.BatchError
		if !errors.As(err, &batch) || batch.Refusal.Kind != plan.NothingToDo {
			return ops, made, err
		}
		ops = slices.Delete(ops, batch.At, batch.At+1)
	}
	return nil, p, nil
}

// An outcome is what a row of a log brought about in one plan, looked for in another.
type outcome struct {
	*translation
	before, after, now *plan.Plan
	made               map[plan.GridID]plan.GridID // of the grids that the row made: which they are now
}

// isThere reports whether what a row brought about is so already in a plan of newer ground: what moved is where it
// moved to, grids are what they were made, and borders that were drawn or moved lie where they came to lie. It
// then knows the grids that the row made.
func (t *translation) isThere(before, after, now *plan.Plan) bool {
	o := outcome{t, before, after, now, map[plan.GridID]plan.GridID{}}
	changed := plan.Between(before, after)
	if !o.haveMoved(changed.Cells) || !o.haveRecords(changed.Grids) || !o.haveBorders(changed.Arcs) {
		return false
	}
	for id, grid := range o.made {
		t.grids[id] = grid
	}
	return true
}

// haveMoved reports whether cells are in the grids that the row left them in.
func (o *outcome) haveMoved(cells []plan.CellID) bool {
	for _, id := range cells {
		grid := o.after.GridOf(id)
		if _, alive := o.after.Fabric().Cell(id); !alive || grid == o.before.GridOf(id) {
			continue
		}
		places, refusal := o.cellsOf([]plan.CellID{id}, o.after, o.now)
		if refusal != nil || slices.ContainsFunc(places, func(c plan.CellID) bool { return !o.is(grid, o.now.GridOf(c)) }) {
			return false
		}
	}
	return o.areApart()
}

// is reports whether a grid of the plan after the row is one of the plan now. A grid that the row made is
// the first that it is compared with, if that is no other's.
func (o *outcome) is(then, now plan.GridID) bool {
	if grid, known := o.grids[then]; known {
		return grid == now
	}
	if grid, known := o.made[then]; known {
		return grid == now
	}
	if _, old := o.before.Grid(then); old {
		return false
	}
	for _, grid := range o.grids {
		if grid == now {
			return false
		}
	}
	o.made[then] = now
	return true
}

// areApart reports whether the grids that the row made are different ones, and have nothing of what the row left in others.
func (o *outcome) areApart() bool {
	made := map[plan.GridID]plan.GridID{}
	for then, now := range o.made {
		made[now] = then
	}
	if len(made) == 0 || len(made) < len(o.made) {
		return len(o.made) == 0
	}
	for id := range o.after.Fabric().Cells() {
		places, refusal := o.cellsOf([]plan.CellID{id}, o.after, o.now)
		for _, c := range places {
			if then, is := made[o.now.GridOf(c)]; refusal == nil && is && then != o.after.GridOf(id) {
				return false
			}
		}
	}
	return true
}

// haveRecords reports whether grids are called, bound and locked as the row left them; one that it ended is not
// looked for.
func (o *outcome) haveRecords(grids []plan.GridID) bool {
	for _, id := range grids {
		was, _ := o.before.Grid(id)
		is, alive := o.after.Grid(id)
		if !alive || is == was {
			continue
		}
		grid, known := o.grids[id]
		if !known {
			grid, known = o.made[id]
		}
		now, _ := o.now.Grid(grid)
		if !known || !sameChange(was, is, now) {
			return false
		}
	}
	return true
}

// sameChange reports whether what differs between two records of a grid is in a third as in the second.
func sameChange(was, is, now plan.Grid) bool {
	return (was.Name == is.Name || is.Name == now.Name) && (was.Code == is.Code || is.Code == now.Code) &&
		(was.Kind == is.Kind || is.Kind == now.Kind) && (was.Exempt == is.Exempt || is.Exempt == now.Exempt) &&
		(was.Locked == is.Locked || is.Locked == now.Locked)
}

// haveBorders reports whether the points of borders are points of borders now.
func (o *outcome) haveBorders(arcs []plan.ArcID) bool {
	if len(arcs) == 0 {
		return true
	}
	points := map[geo.Point]bool{}
	for _, arc := range o.now.Fabric().Arcs() {
		for _, p := range arc.Points {
			points[p] = true
		}
	}
	for _, id := range arcs {
		arc, alive := o.after.Fabric().Arc(id)
		if alive && slices.ContainsFunc(arc.Points, func(p geo.Point) bool { return !points[p] }) {
			return false
		}
	}
	return true
}
