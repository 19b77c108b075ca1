package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"gewu/district"
)

// defaultProfile is the profile of areas when nothing else tells it.
const defaultProfile = "street-grid"

// findLevel finds the level that the areas are of. Its profile is the one stated, that of the
// community or parent stated, the only one that has the level, the one all communities in
// force follow, or the default.
func (k *intake) findLevel(ctx context.Context) (areaLevel, error) {
	levels, err := k.levels(ctx)
	if err != nil {
		return areaLevel{}, err
	}
	candidates := levelsNamed(levels, k.Level)
	if len(candidates) == 0 {
		return areaLevel{}, fmt.Errorf("%w: no level is called %q; there are %s", ErrImport, k.Level, levelNames(levels))
	}
	profile, community, err := k.findProfile(ctx, candidates)
	if err != nil {
		return areaLevel{}, err
	}
	for _, l := range candidates {
		if l.profile == profile {
			l.community = community
			return l, k.checkCommunity(l)
		}
	}
	return areaLevel{}, fmt.Errorf("%w: profile %q has no level %q; there are %s", ErrImport, profile, k.Level, levelNames(levels))
}

func (k *intake) levels(ctx context.Context) ([]areaLevel, error) {
	rows, err := k.tx.Query(ctx, query("import_area_levels"))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l areaLevel, err error) {
		return l, row.Scan(&l.id, &l.profile, &l.rank, &l.key, &l.role)
	})
}

// levelsNamed returns the levels with a key, and for a word that is a role also the level of
// that role in profiles where it has another key.
func levelsNamed(levels []areaLevel, name string) []areaLevel {
	var named []areaLevel
	keyed := map[string]bool{}
	for _, l := range levels {
		if l.key == name {
			named = append(named, l)
			keyed[l.profile] = true
		}
	}
	for _, l := range levels {
		if string(l.role) == name && l.role != district.RoleUpper && !keyed[l.profile] {
			named = append(named, l)
		}
	}
	return named
}

func levelNames(levels []areaLevel) string {
	names := make([]string, len(levels))
	for i, l := range levels {
		names[i] = l.profile + "/" + l.key
	}
	return strings.Join(names, ", ")
}

// findProfile returns the profile of the areas, and their community when it is stated.
func (k *intake) findProfile(ctx context.Context, candidates []areaLevel) (string, *int64, error) {
	profile := k.Profile
	var community *int64
	if k.Community != "" {
		found, err := k.findArea(ctx, k.Community, func(a areaLevel) bool {
			return a.role == district.RoleCommunity && (profile == "" || a.profile == profile)
		})
		if err != nil {
			return "", nil, err
		}
		profile, community = found.profile, &found.id
	}
	if k.Parent != "" {
		found, err := k.findArea(ctx, k.Parent, func(areaLevel) bool { return true })
		if err != nil {
			return "", nil, err
		}
		if profile == "" && found.role != district.RoleUpper {
			profile = found.profile
		}
	}
	if profile == "" {
		var err error
		profile, err = k.guessProfile(ctx, candidates)
		return profile, community, err
	}
	return profile, community, nil
}

// guessProfile returns the profile of levels of the same name when nobody stated it.
func (k *intake) guessProfile(ctx context.Context, candidates []areaLevel) (string, error) {
	if len(candidates) == 1 {
		return candidates[0].profile, nil
	}
	rows, err := k.tx.Query(ctx, query("import_area_profiles"))
	if err != nil {
		return "", err
	}
	followed, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return "", err
	}
	if len(followed) == 1 && candidates[0].role != district.RoleCommunity {
		return followed[0], nil
	}
	return defaultProfile, nil
}

// findArea finds the area in force with a code that fits.
func (k *intake) findArea(ctx context.Context, code string, fits func(areaLevel) bool) (areaLevel, error) {
	rows, err := k.tx.Query(ctx, query("import_area_find"), args{"code": code})
	if err != nil {
		return areaLevel{}, err
	}
	found, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (a areaLevel, err error) {
		return a, row.Scan(&a.id, &a.profile, &a.rank, &a.role)
	})
	if err != nil {
		return areaLevel{}, err
	}
	for _, a := range found {
		if fits(a) {
			return a, nil
		}
	}
	return areaLevel{}, fmt.Errorf("%w: no such area as %s is in force on %s; import it first, or with an earlier date",
		ErrImport, code, k.From.Format("2006-01-02"))
}

// checkCommunity returns an error if a community is stated for areas that are in none.
func (k *intake) checkCommunity(l areaLevel) error {
	if k.Community != "" && !l.below() {
		return fmt.Errorf("%w: areas of level %s are not in a community", ErrImport, l.key)
	}
	return nil
}
