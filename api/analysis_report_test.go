package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
	"gewu/internal/report"
)

// A page is for those who may see the issues of its area, and has the bytes that the package makes.
func aPageIsForThoseWhoMayAnalyse(t *testing.T, h *hall) {
	t.Helper()
	leader := h.enter(t, "leader", access.Leader, "A")
	address := fmt.Sprintf("/v1/analysis/report?area=%d&days=60&lang=en", h.ids["A"])
	w := leader.get(t, address)
	if kind := w.Header().Get("Content-Type"); kind != "application/pdf" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), `inline; filename="report-`) {
		t.Errorf("%v", w.Header())
	}
	e := evidenceOf(t, h).held
	q, err := report.Parse(report.English, map[string][]string{"area": {fmt.Sprint(h.ids["A"])}, "days": {"60"}}, e.Today)
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		t.Fatal(err)
	}
	made, err := report.Make(t.Context(), e, q.At("http://gewu.example"), zone)
	if err != nil {
		t.Fatal(err)
	}
	var c api.Config
	withFont(&c)
	font, err := c.Font()
	if err != nil {
		t.Fatal(err)
	}
	if pdf, err := report.PDF(made, font); err != nil || !bytes.Equal(pdf, w.Body.Bytes()) {
		t.Errorf("the package makes another page of %d bytes, not of %d: %v", len(pdf), w.Body.Len(), err)
	}
	if again := leader.want(t, 304, "GET", address, nil, "If-None-Match", w.Header().Get("ETag")); again.Body.Len() > 0 {
		t.Errorf("the page that is known already has %d bytes", again.Body.Len())
	}
	leader.refused(t, "not-allowed", "GET", fmt.Sprintf("/v1/analysis/report?area=%d", h.ids["B"]), nil)
	leader.refused(t, "not-allowed", "GET", "/v1/analysis/report", nil)
	leader.refused(t, "bad-parameter", "GET", address+"x", nil)
	leader.refused(t, "bad-parameter", "GET", strings.Replace(address, "days=60", "days=0", 1), nil)
	leader.refused(t, "bad-parameter", "GET", address+"&format=csv", nil)
	leader.refused(t, "unknown-parameter", "GET", address+"&level=grid", nil)
	found, err := report.Ask(t.Context(), e, q.At("http://gewu.example"), zone)
	if err != nil {
		t.Fatal(err)
	}
	said := leader.want(t, 200, "GET", address+"&format=json", nil)
	if want, err := json.Marshal(found.Told()); err != nil || said.Header().Get("Content-Type") != "application/json" || !bytes.Equal(want, said.Body.Bytes()) {
		t.Errorf("as JSON it is %s, not %s: %v", said.Body, want, err)
	}
	if said.Header().Get("ETag") == w.Header().Get("ETag") {
		t.Errorf("PDF and JSON are both %s", w.Header().Get("ETag"))
	}
	leader.want(t, 304, "GET", address+"&format=json", nil, "If-None-Match", said.Header().Get("ETag"))
	h.visitor().refused(t, "sign-in-required", "GET", address, nil)
}
