package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// box is a feature of a file: all from the south to the north between two meridians, in hundredths of a degree east
// of 121.40.
func box(code string, west, east float64) string {
	w, e := 121.40+west/100, 121.40+east/100
	return ringed(code, [][2]float64{{w, 31.19}, {e, 31.19}, {e, 31.20}, {w, 31.20}, {w, 31.19}})
}

func ringed(code string, ring [][2]float64) string {
	coordinates, _ := json.Marshal([][][2]float64{ring})
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q,"name":"网格 %s"},"geometry":{"type":"Polygon","coordinates":%s}}`, code, code, coordinates)
}

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// A file of boundaries that no plan can begin from is refused with the feature, the reason and what to do,
// and no plan is begun.
func TestABadFileOfBoundariesIsRefusedByFeatureAndReason(t *testing.T) {
	s := openStudy(t)
	west, east := box("F1", 0, 1), box("F2", 1, 2)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(collection(west, east))
	if err != nil {
		t.Fatal(err)
	}
	swapped := ringed("F1", [][2]float64{{31.19, 121.40}, {31.19, 121.41}, {31.20, 121.41}, {31.19, 121.40}})
	metres := ringed("F1", [][2]float64{{40442000, 3452000}, {40443000, 3452000}, {40443000, 3453000}, {40442000, 3452000}})
	tie := ringed("F1", [][2]float64{{121.40, 31.19}, {121.41, 31.20}, {121.41, 31.19}, {121.40, 31.20}, {121.40, 31.19}})
	for name, tt := range map[string]struct {
		kind, query, body string
		tells             []string
	}{
		"no file":                     {"bad-json", "", "", []string{"FeatureCollection"}},
		"no boundary":                 {"bad-file", "", collection(), []string{"no_boundaries"}},
		"a number that is none":       {"bad-json", "", "{\n\"type\": NaN}", []string{"2", "NaN"}},
		"a file that breaks off":      {"bad-json", "", "{\"type\":\n\"Feat", []string{"breaks off", "line 2"}},
		"not UTF-8":                   {"bad-json", "", gbk, []string{"GBK", "--file"}},
		"latitude first":              {"bad-file", "", collection(swapped), []string{`"feature":1`, "latitude first"}},
		"metres":                      {"bad-file", "", collection(east, metres), []string{`"feature":2`, "metres", "EPSG:n"}},
		"another system, as it says":  {"unknown-crs", "", strings.Replace(collection(west), `{`, `{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4527"}},`, 1), []string{"4527", "--file"}},
		"a system that is none":       {"unknown-crs", "&crs=mars", collection(west), []string{"gcj02"}},
		"a line":                      {"bad-file", "", strings.Replace(collection(west), "Polygon", "MultiLineString", 1), []string{`"feature":1`, "no polygon"}},
		"a ring that is open":         {"bad-file", "", collection(ringed("F1", [][2]float64{{121.40, 31.19}, {121.41, 31.19}, {121.41, 31.20}, {121.40, 31.20}})), []string{`"feature":1`, "open"}},
		"a boundary that crosses":     {"bad-file", "", collection(east, tie), []string{`"feature":2`, "crosses_itself", `"at":[121.4`}},
		"in another community":        {"bad-file", "", collection(west, box("F3", 2.5, 3)), []string{`"feature":2`, "elsewhere", `"at":[121.42`}},
		"far away, and large":         {"bad-file", "", collection(ringed("F1", [][2]float64{{1, 2}, {2, 2}, {2, 3}, {1, 2}})), []string{`"feature":1`, "elsewhere", `"at":[1,2]`}},
		"a code twice":                {"bad-file", "", collection(west, box("F1", 1, 2)), []string{`"feature":2`, "code_twice", "feature 1"}},
		"a code of another community": {"bad-file", "", collection(west, box("B1", 1, 2)), []string{`"feature":2`, "code_taken", "B1"}},
		"a code with a space":         {"bad-file", "", collection(box("F 1", 0, 1)), []string{"bad_code"}},
		"no title":                    {"missing-parameter", "none", collection(west), []string{"title"}},
		"from something else":         {"bad-parameter", "&from=plan", collection(west), []string{"from"}},
	} {
		query := "?title=文件" + tt.query
		if tt.query == "none" {
			query = ""
		}
		w := s.planner.refused(t, tt.kind, "POST", fmt.Sprintf("/v1/communities/%d/plans%s", s.ids["A"], query), tt.body,
			"Content-Type", "application/geo+json", "Accept-Language", "en")
		for _, word := range tt.tells {
			if !strings.Contains(w.Body.String(), word) {
				t.Errorf("%s: %q is missing in %s", name, word, w.Body)
			}
		}
	}
	if n := s.exec(t, `select count(*) from plan`); n != 0 {
		t.Errorf("%d plans were begun", n)
	}
	s.beginsInexactly(t)
}

// beginsInexactly wants what is inexact in a file noted, and a file of ten thousand vertices taken.
func (s *study) beginsInexactly(t *testing.T) {
	t.Helper()
	type begun struct {
		planSeen
		Notes []struct {
			Kind         string
			Grids        []string
			At           *[2]float64
			SquareMetres float64 `json:"square_metres"`
		}
	}
	send := func(body string) begun {
		w := s.planner.want(t, http.StatusCreated, "POST", fmt.Sprintf("/v1/communities/%d/plans?title=file&from=file", s.ids["A"]), body, "Content-Type", "application/geo+json")
		return answer[begun](t, w)
	}
	p := send(collection(box("A1", -0.1, 1.05), box("F2", 1, 1.6)))
	kinds := map[string]bool{}
	for _, n := range p.Notes {
		kinds[fmt.Sprint(n.Kind, n.Grids)] = n.At != nil && n.SquareMetres > 1000
	}
	for _, want := range []string{"overlap[A1 F2]", "outside[A1]", "gap[F2]"} {
		if !kinds[want] {
			t.Errorf("%s is not noted: %+v", want, p.Notes)
		}
	}
	seen := answer[begun](t, s.planner.get(t, planPath(p.ID, "")))
	if len(seen.Notes) != len(p.Notes) || len(seen.Grids) != 2 || seen.Grids[0].Code != "A1" {
		t.Errorf("afterwards: %+v", seen)
	}
	s.planner.refused(t, "checks-failed", "POST", planPath(p.ID, "/publish"), map[string]any{"title": "x", "confirm": true}, matching(0)...)
	long := [][2]float64{{121.40, 31.19}}
	for i := range 10_000 {
		long = append(long, [2]float64{121.41 + 0.0005*math.Sin(float64(i)/50), 31.19 + 0.01*float64(i)/9_999})
	}
	long = append(long, [2]float64{121.40, 31.20}, long[0])
	whole := send(collection(ringed("F1", long)))
	if p := answer[planSeen](t, s.planner.get(t, planPath(whole.ID, ""))); len(p.Grids) != 1 || p.Grids[0].Tally.Households != 400 {
		t.Errorf("of ten thousand vertices: %+v", p.Grids)
	}
}
