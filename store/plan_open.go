package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gewu/plan"
)

// readOnly are the options of a transaction that reads from one state of the database.
var readOnly = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

// OpenPlan returns the division of a plan and its revision. It fails with [plan.ErrNoPlan].
func (db *DB) OpenPlan(ctx context.Context, id int64) (*plan.Plan, int64, error) {
	h, err := db.lookAt(ctx, id)
	if err != nil {
		return nil, 0, fmt.Errorf("open plan %d: %w", id, explain(err))
	}
	return h.now(), h.revision, nil
}

// PlanSteps says which steps a plan can take in its log. It fails with [plan.ErrNoPlan].
func (db *DB) PlanSteps(ctx context.Context, id int64) (plan.Steps, error) {
	h, err := db.lookAt(ctx, id)
	if err != nil {
		return plan.Steps{}, fmt.Errorf("steps of plan %d: %w", id, explain(err))
	}
	return h.steps(), nil
}

func (db *DB) lookAt(ctx context.Context, id int64) (h *history, err error) {
	err = pgx.BeginTxFunc(ctx, db.service, readOnly, func(tx pgx.Tx) error {
		row, err := scanPlan(tx.QueryRow(ctx, query("plan_look"), args{"plan": id}), id)
		if err != nil {
			return err
		}
		h, err = db.historyOf(ctx, tx, row)
		return err
	})
	return h, err
}

// PlanAt returns the division of a plan as it was at a revision. It fails with [plan.ErrNoPlan] when
// the plan has not come to that revision.
func (db *DB) PlanAt(ctx context.Context, id, revision int64) (*plan.Plan, error) {
	if h := db.plans.find(id); h != nil {
		if p := h.at(revision); p != nil {
			return p, nil
		}
	}
	var p *plan.Plan
	err := pgx.BeginTxFunc(ctx, db.service, readOnly, func(tx pgx.Tx) error {
		row, err := scanPlan(tx.QueryRow(ctx, query("plan_look"), args{"plan": id}), id)
		if err != nil {
			return err
		}
		if revision < 0 || revision > row.revision {
			return plan.ErrNoPlan
		}
		p, err = planAt(ctx, tx, row, revision)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plan %d at revision %d: %w", id, revision, explain(err))
	}
	return p, nil
}

func planAt(ctx context.Context, tx pgx.Tx, row heldPlan, revision int64) (*plan.Plan, error) {
	c, err := readCourse(ctx, tx, row, revision)
	if err != nil {
		return nil, err
	}
	states, err := c.replay(ctx, tx, row.id, len(c.holds))
	if err != nil {
		return nil, err
	}
	return states[len(states)-1].plan, nil
}

// historyOf returns the history of a plan at the revision of its row.
func (db *DB) historyOf(ctx context.Context, tx pgx.Tx, row heldPlan) (*history, error) {
	if h := db.plans.find(row.id); h != nil && h.revision == row.revision {
		return h, nil
	}
	db.plans.reading.Lock()
	defer db.plans.reading.Unlock()
	h := db.plans.find(row.id)
	if h != nil && h.revision == row.revision {
		return h, nil
	}
	var err error
	if h != nil && h.revision < row.revision {
		h, err = follow(ctx, tx, row, h)
	} else {
		h, err = readHistory(ctx, tx, row, 0)
	}
	if err != nil {
		return nil, err
	}
	db.plans.keep(row.id, h)
	return h, nil
}

// follow brings a history to the revision of the plan's row.
func follow(ctx context.Context, tx pgx.Tx, row heldPlan, h *history) (*history, error) {
	rows, err := readLog(ctx, tx, row.id, h.revision, row.revision-h.revision)
	if err != nil {
		return nil, err
	}
	var made []int64
	for _, r := range rows {
		if r.Kind == plan.LogOperations {
			made = append(made, r.Revision)
		}
	}
	steps, err := readSteps(ctx, tx, row.id, made)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		next, err := h.followed(r, steps[r.Revision])
		if err != nil {
			return nil, err
		}
		if next == nil {
			return readHistory(ctx, tx, row, 0)
		}
		h = next
	}
	return h, nil
}

// followed is the history after a row of the log; nil when what it takes is not in memory.
func (h *history) followed(r plan.LogRow, s logStep) (*history, error) {
	switch r.Kind {
	case plan.LogOperations:
		made, err := s.after(h.now())
		if err != nil {
			return nil, err
		}
		return h.operated(made), nil
	case plan.LogUndo:
		return h.takenBack(), nil
	case plan.LogRedo:
		if last := len(h.undone) - 1; last >= 0 && h.undone[last].plan != nil {
			return h.redone(h.undone[last].plan), nil
		}
	}
	return nil, nil
}

// readHistory reads a plan at the revision of its row, with at least so many states before the last
// as are asked for, if there are.
func readHistory(ctx context.Context, tx pgx.Tx, row heldPlan, before int) (*history, error) {
	c, err := readCourse(ctx, tx, row, row.revision)
	if err != nil {
		return nil, err
	}
	states, err := c.replay(ctx, tx, row.id, max(0, len(c.holds)-before))
	if err != nil {
		return nil, err
	}
	undone := make([]planState, len(c.undone))
	for i, of := range c.undone {
		undone[i].row = of
	}
	return begun(row.revision, states, undone), nil
}

// readCourse reads which rows of the log of a plan hold at a revision.
func readCourse(ctx context.Context, tx pgx.Tx, row heldPlan, until int64) (*course, error) {
	rows, err := tx.Query(ctx, query("plan_checkpoints"), args{"plan": row.id, "until": until})
	if err != nil {
		return nil, err
	}
	checkpoints, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err != nil {
		return nil, err
	}
	if rows, err = tx.Query(ctx, query("plan_log_kinds"), args{"plan": row.id, "until": until}); err != nil {
		return nil, err
	}
	c := newCourse(row.firstFabric)
	var revision, fabric int64
	var kind plan.LogKind
	_, err = pgx.ForEachRow(rows, []any{&revision, &kind, &fabric}, func() error {
		c.add(revision, kind, fabric)
		if len(checkpoints) > 0 && checkpoints[0] == revision {
			c.mark(revision)
			checkpoints = checkpoints[1:]
		}
		return nil
	})
	return c, err
}

// replay makes the states of a plan from the nearest checkpoint with at most the first n rows that
// hold, up to the last.
func (c *course) replay(ctx context.Context, tx pgx.Tx, id int64, n int) ([]planState, error) {
	statement, arguments := "plan_fabric_body", args{"fabric": c.fabric}
	revision, k, ok := c.nearest(n)
	if ok {
		statement, arguments = "plan_checkpoint", args{"plan": id, "revision": revision}
	}
	var body []byte
	if err := tx.QueryRow(ctx, query(statement), arguments).Scan(&body); err != nil {
		return nil, err
	}
	p, err := plan.Decode(body)
	if err != nil {
		return nil, err
	}
	states := []planState{{plan: p}}
	if k > 0 {
		states[0].row = c.holds[k-1]
	}
	steps, err := readSteps(ctx, tx, id, c.holds[k:])
	if err != nil {
		return nil, err
	}
	for _, row := range c.holds[k:] {
		if p, err = steps[row].after(p); err != nil {
			return nil, err
		}
		states = append(states, planState{row, p})
	}
	return states, nil
}

// A logStep is what a row of operations did.
type logStep struct {
	row        int64
	operations string // as JSON
	outcome    []byte // as [plan.Outcome] wrote it; nil: the row is from before that was kept
}

// after is the plan after the row. It is what the row made of the plan then, whatever its operations would make of
// it today.
func (s logStep) after(p *plan.Plan) (made *plan.Plan, err error) {
	if s.outcome != nil {
		made, err = p.Replay(s.outcome)
	} else {
		var list []plan.Operation
		if err = json.Unmarshal([]byte(s.operations), &list); err == nil {
			made, _, err = p.ApplyAll(list)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("row %d of the log: %w", s.row, err)
	}
	return made, nil
}

// readSteps reads rows of operations of the log of a plan.
func readSteps(ctx context.Context, tx pgx.Tx, id int64, of []int64) (map[int64]logStep, error) {
	steps := map[int64]logStep{}
	if len(of) == 0 {
		return steps, nil
	}
	rows, err := tx.Query(ctx, query("plan_log_rows"), args{"plan": id, "rows": of})
	if err != nil {
		return nil, err
	}
	var s logStep
	_, err = pgx.ForEachRow(rows, []any{&s.row, &s.operations, &s.outcome}, func() error {
		steps[s.row] = s
		s.outcome = nil
		return nil
	})
	return steps, err
}
