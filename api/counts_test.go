package api_test

import (
	"fmt"
	"testing"

	"gewu/access"
)

type countsBody struct {
	From, Until string
	Least       int
	Total       *int
	Grids       []struct {
		ID     int64
		Issues *int
	}
}

// issues adds issues to a grid on a day.
func (h *hall) issues(t *testing.T, code, day string, n int) {
	t.Helper()
	h.exec(t, `insert into issue (source, source_id, kind, opened_at, fix_crs, point, grid_id, edition_id)
		select 'town', $1::text || '/' || $2::text || '/' || i, 'litter', $2::date + interval '4 hours', 'wgs84', label, area_id, edition_id
		from boundary, generate_series(1, $3) i where area_id = $4`, code, day, n, h.ids[code])
}

func TestIssuesAreCountedExactlyInOnesOwnAreasOnly(t *testing.T) {
	h := openHall(t)
	h.issues(t, "A1", "2026-08-10", 27)
	h.issues(t, "A2", "2026-08-10", 5)
	address := fmt.Sprintf("/v1/communities/%d/issue-counts", h.ids["A"])
	summer := address + "?from=2026-07-01&until=2026-10-01"
	own, other := h.enter(t, "leader", access.Leader, "A"), h.enter(t, "planner.b", access.Planner, "B")
	got := answer[countsBody](t, own.get(t, summer))
	if got.Least != 0 || *got.Total != 32 || len(got.Grids) != 2 || *got.Grids[0].Issues != 27 || *got.Grids[1].Issues != 5 {
		t.Errorf("in their own area: %+v", got)
	}
	h.visitor().refused(t, "sign-in-required", "GET", summer, nil)
	h.visitor().refused(t, "sign-in-required", "GET", "/v1/analysis/load", nil)
	other.refused(t, "not-allowed", "GET", summer, nil)

	h.enter(t, "admin", access.Administrator, "").want(t, 200, "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	h.reach(t)
	for name, g := range map[string]*guest{"a visitor": h.visitor(), "somebody from elsewhere": other} {
		got := answer[countsBody](t, g.get(t, summer))
		if got.Least != 10 || got.Total == nil || *got.Total != 32 || got.Grids[0].Issues != nil || got.Grids[1].Issues != nil {
			t.Errorf("%s is told %+v", name, got)
		}
		if got := answer[countsBody](t, g.get(t, address+"?from=2026-08-01&until=2026-09-01")); got.From != got.Until {
			t.Errorf("of a month, %s is told %+v", name, got)
		}
		load := answer[publicBody](t, g.get(t, fmt.Sprintf("/v1/analysis/load?area=%d&from=2026-07-01&until=2026-10-01", h.ids["A"])))
		if load.Provenance.Least != 10 || load.Provenance.Incidents == nil || *load.Provenance.Incidents != 32 || len(load.Places) != 2 || load.Places[0].Count != nil {
			t.Errorf("of the work, %s is told %+v", name, load)
		}
	}
	h.visitor().refused(t, "sign-in-required", "GET", summer+"&at=2026-08-01", nil)
	other.refused(t, "not-allowed", "GET", summer+"&at=2026-08-01", nil)
}

func TestDaysOfCountsAreChecked(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "leader", access.Leader, "")
	address := fmt.Sprintf("/v1/communities/%d/issue-counts", h.ids["A"])
	if got := answer[countsBody](t, g.get(t, address)); got.From >= got.Until || len(got.Grids) != 2 {
		t.Errorf("got %+v", got)
	}
	for query, kind := range map[string]string{
		"?from=2026-02-30": "bad-parameter", "?from=2026-02-01&until=2026-02-01": "bad-parameter", "?until=1999": "bad-parameter",
		"?from=1900-01-01": "bad-parameter", "?by=kind": "unknown-parameter",
	} {
		g.refused(t, kind, "GET", address+query, nil)
	}
	g.refused(t, "no-such-area", "GET", fmt.Sprintf("/v1/communities/%d/issue-counts", h.ids["A1"]), nil)
	g.refused(t, "no-such-area", "GET", "/v1/communities/999/issue-counts", nil)
}
