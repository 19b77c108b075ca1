package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/plan"
)

// EditionChange tells what an edition of a community made of the one before, from the boundaries of both
// and the buildings as they are now. So it is known of editions that came from no plan, too. It fails with
// [plan.ErrNoEdition] when there is no such edition, and with [plan.ErrFirstEdition] when none was before.
func (db *DB) EditionChange(ctx context.Context, id int64) (plan.EditionChange, error) {
	var c plan.EditionChange
	err := pgx.BeginTxFunc(ctx, db.loader, readOnly, func(tx pgx.Tx) error {
		editions, err := readEditionList(ctx, tx, args{"community": nil, "editions": []int64{id}})
		if err != nil {
			return err
		}
		if len(editions) == 0 {
			return plan.ErrNoEdition
		}
		c.Edition = editions[0]
		before, err := editionBefore(ctx, tx, id)
		if err != nil {
			return err
		}
		return changeBetween(ctx, tx, before, &c)
	})
	if err == nil {
		c.Edition, err = db.namePublisher(ctx, c.Edition)
	}
	if err != nil {
		return c, fmt.Errorf("change by edition %d: %w", id, explain(err))
	}
	return c, nil
}

// editionBefore is the edition of the same community that was in force before another.
func editionBefore(ctx context.Context, tx pgx.Tx, id int64) (before int64, err error) {
	rows, err := tx.Query(ctx, query("edition_before"), args{"edition": id})
	if err != nil {
		return 0, err
	}
	if before, err = pgx.CollectOneRow(rows, pgx.RowTo[int64]); errors.Is(err, pgx.ErrNoRows) {
		err = plan.ErrFirstEdition
	}
	return before, err
}

// changeBetween compares two editions.
func changeBetween(ctx context.Context, tx pgx.Tx, before int64, c *plan.EditionChange) (err error) {
	if c.Before, err = readDivided(ctx, tx, before); err != nil {
		return err
	}
	if c.After, err = readDivided(ctx, tx, c.Edition.ID); err != nil {
		return err
	}
	g := &genealogy{names: map[geo.AreaID]plan.AreaRef{0: {}}, kin: map[[2]geo.AreaID]*kinship{}}
	if g.old, err = g.indexOfGrids(c.Before); err != nil {
		return err
	}
	if g.new, err = g.indexOfGrids(c.After); err != nil {
		return err
	}
	about := args{"before": before, "after": c.Edition.ID}
	if err := g.readShared(ctx, tx, "edition_shared", about); err != nil {
		return err
	}
	if err := g.readBuildings(ctx, tx, "edition_houses", about); err != nil {
		return err
	}
	c.Lineage, c.Moved = g.lineage(), g.moved
	rows, err := tx.Query(ctx, query("edition_shifted"), about)
	if err != nil {
		return err
	}
	var raw []byte
	_, err = pgx.ForEachRow(rows, []any{&raw}, func() error {
		land, err := polygonsFrom(raw)
		c.Shifted = append(c.Shifted, land)
		return err
	})
	return err
}

// readDivided reads the grids of an edition.
func readDivided(ctx context.Context, tx pgx.Tx, edition int64) ([]plan.DividedGrid, error) {
	grids, err := readEditionGrids(ctx, tx, edition)
	if err != nil {
		return nil, err
	}
	list := make([]plan.DividedGrid, len(grids))
	for i, g := range grids {
		list[i] = plan.DividedGrid{
			AreaRef: plan.AreaRef{ID: geo.AreaID(g.Area), Code: g.Code, Name: g.Name}, Kind: g.Kind, Exempt: g.Exempt, Land: g.land,
		}
	}
	return list, nil
}

// indexOfGrids is the index of the land of grids, whose names it learns.
func (g *genealogy) indexOfGrids(grids []plan.DividedGrid) (*geo.Index, error) {
	areas := make([]geo.Area, len(grids))
	for i, grid := range grids {
		areas[i] = geo.Area{ID: grid.ID, Boundary: grid.Land}
		g.names[grid.ID] = grid.AreaRef
	}
	return geo.NewIndex(areas)
}

// EditionVacancies lists the posts of the grids of editions that nobody held on the day of each.
func (db *DB) EditionVacancies(ctx context.Context, editions []plan.Edition) (list []plan.Vacancy, err error) {
	for _, e := range editions {
		rows, err := db.loader.Query(ctx, query("publish_vacancies"), args{"editions": []int64{e.ID}, "day": e.From})
		if err != nil {
			return nil, explain(err)
		}
		found, err := pgx.CollectRows(rows, scanVacancy)
		if err != nil {
			return nil, explain(err)
		}
		list = append(list, found...)
	}
	return list, nil
}

func scanVacancy(row pgx.CollectableRow) (v plan.Vacancy, err error) {
	return v, row.Scan(&v.Area.ID, &v.Area.Code, &v.Area.Name, &v.Post)
}
