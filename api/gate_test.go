package api_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"gewu/access"
	"gewu/api"
	"gewu/internal/secret"
)

// A guestBook knows one session, "wang", and one token, "gewu_robot", both of Bridge Community.
type guestBook struct {
	asked atomic.Int64
	fail  error
}

func (g *guestBook) SessionActor(_ context.Context, sum [sha256.Size]byte, _ time.Duration) (*access.Actor, access.Session, error) {
	g.asked.Add(1)
	if sum != secret.Sum("wang") || g.fail != nil {
		return nil, access.Session{}, errors.Join(g.fail, access.ErrNobody)
	}
	who := &access.Actor{Kind: access.Person, ID: 1, Name: "wang", Grants: []access.Grant{{Role: access.Patrol, Area: bridgeID}}}
	return who, access.Session{ID: 7, Seen: time.Now(), Expires: time.Now().Add(time.Hour)}, nil
}

func (g *guestBook) TouchSession(context.Context, int64) error { return nil }

func (g *guestBook) TokenActor(_ context.Context, sum [sha256.Size]byte) (*access.Actor, time.Time, error) {
	g.asked.Add(1)
	if sum != secret.Sum("gewu_robot") {
		return nil, time.Time{}, access.ErrNobody
	}
	who := &access.Actor{Kind: access.Machine, ID: 1, Name: "robot", Grants: []access.Grant{{Role: access.Viewer, Area: bridgeID}}}
	return who, time.Now().Add(time.Hour), nil
}

func (g *guestBook) WatchAccess(ctx context.Context, _ func()) error {
	<-ctx.Done()
	return ctx.Err()
}

// guarded returns the town with its guests, as c says.
func guarded(t *testing.T, set func(*api.Config)) http.Handler {
	t.Helper()
	c := townOf(t).config()
	c.BaseURL = "http://map.example.org"
	c.Callers = api.NewCallers(&guestBook{}, time.Hour)
	if set != nil {
		set(&c)
	}
	return contracted(t, api.Handler(c))
}

const issuesTile = "/tiles/issues/12/1/2.mvt"

func TestWhoAsksIsKnownByACookieOrAToken(t *testing.T) {
	tests := []struct {
		name    string
		headers []string
		status  int
		problem string
	}{
		{"nobody", nil, 401, "/problems/sign-in-required"},
		{"a session", []string{"Cookie", "a=b; gewu=wang"}, 200, ""},
		{"a session that is over", []string{"Cookie", "gewu=chen"}, 401, "/problems/sign-in-required"},
		{"the cookie that counts behind TLS", []string{"Cookie", "__Host-gewu=wang"}, 401, "/problems/sign-in-required"},
		{"two sessions", []string{"Cookie", "gewu=wang; gewu=chen"}, 400, "/problems/two-credentials"},
		{"a token", []string{"Authorization", "bearer gewu_robot"}, 200, ""},
		{"an unknown token", []string{"Authorization", "Bearer gewu_rust"}, 401, "/problems/sign-in-required"},
		{"an empty token", []string{"Authorization", "Bearer"}, 401, "/problems/sign-in-required"},
		{"a password of a proxy", []string{"Authorization", "Basic d2FuZzp3YW5n"}, 401, "/problems/sign-in-required"},
		{"a session and a token", []string{"Cookie", "gewu=wang", "Authorization", "Bearer gewu_robot"}, 400, "/problems/two-credentials"},
		{"a key that is too long", []string{"Cookie", "gewu=" + strings.Repeat("x", 300)}, 401, "/problems/sign-in-required"},
	}
	h := guarded(t, nil)
	for _, tt := range tests {
		w := ask(t, h, "GET", issuesTile, tt.headers...)
		if w.Code != tt.status || tt.problem != "" && problemType(t, w.Body.Bytes()) != tt.problem {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
		if (w.Code == 401) != (w.Header().Get("WWW-Authenticate") == `Bearer realm="gewu"`) {
			t.Errorf("%s: %d, WWW-Authenticate %q", tt.name, w.Code, w.Header().Get("WWW-Authenticate"))
		}
	}
}

func TestAnUnknownTokenIsRefusedAlsoWhereVisitorsMay(t *testing.T) {
	h := guarded(t, nil)
	if w := ask(t, h, "GET", "/v1/district", "Authorization", "Bearer gewu_rust"); w.Code != 401 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, h, "GET", "/v1/district", "Cookie", "gewu=over"); w.Code != 200 {
		t.Errorf("a session that is over: %d %s", w.Code, w.Body)
	}
}

func TestWhoSomebodyIsIsLookedUpOnceUntilRightsChange(t *testing.T) {
	book := &guestBook{}
	callers := api.NewCallers(book, time.Hour)
	c := townOf(t).config()
	c.BaseURL, c.Callers = "http://map.example.org", callers
	h := contracted(t, api.Handler(c))
	for range 3 {
		ask(t, h, "GET", "/v1/district", "Cookie", "gewu=wang")
		ask(t, h, "GET", "/v1/district", "Cookie", "gewu=nobody")
	}
	if got := book.asked.Load(); got != 2 {
		t.Errorf("looked up %d times", got)
	}
	callers.Forget()
	ask(t, h, "GET", "/v1/district", "Cookie", "gewu=wang")
	if got := book.asked.Load(); got != 3 {
		t.Errorf("looked up %d times after rights changed", got)
	}
}

func TestPagesOfOtherSitesCannotWriteInSomebodysName(t *testing.T) {
	h := guarded(t, nil)
	tests := []struct {
		name    string
		headers []string
		refused bool
	}{
		{"with a cookie", []string{"Cookie", "gewu=wang", "Sec-Fetch-Site", "cross-site"}, true},
		{"with a cookie, an old browser", []string{"Cookie", "gewu=wang", "Origin", "https://evil.example"}, true},
		{"with a cookie that is over", []string{"Cookie", "gewu=chen", "Sec-Fetch-Site", "cross-site"}, true},
		{"from the own page", []string{"Cookie", "gewu=wang", "Sec-Fetch-Site", "same-origin"}, false},
		{"from the own address behind a proxy that changes Host", []string{"Cookie", "gewu=wang", "Origin", "http://map.example.org"}, false},
		{"with a token", []string{"Authorization", "Bearer gewu_robot", "Sec-Fetch-Site", "cross-site"}, false},
		{"without anything to show", []string{"Sec-Fetch-Site", "cross-site"}, false},
	}
	for _, tt := range tests {
		w := send(t, h, "POST", "/v1/locate?crs=wgs84", "lon,lat\n121.001,31.001\n", append(tt.headers, "Content-Type", "text/csv")...)
		if refused := w.Code == 403 && problemType(t, w.Body.Bytes()) == "/problems/cross-origin"; refused != tt.refused || !refused && w.Code != 200 {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
	}
}

// from sends a request from an address.
func from(t *testing.T, h http.Handler, address, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", path, nil)
	r.RemoteAddr = address
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := newRecorder()
	h.ServeHTTP(w, r)
	return w
}

// slowly lets each client ask once; the next request would be granted after more than a minute.
func slowly(c *api.Config) {
	c.RateLimit = 0.01
	c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
}

func TestEachClientMayAskOnlySoOften(t *testing.T) {
	tests := []struct {
		name          string
		first, second []string // address, then headers
		refused       bool
	}{
		{"one address", []string{"192.0.2.1:1"}, []string{"192.0.2.1:2"}, true},
		{"two addresses", []string{"192.0.2.1:1"}, []string{"192.0.2.2:1"}, false},
		{"one house", []string{"[2001:db8::1]:1"}, []string{"[2001:db8::2:1]:1"}, true},
		{"two houses", []string{"[2001:db8::1]:1"}, []string{"[2001:db8:0:1::1]:1"}, false},
		{"an address in IPv6's clothes", []string{"192.0.2.1:1"}, []string{"[::ffff:192.0.2.1]:1"}, true},
		{"a person and a visitor at one address", []string{"192.0.2.1:1"}, []string{"192.0.2.1:1", "Authorization", "Basic eA=="}, true},
		{"two behind a proxy", []string{"10.0.0.1:1", "X-Forwarded-For", "192.0.2.1"}, []string{"10.0.0.1:1", "X-Forwarded-For", "192.0.2.2"}, false},
		{"one who pretends to be another to a proxy", []string{"10.0.0.1:1", "X-Forwarded-For", "192.0.2.1"}, []string{"10.0.0.1:1", "X-Forwarded-For", "192.0.2.9, 192.0.2.1"}, true},
		{"one behind two proxies", []string{"10.0.0.1:1", "X-Forwarded-For", "192.0.2.1"}, []string{"10.0.0.2:1", "X-Forwarded-For", "192.0.2.1, 10.0.0.7"}, true},
		{"one who pretends to be behind a proxy", []string{"192.0.2.1:1", "X-Forwarded-For", "1.1.1.1"}, []string{"192.0.2.1:1", "X-Forwarded-For", "2.2.2.2"}, true},
	}
	for _, tt := range tests {
		h := guarded(t, slowly)
		if w := from(t, h, tt.first[0], "/v1/district", tt.first[1:]...); w.Code != 200 {
			t.Fatalf("%s: at first %d %s", tt.name, w.Code, w.Body)
		}
		w := from(t, h, tt.second[0], "/v1/district", tt.second[1:]...)
		if refused := w.Code == 429; refused != tt.refused {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
		if w.Code == 429 && (w.Header().Get("Retry-After") == "" || problemType(t, w.Body.Bytes()) != "/problems/too-many-requests") {
			t.Errorf("%s: %v %s", tt.name, w.Header(), w.Body)
		}
	}
}

func TestWhetherTheServiceIsWellMayAlwaysBeAsked(t *testing.T) {
	h := guarded(t, slowly)
	for range 5 {
		if w := from(t, h, "192.0.2.1:1", "/healthz"); w.Code != 200 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
}

func TestMetricsAreForTheOwnMachine(t *testing.T) {
	h := guarded(t, nil)
	if w := from(t, h, "127.0.0.1:1", "/metrics"); w.Code != 200 {
		t.Errorf("from here: %d", w.Code)
	}
	for _, headers := range [][]string{{}, {"X-Forwarded-For", "127.0.0.1"}} {
		if w := from(t, h, "192.0.2.1:1", "/metrics", headers...); w.Code != 401 {
			t.Errorf("from elsewhere %v: %d", headers, w.Code)
		}
	}
	for _, header := range []string{"X-Forwarded-For", "X-Real-IP", "Via", "Forwarded", "X-Forwarded-Proto"} {
		if w := from(t, h, "127.0.0.1:1", "/metrics", header, "192.0.2.1"); w.Code != 401 {
			t.Errorf("by a proxy here with %s: %d", header, w.Code)
		}
	}
}

func TestTheLogTellsForWhomATrustedProxyAsks(t *testing.T) {
	logs := &bytes.Buffer{}
	h := guarded(t, func(c *api.Config) {
		slowly(c)
		c.Log = slog.New(slog.NewJSONHandler(logs, nil))
	})
	from(t, h, "10.0.0.1:1", "/v1/district", "X-Forwarded-For", "192.0.2.7")
	if !strings.Contains(logs.String(), `"from":"192.0.2.7"`) {
		t.Errorf("log: %s", logs)
	}
}

func TestOnlyATrustedProxySaysThatTheWayIsSecure(t *testing.T) {
	h := guarded(t, slowly)
	if w := from(t, h, "10.0.0.1:1", "/healthz", "X-Forwarded-Proto", "https"); w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("a trusted proxy is not believed")
	}
	if w := from(t, h, "192.0.2.1:1", "/healthz", "X-Forwarded-Proto", "https"); w.Header().Get("Strict-Transport-Security") != "" {
		t.Error("anybody is believed")
	}
}

func TestADistrictThatShowsNothingAnswersVisitorsNothing(t *testing.T) {
	data := townOf(t)
	data.view.Settings.Visibility = access.Nothing
	c := data.config()
	c.BaseURL, c.Callers = "http://map.example.org", api.NewCallers(&guestBook{}, time.Hour)
	h := contracted(t, api.Handler(c))
	for _, path := range []string{
		"/v1/district", "/v1/communities", "/v1/communities/2/grids", "/v1/areas/4", "/v1/search?q=a", "/v1/changes",
		"/v1/locate?lon=121.001&lat=31.001&crs=cgcs2000", "/tiles/grids.json", "/tiles/roads/12/1/2.mvt", "/tiles/nonsense.json",
	} {
		if w := ask(t, h, "GET", path); w.Code != 401 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	for _, path := range []string{"/", "/healthz", "/readyz", "/problems/not-allowed"} {
		if w := ask(t, h, "GET", path); w.Code != 200 {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// Wang is patrol of Bridge Community in a district that shows nothing to visitors.
func TestAPersonSeesTheOwnAreasOfADistrictThatShowsNothing(t *testing.T) {
	data := townOf(t)
	data.view.Settings.Visibility = access.Nothing
	c := data.config()
	c.BaseURL, c.Callers = "http://map.example.org", api.NewCallers(&guestBook{}, time.Hour)
	h := contracted(t, api.Handler(c))
	tests := []struct {
		path    string
		status  int
		has, no string
	}{
		{"/v1/communities", 200, "桥头社区", "东村"},
		{"/v1/communities/2/grids", 200, "第一网格", ""},
		{"/v1/communities/3/grids", 403, "", "东村"},
		{"/v1/areas/4", 200, "河滨街道", ""},
		{"/v1/areas/1", 403, "", "1290"},
		{"/v1/areas/3", 403, "", "东村"},
		{"/v1/locate?lon=121.001&lat=31.001&crs=cgcs2000", 200, "第一网格", ""},
		{"/v1/locate?lon=121.008&lat=31.001&crs=cgcs2000", 403, "", "东村"},
		{"/v1/district", 200, `"communities":null`, "1234"},
		{"/v1/search?q=a", 200, "第一网格", ""},
	}
	for _, tt := range tests {
		w := ask(t, h, "GET", tt.path, "Cookie", "gewu=wang")
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.has) || tt.no != "" && strings.Contains(w.Body.String(), tt.no) {
			t.Errorf("%s: %d %s", tt.path, w.Code, w.Body)
		}
	}
	rows := send(t, h, "POST", "/v1/locate?crs=cgcs2000", "lon,lat\n121.001,31.001\n121.008,31.001\n", "Content-Type", "text/csv", "Cookie", "gewu=wang")
	if body := rows.Body.String(); !strings.Contains(body, "第一网格") || strings.Contains(body, "东村") {
		t.Errorf("rows: %s", body)
	}
}

func TestPostsThatAreNotOnNoticeAreToldInTheOwnAreasOnly(t *testing.T) {
	data := townOf(t)
	data.view = withheld(t, data.view)
	c := data.config()
	c.BaseURL, c.Callers = "http://map.example.org", api.NewCallers(&guestBook{}, time.Hour)
	h := contracted(t, api.Handler(c))
	for _, path := range []string{"/v1/areas/4", "/v1/locate?lon=121.001&lat=31.001&crs=cgcs2000"} {
		for range 2 { // the second answer is of what the first kept
			if w := ask(t, h, "GET", path); w.Code != 200 || strings.Contains(w.Body.String(), "李强") || !strings.Contains(w.Body.String(), "王芳") {
				t.Errorf("%s for visitors: %s", path, w.Body)
			}
			if w := ask(t, h, "GET", path, "Cookie", "gewu=wang"); w.Code != 200 || !strings.Contains(w.Body.String(), "李强") {
				t.Errorf("%s for patrol: %s", path, w.Body)
			}
		}
	}
	if w := ask(t, h, "GET", "/v1/district"); strings.Contains(w.Body.String(), "manager") {
		t.Errorf("the district names a post that is not on notice: %s", w.Body)
	}
}

// withheld is the town where the managers of grids are not on notice.
func withheld(t *testing.T, view *api.View) *api.View {
	t.Helper()
	posts := slices.Clone(townPosts)
	for i := range posts {
		posts[i].Notice = posts[i].Key != "manager"
	}
	return &api.View{Snapshot: townWith(t, view.Version, view.Day, posts), Settings: view.Settings, Summary: view.Summary, Loaded: view.Loaded}
}

func TestTilesOfWhoIsSignedInAreTheirOwn(t *testing.T) {
	h := guarded(t, nil)
	const buildings = "/tiles/buildings/15/1/2.mvt"
	everyone, own := ask(t, h, "GET", buildings), ask(t, h, "GET", buildings, "Cookie", "gewu=wang")
	if everyone.Code != 200 || own.Code != 200 || everyone.Header().Get("ETag") == own.Header().Get("ETag") {
		t.Errorf("%d %q, %d %q", everyone.Code, everyone.Header().Get("ETag"), own.Code, own.Header().Get("ETag"))
	}
	if got := everyone.Header().Get("Cache-Control"); !strings.HasPrefix(got, "public") {
		t.Errorf("everyone's: %s", got)
	}
	if got := own.Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("one's own: %s", got)
	}
	if w := ask(t, h, "GET", "/tiles/grids/15/1/2.mvt", "Cookie", "gewu=wang"); !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") {
		t.Errorf("a tile that everyone sees alike: %s", w.Header().Get("Cache-Control"))
	}
	document := ask(t, h, "GET", "/tiles/buildings.json").Body.String()
	if strings.Contains(document, "households") || strings.Contains(document, "for=") {
		t.Errorf("everyone's TileJSON: %s", document)
	}
	document = ask(t, h, "GET", "/tiles/buildings.json", "Cookie", "gewu=wang").Body.String()
	if !strings.Contains(document, "households") || !strings.Contains(document, "for=") {
		t.Errorf("one's own TileJSON: %s", document)
	}
}
