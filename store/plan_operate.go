package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/plan"
)

// An altering adds a row to the log of a plan that it holds.
type altering struct {
	tx      pgx.Tx
	plan    heldPlan
	history *history // before
	made    *history // after; nil: as before
	row     newRow
	out     plan.Operated
}

// Operate makes operations on a plan, all or none, as one row of its log. They are meant for the
// revision ifMatch. When the plan has come further, they are applied to it as it is, as long as what
// they turn on and what they change has not changed since; the answer says so.
//
// It fails with [plan.ErrNoPlan], [plan.ErrClosed], a [*plan.StalePlan] that tells what has happened
// since, or what package plan refuses the operations with.
func (db *DB) Operate(ctx context.Context, actor *access.Actor, id, ifMatch int64, ops []plan.Operation) (plan.Operated, error) {
	name := operationOf(actor, "POST /v1/plans/{id}/operations", "gewu plan operate")
	return db.alter(ctx, actor, id, name, func(a *altering) error {
		if err := a.operate(ctx, ifMatch, ops); err != nil {
			return err
		}
		a.row = newRowOf(actor, a.made.revision, plan.LogOperations)
		a.row.operations = ops
		return nil
	})
}

// TryOperations is Operate without keeping what it makes.
func (db *DB) TryOperations(ctx context.Context, id, ifMatch int64, ops []plan.Operation) (plan.Operated, error) {
	var a altering
	err := pgx.BeginTxFunc(ctx, db.service, readOnly, func(tx pgx.Tx) (err error) {
		a.tx = tx
		if a.plan, err = scanPlan(tx.QueryRow(ctx, query("plan_look"), args{"plan": id}), id); err != nil {
			return err
		}
		if !a.plan.State.Open() {
			return plan.ErrClosed
		}
		if a.history, err = db.historyOf(ctx, tx, a.plan); err != nil {
			return err
		}
		return a.operate(ctx, ifMatch, ops)
	})
	if err != nil {
		return plan.Operated{}, fmt.Errorf("try operations on plan %d: %w", id, explain(err))
	}
	a.out.Touched = plan.Between(a.out.Before, a.out.Plan)
	a.out.Revision, a.out.Steps = a.plan.revision, a.history.steps()
	return a.out, nil
}

// operate makes operations that are meant for a revision.
func (a *altering) operate(ctx context.Context, ifMatch int64, ops []plan.Operation) error {
	if ifMatch != a.plan.revision {
		return a.rebase(ctx, ifMatch, ops)
	}
	made, change, err := a.history.now().ApplyAll(ops)
	if err != nil {
		return err
	}
	a.out = plan.Operated{Plan: made, Before: a.history.now(), Change: change}
	a.made = a.history.operated(made)
	return nil
}

// Undo takes back the last row of operations that holds, whoever made it, and Redo makes the one
// again that was taken back last. Both are for the revision ifMatch alone, and fail like Operate,
// or with [plan.ErrNoUndo] and [plan.ErrNoRedo].
func (db *DB) Undo(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error) {
	name := operationOf(actor, "POST /v1/plans/{id}/undo", "gewu plan undo")
	return db.alter(ctx, actor, id, name, func(a *altering) (err error) {
		if err := a.match(ctx, ifMatch); err != nil {
			return err
		}
		if a.made = a.history.takenBack(); a.made == nil {
			if a.history.states[0].row == 0 {
				return plan.ErrNoUndo
			}
			if a.history, err = readHistory(ctx, a.tx, a.plan, 1); err != nil {
				return err
			}
			a.made = a.history.takenBack()
		}
		a.row = newRowOf(actor, a.made.revision, plan.LogUndo)
		return nil
	})
}

// Redo is told of at [DB.Undo].
func (db *DB) Redo(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Operated, error) {
	name := operationOf(actor, "POST /v1/plans/{id}/redo", "gewu plan redo")
	return db.alter(ctx, actor, id, name, func(a *altering) error {
		if err := a.match(ctx, ifMatch); err != nil {
			return err
		}
		last := len(a.history.undone) - 1
		if last < 0 {
			return plan.ErrNoRedo
		}
		again := a.history.undone[last]
		if again.plan == nil {
			steps, err := readSteps(ctx, a.tx, id, []int64{again.row})
			if err != nil {
				return err
			}
			if again.plan, err = steps[again.row].after(a.history.now()); err != nil {
				return err
			}
		}
		a.made = a.history.redone(again.plan)
		a.row = newRowOf(actor, a.made.revision, plan.LogRedo)
		return nil
	})
}

// match refuses to go on when the plan is at another revision.
func (a *altering) match(ctx context.Context, ifMatch int64) error {
	if ifMatch == a.plan.revision {
		return nil
	}
	return a.stale(ctx, ifMatch, nil)
}

// alter adds a row to the log of a plan. No other does so meanwhile.
func (db *DB) alter(ctx context.Context, actor *access.Actor, id int64, operation string, do func(*altering) error) (plan.Operated, error) {
	a := &altering{}
	err := db.write(ctx, actor, operation, func(tx pgx.Tx) (entry access.Entry, err error) {
		*a = altering{tx: tx}
		if a.plan, err = holdPlan(ctx, tx, id); err != nil {
			return entry, err
		}
		if !a.plan.State.Open() {
			return entry, plan.ErrClosed
		}
		if a.history, err = db.historyOf(ctx, tx, a.plan); err != nil {
			return entry, err
		}
		if err := do(a); err != nil {
			return entry, err
		}
		return a.keep(ctx)
	})
	if err != nil {
		return plan.Operated{}, fmt.Errorf("plan %d: %w", id, err)
	}
	db.plans.keep(id, a.made)
	db.checkpoint(ctx, id, a.made)
	a.out.Revision, a.out.Steps = a.made.revision, a.made.steps()
	return a.out, nil
}

// keep writes what was done.
func (a *altering) keep(ctx context.Context) (entry access.Entry, err error) {
	before, after := a.history.now(), a.made.now()
	touched := plan.Between(before, after)
	a.row.summary = summarise(before, after, touched)
	if a.row.kind == plan.LogOperations {
		a.row.outcome = plan.Outcome(before, after)
	} else {
		a.out = plan.Operated{Plan: after, Before: before, Change: plan.Change{Cells: touched.Cells, Arcs: touched.Arcs, Grids: touched.Grids}}
	}
	if a.out.Before != before { // the caller knew an earlier revision
		touched = plan.Between(a.out.Before, after)
	}
	a.out.Touched = touched
	if err := a.row.keep(ctx, a.tx, a.plan.id); err != nil {
		return entry, err
	}
	if err := a.plan.advance(ctx, a.tx, a.made); err != nil {
		return entry, err
	}
	entry = a.plan.entry()
	entry.After = record(map[string]any{"revision": a.made.revision, "kind": a.row.kind, "operations": kindsOf(a.row.operations)})
	return entry, nil
}

// advance brings the row of a plan to the revision of a history.
func (h heldPlan) advance(ctx context.Context, tx pgx.Tx, made *history) error {
	_, err := tx.Exec(ctx, query("plan_advance"), args{"plan": h.id, "revision": made.revision, "fabric": h.fabric, "bases": h.bases})
	return err
}

// kindsOf counts operations by kind.
func kindsOf(ops []plan.Operation) map[plan.Kind]int {
	kinds := map[plan.Kind]int{}
	for _, op := range ops {
		kinds[op.Kind]++
	}
	return kinds
}

// refusalOf is the refusal in an error of package plan, if it is one.
func refusalOf(err error) *plan.Refusal {
	var r *plan.Refusal
	if errors.As(err, &r) {
		return r
	}
	return nil
}
