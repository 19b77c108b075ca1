package analysis_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"gewu/analysis"
	"gewu/hotspot"
)

// moreOf reads what only one question tells.
func moreOf[T any](t *testing.T, a *analysis.Answer) (more T) {
	t.Helper()
	text, err := json.Marshal(a.More)
	if err == nil {
		err = json.Unmarshal(text, &more)
	}
	if err != nil {
		t.Fatal(err)
	}
	return more
}

func TestClustersLieWhereIncidentsLieCloseTogetherInSpaceAndTime(t *testing.T) {
	town := newTown(3).people(10).noise(60, 0, 0, 3000, 3000, 90)
	for i := range 12 {
		town.issue(700+float64(i), 700, 0, today-20)                   // all at once
		town.issue(2100, 2100+float64(i), 1, today-1-hotspot.Day(7*i)) // one a week
	}
	e := town.evidence(t)
	a := answered(t, e, "clusters")
	if len(a.Spots) != 2 || a.Spots[0].Count < 12 || len(a.Spots[0].Grids) == 0 || a.Spots[0].Issues == "" {
		t.Fatalf("%d clusters: %+v", len(a.Spots), a.Spots)
	}
	if b := answered(t, e, "clusters", "within", "3"); len(b.Spots) != 1 || !strings.Contains(b.Spots[0].Words.EN, "Building without leave") {
		t.Errorf("within three days: %d clusters, %s", len(b.Spots), b.Spots[0].Words.EN)
	}
	checkSpotsWritten(t, a)
}

// checkSpotsWritten has the spots be the rows of the table and the points of the map.
func checkSpotsWritten(t *testing.T, a *analysis.Answer) {
	t.Helper()
	table, err := a.Encode(analysis.CSV)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil || len(rows) != 1+len(a.Spots) || rows[1][0] != "1" || rows[1][7] != strconv.Itoa(a.Spots[0].Count) {
		t.Errorf("%v in %v", err, rows)
	}
	points, err := a.Encode(analysis.GeoJSON)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Features []struct {
			Geometry   struct{ Type string }
			Properties struct {
				Role  string
				Count int
			}
		}
	}
	if err := json.Unmarshal(points, &read); err != nil || len(read.Features) != len(a.Spots) || read.Features[0].Geometry.Type != "Point" ||
		read.Features[0].Properties.Role != "cluster" || read.Features[0].Properties.Count != a.Spots[0].Count {
		t.Errorf("%v in %+v", err, read)
	}
}

func TestTheScanFindsWhatGoesOnAndSaysHowFarCountsVary(t *testing.T) {
	e := newTown(4).people(10).noise(1500, 0, 0, 3000, 3000, 360).noise(90, 1800, 1800, 2400, 2400, 60).evidence(t)
	steps := 0
	q, err := analysis.Parse("scan", map[string][]string{"replicates": {"99"}}, e.Today)
	if err != nil {
		t.Fatal(err)
	}
	a, err := analysis.Ask(t.Context(), e, q, func(done, of int) { steps = max(steps, done); _ = of })
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Spots) != 1 || a.Spots[0].Pattern != "persistent" || a.Spots[0].Grids[0].Code != "G18" || a.Provenance.Dispersion == nil {
		t.Fatalf("%d windows: %+v", len(a.Spots), a.Spots)
	}
	if p, _ := a.Spots[0].P.Value(); p != 0.01 || steps < 198 {
		t.Errorf("p is %g after %d maps", p, steps)
	}
}

func TestAGridWithoutReportsOfWhatAllOthersReportIsSilent(t *testing.T) {
	town := newTown(5).people(10).noise(1200, 0, 0, 3000, 2400, 90).noise(100, 0, 2400, 2400, 3000, 90) // none in the last grid
	a := answered(t, town.evidence(t), "silence")
	for _, p := range a.Places {
		if want := map[bool]string{true: "silent", false: "none"}[p.Code == "G24"]; p.Class != want {
			t.Errorf("%s is %s, want %s", p.Code, p.Class, want)
		}
	}
	more := moreOf[struct {
		Silent    []struct{ Place int }
		Reporting []struct {
			Again int
			Why   *string
		}
	}](t, a)
	if len(more.Silent) == 0 || len(more.Reporting) != 25 || more.Reporting[24].Why == nil {
		t.Errorf("%+v", more)
	}
}

func TestOnlyWhatChanceDoesNotExplainIsUnbalanced(t *testing.T) {
	town := newTown(6, func(e *analysis.Evidence) {
		e.Grounds[3].Posts = []analysis.Post{{Key: "manager", First: true, Holders: []string{"李强", "王芳"}}}
	})
	a := answered(t, town.people(3).noise(2000, 0, 0, 3000, 3000, 90).noise(120, 0, 0, 600, 600, 90).evidence(t), "balance")
	for i, p := range a.Places {
		if want := map[bool]string{true: "more", false: "fair"}[i == 0]; p.Class != want {
			t.Errorf("%s is %s, want %s", p.Code, p.Class, want)
		}
	}
	more := moreOf[struct {
		Gini  float64
		Posts []struct{ Place, Band, Staff, Missing int }
	}](t, a)
	if more.Posts[3].Staff != 2 || more.Posts[3].Missing != 0 || more.Posts[4].Missing != 2 || more.Posts[4].Band != 0 || more.Gini <= 0 {
		t.Errorf("%+v", more)
	}
}

func TestTheScoreHoldsSpotsAgainstWhatThenHappened(t *testing.T) {
	town := demoOf(t, 2)
	a := answered(t, town.evidence, "score")
	more := moreOf[struct {
		Score struct {
			NamedOn    string `json:"named_on"`
			Spots, Hit int
			PAI        float64
			LastYear   *struct{}             `json:"last_year"`
			StepBefore struct{ PAI float64 } `json:"step_before"`
		}
	}](t, a).Score
	if more.NamedOn != "2026-10-23" || more.Spots < 2 || more.Hit < more.Spots-1 || more.PAI < 2 || more.LastYear != nil {
		t.Errorf("%+v", more)
	}
	t.Logf("%d of %d spots again, PAI %.1f, places of the step before %.1f", more.Hit, more.Spots, more.PAI, more.StepBefore.PAI)
	for _, spot := range a.Spots {
		if spot.Held == nil || spot.Words.ZH == "" {
			t.Errorf("%+v", spot)
		}
	}
}

func TestChangeOfAFewGridsIsNotToldOfSquaresThatCannotBeLaidAgain(t *testing.T) {
	town := newTown(13).people(10).noise(3000, 0, 0, 3000, 3000, 360)
	for i := range 40 {
		town.issue(900+float64(i), 900, 0, today-1-hotspot.Day(i))
	}
	e := town.evidence(t)
	a := answered(t, e, "change", "level", "grid", "area", fmt.Sprint(districtID))
	if len(a.Spots) != 1 || a.Spots[0].Pattern != "new" || a.Spots[0].Firm != nil || a.Spots[0].Grids[0].Code != "G06" {
		t.Fatalf("%+v", a.Spots)
	}
	if since := *a.Spots[0].Since; since < "2026-10-05" || since > "2026-10-20" {
		t.Errorf("since %s", since)
	}
}
