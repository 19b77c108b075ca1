package plan

import (
	"fmt"
	"maps"
)

// Apply returns the plan that an operation makes, and what it changed. The error is a [*Refusal].
func (p *Plan) Apply(op Operation) (*Plan, Change, error) {
	m, at := p.make([]Operation{op})
	if at != nil {
		return nil, Change{}, at.Refusal
	}
	return m.plan, m.change(p), nil
}

// A BatchError is why none of the operations of a batch was made: one of them was refused.
type BatchError struct {
	At      int // its number in the batch, from 0
	Refusal *Refusal
}

// Error names the operation.
func (e *BatchError) Error() string { return fmt.Sprintf("operation %d: %v", e.At+1, e.Refusal) }

// Unwrap returns the refusal.
func (e *BatchError) Unwrap() error { return e.Refusal }

// ApplyAll makes operations one after the other, all or none, as one change. What an operation cut
// off is not loose when a later one took it along, and a grid without cells ends only when the last
// operation left it so. The error is a [*BatchError].
func (p *Plan) ApplyAll(ops []Operation) (*Plan, Change, error) {
	m, at := p.make(ops)
	if at != nil {
		return nil, Change{}, at
	}
	return m.plan, m.change(p), nil
}

// A made is what operations have made of a plan.
type made struct {
	plan  *Plan
	patch Patch
	notes []Note
	from  pieces
}

// change says what was changed, and cut off.
func (m made) change(before *Plan) Change {
	t := m.patch.Touched()
	loose := m.severed(before, t.Cells)
	if len(loose) > 0 {
		m.plan.addOffers(loose, m.taken(before))
	}
	return Change{Patch: m.patch, Cells: t.Cells, Arcs: t.Arcs, Grids: t.Grids, Notes: m.notes, Loose: loose}
}

// make makes operations, without looking at what they cut off.
func (p *Plan) make(ops []Operation) (made, *BatchError) {
	if len(ops) == 0 {
		return made{}, &BatchError{Refusal: refuse(NothingToDo)}
	}
	m, patches := made{plan: p, from: pieces{}}, make([]Patch, 0, len(ops)+1)
	for i, op := range ops {
		e, q, r := m.plan.step(op)
		if r != nil {
			return made{}, &BatchError{i, r}
		}
		m.plan, m.notes, patches = e.plan(), append(m.notes, e.notes...), append(patches, q)
		maps.Copy(m.from, e.from)
	}
	m.patch = join(patches)
	e := m.plan.edit()
	e.endEmpty(m.patch)
	if len(e.notes) > 0 {
		m.plan, m.notes, m.patch = e.plan(), append(m.notes, e.notes...), join(append(patches, e.patch()))
	}
	return m, nil
}

// step makes one operation, and says what it changed.
func (p *Plan) step(op Operation) (*edit, Patch, *Refusal) {
	if r := op.check(); r != nil {
		return nil, Patch{}, r
	}
	e := p.edit()
	if r := e.perform(op); r != nil {
		return nil, Patch{}, r
	}
	e.settle()
	q := e.patch()
	if q.empty() {
		return nil, Patch{}, refuse(NothingToDo).ofGrid(op.Grid)
	}
	return e, q, e.lockBroken(q)
}

// perform does what an operation asks for.
func (e *edit) perform(op Operation) *Refusal {
	switch op.Kind {
	case AssignCells:
		return e.assignCells(op)
	case SplitInto:
		return e.splitInto(op)
	case AssignUnassigned:
		return e.assignUnassigned(op)
	case MergeGrids:
		return e.mergeGrids(op)
	case LockGrids:
		return e.lockGrids(op, true)
	case UnlockGrids:
		return e.lockGrids(op, false)
	case RenameGrid:
		return e.renameGrid(op)
	case SetKind:
		return e.setKind(op)
	case Exempt:
		return e.exempt(op)
	default:
		return e.performLine(op)
	}
}

// lockBroken refuses what gives land to a locked grid or takes some from it. A border that bends by
// a rounding where a neighbour's meets it anew is no such thing.
func (e *edit) lockBroken(q Patch) *Refusal {
	locked := make([]bool, e.grids.size)
	for id := range locked {
		locked[id] = e.lockedBefore(GridID(id))
	}
	for _, c := range q.assigned {
		for _, id := range [2]GridID{c.Old, c.New} {
			if locked[id] && e.stays(CellID(c.At)) {
				return refuse(GridLocked).ofGrid(id).ofCell(CellID(c.At))
			}
		}
	}
	for _, c := range q.tallies {
		if d := c.New.plus(c.Old.negative()); e.lockedBefore(GridID(c.At)) && !d.onlyRounded() {
			return refuse(GridLocked).ofGrid(GridID(c.At))
		}
	}
	return nil
}

// stays reports whether a cell is there before and after.
func (e *edit) stays(id CellID) bool {
	_, before := e.before.fabric.Cell(id)
	return before && e.cells.at(int32(id)).Alive()
}

func (e *edit) lockedBefore(id GridID) bool {
	g, alive := e.before.Grid(id)
	return alive && g.Locked
}

// onlyRounded reports whether the difference of two tallies is a rounding of borders at most.
func (t Tally) onlyRounded() bool {
	const squareMetres = 1
	return t.Buildings == 0 && t.Households == 0 && t.Residents == 0 && t.SquareMetres > -squareMetres && t.SquareMetres < squareMetres
}
