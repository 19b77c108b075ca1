package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"gewu/access"
	"gewu/geo"
)

// refusals are the entries of the trail about writes that were refused, the oldest first.
func (h *hall) refusals(t *testing.T, scope access.Scope) (lines []string) {
	t.Helper()
	entries, err := h.db.Audit(t.Context(), access.AuditFilter{Noun: "refusal", Limit: access.MostEntries, Scope: scope})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(entries)
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s: %s %s %s", e.Kind, e.Name, e.Operation, e.Object, e.After))
	}
	return lines
}

func TestTheTrailTellsOfWritesThatWereRefused(t *testing.T) {
	h := openHall(t)
	g := h.seat(t, h.person(t, "planner.b", access.Planner, "B"))
	boss := h.person(t, "admin.a", access.Administrator, "A")
	admin := h.seat(t, boss)
	secret, _ := h.robot(t, "map sync", access.Viewer, "", time.Now().Add(time.Hour))
	program := &guest{h: h, token: secret}
	plans := fmt.Sprintf("/v1/communities/%d/plans", h.ids["A"])
	edition := h.exec(t, `select id from edition where scope_id = $1`, h.ids["A"])
	restore := fmt.Sprintf("/v1/editions/%d/restore", edition)

	g.refused(t, "not-allowed", "POST", "/v1/people", `{"name":"more"}`)
	g.refused(t, "not-allowed", "PATCH", "/v1/settings", `{"visibility":"counts"}`)
	g.refused(t, "not-allowed", "POST", plans, `{"title":"mine","from":"edition"}`)
	g.refused(t, "not-allowed", "POST", restore, `{}`)
	program.refused(t, "not-allowed", "DELETE", "/v1/tokens/1", nil)
	own := fmt.Sprintf("/v1/people/%d/password", boss)
	admin.refused(t, "own-account", "POST", own, nil)
	// Neither what is read, nor what visitors ask, nor what is wrong in itself.
	g.refused(t, "not-allowed", "GET", "/v1/audit", nil)
	h.visitor().refused(t, "sign-in-required", "POST", "/v1/people", `{"name":"more"}`)
	admin.refused(t, "bad-field", "POST", "/v1/people", `{"name":"?"}`)

	want := []string{
		`person planner.b: POST /v1/people /v1/people {"refused": "not-allowed"}`,
		`person planner.b: PATCH /v1/settings /v1/settings {"refused": "not-allowed"}`,
		fmt.Sprintf(`person planner.b: POST /v1/communities/{id}/plans %s {"refused": "not-allowed"}`, plans),
		fmt.Sprintf(`person planner.b: POST /v1/editions/{id}/restore %s {"refused": "not-allowed"}`, restore),
		`token map sync: DELETE /v1/tokens/{id} /v1/tokens/1 {"refused": "not-allowed"}`,
		fmt.Sprintf(`person admin.a: POST /v1/people/{id}/password %s {"refused": "own-account"}`, own),
	}
	if got := h.refusals(t, access.Everything); !slices.Equal(got, want) {
		t.Errorf("the trail tells of\n%q, want\n%q", got, want)
	}
	if got := h.refusals(t, access.Scope{Areas: []geo.AreaID{h.ids["A"]}}); !slices.Equal(got, want[2:3]) {
		t.Errorf("who administers A is told of %q, want %q", got, want[2:3])
	}
}

func TestAFloodOfRefusedWritesDoesNotFillTheTrail(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "planner.b", access.Planner, "B")
	before := h.exec(t, `select count(*) from audit`)
	for range 300 {
		if w := g.send(t, "POST", "/v1/people", `{"name":"more"}`); w.Code != http.StatusForbidden {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if w := h.visitor().send(t, "POST", "/v1/people", `{"name":"more"}`); w.Code != http.StatusUnauthorized {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	if after := h.exec(t, `select count(*) from audit`); after < before+20 || after > before+25 {
		t.Errorf("300 refusals leave %d entries, want some 20", after-before)
	}
}
