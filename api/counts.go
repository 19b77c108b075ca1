package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/district"
	"gewu/geo"
)

// IssueCounts counts the issues that were opened in a community from a day until a day, exclusive.
// Outside the scope it tells what everybody may know: whole quarters, in which small numbers are hidden
// with what would give them away. *store.DB counts.
type IssueCounts interface {
	IssueCounts(ctx context.Context, community geo.AreaID, from, until time.Time, scope access.Scope) (access.IssueCounts, error)
	// IssuePoints returns where the issues of a scope lie that were opened in a box from a day until a day.
	IssuePoints(ctx context.Context, land geo.Box, from, until time.Time, scope access.Scope) ([]geo.Point, error)
	// PublicCounts returns what everybody may know.
	PublicCounts(ctx context.Context) (*analysis.Public, error)
}

type countsAnswer struct {
	From  string       `json:"from"`
	Until string       `json:"until"` // the first day that is not counted
	Least int          `json:"least"` // smaller numbers are hidden; 0: none is
	Total *int         `json:"total"` // null: hidden
	Grids []gridIssues `json:"grids"`
}

type gridIssues struct {
	ID     geo.AreaID `json:"id"`
	Issues *int       `json:"issues"` // null: hidden
}

// The days that are counted: 30 unless others are asked for, and some ten years at most.
const (
	usualDays = 30
	mostDays  = 3700
)

// publicCounts says when anybody is told numbers that are not small.
var publicCounts = ruleOf("GET /v1/communities/{id}/issue-counts")

// overlaps reports whether a community or one of its grids lies in a scope.
func overlaps(scope access.Scope, s *district.Snapshot, community *district.Place) bool {
	return covers(scope, community) ||
		slices.ContainsFunc(s.Grids(community.ID), func(grid *district.Place) bool { return covers(scope, grid) })
}

// issueCounts answers GET /v1/communities/{id}/issue-counts[?from=][&until=][&at=].
func (s *server) issueCounts(r *http.Request) (any, error) {
	q, err := parseQuery(r, "from", "until", "at")
	if err != nil {
		return nil, err
	}
	v := viewOf(r)
	c, err := place(r, v.Snapshot)
	if err != nil {
		return nil, err
	}
	if c.Level.Role != district.RoleCommunity {
		return nil, noArea.because("辖区 %d 不是社区。", "Area %d is not a community.", c.ID)
	}
	exact := overlaps(scopeBy(r, seeIssues), v.Snapshot, c)
	if !exact && !publicCounts.opens(v) {
		return nil, mayNot()
	}
	from, until, err := q.days(v.Day, exact)
	if err != nil {
		return nil, err
	}
	day, given, err := q.day()
	if err != nil {
		return nil, err
	}
	count := s.issuesAsReported
	if given {
		count = s.issuesBy
	}
	counts, err := count(r, c, countedDays{by: day, from: from, until: until})
	if err != nil {
		return nil, err
	}
	answer := countsAnswer{date(counts.From), date(counts.Until), counts.Least, counts.Total, []gridIssues{}}
	for _, g := range counts.Grids {
		answer.Grids = append(answer.Grids, gridIssues(g))
	}
	return reply{http.StatusOK, nil, answer}, nil
}

// countedDays say which issues are counted, opened from a day until another, and by the division of which day.
type countedDays struct{ by, from, until time.Time }

// issuesAsReported counts issues in the grids that they were reported in.
func (s *server) issuesAsReported(r *http.Request, c *district.Place, days countedDays) (access.IssueCounts, error) {
	return s.IssueCounts.IssueCounts(r.Context(), c.ID, days.from, days.until, scopeBy(r, seeIssues))
}

// days returns the days from and until: by default the last ones up to today, or, of numbers that are
// told by the quarter only, the last quarters.
func (q query) days(today time.Time, exact bool) (from, until time.Time, err error) {
	until, given, err := q.date("until")
	if err != nil {
		return from, until, err
	}
	if !given {
		until = today.AddDate(0, 0, 1)
	}
	from, given, err = q.date("from")
	if err != nil {
		return from, until, err
	}
	if !given {
		from = until.AddDate(-1, -3, 0)
		if exact {
			from = until.AddDate(0, 0, -usualDays)
		}
	}
	if length := until.Sub(from); length <= 0 || length > mostDays*24*time.Hour {
		err = badParameter.because("until 应晚于 from，最多相隔 %d 天。", "until must be later than from, by %d days at most.", mostDays).with("parameter", "until")
	}
	return from, until, err
}
