package api_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"gewu/access"
)

func TestWhoChangesTheirPasswordIsSignedInAnewAndNowhereElse(t *testing.T) {
	h := openHall(t)
	h.person(t, "li", "", "")
	g, other := h.visitor(), h.visitor()
	g.signIn(t, "li")
	other.signIn(t, "li")
	before := g.cookie
	const fresh = "another long way to get in"
	g.refused(t, "wrong-password", "PUT", "/v1/me/password", map[string]string{"old": "wrong", "new": fresh})
	for _, weak := range []string{"short", "passwordpassword", "li li li li li", strings.Repeat("很长的密码", 30)} {
		g.refused(t, "weak-password", "PUT", "/v1/me/password", map[string]string{"old": password, "new": weak})
	}
	g.refused(t, "bad-field", "PUT", "/v1/me/password", map[string]string{"old": password, "new": password})
	g.refused(t, "unknown-field", "PUT", "/v1/me/password", map[string]string{"old": password, "new": fresh, "id": "1"})
	g.want(t, 204, "PUT", "/v1/me/password", map[string]string{"old": password, "new": fresh})
	if g.cookie == before || answer[sessionBody](t, g.get(t, "/v1/session")).Me == nil {
		t.Error("who changed it is not signed in anew")
	}
	for _, old := range []*guest{other, {h: h, cookie: before}} {
		if answer[sessionBody](t, old.get(t, "/v1/session")).Me != nil {
			t.Error("a session from before goes on")
		}
	}
	h.visitor().refused(t, "wrong-credentials", "POST", "/v1/session", map[string]string{"name": "li", "password": password})
	h.visitor().want(t, 200, "POST", "/v1/session", map[string]string{"name": "li", "password": fresh})
	h.visitor().refused(t, "sign-in-required", "PUT", "/v1/me/password", map[string]string{"old": fresh, "new": password})
}

func TestAPasswordThatWasGivenOnceMustBeChangedFirst(t *testing.T) {
	h := openHall(t)
	admin := h.enter(t, "admin", access.Administrator, "")
	made := answer[struct {
		Person   struct{ ID int64 }
		Password string
	}](t, admin.want(t, 201, "POST", "/v1/people", map[string]string{"name": "new.one"}))
	h.grant(t, made.Person.ID, access.Administrator, "")
	g := h.visitor()
	in := answer[sessionBody](t, g.want(t, 200, "POST", "/v1/session", map[string]string{"name": "new.one", "password": made.Password}))
	if !in.Me.MustChange || len(in.May) != 0 {
		t.Errorf("got %+v", in)
	}
	for _, call := range []string{"/v1/people", "/v1/audit", "/v1/settings", "/v1/me/sessions"} {
		g.refused(t, "password-must-change", "GET", call, nil)
	}
	g.want(t, 204, "PUT", "/v1/me/password", map[string]string{"old": made.Password, "new": password})
	g.get(t, "/v1/people")
	if in := answer[sessionBody](t, g.get(t, "/v1/session")); in.Me.MustChange || !slices.Contains(in.May, "people") {
		t.Errorf("got %+v", in)
	}
}

type sessionsBody struct {
	Sessions []struct {
		ID          int64
		From, Agent string
		Current     bool
	}
}

func TestAPersonSeesAndEndsTheirSessions(t *testing.T) {
	h := openHall(t)
	h.person(t, "li", "", "")
	h.person(t, "wang", "", "")
	here, there, others := h.visitor(), h.visitor(), h.visitor()
	here.signIn(t, "li")
	there.header = []string{"User-Agent", "Phone\u202e\x07/1.0"}
	there.signIn(t, "li")
	others.signIn(t, "wang")
	list := answer[sessionsBody](t, here.get(t, "/v1/me/sessions")).Sessions
	if len(list) != 2 || list[0].Current == list[1].Current {
		t.Fatalf("got %+v", list)
	}
	for _, one := range list {
		if !one.Current && one.Agent != "Phone/1.0" || one.From == "" {
			t.Errorf("got %+v", one)
		}
	}
	theirs := answer[sessionsBody](t, others.get(t, "/v1/me/sessions")).Sessions[0].ID
	for _, id := range []string{fmt.Sprint(theirs), "0", "-1", "1e3", "999999", "x", "9223372036854775808"} {
		here.refused(t, "no-such-session", "DELETE", "/v1/me/sessions/"+id, nil)
	}
	for _, one := range list {
		if !one.Current {
			here.want(t, 204, "DELETE", fmt.Sprint("/v1/me/sessions/", one.ID), nil)
		}
	}
	if answer[sessionBody](t, there.get(t, "/v1/session")).Me != nil {
		t.Error("the ended session goes on")
	}
	there.signIn(t, "li")
	here.want(t, 204, "DELETE", "/v1/me/sessions", nil)
	if answer[sessionBody](t, there.get(t, "/v1/session")).Me != nil {
		t.Error("the other session goes on")
	}
	for _, one := range answer[sessionsBody](t, here.get(t, "/v1/me/sessions")).Sessions {
		here.want(t, 204, "DELETE", fmt.Sprint("/v1/me/sessions/", one.ID), nil)
	}
	if here.cookie != "" {
		t.Error("the browser keeps the key of a session that it ended itself")
	}
	if answer[sessionBody](t, others.get(t, "/v1/session")).Me == nil {
		t.Error("somebody else's session was ended")
	}
	h.visitor().refused(t, "sign-in-required", "GET", "/v1/me/sessions", nil)
}
