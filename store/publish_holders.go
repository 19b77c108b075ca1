package store

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"gewu/geo"
	"gewu/plan"
)

// carryHolders gives the posts of a grid that ends to the holders' own heir: the new grid with most
// of its households, or of its land where there are none. A new grid takes the holders of one old
// grid only, that from which it has most; grids that go on keep theirs. All other holders of grids
// that end are released on the day, and posts that nobody has then are told of.
func (p *publisher) carryHolders(ctx context.Context) error {
	from, to := successions(p.out.Lineage)
	ended, err := p.tx.Exec(ctx, query("publish_pass_on"), args{"from": from, "to": to, "day": p.intake.From})
	if err != nil {
		return err
	}
	released, err := p.tx.Exec(ctx, query("publish_release"), args{"editions": p.made, "day": p.intake.From})
	if err != nil {
		return err
	}
	if _, err := p.tx.Exec(ctx, query("publish_release_later"), args{"editions": p.made, "day": p.intake.From}); err != nil {
		return err
	}
	if ended.RowsAffected()+released.RowsAffected() > 0 {
		err := p.tx.QueryRow(ctx, query("publish_record_holders"), args{"editions": p.made}).Scan(&p.out.Version)
		if err != nil {
			return err
		}
	}
	return p.findVacancies(ctx)
}

// successions are the old grids that end and the new one that takes over from each, in order.
func successions(all []plan.Lineage) (from, to []int64) {
	old, begun := map[geo.AreaID]bool{}, map[geo.AreaID]bool{}
	for _, l := range all {
		old[l.Old.ID], begun[l.New.ID] = true, true
	}
	heir, source := map[geo.AreaID]plan.Lineage{}, map[geo.AreaID]plan.Lineage{}
	for _, l := range all {
		if l.Old.ID == 0 || l.New.ID == 0 || begun[l.Old.ID] || old[l.New.ID] {
			continue // nothing on one side, or a grid that goes on
		}
		if closer(l, heir[l.Old.ID]) {
			heir[l.Old.ID] = l
		}
		if closer(l, source[l.New.ID]) {
			source[l.New.ID] = l
		}
	}
	for _, id := range slices.Sorted(maps.Keys(heir)) {
		if l := heir[id]; source[l.New.ID].Old.ID == id {
			from, to = append(from, int64(id)), append(to, int64(l.New.ID))
		}
	}
	return from, to
}

// closer reports whether a pair has more in common than another.
func closer(a, b plan.Lineage) bool {
	return cmp.Or(
		cmp.Compare(a.Households, b.Households), cmp.Compare(a.SquareMetres, b.SquareMetres),
		cmp.Compare(b.Old.ID, a.Old.ID), cmp.Compare(b.New.ID, a.New.ID),
	) > 0
}

// findVacancies lists the posts of the editions' grids that nobody holds on their day.
func (p *publisher) findVacancies(ctx context.Context) error {
	rows, err := p.tx.Query(ctx, query("publish_vacancies"), args{"editions": p.made, "day": p.intake.From})
	if err != nil {
		return err
	}
	p.out.Vacancies, err = pgx.CollectRows(rows, scanVacancy)
	return err
}
