package tiles_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"gewu/tiles"
)

// versioned serves tiles at version 12, of which version 10 altered the tile 12/1/2 last.
func versioned(t *testing.T, until time.Time) http.Handler {
	t.Helper()
	var log tiles.Touched
	a := tiles.Address{Z: 12, X: 1, Y: 2}
	log.Start(12, []tiles.Touch{{Version: 10, Layers: tiles.AllLayers, Box: inside(a)}})
	c := config(&town{})
	c.Touched = &log
	plain := c.State
	c.State = func(r *http.Request) (tiles.State, error) {
		s, err := plain(r)
		s.Until, s.Versioned = until, r.URL.Query().Get("versioned") == "1"
		return s, err
	}
	return tiles.Handler(c)
}

func TestAnAddressWithAVersionIsKeptForEver(t *testing.T) {
	h := versioned(t, time.Now().Add(90*time.Minute))
	// The end of the day comes nearer while the test runs, so its last digits are left out.
	const forEver, ask12 = "public, max-age=31536000, immutable", "public, no-cache"
	tests := []struct {
		name, path string
		status     int
		want       string
	}{
		{"this version", "/tiles/roads/v12/12/1/2.mvt", 200, forEver},
		{"the version that altered the tile", "/tiles/roads/v10/12/1/2.mvt", 200, forEver},
		{"a version that the tile has left behind", "/tiles/roads/v9/12/1/2.mvt", 200, ask12},
		{"a version still to come", "/tiles/roads/v13/12/1/2.mvt", 200, ask12},
		{"no version", "/tiles/roads/12/1/2.mvt", 200, ask12},
		{"an empty tile", "/tiles/roads/v12/12/3/2.mvt", 204, forEver},
		{"an empty tile that nothing altered", "/tiles/roads/v0/12/3/2.mvt", 204, forEver},
		{"a day that is named", "/tiles/grids/v12/12/1/2.mvt?at=2026-11-21", 200, forEver},
		{"areas on a day that is not named, until it ends", "/tiles/roads,grids/v12/12/1/2.mvt", 200, "public, max-age=53"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := ask(t, h, "GET", tt.path)
			if got := res.Header().Get("Cache-Control"); res.Code != tt.status || !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %d, %q, want %d, %q", res.Code, got, tt.status, tt.want)
			}
			again := ask(t, h, "GET", tt.path, "If-None-Match", res.Header().Get("ETag"))
			if got := again.Header().Get("Cache-Control"); again.Code != 304 || !strings.HasPrefix(got, tt.want) {
				t.Errorf("asked again: %d, %q", again.Code, got)
			}
			if head := ask(t, h, "HEAD", tt.path); head.Code != tt.status || head.Body.Len() > 0 {
				t.Errorf("its head: %d with %d bytes", head.Code, head.Body.Len())
			}
		})
	}
}

func TestATileOfADayThatIsOverIsNotKept(t *testing.T) {
	res := ask(t, versioned(t, time.Now().Add(-time.Second)), "GET", "/tiles/grids/v12/12/1/2.mvt")
	if got := res.Header().Get("Cache-Control"); got != "public, no-cache" {
		t.Errorf("got %q", got)
	}
}

func TestTheETagIsTheVersionThatAlteredTheTile(t *testing.T) {
	h := versioned(t, time.Time{})
	for path, want := range map[string]string{
		"/tiles/grids/12/1/2.mvt":     `"10.20261121.grids.12/1/2"`,
		"/tiles/grids/v12/12/1/2.mvt": `"10.20261121.grids.12/1/2"`,
		"/tiles/grids/12/1/9.mvt":     `"0.20261121.grids.12/1/9"`,
	} {
		if got := ask(t, h, "GET", path).Header().Get("ETag"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

func TestWhatIsNoVersionIsNoAddress(t *testing.T) {
	h := versioned(t, time.Time{})
	for _, path := range []string{
		"/tiles/roads/v/12/1/2.mvt", "/tiles/roads/v-1/12/1/2.mvt", "/tiles/roads/v012/12/1/2.mvt", "/tiles/roads/vx/12/1/2.mvt",
		"/tiles/roads/v99999999999999999999/12/1/2.mvt", "/tiles/roads/v12/1/2.mvt", "/tiles/roads/v12/v12/12/1/2.mvt",
		"/tiles/", "/tiles/.json", "/tiles//12/1/2.mvt", "/tiles/roads/v12.json",
	} {
		if res := ask(t, h, "GET", path); res.Code != 404 || res.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: %d", path, res.Code)
		}
	}
}

func TestTileJSONNamesVersionsOnlyForThoseWhoAsk(t *testing.T) {
	h := versioned(t, time.Time{})
	tags := map[string]bool{}
	for path, want := range map[string]string{
		"/tiles/grids.json":                           "https://map.example.org/tiles/grids/{z}/{x}/{y}.mvt",
		"/tiles/grids.json?versioned=1":               "https://map.example.org/tiles/grids/v12/{z}/{x}/{y}.mvt",
		"/tiles/grids.json?versioned=1&at=2020-01-02": "https://map.example.org/tiles/grids/v12/{z}/{x}/{y}.mvt?at=2020-01-02",
	} {
		res := ask(t, h, "GET", path)
		var doc tiles.TileJSON
		if err := json.Unmarshal(res.Body.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Tiles) != 1 || doc.Tiles[0] != want || res.Header().Get("Cache-Control") != "public, no-cache" {
			t.Errorf("%s: %q, %v", path, doc.Tiles, res.Header())
		}
		tags[res.Header().Get("ETag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("the documents share ETags: %v", tags)
	}
}

// An address is looked at before anything is worked out from its numbers.
func FuzzTilePath(f *testing.F) {
	for _, seed := range []string{
		"grids/12/1/2.mvt", "grids,labels/v12/12/1/2.mvt", "grids.json", "grids/v9223372036854775807/22/4194303/4194303.mvt",
		"grids/4294967295/4294967295/4294967295.mvt", "grids/v18446744073709551615/0/0/0.mvt", "/v/.mvt", "grids/33/0/0.mvt",
	} {
		f.Add(seed)
	}
	c := config(&counted{})
	h := tiles.Handler(c)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", "http://map.example.org/tiles/"+strings.ReplaceAll(text, "%", ""), nil)
		if err != nil {
			return // no address, which is tested elsewhere
		}
		w := &status{header: http.Header{}}
		h.ServeHTTP(w, r)
		if w.code >= 500 {
			t.Errorf("%q: %d", text, w.code)
		}
	})
}

// status is an answer of which only the status is kept.
type status struct {
	header http.Header
	code   int
}

func (s *status) Header() http.Header         { return s.header }
func (s *status) WriteHeader(code int)        { s.code = code }
func (s *status) Write(p []byte) (int, error) { return len(p), nil }

var errAway = errors.New("connection lost")

func TestAFailedTileOfAVersionIsNotKept(t *testing.T) {
	c := config(&town{fail: errAway})
	res := ask(t, tiles.Handler(c), "GET", "/tiles/grids/v12/12/1/2.mvt")
	if res.Code != 500 || res.Header().Get("Cache-Control") != "no-store" || res.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("got %d, %v", res.Code, res.Header())
	}
}
