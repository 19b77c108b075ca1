package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// Publish makes a plan the next edition of its communities, with lineage, moved buildings and the
// holders that its grids take over, in one transaction: all of it, or nothing. The database checks
// the land by itself, beside the plan. Grids without a code get the next free one; codes are never
// used again. Issues keep the grid and the edition that they were reported under; those of days on
// which the new edition is in force already belong to it.
//
// The error is a *plan.StalePlan when the plan is not at that revision, a *plan.ChecksFailed, or
// wraps [plan.ErrPlanBehind], [plan.ErrClosed], [plan.ErrSameDivision] or [plan.ErrTooEarly].
func (db *DB) Publish(ctx context.Context, actor *access.Actor, id, ifMatch int64, with plan.Publication) (plan.Published, error) {
	record, err := db.Plan(ctx, id)
	if err != nil {
		return plan.Published{}, err
	}
	if !record.State.Open() && record.State != plan.StateProposed {
		return plan.Published{}, fmt.Errorf("publish plan %d: %w", id, plan.ErrClosed)
	}
	drawn, revision, err := db.OpenPlan(ctx, id)
	if err != nil {
		return plan.Published{}, err
	}
	if revision != ifMatch {
		return plan.Published{}, db.staleSince(ctx, id, ifMatch, revision)
	}
	if flaws := flawsOf(drawn); len(flaws) > 0 {
		return plan.Published{}, fmt.Errorf("publish plan %d: %w", id, &plan.ChecksFailed{Flaws: flaws})
	}
	if with.Title == "" {
		with.Title = record.Title
	}
	p := &publisher{division: divisionOf(record, drawn), Publication: with, planID: id}
	if err := db.straightenDivision(ctx, &p.division); err != nil {
		return plan.Published{}, fmt.Errorf("publish plan %d: %w", id, explain(err))
	}
	in := Import{Actor: actor, Operation: "POST /v1/plans/{id}/publish", Source: "plan " + strconv.FormatInt(id, 10)}
	out, err := db.publish(ctx, in, p, func(tx pgx.Tx, p *publisher) error { return closePlan(ctx, tx, p, ifMatch) })
	if err != nil {
		return plan.Published{}, fmt.Errorf("publish plan %d: %w", id, err)
	}
	return out, nil
}

// staleSince is the error about a plan that is at another revision than the caller believes.
func (db *DB) staleSince(ctx context.Context, id, known, revision int64) error {
	since, err := db.PlanLog(ctx, id, known, int(max(revision-known, 0)))
	if err != nil {
		return err
	}
	return &plan.StalePlan{Revision: revision, Since: since}
}

// closePlan makes the plan a published one, unless it is another than the one that was read.
func closePlan(ctx context.Context, tx pgx.Tx, p *publisher, revision int64) error {
	tag, err := tx.Exec(ctx, query("publish_close"), args{
		"plan": p.planID, "revision": revision, "edition": p.made[0],
	})
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return plan.ErrClosed
	}
	return nil
}

// divisionOf is what a plan comes to.
func divisionOf(record plan.Record, drawn *plan.Plan) division {
	d := division{communities: record.Communities, unassigned: drawn.Boundary(plan.NoGrid)}
	for _, e := range record.Base {
		d.bases = append(d.bases, e.ID)
	}
	for id, g := range drawn.Grids() {
		d.grids = append(d.grids, divisionGrid{
			community: geo.AreaID(g.Community), code: g.Code, name: g.Name,
			dedicated: g.Kind == plan.Dedicated, exempt: g.Exempt, land: drawn.Boundary(id),
		})
	}
	return d
}

// straightenDivision takes out of boundaries the points that a fabric put beside borders of the editions
// before, so that a grid that has not changed has its very boundary again.
func (db *DB) straightenDivision(ctx context.Context, d *division) error {
	var before []orb.MultiPolygon
	for _, base := range d.bases {
		rows, err := db.loader.Query(ctx, query("restore_grids"), args{"edition": base})
		if err != nil {
			return err
		}
		grids, err := pgx.CollectRows(rows, scanDivisionGrid)
		if err != nil {
			return err
		}
		for _, g := range grids {
			before = append(before, g.land)
		}
	}
	var areas []geo.Area
	if len(d.unassigned) > 0 {
		areas = append(areas, geo.Area{ID: 0, Boundary: d.unassigned})
	}
	for i, g := range d.grids {
		areas = append(areas, geo.Area{ID: geo.AreaID(i + 1), Boundary: g.land})
	}
	for _, a := range straighten(areas, before) {
		if a.ID == 0 {
			d.unassigned = a.Boundary
		} else {
			d.grids[a.ID-1].land = a.Boundary
		}
	}
	return nil
}

// flawsOf are the reasons not to publish a plan that can be seen in it: households without a grid,
// and grids without land.
func flawsOf(drawn *plan.Plan) []plan.Flaw {
	var flaws []plan.Flaw
	for id, cell := range drawn.Fabric().Cells() {
		if cell.Households > 0 && drawn.GridOf(id) == plan.NoGrid {
			flaws = append(flaws, plan.Flaw{
				Kind: plan.FlawUnassigned, At: drawn.Fabric().PlaceOf(id), SquareMetres: cell.SquareMetres, Count: len(cell.Buildings),
			})
		}
	}
	for id, g := range drawn.Grids() {
		if drawn.Tally(id).Cells == 0 {
			flaws = append(flaws, plan.Flaw{Kind: plan.FlawEmpty, Grids: []string{or(g.Code, g.Name)}})
		}
	}
	return flaws
}
