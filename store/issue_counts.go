package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

// IssueCounts counts the issues opened in each grid of a community in a time, from a day until
// another, exclusive. The grids are those that were in force at some time of it, in order of their ids.
//
// To whom some of these grids are in their scope, the numbers of these are told as they are, the others
// are hidden, and so is the total when any is. To all others is told what everybody may know, by
// [DB.PublicCounts]: of the whole calendar quarters in that time that are over (the answer says which days
// these are) the incidents of those grids, and of the community, of which nothing is hidden in any of them.
func (db *DB) IssueCounts(
	ctx context.Context, community geo.AreaID, from, until time.Time, scope access.Scope,
) (access.IssueCounts, error) {
	counts, err := db.issueCounts(ctx, community, term{dateOf(from), dateOf(until)}, scope)
	if err != nil {
		return counts, fmt.Errorf("issues of community %d: %w", community, explain(err))
	}
	return counts, nil
}

func (db *DB) issueCounts(ctx context.Context, community geo.AreaID, asked term, scope access.Scope) (access.IssueCounts, error) {
	if !scope.None() {
		cells, err := db.countIssues(ctx, community, []term{asked}, scope)
		if err != nil || slices.ContainsFunc(cells, func(c issueCell) bool { return c.seen }) {
			counts := tellSums(cells, func(c issueCell) bool { return c.seen })
			counts.From, counts.Until = asked.from, asked.until
			return counts, err
		}
	}
	table, err := db.PublicCounts(ctx)
	if err != nil {
		return access.IssueCounts{}, err
	}
	return publicIssueCounts(table, community, asked), nil
}

// publicIssueCounts is what everybody may know of a community in a time.
func publicIssueCounts(table *analysis.Public, community geo.AreaID, asked term) access.IssueCounts {
	quarters := table.Within(asked.from, asked.until)
	counts := access.IssueCounts{
		From: asked.from, Until: asked.from, Least: analysis.PublicLeast,
		Total: analysis.PublicSum(quarters, community), Grids: []access.GridIssues{},
	}
	if n := len(quarters); n > 0 {
		counts.From, counts.Until = quarters[0].From, quarters[n-1].Until
	}
	for _, grid := range analysis.PublicParts(quarters, community, analysis.LevelGrid) {
		counts.Grids = append(counts.Grids, access.GridIssues{ID: grid.ID, Issues: analysis.PublicSum(quarters, grid.ID)})
	}
	return counts
}

// A term is a time from a day until another, exclusive.
type term struct{ from, until time.Time }

// quartersIn returns the calendar quarters within a time that are over today.
func quartersIn(t term, today time.Time) []term {
	var quarters []term
	from := quarterOf(t.from)
	if from.Before(t.from) {
		from = from.AddDate(0, 3, 0)
	}
	for {
		until := from.AddDate(0, 3, 0)
		if until.After(t.until) || until.After(today) {
			return quarters
		}
		quarters = append(quarters, term{from, until})
		from = until
	}
}

// An issueCell is how many issues a grid had in a term.
type issueCell struct {
	grid   geo.AreaID
	seen   bool // the grid is in the scope; else it may have had more than were counted
	issues int
}

// countIssues counts the issues of a scope in grids of a community, term by term, in the order of the
// grids. A grid has cells for those terms in which it was in force at some time.
func (db *DB) countIssues(ctx context.Context, community geo.AreaID, terms []term, scope access.Scope) (cells []issueCell, err error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	begins, ends := make([]time.Time, len(terms)), make([]time.Time, len(terms))
	for i, t := range terms {
		begins[i], ends[i] = t.from, t.until
	}
	arguments := args{"community": int64(community), "zone": settings.TimeZone, "begins": begins, "ends": ends}
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("issue_counts"), arguments)
		if err != nil {
			return err
		}
		cells, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c issueCell, err error) {
			return c, row.Scan(&c.grid, &c.seen, &c.issues)
		})
		return err
	})
	return cells, err
}

// tellSums adds up the cells of each grid, which follow one another. A sum with a cell that may not be
// told is hidden, and with any of them the total.
func tellSums(cells []issueCell, may func(issueCell) bool) access.IssueCounts {
	counts := access.IssueCounts{Total: new(int), Grids: []access.GridIssues{}}
	for i, c := range cells {
		if i == 0 || c.grid != cells[i-1].grid {
			counts.Grids = append(counts.Grids, access.GridIssues{ID: c.grid, Issues: new(int)})
		}
		grid := &counts.Grids[len(counts.Grids)-1]
		grid.Issues = addTold(grid.Issues, c.issues, may(c))
		counts.Total = addTold(counts.Total, c.issues, may(c))
	}
	if len(cells) == 0 {
		counts.Total = nil
	}
	return counts
}

// addTold adds to a sum, nil when it is hidden.
func addTold(sum *int, n int, may bool) *int {
	if sum == nil || !may {
		return nil
	}
	*sum += n
	return sum
}

// IssuePoints returns where the issues of a scope lie that were opened in a box from a day until another,
// exclusive. They can be counted by any division of the land, not only by that of their days.
func (db *DB) IssuePoints(ctx context.Context, land geo.Box, from, until time.Time, scope access.Scope) ([]geo.Point, error) {
	settings, err := db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	west, south := land.Min.Degrees()
	east, north := land.Max.Degrees()
	arguments := args{
		"west": west, "south": south, "east": east, "north": north,
		"begins": dateOf(from), "ends": dateOf(until), "zone": settings.TimeZone,
	}
	var points []geo.Point
	err = db.readIn(ctx, scope, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query("issue_points"), arguments)
		if err != nil {
			return err
		}
		points, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (geo.Point, error) {
			var lon, lat float64
			if err := row.Scan(&lon, &lat); err != nil {
				return geo.Point{}, err
			}
			return geo.PointAt(lon, lat)
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("positions of issues: %w", explain(err))
	}
	return points, nil
}
