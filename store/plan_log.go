package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/plan"
)

// PlanLog returns the rows of the log of a plan after a revision, in order, at most so many.
func (db *DB) PlanLog(ctx context.Context, id, after int64, limit int) (rows []plan.LogRow, err error) {
	err = pgx.BeginTxFunc(ctx, db.service, readOnly, func(tx pgx.Tx) error {
		row, err := scanPlan(tx.QueryRow(ctx, query("plan_look"), args{"plan": id}), id)
		if err != nil {
			return err
		}
		if rows, err = readLog(ctx, tx, id, after, int64(limit)); err != nil || len(rows) == 0 {
			return err
		}
		c, err := readCourse(ctx, tx, row, row.revision)
		for i, r := range rows {
			rows[i].TakenBack = r.Kind == plan.LogOperations && r.Revision > c.began && !slices.Contains(c.holds, r.Revision)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("log of plan %d: %w", id, explain(err))
	}
	return rows, nil
}

func readLog(ctx context.Context, tx pgx.Tx, id, after, most int64) ([]plan.LogRow, error) {
	rows, err := tx.Query(ctx, query("plan_log"), args{"plan": id, "after": after, "most": most})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r plan.LogRow, err error) {
		var operations, said string
		var fabric int64
		err = row.Scan(&r.Revision, &r.Kind, &operations, &said, &fabric, &r.PersonID, &r.By, &r.ByFullName, &r.At)
		if err != nil {
			return r, err
		}
		var s logSummary
		if err := json.Unmarshal([]byte(said), &s); err != nil {
			return r, err
		}
		r.Touched, r.Records = plan.Touched{Nodes: s.Nodes, Arcs: s.Arcs, Cells: s.Cells, Grids: s.Grids}, s.Records
		return r, json.Unmarshal([]byte(operations), &r.Operations)
	})
}

// A logSummary is what a row of a log changed, as it is kept.
type logSummary struct {
	Nodes   idRuns[plan.NodeID] `json:"nodes,omitempty"`
	Arcs    idRuns[plan.ArcID]  `json:"arcs,omitempty"`
	Cells   idRuns[plan.CellID] `json:"cells,omitempty"`
	Grids   idRuns[plan.GridID] `json:"grids,omitempty"`
	Records idRuns[plan.GridID] `json:"records,omitempty"` // of Grids: those that differ in more than their tally
}

// summarise says what differs between two plans: what was touched, and which records of grids are others.
func summarise(before, after *plan.Plan, t plan.Touched) logSummary {
	s := logSummary{Nodes: t.Nodes, Arcs: t.Arcs, Cells: t.Cells, Grids: t.Grids}
	for _, id := range t.Grids {
		was, _ := before.Grid(id)
		if is, _ := after.Grid(id); is != was {
			s.Records = append(s.Records, id)
		}
	}
	return s
}

// A newRow is a row that is added to the log of a plan.
type newRow struct {
	revision   int64
	kind       plan.LogKind
	operations []plan.Operation
	summary    logSummary
	outcome    []byte // of operations
	fabric     int64  // of a rebase
	person     int64
	name       string
}

// newRowOf is a row of an actor.
func newRowOf(actor *access.Actor, revision int64, kind plan.LogKind) newRow {
	r := newRow{revision: revision, kind: kind, name: entryText(actor.Name)}
	if actor.Kind == access.Person {
		r.person = actor.ID
	}
	return r
}

// keep writes the row.
func (r newRow) keep(ctx context.Context, tx pgx.Tx, id int64) error {
	if r.operations == nil {
		r.operations = []plan.Operation{}
	}
	operations, err := json.Marshal(r.operations)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, query("plan_log_add"), args{
		"plan": id, "revision": r.revision, "kind": r.kind, "operations": string(operations), "summary": string(record(r.summary)),
		"outcome": r.outcome, "fabric": orNull(r.fabric), "person": orNull(r.person), "name": r.name,
	})
	return err
}
