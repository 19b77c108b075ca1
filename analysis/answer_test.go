package analysis_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/analysis"
	"gewu/geo"
	"gewu/hotspot"
)

func TestTheFormatsTellTheSame(t *testing.T) {
	e := newTown(1).people(10).noise(1500, 0, 0, 3000, 3000, 89).evidence(t)
	a := answered(t, e, "rate")
	text, err := a.Encode(analysis.JSON)
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Provenance struct{ Query string }
		Places     []map[string]any
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	text, _ = a.Encode(analysis.CSV)
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil || len(rows) != len(read.Places)+1 {
		t.Fatalf("%d rows of %d places: %v", len(rows), len(read.Places), err)
	}
	column := slices.Index(rows[0], "rate")
	text, _ = a.Encode(analysis.GeoJSON)
	var features struct {
		Features []struct {
			ID         geo.AreaID
			Properties map[string]any
			Geometry   struct {
				Type        string
				Coordinates [][][][2]float64
			}
		}
		Provenance struct{ Query string }
	}
	if err := json.Unmarshal(text, &features); err != nil {
		t.Fatal(err)
	}
	for i, p := range read.Places {
		if diff := cmp.Diff(p, features.Features[i].Properties); diff != "" {
			t.Errorf("place %d in JSON and GeoJSON:\n%s", i, diff)
		}
		var inTable float64
		if err := json.Unmarshal([]byte(rows[i+1][column]), &inTable); err != nil || inTable != p["rate"] {
			t.Errorf("place %d has rate %v in JSON and %q in CSV", i, p["rate"], rows[i+1][column])
		}
		if g := features.Features[i].Geometry; g.Type != "MultiPolygon" || len(g.Coordinates[0][0]) != 5 {
			t.Errorf("place %d has the shape %v", i, g)
		}
	}
	if read.Provenance.Query != features.Provenance.Query || !strings.HasPrefix(read.Provenance.Query, "/v1/analysis/rate?area=1&from=2026-08-24&until=2026-11-22&level=grid") {
		t.Errorf("%s, %s", read.Provenance.Query, features.Provenance.Query)
	}
}

func TestARateIsThatOfThePackageHotspot(t *testing.T) {
	town := newTown(5).people(1).noise(1500, 0, 0, 3000, 3000, 89)
	p, ground := town.at(10, 10)
	piece, _ := town.Piece(p, ground)
	town.AddHome(analysis.Home{At: p, Households: 2000, Piece: piece})
	e := town.evidence(t)
	a := answered(t, e, "rate")
	counts, households := make([]int, 25), make([]float64, 25)
	for i := range a.Places {
		counts[i] = a.Places[i].Count
		households[i], _ = a.Places[i].Households.Value()
	}
	want := hotspot.Rates(counts, households, hotspot.RateRule{Months: 90 / (365.25 / 12), Confidence: 0.95, Floor: 30})
	for i, p := range a.Places {
		for name, pair := range map[string][2]float64{
			"rate": {valueOf(t, p.Rate), want[i].Raw}, "lower": {valueOf(t, p.Lower), want[i].Lower},
			"upper": {valueOf(t, p.Upper), want[i].Upper}, "smoothed": {valueOf(t, p.Smoothed), want[i].Smoothed},
		} {
			if math.Abs(pair[0]-pair[1]) > 1e-9*(1+math.Abs(pair[1])) {
				t.Errorf("grid %d: %s %v, want %v", i, name, pair[0], pair[1])
			}
		}
		if p.Rank.First > p.Rank.At || p.Rank.Last < p.Rank.At || p.Rank.First < 1 || p.Rank.Last > 25 {
			t.Errorf("grid %d has the rank %v", i, p.Rank)
		}
	}
	if a.Places[0].Class != "below" || a.Places[0].Rank.At != 25 {
		t.Errorf("the grid with 2,144 households and as many issues as others is %s, rank %v", a.Places[0].Class, a.Places[0].Rank)
	}
	small := newTown(5).noise(100, 0, 0, 3000, 3000, 80)
	for i := range 29 {
		p, ground := small.at(10, 10)
		piece, _ := small.Piece(p, ground)
		small.AddHome(analysis.Home{ID: int64(i), At: p, Households: 1, Piece: piece})
	}
	if a := answered(t, small.evidence(t), "rate"); a.Places[0].Why != "too_few_households" || a.Provenance.Untested["no_households"] != 24 {
		t.Errorf("29 households: %q, others %v", a.Places[0].Why, a.Provenance.Untested)
	}
}

func valueOf(t *testing.T, f analysis.Figure) float64 {
	t.Helper()
	v, ok := f.Value()
	if !ok {
		t.Error("a figure has no value")
	}
	return v
}

func TestAPeriodIsComparedWithTheOneBeforePlaceByPlace(t *testing.T) {
	town := newTown(6).people(5)
	for i := range 24 { // grid 1 has 60 after 20, grid 2 has 20 after 60, others 20 after 20
		x, y := float64(i%5)*600+300, float64(i/5)*600+300
		for n := range map[int]int{1: 60}[i] + map[bool]int{i != 1: 20}[true] {
			town.issue(x, y, 0, today-1-hotspot.Day(n%30))
		}
		for n := range map[int]int{2: 60}[i] + map[bool]int{i != 2: 20}[true] {
			town.issue(x, y, 0, today-31-hotspot.Day(n%30))
		}
	}
	town.issue(0, 0, 0, today-100)
	e := town.evidence(t)
	a := answered(t, e, "compare", "days", "30")
	for i, p := range a.Places {
		want := map[int]string{1: "up", 2: "down", 24: "untestable"}[i]
		if want == "" {
			want = "same"
		}
		if p.Class != want {
			t.Errorf("grid %d is %s, want %s", i, p.Class, want)
		}
		if why := map[int]string{24: "nothing_happened"}[i]; p.Why != why {
			t.Errorf("grid %d cannot be compared because of %q, want %q", i, p.Why, why)
		}
	}
	r := hotspot.Compare(hotspot.Period{Incidents: 60, Days: 30}, hotspot.Period{Incidents: 20, Days: 30}, 0.95)
	if p := a.Places[1]; valueOf(t, p.Ratio) != r.Value || valueOf(t, p.RatioLower) != r.Lower || valueOf(t, p.P) != r.P {
		t.Errorf("grid 1: %+v, want %+v", p, r)
	}
	shorter := answered(t, e, "compare", "days", "60")
	if !noted(shorter, "earlier_shortened") || shorter.Provenance.Settings["earlier"].(map[string]any)["days"] != 40 {
		t.Errorf("notes %v, earlier %v", shorter.Provenance.Notes, shorter.Provenance.Settings)
	}
}

func TestAnAreaIsToldItsOwnEstimatedHouseholds(t *testing.T) {
	town := newTown(1, func(e *analysis.Evidence) { e.Dwellings.Estimated = 30 }).people(3)
	p, ground := town.at(100, 100)
	piece, _ := town.Piece(p, ground)
	town.AddHome(analysis.Home{ID: 9_999, At: p, Households: 30, Piece: piece, Visited: -1, Estimated: true})
	e := town.evidence(t)
	for area, want := range map[geo.AreaID]float64{southID: 30, northID: 0, districtID: 30} {
		a := answered(t, e, "rate", "area", itoa(area))
		if got := a.Provenance.Households.Estimated; got != analysis.Known(want) {
			t.Errorf("in area %d %v households are estimated, want %v", area, got, want)
		}
		if h := a.Provenance.Households; h.Day != a.Provenance.Division {
			t.Errorf("households of %s, divided as on %s", h.Day, a.Provenance.Division)
		}
		if got := noted(a, "households_estimated"); got != (want > 0) {
			t.Errorf("area %d has a note on them: %t", area, got)
		}
	}
}
