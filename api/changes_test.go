package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"gewu/api"
	"gewu/district"
	"gewu/geo"
)

// A history is a log of changes that grows, and the view of the last.
type history struct {
	*townData
	mu      sync.Mutex
	changes []district.Change
	tell    func([]district.Change, *api.View)
	fail    error
	since   int64 // the log reaches back to what came after
}

func (h *history) Changes(_ context.Context, after int64) ([]district.Change, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fail != nil {
		return nil, h.fail
	}
	if last := h.changes[len(h.changes)-1].Version; after > last || after < h.since {
		return []district.Change{district.Everything(last, time.Time{})}, nil
	}
	var some []district.Change
	for _, c := range h.changes {
		if c.Version > after {
			some = append(some, c)
		}
	}
	return some, nil
}

// Today is read by requests while views are swapped.
func (h *history) Today() *api.View {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.view
}

// publish adds changes under the next version and tells of them, as a Live does.
func (h *history) publish(t testing.TB, changes ...district.Change) {
	t.Helper()
	was := h.view
	next := &api.View{Snapshot: town(t, was.Version+1, today), Settings: was.Settings, Summary: was.Summary, Loaded: was.Loaded}
	for i := range changes {
		changes[i].Version = next.Version
	}
	h.mu.Lock()
	h.changes = append(h.changes, changes...)
	h.view = next
	h.mu.Unlock()
	h.tell(changes, next)
}

// corner is a box within the grid southWestID of the town.
var corner = geo.Box{Min: geo.Point{Lon: 1_210_010_000, Lat: 310_005_000}, Max: geo.Point{Lon: 1_210_011_000, Lat: 310_006_000}}

// historyOf returns a history whose version 12 was about an issue, and its handler.
func historyOf(t testing.TB, settle func(*api.Config)) (*history, http.Handler) {
	t.Helper()
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	h := &history{townData: townOf(t), changes: []district.Change{
		{Version: 11, Noun: "staff", At: at},
		{Version: 12, Noun: "estate", Box: corner, OnMap: true, At: at},
	}}
	c := h.config()
	c.Districts, c.Changes = h, h
	c.OnChange = func(f func([]district.Change, *api.View)) { h.tell = f }
	if settle != nil {
		settle(&c)
	}
	return h, contracted(t, api.Handler(c))
}

const estateChange = `{"version":12,"noun":"estate","bbox":[121.001,31.0005,121.0011,31.0006],"at":"2026-11-20T08:00:00Z",` +
	`"tiles":[{"layers":["estates"],"bbox":[121.001,31.0005,121.0011,31.0006]}]}`

func TestChangesAreListedAsJSON(t *testing.T) {
	_, h := historyOf(t, nil)
	tests := []struct{ name, path, want string }{
		{"after the last version", "/v1/changes?after=12", `{"version":12,"changes":[]}`},
		{"after no version, only where the data are", "/v1/changes", `{"version":12,"changes":[]}`},
		{"after one", "/v1/changes?after=11", `{"version":12,"changes":[` + estateChange + `]}`},
		{"what no map shows", "/v1/changes?after=10", `{"version":12,"changes":[{"version":11,"noun":"staff","bbox":null,"at":"2026-11-20T08:00:00Z","tiles":[]},` + estateChange + `]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := ask(t, h, "GET", tt.path, "Accept", "application/json")
			if diff := cmp.Diff(tt.want+"\n", res.Body.String()); diff != "" || res.Code != 200 {
				t.Errorf("%d %s", res.Code, diff)
			}
		})
	}
}

func TestWhereTheLogDoesNotReachEverythingHasChanged(t *testing.T) {
	data, h := historyOf(t, nil)
	data.since = 10
	for _, path := range []string{"/v1/changes?after=3", "/v1/changes?after=99"} {
		var answer struct {
			Changes []struct {
				Version int64
				Noun    string
				Bbox    *[4]float64
				Tiles   []struct{ Layers []string }
			}
		}
		if err := json.Unmarshal(ask(t, h, "GET", path, "Accept", "application/json").Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		if len(answer.Changes) != 1 || answer.Changes[0].Noun != "anything" || answer.Changes[0].Version != 12 || answer.Changes[0].Bbox != nil {
			t.Errorf("%s: %+v", path, answer.Changes)
		}
	}
}

func TestAWrongVersionToGoOnFromIsRefused(t *testing.T) {
	_, h := historyOf(t, nil)
	for _, text := range []string{"-1", "x", "1.5", "99999999999999999999"} {
		if res := ask(t, h, "GET", "/v1/changes?after="+text); res.Code != 400 || problemType(t, res.Body.Bytes()) != "/problems/bad-parameter" {
			t.Errorf("after=%s: %d %s", text, res.Code, res.Body)
		}
		if res := ask(t, h, "GET", "/v1/changes", "Last-Event-ID", text); res.Code != 400 {
			t.Errorf("Last-Event-ID %s: %d", text, res.Code)
		}
	}
}

// A listener reads a stream of events over a connection.
type listener struct {
	t   testing.TB
	res *http.Response
	in  *bufio.Scanner
}

// connectionLimit is how long a connection of these tests may be read from and written to, unless the
// service lifts that; it must be able to on a slow machine.
const connectionLimit = 2 * time.Second

// listen serves h with the limits of a real server, until the test ends or stop is called.
func listen(t testing.TB, h http.Handler, path string, headers ...string) (l *listener, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	socket, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	server := api.NewServer(h, slog.New(slog.DiscardHandler))
	server.ReadTimeout, server.WriteTimeout = connectionLimit, connectionLimit // a stream lives longer
	go func() { ended <- api.Serve(ctx, server, socket, time.Minute) }()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() { _ = stop() })
	return dial(t, socket.Addr().String(), path, headers...), stop
}

func dial(t testing.TB, address, path string, headers ...string) *listener {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // which would hold events back
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return &listener{t, res, bufio.NewScanner(res.Body)}
}

// next returns the lines of the next event, without hints and heartbeats; "" at the end.
func (l *listener) next() string {
	l.t.Helper()
	var lines []string
	for l.in.Scan() {
		line := l.in.Text()
		switch {
		case line == "" && len(lines) > 0:
			return strings.Join(lines, "\n")
		case line == "", strings.HasPrefix(line, ":"), strings.HasPrefix(line, "retry:"):
		default:
			lines = append(lines, line)
		}
	}
	return ""
}

func (l *listener) expect(want string) {
	l.t.Helper()
	if diff := cmp.Diff(want, l.next()); diff != "" {
		l.t.Fatal(diff)
	}
}

const atVersion12 = "id: 12\nevent: version\ndata: {\"version\":12}"

func TestChangesAreToldAsTheyCome(t *testing.T) {
	data, h := historyOf(t, func(c *api.Config) { c.Heartbeat = connectionLimit / 16 })
	l, stop := listen(t, h, "/v1/changes")
	if media := l.res.Header.Get("Content-Type"); media != "text/event-stream" || l.res.Header.Get("Content-Encoding") != "" {
		t.Errorf("headers %v", l.res.Header)
	}
	l.expect(atVersion12)
	for !l.heartbeat() { // beyond the time limits of the connection
	}
	data.publish(t, district.Change{Noun: "building", Community: bridgeID, Box: corner, OnMap: true})
	// The grid on the corner shows its households, and so do the labels of its community, at the
	// corner of that grid, and of its street, which is not.
	l.expect("id: 13\nevent: change\n" +
		`data: {"version":13,"noun":"building","community":2,"bbox":[121.001,31.0005,121.0011,31.0006],"tiles":[` +
		`{"layers":["buildings"],"bbox":[121.001,31.0005,121.0011,31.0006]},{"layers":["grids","labels"],"bbox":[121,31,121.003,31.002]},{"layers":["labels"],"bbox":[121.0045,31.002,121.0045,31.002]}]}`)
	data.publish(t, district.Change{Noun: "setting"}, district.Change{Noun: "staff"})
	l.expect(`event: change` + "\n" + `data: {"version":14,"noun":"setting","bbox":null,"tiles":[]}`)
	l.expect("id: 14\nevent: change\n" + `data: {"version":14,"noun":"staff","bbox":null,"tiles":[]}`)
	if err := stop(); err != nil || l.next() != "" {
		t.Errorf("the service did not stop well: %v", err)
	}
}

// heartbeat reads lines until 20 heartbeats have come.
func (l *listener) heartbeat() bool {
	for n := 0; n < 20 && l.in.Scan(); {
		if strings.HasPrefix(l.in.Text(), ":") {
			n++
		}
	}
	return true
}

func TestAClientThatComesBackMissesNothing(t *testing.T) {
	_, h := historyOf(t, nil)
	staff := "id: 11\nevent: change\n" + `data: {"version":11,"noun":"staff","bbox":null,"at":"2026-11-20T08:00:00Z","tiles":[]}`
	issue := "id: 12\nevent: change\ndata: " + estateChange
	notYet := "event: version\ndata: {\"version\":12}" // without an id: what was missed is still to come
	tests := []struct {
		name, path string
		headers    []string
		want       []string
	}{
		{"by the header of browsers", "/v1/changes", []string{"Last-Event-ID", "10"}, []string{notYet, staff, issue}},
		{"by the address", "/v1/changes?after=11", nil, []string{notYet, issue}},
		{"the header is newer than the address", "/v1/changes?after=10", []string{"Last-Event-ID", "11"}, []string{notYet, issue}},
		{"nothing was missed", "/v1/changes?after=12", nil, []string{atVersion12}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := listen(t, h, tt.path, tt.headers...)
			for _, want := range tt.want {
				l.expect(want)
			}
		})
	}
}

func TestAStreamThatCannotGoOnFromAVersionIsRefused(t *testing.T) {
	data, h := historyOf(t, nil)
	data.fail = &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	if res := ask(t, h, "GET", "/v1/changes?after=3"); res.Code != 503 || problemType(t, res.Body.Bytes()) != "/problems/database-away" {
		t.Errorf("%d %s", res.Code, res.Body)
	}
}

func TestOnlySoManyAreToldOfChanges(t *testing.T) {
	_, h := historyOf(t, func(c *api.Config) { c.MostWatchers = 1 })
	l, _ := listen(t, h, "/v1/changes")
	l.expect(atVersion12)
	res := ask(t, h, "GET", "/v1/changes")
	if res.Code != 503 || problemType(t, res.Body.Bytes()) != "/problems/busy" || res.Header().Get("Retry-After") == "" {
		t.Errorf("%d %s", res.Code, res.Body)
	}
	_ = l.res.Body.Close()
	for { // until the service has seen it go
		if metrics := ask(t, h, "GET", "/metrics").Body.String(); strings.Contains(metrics, "gewu_change_streams 0") {
			return
		}
	}
}

func TestAClientThatDoesNotReadIsLetGo(t *testing.T) {
	data, h := historyOf(t, nil)
	l, _ := listen(t, h, "/v1/changes")
	l.expect(atVersion12)
	many := make([]district.Change, 200)
	for i := range many {
		many[i] = district.Change{Noun: strings.Repeat("x", 10_000)}
	}
	told := 0
	for range 200 { // far more than fits between us
		data.publish(t, many...)
		told++
		if metrics := ask(t, h, "GET", "/metrics").Body.String(); strings.Contains(metrics, "gewu_change_streams 0") {
			break
		}
	}
	if told == 200 {
		t.Error("the client is still there")
	}
}

func TestASmallChangeLeavesTheTilesOfOthersAlone(t *testing.T) {
	data, h := historyOf(t, nil)
	ofTile := func(path string) string { return ask(t, h, "GET", path).Header().Get("ETag") }
	// 121.001 E 31.0005 N is in tile 16/54795/26827; the second lies 20 tiles to the west.
	touched, other, roads := "/tiles/grids/16/54795/26827.mvt", "/tiles/grids/16/54775/26827.mvt", "/tiles/roads/16/54795/26827.mvt"
	before := map[string]string{touched: ofTile(touched), other: ofTile(other), roads: ofTile(roads)}
	data.publish(t, district.Change{Noun: "building", Box: corner, OnMap: true})
	for path, was := range before {
		res := ask(t, h, "GET", path, "If-None-Match", was)
		if changed := path == touched; changed != (res.Code == 200) || res.Header().Get("X-Dataset-Version") != "13" {
			t.Errorf("%s: %d, %v", path, res.Code, res.Header())
		}
	}
}

func TestWhatIsToldBeforeTheFirstTileIsNotForgotten(t *testing.T) {
	data, h := historyOf(t, nil)
	data.publish(t, district.Change{Noun: "building", Box: corner, OnMap: true})
	data.publish(t, district.Change{Noun: "staff"})
	for path, want := range map[string]string{"/tiles/grids/16/54795/26827.mvt": `"13.`, "/tiles/roads/16/54795/26827.mvt": `"0.`} {
		if got := ask(t, h, "GET", path).Header().Get("ETag"); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestWithoutTheLogEveryTileIsOfTheVersionOfTheData(t *testing.T) {
	data, h := historyOf(t, nil)
	data.fail = errors.New("connection lost")
	if got := ask(t, h, "GET", "/tiles/roads/16/54795/26827.mvt").Header().Get("ETag"); !strings.HasPrefix(got, `"12.`) {
		t.Errorf("got %s", got)
	}
	data.fail = nil
	if got := ask(t, h, "GET", "/tiles/roads/16/54775/26827.mvt").Header().Get("ETag"); !strings.HasPrefix(got, `"0.`) {
		t.Errorf("got %s", got)
	}
}

func TestAVersionedTileOfTodayIsKeptUntilMidnight(t *testing.T) {
	_, h := historyOf(t, nil)
	res := ask(t, h, "GET", "/tiles/roads/v12/16/54795/26827.mvt")
	if got := res.Header().Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
		t.Errorf("got %q", got)
	}
	if res := ask(t, h, "GET", "/tiles/roads/16/54795/26827.mvt?versioned=1"); res.Code != 400 {
		t.Errorf("a tile takes versioned: %d", res.Code)
	}
	for _, value := range []string{"2", "yes"} {
		if res := ask(t, h, "GET", "/tiles/roads.json?versioned="+value); res.Code != 400 {
			t.Errorf("versioned=%s: %d", value, res.Code)
		}
	}
	var doc struct{ Tiles []string }
	if err := json.Unmarshal(ask(t, h, "GET", "/tiles/roads.json?versioned=1").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if want := "https://map.example.org/tiles/roads/v12/{z}/{x}/{y}.mvt"; len(doc.Tiles) != 1 || doc.Tiles[0] != want {
		t.Error(fmt.Sprint(doc.Tiles))
	}
}
