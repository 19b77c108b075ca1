package api

import (
	"net/http"

	"gewu/district"
)

type districtAnswer struct {
	Name        district.Text     `json:"name"`
	TimeZone    string            `json:"time_zone"`
	Version     int64             `json:"version"`
	Day         string            `json:"day"`
	Bounds      *bounds           `json:"bounds"` // null: there is nothing with a place
	Attribution string            `json:"attribution"`
	BaseMap     *district.BaseMap `json:"base_map"`
	Levels      []districtLevel   `json:"levels"`
	Posts       []districtPost    `json:"posts"`
	Counts      districtCounts    `json:"counts"`
}

type districtLevel struct {
	Profile string `json:"profile"`
	Rank    int    `json:"rank"`
	levelAnswer
	Band *district.Band `json:"band"`
}

type districtPost struct {
	Level   string        `json:"level"`
	Profile string        `json:"profile"`
	Key     string        `json:"key"`
	Name    district.Text `json:"name"`
	First   bool          `json:"first"`
}

// districtCounts count the whole district; null: who asks sees only a part of that.
type districtCounts struct {
	Communities *int `json:"communities"`
	Grids       *int `json:"grids"`
	Buildings   *int `json:"buildings"`
	Issues      *int `json:"issues"`
	Households  *int `json:"households"`
}

// countsFor returns the counts that who asks may know.
func countsFor(r *http.Request, sum district.Summary) districtCounts {
	var counts districtCounts
	if scopeOf(r).All {
		counts = districtCounts{Communities: &sum.Communities, Grids: &sum.Grids, Buildings: &sum.Buildings, Households: &sum.Households}
	}
	if scopeBy(r, seeIssues).All {
		counts.Issues = &sum.Issues
	}
	return counts
}

// district answers GET /v1/district[?at=]: what the page must know before it draws anything.
func (s *server) district(r *http.Request) (any, error) {
	snapshot, err := s.dated(r)
	if err != nil {
		return nil, err
	}
	v := viewOf(r)
	summary := summaryOf(v, snapshot)
	answer := districtAnswer{
		Name: v.Settings.Name, TimeZone: v.Settings.TimeZone, Version: v.Version, Day: date(snapshot.Day),
		Attribution: v.Settings.Attribution, BaseMap: v.Settings.BaseMap,
		Levels: levelsOf(snapshot), Posts: districtPosts(snapshot, !scopeBy(r, seePosts).None()),
		Counts: countsFor(r, summary),
	}
	if summary.Bound != nil {
		b := boundsOf(*summary.Bound)
		answer.Bounds = &b
	}
	return answer, nil
}

// summaryOf counts the areas of a day. What stands on the ground, and what was reported, is counted as
// it is today.
func summaryOf(v *View, s *district.Snapshot) district.Summary {
	sum := v.Summary
	if s == v.Snapshot {
		return sum
	}
	communities, grids, around := s.Extent()
	sum.Communities, sum.Grids = communities, grids
	if around != nil {
		sum.Bound = around
	}
	return sum
}

func levelsOf(s *district.Snapshot) []districtLevel {
	levels := []districtLevel{}
	for _, l := range s.Levels {
		levels = append(levels, districtLevel{l.Profile, l.Rank, levelAnswer{l.Key, l.Name, l.Role}, l.Band})
	}
	return levels
}

// districtPosts returns all posts, or those on notice.
func districtPosts(s *district.Snapshot, all bool) []districtPost {
	byID := map[district.LevelID]district.Level{}
	for _, l := range s.Levels {
		byID[l.ID] = l
	}
	posts := []districtPost{}
	for _, p := range s.Posts {
		if !all && !p.Notice {
			continue
		}
		l := byID[p.Level]
		posts = append(posts, districtPost{l.Key, l.Profile, p.Key, p.Name, p.First})
	}
	return posts
}
