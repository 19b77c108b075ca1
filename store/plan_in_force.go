package store

import (
	"context"
	"fmt"
	"time"

	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// PlanInForce returns what a plan of a community would begin with if it were started from the grids in
// force on a day. Nothing is written. It fails with [ErrNoCommunity] and [plan.ErrNoFabric].
func (db *DB) PlanInForce(ctx context.Context, community geo.AreaID, day time.Time) (*plan.Plan, error) {
	p, err := db.planInForce(ctx, community, day)
	if err != nil {
		return nil, fmt.Errorf("plan of %d on %s: %w", community, day.Format(time.DateOnly), explain(err))
	}
	return p, nil
}

func (db *DB) planInForce(ctx context.Context, community geo.AreaID, day time.Time) (*plan.Plan, error) {
	snapshot, err := db.Snapshot(ctx, day)
	if err != nil {
		return nil, err
	}
	place, ok := snapshot.Place(community)
	if !ok || place.Level.Role != district.RoleCommunity {
		return nil, ErrNoCommunity
	}
	g := &ground{snapshot: snapshot, communities: []*district.Place{place}}
	if err := g.takeGrids(ctx, db); err != nil {
		return nil, err
	}
	p, _, err := g.weave(ctx, db)
	return p, err
}
