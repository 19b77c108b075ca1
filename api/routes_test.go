package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
)

// filled gives a route's variables values that exist.
var filled = strings.NewReplacer("{id}", "2", "{kind}", "internal", "{grant}", "3", "{provider}", "oidc", "{what}", "hot", "{z}/{x}/{y}", "12/1/2")

// everybody takes whoever shows any key for an administrator of the whole district.
type everybody struct{}

func (everybody) SessionActor(context.Context, [32]byte, time.Duration) (*access.Actor, access.Session, error) {
	now := time.Now()
	return &access.Actor{Kind: access.Person, ID: 1, Name: "admin", Session: 1, Grants: []access.Grant{{Role: access.Administrator}}},
		access.Session{ID: 1, Seen: now, Expires: now.Add(time.Hour)}, nil
}

func (everybody) TouchSession(context.Context, int64) error { return nil }

func (everybody) TokenActor(context.Context, [32]byte) (*access.Actor, time.Time, error) {
	return nil, time.Time{}, access.ErrNobody
}

func (everybody) WatchAccess(context.Context, func()) error { return nil }

func TestEveryRouteKeepsTheRules(t *testing.T) {
	data := townOf(t)
	routes, err := api.Routes(data.config())
	if err != nil || len(routes) < 10 {
		t.Fatalf("%d routes, %v", len(routes), err)
	}
	c := data.config()
	c.Callers = api.NewCallers(everybody{}, time.Hour)
	c.Providers = []api.Provider{{Key: "oidc"}}
	h := contracted(t, api.Handler(c))
	for _, route := range routes {
		t.Run(route.Path, func(t *testing.T) {
			address := filled.Replace(route.Path)
			if route.Path == "/tiles/" {
				address = "/tiles/grids/12/1/2.mvt"
			}
			refusesMethod(t, h, address)
			takesAny := route.Path == "/metrics" || strings.HasSuffix(route.Path, "/callback")
			if !takesAny && (len(route.Methods) == 0 || slices.Contains(route.Methods, "GET")) {
				namesUnknownParameter(t, h, address)
			}
		})
	}
}

func refusesMethod(t *testing.T, h http.Handler, address string) {
	t.Helper()
	w := ask(t, h, "BREW", address)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") == "" {
		t.Errorf("BREW %s: %d, Allow: %q", address, w.Code, w.Header().Get("Allow"))
	}
	if got := problemType(t, w.Body.Bytes()); got != "/problems/method-not-allowed" {
		t.Errorf("BREW %s: %s", address, got)
	}
}

func namesUnknownParameter(t *testing.T, h http.Handler, address string) {
	t.Helper()
	w := ask(t, h, "GET", address+"?nonsense=1", "Cookie", "__Host-gewu=any")
	var body struct{ Parameters, Known []string }
	if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	if w.Code != 400 || !slices.Equal(body.Parameters, []string{"nonsense"}) || body.Known == nil {
		t.Errorf("GET %s?nonsense=1: %d %s", address, w.Code, w.Body)
	}
}

func problemType(t *testing.T, body []byte) string {
	t.Helper()
	var p struct{ Type string }
	if err := json.Unmarshal(body, &p); err != nil {
		t.Fatalf("%q: %v", body, err)
	}
	return p.Type
}

func TestTheMethodsOfAPathAreNamed(t *testing.T) {
	w := ask(t, townOf(t).handler(), "DELETE", "/v1/locate")
	if got := w.Header().Get("Allow"); w.Code != 405 || got != "GET, HEAD, POST" {
		t.Errorf("got %d, Allow: %q", w.Code, got)
	}
}

func TestWhatIsUnknownUnderTheInterfaceIsAProblem(t *testing.T) {
	for _, path := range []string{"/v1", "/v1/", "/v1/x", "/v1/areas", "/v1/areas/4/x", "/v1/areas/abc", "/v1/areas/04", "/v1/areas/99999999999999999999", "/tiles/x", "/tiles/", "/tiles", "/problems/x", "/problems"} {
		w := ask(t, townOf(t).handler(), "GET", path)
		if w.Code != 404 || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

func TestTheLanguageIsTheClients(t *testing.T) {
	tests := []struct{ accept, want string }{
		{"", "zh-CN"},
		{"*", "zh-CN"},
		{"en", "en"},
		{"en-US,en;q=0.9,zh;q=0.1", "en"},
		{"zh-TW", "zh-CN"},
		{"fr", "zh-CN"},
		{"fr, en;q=0.3", "en"},
		{strings.Repeat("-", 3000), "zh-CN"},
		{"\x00;q=7", "zh-CN"},
	}
	for _, tt := range tests {
		w := ask(t, townOf(t).handler(), "GET", "/v1/nothing", "Accept-Language", tt.accept)
		if got := w.Header().Get("Content-Language"); got != tt.want {
			t.Errorf("Accept-Language %.20q: answered in %s, want %s", tt.accept, got, tt.want)
		}
	}
}

func TestAnInternalErrorSaysNothingOfTheInside(t *testing.T) {
	for _, address := range []string{"/v1/search?q=a", "/v1/areas/4", "/v1/communities?at=2020-01-01", "/tiles/grids/12/1/2.mvt", "/v1/search?q=panic"} {
		data, logs := townOf(t), &bytes.Buffer{}
		data.fail = errDatabase
		c := data.config()
		c.Log = slog.New(slog.NewJSONHandler(logs, nil))
		w := ask(t, contracted(t, api.Handler(c)), "GET", address, "Accept-Encoding", "gzip")
		if w.Code != 500 || problemType(t, w.Body.Bytes()) != "/problems/internal" {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
		for _, secret := range []string{"SQLSTATE", "relation", "/var", "select", "goroutine"} {
			if strings.Contains(w.Body.String(), secret) {
				t.Errorf("%s tells %q: %s", address, secret, w.Body)
			}
		}
		if !strings.Contains(logs.String(), "SQLSTATE") && !strings.Contains(logs.String(), "goroutine") {
			t.Errorf("%s: the log does not tell: %s", address, logs)
		}
	}
}

// A stopped is an error as PostgreSQL answers while it stops.
type stopped struct{}

func (stopped) Error() string    { return "FATAL: terminating connection" }
func (stopped) SQLState() string { return "57P02" }

func TestADatabaseThatIsAwayIsSaidToComeBack(t *testing.T) {
	refused := &net.OpError{Op: "dial", Net: "unix", Err: errors.New("connect: no such file")}
	for _, fail := range []error{refused, stopped{}, io.ErrUnexpectedEOF} {
		data := townOf(t)
		data.fail = fmt.Errorf("search: %w", fail)
		for _, address := range []string{"/v1/search?q=a", "/v1/areas/4", "/tiles/grids/12/1/2.mvt"} {
			w := ask(t, data.handler(), "GET", address)
			if w.Code != 503 || w.Header().Get("Retry-After") != "2" || problemType(t, w.Body.Bytes()) != "/problems/database-away" {
				t.Errorf("%s after %v: %d %s", address, fail, w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), fail.Error()) {
				t.Errorf("%s tells the client: %s", address, w.Body)
			}
		}
		if w := ask(t, data.handler(), "GET", "/v1/locate?lon=121.001&lat=31.001&crs=cgcs2000"); w.Code != 200 {
			t.Errorf("locating needs the database: %d", w.Code)
		}
	}
}

func TestNothingIsAnsweredBeforeTheDataIsLoaded(t *testing.T) {
	data := townOf(t)
	data.view = nil
	h := data.handler()
	for _, address := range []string{"/readyz", "/v1/district", "/v1/locate?lon=1&lat=2&crs=wgs84", "/tiles/grids.json"} {
		w := ask(t, h, "GET", address)
		if w.Code != 503 || w.Header().Get("Retry-After") != "1" || problemType(t, w.Body.Bytes()) != "/problems/not-ready" {
			t.Errorf("%s: %d %s", address, w.Code, w.Body)
		}
	}
	for _, address := range []string{"/healthz", "/metrics", "/"} {
		if w := ask(t, h, "GET", address); w.Code != 200 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
}

func TestOtherSitesMayReadWhyThereIsNoTile(t *testing.T) {
	data := townOf(t)
	data.fail = errDatabase
	loading := townOf(t)
	loading.view = nil
	for _, w := range []*httptest.ResponseRecorder{
		ask(t, data.handler(), "GET", "/tiles/grids/12/1/2.mvt"),
		ask(t, data.handler(), "GET", "/tiles/grids/12/1/2.mvt?x=1"),
		ask(t, data.handler(), "GET", "/tiles/nothing"),
		ask(t, data.handler(), "PUT", "/tiles/grids.json"),
		ask(t, loading.handler(), "GET", "/tiles/grids.json"),
	} {
		if w.Code < 400 || w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%d, %v", w.Code, w.Header())
		}
	}
}

func TestMetricsCountRequestsByRoute(t *testing.T) {
	h := townOf(t).handler()
	ask(t, h, "GET", "/v1/areas/4")
	ask(t, h, "GET", "/v1/areas/99")
	ask(t, h, "BREW", "/v1/areas/99")
	ask(t, h, "GET", "/tiles/grids/12/1/2.mvt")
	ask(t, h, "GET", "/some/view")
	text := ask(t, h, "GET", "/metrics").Body.String()
	for _, want := range []string{
		`gewu_http_requests_total{method="GET",route="/v1/areas/{id}",status="200"} 1`,
		`gewu_http_requests_total{method="GET",route="/v1/areas/{id}",status="404"} 1`,
		`gewu_http_requests_total{method="other",route="none",status="405"} 1`,
		`gewu_http_requests_total{method="GET",route="/tiles/",status="200"} 1`,
		`gewu_http_requests_total{method="GET",route="page",status="200"} 1`,
		`gewu_http_request_seconds_count{route="/v1/areas/{id}"} 2`,
		`gewu_http_requests_in_flight 1`,
		`gewu_dataset_version 12`,
		`gewu_snapshot_age_seconds`,
		`go_goroutines`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

func TestTheLogTellsARequestWithoutItsQuery(t *testing.T) {
	data, logs := townOf(t), &bytes.Buffer{}
	c := data.config()
	c.Log = slog.New(slog.NewJSONHandler(logs, nil))
	w := ask(t, contracted(t, api.Handler(c)), "GET", "/v1/locate?lon=121.0015&lat=31.001&crs=wgs84", "X-Request-Id", "abc-1")
	var line struct {
		Request, Method, Path string
		Status                int
		Bytes                 int64
	}
	if err := json.Unmarshal(logs.Bytes(), &line); err != nil {
		t.Fatalf("%s: %v", logs, err)
	}
	if line.Request != "abc-1" || line.Method != "GET" || line.Path != "/v1/locate" || line.Status != 200 || line.Bytes != int64(w.Body.Len()) {
		t.Errorf("got %+v", line)
	}
	if strings.Contains(logs.String(), "121.0015") || w.Header().Get("X-Request-Id") != "abc-1" {
		t.Errorf("log %s, headers %v", logs, w.Header())
	}
}

func TestARequestGetsAnIDUnlessItBringsAHarmlessOne(t *testing.T) {
	h := townOf(t).handler()
	for _, bad := range []string{"", "a b", "x\"y", strings.Repeat("a", 65), "中"} {
		w := ask(t, h, "GET", "/healthz", "X-Request-Id", bad)
		if got := w.Header().Get("X-Request-Id"); len(got) != 16 || got == bad {
			t.Errorf("%q: %q", bad, got)
		}
	}
}

func TestAnswersAreSafeInABrowser(t *testing.T) {
	w := ask(t, townOf(t).handler(), "GET", "/", "Host", "evil.example")
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'self'", "script-src 'self';", "style-src 'self';", "worker-src 'self' blob:", "img-src 'self' data: blob: https://tiles.example.org;", "connect-src 'self' https://tiles.example.org;", "object-src 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers %v", w.Header())
	}
}

func TestAPolicyTakesNoMoreThanAHostFromTheBaseMap(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "https://a;script-src *", "https://{s}.example.org/{z}", "", "::"} {
		data := townOf(t)
		data.view.Settings.BaseMap.URL = address
		policy := ask(t, data.handler(), "GET", "/").Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "img-src 'self' data: blob:;") || strings.Contains(policy, "script-src *") {
			t.Errorf("%q gives %q", address, policy)
		}
	}
}

func TestJSONIsCompressedWhenThatIsAsked(t *testing.T) {
	h := townOf(t).handler()
	w := ask(t, h, "GET", "/v1/district", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Vary") == "" {
		t.Errorf("headers %v", w.Header())
	}
	if w := ask(t, h, "GET", "/v1/district"); w.Header().Get("Content-Encoding") != "" {
		t.Errorf("headers %v", w.Header())
	}
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"lon=121.0015&lat=31.001&crs=wgs84", "lon=NaN", "lon=1e309&lat=-Inf&crs=", "a=1;b=2", "%", "lon=1&lon=2", "at=0000-00-00", "accuracy=-0", "crs=%ff", "&&=&"} {
		f.Add(seed)
	}
	h := townOf(f).handler()
	f.Fuzz(func(t *testing.T, raw string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://example.org/v1/locate", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.URL.RawQuery = raw
		w := newRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 && w.Code != 400 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%q: %d %s", raw, w.Code, w.Body)
		}
	})
}
