package api

import (
	"context"
	"net/http"
	"time"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// IssueCounts counts the issues that were opened in a community from a day until a day, exclusive.
// Outside the scope, small numbers are hidden, and what would give them away. *store.DB counts.
type IssueCounts interface {
	IssueCounts(ctx context.Context, community geo.AreaID, from, until time.Time, scope access.Scope) (access.IssueCounts, error)
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

// The days that are counted: 30 unless others are asked for, and 3,700 at most.
const (
	usualDays = 30
	mostDays  = 3700
)

// issueCounts answers GET /v1/communities/{id}/issue-counts[?from=][&until=].
func (s *server) issueCounts(r *http.Request) (any, error) {
	q, err := parseQuery(r, "from", "until")
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
	from, until, err := q.days(v.Day)
	if err != nil {
		return nil, err
	}
	counts, err := s.IssueCounts.IssueCounts(r.Context(), c.ID, from, until, scopeBy(r, seeIssues))
	if err != nil {
		return nil, err
	}
	answer := countsAnswer{date(counts.From), date(counts.Until), counts.Least, counts.Total, []gridIssues{}}
	for _, g := range counts.Grids {
		answer.Grids = append(answer.Grids, gridIssues(g))
	}
	return reply{http.StatusOK, nil, answer}, nil
}

// days returns the days from and until, by default the last days up to today.
func (q query) days(today time.Time) (from, until time.Time, err error) {
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
		from = until.AddDate(0, 0, -usualDays)
	}
	if length := until.Sub(from); length <= 0 || length > mostDays*24*time.Hour {
		err = badParameter.because("until 应晚于 from，最多相隔 %d 天。", "until must be later than from, by %d days at most.", mostDays).with("parameter", "until")
	}
	return from, until, err
}
