package plan

import "fmt"

// Apply returns the plan that an operation makes, and what it changed. The error is a [*Refusal].
func (p *Plan) Apply(op Operation) (*Plan, Change, error) {
	next, patch, notes, err := p.step(op)
	if err != nil {
		return nil, Change{}, err
	}
	return next, changeOf(p, next, patch, notes), nil
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
// off is not loose when a later one took it along. The error is a [*BatchError].
func (p *Plan) ApplyAll(ops []Operation) (*Plan, Change, error) {
	if len(ops) == 0 {
		return nil, Change{}, &BatchError{Refusal: refuse(NothingToDo)}
	}
	next, patches, notes := p, make([]Patch, 0, len(ops)), []Note(nil)
	for i, op := range ops {
		after, patch, more, err := next.step(op)
		if err != nil {
			return nil, Change{}, &BatchError{i, err}
		}
		next, patches, notes = after, append(patches, patch), append(notes, more...)
	}
	return next, changeOf(p, next, join(patches), notes), nil
}

// step makes one operation without looking at what it cut off.
func (p *Plan) step(op Operation) (*Plan, Patch, []Note, *Refusal) {
	if r := op.check(); r != nil {
		return nil, Patch{}, nil, r
	}
	e := p.edit()
	if r := e.perform(op); r != nil {
		return nil, Patch{}, nil, r
	}
	next, patch := e.finish()
	if patch.empty() {
		return nil, Patch{}, nil, refuse(NothingToDo).ofGrid(op.Grid)
	}
	if r := e.lockBroken(patch); r != nil {
		return nil, Patch{}, nil, r
	}
	return next, patch, e.notes, nil
}

// perform does what an operation asks for.
func (e *edit) perform(op Operation) *Refusal {
	switch op.Kind {
	case AssignCells:
		return e.assignCells(op)
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

// changeOf says what a patch changed.
func changeOf(before, after *Plan, q Patch, notes []Note) Change {
	t := q.Touched()
	return Change{Patch: q, Cells: t.Cells, Arcs: t.Arcs, Grids: t.Grids, Notes: notes, Loose: cutOff(before, after, q, t.Grids)}
}

// lockBroken refuses what gives land to a locked grid or takes some from it. A border that bends by
// a rounding where a neighbour's meets it anew is no such thing.
func (e *edit) lockBroken(q Patch) *Refusal {
	for _, c := range q.assigned {
		for _, id := range []GridID{c.Old, c.New} {
			if e.lockedBefore(id) && e.stays(CellID(c.At)) {
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
