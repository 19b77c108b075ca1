package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/plan"
)

// PlanOfEdition returns the division of an edition of one of a plan's communities on the fabric that
// the plan begins from, so that they can be compared. Other communities of the plan are as it began with
// them. A cell that the edition parts is in the grid that has its place. It fails with
// [plan.ErrNoEdition], [plan.ErrNoPlan] and [plan.ErrOtherLand].
func (db *DB) PlanOfEdition(ctx context.Context, edition, id int64) (*plan.Plan, error) {
	var made *plan.Plan
	err := pgx.BeginTxFunc(ctx, db.service, readOnly, func(tx pgx.Tx) error {
		row, err := scanPlan(tx.QueryRow(ctx, query("plan_look"), args{"plan": id}), id)
		if err != nil {
			return err
		}
		start, err := beginning(ctx, tx, row.fabric)
		if err != nil {
			return err
		}
		grids, err := readEditionGrids(ctx, tx, edition)
		if err != nil {
			return err
		}
		if !slices.Contains(row.communities, grids[0].Community) {
			return plan.ErrOtherLand
		}
		made, err = divided(start, grids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("edition %d on plan %d: %w", edition, id, explain(err))
	}
	return made, nil
}

// readEditionGrids reads the grids of an edition, one at least.
func readEditionGrids(ctx context.Context, tx pgx.Tx, edition int64) ([]groundGrid, error) {
	rows, err := tx.Query(ctx, query("plan_edition_grids"), args{"edition": edition})
	if err != nil {
		return nil, err
	}
	grids, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (g groundGrid, err error) {
		var dedicated bool
		var raw []byte
		if err := row.Scan(&g.Community, &g.Area, &g.Code, &g.Name, &dedicated, &g.Colour, &g.Exempt, &raw); err != nil {
			return g, err
		}
		g.Kind = plan.Ordinary
		if dedicated {
			g.Kind = plan.Dedicated
		}
		g.land, err = polygonsFrom(raw)
		return g, err
	})
	if err == nil && len(grids) == 0 {
		return nil, plan.ErrNoEdition
	}
	return grids, err
}

// divided is a plan's division with other grids in one community.
func divided(start *plan.Plan, grids []groundGrid) (*plan.Plan, error) {
	community := grids[0].Community
	lands := make([]orb.MultiPolygon, len(grids))
	var all []plan.Grid
	for i, g := range grids {
		lands[i], all = g.land, append(all, g.Grid)
	}
	index, err := indexOf(lands)
	if err != nil {
		return nil, err
	}
	kept := map[plan.GridID]plan.GridID{}
	for id, g := range start.Grids() {
		if g.Community != community {
			all = append(all, g)
			kept[id] = plan.GridID(len(all))
		}
	}
	var assigned []plan.GridID
	for id, cell := range start.Fabric().Cells() {
		grid := kept[start.GridOf(id)]
		if cell.Community == community {
			grid = gridAt(index, start.Fabric().PlaceOf(id))
		}
		assigned = append(assigned, grid)
	}
	return plan.New(start.Fabric(), all, assigned)
}

// gridAt is the grid that owns a place, by its number from 1.
func gridAt(index *geo.Index, place geo.Point) plan.GridID {
	if id, _, err := index.Locate(place); err == nil {
		return plan.GridID(id)
	}
	return plan.NoGrid
}
