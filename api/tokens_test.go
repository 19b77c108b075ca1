package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gewu/access"
)

type tokensBody struct {
	Tokens []struct {
		ID       int64
		Name     string
		Revoked  bool
		LastUsed *string               `json:"last_used"`
		By       struct{ Name string } `json:"created_by"`
	}
}

func TestATokenLetsAProgramInUntilItIsRevoked(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin.a", access.Administrator, "A")
	tomorrow := time.Now().Add(24 * time.Hour).Format(time.RFC3339)
	body := func(role, area string) string {
		return fmt.Sprintf(`{"name":"map sync","role":%q,"area":%s,"expires_at":%q}`, role, area, tomorrow)
	}
	a := fmt.Sprint(h.ids["A"])
	w := g.want(t, 201, "POST", "/v1/tokens", body("patrol", a))
	made := answer[struct {
		Token  struct{ ID int64 }
		Secret string
	}](t, w)
	if !strings.HasPrefix(made.Secret, "gewu_") || len(made.Secret) != 48 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("got %s", w.Body)
	}
	program := &guest{h: h, token: made.Secret}
	me := answer[sessionBody](t, program.get(t, "/v1/session")).Me
	if me == nil || me.Kind != "token" || me.Name != "map sync" || me.Session != nil || len(me.Grants) != 1 {
		t.Errorf("got %+v", me)
	}
	program.refused(t, "not-allowed", "GET", fmt.Sprintf("/v1/areas/%d/phones", h.ids["B1"]), nil)
	program.refused(t, "not-allowed", "GET", "/v1/tokens", nil)
	program.refused(t, "not-allowed", "GET", "/v1/me/sessions", nil)
	list := answer[tokensBody](t, g.get(t, "/v1/tokens")).Tokens
	if len(list) != 1 || list[0].By.Name != "admin.a" || list[0].Revoked || list[0].LastUsed == nil {
		t.Errorf("got %+v", list)
	}
	if body := g.get(t, "/v1/tokens").Body.String(); strings.Contains(body, made.Secret[5:]) {
		t.Error("the secret is told again")
	}
	other := h.enter(t, "admin.b", access.Administrator, "B")
	if list := answer[tokensBody](t, other.get(t, "/v1/tokens")).Tokens; len(list) != 0 {
		t.Errorf("the administrator of B sees %+v", list)
	}
	at := fmt.Sprint("/v1/tokens/", made.Token.ID)
	for _, bad := range []string{at, "/v1/tokens/999", "/v1/tokens/x"} {
		other.refused(t, "no-such-token", "DELETE", bad, nil)
	}
	g.want(t, 204, "DELETE", at, nil)
	if w := program.send(t, "GET", "/v1/session", nil); w.Code != 401 {
		t.Errorf("a revoked token: %d %s", w.Code, w.Body)
	}
}

func TestATokenIsMadeOnlyInsideAndNotForEver(t *testing.T) {
	h := openHall(t)
	g := h.enter(t, "admin.a", access.Administrator, "A")
	at := func(d time.Duration) string { return time.Now().Add(d).Format(time.RFC3339) }
	make := func(name, role string, area any, expires string) string {
		return fmt.Sprintf(`{"name":%q,"role":%q,"area":%v,"expires_at":%q}`, name, role, area, expires)
	}
	day, a := at(24*time.Hour), h.ids["A"]
	for name, tt := range map[string]struct{ kind, body string }{
		"of another area":       {"not-allowed", make("x", "patrol", h.ids["B"], day)},
		"of the whole district": {"not-allowed", make("x", "patrol", "null", day)},
		"over already":          {"bad-field", make("x", "patrol", a, at(-time.Hour))},
		"for ever":              {"bad-field", make("x", "patrol", a, at(10*365*24*time.Hour))},
		"without a zone":        {"bad-field", make("x", "patrol", a, "2027-01-01")},
		"without a name":        {"bad-field", make(" ", "patrol", a, day)},
		"with a long name":      {"bad-field", make(strings.Repeat("n", 201), "patrol", a, day)},
		"of no role":            {"bad-field", make("x", "root", a, day)},
		"of no area":            {"bad-field", make("x", "patrol", 999, day)},
		"with a secret":         {"unknown-field", `{"name":"x","role":"patrol","area":null,"expires_at":"` + day + `","secret":"mine"}`},
		"an area in words":      {"bad-field", make("x", "patrol", `"A"`, day)},
	} {
		t.Run(name, func(t *testing.T) { g.refused(t, tt.kind, "POST", "/v1/tokens", tt.body) })
	}
	h.visitor().refused(t, "sign-in-required", "POST", "/v1/tokens", make("x", "patrol", a, day))
	h.enter(t, "planner", access.Planner, "").refused(t, "not-allowed", "POST", "/v1/tokens", make("x", "viewer", a, day))
}
