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

// RestoreEdition publishes the division of an earlier edition again, as a new one: its grids with
// their codes, names and land of then, in force from the publication's day. Nothing that happened in
// between is lost. Errors are those of [DB.Publish], or wrap [plan.ErrNoEdition].
func (db *DB) RestoreEdition(ctx context.Context, actor *access.Actor, edition int64, with plan.Publication) (plan.Published, error) {
	p, err := db.divisionOfEdition(ctx, edition)
	if err != nil {
		return plan.Published{}, fmt.Errorf("restore edition %d: %w", edition, explain(err))
	}
	p.Publication = with
	in := Import{Actor: actor, Operation: "POST /v1/editions/{id}/restore", Source: "edition " + strconv.FormatInt(edition, 10)}
	out, err := db.publish(ctx, in, p, func(pgx.Tx, *publisher) error { return nil })
	if err != nil {
		return plan.Published{}, fmt.Errorf("restore edition %d: %w", edition, err)
	}
	return out, nil
}

// divisionOfEdition reads the division that an edition was.
func (db *DB) divisionOfEdition(ctx context.Context, edition int64) (*publisher, error) {
	p := &publisher{}
	err := pgx.BeginTxFunc(ctx, db.loader, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		var community geo.AreaID
		var newest int64
		rows, err := tx.Query(ctx, query("restore_scope"), args{"edition": edition})
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, []any{&community, &newest}, func() error {
			p.communities, p.bases = []geo.AreaID{community}, []int64{newest}
			return nil
		})
		if err != nil {
			return err
		}
		if p.communities == nil {
			return plan.ErrNoEdition
		}
		p.grids, p.unassigned, err = readEdition(ctx, tx, edition, community)
		return err
	})
	return p, err
}

// readEdition reads the grids of an edition, and the land of its community that was in none.
func readEdition(ctx context.Context, tx pgx.Tx, edition int64, community geo.AreaID) ([]divisionGrid, orb.MultiPolygon, error) {
	rows, err := tx.Query(ctx, query("restore_grids"), args{"edition": edition})
	if err != nil {
		return nil, nil, err
	}
	grids, err := pgx.CollectRows(rows, scanDivisionGrid)
	if err != nil {
		return nil, nil, err
	}
	for i := range grids {
		grids[i].community = community
	}
	var shape []byte
	if err := tx.QueryRow(ctx, query("restore_unassigned"), args{"edition": edition}).Scan(&shape); err != nil || shape == nil {
		return grids, nil, err
	}
	unassigned, err := polygonsFrom(shape)
	return grids, unassigned, err
}

func scanDivisionGrid(row pgx.CollectableRow) (g divisionGrid, err error) {
	var shape []byte
	if err := row.Scan(&g.code, &g.name, &g.dedicated, &g.exempt, &shape); err != nil {
		return g, err
	}
	g.land, err = polygonsFrom(shape)
	return g, err
}
