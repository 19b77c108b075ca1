package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/district"
	"gewu/geo"
)

// A loading reads a snapshot of one day from one state of the database.
type loading struct {
	tx    pgx.Tx
	day   time.Time
	draft *district.Draft
}

// A madeSnapshot is a snapshot, and whether the next can be made from it: what is below each of its
// communities is the edition of that community, and nothing else.
type madeSnapshot struct {
	*district.Snapshot
	regular bool
}

// readSnapshot reads all of a snapshot.
func readSnapshot(ctx context.Context, tx pgx.Tx, day time.Time) (madeSnapshot, error) {
	var version int64
	if err := tx.QueryRow(ctx, query("version")).Scan(&version); err != nil {
		return madeSnapshot{}, fmt.Errorf("version: %w", err)
	}
	levels, err := readLevels(ctx, tx)
	if err != nil {
		return madeSnapshot{}, fmt.Errorf("levels: %w", err)
	}
	posts, err := readPosts(ctx, tx)
	if err != nil {
		return madeSnapshot{}, fmt.Errorf("posts: %w", err)
	}
	turns, err := readTurns(ctx, tx)
	if err != nil {
		return madeSnapshot{}, fmt.Errorf("turns: %w", err)
	}
	l := loading{tx: tx, day: day, draft: district.NewDraft(version, day, levels, posts)}
	regular, err := l.readLand(ctx, levels)
	if err == nil && !regular {
		err = l.readIrregular(ctx, version, levels, posts)
	}
	if err != nil {
		return madeSnapshot{}, fmt.Errorf("areas: %w", err)
	}
	if err := l.readHolders(ctx, nil, nil); err != nil {
		return madeSnapshot{}, fmt.Errorf("holders: %w", err)
	}
	l.draft.Recount(nil)
	if err := l.countBuildings(ctx, "snapshot_buildings", args{}); err != nil {
		return madeSnapshot{}, fmt.Errorf("buildings: %w", err)
	}
	return made(l.draft, turns, regular), nil
}

// readIrregular reads areas that are tied to one another in other ways than imports tie them.
func (l *loading) readIrregular(ctx context.Context, version int64, levels []district.Level, posts []district.Post) error {
	areas, err := readAreas(ctx, l.tx, l.day, levels)
	if err != nil {
		return err
	}
	places := make([]*district.Place, len(areas))
	for i := range areas {
		places[i] = &areas[i].Place
	}
	for i, a := range areas {
		if at, ok := findArea(areas, a.parent); ok && a.parent != 0 {
			places[i].Parent = places[at]
		}
	}
	l.draft, err = district.Plant(district.Parts{
		Version: version, Day: l.day, Levels: levels, Posts: posts, Places: places,
		Grids: landOf(areas, district.RoleGrid), Communities: landOf(areas, district.RoleCommunity),
	})
	return err
}

// readLand reads the areas in force and lays their land: first what is above communities, then
// one community after another, so that only a few boundaries are in memory as degrees at a
// time. It returns false when areas are not tied to one another like that.
func (l *loading) readLand(ctx context.Context, levels []district.Level) (regular bool, err error) {
	editions, err := readEditions(ctx, l.tx, "snapshot_editions", args{"day": l.day})
	if err != nil {
		return false, err
	}
	var top []editionRow
	byScope := make(map[geo.AreaID]*district.EditionRef, len(editions))
	for i, e := range editions {
		switch {
		case e.role == district.RoleCommunity:
			byScope[e.scope] = &editions[i].EditionRef
		case e.scope == 0 || e.role == district.RoleUpper:
			top = append(top, e)
		default:
			return false, nil
		}
	}
	upper, err := readAreasOf(ctx, l.tx, top, levels)
	if err != nil {
		return false, err
	}
	communities, regular, err := l.raise(upper)
	if err != nil || !regular {
		return false, err
	}
	reading := divisionReading{tx: l.tx, draft: l.draft, levels: levels}
	if regular, err = reading.readAll(ctx, communities, byScope); err != nil || !regular {
		return false, err
	}
	return true, l.draft.Lay()
}

// raise tells the draft what is above communities, and returns the communities. It returns false
// when something of that is in a community.
func (l *loading) raise(upper []areaRow) (communities []areaRow, regular bool, err error) {
	var top []areaRow
	for _, a := range upper {
		if a.Level.Role == district.RoleCommunity {
			communities = append(communities, a)
		} else {
			top = append(top, a)
		}
	}
	if l.draft.Raise(members(top)) != nil {
		return nil, false, nil //nolint:nilerr // areas that do not fit a draft are read in another way
	}
	if err := l.draft.Bound(district.RoleGrid, 0, landOf(top, district.RoleGrid)); err != nil {
		return nil, false, err
	}
	if err := l.draft.Bound(district.RoleUpper, 0, landAbove(top, communities)); err != nil {
		return nil, false, err
	}
	return communities, true, l.boundCommunities(communities)
}

// boundCommunities tells the communities' own boundaries, those below the same area together, and
// forgets them.
func (l *loading) boundCommunities(communities []areaRow) error {
	byParent := map[geo.AreaID][]geo.Area{}
	for i, c := range communities {
		byParent[c.parent] = append(byParent[c.parent], geo.Area{ID: c.ID, Boundary: c.boundary})
		communities[i].boundary = nil
	}
	for parent, siblings := range byParent {
		if err := l.draft.Bound(district.RoleCommunity, parent, siblings); err != nil {
			return err
		}
		delete(byParent, parent)
	}
	return nil
}

// landAbove returns the boundaries of the level that most communities are right below.
func landAbove(top, communities []areaRow) []geo.Area {
	number := map[*district.Level]int{}
	for _, c := range communities {
		if at, ok := findArea(top, c.parent); ok {
			number[top[at].Level]++
		}
	}
	var level *district.Level
	for l, n := range number {
		if level == nil || n > number[level] || n == number[level] && l.ID < level.ID {
			level = l
		}
	}
	above := slices.Clone(top)
	return landOf(slices.DeleteFunc(above, func(a areaRow) bool { return a.Level != level }), district.RoleUpper)
}

// An editionRow is an edition in force with what it divides.
type editionRow struct {
	district.EditionRef
	scope geo.AreaID    // 0: the whole district
	role  district.Role // of the scope
}

func readEditions(ctx context.Context, tx pgx.Tx, statement string, arguments args) ([]editionRow, error) {
	rows, err := tx.Query(ctx, query(statement), arguments)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e editionRow, err error) {
		var scope *geo.AreaID
		err = row.Scan(&e.ID, &e.Number, &e.From, &e.Title, &scope, &e.role)
		if scope != nil {
			e.scope = *scope
		}
		return e, err
	})
}

// readHolders fills the posts of areas (nil: of all areas) as they are on the day. Posts of areas
// that were held are vacant when nobody is found to hold them any more.
func (l *loading) readHolders(ctx context.Context, areas, held []geo.AreaID) error {
	rows, err := l.tx.Query(ctx, query("snapshot_holders"), args{"day": l.day, "areas": areas})
	if err != nil {
		return err
	}
	vacant := make(map[geo.AreaID]bool, len(held))
	for _, area := range held {
		vacant[area] = true
	}
	var area, last geo.AreaID
	var h district.Holding
	var holdings []district.Holding
	_, err = pgx.ForEachRow(rows, []any{&area, &h.Post, &h.Name, &h.WorkPhone, &h.Duty, &h.From}, func() error {
		if area != last {
			l.draft.Hold(last, holdings)
			holdings, last = nil, area
			delete(vacant, area)
		}
		holdings = append(holdings, h)
		return nil
	})
	l.draft.Hold(last, holdings)
	for area := range vacant {
		l.draft.Hold(area, nil)
	}
	return err
}

// countBuildings adds the buildings that a statement finds to the tallies. Each counts in the one
// area that owns its point by the half-open rule of package geo.
func (l *loading) countBuildings(ctx context.Context, statement string, arguments args) error {
	rows, err := l.tx.Query(ctx, query(statement), arguments)
	if err != nil {
		return err
	}
	var lon, lat float64
	one := district.Tally{Buildings: 1}
	_, err = pgx.ForEachRow(rows, []any{&lon, &lat, &one.Households, &one.Estimated, &one.Residents}, func() error {
		at, err := geo.PointAt(lon, lat)
		if err != nil {
			return err
		}
		l.draft.Count(at, one)
		return nil
	})
	return err
}
