package api_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gewu/access"
)

type auditBody struct {
	Entries []struct {
		ID  int64
		At  time.Time
		Who struct {
			Kind, Name string
			ID         *int64
		}
		From, Operation, Noun, Object, Hash string
		Area                                *struct{ Code string }
		Before, After                       any
	}
	Next *int64
}

func (b auditBody) objects() (all []string) {
	for _, e := range b.Entries {
		all = append(all, e.Object)
	}
	return all
}

// trail adds entries of both communities and of none, in this order.
func (h *hall) trail(t *testing.T) {
	t.Helper()
	who := &access.Actor{Kind: access.Person, ID: 77, Name: "wang.fang", From: "192.0.2.7"}
	for _, e := range []access.Entry{
		{Operation: "gewu import grids", Noun: "grid", Object: "of A", Area: h.ids["A"], After: []byte(`{"features":4}`)},
		{Operation: "gewu import grids", Noun: "grid", Object: "of B", Area: h.ids["B"], Before: []byte(`{"note":"旧"}`)},
		{Operation: "PATCH /v1/settings", Noun: "setting", Object: "of none"},
		{Operation: "GET /v1/areas/{id}/phones", Noun: "phone", Object: "=1+1", Area: h.ids["A1"]},
	} {
		if err := h.db.Note(t.Context(), who, e); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTheTrailIsSearched(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin", access.Administrator, "")
	today := time.Now().In(time.FixedZone("CST", 8*3600)).Format(time.DateOnly)
	h.trail(t)
	got := answer[auditBody](t, g.get(t, "/v1/audit?limit=4"))
	if !slices.Equal(got.objects(), []string{"=1+1", "of none", "of B", "of A"}) || got.Next == nil {
		t.Fatalf("got %+v", got)
	}
	b := got.Entries[2]
	if b.Who.Kind != "person" || *b.Who.ID != 77 || b.Who.Name != "wang.fang" || b.From != "192.0.2.7" || len(b.Hash) != 64 || b.Area.Code != "B" || b.After != nil ||
		fmt.Sprint(b.Before) != "map[note:旧]" || time.Since(b.At) > time.Hour {
		t.Errorf("got %+v", b)
	}
	for query, want := range map[string][]string{
		fmt.Sprint("limit=2&before=", b.ID+1):     {"of B", "of A"},
		"noun=setting":                            {"of none"},
		"operation=gewu+import+grids":             {"of B", "of A"},
		"person=77&noun=phone":                    {"=1+1"},
		"person=78":                               nil,
		"q=of+none":                               {"of none"},
		"q=%E6%97%A7":                             {"of B"},
		"q=%25%27+or+1%3D1":                       nil,
		fmt.Sprint("noun=grid&area=", h.ids["A"]): {"of A"},
		"until=2026-01-01":                        nil,
		"noun=setting&from=" + today:              {"of none"},
		"noun=setting&from=2026-01-01&until=" + today + "&limit=10": nil,
	} {
		if got := answer[auditBody](t, g.get(t, "/v1/audit?"+query)); !slices.Equal(got.objects(), want) {
			t.Errorf("%s: %v, want %v", query, got.objects(), want)
		}
	}
	for query, kind := range map[string]string{
		"from=yesterday": "bad-parameter", "until=2026-13-01": "bad-parameter", "from=2026-02-01&until=2026-02-01": "bad-parameter",
		"limit=0": "bad-parameter", "limit=100000": "bad-parameter", "before=x": "bad-parameter", "area=-1": "bad-parameter",
		"q=" + strings.Repeat("x", 200): "bad-parameter", "order=id": "unknown-parameter", "noun=%0a": "bad-parameter",
	} {
		if strings.HasPrefix(query, "noun=") {
			query = "noun=a%0ab"
		}
		g.refused(t, kind, "GET", "/v1/audit?"+query, nil)
	}
}

func TestAnAdministratorOfAnAreaSeesTheTrailOfThatArea(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin.a", access.Administrator, "A")
	h.trail(t)
	if got := answer[auditBody](t, g.get(t, "/v1/audit?noun=grid")).objects(); !slices.Equal(got, []string{"of A"}) {
		t.Errorf("sees %v", got)
	}
	if got := answer[auditBody](t, g.get(t, "/v1/audit?noun=phone")).objects(); len(got) != 1 {
		t.Errorf("of a grid of A sees %v", got)
	}
	for _, query := range []string{"noun=setting", fmt.Sprint("area=", h.ids["B"]), "q=of+B"} {
		if got := answer[auditBody](t, g.get(t, "/v1/audit?"+query)).objects(); len(got) != 0 {
			t.Errorf("%s: sees %v", query, got)
		}
	}
	if body := g.want(t, 200, "GET", "/v1/audit", nil, "Accept", "text/csv").Body.String(); strings.Contains(body, "of B") || !strings.Contains(body, "of A") {
		t.Errorf("takes out %s", body)
	}
	h.enter(t, "leader", access.Leader, "").refused(t, "not-allowed", "GET", "/v1/audit", nil)
	h.visitor().refused(t, "sign-in-required", "GET", "/v1/audit", nil, "Accept", "text/csv")
}

func TestTheTrailIsTakenOutAsATableWithoutFormulasAndThatIsNoted(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin", access.Administrator, "")
	h.trail(t)
	w := g.want(t, 200, "GET", "/v1/audit?person=77", nil, "Accept", "text/csv")
	if w.Header().Get("Content-Type") != "text/csv; charset=utf-8; header=present" || w.Header().Get("Content-Disposition") != `attachment; filename="audit.csv"` {
		t.Errorf("headers %v", w.Header())
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	object := slices.Index(rows[0], "object")
	if rows[1][object] != "'=1+1" || rows[3][object] != "of B" || rows[3][slices.Index(rows[0], "area_code")] != "B" {
		t.Errorf("got %q", rows)
	}
	if got, want := h.noted(t, 1)[0], "person admin: GET /v1/audit audit text/csv"; got != want {
		t.Errorf("noted %q", got)
	}
	w = g.want(t, 200, "GET", "/v1/audit?person=77&limit=2", nil, "Accept", "text/csv")
	if n := strings.Count(w.Body.String(), "\n"); n != 3 {
		t.Errorf("%d lines for a limit of 2", n)
	}
	g.refused(t, "bad-parameter", "GET", "/v1/audit?limit=x", nil, "Accept", "text/csv")
}
