//go:build data

package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"gewu/internal/testdb"
)

// A city is open data as docs/import.md brings them in: boundaries as communities and as the one grid of each.
type city struct {
	zone, boundaries, code, issues, crs string
	from, until                         string
	all, outside                        int // issues in the file, and of them those on land that no boundary has
}

// A told answer is what the test reads of one.
type told struct {
	Provenance struct {
		Incidents, Reports int
		Notes              []struct{ Kind string }
	}
	Places []struct {
		Count    int
		SquareKM *float64 `json:"square_km"`
	}
}

func TestEveryIncidentOfChicagoAndBostonIsInAnAnswerOrToldToBeOutside(t *testing.T) {
	cities := map[string]city{
		"Chicago": {
			"America/Chicago", "chicago/chicago_community_areas.geojson.gz", "area_numbe", "chicago/incidents_2018.csv.gz", "--crs wgs84 --field opened=Date",
			"2018-01-01", "2018-08-09", 156385, 436,
		},
		"Boston": {
			"America/New_York", "boston/boston_neighborhoods.geojson.gz", "name", "boston/311_service_requests_2011.zip", "--crs wgs84",
			"2011-07-01", "2012-01-01", 58251, 15,
		},
	}
	for name, c := range cities {
		t.Run(name, func(t *testing.T) {
			c.bringIn(t)
			for level, want := range map[string]int{"grid": c.all - c.outside, "community": c.all - c.outside, "cell": c.all} {
				c.checkLoad(t, level, want)
			}
			c.checkRefusals(t)
		})
	}
}

// bringIn imports a city as its operator does: the time zone comes before what has times.
func (c city) bringIn(t *testing.T) {
	t.Helper()
	t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
	must(t, "", "settings", "time_zone="+c.zone)
	boundaries := realFile(t, c.boundaries)
	must(t, "", "import", "areas", boundaries, "--level", "community", "--code-field", c.code, "--repair", "--from", "2011-01-01")
	must(t, "", "import", "grids", boundaries, "--code-field", c.code, "--parent-field", c.code, "--repair", "--from", "2011-01-01")
	out, errs, code := gewu(t, "", append([]string{"import", "issues", realFile(t, c.issues)}, strings.Fields(c.crs)...)...)
	if warning := fmt.Sprintf("warning: %d issues lie in no grid", c.outside); code != exitDone || !strings.Contains(out, warning) {
		t.Fatalf("exit code %d, and no %q: %s%s", code, warning, out, errs)
	}
}

// checkLoad asks for the whole time of the file: every issue is in a place, or its land is told to have no grid.
func (c city) checkLoad(t *testing.T, level string, want int) {
	t.Helper()
	text := must(t, "", "analyze", "load", "--from", c.from, "--until", c.until, "--level", level, "--format", "json")
	var a told
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatalf("load by %s: %v", level, err)
	}
	sum := 0
	for i, p := range a.Places {
		sum += p.Count
		if p.SquareKM == nil || *p.SquareKM <= 0 {
			t.Errorf("load by %s: place %d has no size", level, i)
		}
	}
	if a.Provenance.Incidents != want || a.Provenance.Reports != want || sum != want {
		t.Errorf("load by %s: %d incidents, %d reports, %d in places; want %d", level, a.Provenance.Incidents, a.Provenance.Reports, sum, want)
	}
}

// checkRefusals asks what cannot be told without households, which these cities do not publish.
func (c city) checkRefusals(t *testing.T) {
	t.Helper()
	for _, what := range []string{"rate", "hot"} {
		_, errs, code := gewu(t, "", "analyze", what, "--from", c.from, "--until", c.until)
		if code != exitError || !strings.Contains(errs, "Import buildings with households") {
			t.Errorf("%s without households: exit code %d, %s", what, code, errs)
		}
	}
	if text := must(t, "", "analyze", "hot", "--from", c.from, "--until", c.until, "--counts", "yes", "--level", "cell"); !strings.Contains(text, "hot_99") || strings.Contains(text, "NaN") {
		t.Error("raw counts of squares name no hot square, or are no numbers")
	}
}
