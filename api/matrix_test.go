package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gewu/access"
	"gewu/api"
)

// matrixFile is what the matrix is written to with -update.
var matrixFile = filepath.Join("..", "docs", "access-matrix.md")

// A meaning says once more, in words of its own, for whom a route is there: the table of the service
// itself is not read for it.
type meaning struct {
	operation string
	open      string // for visitors: "always", from the visibility "grids" or "counts" on, or "" never
	signed    bool   // for whoever is signed in as a person
	early     bool   // also while a password that was given once is not changed
	roles     string // the initials of those who may: see initials
	reach     reach
	ask       inquiry
}

// A reach is where a role must be held.
type reach string

const (
	inside   reach = "inside"   // where the thing asked about lies
	anywhere reach = "anywhere" // anywhere: the answer is made of what lies there
	whole    reach = "whole"    // on the whole district
)

var initials = map[access.Role]string{
	access.Viewer: "v", access.Patrol: "p", access.Planner: "n", access.Leader: "l", access.Administrator: "a",
}

// meanings are all routes, and each layer of tiles that is not for everybody.
var meanings = []meaning{
	{"GET /healthz", "always", false, false, "", anywhere, plain("/healthz")},
	{"GET /readyz", "always", false, false, "", anywhere, plain("/readyz")},
	{"GET /metrics", "", false, false, "a", whole, plain("/metrics")},
	{"GET /problems/{kind}", "always", false, false, "", anywhere, plain("/problems/missing-crs")},
	{"GET /", "always", false, false, "", anywhere, plain("/")},
	{"GET /tiles/", "grids", false, false, "vpnla", anywhere, plain("/tiles/communities,grids/14/13717/6690.mvt")},
	{"GET /tiles/ (buildings)", "grids", false, false, "vpnla", anywhere, plain("/tiles/buildings/14/13717/6690.mvt")},
	{"GET /tiles/ (issues)", "", false, false, "vpnla", anywhere, plain("/tiles/issues/14/13717/6690.mvt")},
	{"GET /tiles/ (TileJSON)", "grids", false, false, "vpnla", anywhere, plain("/tiles/grids.json")},
	{"GET /tiles/ (TileJSON, issues)", "", false, false, "vpnla", anywhere, plain("/tiles/grids,issues.json")},
	{"GET /v1/locate", "grids", false, false, "vpnla", inside, locating},
	{"POST /v1/locate", "grids", false, false, "vpnla", anywhere, locatingMany},
	{"GET /v1/district", "grids", false, false, "vpnla", anywhere, plain("/v1/district")},
	{"GET /v1/communities", "grids", false, false, "vpnla", anywhere, plain("/v1/communities")},
	{"GET /v1/communities/{id}/grids", "grids", false, false, "vpnla", inside, ofCommunity("/v1/communities/%d/grids")},
	{"GET /v1/areas/{id}", "grids", false, false, "vpnla", inside, ofGrid("GET", "/v1/areas/%d", nil)},
	{"GET /v1/search", "grids", false, false, "vpnla", anywhere, plain("/v1/search?q=A1")},
	{"GET /v1/changes", "grids", false, false, "vpnla", anywhere, plain("/v1/changes?after=0", "Accept", "application/json")},
	{"GET /v1/openapi.json", "always", false, false, "", anywhere, plain("/v1/openapi.json")},

	{"GET /v1/session", "always", false, false, "", anywhere, plain("/v1/session")},
	{"POST /v1/session", "always", false, false, "", anywhere, form("POST", "/v1/session", `{}`)},
	{"DELETE /v1/session", "", true, true, "", anywhere, form("DELETE", "/v1/session", nil)},
	{"GET /v1/sign-in/{provider}", "always", false, false, "", anywhere, plain("/v1/sign-in/none")},
	{"GET /v1/sign-in/{provider}/callback", "always", false, false, "", anywhere, plain("/v1/sign-in/none/callback")},
	{"PUT /v1/me/password", "", true, true, "", anywhere, form("PUT", "/v1/me/password", `{}`)},
	{"GET /v1/me/sessions", "", true, false, "", anywhere, plain("/v1/me/sessions")},
	{"DELETE /v1/me/sessions", "", true, false, "", anywhere, form("DELETE", "/v1/me/sessions", nil)},
	{"DELETE /v1/me/sessions/{id}", "", true, false, "", anywhere, form("DELETE", "/v1/me/sessions/999999", nil)},

	{"GET /v1/people", "", false, false, "a", anywhere, plain("/v1/people")},
	{"POST /v1/people", "", false, false, "a", anywhere, form("POST", "/v1/people", `{}`)},
	{"GET /v1/people/{id}", "", false, false, "a", inside, ofPerson("GET", "", nil)},
	{"PATCH /v1/people/{id}", "", false, false, "a", inside, ofPerson("PATCH", "", `{}`)},
	{"POST /v1/people/{id}/password", "", false, false, "a", inside, ofPerson("POST", "/password", nil)},
	{"DELETE /v1/people/{id}/sessions", "", false, false, "a", inside, ofPerson("DELETE", "/sessions", nil)},
	{"POST /v1/people/{id}/grants", "", false, false, "a", inside, granting},
	{"DELETE /v1/people/{id}/grants/{grant}", "", false, false, "a", inside, ofPerson("DELETE", "/grants/999999", nil)},
	{"GET /v1/tokens", "", false, false, "a", anywhere, plain("/v1/tokens")},
	{"POST /v1/tokens", "", false, false, "a", inside, makingToken},
	{"DELETE /v1/tokens/{id}", "", false, false, "a", inside, ofToken},
	{"GET /v1/settings", "", false, false, "a", whole, plain("/v1/settings")},
	{"PATCH /v1/settings", "", false, false, "a", whole, form("PATCH", "/v1/settings", `{}`)},
	{"GET /v1/audit", "", false, false, "a", anywhere, plain("/v1/audit?limit=1")},
	{"GET /v1/areas/{id}/phones", "", false, false, "pnla", inside, ofGrid("GET", "/v1/areas/%d/phones", nil)},
	{"GET /v1/communities/{id}/issue-counts", "counts", false, false, "vpnla", inside, ofCommunity("/v1/communities/%d/issue-counts?from=2026-01-01&until=2026-12-31")},
	{"GET /v1/areas/{id}/attachments", "", false, false, "vpnla", inside, ofGrid("GET", "/v1/areas/%d/attachments", nil)},
	{"POST /v1/areas/{id}/attachments", "", false, false, "pna", inside, ofGrid("POST", "/v1/areas/%d/attachments", "no picture")},
	{"GET /v1/attachments/{id}", "", false, false, "vpnla", inside, ofPhoto("GET")},
	{"DELETE /v1/attachments/{id}", "", false, false, "na", inside, ofPhoto("DELETE")},

	{"GET /v1/communities/{id}/plans", "", false, false, "vnla", inside, ofCommunity("/v1/communities/%d/plans")},
	{"POST /v1/communities/{id}/plans", "", false, false, "na", inside, startingPlan},
	{"GET /v1/plans/{id}", "", false, false, "na", inside, ofPlan("GET", "", nil)},
	{"GET /v1/plans/{id} (proposed)", "", false, false, "vnla", inside, ofProposed("")},
	{"PATCH /v1/plans/{id}", "", false, false, "na", inside, ofPlan("PATCH", "", `{}`)},
	{"GET /v1/plans/{id}/topology", "", false, false, "na", inside, ofPlan("GET", "/topology", nil)},
	{"GET /v1/plans/{id}/topology (proposed)", "", false, false, "vnla", inside, ofProposed("/topology")},
	{"GET /v1/plans/{id}/order.pdf", "", false, false, "na", inside, ofPlan("GET", "/order.pdf?lang=xx", nil)},
	{"GET /v1/plans/{id}/grids.geojson", "", false, false, "na", inside, ofPlan("GET", "/grids.geojson", nil)},
	{"POST /v1/plans/{id}/operations", "", false, false, "na", inside, ofPlan("POST", "/operations", `{}`)},
	{"POST /v1/plans/{id}/undo", "", false, false, "na", inside, ofPlan("POST", "/undo", nil)},
	{"POST /v1/plans/{id}/redo", "", false, false, "na", inside, ofPlan("POST", "/redo", nil)},
	{"GET /v1/plans/{id}/log", "", false, false, "na", inside, ofPlan("GET", "/log", nil)},
	{"GET /v1/plans/{id}/problems", "", false, false, "na", inside, ofPlan("GET", "/problems", nil)},
	{"GET /v1/plans/{id}/compare", "", false, false, "na", inside, ofPlan("GET", "/compare", nil)},
	{"POST /v1/plans/{id}/pick", "", false, false, "na", inside, ofPlan("POST", "/pick", `{}`)},
	{"POST /v1/plans/{id}/rebase", "", false, false, "na", inside, ofPlan("POST", "/rebase", nil)},
	{"POST /v1/plans/{id}/proposals", "", false, false, "na", inside, ofPlan("POST", "/proposals", `{}`)},
	{"GET /v1/plans/{id}/moves", "", false, false, "na", inside, ofPlan("GET", "/moves?limit=0", nil)},
	{"GET /v1/plans/{id}/live", "", false, false, "na", inside, ofPlan("GET", "/live?after=x", nil)},
	{"POST /v1/plans/{id}/publish", "", false, false, "na", inside, ofPlan("POST", "/publish", `{}`)},
	{"GET /v1/communities/{id}/editions", "grids", false, false, "vpnla", inside, ofCommunity("/v1/communities/%d/editions")},
	{"GET /v1/editions/{id}", "grids", false, false, "vpnla", inside, ofEdition("GET", "")},
	{"GET /v1/editions/{id}/order.pdf", "", false, false, "vnla", inside, ofEdition("GET", "/order.pdf?lang=xx")},
	{"POST /v1/editions/{id}/restore", "", false, false, "na", inside, ofEdition("POST", "/restore")},

	{"GET /v1/analysis/kinds", "", false, false, "vpnla", anywhere, plain("/v1/analysis/kinds")},
	{"GET /v1/analysis/issues", "", false, false, "vpnla", inside, ofCommunity("/v1/analysis/issues?area=%d&limit=1")},
	{"GET /tiles/heat/{z}/{x}/{y}.png", "", false, false, "vpnla", inside, ofCommunity("/tiles/heat/14/13717/6690.png?area=%d&bandwidth=200")},
	{"GET /tiles/analysis/{what}/{z}/{x}/{y}.mvt", "", false, false, "vpnla", inside, ofCommunity("/tiles/analysis/load/14/13717/6690.mvt?area=%d")},
	{"GET /v1/analysis/load", "counts", false, false, "vpnla", inside, ofCommunity("/v1/analysis/load?area=%d")},
	{"GET /v1/analysis/rate", "counts", false, false, "vpnla", inside, ofCommunity("/v1/analysis/rate?area=%d")},
	{"GET /v1/analysis/report", "", false, false, "vpnla", inside, ofCommunity("/v1/analysis/report?area=%d&lang=xx")},
	{"GET /v1/analysis/{what}", "", false, false, "vpnla", inside, ofCommunity("/v1/analysis/compare?area=%d&days=30")},
	{"POST /v1/analysis/{what}/jobs", "", false, false, "vpnla", inside, ofJobs},
	{"GET /v1/analysis/{what}/jobs", "", false, false, "vpnla", inside, ofCommunity("/v1/analysis/compare/jobs?area=%d&days=30")},
	{"GET /v1/analysis/jobs/{id}", "", false, false, "vpnla", anywhere, plain("/v1/analysis/jobs/1")},
	{"DELETE /v1/analysis/jobs/{id}", "", false, false, "vpnla", anywhere, form("DELETE", "/v1/analysis/jobs/1", nil)},
	{"GET /v1/analysis/jobs/{id}/result", "", false, false, "vpnla", anywhere, plain("/v1/analysis/jobs/1/result")},
}

// open reports whether a district that shows v shows what the route is for to visitors.
func (m meaning) opensAt(v access.Visibility) bool {
	switch m.open {
	case "always":
		return true
	case "grids":
		return v != access.Nothing
	case "counts":
		return v == access.Counts
	default:
		return false
	}
}

// turnsOn reports whether what visitors see may have a bearing on a question that was asked already.
func (m meaning) turnsOn(v access.Visibility, a *player) bool {
	switch v {
	case access.Grids:
		return true
	case access.Counts:
		return m.open == "counts" || m.open == "grids" && a.group == "visitor"
	default:
		return m.open == "grids" || m.open == "counts"
	}
}

// allows says whether an actor may ask about what lies in A1 or B1.
func (m meaning) allows(a *player, code string, v access.Visibility) bool {
	switch {
	case a.void:
		return false // a token that does not hold opens nothing at all
	case m.open == "always":
		return true
	case a.early && a.person:
		return m.early
	case m.opensAt(v), m.signed && a.person:
		return true
	case a.role == "" || a.early || !strings.Contains(m.roles, initials[a.role]):
		return false
	case m.reach == whole:
		return a.code == ""
	default:
		return m.reach == anywhere || a.code == "" || strings.HasPrefix(code, a.code)
	}
}

// Every route is asked by everybody, about their own area and about another: only those get an
// answer for whom it is meant.
func TestEachRouteAnswersThoseForWhomItIsMeantAndNobodyElse(t *testing.T) {
	checkMeanings(t)
	c := newCast(t)
	matrix := newMatrix()
	for _, v := range []access.Visibility{access.Grids, access.Counts, access.Nothing} {
		c.shows(t, v)
		for _, m := range meanings {
			for _, a := range c.players {
				if !m.turnsOn(v, a) {
					continue
				}
				for _, code := range a.asksAbout(m) {
					got, said := c.allowed(t, m, a, code)
					want := m.allows(a, code, v)
					if got != want {
						t.Errorf("%s about %s by %s, at %q: allowed %t, want %t: %s", m.operation, code, a.name, v, got, want, said)
					}
					matrix.note(m, a, code, v, got)
				}
			}
		}
	}
	text := matrix.text()
	t.Log("\n" + text)
	if *update {
		if err := os.WriteFile(matrixFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if kept, err := os.ReadFile(matrixFile); err != nil || string(kept) != text {
		t.Errorf("docs/access-matrix.md is not what was asked just now; write it with go test ./api -run %s -update (%v)", t.Name(), err)
	}
}

// checkMeanings fails when there is a route without a meaning, in the table or in the handler, or
// the reverse.
func checkMeanings(t *testing.T) {
	t.Helper()
	var meant []string
	for _, m := range meanings {
		operation, _, _ := strings.Cut(m.operation, " (")
		meant = append(meant, operation)
	}
	slices.Sort(meant)
	meant = slices.Compact(meant)
	var ruled []string
	for _, operation := range api.RuledOperations() {
		if !strings.HasPrefix(operation, "see ") {
			ruled = append(ruled, operation)
		}
	}
	served := servedOperations(t)
	for _, operation := range append(slices.Clone(ruled), served...) {
		if !slices.Contains(meant, operation) {
			t.Errorf("%s: nobody says here for whom it is meant", operation)
		}
	}
	for _, operation := range meant {
		if !slices.Contains(ruled, operation) || !slices.Contains(served, operation) {
			t.Errorf("%s: ruled %t, served %t", operation, slices.Contains(ruled, operation), slices.Contains(served, operation))
		}
	}
}

// servedOperations lists what the handler answers by its router.
func servedOperations(t *testing.T) []string {
	t.Helper()
	routes, err := api.Routes(townOf(t).config())
	if err != nil {
		t.Fatal(err)
	}
	served := []string{"GET /"} // the page, which no route takes
	for _, r := range routes {
		if r.Methods == nil {
			served = append(served, "GET "+r.Path)
		}
		for _, method := range r.Methods {
			if method != http.MethodHead { // goes with GET
				served = append(served, method+" "+r.Path)
			}
		}
	}
	return served
}

// allowed asks, and reports whether that was allowed. What does not exist for somebody is as good as
// not allowed; and so is an answer in which every count is left out.
func (c *cast) allowed(t *testing.T, m meaning, a *player, code string) (allowed bool, said string) {
	t.Helper()
	method, path, body, headers := m.ask(c, code)
	w := a.guest(t, c).send(t, method, path, body, headers...)
	var p struct{ Type string }
	_ = json.Unmarshal(w.Body.Bytes(), &p) // a picture is none
	said = fmt.Sprintf("%d %.300s", w.Code, w.Body)
	if w.Code >= http.StatusInternalServerError {
		t.Errorf("%s by %s: %s", m.operation, a.name, said)
	}
	switch p.Type {
	case "/problems/not-allowed", "/problems/sign-in-required", "/problems/password-change-required",
		"/problems/no-such-person", "/problems/no-such-token", "/problems/no-such-attachment",
		"/problems/no-such-plan", "/problems/no-such-edition":
		return false, said
	}
	return w.Code != http.StatusUnauthorized && w.Code != http.StatusForbidden, said
}
