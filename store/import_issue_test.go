package store_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/district"
	"gewu/geo"
	"gewu/store"
)

// In China a day begins at 16:00 UTC of the day before.
func moment(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func issue(id string, east, north float64, opened string) district.Issue {
	return district.Issue{Origin: district.Origin{ID: id}, Point: *at(east, north), OpenedAt: moment(opened)}
}

const gridsOfIssues = `select issue.source_id || ' ' || coalesce(area.code, '-') || ' ' || coalesce(edition.number::text, '-')
	from issue left join area on area.id = grid_id left join edition on edition.id = edition_id order by 1`

func TestIssuesBelongToTheGridInForceWhenTheyWereOpened(t *testing.T) {
	db, pool := openBoth(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	moved := []district.Area{area("A1", "A", land(0, 0, 1.5, 2)), area("A2", "A", land(1.5, 0, 2, 2))}
	importAreas(t, db, store.Import{Level: "grid", From: summer2026}, moved...)
	issues := []district.Issue{
		issue("before the first edition", 1.2, 1, "2026-02-28T15:59:59Z"),
		issue("by the first", 1.2, 1, "2026-02-28T16:00:00Z"),
		issue("last minute of May in China", 1.2, 1, "2026-05-31T15:59:00Z"),
		issue("first minute of June in China", 1.2, 1, "2026-05-31T16:00:00Z"),
		issue("on the border of communities", 2, 1, "2026-06-02T00:00:00Z"),
		issue("outside", 9, 9, "2026-06-02T00:00:00Z"),
	}
	in := store.Import{Source: "s"}
	report, err := db.ImportIssues(t.Context(), in, rows(issues...))
	if err != nil || report.Added != 6 {
		t.Fatalf("%+v, %v", report, err)
	}
	if len(report.Warnings) != 1 || report.Warnings[0].Kind != store.NoGrid || report.Warnings[0].Count != 2 ||
		!strings.HasPrefix(report.Warnings[0].Example, "1 were opened before the first edition with grids, from 2026-03-01") {
		t.Errorf("warnings = %+v", report.Warnings)
	}
	want := []string{
		"before the first edition - -", "by the first A2 1", "first minute of June in China A1 2",
		"last minute of May in China A2 1", "on the border of communities B1 1", "outside - -",
	}
	if diff := cmp.Diff(want, ask(t, pool, gridsOfIssues)); diff != "" {
		t.Error(diff)
	}
	if again, err := db.ImportIssues(t.Context(), in, rows(issues...)); err != nil || again.Unchanged != 6 || again.Version != report.Version {
		t.Errorf("again: %+v, %v", again, err)
	}
}

// Grids that are drawn after the issues take those of their time.
func TestANewEditionTakesTheIssuesOfItsTime(t *testing.T) {
	db, pool := openBoth(t)
	issues := []district.Issue{
		issue("winter", 0.5, 1, "2026-01-05T00:00:00Z"),
		issue("spring", 0.5, 1, "2026-03-05T00:00:00Z"),
		issue("elsewhere", 3.5, 1, "2026-03-05T00:00:00Z"),
	}
	if _, err := db.ImportIssues(t.Context(), store.Import{Source: "s"}, rows(issues...)); err != nil {
		t.Fatal(err)
	}
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids[:2]...)
	want := []string{"elsewhere - -", "spring A1 1", "winter - -"}
	if diff := cmp.Diff(want, ask(t, pool, gridsOfIssues)); diff != "" {
		t.Error(diff)
	}
	nouns := ask(t, pool, `select noun from change order by version`)
	if diff := cmp.Diff([]string{"issue", "area", "area", "issue"}, nouns); diff != "" {
		t.Error(diff)
	}
}

// What an import says must be what locating says, on borders and corners too.
func TestIssuesAreLocatedAsPointsAre(t *testing.T) {
	db, pool := openBoth(t)
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	importAreas(t, db, store.Import{Level: "grid", From: spring2026}, grids...)
	dice := rand.New(rand.NewPCG(3, 4))
	var issues []district.Issue
	for east := -0.5; east <= 4.5; east += 0.5 {
		for north := -0.5; north <= 2.5; north += 0.5 {
			issues = append(issues, issue("", east, north, "2026-04-01T00:00:00Z"),
				issue("", east+dice.Float64(), north, "2026-04-01T00:00:00Z"))
		}
	}
	if _, err := db.ImportIssues(t.Context(), store.Import{Source: "s"}, rows(issues...)); err != nil {
		t.Fatal(err)
	}
	s := snapshot(t, db, summer2026)
	var want []string
	for _, issue := range issues {
		answer, err := s.Locate(geo.Fix{Lon: issue.Point[0], Lat: issue.Point[1], CRS: geo.CGCS2000})
		if err != nil {
			t.Fatal(err)
		}
		if answer.Rule != "inside" && answer.Rule != "border" {
			want = append(want, "-")
			continue
		}
		want = append(want, answer.Place.Code)
	}
	got := ask(t, pool, `select coalesce(area.code, '-') from issue left join area on area.id = grid_id order by substr(issue.source_id, 2)::int`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnfitIssuesAreRejectedWithTheReason(t *testing.T) {
	closed, year0 := moment("2026-01-01T00:00:00Z"), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)
	accuracy := math.NaN()
	for name, c := range map[string]struct {
		change func(*district.Issue)
		want   string
	}{
		"no time":              {func(i *district.Issue) { i.OpenedAt = time.Time{} }, "does not say when"},
		"closed before opened": {func(i *district.Issue) { i.ClosedAt = &closed }, "before it was opened"},
		"an unknown state":     {func(i *district.Issue) { i.Status = "lost" }, `status "lost" is not one of`},
		"a strange year":       {func(i *district.Issue) { i.DueAt = &year0 }, "year of its due time is -5"},
		"no accuracy":          {func(i *district.Issue) { i.Accuracy = &accuracy }, "accuracy is NaN"},
		"swapped coordinates":  {func(i *district.Issue) { i.Point = [2]float64{31, 118} }, "not on the earth"},
	} {
		t.Run(name, func(t *testing.T) {
			bad := issue("a", 1, 1, "2026-06-01T00:00:00Z")
			c.change(&bad)
			var reason string
			_, err := open(t).ImportIssues(t.Context(), store.Import{
				Source: "s", OnReject: func(r store.Reject) error { reason = r.Reason; return nil },
			}, rows(bad))
			if !errors.Is(err, store.ErrRejects) || !strings.Contains(reason, c.want) {
				t.Errorf("%v: %q, want %q", err, reason, c.want)
			}
		})
	}
}

func TestAnIssueKeepsTheSystemItWasReportedIn(t *testing.T) {
	db, pool := openBoth(t)
	for crs, want := range map[string]string{"": "cgcs2000", "GCJ-02": "gcj02", "EPSG:26914": "EPSG:26914"} {
		one := issue("a"+crs, 1, 1, "2026-06-01T00:00:00Z")
		if _, err := db.ImportIssues(t.Context(), store.Import{Source: "s", FixCRS: crs}, rows(one)); err != nil {
			t.Fatal(err)
		}
		if got := ask(t, pool, `select fix_crs from issue where source_id = $1`, "a"+crs); !cmp.Equal(got, []string{want}) {
			t.Errorf("%q is kept as %v", crs, got)
		}
	}
	if _, err := db.ImportIssues(t.Context(), store.Import{Source: "s", FixCRS: "mars"}, rows[district.Issue]()); !errors.Is(err, store.ErrImport) {
		t.Errorf("a system that is none: %v", err)
	}
}

func TestKindsOfIssuesAreCodesOfATable(t *testing.T) {
	db, pool := openBoth(t)
	table := store.CodeTable{Standard: "GB/T 47678.5", Version: "2026", Kind: "matter"}
	known := issue("1", 1, 1, "2026-03-02T00:00:00Z")
	known.Kind = "09001"
	if _, err := db.ImportIssues(t.Context(), store.Import{Source: "s", Codes: table}, rows(known)); !errors.Is(err, store.ErrImport) {
		t.Errorf("before the codes: %v", err)
	}
	code := district.Code{Row: 1, Code: "09001", Name: district.Text{ZH: "无照经营游商"}}
	if _, err := db.ImportCodes(t.Context(), store.Import{Source: "c"}, table, rows(code)); err != nil {
		t.Fatal(err)
	}
	unknown := known
	unknown.ID, unknown.Kind = "2", "99999"
	var rejects []string
	in := store.Import{Source: "s", Codes: table, MaxRejects: 1, OnReject: func(r store.Reject) error {
		rejects = append(rejects, r.ID+": "+r.Reason)
		return nil
	}}
	report, err := db.ImportIssues(t.Context(), in, rows(known, unknown))
	if err != nil || report.Added != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	if diff := cmp.Diff([]string{"2: its kind 99999 is no code of the table"}, rejects); diff != "" {
		t.Error(diff)
	}
	const names = `select name_zh from issue join code on code.table_id = issue.table_id and code = kind`
	if diff := cmp.Diff([]string{"无照经营游商"}, ask(t, pool, names)); diff != "" {
		t.Error(diff)
	}
}

// An export is in WGS 84 or CGCS2000, whatever was reported.
func TestAnIssueThatStaysInItsPlaceKeepsItsSystem(t *testing.T) {
	db, pool := openBoth(t)
	one := issue("a", 1, 1, "2026-06-01T00:00:00Z")
	take := func(crs string) store.Report {
		report, err := db.ImportIssues(t.Context(), store.Import{Source: "s", FixCRS: crs}, rows(one))
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	take("gcj02")
	if again := take("wgs84"); again.Unchanged != 1 {
		t.Errorf("the same position from another file: %+v", again)
	}
	one.Point[0] += 0.001
	if moved := take("bd09"); moved.Changed != 1 {
		t.Errorf("another position: %+v", moved)
	}
	if got := ask(t, pool, `select fix_crs from issue`); !cmp.Equal(got, []string{"bd09"}) {
		t.Errorf("system %v", got)
	}
}

func TestIssuesInNoGridAreExplained(t *testing.T) {
	db := open(t)
	take := func(opened string) string {
		report, err := db.ImportIssues(t.Context(), store.Import{Source: "s"}, rows(issue("a", 1, 1, opened), issue("b", 9, 9, opened)))
		if err != nil || len(report.Warnings) != 1 {
			t.Fatalf("%+v, %v", report, err)
		}
		return report.Warnings[0].Example
	}
	importAreas(t, db, store.Import{Level: "community", From: spring2026}, communities...)
	if got := take("2026-07-01T00:00:00Z"); got != "there are no grids yet" {
		t.Errorf("communities only: %s", got)
	}
	importAreas(t, db, store.Import{Level: "grid", From: summer2026}, grids...)
	want := "2 were opened before the first edition with grids, from 2026-06-01; import grids with an earlier date"
	if got := take("2026-04-01T00:00:00Z"); got != want {
		t.Errorf("between communities and grids: %s", got)
	}
	if got := take("2026-07-01T00:00:00Z"); got != "their positions are outside" {
		t.Errorf("outside: %s", got)
	}
}
