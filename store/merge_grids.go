package store

import (
	"context"
	"slices"

	"gewu/district"
)

// release ends the duties in communities that are no more.
func (m *merging) release(ctx context.Context) error {
	var ended []int64
	for _, c := range m.before {
		if c.into != nil && c.code != c.into.Code {
			ended = append(ended, c.id)
		}
	}
	for _, statement := range []string{"merge_release", "merge_release_later"} {
		if _, err := m.tx.Exec(ctx, query(statement), args{"communities": ended, "day": m.intake.From}); err != nil {
			return err
		}
	}
	return nil
}

// divideAgain publishes the divisions of the communities that came of mergers: their grids are those
// of all that were merged. Levels below the community come one after the other, from the top.
func (m *merging) divideAgain(ctx context.Context) error {
	m.Replace = false
	for first := 0; first < len(m.grids); {
		last := first
		for last < len(m.grids) && m.grids[last].level == m.grids[first].level && m.grids[last].profile == m.grids[first].profile {
			last++
		}
		if err := m.divideLevel(ctx, m.grids[first:last]); err != nil {
			return err
		}
		first = last
	}
	return nil
}

// divideLevel publishes the areas of one level.
func (m *merging) divideLevel(ctx context.Context, grids []mergedGrid) error {
	if _, err := m.tx.Exec(ctx, query("merge_again")); err != nil {
		return err
	}
	m.Level, m.Profile, m.report.Editions = grids[0].level, grids[0].profile, nil
	if err := m.gatherInForce(ctx); err != nil {
		return err
	}
	to, err := m.findLevel(ctx)
	if err != nil {
		return err
	}
	records := make([]district.Area, len(grids))
	for i, g := range grids {
		records[i] = g.Area
	}
	if err := stage(ctx, m.intake, areas(to, ""), each(records)); err != nil {
		return err
	}
	if err := m.siftAreas(ctx, to); err != nil {
		return err
	}
	return m.makeEdition(ctx)
}

// keepKin writes which community went into which, and that the grids are the same.
func (m *merging) keepKin(ctx context.Context) error {
	var old []int64
	var into []string
	for _, c := range m.before {
		if c.into != nil {
			old, into = append(old, c.id), append(into, c.into.Code)
		}
	}
	slices.Sort(m.made)
	for _, statement := range []string{"merge_kin", "merge_kin_grids"} {
		if _, err := m.tx.Exec(ctx, query(statement), args{"editions": m.made, "old": old, "into": into}); err != nil {
			return err
		}
	}
	for _, id := range m.made {
		rows, err := readLineage(ctx, m.tx, id)
		if err != nil {
			return err
		}
		m.out.Lineage = append(m.out.Lineage, rows...)
	}
	return nil
}
