package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"gewu/access"
)

// A guest is a browser or a program that asks.
type guest struct {
	h      *hall
	cookie string // name=value of the session; "": none
	token  string
	header []string // in pairs
}

// visitor is a browser in which nobody is signed in.
func (h *hall) visitor() *guest { return &guest{h: h} }

// enter adds a person and signs them in.
func (h *hall) enter(t testing.TB, name string, role access.Role, code string) *guest {
	t.Helper()
	h.person(t, name, role, code)
	g := h.visitor()
	g.signIn(t, name)
	return g
}

// signIn signs a person in with the password.
func (g *guest) signIn(t testing.TB, name string) {
	t.Helper()
	w := g.send(t, "POST", "/v1/session", map[string]string{"name": name, "password": password})
	if w.Code != http.StatusOK {
		t.Fatalf("%s cannot sign in: %d %s", name, w.Code, w.Body)
	}
}

// send sends a value as JSON, or a text as it is; nil: no body. It keeps the cookie of the answer.
func (g *guest) send(t testing.TB, method, address string, body any, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	var text []byte
	switch b := body.(type) {
	case nil:
	case string:
		text = []byte(b)
	case []byte:
		text = b
	default:
		var err error
		if text, err = json.Marshal(b); err != nil {
			t.Fatal(err)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "http://gewu.example"+address, bytes.NewReader(text))
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	headers = append(slices.Clone(g.header), headers...)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if g.cookie != "" {
		r.Header.Set("Cookie", g.cookie)
	}
	if g.token != "" {
		r.Header.Set("Authorization", "Bearer "+g.token)
	}
	w := httptest.NewRecorder()
	g.h.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if !strings.HasSuffix(c.Name, "sign-in") {
			g.cookie = c.Name + "=" + c.Value
			if c.MaxAge < 0 {
				g.cookie = ""
			}
		}
	}
	return w
}

// get, and wants the status.
func (g *guest) get(t testing.TB, address string) *httptest.ResponseRecorder {
	t.Helper()
	return g.want(t, http.StatusOK, "GET", address, nil)
}

// want sends a request and fails the test when it is not answered with the status.
func (g *guest) want(t testing.TB, status int, method, address string, body any, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := g.send(t, method, address, body, headers...)
	if w.Code != status {
		t.Fatalf("%s %s: %d, want %d: %s", method, address, w.Code, status, w.Body)
	}
	return w
}

// refused sends a request and wants the kind of problem.
func (g *guest) refused(t testing.TB, kind, method, address string, body any, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := g.send(t, method, address, body, headers...)
	var p struct{ Type string }
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Type != "/problems/"+kind || w.Code < 400 {
		t.Errorf("%s %s %v: %d %s, want %s", method, address, body, w.Code, w.Body, kind)
	}
	return w
}

// answer reads a JSON answer.
func answer[T any](t testing.TB, w *httptest.ResponseRecorder) (v T) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return v
}
