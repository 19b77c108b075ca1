package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/geo"
)

// Phones returns the work phones of those who hold posts of an area on a day (zero: today), in order
// of the posts: public ones, and where the area lies in the scope the others too; who has none is left
// out. That they were looked at is told in the audit trail, in the same transaction: nobody sees
// them without.
func (db *DB) Phones(
	ctx context.Context, actor *access.Actor, area geo.AreaID, day time.Time, scope access.Scope,
) (phones []access.Phone, err error) {
	if day, err = db.date(ctx, day); err != nil {
		return nil, fmt.Errorf("phones of area %d: %w", area, err)
	}
	err = db.write(ctx, actor, "GET /v1/areas/{id}/phones", func(tx pgx.Tx) (access.Entry, error) {
		if err := see(ctx, tx, scope); err != nil {
			return access.Entry{}, err
		}
		rows, err := tx.Query(ctx, query("phones"), args{"area": int64(area), "day": day})
		if err != nil {
			return access.Entry{}, err
		}
		phones, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p access.Phone, err error) {
			return p, row.Scan(&p.Post, &p.Name, &p.Number, &p.Public)
		})
		return access.Entry{Noun: "phone", Object: fmt.Sprint(area), Area: area, After: record(whose(phones, day))}, err
	})
	if err != nil {
		return nil, fmt.Errorf("phones of area %d: %w", area, err)
	}
	return phones, nil
}

// whose tells whose phones that are not public were shown, not the phones.
func whose(phones []access.Phone, day time.Time) map[string]any {
	names := []string{}
	for _, p := range phones {
		if !p.Public {
			names = append(names, p.Name)
		}
	}
	return map[string]any{"day": day.Format(time.DateOnly), "holders": names}
}
