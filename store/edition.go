package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
)

// publish makes the editions that follow from the staged areas, if anything changes.
func (k *intake) publish(ctx context.Context, to areaLevel) error {
	if err := k.drawNext(ctx, to); err != nil {
		return err
	}
	var added, changed, same, removed int64
	if err := k.tx.QueryRow(ctx, query("edition_changes")).Scan(&added, &changed, &same, &removed); err != nil {
		return err
	}
	k.report.Added, k.report.Changed, k.report.Unchanged, k.report.Removed = added, changed, same, removed
	made, scopes, err := k.makeEditions(ctx)
	if err != nil || len(made) == 0 {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("edition_settle"), args{"scopes": scopes}); err != nil {
		return err
	}
	if err := k.shade(ctx, to, scopes); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("edition_publish"), args{"editions": made}); err != nil {
		return err
	}
	if err := k.countAreas(ctx, made); err != nil {
		return err
	}
	if err := k.lookOver(ctx, to, scopes); err != nil {
		return err
	}
	if err := k.tx.QueryRow(ctx, query("edition_record"), args{"scopes": scopes}).Scan(&k.report.Version); err != nil {
		return err
	}
	return k.relocate(ctx, scopes)
}

// drawNext fills the table of what the touched scopes will hold.
func (k *intake) drawNext(ctx context.Context, to areaLevel) error {
	for _, step := range []struct {
		statement string
		arguments args
	}{
		{"edition_next", args{}},
		{"edition_index", args{}}, // before rows change: later it would be of no use in this transaction
		{"edition_take", args{"source": k.Source, "level": to.id}},
		{"edition_carry", args{"level": to.id, "complete": to.below() || k.Replace}},
		{"edition_adopt", args{}},
		{"edition_compare", args{}},
	} {
		if _, err := k.tx.Exec(ctx, query(step.statement), step.arguments); err != nil {
			return err
		}
	}
	return nil
}

// makeEditions makes an edition of each scope that changes, still without areas, and returns
// the editions and the scopes.
func (k *intake) makeEditions(ctx context.Context) (made, scopes []int64, err error) {
	rows, err := k.tx.Query(ctx, query("edition_make"), args{"day": k.From, "title": k.Title})
	if err != nil {
		return nil, nil, err
	}
	var scope int64
	e := EditionMade{From: k.From}
	_, err = pgx.ForEachRow(rows, []any{&e.ID, &scope, &e.ScopeCode, &e.Number}, func() error {
		made, scopes = append(made, e.ID), append(scopes, scope)
		k.report.Editions = append(k.report.Editions, e)
		return nil
	})
	if len(scopes) == 1 {
		k.area = geo.AreaID(scopes[0])
	}
	return made, scopes, err
}

// countAreas tells the report how many areas each edition has.
func (k *intake) countAreas(ctx context.Context, made []int64) error {
	rows, err := k.tx.Query(ctx, query("edition_sizes"), args{"editions": made})
	if err != nil {
		return err
	}
	var id int64
	var number int
	_, err = pgx.ForEachRow(rows, []any{&id, &number}, func() error {
		for i := range k.report.Editions {
			if k.report.Editions[i].ID == id {
				k.report.Editions[i].Areas = number
			}
		}
		return nil
	})
	return err
}

// lookOver warns of what a person should look at in the editions that were made.
func (k *intake) lookOver(ctx context.Context, to areaLevel, scopes []int64) error {
	if err := k.warn(ctx, OutsideParent, "edition_outside", args{"level": to.id}); err != nil {
		return err
	}
	return k.warn(ctx, LaterEdition, "edition_later", args{"scopes": scopes, "day": k.From})
}
