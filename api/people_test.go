package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gewu/access"
)

type personBody struct {
	ID       int64
	Name     string
	FullName string `json:"full_name"`
	Email    string
	Disabled bool
	Mine     bool `json:"mine_to_change"`
	Grants   []struct {
		ID   int64
		Role string
		Area *struct{ Code string }
	}
}

type peopleBody struct {
	People []personBody
	Next   *int64
}

func names(people []personBody) (names []string) {
	for _, p := range people {
		names = append(names, p.Name)
	}
	return names
}

// Of community A: admin.a and li; of B: admin.b and wang; of the whole district: admin. new.one has
// no role yet, and both.sides has one in each.
func peopledHall(t *testing.T) (h *hall, ids map[string]int64) {
	t.Helper()
	h, ids = openHall(t), map[string]int64{}
	for _, p := range []struct {
		name string
		role access.Role
		code string
	}{
		{"admin", access.Administrator, ""},
		{"admin.a", access.Administrator, "A"},
		{"admin.b", access.Administrator, "B"},
		{"li", access.Patrol, "A1"},
		{"wang", access.Planner, "B"},
		{"new.one", "", ""},
		{"both.sides", access.Viewer, "A"},
	} {
		ids[p.name] = h.person(t, p.name, p.role, p.code)
	}
	h.grant(t, ids["both.sides"], access.Viewer, "B")
	return h, ids
}

func TestAnAdministratorSeesThePeopleOfTheirAreas(t *testing.T) {
	h, ids := peopledHall(t)
	all, a := h.visitor(), h.visitor()
	all.signIn(t, "admin")
	a.signIn(t, "admin.a")
	if got := names(answer[peopleBody](t, all.get(t, "/v1/people")).People); len(got) != len(ids) {
		t.Errorf("the administrator of the district sees %v", got)
	}
	seen := answer[peopleBody](t, a.get(t, "/v1/people")).People
	if got, want := names(seen), []string{"admin.a", "both.sides", "li", "new.one"}; !slices.Equal(got, want) {
		t.Errorf("the administrator of A sees %v", got)
	}
	for _, p := range seen {
		if want := p.Name == "li" || p.Name == "new.one"; p.Mine != want {
			t.Errorf("%s is mine to change: %t", p.Name, p.Mine)
		}
		for _, g := range p.Grants {
			if g.Area == nil || !strings.HasPrefix(g.Area.Code, "A") {
				t.Errorf("of %s, the administrator of A is told %+v", p.Name, g)
			}
		}
	}
	a.get(t, fmt.Sprint("/v1/people/", ids["li"]))
	for _, id := range []string{fmt.Sprint(ids["wang"]), fmt.Sprint(ids["admin"]), "999", "0", "x", "1%27"} {
		a.refused(t, "no-such-person", "GET", "/v1/people/"+id, nil)
	}
	for _, g := range []*guest{h.enter(t, "planner", access.Planner, ""), h.enter(t, "leader", access.Leader, "")} {
		g.refused(t, "not-allowed", "GET", "/v1/people", nil)
		g.refused(t, "not-allowed", "GET", fmt.Sprint("/v1/people/", ids["li"]), nil)
	}
	h.visitor().refused(t, "sign-in-required", "GET", "/v1/people", nil)
}

func TestPeopleAreFoundPageByPage(t *testing.T) {
	h, ids := peopledHall(t)
	g := h.visitor()
	g.signIn(t, "admin")
	var got []string
	for address := "/v1/people?limit=3"; ; {
		page := answer[peopleBody](t, g.get(t, address))
		got = append(got, names(page.People)...)
		if page.Next == nil {
			break
		}
		address = fmt.Sprint("/v1/people?limit=3&after=", *page.Next)
	}
	if !slices.IsSorted(got) || len(got) != len(ids) {
		t.Errorf("got %v", got)
	}
	for query, want := range map[string][]string{
		"q=WANG":                        {"wang"},
		"q=%25":                         nil,
		"role=administrator":            {"admin", "admin.a", "admin.b"},
		fmt.Sprint("area=", h.ids["A"]): {"admin.a", "both.sides", "li"},
		"disabled=true":                 nil,
		"disabled=false&q=li":           {"li"},
	} {
		if got := names(answer[peopleBody](t, g.get(t, "/v1/people?"+query)).People); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
	for query, kind := range map[string]string{
		"role=king": "bad-parameter", "area=x": "bad-parameter", "limit=0": "bad-parameter", "limit=1000": "bad-parameter",
		"disabled=maybe": "bad-parameter", "after=-1": "bad-parameter", "after=999": "bad-parameter", "q=%00": "bad-parameter", "sort=name": "unknown-parameter",
		"q=" + strings.Repeat("x", 101): "bad-parameter",
	} {
		g.refused(t, kind, "GET", "/v1/people?"+query, nil)
	}
}

func TestAnAdministratorAddsAPersonWhoIsToldAPasswordOnce(t *testing.T) {
	h, _ := peopledHall(t)
	g := h.visitor()
	g.signIn(t, "admin.a")
	w := g.want(t, 201, "POST", "/v1/people", map[string]string{"name": "Zhang.San", "full_name": " 张三 ", "email": "zhang@example.org"})
	made := answer[struct {
		Person   personBody
		Password string
	}](t, w)
	if made.Person.Name != "zhang.san" || made.Person.FullName != "张三" || len(made.Password) < 20 || !made.Person.Mine {
		t.Errorf("got %s", w.Body)
	}
	if at := fmt.Sprint("/v1/people/", made.Person.ID); w.Header().Get("Location") != at || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", w.Header())
	}
	entries, err := h.db.Audit(t.Context(), access.AuditFilter{Limit: 1, Scope: access.Everything})
	if err != nil || strings.Contains(string(entries[0].After), made.Password) || entries[0].Object != "zhang.san" {
		t.Errorf("noted %+v, %v", entries, err)
	}
	g.refused(t, "name-taken", "POST", "/v1/people", map[string]string{"name": "zhang.san"})
	for name, tt := range map[string]struct{ kind, body string }{
		"no name":        {"bad-field", `{}`},
		"a short name":   {"bad-field", `{"name":"x"}`},
		"a Chinese name": {"bad-field", `{"name":"张三"}`},
		"a bad address":  {"bad-field", `{"name":"zhao","email":"nowhere"}`},
		"two lines":      {"bad-field", `{"name":"zhao","full_name":"a\nb"}`},
		"a turned text":  {"bad-field", `{"name":"zhao","full_name":"a\u202eb"}`},
		"a long name":    {"bad-field", `{"name":"zhao","full_name":"` + strings.Repeat("长", 201) + `"}`},
		"a role":         {"unknown-field", `{"name":"zhao","grants":[]}`},
		"an id":          {"unknown-field", `{"name":"zhao","id":1}`},
	} {
		t.Run(name, func(t *testing.T) { g.refused(t, tt.kind, "POST", "/v1/people", tt.body) })
	}
	h.enter(t, "viewer", access.Viewer, "").refused(t, "not-allowed", "POST", "/v1/people", map[string]string{"name": "zhao"})
	h.visitor().refused(t, "sign-in-required", "POST", "/v1/people", map[string]string{"name": "zhao"})
}

func TestAnAdministratorChangesOnlyThePeopleWhoAreWhollyTheirs(t *testing.T) {
	h, ids := peopledHall(t)
	g := h.visitor()
	g.signIn(t, "admin.a")
	li := fmt.Sprint("/v1/people/", ids["li"])
	got := answer[personBody](t, g.want(t, 200, "PATCH", li, `{"full_name":"李强","email":"li@example.org"}`))
	if got.FullName != "李强" || got.Email != "li@example.org" || got.Disabled {
		t.Errorf("got %+v", got)
	}
	if got := answer[personBody](t, g.want(t, 200, "PATCH", li, `{"disabled":true}`)); !got.Disabled || got.FullName != "李强" {
		t.Errorf("got %+v", got)
	}
	h.visitor().refused(t, "wrong-credentials", "POST", "/v1/session", map[string]string{"name": "li", "password": password})
	g.want(t, 200, "PATCH", li, `{"disabled":false}`)
	g.refused(t, "bad-field", "PATCH", li, `{"disabled":"yes"}`)
	g.refused(t, "bad-field", "PATCH", li, `{"full_name":null}`)
	g.refused(t, "unknown-field", "PATCH", li, `{"name":"other"}`)
	for name, kind := range map[string]string{"both.sides": "not-allowed", "admin.a": "own-account", "wang": "no-such-person", "admin": "no-such-person"} {
		at := fmt.Sprint("/v1/people/", ids[name])
		g.refused(t, kind, "PATCH", at, `{"disabled":true}`)
		g.refused(t, kind, "POST", at+"/password", nil)
		g.refused(t, kind, "POST", at+"/grants", fmt.Sprintf(`{"role":"viewer","area":%d,"from":"2026-01-01"}`, h.ids["A2"]))
		if kind != "own-account" { // their own sessions anybody may end
			g.refused(t, kind, "DELETE", at+"/sessions", nil)
		}
	}
}

func TestAPasswordIsResetByAnAdministratorAndEndsAllSessions(t *testing.T) {
	h, ids := peopledHall(t)
	g, li := h.visitor(), h.visitor()
	g.signIn(t, "admin.a")
	li.signIn(t, "li")
	at := fmt.Sprint("/v1/people/", ids["li"])
	fresh := answer[struct{ Password string }](t, g.want(t, 200, "POST", at+"/password", nil)).Password
	if answer[sessionBody](t, li.get(t, "/v1/session")).Me != nil {
		t.Error("a session from before goes on")
	}
	in := answer[sessionBody](t, li.want(t, 200, "POST", "/v1/session", map[string]string{"name": "li", "password": fresh}))
	if !in.Me.MustChange {
		t.Error("the password need not be changed")
	}
	g.want(t, 204, "DELETE", at+"/sessions", nil)
	if answer[sessionBody](t, li.get(t, "/v1/session")).Me != nil {
		t.Error("the session goes on")
	}
}

func TestARoleIsGivenAndTakenOnlyInside(t *testing.T) {
	h, ids := peopledHall(t)
	g := h.visitor()
	g.signIn(t, "admin.a")
	at := fmt.Sprint("/v1/people/", ids["new.one"], "/grants")
	give := func(code, rest string) string {
		if code == "" {
			return `{"role":"planner","area":null` + rest
		}
		return fmt.Sprintf(`{"role":"planner","area":%d`, h.ids[code]) + rest
	}
	const from = `,"from":"2026-01-01"}`
	w := g.want(t, 201, "POST", at, give("A1", `,"from":"2026-01-01","until":"2030-01-01"}`))
	grant := answer[struct {
		ID          int64
		From, Until string
		InForce     bool `json:"in_force"`
		Area        struct{ Code string }
	}](t, w)
	if grant.From != "2026-01-01" || grant.Until != "2030-01-01" || !grant.InForce || grant.Area.Code != "A1" {
		t.Errorf("got %s", w.Body)
	}
	g.refused(t, "grant-exists", "POST", at, give("A1", from))
	g.refused(t, "not-allowed", "POST", at, give("B1", from))
	g.refused(t, "not-allowed", "POST", at, give("R", from))
	g.refused(t, "not-allowed", "POST", at, give("", from))
	for name, body := range map[string]string{
		"no area":           `{"role":"planner","from":"2026-01-01"}`,
		"an unknown area":   `{"role":"planner","area":999,"from":"2026-01-01"}`,
		"an unknown role":   give("A2", `,"from":"2026-01-01"}`)[:len(give("A2", ""))] + `,"from":"yesterday"}`,
		"ends before":       give("A2", `,"from":"2026-02-01","until":"2026-02-01"}`),
		"no day":            give("A2", `}`),
		"king":              strings.Replace(give("A2", from), "planner", "king", 1),
		"over already":      give("A2", `,"from":"2020-01-01","until":"2021-01-01"}`),
		"a day that is not": give("A2", `,"from":"2026-02-30"}`),
	} {
		t.Run(name, func(t *testing.T) { g.refused(t, "bad-field", "POST", at, body) })
	}
	g.refused(t, "unknown-field", "POST", at, give("A2", `,"from":"2026-01-01","id":1}`))
	in := h.visitor()
	in.signIn(t, "new.one")
	if may := answer[sessionBody](t, in.get(t, "/v1/session")).May; !slices.Contains(may, "issues") {
		t.Errorf("the role does not count: may %v", may)
	}
	for _, id := range []string{"999", "x", fmt.Sprint(grant.ID, "0")} {
		g.refused(t, "no-such-grant", "DELETE", at+"/"+id, nil)
	}
	g.refused(t, "no-such-person", "DELETE", fmt.Sprint("/v1/people/", ids["wang"], "/grants/", grant.ID), nil)
	g.want(t, 204, "DELETE", fmt.Sprint(at, "/", grant.ID), nil)
	if may := answer[sessionBody](t, in.get(t, "/v1/session")).May; len(may) != 0 {
		t.Errorf("the role still counts: may %v", may)
	}
}

func TestNobodyChangesTheirOwnRolesAndOneAdministratorStays(t *testing.T) {
	h, ids := peopledHall(t)
	g := h.visitor()
	g.signIn(t, "admin")
	own := fmt.Sprint("/v1/people/", ids["admin"])
	g.refused(t, "own-account", "POST", own+"/grants", `{"role":"planner","area":null,"from":"2026-01-01"}`)
	me := answer[personBody](t, g.get(t, own))
	g.refused(t, "own-account", "DELETE", fmt.Sprint(own, "/grants/", me.Grants[0].ID), nil)
	g.refused(t, "own-account", "PATCH", own, `{"disabled":true}`)
	g.refused(t, "own-account", "POST", own+"/password", nil)
	secret := answer[struct{ Secret string }](t, g.want(t, 201, "POST", "/v1/tokens",
		`{"name":"robot","role":"administrator","area":null,"expires_at":"2027-06-01T00:00:00Z"}`)).Secret
	robot := &guest{h: h, token: secret}
	robot.refused(t, "own-account", "POST", own+"/password", nil) // what a token does, its maker does
	robot.refused(t, "own-account", "PATCH", own, `{"disabled":true}`)
}
