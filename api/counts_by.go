package api

import (
	"net/http"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// issuesBy counts the issues of a community by the division in force on a day: each in the grid on whose
// land it lies then, whatever grid it was reported in. Only who is in charge of the whole community is
// told, for what is hidden in one division could be found by subtracting another. A grid with an issue
// that they may not see, since it was reported beyond today's border, is hidden, and so is the total.
func (s *server) issuesBy(r *http.Request, today *district.Place, days countedDays) (counts access.IssueCounts, err error) {
	scope := scopeBy(r, seeIssues)
	snapshot, err := s.on(r, days.by)
	if err != nil {
		return counts, err
	}
	then, ok := snapshot.Place(today.ID)
	if !ok {
		return counts, noArea.because("%s 尚无辖区 %d。", "There was no area %[2]d on %[1]s.", date(days.by), today.ID)
	}
	switch {
	case covers(scope, today):
	case requestOf(r).who == nil:
		return counts, signInFirst()
	default:
		return counts, mayNot()
	}
	seen, err := s.issuesOn(r, snapshot, then, days, scope)
	if err != nil {
		return counts, err
	}
	all, err := s.issuesOn(r, snapshot, then, days, access.Everything)
	if err != nil {
		return counts, err
	}
	counts = access.IssueCounts{From: days.from, Until: days.until, Total: new(int)}
	for _, grid := range snapshot.Grids(then.ID) {
		told := access.GridIssues{ID: grid.ID}
		if n := all[grid.ID]; n == seen[grid.ID] {
			told.Issues = &n
		}
		counts.Grids = append(counts.Grids, told)
	}
	for id, n := range all {
		if counts.Total != nil {
			*counts.Total += n
		}
		if n != seen[id] {
			counts.Total = nil
		}
	}
	return counts, nil
}

// issuesOn counts the issues of a scope by the grid of a community that owns the ground they lie on, or the
// community itself where no grid does.
func (s *server) issuesOn(
	r *http.Request, snapshot *district.Snapshot, community *district.Place, days countedDays, scope access.Scope,
) (map[geo.AreaID]int, error) {
	points, err := s.IssueCounts.IssuePoints(r.Context(), snapshot.Land(community.ID), days.from, days.until, scope)
	if err != nil {
		return nil, err
	}
	counts := map[geo.AreaID]int{}
	for _, p := range points {
		if owner := snapshot.Owner(p); owner.Above(district.RoleCommunity) == community {
			counts[owner.ID]++
		}
	}
	return counts, nil
}
