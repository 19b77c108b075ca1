package demo

import (
	"fmt"
	"slices"
	"sort"
	"time"

	"gewu/district"
)

// The course of visits: how long there is between two at a house, in days, and how far back they go.
const (
	visitsBack    = 240
	leastPause    = 45
	mostPause     = 90
	idleDays      = 150  // how long nobody has called in a grid whose manager has let it slide
	idleShare     = 0.05 // of grids
	unvisited     = 0.02 // of houses: never called at
	furtherReport = 0.04 // of issues: reported again
)

// visitRecords returns the visits of eight months: managers call at the houses of their grid in turn. In some grids nobody
// has called for months, and some houses nobody ever called at.
func (t *town) visitRecords(duties []district.Duty) []district.Visit {
	manager := map[string]string{}
	for _, x := range duties {
		if x.Post == "manager" {
			manager[x.Area] = x.ID
		}
	}
	var out []district.Visit
	for i, g := range t.grids() {
		d := diceFor(t.seed, stageVisits, i)
		last := 0
		if d.chance(idleShare) {
			last = idleDays + d.IntN(60)
		}
		for _, h := range t.homesOf(g) {
			if !d.chance(unvisited) {
				out = append(out, t.visitsAt(h, manager[g.code], last, d)...)
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].At.Before(out[j].At) })
	for i := range out {
		out[i].Origin = district.Origin{Row: int64(i + 1), ID: fmt.Sprintf("v%06d", i+1)}
	}
	return out
}

// visitsAt are the visits at a house, of which the last is at least some days ago.
func (t *town) visitsAt(h *house, staff string, last int, d dice) (out []district.Visit) {
	for ago := last + 1 + d.IntN(mostPause); ago < visitsBack; ago += d.whole(leastPause, mostPause) {
		at := t.today.AddDate(0, 0, -ago).Add(time.Duration(9*60+d.IntN(8*60)) * time.Minute)
		out = append(out, district.Visit{Building: h.id, From: Source, At: at, Staff: staff})
	}
	return out
}

// grids returns all grids of the town.
func (t *town) grids() []*region {
	var leaves []*region
	var walk func(r *region)
	walk = func(r *region) {
		if len(r.parts) == 0 {
			leaves = append(leaves, r)
		}
		for _, part := range r.parts {
			walk(part)
		}
	}
	walk(t.top)
	return leaves
}

// withDuplicates returns the issues with some that report again, within a day, what one of them reports. The
// issues themselves stay as they were.
func (t *town) withDuplicates(issues []district.Issue) []district.Issue {
	d := diceFor(t.seed, stageDuplicates, 0)
	out := slices.Clone(issues)
	n := 0
	for _, x := range issues {
		if !d.chance(furtherReport) || x.Status == "void" {
			continue
		}
		again := x
		again.OpenedAt = x.OpenedAt.Add(time.Duration(10+d.IntN(20*60)) * time.Minute).Truncate(time.Second)
		if !again.OpenedAt.Before(t.today) || x.ClosedAt != nil && again.OpenedAt.After(*x.ClosedAt) {
			continue
		}
		n++
		again.ID, again.Duplicate, again.DuplicateOf = fmt.Sprintf("d%05d", n), true, x.ID
		out = append(out, again)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].OpenedAt.Before(out[j].OpenedAt) })
	for i := range out {
		out[i].Row = int64(i + 1)
	}
	return out
}
