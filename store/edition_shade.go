package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// shade gives the areas of a level that come next their labels and colours, and warns of those
// that overlap.
func (k *intake) shade(ctx context.Context, to areaLevel, scopes []int64) error {
	if _, err := k.tx.Exec(ctx, query("edition_label")); err != nil {
		return err
	}
	beside := args{"scopes": scopes, "role": to.role, "level": to.id}
	if _, err := k.tx.Exec(ctx, query("edition_beside"), beside); err != nil {
		return err
	}
	if _, err := k.tx.Exec(ctx, query("edition_analyse")); err != nil {
		return err
	}
	land, codes, err := k.readShades(ctx, to)
	if err != nil {
		return err
	}
	if err := k.readNear(ctx, to, land, codes); err != nil {
		return err
	}
	colours := land.colour()
	ids, chosen := make([]int64, 0, len(colours)), make([]int, 0, len(colours))
	for id, colour := range colours {
		ids, chosen = append(ids, id), append(chosen, colour)
	}
	_, err = k.tx.Exec(ctx, query("edition_colour"), args{"areas": ids, "colours": chosen})
	return err
}

func (k *intake) readShades(ctx context.Context, to areaLevel) (*shades, map[int64]string, error) {
	rows, err := k.tx.Query(ctx, query("edition_shades"), args{"level": to.id})
	if err != nil {
		return nil, nil, err
	}
	land, codes := newShades(), map[int64]string{}
	var id int64
	var code string
	var colour *int
	var fixed bool
	_, err = pgx.ForEachRow(rows, []any{&id, &code, &colour, &fixed}, func() error {
		codes[id] = code
		land.add(id, colour, fixed)
		return nil
	})
	return land, codes, err
}

// readNear tells land which areas are neighbours, and the report which overlap.
func (k *intake) readNear(ctx context.Context, to areaLevel, land *shades, codes map[int64]string) error {
	rows, err := k.tx.Query(ctx, query("edition_near"), args{"level": to.id})
	if err != nil {
		return err
	}
	overlaps := Warning{Kind: Overlap}
	var a, b int64
	var shared float64
	_, err = pgx.ForEachRow(rows, []any{&a, &b, &shared}, func() error {
		land.join(a, b)
		if shared > 1 {
			overlaps.Count++
		}
		if shared > max(1, overlaps.Largest) {
			overlaps.Largest = shared
			overlaps.Example = fmt.Sprintf("%s and %s", codes[a], codes[b])
		}
		return nil
	})
	if err == nil && overlaps.Count > 0 {
		k.report.Warnings = append(k.report.Warnings, overlaps)
	}
	return err
}
