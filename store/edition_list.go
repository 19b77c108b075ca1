package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
	"gewu/plan"
)

// Editions returns the editions of a community, the one with the latest day first.
func (db *DB) Editions(ctx context.Context, community geo.AreaID, scope access.Scope) ([]plan.Edition, error) {
	var editions []plan.Edition
	err := db.readIn(ctx, scope, func(tx pgx.Tx) (err error) {
		editions, err = readEditionList(ctx, tx, args{"community": community, "editions": nil})
		return err
	})
	if err == nil {
		err = db.namePublishers(ctx, editions)
	}
	if err != nil {
		return nil, fmt.Errorf("editions of community %d: %w", community, explain(err))
	}
	return editions, nil
}

// Edition returns an edition, what it made of the one before and which buildings it gave to another
// grid. Its error wraps [plan.ErrNoEdition] when there is none.
func (db *DB) Edition(ctx context.Context, id int64, scope access.Scope) (plan.EditionDetail, error) {
	var d plan.EditionDetail
	err := db.readIn(ctx, scope, func(tx pgx.Tx) error {
		found, err := readEditionList(ctx, tx, args{"community": nil, "editions": []int64{id}})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return plan.ErrNoEdition
		}
		d.Edition = found[0]
		if d.Lineage, err = readLineage(ctx, tx, id); err != nil {
			return err
		}
		if d.Communities, err = readLineageOf(ctx, tx, "lineage_borders", id); err != nil {
			return err
		}
		d.Moved, err = readMoved(ctx, tx, id)
		return err
	})
	if err == nil {
		d.Edition, err = db.namePublisher(ctx, d.Edition)
	}
	if err != nil {
		return plan.EditionDetail{}, fmt.Errorf("edition %d: %w", id, explain(err))
	}
	return d, nil
}

// namePublishers adds to editions what the people are called who published them. It reads what who
// asks may not: whether they are told is for the caller to decide.
func (db *DB) namePublishers(ctx context.Context, editions []plan.Edition) error {
	var people []int64
	for _, e := range editions {
		if e.PublishedAs == plan.AsPerson {
			people = append(people, e.PublisherID)
		}
	}
	rows, err := db.service.Query(ctx, query("edition_publishers"), args{"people": people})
	if err != nil {
		return err
	}
	var id int64
	var fullName string
	_, err = pgx.ForEachRow(rows, []any{&id, &fullName}, func() error {
		for i := range editions {
			if e := &editions[i]; e.PublishedAs == plan.AsPerson && e.PublisherID == id {
				e.Publisher = fullName
			}
		}
		return nil
	})
	return err
}

// namePublisher is namePublishers of one edition.
func (db *DB) namePublisher(ctx context.Context, e plan.Edition) (plan.Edition, error) {
	one := []plan.Edition{e}
	err := db.namePublishers(ctx, one)
	return one[0], err
}

func readEditionList(ctx context.Context, tx pgx.Tx, arguments args) ([]plan.Edition, error) {
	rows, err := tx.Query(ctx, query("editions"), arguments)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanEdition)
}

func scanEdition(row pgx.CollectableRow) (e plan.Edition, err error) {
	return e, row.Scan(&e.ID, &e.Community, &e.Number, &e.From, &e.PublishedAt, &e.PublishedBy,
		&e.PublishedAs, &e.PublisherID, &e.Plan, &e.Title, &e.Note, &e.Grids)
}

func readLineage(ctx context.Context, tx pgx.Tx, edition int64) ([]plan.Lineage, error) {
	return readLineageOf(ctx, tx, "lineage", edition)
}

func readLineageOf(ctx context.Context, tx pgx.Tx, statement string, edition int64) ([]plan.Lineage, error) {
	rows, err := tx.Query(ctx, query(statement), args{"edition": edition})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l plan.Lineage, err error) {
		return l, row.Scan(&l.Kind, &l.Old.ID, &l.Old.Code, &l.Old.Name, &l.New.ID, &l.New.Code, &l.New.Name,
			&l.Households, &l.Buildings, &l.SquareMetres)
	})
}

func readMoved(ctx context.Context, tx pgx.Tx, edition int64) ([]plan.MovedBuilding, error) {
	rows, err := tx.Query(ctx, query("lineage_moved"), args{"edition": edition})
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m plan.MovedBuilding, err error) {
		return m, row.Scan(&m.Building, &m.Name, &m.Address, &m.Households, &m.From.ID, &m.From.Code, &m.From.Name,
			&m.To.ID, &m.To.Code, &m.To.Name, &m.FromCommunity.ID, &m.FromCommunity.Code, &m.FromCommunity.Name,
			&m.ToCommunity.ID, &m.ToCommunity.Code, &m.ToCommunity.Name)
	})
}
