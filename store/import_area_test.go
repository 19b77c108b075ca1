package store_test

import (
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// The land of these tests, in hundredths of a degree from 118.40 E, 31.30 N: community A in the
// west, B in the east, each two grids wide.
//
//	2 ┌────┬────┬────┬────┐
//	  │ A1 │ A2 │ B1 │ B2 │
//	0 └────┴────┴────┴────┘
//	  0    1    2    3    4
func land(west, south, east, north float64) orb.MultiPolygon {
	ring := orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
	for i, p := range ring {
		ring[i] = orb.Point{118.40 + p[0]/100, 31.30 + p[1]/100}
	}
	return orb.MultiPolygon{{ring}}
}

// at is a point of that land.
func at(east, north float64) *orb.Point {
	return &orb.Point{118.40 + east/100, 31.30 + north/100}
}

func area(code, parent string, boundary orb.MultiPolygon) district.Area {
	return district.Area{Code: code, Name: "area " + code, Parent: parent, Boundary: boundary}
}

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

var (
	communities = []district.Area{area("A", "", land(0, 0, 2, 2)), area("B", "", land(2, 0, 4, 2))}
	grids       = []district.Area{
		area("A1", "A", land(0, 0, 1, 2)), area("A2", "A", land(1, 0, 2, 2)),
		area("B1", "B", land(2, 0, 3, 2)), area("B2", "B", land(3, 0, 4, 2)),
	}
	spring2026 = day("2026-03-01")
	summer2026 = day("2026-06-01")
)

// rows numbers records as a file does.
func rows[R any](records ...R) iter.Seq2[R, error] { return all(records) }

func importAreas(t *testing.T, db *store.DB, in store.Import, areas ...district.Area) store.Report {
	t.Helper()
	if in.Source == "" {
		in.Source = in.Level + ".geojson"
	}
	report, err := db.ImportAreas(t.Context(), in, rows(areas...))
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// divided is a district with communities A and B and their grids, from 1 March 2026.
func divided(t *testing.T) *store.DB {
	t.Helper()
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	return db
}

func snapshot(t *testing.T, db *store.DB, on time.Time) *district.Snapshot {
	t.Helper()
	s, err := db.Snapshot(t.Context(), on)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// codesOf lists what is in force: the codes of each community's grids.
func codesOf(t *testing.T, db *store.DB, on time.Time) map[string][]string {
	t.Helper()
	s := snapshot(t, db, on)
	codes := map[string][]string{}
	for _, community := range s.Communities() {
		codes[community.Code] = nil
		for _, grid := range s.Grids(community.ID) {
			codes[community.Code] = append(codes[community.Code], grid.Code)
		}
	}
	return codes
}

func TestGridsBecomeAnEditionOfEachCommunity(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	report := importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	if report.Added != 4 || len(report.Editions) != 2 || len(report.Warnings) != 0 {
		t.Errorf("report = %+v", report)
	}
	for i, code := range []string{"A", "B"} {
		if e := report.Editions[i]; e.ScopeCode != code || e.Number != 1 || e.Areas != 2 || !e.From.Equal(spring2026) {
			t.Errorf("edition of %s = %+v", code, e)
		}
	}
	want := map[string][]string{"A": {"A1", "A2"}, "B": {"B1", "B2"}}
	if diff := cmp.Diff(want, codesOf(t, db, summer2026)); diff != "" {
		t.Error(diff)
	}
	if before := codesOf(t, db, day("2026-02-28")); len(before) != 0 {
		t.Errorf("the day before there was %v", before)
	}
}

func TestTheSameAreasTwiceChangeNothing(t *testing.T) {
	db := divided(t)
	before, err := db.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []time.Time{spring2026, summer2026, {}} {
		report := importAreas(t, db, store.Import{Level: "grid", From: from}, grids...)
		if report.Unchanged != 4 || len(report.Editions) != 0 || report.Version != before {
			t.Errorf("from %v: %+v, version was %d", from, report, before)
		}
	}
}

// On 1 June the border between A1 and A2 moves: A gets edition 2, B keeps its first, and each
// date has its own answer.
func TestChangedGridsMakeANewEditionOfTheirCommunityOnly(t *testing.T) {
	db := divided(t)
	moved := slices.Clone(grids)
	moved[0].Boundary, moved[1].Boundary = land(0, 0, 1.5, 2), land(1.5, 0, 2, 2)
	report := importAreas(t, db, store.Import{Level: "grid", From: summer2026, Title: "调整"}, moved...)
	if len(report.Editions) != 1 || report.Editions[0].ScopeCode != "A" || report.Editions[0].Number != 2 {
		t.Fatalf("editions = %+v", report.Editions)
	}
	if report.Changed != 2 || report.Unchanged != 2 {
		t.Errorf("report = %+v", report)
	}
	for on, want := range map[string]string{"2026-05-31": "A2", "2026-06-01": "A1"} {
		answer, err := snapshot(t, db, day(on)).Locate(fixAt(1.2, 1))
		if err != nil || answer.Place == nil || answer.Place.Code != want {
			t.Errorf("on %s: %+v, %v; want %s", on, answer.Place, err, want)
		}
	}
}

func fixAt(east, north float64) geo.Fix {
	p := at(east, north)
	return geo.Fix{Lon: p[0], Lat: p[1], CRS: "cgcs2000"}
}

// A file names all grids of the communities it is about, and says nothing about others.
func TestAGridThatItsCommunitysFileNoLongerNamesEnds(t *testing.T) {
	db := divided(t)
	report := importAreas(t, db, store.Import{Level: "grid", From: summer2026}, area("A1", "A", land(0, 0, 2, 2)))
	if report.Removed != 1 || report.Changed != 1 {
		t.Errorf("report = %+v", report)
	}
	want := map[string][]string{"A": {"A1"}, "B": {"B1", "B2"}}
	if diff := cmp.Diff(want, codesOf(t, db, summer2026)); diff != "" {
		t.Error(diff)
	}
}

func TestACommunityThatAFileDoesNotNameStaysUnlessItReplaces(t *testing.T) {
	db := divided(t)
	grown := area("A", "", land(0, 0, 4, 2))
	report := importAreas(t, db, store.Import{Level: "community", From: summer2026}, grown)
	if report.Changed != 1 || report.Removed != 0 || len(report.Warnings) != 1 || report.Warnings[0].Kind != store.Overlap {
		t.Errorf("report = %+v", report)
	}
	report = importAreas(t, db, store.Import{Level: "community", From: day("2026-07-01"), Replace: true}, grown)
	if report.Removed != 1 || report.Unchanged != 1 {
		t.Errorf("replaced: %+v", report)
	}
	want := map[string][]string{"A": {"A1", "A2"}} // the grids of B ended with it
	if diff := cmp.Diff(want, codesOf(t, db, day("2026-07-01"))); diff != "" {
		t.Error(diff)
	}
}

// An edition may be dated before others: it answers until the next one, which stays as it is.
func TestAnEarlierEditionFillsInTheTimeBeforeTheNext(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: day("2020-01-01")}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: summer2026}, grids...)
	report := importAreas(t, db, store.Import{Level: "grid", From: spring2026}, area("A1", "A", land(0, 0, 2, 2)))
	if len(report.Editions) != 1 || report.Editions[0].Number != 2 {
		t.Errorf("editions = %+v", report.Editions)
	}
	if len(report.Warnings) != 1 || report.Warnings[0].Kind != store.LaterEdition {
		t.Errorf("warnings = %+v", report.Warnings)
	}
	for on, want := range map[string][]string{"2026-02-28": nil, "2026-03-01": {"A1"}, "2026-06-01": {"A1", "A2"}} {
		if got := codesOf(t, db, day(on))["A"]; !slices.Equal(got, want) {
			t.Errorf("on %s: %v, want %v", on, got, want)
		}
	}
}

func TestUnfitAreasAreRejectedWithTheReason(t *testing.T) {
	bowtie := orb.MultiPolygon{{{{118.40, 31.30}, {118.41, 31.31}, {118.41, 31.30}, {118.40, 31.31}, {118.40, 31.30}}}}
	open := land(0, 0, 1, 2)
	open[0][0] = open[0][0][:4]
	for name, c := range map[string]struct {
		area district.Area
		want string
	}{
		"an unknown parent":              {area("C1", "C", land(0, 0, 1, 1)), "its parent C is unknown"},
		"no parent":                      {area("C1", "", land(8, 8, 9, 9)), "states no parent and lies in no community"},
		"a parent of the same level":     {area("C1", "A1", land(0, 0, 1, 1)), "no area above the level"},
		"a code of another community":    {area("B1", "A", land(0, 0, 1, 1)), "code B1 is that of an area of area B (B)"},
		"no code":                        {area("", "A", land(0, 0, 1, 1)), "no code"},
		"a division code out of range":   {area("110101001400001", "A", land(0, 0, 1, 1)), "400–599"},
		"a community's code for a grid":  {area("110101001001", "A", land(0, 0, 1, 1)), "that of a community by its form"},
		"no boundary":                    {area("C1", "A", nil), "no boundary"},
		"a boundary that crosses itself": {area("C1", "A", bowtie), "self-intersection at 118.4050000 31.3050000"},
		"an open ring":                   {area("C1", "A", open), "not closed"},
		"a position that is none":        {area("C1", "A", orb.MultiPolygon{{{{200, 0}, {201, 0}, {201, 1}, {200, 0}}}}), "not on the earth"},
		"a sliver under a centimetre":    {area("C1", "A", orb.MultiPolygon{{{{1, 1}, {1, 1.00000001}, {1.00000001, 1}, {1, 1}}}}), "smaller than"},
	} {
		t.Run(name, func(t *testing.T) {
			db := divided(t)
			var rejects []store.Reject
			bad := c.area
			bad.Row = 7
			report, err := db.ImportAreas(t.Context(), store.Import{
				Source: "g", Level: "grid", From: summer2026,
				OnReject: func(r store.Reject) error { rejects = append(rejects, r); return nil },
			}, rows(grids[0], bad))
			if !errors.Is(err, store.ErrRejects) || report.Rejected != 1 || report.Read != 2 {
				t.Fatalf("report %+v, error %v", report, err)
			}
			if len(rejects) != 1 || rejects[0].Row != 7 || !strings.Contains(rejects[0].Reason, c.want) {
				t.Errorf("rejects = %+v, want %q", rejects, c.want)
			}
		})
	}
}

func TestAreasWithTheSameCodeAreRejectedOrPiecesOfOne(t *testing.T) {
	db := open(t)
	pieces := []district.Area{area("A", "", land(0, 0, 1, 1)), area("A", "", land(1, 0, 2, 1)), area("A", "", land(5, 0, 6, 1)), communities[1]}
	for i := range pieces {
		pieces[i].Row = int64(i + 1)
	}
	in := store.Import{Source: "s", Level: "community", From: spring2026}
	var reason string
	in.OnReject = func(r store.Reject) error { reason = r.Reason; return nil }
	if _, err := db.ImportAreas(t.Context(), in, rows(pieces...)); !errors.Is(err, store.ErrRejects) || reason != "row 1 has the same code A" {
		t.Errorf("%v: %q", err, reason)
	}
	in.Pieces = true
	for range 2 {
		report, err := db.ImportAreas(t.Context(), in, rows(pieces...))
		if err != nil || report.Version != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
	}
	bound := snapshot(t, db, summer2026).ByCode("A")[0].Bound
	if width := bound.Max.Lon - bound.Min.Lon; width != 600_000 {
		t.Errorf("it is %d wide", width)
	}
}

func TestAGridThatStatesNoParentBelongsToTheCommunityItLiesIn(t *testing.T) {
	db := open(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, area("1", "", land(0, 0, 2.1, 2)), area("2", "", land(2.1, 0, 4, 2)))
	if diff := cmp.Diff(map[string][]string{"A": {"1"}, "B": {"2"}}, codesOf(t, db, summer2026)); diff != "" {
		t.Error(diff)
	}
}
