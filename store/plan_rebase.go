package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// RebasePlan begins a plan anew from the last editions of its communities, and makes the rows of its
// log that hold again, one by one, on what is there now. Cells are known again by their buildings, or by
// where they are, and grids by the areas they were. What cannot be made again is told as a conflict,
// unless the newer editions have it already; it stays in the log. The first row that this adds to the log says from what the plan begins; those
// that were made again follow, each by who made it. A plan that begins from the last editions on the
// ground as it is stays as it is.
func (db *DB) RebasePlan(ctx context.Context, actor *access.Actor, id, ifMatch int64) (plan.Rebased, error) {
	r := &rebasing{}
	if err := r.prepare(ctx, db, id); err != nil {
		return plan.Rebased{}, fmt.Errorf("rebase plan %d: %w", id, explain(err))
	}
	name := operationOf(actor, "POST /v1/plans/{id}/rebase", "gewu plan rebase")
	err := db.write(ctx, actor, name, func(tx pgx.Tx) (entry access.Entry, err error) {
		if err := r.hold(ctx, db, tx, id, ifMatch); err != nil {
			return entry, err
		}
		if r.fabric == r.plan.fabric && slices.Equal(r.ground.bases, r.plan.bases) {
			r.made = r.history
			return entry, errUnchanged
		}
		if err := r.again(ctx, actor); err != nil {
			return entry, err
		}
		entry = r.plan.entry()
		entry.After = record(map[string]any{"revision": r.made.revision, "again": r.out.Applied, "already": r.out.Already, "conflicts": len(r.out.Conflicts)})
		return entry, nil
	})
	if err != nil {
		return plan.Rebased{}, fmt.Errorf("rebase plan %d: %w", id, err)
	}
	db.plans.keep(id, r.made)
	db.checkpoint(ctx, id, r.made)
	r.out.Revision, r.out.Plan = r.made.revision, r.made.now()
	return r.out, nil
}

// A rebasing begins a plan anew.
type rebasing struct {
	altering
	ground *ground
	fabric int64 // of the ground
	out    plan.Rebased
}

// prepare finds the ground and makes its fabric, before the plan is held: that may take seconds.
func (r *rebasing) prepare(ctx context.Context, db *DB, id int64) error {
	row, err := scanPlan(db.service.QueryRow(ctx, query("plan_look"), args{"plan": id}), id)
	if err != nil {
		return err
	}
	communities := make([]geo.AreaID, len(row.communities))
	for i, c := range row.communities {
		communities[i] = geo.AreaID(c)
	}
	if r.ground, err = db.findGround(ctx, communities); err != nil {
		return err
	}
	if err := r.ground.takeGrids(ctx, db); err != nil {
		return err
	}
	r.fabric, r.out.Notes, err = db.fabricOf(ctx, r.ground)
	return err
}

func (r *rebasing) hold(ctx context.Context, db *DB, tx pgx.Tx, id, ifMatch int64) (err error) {
	r.tx = tx
	if r.plan, err = holdPlan(ctx, tx, id); err != nil {
		return err
	}
	if !r.plan.State.Open() {
		return plan.ErrClosed
	}
	if err := r.match(ctx, ifMatch); err != nil {
		return err
	}
	r.history, err = db.historyOf(ctx, tx, r.plan)
	return err
}

// again begins anew and makes the rows again.
func (r *rebasing) again(ctx context.Context, actor *access.Actor) error {
	c, err := readCourse(ctx, r.tx, r.plan, r.plan.revision)
	if err != nil {
		return err
	}
	old, err := beginning(ctx, r.tx, c.fabric)
	if err != nil {
		return err
	}
	fresh, err := beginning(ctx, r.tx, r.fabric)
	if err != nil {
		return err
	}
	row := newRowOf(actor, r.plan.revision+1, plan.LogRebase)
	row.fabric = r.fabric
	if err := row.keep(ctx, r.tx, r.plan.id); err != nil {
		return err
	}
	r.plan.fabric, r.plan.bases = r.fabric, r.ground.bases
	r.made = begun(row.revision, []planState{{plan: fresh}}, nil)
	if err := r.plan.advance(ctx, r.tx, r.made); err != nil {
		return err
	}
	return r.rows(ctx, c, old)
}

// beginning is the plan that begins from a fabric.
func beginning(ctx context.Context, tx pgx.Tx, fabric int64) (*plan.Plan, error) {
	states, err := newCourse(fabric).replay(ctx, tx, 0, 0)
	if err != nil {
		return nil, err
	}
	return states[0].plan, nil
}

// rows makes the rows that hold again; old is the plan before the first of them.
func (r *rebasing) rows(ctx context.Context, c *course, old *plan.Plan) error {
	log, err := readLog(ctx, r.tx, r.plan.id, c.began, r.plan.revision-c.began)
	if err != nil {
		return err
	}
	steps, err := readSteps(ctx, r.tx, r.plan.id, c.holds)
	if err != nil {
		return err
	}
	t := newTranslation(old, r.made.now())
	for _, at := range c.holds {
		was := log[at-c.began-1]
		after, err := steps[at].after(old)
		if err != nil {
			return err
		}
		if t.isThere(old, after, r.made.now()) {
			r.out.Already++
			old = after
			continue
		}
		refusal, err := r.rowAgain(ctx, t, was, old, after)
		if err != nil {
			return err
		}
		old = after
		if refusal != nil && refusal.Kind == plan.NothingToDo {
			r.out.Already++
			continue
		}
		if refusal != nil {
			r.out.Conflicts = append(r.out.Conflicts, plan.Conflict{
				Revision: was.Revision, Operations: was.Operations, PersonID: was.PersonID, By: was.By, ByFullName: was.ByFullName, Refusal: refusal,
			})
			continue
		}
		r.out.Applied++
	}
	return nil
}

// rowAgain makes one row again, which led from a plan to another before. It leaves out operations that have
// nothing to do any more; of a row that has none but those it says so.
func (r *rebasing) rowAgain(ctx context.Context, t *translation, was plan.LogRow, before, after *plan.Plan) (*plan.Refusal, error) {
	now := r.made.now()
	ops, refusal := t.operations(was.Operations, before, now)
	if refusal != nil {
		return refusal, nil
	}
	ops, made, err := withoutIdle(now, ops)
	if refusal := refusalOf(err); refusal != nil {
		return refusal, nil
	}
	if err != nil {
		return nil, err
	}
	if len(ops) == 0 {
		return &plan.Refusal{Kind: plan.NothingToDo}, nil
	}
	t.learn(before, after, now, made)
	row := newRow{revision: r.made.revision + 1, kind: plan.LogOperations, operations: ops, person: was.PersonID, name: was.By}
	row.summary, row.outcome = summarise(now, made, plan.Between(now, made)), plan.Outcome(now, made)
	if err := row.keep(ctx, r.tx, r.plan.id); err != nil {
		return nil, err
	}
	r.made = r.made.operated(made)
	return nil, r.plan.advance(ctx, r.tx, r.made)
}
