package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"gewu/access"
)

type sessionBody struct {
	Me *struct {
		Kind, Name string
		ID         int64
		FullName   string `json:"full_name"`
		MustChange bool   `json:"must_change_password"`
		Session    *struct {
			ID      int64
			Expires time.Time `json:"expires_at"`
			Idle    int       `json:"idle_minutes"`
		}
		Grants []struct {
			Role string
			Area *struct{ Code, Level string }
		}
	}
	Visibility string
	Layers     []string
	May        []string
}

func TestAPersonSignsInAndOut(t *testing.T) {
	h := openHall(t)
	h.person(t, "wang.fang", access.Planner, "A")
	g := h.visitor()
	visitor := answer[sessionBody](t, g.get(t, "/v1/session"))
	if visitor.Me != nil || visitor.Visibility != "grids" || slices.Contains(visitor.Layers, "issues") || len(visitor.May) != 0 {
		t.Errorf("a visitor is told %+v", visitor)
	}
	w := g.want(t, 200, "POST", "/v1/session", map[string]string{"name": " Wang.Fang ", "password": password})
	in := answer[sessionBody](t, w)
	if in.Me == nil || in.Me.Name != "wang.fang" || in.Me.FullName != "人员 wang.fang" || in.Me.Session == nil || in.Me.Session.Idle != 720 {
		t.Fatalf("got %s", w.Body)
	}
	if len(in.Me.Grants) != 1 || in.Me.Grants[0].Area.Code != "A" || in.Me.Grants[0].Area.Level != "community" {
		t.Errorf("got %+v", in.Me.Grants)
	}
	if want := []string{"attachments", "phones", "issues"}; !slices.Equal(in.May, want) || !slices.Contains(in.Layers, "issues") {
		t.Errorf("may %v, sees %v", in.May, in.Layers)
	}
	if w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", w.Header())
	}
	if me := answer[sessionBody](t, g.get(t, "/v1/session")).Me; me == nil || me.Session.ID != in.Me.Session.ID {
		t.Error("the session is not known afterwards")
	}
	stolen := *g
	if w := g.want(t, 204, "DELETE", "/v1/session", nil); w.Body.Len() != 0 || g.cookie != "" {
		t.Errorf("after signing out: %q %s", g.cookie, w.Body)
	}
	if me := answer[sessionBody](t, stolen.get(t, "/v1/session")).Me; me != nil {
		t.Error("the key is good after signing out")
	}
	stolen.refused(t, "sign-in-required", "DELETE", "/v1/session", nil)
	want := []string{
		"person wang.fang: DELETE /v1/session session wang.fang",
		"person wang.fang: POST /v1/session session wang.fang",
	}
	if got := h.noted(t, 2); !slices.Equal(got, want) {
		t.Errorf("noted %q", got)
	}
}

func TestTheKeyOfASessionIsKeptFromScriptsAndOtherSites(t *testing.T) {
	h := openHall(t)
	h.person(t, "li", "", "")
	w := h.visitor().send(t, "POST", "/v1/session", map[string]string{"name": "li", "password": password})
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		t.Fatalf("%d %v", w.Code, cookies)
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || len(c.Value) != 43 {
		t.Errorf("got %v", c)
	}
	if strings.Contains(w.Body.String(), c.Value) {
		t.Error("the key is told to scripts")
	}
}

// Whoever knows a key from before somebody signs in must not be signed in by it.
func TestSigningInMakesANewKeyAndEndsTheOldSession(t *testing.T) {
	h := openHall(t)
	h.person(t, "li", "", "")
	g := h.visitor()
	g.signIn(t, "li")
	old := *g
	g.signIn(t, "li")
	if g.cookie == old.cookie {
		t.Error("the key stays the same")
	}
	if me := answer[sessionBody](t, old.get(t, "/v1/session")).Me; me != nil {
		t.Error("the old key is good")
	}
	fixed := h.visitor()
	fixed.cookie = strings.SplitN(g.cookie, "=", 2)[0] + "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	planted := fixed.cookie
	fixed.signIn(t, "li")
	if fixed.cookie == planted {
		t.Error("a key that somebody else chose is taken")
	}
}

func TestWhoCannotSignInIsNotToldWhy(t *testing.T) {
	h := openHall(t)
	h.person(t, "li", "", "")
	id := h.person(t, "gone", "", "")
	if _, err := h.db.ChangePerson(t.Context(), consoleActor, id, access.AccountChange{Disabled: new(true)}); err != nil {
		t.Fatal(err)
	}
	var bodies []string
	for _, who := range [][2]string{{"li", "wrong password 1"}, {"nobody", password}, {"gone", password}, {"' or 1=1 --", password}, {"", ""}, {"LI\x00", password}} {
		w := h.visitor().send(t, "POST", "/v1/session", map[string]string{"name": who[0], "password": who[1]})
		if who[0] == "" {
			continue // an empty name is no name, whoever knows whom
		}
		if w.Code != 401 || len(w.Result().Cookies()) != 0 {
			t.Errorf("%q: %d %v", who, w.Code, w.Result().Cookies())
		}
		bodies = append(bodies, w.Body.String())
	}
	if slices.Sort(bodies); len(slices.Compact(bodies)) != 1 {
		t.Errorf("answers differ: %q", bodies)
	}
	for _, line := range h.noted(t, 5) {
		if !strings.HasPrefix(line, "visitor : POST /v1/session session") || strings.Contains(line, "1=1") {
			t.Errorf("noted %q", line)
		}
	}
}

func TestAfterTooManyWrongPasswordsEvenTheRightOneWaits(t *testing.T) {
	h := openHall(t)
	id := h.person(t, "li", "", "")
	try := func(name, with string) *httptest.ResponseRecorder {
		return h.visitor().send(t, "POST", "/v1/session", map[string]string{"name": name, "password": with})
	}
	for _, name := range []string{"li", "nobody-of-that-name"} {
		for i := range access.FreeOfPerson {
			if w := try(name, fmt.Sprint("wrong password ", i)); w.Code != 401 {
				t.Fatalf("%s, try %d: %d %s", name, i, w.Code, w.Body)
			}
		}
	}
	// One more, as the fifteenth, makes a wait that is longer than any machine takes for the next try.
	h.exec(t, `update credential set failures = 14 where person_id = $1`, id)
	if w := try("li", "wrong again"); w.Code != 401 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	w := h.visitor().refused(t, "sign-in-locked", "POST", "/v1/session", map[string]string{"name": "li", "password": password})
	if w.Code != 429 || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	// A name that nobody has waits as well: each wait is twice as long as the one before, and so longer than a try at last.
	for range 8 {
		if w = try("nobody-of-that-name", password); w.Code != 401 {
			break
		}
	}
	if w.Code != 429 || !strings.Contains(w.Body.String(), "sign-in-locked") || w.Header().Get("Retry-After") == "" {
		t.Errorf("a name of nobody: %d %v", w.Code, w.Header())
	}
}

func TestASessionEndsWhenItsTimeIsOver(t *testing.T) {
	h := openHall(t)
	id := h.person(t, "li", "", "")
	g := h.visitor()
	g.signIn(t, "li")
	for _, sql := range []string{
		`update session set seen_at = now() - interval '13 hours' where person_id = $1`,
		`update session set seen_at = now(), expires_at = now() - interval '1 second' where person_id = $1`,
	} {
		h.exec(t, sql, id)
		fresh := openCallers(t, h)
		if me := answer[sessionBody](t, (&guest{h: fresh, cookie: g.cookie}).get(t, "/v1/session")).Me; me != nil {
			t.Errorf("after %s the session goes on", sql)
		}
	}
}

// openCallers is the same hall with a server that remembers nobody.
func openCallers(t *testing.T, h *hall) *hall {
	t.Helper()
	again := *h
	again.serve(t, nil)
	return &again
}

func TestFormsOfSigningInAreReadStrictly(t *testing.T) {
	h := openHall(t)
	g := h.visitor()
	for name, tt := range map[string]struct {
		kind, body string
		headers    []string
	}{
		"no JSON":            {"bad-json", `name=li`, nil},
		"an array":           {"bad-json", `[]`, nil},
		"two objects":        {"bad-json", `{"name":"li","password":"x"}{}`, nil},
		"a name twice":       {"bad-json", `{"name":"li","name":"wang","password":"x"}`, nil},
		"no UTF-8":           {"bad-json", "{\"name\":\"\xff\",\"password\":\"x\"}", nil},
		"an unknown member":  {"unknown-field", `{"name":"li","password":"x","remember":true}`, nil},
		"a name in capitals": {"unknown-field", `{"Name":"li","password":"x"}`, nil},
		"no password":        {"bad-field", `{"name":"li"}`, nil},
		"a number":           {"bad-field", `{"name":7,"password":"x"}`, nil},
		"an endless one":     {"bad-field", `{"name":"li","password":"` + strings.Repeat("x", 2000) + `"}`, nil},
		"too much":           {"body-too-large", `{"name":"` + strings.Repeat("x", 70_000) + `"}`, nil},
		"another type":       {"unsupported-media-type", `{}`, []string{"Content-Type", "text/plain"}},
		"another charset":    {"unsupported-media-type", `{}`, []string{"Content-Type", "application/json; charset=gbk"}},
		"compressed":         {"unsupported-media-type", `{}`, []string{"Content-Encoding", "gzip"}},
		"a deep one":         {"bad-json", `{"name":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `,"password":"x"}`, nil},
	} {
		t.Run(name, func(t *testing.T) { g.refused(t, tt.kind, "POST", "/v1/session", tt.body, tt.headers...) })
	}
	g.refused(t, "unknown-parameter", "POST", "/v1/session?next=/", `{"name":"li","password":"x"}`)
}

func TestAFormSaysAllThatIsWrongWithItInBothLanguages(t *testing.T) {
	h := openHall(t)
	w := h.visitor().send(t, "POST", "/v1/session", `{"name":7}`, "Accept-Language", "en")
	p := answer[struct {
		Detail string
		Fields []struct {
			Field  string
			Detail struct{ ZH, EN string }
		}
	}](t, w)
	if len(p.Fields) != 2 || p.Fields[0].Field != "name" || p.Fields[1].Field != "password" {
		t.Fatalf("got %s", w.Body)
	}
	for _, f := range p.Fields {
		if f.Detail.ZH == "" || !strings.Contains(p.Detail, f.Detail.EN) || !strings.HasPrefix(f.Detail.EN, f.Field) {
			t.Errorf("got %+v", f)
		}
	}
}
