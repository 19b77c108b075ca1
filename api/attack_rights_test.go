package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"gewu/access"
)

// rights are the roles of everybody, tokens among them, as the database has them.
func (s *siege) rights(t *testing.T) (all []string) {
	t.Helper()
	rows, err := s.pool.Query(t.Context(), `
		select concat_ws(' ', person_id, role, area_id, from_day, until_day, revoked_at) from role_grant
		union all select concat_ws(' ', 'token', id, role, area_id, expires_at, revoked_at) from token
		union all select concat_ws(' ', 'secret', person_id, hash, must_change) from credential
		union all select concat_ws(' ', 'person', id, name, full_name, email, disabled_at) from person order by 1`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

// A deed is a request that would give somebody more than they have.
type deed struct {
	method, path string
	body         string
}

// Attack: privilege escalation. Nobody gets, by any request about themselves, about others or about
// tokens, more rights than they have, nor gives any beyond their own areas.
func TestAttackPrivilegeEscalation(t *testing.T) {
	s := openSiege(t)
	boss := s.person(t, "boss.a", access.Administrator, "A")
	for name, a := range map[string]struct {
		role access.Role
		code string
	}{
		"viewer": {access.Viewer, "A"}, "patrol": {access.Patrol, "A"}, "planner": {access.Planner, ""}, "leader": {access.Leader, ""},
		"administrator of a grid": {access.Administrator, "A1"}, "administrator of the other community": {access.Administrator, "B"},
	} {
		id := s.person(t, "eve."+string(a.role)+"."+fmt.Sprint(len(a.code)), a.role, a.code)
		g := s.seat(t, id)
		before := s.rights(t)
		for _, d := range s.deeds(id, boss, a.code) {
			w := g.send(t, d.method, d.path, d.body)
			if w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s: %s %s %s: %d %s", name, d.method, d.path, d.body, w.Code, w.Body)
			}
		}
		if after := s.rights(t); !slices.Equal(before, after) {
			t.Errorf("%s changed rights", name)
		}
	}
}

// deeds are what somebody with a role in an area may try to get more.
func (s *siege) deeds(self, boss int64, code string) (list []deed) {
	const from = `"from":"2026-01-01"`
	expires := fmt.Sprintf(`"expires_at":%q`, time.Now().Add(time.Hour).Format(time.RFC3339))
	mine, theirs := fmt.Sprint("/v1/people/", self), fmt.Sprint("/v1/people/", boss)
	root := fmt.Sprint("/v1/people/", s.rootID())
	for _, role := range access.Roles {
		for _, area := range append([]string{"null", "0", "-1"}, s.beyond(code)...) {
			list = append(list,
				deed{"POST", mine + "/grants", fmt.Sprintf(`{"role":%q,"area":%s,%s}`, role, area, from)},
				deed{"POST", theirs + "/grants", fmt.Sprintf(`{"role":%q,"area":%s,%s}`, role, area, from)},
				deed{"POST", "/v1/tokens", fmt.Sprintf(`{"name":"more","role":%q,"area":%s,%s}`, role, area, expires)},
			)
		}
	}
	if code != "" {
		list = append(list, deed{"POST", mine + "/grants", fmt.Sprintf(`{"role":"administrator","area":%d,%s}`, s.ids[code], from)})
	}
	for _, person := range []string{mine, theirs, root} {
		list = append(list, deed{"POST", person + "/password", ""}, deed{"PATCH", person, `{"disabled":true}`},
			deed{"PATCH", person, `{"grants":[{"role":"administrator","area":null}]}`}, deed{"PATCH", person, `{"id":1,"name":"root"}`},
			deed{"PATCH", person, `{"must_change_password":false,"locked_until":null}`}, deed{"DELETE", person + "/grants/1", ""})
	}
	return append(list,
		deed{"PATCH", theirs, `{"email":"eve@example.org"}`}, deed{"PATCH", root, `{"full_name":"eve"}`},
		deed{"POST", "/v1/people", `{"name":"more","grants":[{"role":"administrator","area":null}]}`},
		deed{"POST", "/v1/people", `{"name":"more","role":"administrator"}`}, deed{"POST", "/v1/people", `{"name":"root"}`},
		deed{"PATCH", "/v1/settings", `{"visibility":"counts"}`}, deed{"PUT", "/v1/me/password", `{"old":"","new":"x"}`},
		deed{"PUT", "/v1/me/password", fmt.Sprintf(`{"old":%q,"new":%q,"id":%d}`, password, password+"x", boss)},
		deed{"DELETE", fmt.Sprint("/v1/tokens/", s.tokens[map[bool]string{true: "A1", false: "B1"}[code == "B"]]), ""},
	)
}

// beyond are the areas that lie not in one, its parents first.
func (s *siege) beyond(code string) (ids []string) {
	for _, other := range []string{"R", "A", "B", "A2", "B2"} {
		if code == "" || other == code || code == "B" && other == "B2" {
			continue
		}
		ids = append(ids, fmt.Sprint(s.ids[other]))
	}
	return ids
}

func (s *siege) rootID() int64 {
	people, err := s.db.PersonNamed(contextOf(), "root")
	if err != nil {
		panic(err)
	}
	return people
}

// Attack: a token does not do for its maker what they may not do themselves, and not more than its own
// role when they may more.
func TestAttackEscalationThroughTokens(t *testing.T) {
	s := openSiege(t)
	id := s.person(t, "maker", access.Administrator, "A")
	maker := s.seat(t, id)
	token := func(role access.Role, code string) *guest {
		w := maker.want(t, http.StatusCreated, "POST", "/v1/tokens", fmt.Sprintf(`{"name":"robot","role":%q,"area":%d,"expires_at":%q}`,
			role, s.ids[code], time.Now().Add(time.Hour).Format(time.RFC3339)))
		return &guest{h: s.hall, token: answer[struct{ Secret string }](t, w).Secret}
	}
	viewer, part := token(access.Viewer, "A"), token(access.Administrator, "A1")
	before := s.rights(t)
	for _, g := range []*guest{viewer, part} {
		for _, d := range s.deeds(id, s.rootID(), "A1") {
			if w := g.send(t, d.method, d.path, d.body); w.Code < 400 || w.Code >= 500 {
				t.Errorf("%s %s %s: %d %s", d.method, d.path, d.body, w.Code, w.Body)
			}
		}
		for _, path := range []string{"/v1/me/sessions", "/v1/settings", fmt.Sprint("/v1/people/", s.people["B1"])} {
			if w := g.send(t, "GET", path, nil); w.Code < 400 {
				t.Errorf("GET %s: %d %s", path, w.Code, w.Body)
			}
		}
	}
	if !slices.Equal(before, s.rights(t)) {
		t.Error("rights changed")
	}
	// What the token made does not outlive the right to make it.
	s.exec(t, `update role_grant set revoked_at = now() where person_id = $1`, id)
	s.until(t, func() bool { return maker.send(t, "GET", "/v1/people", nil).Code == http.StatusForbidden })
	maker.refused(t, "not-allowed", "POST", "/v1/tokens", fmt.Sprintf(
		`{"name":"late","role":"viewer","area":%d,"expires_at":%q}`, s.ids["A"], time.Now().Add(time.Hour).Format(time.RFC3339)))
	part.refused(t, "not-allowed", "POST", "/v1/tokens", fmt.Sprintf(
		`{"name":"late","role":"viewer","area":%d,"expires_at":%q}`, s.ids["A1"], time.Now().Add(time.Hour).Format(time.RFC3339)))
	pictures := fmt.Sprintf("/v1/areas/%d/attachments", s.ids["A1"])
	if w := viewer.refused(t, "not-allowed", "GET", pictures, nil, "Accept-Language", "en"); !strings.Contains(w.Body.String(), "than the person who made it may do now") {
		t.Errorf("who has the token is not told why: %s", w.Body)
	}
	// What the maker may again, the token may again: in the area that both have, and by what both may.
	s.grant(t, id, access.Viewer, "A1")
	s.until(t, func() bool { return viewer.send(t, "GET", pictures, nil).Code == http.StatusOK })
	viewer.refused(t, "not-allowed", "GET", fmt.Sprintf("/v1/areas/%d/attachments", s.ids["A2"]), nil)
	part.refused(t, "not-allowed", "GET", "/v1/people", nil)
}

// Attack: setting the password of another, or learning it.
func TestAttackPasswordsOfOthers(t *testing.T) {
	s := openSiege(t)
	victim := s.person(t, "victim", access.Leader, "B1")
	path := fmt.Sprintf("/v1/people/%d/password", victim)
	for _, role := range access.Roles {
		s.attacker(t, role, "A").refused(t, map[bool]string{true: "no-such-person", false: "not-allowed"}[role == access.Administrator], "POST", path, nil)
	}
	s.visitor().refused(t, "sign-in-required", "POST", path, nil)
	if g := s.attacker(t, access.Administrator, "B2"); g.send(t, "POST", path, nil).Code != http.StatusNotFound {
		t.Error("the administrator of the grid beside reaches the person")
	}
	// An open session is not enough to take over an account, nor are other names for the person.
	g := s.seat(t, victim)
	g.refused(t, "wrong-password", "PUT", "/v1/me/password", map[string]string{"old": "not that one 1", "new": "山有扶苏 隰有荷华 2026"})
	for _, body := range []string{
		`{"new":"山有扶苏 隰有荷华 2026"}`, `{"old":null,"new":"山有扶苏 隰有荷华 2026"}`, `{"old":true,"new":"山有扶苏 隰有荷华 2026"}`,
		`{"old":{"$ne":""},"new":"山有扶苏 隰有荷华 2026"}`, `{"old":["x"],"new":"山有扶苏 隰有荷华 2026"}`,
	} {
		g.refused(t, "bad-field", "PUT", "/v1/me/password", body)
	}
	for _, address := range []string{"/v1/people", fmt.Sprint("/v1/people/", victim), "/v1/audit", "/v1/session", "/v1/me/sessions"} {
		w := s.root.get(t, address)
		for _, word := range []string{"argon2", passwordHash, "hash\":\"$", "gewu_"} {
			if containsFold(w.Body.String(), word) {
				t.Errorf("%s tells %q", address, word)
			}
		}
	}
	s.visitor().signIn(t, "victim") // with the password as it was
}
