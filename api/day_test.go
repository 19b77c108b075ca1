package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gewu/api"
	"gewu/district"
)

// A chronicle is the town with editions at the turns, whose other days are counted as they are read.
type chronicle struct {
	*townData
	turns []time.Time
	read  []string
	fail  error
}

func chronicleOf(t testing.TB, turns ...string) (*chronicle, http.Handler) {
	t.Helper()
	c := &chronicle{townData: townOf(t)}
	for _, text := range turns {
		turn, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		c.turns = append(c.turns, turn)
	}
	c.view.Turns = c.turns
	config := c.config()
	config.Districts, config.Search, config.MaxStream = c, c, 1<<20
	return c, contracted(t, api.Handler(config))
}

func (c *chronicle) On(_ context.Context, day time.Time) (*district.Snapshot, error) {
	c.read = append(c.read, day.Format(time.DateOnly))
	if c.fail != nil {
		return nil, c.fail
	}
	s := town(c.t, 12, day)
	s.Turns = c.turns
	return s, nil
}

func (c *chronicle) Search(ctx context.Context, q string, limit int, day time.Time) ([]district.Found, error) {
	if !day.Equal(today) {
		c.read = append(c.read, "searched "+day.Format(time.DateOnly))
	}
	return c.townData.Search(ctx, q, limit, day)
}

// dated are all that answer for a day, without it.
var dated = []string{
	"GET /v1/locate?lon=121.001&lat=31.001&crs=cgcs2000&", "POST /v1/locate?crs=cgcs2000&", "GET /v1/district?", "GET /v1/communities?",
	"GET /v1/communities/2/grids?", "GET /v1/areas/4?", "GET /v1/search?q=a&", "GET /tiles/grids.json?",
	"GET /tiles/grids/14/13698/6704.mvt?", "GET /tiles/grids,labels/v12/14/13698/6704.mvt?",
}

func askOn(t testing.TB, h http.Handler, call, day string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	method, address, _ := strings.Cut(call, " ")
	body := ""
	if method == http.MethodPost {
		body, headers = "lon,lat\n121.001,31.001\n", append(headers, "Content-Type", "text/csv")
	}
	return send(t, h, method, address+"at="+day, body, headers...)
}

func TestEverythingThatHasADayAnswersForOthers(t *testing.T) {
	c, h := chronicleOf(t, "2026-01-01", "2026-02-01")
	for _, call := range dated {
		for _, day := range []string{"2026-01-01", "2026-02-01", "2026-11-21", "2036-11-21"} {
			c.read = nil
			if w := askOn(t, h, call, day); w.Code != 200 {
				t.Errorf("%s on %s: %d %s", call, day, w.Code, w.Body)
			}
			if other := day != "2026-11-21"; len(c.read) > 0 != other {
				t.Errorf("%s on %s has %v read", call, day, c.read)
			}
		}
	}
}

func TestADayWithoutAnAnswerIsRefusedByName(t *testing.T) {
	c, h := chronicleOf(t, "2026-01-01", "2026-02-01")
	for _, tt := range []struct{ name, day, problem, member, value string }{
		{"the day before the first edition", "2025-12-31", "/problems/before-first-edition", "first", "2026-01-01"},
		{"long before it", "0001-01-02", "/problems/before-first-edition", "first", "2026-01-01"},
		{"more than ten years ahead", "2036-11-22", "/problems/bad-parameter", "last", "2036-11-21"},
		{"the end of days", "9999-12-31", "/problems/bad-parameter", "last", "2036-11-21"},
		{"a day that is none", "2026-02-30", "/problems/bad-parameter", "", ""},
		{"another form", "2026-2-3", "/problems/bad-parameter", "", ""},
		{"a time", "2026-02-03T00:00:00Z", "/problems/bad-parameter", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, call := range dated {
				w := askOn(t, h, call, tt.day)
				var p map[string]any
				if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
					t.Fatalf("%s: %v in %s", call, err, w.Body)
				}
				if w.Code != 400 || p["type"] != tt.problem || p["parameter"] != "at" || tt.member != "" && p[tt.member] != tt.value {
					t.Errorf("%s: %d %v", call, w.Code, p)
				}
			}
		})
	}
	if len(c.read) > 0 {
		t.Errorf("days were read that nothing is told of: %v", c.read)
	}
}

func TestAnEditionMayTakeForceFurtherAheadThanAnybodyMayAsk(t *testing.T) {
	_, h := chronicleOf(t, "2026-01-01", "2040-01-01")
	if w := askOn(t, h, "GET /v1/communities?", "2040-01-01"); w.Code != 200 {
		t.Errorf("its first day: %d %s", w.Code, w.Body)
	}
	if w := askOn(t, h, "GET /v1/communities?", "2040-01-02"); w.Code != 400 {
		t.Errorf("the day after: %d", w.Code)
	}
}

func TestWhenTooManyDaysAreAskedForFurtherOnesAreToldToComeBack(t *testing.T) {
	c, h := chronicleOf(t, "2020-01-01", "2026-02-01")
	c.fail = fmt.Errorf("snapshot: %w", district.ErrManyDays)
	for _, call := range dated {
		w := askOn(t, h, call, "2024-05-06")
		if w.Code != 503 || problemType(t, w.Body.Bytes()) != "/problems/busy" || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: %d %s", call, w.Code, w.Body)
		}
		if w := askOn(t, h, call, "2026-11-21"); w.Code != 200 {
			t.Errorf("%s of today: %d", call, w.Code)
		}
	}
}

func TestFewStreamsOfOtherDaysAreAnsweredAtOnce(t *testing.T) {
	url, _ := serving(t, func(*api.Config) {})
	ask := func(query string, body io.Reader) (status int, retry string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v1/locate?crs=cgcs2000"+query, body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "text/csv")
		w, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = w.Body.Close() })
		return w.StatusCode, w.Header.Get("Retry-After")
	}
	for day := range 4 {
		out, in := io.Pipe()
		t.Cleanup(func() { _ = in.Close() })
		go func() { _, _ = io.WriteString(in, "lon,lat\n121.0015,31.001\n") }()
		if status, _ := ask(fmt.Sprintf("&at=2026-03-0%d", day+1), out); status != 200 {
			t.Fatalf("stream %d: %d", day, status)
		}
	}
	if status, retry := ask("&at=2026-03-05", strings.NewReader("lon,lat\n")); status != 503 || retry == "" {
		t.Errorf("one more: %d", status)
	}
	if status, _ := ask("", strings.NewReader("lon,lat\n121.0015,31.001\n")); status != 200 {
		t.Errorf("one of today: %d", status)
	}
}

func TestDaysOfOneEditionShareTheirTiles(t *testing.T) {
	_, h := chronicleOf(t, "2026-01-01", "2026-02-01", "2026-10-01")
	tag := func(day string) string {
		w := askOn(t, h, "GET /tiles/grids/14/13698/6704.mvt?", day)
		if w.Code != 200 || !strings.HasSuffix(w.Body.String(), "2026-02-01") && day > "2026-02" && day < "2026-10" {
			t.Fatalf("%s: %d %s", day, w.Code, w.Body)
		}
		return w.Header().Get("ETag")
	}
	if a, b := tag("2026-02-01"), tag("2026-09-30"); a != b {
		t.Errorf("two days of one edition: %s, %s", a, b)
	}
	for _, other := range []string{"2026-01-31", "2026-10-01"} {
		if tag(other) == tag("2026-02-01") {
			t.Errorf("the tile of %s is taken for that of 2026-02-01", other)
		}
	}
	if w := askOn(t, h, "GET /tiles/grids/14/13698/6704.mvt?", "2026-07-01", "If-None-Match", tag("2026-03-01")); w.Code != 304 {
		t.Errorf("who has it is answered %d", w.Code)
	}
	var doc struct{ Tiles []string }
	if err := json.Unmarshal(askOn(t, h, "GET /tiles/grids.json?", "2026-07-01").Body.Bytes(), &doc); err != nil || len(doc.Tiles) != 1 || !strings.HasSuffix(doc.Tiles[0], ".mvt?at=2026-07-01") {
		t.Errorf("TileJSON names %v, %v", doc.Tiles, err)
	}
}

func TestTheDistrictOfAnotherDayCountsItsOwnAreas(t *testing.T) {
	_, h := chronicleOf(t, "2026-01-01", "2026-02-01")
	var d struct {
		Day    string
		Counts struct{ Communities, Grids, Buildings int }
	}
	if err := json.Unmarshal(askOn(t, h, "GET /v1/district?", "2026-01-15").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	if d.Day != "2026-01-15" || d.Counts.Communities != 2 || d.Counts.Grids != 4 || d.Counts.Buildings != 49 {
		t.Errorf("got %+v", d)
	}
}

// A calendar is a registry whose second edition takes force on 2000-01-02.
type calendar struct{ *registry }

func (s calendar) Snapshot(_ context.Context, day time.Time) (*district.Snapshot, error) {
	turn, edition := time.Date(2000, 1, 2, 0, 0, 0, 0, time.UTC), 2
	if day.Before(turn) {
		edition = 1
	}
	made := townOfEdition(s.t, 7, day, townPosts, edition)
	made.Turns = []time.Time{turn.AddDate(-1, 0, 0), turn}
	return made, nil
}

func (s calendar) On(ctx context.Context, day time.Time) (*district.Snapshot, error) {
	return s.Snapshot(ctx, day)
}

// A tape records a stream of events as it is sent.
type tape struct {
	mu   sync.Mutex
	head http.Header
	text strings.Builder
}

func (p *tape) Header() http.Header { return p.head }
func (p *tape) WriteHeader(int)     {}
func (p *tape) Flush()              {}
func (p *tape) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

// heard is what was sent so far.
func (p *tape) heard() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// The clock of the test is its own: nothing waits.
func TestAnEditionTakesForceAtMidnightOfTheDistrictAndMapsHearOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		live := api.NewLive(calendar{&registry{t: t, version: 7}}, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- live.Run(ctx) }()
		synctest.Wait()
		d := townOf(t)
		d.view = live.Today() // its visibility is set below
		config := d.config()
		config.Districts, config.OnChange = seenByAll{live}, live.OnChange
		h := api.Handler(config)
		edition := func(query string) int {
			var a struct{ Edition struct{ Number int } }
			w := ask(t, h, "GET", "/v1/locate?lon=121.001&lat=31.001&crs=cgcs2000"+query)
			if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || w.Code != 200 {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			return a.Edition.Number
		}
		heard := &tape{head: http.Header{}}
		listening := make(chan struct{})
		go func() {
			defer close(listening)
			h.ServeHTTP(heard, httptest.NewRequestWithContext(ctx, "GET", "/v1/changes", nil))
		}()
		time.Sleep(16*time.Hour - time.Second) // a second before midnight in Shanghai
		synctest.Wait()
		if edition("") != 1 || edition("&at=2000-01-02") != 2 || strings.Contains(heard.heard(), "change") {
			t.Errorf("before midnight edition %d is in force, and maps have heard %s", edition(""), heard.heard())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if edition("") != 2 || edition("&at=2000-01-01") != 1 {
			t.Errorf("after midnight edition %d is in force, and the day before had %d", edition(""), edition("&at=2000-01-01"))
		}
		if !strings.Contains(heard.heard(), `"noun":"anything"`) {
			t.Errorf("maps have heard %s", heard.heard())
		}
		slept := ask(t, h, "GET", "/v1/changes?after=7&day=2000-01-01", "Accept", "application/json").Body.String()
		if !strings.Contains(slept, `"noun":"anything"`) {
			t.Errorf("a map that slept over midnight is told %s", slept)
		}
		if awake := ask(t, h, "GET", "/v1/changes?after=7&day=2000-01-02", "Accept", "application/json").Body.String(); awake != `{"version":7,"changes":[]}`+"\n" {
			t.Errorf("a map that shows today is told %s", awake)
		}
		stop()
		<-listening
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// seenByAll shows visitors what a Live holds.
type seenByAll struct{ *api.Live }

func (s seenByAll) Today() *api.View {
	v := *s.Live.Today()
	v.Settings.Visibility = "grids"
	return &v
}
