package analysis_test

import (
	"fmt"
	"slices"
	"testing"

	"gewu/analysis"
)

func TestTheIssuesBehindAFigureComePageByPageNewestFirst(t *testing.T) {
	town := newTown(8).people(1).noise(300, 0, 0, 3000, 3000, 120)
	first := town.issue(10, 10, 1, today-3)
	town.SetFirst(town.issue(11, 11, 1, today-2), first)
	town.SetFirst(town.issue(11, 11, 1, today-2), analysis.Void)
	town.SetFirst(town.issue(12, 12, 1, today-2), analysis.Unknown)
	e := town.evidence(t)
	list := func(more ...string) *analysis.Listing {
		values := map[string][]string{"days": {"60"}, "kind": {"09009"}, "area": {itoa(southID)}}
		for i := 0; i < len(more); i += 2 {
			values[more[i]] = []string{more[i+1]}
		}
		q, err := analysis.Parse("issues", values, today)
		if err != nil {
			t.Fatal(err)
		}
		l, err := e.ListIssues(q)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	load := answered(t, e, "load", "days", "60", "kind", "09009", "area", itoa(southID)).Provenance
	all := list("limit", "500")
	if all.Total != load.Reports || all.Incidents != load.Incidents || all.Next != nil || len(all.Issues) != all.Total {
		t.Fatalf("%d issues, %d of %d incidents, %d listed; load has %d and %d", all.Total, all.Incidents, load.Incidents, len(all.Issues), load.Reports, load.Incidents)
	}
	var paged []analysis.ListedIssue
	cursor := ""
	for pages := range 100 {
		page := list("limit", "7", "cursor", cursor)
		if page.Total != all.Total {
			t.Errorf("page %d has a total of %d", pages, page.Total)
		}
		paged = append(paged, page.Issues...)
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	same := func(a, b analysis.ListedIssue) bool { return a.ID == b.ID }
	newest := func(a, b analysis.ListedIssue) int { return -slices.Compare([]byte(a.Opened), []byte(b.Opened)) }
	if !slices.EqualFunc(paged, all.Issues, same) || !slices.IsSortedFunc(all.Issues, newest) {
		t.Errorf("page by page %d issues, at once %d", len(paged), len(all.Issues))
	}
	low, high := e.Plane.Metres(e.Grounds[0].Middle), e.Plane.Metres(e.Grounds[1].Middle)
	high.Y += 200
	a, b := e.Plane.Position(low), e.Plane.Position(high)
	west, south := a.Degrees()
	east, north := b.Degrees()
	inBox := list("limit", "500", "bbox", fmt.Sprintf("%.7f,%.7f,%.7f,%.7f", west, south, east, north))
	if inBox.Total == 0 || inBox.Total >= all.Total {
		t.Errorf("%d of %d in the box", inBox.Total, all.Total)
	}
	for _, i := range inBox.Issues {
		if at := e.Plane.Metres(struct{ Lon, Lat int32 }(i.At)); at.X < low.X-1 || at.X > high.X+1 || at.Y < low.Y-1 || at.Y > high.Y+1 {
			t.Errorf("issue %d lies at %v", i.ID, at)
		}
	}
}
