package api_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"gewu/access"
	"gewu/api"
)

func TestAPersonSignsInAtAProviderAndHasNoRoleAtFirst(t *testing.T) {
	l := openLodge(t)
	g := l.traveller()
	w := g.walk(t, "/v1/sign-in/oidc?to=/account")
	address, err := url.Parse(w.Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	q := address.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("nonce") == "" || q.Get("state") == "" ||
		q.Get("redirect_uri") != "http://gewu.example/v1/sign-in/oidc/callback" || !strings.Contains(q.Get("scope"), "openid") {
		t.Errorf("the provider is asked %v", q)
	}
	w = g.walk(t, g.leave(t, "/account?tab=1#x"))
	if w.Code != http.StatusFound || w.Header().Get("Location") != "/account?tab=1#x" || g.attempt != "" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	first := answer[sessionBody](t, g.get(t, "/v1/session"))
	if first.Me == nil || first.Me.Name != "jane.doe" || len(first.Me.Grants) != 0 || len(first.May) != 0 {
		t.Errorf("got %+v", first)
	}
	again := l.traveller()
	again.walk(t, again.leave(t, ""))
	if me := answer[sessionBody](t, again.get(t, "/v1/session")).Me; me == nil || me.ID != first.Me.ID {
		t.Errorf("the second time it is %+v", me)
	}
	if _, err := l.db.ChangePerson(t.Context(), consoleActor, first.Me.ID, access.AccountChange{Disabled: new(true)}); err != nil {
		t.Fatal(err)
	}
	refusedTraveller(t, l, "sign-in-refused")
}

// refusedTraveller signs in at the provider and wants the kind of problem.
func refusedTraveller(t *testing.T, l *lodge, kind string) {
	t.Helper()
	g := l.traveller()
	w := g.walk(t, g.leave(t, "/"))
	if got := problemType(t, w.Body.Bytes()); got != "/problems/"+kind || g.cookie != "" {
		t.Errorf("%d %s, cookie %q, want %s", w.Code, w.Body, g.cookie, kind)
	}
}

func TestSomebodyWithTheNameOfAPersonHereIsNotTakenForThem(t *testing.T) {
	l := openLodge(t)
	jane := l.person(t, "jane.doe", access.Administrator, "")
	g := l.traveller()
	g.walk(t, g.leave(t, "/"))
	me := answer[sessionBody](t, g.get(t, "/v1/session")).Me
	if me == nil || me.ID == jane || me.Name == "jane.doe" || len(me.Grants) != 0 {
		t.Errorf("got %+v", me)
	}
}

func TestAStatementThatIsNotTheProvidersIsRefused(t *testing.T) {
	l := openLodge(t)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	kid, err := l.provider.Keypair.KeyID()
	if err != nil {
		t.Fatal(err)
	}
	public := publicPEM(t, l.provider.Keypair.PublicKey)
	with := func(method jwt.SigningMethod, key any, claims jwt.MapClaims) string {
		token := jwt.NewWithClaims(method, claims)
		token.Header["kid"] = kid
		text, err := token.SignedString(key)
		if err != nil {
			panic(err)
		}
		return text
	}
	altered := func(name string, value any) func(jwt.MapClaims) string {
		return func(c jwt.MapClaims) string { c[name] = value; return l.signed(c) }
	}
	hour := time.Now().Add(time.Hour).Unix()
	for name, forge := range map[string]func(jwt.MapClaims) string{
		"unsigned":                      func(c jwt.MapClaims) string { return with(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, c) },
		"signed with the public key":    func(c jwt.MapClaims) string { return with(jwt.SigningMethodHS256, public, c) },
		"signed with the client secret": func(c jwt.MapClaims) string { return with(jwt.SigningMethodHS256, []byte(l.provider.ClientSecret), c) },
		"signed by a stranger":          func(c jwt.MapClaims) string { return with(jwt.SigningMethodRS256, stranger, c) },
		"altered after signing":         func(c jwt.MapClaims) string { return tampered(l.signed(c)) },
		"for somebody else":             altered("aud", "another client"),
		"for us and a party beside":     altered("aud", []string{l.provider.ClientID, "another client"}),
		"for another party":             altered("azp", "another client"),
		"by another issuer":             altered("iss", "https://evil.example"),
		"expired":                       altered("exp", time.Now().Add(-time.Hour).Unix()),
		"without an end":                func(c jwt.MapClaims) string { delete(c, "exp"); return l.signed(c) },
		"from the future":               altered("iat", hour),
		"not in force yet":              altered("nbf", hour),
		"made at no time":               func(c jwt.MapClaims) string { delete(c, "iat"); return l.signed(c) },
		"about another attempt":         altered("nonce", "another"),
		"about no attempt":              func(c jwt.MapClaims) string { delete(c, "nonce"); return l.signed(c) },
		"about nobody":                  altered("sub", ""),
		"no statement":                  func(jwt.MapClaims) string { return "x.y.z" },
		"nothing":                       func(jwt.MapClaims) string { return "" },
	} {
		t.Run(name, func(t *testing.T) {
			l.forge = forge
			refusedTraveller(t, l, "sign-in-failed")
		})
	}
	l.forge = l.signed // the forgery that is none
	g := l.traveller()
	g.walk(t, g.leave(t, "/"))
	if answer[sessionBody](t, g.get(t, "/v1/session")).Me == nil {
		t.Error("the provider's own statement is refused: the cases above show nothing")
	}
}

func publicPEM(t *testing.T, key *rsa.PublicKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}

// tampered makes another person of a statement.
func tampered(token string) string {
	parts := strings.Split(token, ".")
	body, err := jwt.NewParser().DecodeSegment(parts[1])
	if err != nil {
		panic(err)
	}
	body = bytes.Replace(body, []byte(`"sub":"1234567890"`), []byte(`"sub":"1234567891"`), 1)
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(body) + "." + parts[2]
}

func TestNobodyComesBackFromAnAttemptThatIsNotTheirs(t *testing.T) {
	l := openLodge(t)
	failed := func(t *testing.T, g *traveller, address string) {
		t.Helper()
		w := g.walk(t, address)
		if got := problemType(t, w.Body.Bytes()); w.Code != 400 || got != "/problems/sign-in-failed" || g.cookie != "" {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	t.Run("in another browser", func(t *testing.T) {
		failed(t, l.traveller(), l.traveller().leave(t, "/"))
	})
	t.Run("of another attempt of the same browser", func(t *testing.T) {
		g := l.traveller()
		first := g.leave(t, "/")
		g.leave(t, "/")
		failed(t, g, first)
	})
	t.Run("twice", func(t *testing.T) {
		g := l.traveller()
		back := g.leave(t, "/")
		kept := g.attempt
		g.walk(t, back)
		failed(t, &traveller{guest: l.visitor(), attempt: kept}, back)
	})
	t.Run("with an altered cookie", func(t *testing.T) {
		g := l.traveller()
		back := g.leave(t, "/")
		name, value, _ := strings.Cut(g.attempt, "=")
		for _, bad := range []string{value[:len(value)-2], value + "x", "." + value, "e30." + strings.Split(value, ".")[1], "", "."} {
			failed(t, &traveller{guest: l.visitor(), attempt: name + "=" + bad}, back)
		}
	})
	t.Run("without a state or a code", func(t *testing.T) {
		for _, cut := range []string{"state", "code"} {
			g := l.traveller()
			back, err := url.Parse(g.leave(t, "/"))
			if err != nil {
				t.Fatal(err)
			}
			q := back.Query()
			q.Del(cut)
			failed(t, g, back.Path+"?"+q.Encode())
		}
	})
	t.Run("of another issuer", func(t *testing.T) {
		g := l.traveller()
		failed(t, g, g.leave(t, "/")+"&iss=https%3A%2F%2Fevil.example")
	})
}

func TestABrowserIsNeverSentToAnotherSite(t *testing.T) {
	l := openLodge(t)
	for _, to := range []string{
		"https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil.example",
		"/\t/evil.example", "/a\r\nSet-Cookie: x=1", "http:/evil.example", "///evil.example", "/a\x00", "/" + strings.Repeat("a", 2000),
	} {
		l.visitor().refused(t, "bad-parameter", "GET", "/v1/sign-in/oidc?to="+url.QueryEscape(to), nil)
	}
	for _, to := range []string{"", "/", "/admin/people?q=%E6%9D%8E&x=1#y", "/map/%2e%2e"} {
		g := l.traveller()
		want := to
		if to == "" {
			want = "/"
		}
		if w := g.walk(t, g.leave(t, to)); w.Header().Get("Location") != want {
			t.Errorf("%q leads to %q", to, w.Header().Get("Location"))
		}
	}
	l.visitor().refused(t, "no-such-provider", "GET", "/v1/sign-in/other", nil)
	l.visitor().refused(t, "unknown-parameter", "GET", "/v1/sign-in/oidc?next=/", nil)
}

func TestABrowserThatComesBackInVainIsToldOnThePage(t *testing.T) {
	l := openLodge(t)
	g := l.traveller()
	back, err := url.Parse(g.leave(t, "/account"))
	if err != nil {
		t.Fatal(err)
	}
	denied := back.Path + "?error=access_denied&error_description=%3Cscript%3E&state=" + back.Query().Get("state")
	w := g.walk(t, denied, "Accept", "text/html,application/xhtml+xml")
	if at := w.Header().Get("Location"); w.Code != 302 || at != "/sign-in?problem=sign-in-refused&to=%2Faccount" || strings.Contains(at, "script") {
		t.Errorf("%d %q %s", w.Code, at, w.Body)
	}
	if lines := l.noted(t, 1); !slices.Equal(lines, []string{"visitor : GET /v1/sign-in/{provider}/callback session oidc"}) {
		t.Errorf("noted %q", lines)
	}
}

func TestAProviderThatIsAwayIsToldApart(t *testing.T) {
	l := openLodge(t)
	g := l.traveller()
	back := g.leave(t, "/")
	if err := l.provider.Shutdown(); err != nil {
		t.Fatal(err)
	}
	if w := g.walk(t, back); w.Code != 503 || w.Header().Get("Retry-After") == "" || problemType(t, w.Body.Bytes()) != "/problems/provider-away" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	other := openHall(t, func(c *api.Config) {
		c.Providers = []api.Provider{{Key: "oidc", Name: "门户", Issuer: l.provider.Issuer(), ClientID: "x"}}
	})
	w := other.visitor().refused(t, "provider-away", "GET", "/v1/sign-in/oidc", nil)
	if w.Code != 503 || strings.Contains(w.Body.String(), "127.0.0.1") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	body := other.visitor().get(t, "/v1/session").Body.String()
	if !strings.Contains(body, fmt.Sprintf(`"providers":[{"key":"oidc","name":%q}]`, "门户")) {
		t.Errorf("got %s", body)
	}
}
