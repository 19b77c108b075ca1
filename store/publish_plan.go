package store

import (
	"cmp"
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
	division, err := db.divisionOf(ctx, record, drawn)
	if err != nil {
		return plan.Published{}, fmt.Errorf("publish plan %d: %w", id, explain(err))
	}
	p := &publisher{division: division, Publication: with, planID: id}
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
func (db *DB) divisionOf(ctx context.Context, record plan.Record, drawn *plan.Plan) (d division, err error) {
	d.communities = record.Communities
	if d.bare, err = bareLands(d.communities, drawn); err != nil {
		return d, err
	}
	for _, e := range record.Base {
		d.bases = append(d.bases, e.ID)
	}
	for id, g := range drawn.Grids() {
		d.grids = append(d.grids, divisionGrid{
			community: geo.AreaID(g.Community), code: g.Code, name: g.Name,
			dedicated: g.Kind == plan.Dedicated, exempt: g.Exempt, land: drawn.Boundary(id),
		})
	}
	if err := db.straightenDivision(ctx, &d); err != nil {
		return d, err
	}
	return d, d.landsOfPlan(drawn)
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
	var areas, bare []geo.Area
	for i, g := range d.grids {
		areas = append(areas, geo.Area{ID: geo.AreaID(i + 1), Boundary: g.land})
	}
	for community, land := range d.bare {
		areas = append(areas, geo.Area{ID: -community, Boundary: land})
	}
	for _, a := range straighten(areas, before) {
		if a.ID < 0 {
			d.bare[-a.ID] = a.Boundary
			bare = append(bare, a)
		} else {
			d.grids[a.ID-1].land = a.Boundary
		}
	}
	var err error
	if len(bare) > 0 {
		d.unassigned, err = together(bare)
	}
	return err
}

// flawsOf are the reasons not to publish a plan that can be seen in it: what its own checks find that
// stops it, and grids without land.
func flawsOf(drawn *plan.Plan) []plan.Flaw {
	var flaws []plan.Flaw
	names := func(ids []plan.GridID) (list []string) {
		for _, id := range ids {
			g, _ := drawn.Grid(id)
			list = append(list, cmp.Or(g.Code, g.Name, fmt.Sprintf("#%d", id)))
		}
		return list
	}
	for _, found := range drawn.Check(plan.Rules{}) {
		if found.Severity != plan.Stops {
			continue
		}
		f := plan.Flaw{Kind: plan.FlawKind(found.Kind), Grids: names(found.Grids), At: found.At, SquareMetres: found.SquareMetres}
		for _, id := range found.Cells {
			cell, _ := drawn.Fabric().Cell(id)
			f.Count += len(cell.Buildings)
		}
		flaws = append(flaws, f)
	}
	for id := range drawn.Grids() {
		if drawn.Tally(id).Cells == 0 {
			flaws = append(flaws, plan.Flaw{Kind: plan.FlawEmpty, Grids: names([]plan.GridID{id})})
		}
	}
	return flaws
}
