package api_test

import (
	"fmt"
	"strings"
	"testing"

	"gewu/access"
)

func TestAPrivatePhoneIsShownInOnesOwnAreasAndEachTimeNoted(t *testing.T) {
	h := openHall(t)
	a1 := fmt.Sprintf("/v1/areas/%d/phones", h.ids["A1"])
	for _, role := range []access.Role{access.Patrol, access.Planner, access.Leader, access.Administrator} {
		g := h.enter(t, string(role), role, "A")
		got := answer[struct {
			Holders []struct {
				Post  struct{ Key string }
				Name  string
				Phone string
			}
		}](t, g.get(t, a1))
		if len(got.Holders) != 1 || got.Holders[0].Name != "李强" || got.Holders[0].Phone != "021 5550 0101" || got.Holders[0].Post.Key == "" {
			t.Errorf("a %s is told %+v", role, got)
		}
		line := h.noted(t, 1)[0]
		if !strings.HasPrefix(line, fmt.Sprintf("person %s: GET /v1/areas/{id}/phones", role)) || strings.Contains(line, "5550") {
			t.Errorf("noted %q", line)
		}
		g.refused(t, "not-allowed", "GET", fmt.Sprintf("/v1/areas/%d/phones", h.ids["B1"]), nil)
		g.refused(t, "not-allowed", "GET", fmt.Sprintf("/v1/areas/%d/phones", h.ids["R"]), nil)
		g.refused(t, "unknown-parameter", "GET", a1+"?format=csv", nil)
	}
	h.enter(t, "viewer", access.Viewer, "").refused(t, "not-allowed", "GET", a1, nil)
	h.visitor().refused(t, "sign-in-required", "GET", a1, nil)
	all := h.enter(t, "admin", access.Administrator, "")
	for _, id := range []string{"999", "0", "x", "1;drop"} {
		if w := all.send(t, "GET", "/v1/areas/"+id+"/phones", nil); w.Code != 404 && w.Code != 403 {
			t.Errorf("area %s: %d %s", id, w.Code, w.Body)
		}
	}
}
