package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/store"
)

// board is a community of n × n grids.
func board(n int) (district.Area, []district.Area) {
	var grids []district.Area
	for x := range n {
		for y := range n {
			code := fmt.Sprintf("G%02d%02d", x, y)
			grids = append(grids, area(code, "A", land(float64(x), float64(y), float64(x+1), float64(y+1))))
		}
	}
	return area("A", "", land(0, 0, float64(n), float64(n))), grids
}

// coloursOf returns the colours of grids, after checking that those that meet, also at a
// corner, differ.
func coloursOf(t *testing.T, db *store.DB, n int) map[string]int {
	t.Helper()
	s := snapshot(t, db, summer2026)
	colours := map[string]int{}
	for x := range n {
		for y := range n {
			code := fmt.Sprintf("G%02d%02d", x, y)
			colours[code] = s.ByCode(code)[0].Colour
			for _, d := range [][2]int{{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}} {
				other := fmt.Sprintf("G%02d%02d", x+d[0], y+d[1])
				if colour, ok := colours[other]; ok && colour == colours[code] {
					t.Errorf("%s and %s have the colour %d", code, other, colour)
				}
			}
		}
	}
	return colours
}

func TestNeighboursDifferInColourAndKeepIt(t *testing.T) {
	const n = 6
	db := open(t)
	community, grids := board(n)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, community)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	before := coloursOf(t, db, n)
	grids[7].Name = "renamed"
	grids[8].Boundary = land(1, 2, 2, 2.9) // G0102 gives up a strip
	importAreas(t, db, store.Import{Level: "grid", From: summer2026}, grids...)
	if diff := cmp.Diff(before, coloursOf(t, db, n)); diff != "" {
		t.Error(diff)
	}
}

func TestGridsOfNeighbouringCommunitiesDifferInColour(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	for _, grid := range grids { // one import each, so that all others stand already
		importAreas(t, db, store.Import{Level: "grid", From: spring2026}, complete(grid.Code)...)
	}
	s := snapshot(t, db, summer2026)
	for _, pair := range [][2]string{{"A1", "A2"}, {"A2", "B1"}, {"B1", "B2"}} {
		if a, b := s.ByCode(pair[0])[0], s.ByCode(pair[1])[0]; a.Colour == b.Colour {
			t.Errorf("%v both have the colour %d", pair, a.Colour)
		}
	}
}

// complete is the grids of one community up to a code: a file names all of them.
func complete(code string) []district.Area {
	var named []district.Area
	for _, grid := range grids {
		if grid.Parent == code[:1] && grid.Code <= code {
			named = append(named, grid)
		}
	}
	return named
}

func TestDirtyBordersAreTakenWithAWarning(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	report := importAreas(t, db, store.Import{Level: "grid", From: spring2026},
		area("A1", "A", land(0, 0, 1.1, 2)),  // 0.1 × 2 into A2
		area("A2", "A", land(1, 0, 2, 2.5)),  // 1 × 0.5 out of A
		area("B1", "B", land(2, 0, 3, 2)),    // meets A2
		area("B2", "B", land(3, 0, 4.01, 2)), // 0.01 × 2 out of B
	)
	if len(report.Warnings) != 2 {
		t.Fatalf("warnings = %v", report.Warnings)
	}
	overlap, outside := report.Warnings[0], report.Warnings[1]
	if overlap.Kind != store.Overlap || overlap.Count != 1 || overlap.Example != "A1 and A2" || overlap.Largest < 200_000 || overlap.Largest > 220_000 {
		t.Errorf("overlap = %+v", overlap)
	}
	if outside.Kind != store.OutsideParent || outside.Count != 2 || outside.Example != "A2" || outside.Largest < 500_000 || outside.Largest > 540_000 {
		t.Errorf("outside = %+v", outside)
	}
	if got := overlap.String(); !strings.HasPrefix(got, "1 pairs of areas overlap, at most by 21") {
		t.Errorf("in words: %s", got)
	}
}

// A section and its grids: each level is imported alone and keeps the other.
func TestAnEditionCarriesOverTheOtherLevelsOfItsCommunity(t *testing.T) {
	db := open(t)
	in := store.Import{Profile: "four-level", From: spring2026}
	in.Level = "community"
	importAreas(t, db, in, area("A", "", land(0, 0, 2, 2)))
	in.Level = "station"
	importAreas(t, db, in, area("S1", "A", land(0, 0, 1, 2)), area("S2", "A", land(1, 0, 2, 2)))
	in.Level = "grid"
	importAreas(t, db, in, area("G1", "S1", land(0, 0, 1, 2)), area("G2", "S2", land(1, 0, 2, 2)))
	in.Level, in.From = "station", summer2026
	report := importAreas(t, db, in, area("S1", "A", land(0, 0, 2, 2)))
	if report.Removed != 1 || len(report.Editions) != 1 || report.Editions[0].Number != 3 || report.Editions[0].Areas != 3 {
		t.Errorf("report = %+v", report)
	}
	s := snapshot(t, db, summer2026)
	for code, want := range map[string]string{"G1": "S1", "G2": "A"} { // S2 is gone: its grid falls to the community
		if place := s.ByCode(code)[0]; place.Parent.Code != want {
			t.Errorf("%s is in %s, want %s", code, place.Parent.Code, want)
		}
	}
}

// A community that moves to another street changes the editions of both.
func TestACommunityMovesToAnotherStreet(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "street", From: spring2026}, area("S", "", land(0, 0, 2, 2)), area("T", "", land(2, 0, 4, 2)))
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, area("A", "S", land(0, 0, 2, 2)), area("B", "T", land(2, 0, 4, 2)))
	report := importAreas(t, db, store.Import{Level: "community", From: summer2026}, area("A", "T", land(0, 0, 2, 2)))
	if report.Changed != 1 || report.Removed != 0 || len(report.Editions) != 2 {
		t.Errorf("report = %+v", report)
	}
	for on, want := range map[string]string{"2026-05-31": "S", "2026-06-01": "T"} {
		if place := snapshot(t, db, day(on)).ByCode("A")[0]; place.Parent.Code != want {
			t.Errorf("on %s it is in %s, want %s", on, place.Parent.Code, want)
		}
	}
}

func TestTheSameAreasImportedAtOnceMakeOneEdition(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			in := store.Import{Source: fmt.Sprintf("copy %d", i), Level: "grid", From: spring2026}
			if _, err := db.ImportAreas(t.Context(), in, rows(grids...)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if place := snapshot(t, db, summer2026).ByCode("A1")[0]; place.Edition.Number != 1 {
		t.Errorf("edition %d", place.Edition.Number)
	}
}

func TestAnImportOfAreasThatMakesNoSenseIsRefused(t *testing.T) {
	for name, in := range map[string]store.Import{
		"a level that is none":         {Level: "planet"},
		"a profile without the level":  {Level: "grid", Profile: "three-levels"},
		"a community that is none":     {Level: "grid", Community: "Z"},
		"a community not yet in force": {Level: "grid", Community: "A", From: day("2020-01-01")},
		"a parent that is none":        {Level: "grid", Parent: "Z"},
		"a community for communities":  {Level: "community", Community: "A"},
	} {
		t.Run(name, func(t *testing.T) {
			in.Source = "s"
			_, err := divided(t).ImportAreas(t.Context(), in, rows(grids[0]))
			if !errors.Is(err, store.ErrImport) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

// The word "grid" finds the level that is the grid of a community's profile, whatever its key.
func TestALevelIsFoundByItsRole(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", Profile: "five-level", From: spring2026}, communities[0])
	importAreas(t, db, store.Import{Level: "grid", Community: "A", From: spring2026}, grids[0])
	if place := snapshot(t, db, summer2026).ByCode("A1")[0]; place.Level.Key != "courtyard" {
		t.Errorf("level %s", place.Level.Key)
	}
}

func TestAGridOfAnotherProfileIsToldFromOneWithoutACommunity(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", Profile: "street-grid", From: spring2026}, communities[0])
	importAreas(t, db, store.Import{Level: "community", Profile: "four-level", From: spring2026}, communities[1])
	var reason string
	in := store.Import{Source: "g", Level: "grid", Profile: "street-grid", From: spring2026}
	in.OnReject = func(r store.Reject) error { reason = r.Reason; return nil }
	_, err := db.ImportAreas(t.Context(), in, rows(grids[0], grids[2]))
	want := "its parent B follows the profile four-level, not street-grid: import the areas of each profile by themselves, stating it"
	if !errors.Is(err, store.ErrRejects) || reason != want {
		t.Errorf("%v: %q", err, reason)
	}
}
