package store_test

import (
	"errors"
	"fmt"
	"testing"

	"gewu/access"
	"gewu/district"
	"gewu/plan"
	"gewu/store"
)

// manyCommunities is a district of n communities in rows of 20, each a square of two grids.
func manyCommunities(n int) (communities, grids []district.Area) {
	for i := range n {
		x, y := float64(i%20), float64(i/20)
		code := fmt.Sprintf("C%03d", i)
		communities = append(communities, area(code, "", land(x, y, x+1, y+1)))
		grids = append(grids,
			area(code+"-01", code, land(x, y, x+0.5, y+1)), area(code+"-02", code, land(x+0.5, y, x+1, y+1)))
	}
	return communities, grids
}

// mergersOf merges n communities to fewer, each of neighbours in a row: the first of a merger goes on.
func mergersOf(n, fewer int) []plan.Merger {
	var mergers []plan.Merger
	for i := range n {
		if i*fewer/n == len(mergers) {
			mergers = append(mergers, plan.Merger{Code: fmt.Sprintf("C%03d", i), Name: fmt.Sprintf("united %d", i)})
		}
		m := &mergers[len(mergers)-1]
		m.From = append(m.From, fmt.Sprintf("C%03d", i))
	}
	return mergers
}

func TestMergeOf292CommunitiesInto86KeepsTheirGridsAndOldCodes(t *testing.T) {
	const n, fewer = 292, 86
	db := open(t)
	communities, grids := manyCommunities(n)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	// One of other levels lies beside them, and is left alone.
	importAreas(t, db, store.Import{Level: "community", Profile: "three-level", From: spring2026}, area("T", "", land(30, 0, 31, 1)))
	importAreas(t, db, store.Import{Level: "estate", Profile: "three-level", From: spring2026}, area("T-01", "T", land(30, 0, 31, 1)))

	out, err := db.MergeCommunities(t.Context(), console, mergersOf(n, fewer), plan.Publication{From: summer2026, Title: "292 → 86"})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(out.Editions); got != fewer {
		t.Errorf("%d communities have a new edition, want %d", got, fewer)
	}
	was, is := snapshot(t, db, spring2026), snapshot(t, db, summer2026)
	if got := [2]int{len(was.Communities()), len(is.Communities())}; got != [2]int{n + 1, fewer + 1} {
		t.Fatalf("communities before and after: %v", got)
	}
	if len(was.ByCode("C001")) != 1 || len(is.ByCode("C001")) != 0 {
		t.Error("the code of a community that ended does not answer for the days before, or still does after")
	}
	for _, g := range append(grids, area("T", "", nil), area("T-01", "T", nil)) {
		old, now := was.ByCode(g.Code), is.ByCode(g.Code)
		if len(old) != 1 || len(now) != 1 || old[0].ID != now[0].ID {
			t.Fatalf("%s is not what it was", g.Code)
		}
	}
	merged := map[plan.LineageKind]int{}
	for _, edition := range editionsOn(t, db, is) {
		for _, l := range edition.Lineage {
			merged[l.Kind]++
		}
	}
	if merged[plan.Kept] != 2*n {
		t.Errorf("%d grids are told of as kept, want %d", merged[plan.Kept], 2*n)
	}
	if got := countKind(out.Lineage, plan.Merged); got != n-fewer {
		t.Errorf("%d communities are told of as merged, want %d", got, n-fewer)
	}
}

// editionsOn are the editions in force in the communities of a snapshot.
func editionsOn(t *testing.T, db *store.DB, s *district.Snapshot) []plan.EditionDetail {
	t.Helper()
	var all []plan.EditionDetail
	for _, c := range s.Communities() {
		grids := s.Grids(c.ID)
		d, err := db.Edition(t.Context(), grids[0].Edition.ID, access.Everything)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

func countKind(lineage []plan.Lineage, kind plan.LineageKind) int {
	n := 0
	for _, l := range lineage {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

func TestMergersThatMakeNoSenseChangeNothing(t *testing.T) {
	db := divided(t)
	importAreas(t, db, store.Import{Level: "community", Profile: "three-level", From: spring2026}, area("T", "", land(30, 0, 31, 1)))
	for name, m := range map[string][]plan.Merger{
		"a community that is not there": {{Code: "A", Name: "A", From: []string{"A", "Z"}}},
		"a community named twice":       {{Code: "A", Name: "A", From: []string{"A", "A"}}},
		"the code of another community": {{Code: "B", Name: "B", From: []string{"A"}}},
		"nothing to be merged":          {{Code: "A", Name: "A"}},
		"communities of other levels":   {{Code: "A", Name: "A", From: []string{"A", "T"}}},
		"mergers of several levels":     {{Code: "A", Name: "A", From: []string{"A", "B"}}, {Code: "T", Name: "U", From: []string{"T"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := db.MergeCommunities(t.Context(), console, m, plan.Publication{From: summer2026}); !errors.Is(err, store.ErrMerger) {
				t.Errorf("error %v, want ErrMerger", err)
			}
			if got := len(snapshot(t, db, summer2026).Communities()); got != 3 {
				t.Errorf("%d communities afterwards", got)
			}
		})
	}
}

func TestAnEarlierDivisionIsPublishedAgainAsANewEdition(t *testing.T) {
	db := divided(t)
	was := codesOf(t, db, summer2026)
	first := snapshot(t, db, summer2026).ByCode("A")[0]
	before, err := db.Editions(t.Context(), first.ID, access.Everything)
	if err != nil || len(before) != 1 {
		t.Fatalf("editions %v, error %v", before, err)
	}
	importAreas(t, db, store.Import{Level: "grid", Community: "A", From: summer2026}, area("A9", "A", land(0, 0, 2, 2)))
	autumn := day("2026-09-01")
	out, err := db.RestoreEditions(t.Context(), console, []int64{before[0].ID}, plan.Publication{From: autumn, Title: "as it was"})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Editions) != 1 || out.Editions[0].Number != 3 || out.Editions[0].Title != "as it was" {
		t.Errorf("editions %+v, want number 3", out.Editions)
	}
	if got := codesOf(t, db, autumn)["A"]; fmt.Sprint(got) != fmt.Sprint(was["A"]) {
		t.Errorf("grids %v, want those of before, %v", got, was["A"])
	}
	if got := codesOf(t, db, summer2026)["A"]; fmt.Sprint(got) != "[A9]" {
		t.Errorf("grids of the time in between are %v", got)
	}
	if got := countKind(out.Lineage, plan.Divided); got != len(was["A"]) {
		t.Errorf("lineage %+v, want A9 split", out.Lineage)
	}
	if _, err := db.RestoreEditions(t.Context(), console, []int64{before[0].ID}, plan.Publication{From: autumn}); !errors.Is(err, plan.ErrSameDivision) {
		t.Errorf("once more: error %v, want ErrSameDivision", err)
	}
	if _, err := db.RestoreEditions(t.Context(), console, []int64{before[0].ID}, plan.Publication{From: spring2026}); !errors.Is(err, plan.ErrTooEarly) {
		t.Errorf("before the edition in force: error %v, want ErrTooEarly", err)
	}
	if _, err := db.Edition(t.Context(), 1<<40, access.Everything); !errors.Is(err, plan.ErrNoEdition) {
		t.Errorf("unknown edition: error %v", err)
	}
}
