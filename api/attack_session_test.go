package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/internal/secret"
)

// isIn reports whether somebody is taken for a person or a token.
func isIn(t *testing.T, g *guest) bool {
	t.Helper()
	w := g.send(t, "GET", "/v1/session", nil)
	return w.Code == http.StatusOK && answer[sessionBody](t, w).Me != nil
}

// Attack: session fixation. Whoever plants a key in a browser, one of their own or one they made up, is
// not signed in by it when somebody signs in there.
func TestAttackSessionFixation(t *testing.T) {
	s := openSiege(t)
	s.person(t, "victim", access.Planner, "A")
	mallory := s.attacker(t, access.Viewer, "B")
	for name, planted := range map[string]string{
		"made up": "gewu=" + strings.Repeat("A", 43), "the attacker's own": mallory.cookie, "empty": "gewu=", "odd": `gewu="x y"`,
	} {
		browser := &guest{h: s.hall, cookie: planted}
		browser.signIn(t, "victim")
		if browser.cookie == planted {
			t.Errorf("%s: the key stays", name)
		}
		if isIn(t, &guest{h: s.hall, cookie: planted}) {
			t.Errorf("%s: the planted key is signed in", name)
		}
	}
	two := mallory.cookie + "; gewu=" + strings.Repeat("B", 43)
	(&guest{h: s.hall, cookie: two}).refused(t, "two-credentials", "GET", "/v1/session", nil)
}

// Attack: replay. A key is worth nothing after its session has ended, however it ended.
func TestAttackReplayOfAnEndedSession(t *testing.T) {
	s := openSiege(t)
	id := s.person(t, "victim", access.Planner, "A")
	person := fmt.Sprint("/v1/people/", id)
	for name, end := range map[string]func(g *guest){
		"signed out":          func(g *guest) { g.want(t, 204, "DELETE", "/v1/session", nil) },
		"ended elsewhere":     func(*guest) { s.seat(t, id).want(t, 204, "DELETE", "/v1/me/sessions", nil) },
		"ended by another":    func(*guest) { s.root.want(t, 204, "DELETE", person+"/sessions", nil) },
		"password reset":      func(*guest) { s.root.want(t, 200, "POST", person+"/password", nil) },
		"password changed":    func(*guest) { _ = s.db.SetPassword(t.Context(), consoleActor, id, passwordHash, false) },
		"signed in once more": func(g *guest) { again := *g; again.signIn(t, "victim") },
		"expired": func(*guest) {
			s.exec(t, `update session set created_at = now() - interval '2 hours', expires_at = now() - interval '1 second' where person_id = $1`, id)
		},
		"disabled": func(*guest) {
			s.root.want(t, 200, "PATCH", person, `{"disabled":true}`)
			s.root.want(t, 200, "PATCH", person, `{"disabled":false}`)
		},
	} {
		if err := s.db.SetPassword(t.Context(), consoleActor, id, passwordHash, false); err != nil {
			t.Fatal(err)
		}
		g := s.seat(t, id)
		stolen := *g
		if !isIn(t, &stolen) {
			t.Fatalf("%s: the key is not good before", name)
		}
		end(g)
		s.until(t, func() bool { return !isIn(t, &stolen) })
		stolen.refused(t, "sign-in-required", "GET", "/v1/me/sessions", nil)
	}
}

// Attack: tokens of those who may no more, and texts that are nearly tokens.
func TestAttackTokensThatDoNotHold(t *testing.T) {
	s := openSiege(t)
	id := s.person(t, "maker", access.Administrator, "A")
	maker := s.seat(t, id)
	made := maker.want(t, 201, "POST", "/v1/tokens", fmt.Sprintf(
		`{"name":"robot","role":"viewer","area":%d,"expires_at":%q}`, s.ids["A"], time.Now().Add(time.Hour).Format(time.RFC3339)))
	text := answer[struct{ Secret string }](t, made).Secret
	if !isIn(t, &guest{h: s.hall, token: text}) {
		t.Fatal("the token does not hold to begin with")
	}
	sum := secret.Sum(text)
	for _, near := range []string{
		"", "gewu_", text[:len(text)-1], text + "A", strings.ToUpper(text), strings.TrimPrefix(text, "gewu_"), text + "\x00",
		fmt.Sprintf("%x", sum), `\x` + fmt.Sprintf("%x", sum), "' or true --", strings.Repeat("A", 10_000), "gewu_" + strings.Repeat("é", 43),
	} {
		w := (&guest{h: s.hall}).send(t, "GET", "/v1/session", nil, "Authorization", "Bearer "+near)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%.60q: %d %s", near, w.Code, w.Body)
		}
	}
	if isIn(t, &guest{h: s.hall, cookie: "gewu=" + text}) {
		t.Error("a token is good as the key of a session")
	}
	key := strings.TrimPrefix(maker.cookie, "gewu=")
	(&guest{h: s.hall, token: key}).refused(t, "sign-in-required", "GET", "/v1/session", nil)
	for _, parameter := range []string{"token", "access_token", "key"} {
		s.visitor().refused(t, "unknown-parameter", "GET", "/v1/session?"+parameter+"="+text, nil)
	}
	(&guest{h: s.hall, token: text, cookie: s.root.cookie}).refused(t, "two-credentials", "GET", "/v1/session", nil)
	s.root.want(t, 200, "PATCH", fmt.Sprint("/v1/people/", id), `{"disabled":true}`)
	(&guest{h: s.hall, token: text}).refused(t, "sign-in-required", "GET", "/v1/district", nil)
}

// Attack: cross-site request forgery. A page of another site has a browser send every request that
// changes something, as browsers send them, and nothing is done.
func TestAttackCrossSiteRequests(t *testing.T) {
	s := openSiege(t)
	s.person(t, "victim", access.Administrator, "")
	browser := s.visitor()
	browser.signIn(t, "victim")
	c := &cast{siege: s, t: t}
	c.startPlans()
	before := len(s.noted(t, 1000))
	for _, m := range meanings {
		method, path, body, headers := m.ask(c, "A1")
		if method == "GET" {
			continue
		}
		for _, site := range [][]string{
			{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"},
			{"Sec-Fetch-Site", "same-site", "Origin", "http://other.gewu.example"},
			{"Sec-Fetch-Site", "cross-site"},
			{"Origin", "https://evil.example"},
			{"Origin", "null"},
			{"Origin", "http://gewu.example.evil.example"},
			{"Origin", "http://gewu.example:81"},
		} {
			browser.refused(t, "cross-origin", method, path, body, append(headers, site...)...)
		}
		for _, simple := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""} {
			w := browser.send(t, method, path, body, "Content-Type", simple, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
			if w.Code != http.StatusForbidden {
				t.Errorf("%s %s as %q: %d %s", method, path, simple, w.Code, w.Body)
			}
			if text, is := body.(string); is && strings.HasPrefix(text, "{") {
				browser.refused(t, "unsupported-media-type", method, path, body, "Content-Type", simple) // by a browser that says nothing of sites
			}
		}
	}
	if after := len(s.noted(t, 1000)); after != before {
		t.Errorf("%d things were done: %q", after-before, s.noted(t, after-before))
	}
	// Somebody is not signed in by a page of another site either, to be watched in an account that is not theirs.
	credentials := map[string]string{"name": "victim", "password": password}
	s.visitor().refused(t, "cross-origin", "POST", "/v1/session", credentials, "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")
	if !isIn(t, browser) {
		t.Error("the victim was signed out")
	}
}
