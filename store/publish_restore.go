package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// RestoreEditions publishes the divisions of earlier editions again, as new ones: their grids with
// their codes, names and land of then, in force from the publication's day. Nothing that happened in
// between is lost. The editions are of one community each. Where the border between communities has
// moved since, it is moved back, for which the editions of all of them are needed: a
// [*plan.BorderMoved] names those that are missing. Other errors are those of [DB.Publish], or wrap
// [plan.ErrNoEdition] or [plan.ErrTwice].
func (db *DB) RestoreEditions(ctx context.Context, actor *access.Actor, editions []int64, with plan.Publication) (plan.Published, error) {
	source := "edition " + editionList(editions)
	p, err := db.divisionOfEditions(ctx, editions)
	if err != nil {
		return plan.Published{}, fmt.Errorf("restore %s: %w", source, explain(err))
	}
	p.Publication = with
	in := Import{Actor: actor, Operation: "POST /v1/editions/{id}/restore", Source: source}
	out, err := db.publish(ctx, in, p, func(pgx.Tx, *publisher) error { return nil })
	if err != nil {
		return plan.Published{}, fmt.Errorf("restore %s: %w", source, err)
	}
	return out, nil
}

// editionList names editions: "12" or "12, 13".
func editionList(editions []int64) string {
	names := make([]string, len(editions))
	for i, id := range editions {
		names[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(names, ", ")
}

// divisionOfEditions reads the division that some editions were together.
func (db *DB) divisionOfEditions(ctx context.Context, editions []int64) (*publisher, error) {
	p := &publisher{}
	err := pgx.BeginTxFunc(ctx, db.loader, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		past, err := readPast(ctx, tx, editions)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(past, func(one pastDivision) bool { return one.moved }) {
			if err := wantNeighbours(ctx, tx, past); err != nil {
				return err
			}
			p.lands = map[geo.AreaID]orb.MultiPolygon{}
		}
		var bare []geo.Area
		for _, one := range past {
			if err := p.takePast(ctx, tx, one, &bare); err != nil {
				return err
			}
		}
		if len(bare) > 0 {
			p.unassigned, err = together(bare)
		}
		return err
	})
	return p, err
}

// A pastDivision is what one edition was a division of.
type pastDivision struct {
	edition   int64
	community geo.AreaID
	newest    int64 // edition of the community
	land      []byte
	moved     bool // the community has had other land since
}

// readPast reads of which communities some editions are, each of another one.
func readPast(ctx context.Context, tx pgx.Tx, editions []int64) ([]pastDivision, error) {
	rows, err := tx.Query(ctx, query("restore_scope"), args{"editions": editions})
	if err != nil {
		return nil, err
	}
	past, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (one pastDivision, err error) {
		return one, row.Scan(&one.edition, &one.community, &one.newest, &one.land, &one.moved)
	})
	if err != nil {
		return nil, err
	}
	if len(past) == 0 || len(past) != len(slices.Compact(slices.Sorted(slices.Values(editions)))) {
		return nil, plan.ErrNoEdition
	}
	seen := map[geo.AreaID]bool{}
	for _, one := range past {
		if seen[one.community] {
			return nil, plan.ErrTwice
		}
		seen[one.community] = true
	}
	return past, nil
}

// wantNeighbours refuses to move borders back without the editions of those on their other side.
func wantNeighbours(ctx context.Context, tx pgx.Tx, past []pastDivision) error {
	var editions []int64
	var communities []geo.AreaID
	var lands [][]byte
	for _, one := range past {
		editions, communities, lands = append(editions, one.edition), append(communities, one.community), append(lands, one.land)
	}
	rows, err := tx.Query(ctx, query("restore_with"), args{"editions": editions, "communities": communities, "lands": lands})
	if err != nil {
		return err
	}
	missing, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	if err == nil && len(missing) > 0 {
		err = &plan.BorderMoved{With: missing}
	}
	return err
}

// takePast adds what an edition was, and to bare the land that was in none of its grids.
func (p *publisher) takePast(ctx context.Context, tx pgx.Tx, one pastDivision, bare *[]geo.Area) (err error) {
	p.communities, p.bases = append(p.communities, one.community), append(p.bases, one.newest)
	grids, err := readEdition(ctx, tx, one)
	if err != nil {
		return err
	}
	p.grids = append(p.grids, grids...)
	if p.lands != nil {
		if p.lands[one.community], err = polygonsFrom(one.land); err != nil {
			return err
		}
	}
	var shape []byte
	if err := tx.QueryRow(ctx, query("restore_unassigned"), args{"edition": one.edition, "land": one.land}).Scan(&shape); err != nil || shape == nil {
		return err
	}
	land, err := polygonsFrom(shape)
	*bare = append(*bare, geo.Area{ID: one.community, Boundary: land})
	return err
}

// readEdition reads the grids of an edition.
func readEdition(ctx context.Context, tx pgx.Tx, one pastDivision) ([]divisionGrid, error) {
	rows, err := tx.Query(ctx, query("restore_grids"), args{"edition": one.edition})
	if err != nil {
		return nil, err
	}
	grids, err := pgx.CollectRows(rows, scanDivisionGrid)
	for i := range grids {
		grids[i].community = one.community
	}
	return grids, err
}

func scanDivisionGrid(row pgx.CollectableRow) (g divisionGrid, err error) {
	var shape []byte
	if err := row.Scan(&g.code, &g.name, &g.dedicated, &g.exempt, &shape); err != nil {
		return g, err
	}
	g.land, err = polygonsFrom(shape)
	return g, err
}
