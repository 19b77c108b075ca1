package analysis

import (
	"cmp"
	"slices"
	"time"

	"gewu/geo"
	"gewu/hotspot/veil"
)

// PublicLeast is the smallest count, but zero, that everybody is told.
const PublicLeast = veil.Least

// Veil is the rule of what everybody is told of the counts of one quarter: see package veil.
var Veil = veil.Tell

// A Public is what everybody may know of how much is reported: one table of all kinds together, of areas in
// whole calendar quarters that are over, each incident in the grid that it was reported in. There are no
// other tables, so that nothing comes out by subtracting one from another. It is never changed once made.
type Public struct{ quarters []PublicQuarter }

// A PublicQuarter is a calendar quarter of the table.
type PublicQuarter struct {
	From, Until time.Time    // days, at midnight UTC; until, exclusive
	Areas       []PublicArea // that were in force at some time of it
	at          map[geo.AreaID]int
}

// A PublicArea is an area in a quarter.
type PublicArea struct {
	ID, Parent geo.AreaID // 0: none
	Level      Level
	Code, Name string
	Count      int // of a grid; what is given of others is not looked at
	told       bool
}

// NewPublic makes the table of quarters in the order of time, and hides of each what a rule says: [Veil].
// An area whose parent is not among the areas of the quarter is at the top.
func NewPublic(quarters []PublicQuarter, rule func(parents []int32, counts []int) []veil.Cell) *Public {
	p := &Public{quarters: slices.Clone(quarters)}
	for i := range p.quarters {
		p.quarters[i].cover(rule)
	}
	return p
}

// cover puts parents before their parts and hides what the rule says.
func (q *PublicQuarter) cover(rule func(parents []int32, counts []int) []veil.Cell) {
	at := make(map[geo.AreaID]int, len(q.Areas))
	for i, a := range q.Areas {
		at[a.ID] = i
	}
	depth := make(map[geo.AreaID]int, len(q.Areas))
	for _, a := range q.Areas {
		for up, ok := at[a.Parent]; ok && depth[a.ID] <= len(q.Areas); up, ok = at[q.Areas[up].Parent] {
			depth[a.ID]++
		}
	}
	q.Areas = slices.Clone(q.Areas)
	slices.SortFunc(q.Areas, func(a, b PublicArea) int { return cmp.Or(depth[a.ID]-depth[b.ID], cmp.Compare(a.ID, b.ID)) })
	q.at = make(map[geo.AreaID]int, len(q.Areas))
	parents, counts := make([]int32, len(q.Areas)), make([]int, len(q.Areas))
	for i, a := range q.Areas {
		q.at[a.ID] = i
		parents[i], counts[i] = -1, a.Count
		if up, ok := q.at[a.Parent]; ok {
			parents[i] = int32(up)
		}
	}
	for i, cell := range rule(parents, counts) {
		q.Areas[i].Count, q.Areas[i].told = cell.Count, cell.Told
	}
}

// Within returns the quarters of the table that lie within a time, until exclusive.
func (p *Public) Within(from, until time.Time) []PublicQuarter {
	var in []PublicQuarter
	for _, q := range p.quarters {
		if !q.From.Before(from) && !q.Until.After(until) {
			in = append(in, q)
		}
	}
	return in
}

// Last returns the last quarter of the table; false for none.
func (p *Public) Last() (q PublicQuarter, ok bool) {
	if len(p.quarters) == 0 {
		return q, false
	}
	return p.quarters[len(p.quarters)-1], true
}

// PublicSum returns how many incidents an area had in some quarters; nil when one of them is hidden, or it
// was in force in none. Sums of hidden counts are not told, so sums say nothing that their parts do not.
func PublicSum(quarters []PublicQuarter, area geo.AreaID) *int {
	sum, known := 0, false
	for _, q := range quarters {
		if i, ok := q.at[area]; ok {
			if !q.Areas[i].told {
				return nil
			}
			sum, known = sum+q.Areas[i].Count, true
		}
	}
	if !known {
		return nil
	}
	return &sum
}

// PublicParts returns the areas of a level that lie in an area (0: in any), or are it, in some quarters: each
// as it was in the last of these, by their ids.
func PublicParts(quarters []PublicQuarter, area geo.AreaID, level Level) []PublicArea {
	last := map[geo.AreaID]PublicArea{}
	for _, q := range quarters {
		for i, a := range q.Areas {
			if a.Level == level && (area == 0 || q.lies(i, area)) {
				last[a.ID] = a
			}
		}
	}
	parts := make([]PublicArea, 0, len(last))
	for _, a := range last {
		parts = append(parts, a)
	}
	slices.SortFunc(parts, func(a, b PublicArea) int { return cmp.Compare(a.ID, b.ID) })
	return parts
}

// lies reports whether the i-th area lies in an area or is it.
func (q *PublicQuarter) lies(i int, area geo.AreaID) bool {
	for {
		if q.Areas[i].ID == area {
			return true
		}
		up, ok := q.at[q.Areas[i].Parent]
		if !ok {
			return false
		}
		i = up
	}
}
