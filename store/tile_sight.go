package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// A seeing says which features of a layer in memory are shown, and of which the counts are told. Nil:
// of all.
type seeing struct {
	shown   func(spot geo.Point, grid geo.AreaID) bool
	counted func(spot geo.Point) bool
}

// lies are the layers whose features lie in an area: they are shown to who sees that.
var lies = map[string]bool{"greens": true, "estates": true, "facilities": true, "buildings": true}

// seeing works out what is seen of a layer.
func (db *DB) seeing(ctx context.Context, layer string, sight *tiles.Sight) (v seeing, err error) {
	if layer == "issues" {
		if !sight.Issues.All {
			v.shown, err = db.issuesIn(ctx, sight)
		}
		return v, err
	}
	if !lies[layer] {
		return v, nil
	}
	if !sight.Areas.All {
		owns, err := db.owning(ctx, sight, sight.Areas)
		if err != nil {
			return v, err
		}
		v.shown = func(spot geo.Point, _ geo.AreaID) bool { return owns(spot) }
	}
	if layer == "buildings" && !sight.Counts.All {
		v.counted, err = db.owning(ctx, sight, sight.Counts)
	}
	return v, err
}

// owning returns what reports whether a point lies in a scope, by the areas of the sight's day.
func (db *DB) owning(ctx context.Context, sight *tiles.Sight, scope access.Scope) (func(geo.Point) bool, error) {
	if scope.None() {
		return func(geo.Point) bool { return false }, nil
	}
	s, err := db.On(ctx, sight.Day)
	if err != nil {
		return nil, err
	}
	return func(p geo.Point) bool {
		owner := s.Owner(p)
		return owner != nil && owner.Within(scope)
	}, nil
}

// issuesIn returns what reports whether an issue is seen, as the database itself decides: it belongs
// to a grid that lies or lay in the scope, or to none and lies in a community that does.
func (db *DB) issuesIn(ctx context.Context, sight *tiles.Sight) (func(geo.Point, geo.AreaID) bool, error) {
	if sight.Issues.None() {
		return func(geo.Point, geo.AreaID) bool { return false }, nil
	}
	under, err := db.under(ctx, sight.Issues)
	if err != nil {
		return nil, err
	}
	s, err := db.On(ctx, sight.Day)
	if err != nil {
		return nil, err
	}
	return func(spot geo.Point, grid geo.AreaID) bool {
		if grid != 0 {
			return under[grid]
		}
		owner := s.Owner(spot)
		if owner == nil {
			return false
		}
		community := owner.Above(district.RoleCommunity)
		return community != nil && under[community.ID]
	}, nil
}

// mostScopes is for how many scopes it is remembered what lies in them.
const mostScopes = 1024

// scopes remembers which areas lie or lay in scopes, at one version of the data. The zero value is
// ready.
type scopes struct {
	mu      sync.Mutex
	version int64
	under   map[string]map[geo.AreaID]bool
}

// under returns the areas of a scope and all that lies or lay in them.
func (db *DB) under(ctx context.Context, scope access.Scope) (map[geo.AreaID]bool, error) {
	version, err := db.enough(ctx)
	if err != nil {
		return nil, err
	}
	key := scopeText(scope)
	if found, ok := db.scopes.find(key, version); ok {
		return found, nil
	}
	rows, err := db.loader.Query(ctx, query("scope_areas"), args{"areas": scope.Areas})
	if err != nil {
		return nil, fmt.Errorf("areas of a scope: %w", err)
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[geo.AreaID])
	if err != nil {
		return nil, fmt.Errorf("areas of a scope: %w", err)
	}
	under := make(map[geo.AreaID]bool, len(ids))
	for _, id := range ids {
		under[id] = true
	}
	db.scopes.keep(key, version, under)
	return under, nil
}

func (s *scopes) find(key string, version int64) (map[geo.AreaID]bool, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	under, ok := s.under[key]
	return under, ok && s.version >= version
}

func (s *scopes) keep(key string, version int64, under map[geo.AreaID]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.under == nil || version > s.version || len(s.under) >= mostScopes {
		s.under, s.version = map[string]map[geo.AreaID]bool{}, version
	}
	if version == s.version {
		s.under[key] = under
	}
}
