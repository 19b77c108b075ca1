package store

import (
	"slices"

	"gewu/plan"
)

// keptStates is how many states of a plan, and how many of its revisions, a history keeps in memory.
const keptStates = 64

// A history is a plan at a revision, with what it takes to take rows of its log back and to make
// them again. It is never changed: what happens makes the next one.
type history struct {
	revision int64
	states   []planState    // after each row that holds, the newest last; the oldest may be left out
	undone   []planState    // rows that were taken back and can be made again, the next last
	past     []pastRevision // the newest last
}

// A planState is the plan after a row of its log that holds.
type planState struct {
	row  int64      // 0: none, it is as it began
	plan *plan.Plan // nil: it is to be made again
}

// A pastRevision is the plan as it was at a revision.
type pastRevision struct {
	revision int64
	plan     *plan.Plan
}

// now is the plan as it is.
func (h *history) now() *plan.Plan { return h.states[len(h.states)-1].plan }

// steps says whether a row can be taken back, and whether one can be made again.
func (h *history) steps() plan.Steps {
	return plan.Steps{Undo: len(h.states) > 1 || h.states[0].row != 0, Redo: len(h.undone) > 0}
}

// next is the history one row later.
func (h *history) next(states, undone []planState) *history {
	if len(states) > keptStates {
		states = states[len(states)-keptStates:]
	}
	n := &history{revision: h.revision + 1, states: states, undone: undone}
	n.past = append(slices.Clone(h.past), pastRevision{n.revision, n.now()})
	if len(n.past) > keptStates {
		n.past = n.past[len(n.past)-keptStates:]
	}
	return n
}

// begun is a history that begins at a revision.
func begun(revision int64, states, undone []planState) *history {
	h := &history{revision: revision - 1}
	return h.next(states, undone)
}

// operated is the history after a row of operations, which made the plan.
func (h *history) operated(made *plan.Plan) *history {
	return h.next(append(slices.Clone(h.states), planState{h.revision + 1, made}), nil)
}

// takenBack is the history after an undo; nil when the state before is not in memory.
func (h *history) takenBack() *history {
	last := len(h.states) - 1
	if last < 1 {
		return nil
	}
	return h.next(slices.Clone(h.states[:last]), append(slices.Clone(h.undone), h.states[last]))
}

// redone is the history after a redo of a row, which made the plan.
func (h *history) redone(made *plan.Plan) *history {
	last := len(h.undone) - 1
	return h.next(append(slices.Clone(h.states), planState{h.undone[last].row, made}), slices.Clone(h.undone[:last]))
}

// at is the plan as it was at a revision, nil when it is not in memory.
func (h *history) at(revision int64) *plan.Plan {
	for _, p := range h.past {
		if p.revision == revision {
			return p.plan
		}
	}
	return nil
}

// A course is which rows of a log hold, without what they did.
type course struct {
	fabric int64   // from which the plan begins
	began  int64   // the row by which it does: 0, or that of a rebase
	holds  []int64 // rows in order
	undone []int64 // rows that can be made again, the next last

	lowest map[int64]int // of a revision with a checkpoint: the least length of holds since then
	length map[int64]int // and the length it had then
}

// newCourse begins at a fabric.
func newCourse(fabric int64) *course {
	return &course{fabric: fabric, lowest: map[int64]int{}, length: map[int64]int{}}
}

// add adds a row of a log.
func (c *course) add(row int64, kind plan.LogKind, fabric int64) {
	switch kind {
	case plan.LogOperations:
		c.holds, c.undone = append(c.holds, row), nil
	case plan.LogUndo:
		last := len(c.holds) - 1
		c.holds, c.undone = c.holds[:last], append(c.undone, c.holds[last])
	case plan.LogRedo:
		last := len(c.undone) - 1
		c.holds, c.undone = append(c.holds, c.undone[last]), c.undone[:last]
	case plan.LogRebase:
		*c = *newCourse(fabric)
		c.began = row
	}
	for revision, length := range c.lowest {
		c.lowest[revision] = min(length, len(c.holds))
	}
}

// mark notes that there is a checkpoint of the revision after the last row.
func (c *course) mark(revision int64) {
	c.lowest[revision], c.length[revision] = len(c.holds), len(c.holds)
}

// nearest is the checkpoint with most of the first n rows that hold, and how many of them it has.
func (c *course) nearest(n int) (revision int64, rows int, ok bool) {
	for at, length := range c.length {
		if length <= n && c.lowest[at] >= length && (!ok || length > rows || length == rows && at > revision) {
			revision, rows, ok = at, length, true
		}
	}
	return revision, rows, ok
}
