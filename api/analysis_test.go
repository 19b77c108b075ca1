package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"gewu/access"
	"gewu/analysis"
	"gewu/geo"
)

func TestAnalysesAreAnsweredInTheScopeOfWhoAsks(t *testing.T) {
	h := openHall(t)
	wang := h.enter(t, "wang", access.Leader, "A")
	a, b := h.ids["A"], h.ids["B"]
	known := fmt.Sprintf("/v1/analysis/load?area=%d&days=60", a)
	w := wang.get(t, known)
	var answer struct {
		Provenance struct{ Incidents int }
		Places     []struct{ Code string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Provenance.Incidents == 0 || len(answer.Places) != 2 {
		t.Fatalf("%v: %s", err, w.Body)
	}
	if again := wang.want(t, 304, "GET", known, nil, "If-None-Match", w.Header().Get("ETag")); again.Body.Len() > 0 {
		t.Errorf("the answer that is known already has %d bytes", again.Body.Len())
	}
	for _, asked := range []struct {
		path string
		code int
		says string
	}{
		{fmt.Sprintf("/v1/analysis/load?area=%d", b), 403, "not-allowed"},
		{"/v1/analysis/load", 403, "not-allowed"}, // the district
		{fmt.Sprintf("/v1/analysis/hot?area=%d&level=grid", a), 422, "not-testable"},
		{fmt.Sprintf("/v1/analysis/load?area=%d&bandwidth=0", a), 400, `"parameter":"bandwidth"`},
		{fmt.Sprintf("/v1/analysis/load?area=%d&kind=%s", a, url.QueryEscape("没有")), 400, `"parameter":"kind"`},
		{fmt.Sprintf("/v1/analysis/load?area=%d&days=30&format=csv", a), 200, "A1"},
		{fmt.Sprintf("/v1/analysis/rate?area=%d&format=geojson", a), 200, "FeatureCollection"},
		{fmt.Sprintf("/v1/analysis/rate?area=%d&format=provenance", a), 200, `"query"`},
		{"/v1/analysis/kinds", 200, "私搭乱建"},
		{fmt.Sprintf("/v1/analysis/issues?area=%d&limit=2&kind=06001", a), 200, `"next":"`},
		{fmt.Sprintf("/v1/analysis/issues?area=%d&bbox=1,2,3", a), 400, `"parameter":"bbox"`},
		{fmt.Sprintf("/v1/analysis/issues?area=%d&format=csv", a), 400, `"parameter":"format"`},
		{fmt.Sprintf("/v1/analysis/issues?area=%d", b), 403, "not-allowed"},
		{"/v1/analysis/nonsense", 404, "not-found"},
	} {
		if w := wang.want(t, asked.code, "GET", asked.path, nil); !strings.Contains(w.Body.String(), asked.says) {
			t.Errorf("%s: %d %.300s", asked.path, w.Code, w.Body)
		}
	}
	tilesAreForThoseWhoMayHaveTheAnswer(t, h, wang)
}

// The places of answers are drawn for those who may have the answer, and for nobody else.
func tilesAreForThoseWhoMayHaveTheAnswer(t *testing.T, h *hall, wang *guest) {
	t.Helper()
	h.enter(t, "admin", access.Administrator, "").want(t, 200, "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	h.reach(t)
	a, b := h.ids["A"], h.ids["B"]
	x, y := tileOf(15, 121.405, 31.195)
	at := func(what string, parameters string, area geo.AreaID) string {
		return fmt.Sprintf("/tiles/analysis/%s/15/%d/%d.mvt?area=%d%s", what, x, y, area, parameters)
	}
	known := at("load", "&level=cell", a)
	w := wang.want(t, 200, "GET", known, nil)
	if w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" || w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("the tile has %v", w.Header())
	}
	wang.want(t, 304, "GET", known, nil, "If-None-Match", w.Header().Get("ETag"))
	if again := wang.get(t, at("load", "&level=cell&bandwidth=500", a)); !bytes.Equal(again.Body.Bytes(), w.Body.Bytes()) {
		t.Error("the bandwidth of a heat map has a bearing on places")
	}
	for path, code := range map[string]int{
		at("rate", "", a): 200, at("balance", "", a): 200, at("load", "", b): 403, at("rate", "", b): 403, at("load", "", h.ids["R"]): 403,
		at("clusters", "", a): 404, at("scan", "", a): 404, at("issues", "", a): 404, at("nonsense", "", a): 404,
		at("load", "&format=json", a): 400, at("load", "&nonsense=1", a): 400, at("load", "&cell=7", a): 400, at("load", "", 99_999_999): 403,
		at("hot", "&level=grid", a):                                      422,
		fmt.Sprintf("/tiles/analysis/load/15/0/0.mvt?area=%d", a):        204,
		fmt.Sprintf("/tiles/analysis/load/15/0/99999999.mvt?area=%d", a): 404,
		fmt.Sprintf("/tiles/analysis/load/17/0/0.mvt?area=%d", a):        204,
	} {
		wang.want(t, code, "GET", path, nil)
	}
	visitor := h.visitor()
	for _, what := range []string{"load", "rate", "hot"} {
		visitor.want(t, 401, "GET", at(what, "", a), nil)
	}
}

func TestTheServiceAnswersTheBytesOfThePackage(t *testing.T) {
	h := openHall(t)
	root := h.enter(t, "root2", access.Leader, "")
	e := evidenceOf(t, h).held
	for _, format := range []analysis.Format{analysis.JSON, analysis.GeoJSON, analysis.CSV} {
		q, err := analysis.Parse("hot", map[string][]string{"format": {string(format)}, "level": {"cell"}, "cell": {"150"}}, e.Today)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := analysis.Ask(t.Context(), e, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := answer.Encode(format)
		if err != nil {
			t.Fatal(err)
		}
		got := root.get(t, analysis.Key(q)+"&format="+string(format))
		if !bytes.Equal(got.Body.Bytes(), want) {
			t.Errorf("%s: %d bytes, want %d", format, got.Body.Len(), len(want))
		}
	}
}
