package api_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/oauth2-proxy/mockoidc"

	"gewu/api"
)

// A lodge is an OpenID provider that runs, beside a hall whose people may sign in at it. forge, when
// it is set, replaces the statements that the provider makes.
type lodge struct {
	*hall
	provider *mockoidc.MockOIDC
	forge    func(jwt.MapClaims) string
}

func openLodge(t *testing.T) *lodge {
	t.Helper()
	l := &lodge{}
	var err error
	if l.provider, err = mockoidc.NewServer(nil); err != nil {
		t.Fatal(err)
	}
	if err := l.provider.AddMiddleware(l.forging); err != nil {
		t.Fatal(err)
	}
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.provider.Start(listener, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.provider.Shutdown() })
	l.hall = openHall(t, func(c *api.Config) {
		c.Providers = []api.Provider{{
			Key: "oidc", Name: "市政务门户", Issuer: l.provider.Issuer(),
			ClientID: l.provider.ClientID, ClientSecret: l.provider.ClientSecret,
		}}
	})
	return l
}

// forging replaces the statement in what the provider answers to who redeems a code.
func (l *lodge) forging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != mockoidc.TokenEndpoint || l.forge == nil {
			next.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		next.ServeHTTP(kept, r)
		var body map[string]any
		if json.Unmarshal(kept.Body.Bytes(), &body) != nil || body["id_token"] == nil {
			w.WriteHeader(kept.Code)
			_, _ = w.Write(kept.Body.Bytes())
			return
		}
		claims := jwt.MapClaims{}
		if _, _, err := jwt.NewParser().ParseUnverified(body["id_token"].(string), claims); err != nil {
			panic(err)
		}
		body["id_token"] = l.forge(claims)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	})
}

// signed is a statement as the provider signs them.
func (l *lodge) signed(claims jwt.MapClaims) string {
	text, err := l.provider.Keypair.SignJWT(claims)
	if err != nil {
		panic(err)
	}
	return text
}

// A traveller is a browser that keeps what it is given for the way.
type traveller struct {
	*guest
	attempt string // name=value of that cookie
}

func (l *lodge) traveller() *traveller { return &traveller{guest: l.visitor()} }

// walk follows an address of the service, with the cookies it has.
func (g *traveller) walk(t *testing.T, address string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	cookies := strings.Trim(g.cookie+"; "+g.attempt, "; ")
	if cookies != "" {
		headers = append(headers, "Cookie", cookies)
	}
	plain := &guest{h: g.h}
	w := plain.send(t, "GET", address, nil, headers...)
	for _, c := range w.Result().Cookies() {
		switch {
		case strings.HasSuffix(c.Name, "sign-in") && c.MaxAge < 0:
			g.attempt = ""
		case strings.HasSuffix(c.Name, "sign-in"):
			g.attempt = c.Name + "=" + c.Value
		default:
			g.cookie = c.Name + "=" + c.Value
		}
	}
	return w
}

// leave begins to sign in and returns where the provider sends the browser back to.
func (g *traveller) leave(t *testing.T, to string) string {
	t.Helper()
	w := g.walk(t, "/v1/sign-in/oidc?to="+url.QueryEscape(to))
	if w.Code != http.StatusFound {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.Header().Get("Location"), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	back, ok := strings.CutPrefix(answer.Header.Get("Location"), "http://gewu.example")
	if !ok {
		t.Fatalf("the provider sends %d, %v", answer.StatusCode, answer.Header)
	}
	return back
}
