package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// Plans returns the plans that a filter asks for, the one changed last first.
func (db *DB) Plans(ctx context.Context, f plan.Filter) ([]plan.Record, error) {
	records, err := readPlans(ctx, db.service, args{
		"plan": nil, "community": orNull(int64(f.Community)), "state": textOrNull(string(f.State)),
	})
	if err != nil {
		return nil, fmt.Errorf("plans: %w", explain(err))
	}
	return records, nil
}

// Plan returns what is kept of a plan beside its division. It fails with [plan.ErrNoPlan].
func (db *DB) Plan(ctx context.Context, id int64) (plan.Record, error) {
	return readPlan(ctx, db.service, id)
}

// PlansIn is Plans for who reads for a scope: the database leaves out those that have a community
// outside of it.
func (db *DB) PlansIn(ctx context.Context, f plan.Filter, scope access.Scope) (records []plan.Record, err error) {
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		records, err = readPlans(ctx, tx, args{
			"plan": nil, "community": orNull(int64(f.Community)), "state": textOrNull(string(f.State)),
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plans: %w", explain(err))
	}
	return records, nil
}

func readPlan(ctx context.Context, from reader, id int64) (plan.Record, error) {
	records, err := readPlans(ctx, from, args{"plan": id, "community": nil, "state": nil})
	if err != nil {
		return plan.Record{}, fmt.Errorf("plan %d: %w", id, explain(err))
	}
	if len(records) == 0 {
		return plan.Record{}, fmt.Errorf("plan %d: %w", id, plan.ErrNoPlan)
	}
	return records[0], nil
}

// readPlans reads plans with the editions they began from.
func readPlans(ctx context.Context, from reader, arguments args) ([]plan.Record, error) {
	rows, err := from.Query(ctx, query("plan_records"), arguments)
	if err != nil {
		return nil, err
	}
	var bases [][]int64
	records, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r plan.Record, err error) {
		var base []int64
		err = row.Scan(&r.ID, &r.Title, &r.Note, &r.State, &r.Revision, &r.Communities, &r.AuthorID, &r.Author, &r.AuthorFullName,
			&r.CreatedAt, &r.ChangedAt, &r.From, &r.CopyOf, &base, &r.Stale, &r.Editions)
		bases = append(bases, base)
		return r, err
	})
	if err != nil {
		return nil, err
	}
	editions, err := readBases(ctx, from, slices.Concat(bases...))
	for i := range records {
		for _, id := range bases[i] {
			if e, ok := editions[id]; ok {
				records[i].Base = append(records[i].Base, e)
			}
		}
	}
	return records, err
}

func readBases(ctx context.Context, from reader, ids []int64) (map[int64]plan.Edition, error) {
	editions := map[int64]plan.Edition{}
	slices.Sort(ids)
	rows, err := from.Query(ctx, query("plan_editions"), args{"editions": slices.Compact(ids)})
	if err != nil {
		return nil, err
	}
	var e plan.Edition
	_, err = pgx.ForEachRow(rows, []any{
		&e.ID, &e.Community, &e.Number, &e.From, &e.PublishedAt, &e.PublishedBy,
		&e.PublishedAs, &e.PublisherID, &e.Plan, &e.Title, &e.Note, &e.Grids,
	}, func() error { editions[e.ID] = e; return nil })
	return editions, err
}

// turns says from which state a plan can be put into which.
var turns = map[plan.State][]plan.State{
	plan.StateDraft:    {plan.StateProposed, plan.StateDropped},
	plan.StateProposed: {plan.StateReturned, plan.StateDraft, plan.StateDropped},
	plan.StateReturned: {plan.StateProposed, plan.StateDraft, plan.StateDropped},
}

// AmendPlan changes the title, note or state of a plan, and returns it. It fails with
// [plan.ErrNoPlan], with [plan.ErrTurn] for a state that does not follow, and with [plan.ErrClosed]
// for a plan that is published or dropped.
func (db *DB) AmendPlan(ctx context.Context, actor *access.Actor, id int64, change plan.Amendment) (plan.Record, error) {
	err := db.write(ctx, actor, operationOf(actor, "PATCH /v1/plans/{id}", "gewu plan amend"), func(tx pgx.Tx) (access.Entry, error) {
		held, err := holdPlan(ctx, tx, id)
		if err != nil {
			return access.Entry{}, err
		}
		after, err := held.amend(change)
		if err != nil {
			return access.Entry{}, err
		}
		_, err = tx.Exec(ctx, query("plan_amend"), args{"plan": id, "title": after.Title, "note": after.Note, "state": after.State})
		entry := held.entry()
		entry.Before, entry.After = record(held.said()), record(after.said())
		return entry, err
	})
	if err != nil {
		return plan.Record{}, fmt.Errorf("amend plan %d: %w", id, err)
	}
	return db.Plan(ctx, id)
}

// A heldPlan is the row of a plan.
type heldPlan struct {
	id                  int64
	Title, Note         string
	State               plan.State
	revision            int64
	communities         []int64
	firstFabric, fabric int64
	bases               []int64
}

// said is what an entry of the trail tells of a plan.
func (h heldPlan) said() any {
	return map[string]any{"title": h.Title, "note": h.Note, "state": h.State}
}

// amend makes a change, or says why it cannot be made.
func (h heldPlan) amend(change plan.Amendment) (heldPlan, error) {
	after := h
	if change.State != nil && *change.State != h.State {
		if !slices.Contains(turns[h.State], *change.State) {
			return after, plan.ErrTurn
		}
		after.State = *change.State
	}
	if change.Title != nil {
		after.Title = *change.Title
	}
	if change.Note != nil {
		after.Note = *change.Note
	}
	same := after.Title == h.Title && after.Note == h.Note
	switch {
	case same && after.State == h.State:
		return after, errUnchanged
	case !same && (h.State == plan.StatePublished || h.State == plan.StateDropped):
		return after, plan.ErrClosed
	}
	return after, nil
}

// holdPlan holds a plan until the transaction ends.
func holdPlan(ctx context.Context, tx pgx.Tx, id int64) (heldPlan, error) {
	return scanPlan(tx.QueryRow(ctx, query("plan_lock"), args{"plan": id}), id)
}

func scanPlan(row pgx.Row, id int64) (heldPlan, error) {
	h := heldPlan{id: id}
	err := row.Scan(&h.Title, &h.Note, &h.State, &h.revision, &h.communities, &h.firstFabric, &h.fabric, &h.bases)
	if errors.Is(err, pgx.ErrNoRows) {
		return h, plan.ErrNoPlan
	}
	return h, err
}

// entry is what the trail has of a write to the plan. It is of the plan's community, if it has one only.
func (h heldPlan) entry() access.Entry {
	e := access.Entry{Noun: "plan", Object: fmt.Sprint(h.id)}
	if len(h.communities) == 1 {
		e.Area = geo.AreaID(h.communities[0])
	}
	return e
}
