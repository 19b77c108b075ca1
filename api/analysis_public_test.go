package api_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"gewu/access"
	"gewu/analysis"
	"gewu/api"
	"gewu/geo"
	"gewu/hotspot/veil"
	"gewu/store"
)

// countedQuarters are the quarters of 2026 in which the shire's incidents are.
var countedQuarters = []string{"2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"}

// shire is a district: each area with its level, what it lies in, and of grids how many incidents it had in
// the quarters. There are communities with too few for themselves, pairs of small grids, pairs of ones and of
// nines, grids with all that a community had, and communities without any.
var shire = []struct {
	code, level, parent string
	counts              [3]int
}{
	{"D", "district", "", [3]int{}},
	{"R", "street", "D", [3]int{}},
	{"S", "street", "D", [3]int{}},
	{"A", "community", "R", [3]int{}},
	{"B", "community", "R", [3]int{}},
	{"C", "community", "S", [3]int{}},
	{"E", "community", "S", [3]int{}},
	{"F", "community", "S", [3]int{}},
	{"A1", "grid", "A", [3]int{3, 40, 12}},
	{"A2", "grid", "A", [3]int{27, 15, 11}},
	{"B1", "grid", "B", [3]int{9, 0, 1}},
	{"B2", "grid", "B", [3]int{9, 22, 1}},
	{"C1", "grid", "C", [3]int{1, 0, 1}},
	{"C2", "grid", "C", [3]int{1, 0, 1}},
	{"C3", "grid", "C", [3]int{10, 0, 1}},
	{"C4", "grid", "C", [3]int{0, 0, 1}},
	{"C5", "grid", "C", [3]int{30, 0, 6}},
	{"E1", "grid", "E", [3]int{12, 5, 0}},
	{"E2", "grid", "E", [3]int{14, 5, 0}},
	{"E3", "grid", "E", [3]int{55, 5, 4}},
	{"F1", "grid", "F", [3]int{20, 7, 100}},
}

// openShire is a hall with the areas and incidents of the shire beside its own, which are among these.
func openShire(t *testing.T) *hall {
	t.Helper()
	h := builtHall(t)
	for i, a := range shire {
		if h.ids[a.code] == 0 {
			h.settle(t, a.level, a.code, a.parent, 121.50+0.01*float64(i))
		}
	}
	h.exec(t, `update boundary set parent_id = $1 where area_id = $2`, h.ids["D"], h.ids["R"])
	for _, a := range shire {
		for q, n := range a.counts {
			h.issues(t, a.code, countedQuarters[q], n)
		}
	}
	h.exec(t, `select record_change('area', null, null)`)
	return h
}

// settle adds an area, in the first edition of the district or, a grid, of its community.
func (h *hall) settle(t *testing.T, level, code, parent string, west float64) {
	t.Helper()
	var scope geo.AreaID
	if level == "grid" {
		scope = h.ids[parent]
	}
	h.exec(t, `insert into edition (scope_id, number, in_force_from, title) values (nullif($1::bigint, 0), 1, '2026-01-01', 'first') on conflict do nothing`, scope)
	id := h.exec(t, `insert into area (level_id, code) select id, $2 from level where profile = 'street-grid' and key = $1 returning id`, level, code)
	h.ids[code] = geo.AreaID(id)
	h.exec(t, `insert into boundary (edition_id, area_id, parent_id, name, source, source_id, geom, label)
		select edition.id, $1::bigint, nullif($2::bigint, 0), $3::text, 'town', $1::text, geom, st_pointonsurface(geom)
		from st_multi(st_makeenvelope($4::float8, 31.19, $4::float8 + 0.01, 31.20, 4490)) as geom, edition where scope_id is not distinct from nullif($5::bigint, 0)`,
		id, h.ids[parent], code, west, scope)
}

// truth is what only the test knows: of each area and quarter the number of incidents.
func truth() map[unknown]int {
	counts := map[unknown]int{}
	parent := map[string]string{}
	for _, a := range shire {
		parent[a.code] = a.parent
	}
	for _, a := range shire {
		for q, n := range a.counts {
			for code := a.code; code != ""; code = parent[code] {
				counts[unknown{code, q}] += n
			}
		}
	}
	return counts
}

// A bare service hides small numbers alone, as one would that does not know better.
type bare struct {
	*store.DB
	table *analysis.Public
}

func newBare(h *hall) bare {
	quarters := make([]analysis.PublicQuarter, 3)
	for q := range quarters {
		quarters[q].From, quarters[q].Until = dayOf(countedQuarters[q]), dayOf(countedQuarters[q+1])
		for _, a := range shire {
			quarters[q].Areas = append(quarters[q].Areas, analysis.PublicArea{
				ID: h.ids[a.code], Parent: h.ids[a.parent], Level: analysis.Level(a.level), Code: a.code, Name: a.code, Count: a.counts[q],
			})
		}
	}
	return bare{h.db, analysis.NewPublic(quarters, veil.Bare)}
}

func dayOf(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}

func (b bare) PublicCounts(context.Context) (*analysis.Public, error) { return b.table, nil }

func (b bare) IssueCounts(_ context.Context, community geo.AreaID, from, until time.Time, _ access.Scope) (access.IssueCounts, error) {
	quarters := b.table.Within(from, until)
	counts := access.IssueCounts{From: from, Until: until, Least: analysis.PublicLeast, Total: analysis.PublicSum(quarters, community)}
	for _, g := range analysis.PublicParts(quarters, community, analysis.LevelGrid) {
		counts.Grids = append(counts.Grids, access.GridIssues{ID: g.ID, Issues: analysis.PublicSum(quarters, g.ID)})
	}
	return counts, nil
}

// Whatever everybody is told of the shire is collected, and taken together by whoever is bent on it.
func TestNobodyWorksOutWhatIsHiddenFromAllPublicAnswers(t *testing.T) {
	h := openShire(t)
	h.serve(t, nil)
	h.enter(t, "admin", access.Administrator, "").want(t, 200, "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	h.reach(t)
	counts := truth()
	told := h.allPublic(t)
	for cell, n := range told.alone() {
		if 0 < n && n < analysis.PublicLeast || n != counts[cell] {
			t.Errorf("%v is told as %d", cell, n)
		}
	}
	if n := len(told.alone()); n < 30 {
		t.Errorf("%d numbers are told", n)
	}
	for cell, b := range told.attack(t) {
		if n := counts[cell]; 0 < n && n < analysis.PublicLeast && (b.low > 1 || b.high < analysis.PublicLeast-1) {
			t.Errorf("%v, which is %d, is known to be from %v to %v", cell, n, b.low, b.high)
		}
	}

	naive := *h
	naive.serve(t, []func(*api.Config){func(c *api.Config) { c.IssueCounts = newBare(h) }})
	found := 0
	for cell, b := range naive.allPublic(t).attack(t) {
		if n := counts[cell]; 0 < n && n < analysis.PublicLeast && b.low == b.high && b.low == float64(n) {
			found++
		}
	}
	if found < 5 {
		t.Errorf("where only small numbers are hidden, %d of them are found", found)
	}
}

// A publicBody is what the attack reads of an answer.
type publicBody struct {
	Provenance struct {
		From, Until string
		Incidents   *int
		Least       int
	}
	Places []struct {
		ID    geo.AreaID
		Count *int
		Rate  *float64
	}
	Series struct {
		Quarters []string
		Total    []*int
	}
}

// allPublic asks a visitor's questions: each area, level, time and format of load and rate, and the counts
// of each community; and sees that nothing else is answered.
func (h *hall) allPublic(t *testing.T) *knowledge {
	t.Helper()
	k := newKnowledge()
	code := map[geo.AreaID]string{}
	for c, id := range h.ids {
		code[id] = c
	}
	visitor := h.visitor()
	areas := []geo.AreaID{0}
	for _, a := range shire {
		areas = append(areas, h.ids[a.code])
	}
	for i, from := range countedQuarters[:3] {
		for _, until := range countedQuarters[i+1:] {
			term := "from=" + from + "&until=" + until
			h.askTable(t, visitor, k, from, until)
			for _, area := range areas {
				h.askPublic(t, visitor, k, code, area, term)
			}
			for _, a := range shire {
				if a.level == "community" {
					h.askCounts(t, visitor, k, code, a.code, term)
				}
			}
		}
	}
	for _, address := range []string{
		"/v1/analysis/load?kind=litter", "/v1/analysis/load?level=cell", "/v1/analysis/load?days=7", "/v1/analysis/load?bandwidth=100", "/v1/analysis/rate?format=geojson",
		"/v1/analysis/compare", "/v1/analysis/hot", "/v1/analysis/kinds", "/tiles/issues/12/1/2.mvt",
	} {
		if w := visitor.send(t, "GET", address, nil); w.Code < 400 {
			t.Errorf("%s: a visitor is answered %d", address, w.Code)
		}
	}
	return k
}

func (h *hall) askPublic(t *testing.T, visitor *guest, k *knowledge, code map[geo.AreaID]string, area geo.AreaID, term string) {
	t.Helper()
	of, questions := term, []string{"load?level=grid", "rate?level=grid"}
	if area != 0 {
		of += fmt.Sprintf("&area=%d", area)
	}
	if len(code[area]) < 2 { // it is no grid
		questions = append(questions, "load?level=community", "rate?level=street")
	}
	for _, question := range questions {
		got := answer[publicBody](t, visitor.get(t, "/v1/analysis/"+question+"&"+of))
		p := got.Provenance
		k.learn(code[area], p.From, p.Until, p.Incidents)
		for _, place := range got.Places {
			k.learn(code[place.ID], p.From, p.Until, place.Count)
			if place.Count == nil && place.Rate != nil || p.Least != analysis.PublicLeast {
				t.Errorf("%s %s: %+v", question, of, place)
			}
		}
		for i, from := range got.Series.Quarters {
			k.learn(code[area], from, countedQuarters[slices.Index(countedQuarters, from)+1], got.Series.Total[i])
		}
	}
}

// askTable asks for the grids as CSV.
func (h *hall) askTable(t *testing.T, visitor *guest, k *knowledge, from, until string) {
	t.Helper()
	rows, err := csv.NewReader(visitor.get(t, "/v1/analysis/load?format=csv&from="+from+"&until="+until).Body).ReadAll()
	if err != nil || len(rows) == 0 || rows[0][3] != "count" {
		t.Fatal(rows, err)
	}
	for _, row := range rows[1:] {
		if n, err := strconv.Atoi(row[3]); err == nil {
			k.learn(row[1], from, until, &n)
		}
	}
}

func (h *hall) askCounts(t *testing.T, visitor *guest, k *knowledge, code map[geo.AreaID]string, community, term string) {
	t.Helper()
	got := answer[countsBody](t, visitor.get(t, fmt.Sprintf("/v1/communities/%d/issue-counts?%s", h.ids[community], term)))
	k.learn(community, got.From, got.Until, got.Total)
	for _, g := range got.Grids {
		k.learn(code[geo.AreaID(g.ID)], got.From, got.Until, g.Issues)
	}
}
