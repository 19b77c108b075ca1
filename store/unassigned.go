package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/analysis"
	"gewu/geo"
	"gewu/plan"
)

// keptUnassigned is the land that editions leave to no grid, by edition: an edition never changes. The zero
// value knows none.
type keptUnassigned struct {
	mutex sync.Mutex
	of    map[int64][]analysis.Land
}

// readUnassigned reads the land that the division of the day names as given to no grid.
func (r *evidenceReader) readUnassigned(ctx context.Context) (err error) {
	if r.known.Unassigned, err = r.db.unassigned(ctx, r.tx, r.snapshot.Day, r.land.areas); err != nil {
		return fmt.Errorf("unassigned land: %w", err)
	}
	return nil
}

// unassigned returns the land that the divisions in force on a day name as given to no grid: cells that a
// plan was published without, in pieces that hang together. Community says where an area is among the evidence's.
func (db *DB) unassigned(ctx context.Context, tx pgx.Tx, day time.Time, community map[geo.AreaID]int32) ([]analysis.Land, error) {
	rows, err := tx.Query(ctx, query("unassigned_editions"), args{"day": day})
	if err != nil {
		return nil, err
	}
	type left struct{ edition, plan, community int64 }
	editions, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (l left, err error) {
		err = row.Scan(&l.edition, &l.plan, &l.community)
		return l, err
	})
	if err != nil {
		return nil, err
	}
	var all []analysis.Land
	for _, l := range editions {
		number, ok := community[geo.AreaID(l.community)]
		if !ok {
			continue
		}
		lands, err := db.unassignedBy(ctx, l.edition, l.plan, geo.AreaID(l.community))
		if err != nil {
			return nil, fmt.Errorf("land that edition %d leaves: %w", l.edition, err)
		}
		for _, land := range lands {
			land.Community = number
			all = append(all, land)
		}
	}
	return all, nil
}

// unassignedBy returns the land that an edition of one of a plan's communities leaves to no grid.
func (db *DB) unassignedBy(ctx context.Context, edition, id int64, community geo.AreaID) ([]analysis.Land, error) {
	k := &db.bare
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if lands, ok := k.of[edition]; ok {
		return lands, nil
	}
	drawn, err := db.PlanOfEdition(ctx, edition, id)
	if err != nil {
		return nil, err
	}
	var lands []analysis.Land
	for _, p := range drawn.Check(plan.Rules{}) {
		if p.Kind != plan.ProblemUnassigned && p.Kind != plan.ProblemUnassignedEmpty {
			continue
		}
		if cell, ok := drawn.Fabric().Cell(p.Cells[0]); ok && geo.AreaID(cell.Community) == community {
			lands = append(lands, analysis.Land{At: p.At, SquareMetres: p.SquareMetres})
		}
	}
	if k.of == nil {
		k.of = map[int64][]analysis.Land{}
	}
	k.of[edition] = lands
	return lands, nil
}
