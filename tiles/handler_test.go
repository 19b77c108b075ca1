package tiles_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gewu/tiles"
)

// A town is a source with one tile; it counts how often a tile was made.
type town struct {
	made int
	fail error
}

func (s *town) Tile(ctx context.Context, layers string, a tiles.Address, day time.Time, _ *tiles.Sight) ([]byte, error) {
	s.made++
	if s.fail != nil || a != (tiles.Address{Z: 12, X: 1, Y: 2}) {
		return nil, s.fail
	}
	return []byte(layers + " on " + day.Format(time.DateOnly)), ctx.Err()
}

var today = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

func state(r *http.Request) (tiles.State, error) {
	at := r.URL.Query().Get("at")
	if at == "" {
		return tiles.State{Version: 12, Day: today, Attribution: "Survey office", Sight: tiles.FullSight}, nil
	}
	day, err := time.Parse(time.DateOnly, at)
	return tiles.State{Version: 12, Day: day, Dated: true, Sight: tiles.FullSight}, err
}

// plainly answers an error with a status and its text.
func plainly(w http.ResponseWriter, _ *http.Request, err error) {
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, tiles.ErrLayer):
		status = http.StatusNotFound
	case errors.Is(err, tiles.ErrAddress):
		status = http.StatusBadRequest
	case errors.Is(err, context.DeadlineExceeded):
		status = http.StatusServiceUnavailable
	}
	http.Error(w, err.Error(), status)
}

func handler(s tiles.Source) http.Handler { return tiles.Handler(config(s)) }

func config(s tiles.Source) tiles.Config {
	return tiles.Config{
		Source: s, State: state, BaseURL: "https://map.example.org", Timeout: time.Second, Fail: plainly,
		NotFound:         http.NotFoundHandler(),
		MethodNotAllowed: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusMethodNotAllowed) }),
	}
}

func ask(t *testing.T, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func body(t *testing.T, res *httptest.ResponseRecorder) string {
	t.Helper()
	var in io.Reader = res.Body
	if res.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		in = z
	}
	if res.Header().Get("Content-Encoding") == "zstd" {
		z, err := zstd.NewReader(in)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		in = z
	}
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const tagGrids, tagGridsGzip = `"12.20261121.grids.12/1/2"`, `"12.20261121.grids.12/1/2.gzip"`

func TestATileIsServed(t *testing.T) {
	tests := []struct {
		name, method, path string
		headers            []string
		status             int
		body, etag         string
		made               int
	}{
		{"one layer", "GET", "/tiles/grids/12/1/2.mvt", nil, 200, "grids on 2026-11-21", tagGrids, 1},
		{"several layers", "GET", "/tiles/grids,labels/12/1/2.mvt", nil, 200, "grids,labels on 2026-11-21", `"12.20261121.grids+labels.12/1/2"`, 1},
		{"another day", "GET", "/tiles/grids/12/1/2.mvt?at=2020-01-02", nil, 200, "grids on 2020-01-02", `"12.20200102.grids.12/1/2"`, 1},
		{"compressed", "GET", "/tiles/grids/12/1/2.mvt", []string{"Accept-Encoding", "br, gzip;q=0.8"}, 200, "grids on 2026-11-21", tagGridsGzip, 1},
		{"not compressed against the client's will", "GET", "/tiles/grids/12/1/2.mvt", []string{"Accept-Encoding", "*, gzip;q=0"}, 200, "grids on 2026-11-21", tagGrids, 1},
		{"nothing there", "GET", "/tiles/grids/12/0/0.mvt", nil, 204, "", `"12.20261121.grids.12/0/0"`, 1},
		{"only the head", "HEAD", "/tiles/grids/12/1/2.mvt", nil, 200, "", tagGrids, 1},
		{"unchanged", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", tagGrids}, 304, "", tagGrids, 0},
		{"unchanged, weakly", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", "W/" + tagGrids}, 304, "", tagGrids, 0},
		{"unchanged, in a list", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", `"a,b" , W/"c",` + tagGrids}, 304, "", tagGrids, 0},
		{"unchanged, in the second header", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", `"a"`, "If-None-Match", tagGrids}, 304, "", tagGrids, 0},
		{"anything will do", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", "*"}, 304, "", tagGrids, 0},
		{"kept in another encoding", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", tagGridsGzip}, 200, "grids on 2026-11-21", tagGrids, 1},
		{"kept of another version", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", `"11.20261121.grids.12/1/2"`}, 200, "grids on 2026-11-21", tagGrids, 1},
		{"a broken list of tags", "GET", "/tiles/grids/12/1/2.mvt", []string{"If-None-Match", `nonsense, "`}, 200, "grids on 2026-11-21", tagGrids, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &town{}
			res := ask(t, handler(s), tt.method, tt.path, tt.headers...)
			if got := body(t, res); res.Code != tt.status || got != tt.body || s.made != tt.made {
				t.Errorf("got %d %q after making %d tiles, want %d %q after %d", res.Code, got, s.made, tt.status, tt.body, tt.made)
			}
			for name, want := range map[string]string{
				"ETag": tt.etag, "Cache-Control": "public, no-cache", "Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*",
			} {
				if got := res.Header().Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestWhatIsNoTileIsRefused(t *testing.T) {
	tests := []struct {
		name, method, path string
		status             int
	}{
		{"no such layer", "GET", "/tiles/parcels/12/1/2.mvt", 404},
		{"a layer twice", "GET", "/tiles/grids,grids/12/1/2.mvt", 404},
		{"no such layer's description", "GET", "/tiles/parcels.json", 404},
		{"off the map", "GET", "/tiles/grids/1/2/0.mvt", 400},
		{"not a number", "GET", "/tiles/grids/1/a/0.mvt", 400},
		{"too many digits", "GET", "/tiles/grids/1/99999999999999999999/0.mvt", 400},
		{"another format", "GET", "/tiles/grids/12/1/2.png", 404},
		{"writing", "POST", "/tiles/grids/12/1/2.mvt", 405},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := &town{}
			res := ask(t, handler(s), tt.method, tt.path)
			if res.Code != tt.status || s.made != 0 {
				t.Errorf("got %d after making %d tiles, want %d", res.Code, s.made, tt.status)
			}
			if res.Header().Get("Access-Control-Allow-Origin") != "*" || res.Header().Get("ETag") != "" {
				t.Errorf("headers %v", res.Header())
			}
		})
	}
}

func TestAFailedTileIsNotKept(t *testing.T) {
	res := ask(t, handler(&town{fail: errors.New("connection lost")}), "GET", "/tiles/grids/12/1/2.mvt")
	if res.Code != 500 || res.Header().Get("ETag") != "" || res.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("got %d, %v", res.Code, res.Header())
	}
}

// stuck makes no tile before its time is over.
type stuck struct{}

func (stuck) Tile(ctx context.Context, _ string, _ tiles.Address, _ time.Time, _ *tiles.Sight) ([]byte, error) {
	<-ctx.Done()
	return nil, errors.New("canceling statement due to user request")
}

func TestATileThatTakesTooLongIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		if res := ask(t, handler(stuck{}), "GET", "/tiles/grids/12/1/2.mvt"); res.Code != http.StatusServiceUnavailable {
			t.Errorf("got %d", res.Code)
		}
	})
}

func TestTileJSONPointsToTheTiles(t *testing.T) {
	tests := []struct{ path, template string }{
		{"/tiles/grids,labels.json", "https://map.example.org/tiles/grids,labels/{z}/{x}/{y}.mvt"},
		{"/tiles/grids.json?at=2020-01-02", "https://map.example.org/tiles/grids/{z}/{x}/{y}.mvt?at=2020-01-02"},
	}
	for _, tt := range tests {
		res := ask(t, handler(&town{}), "GET", tt.path, "Accept-Encoding", "gzip")
		var doc tiles.TileJSON
		if err := json.Unmarshal([]byte(body(t, res)), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Tiles) != 1 || doc.Tiles[0] != tt.template || res.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: tiles %q, %v", tt.path, doc.Tiles, res.Header())
		}
		again := ask(t, handler(&town{}), "GET", tt.path, "Accept-Encoding", "gzip", "If-None-Match", res.Header().Get("ETag"))
		if again.Code != http.StatusNotModified {
			t.Errorf("%s: asked again: %d", tt.path, again.Code)
		}
	}
}

func TestTileJSONNeverBelievesTheHostThatWasAsked(t *testing.T) {
	for base, want := range map[string]string{
		"":                        "/tiles/grids/{z}/{x}/{y}.mvt",
		"https://map.example.org": "https://map.example.org/tiles/grids/{z}/{x}/{y}.mvt",
	} {
		c := config(&town{})
		c.BaseURL = base
		var doc tiles.TileJSON
		text := body(t, ask(t, tiles.Handler(c), "GET", "http://evil.example/tiles/grids.json"))
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Tiles) != 1 || doc.Tiles[0] != want {
			t.Errorf("base %q: %q, want %q", base, doc.Tiles, want)
		}
	}
}

func TestABrowserMayAskFromAnotherOrigin(t *testing.T) {
	res := ask(t, handler(&town{}), "OPTIONS", "/tiles/grids/12/1/2.mvt", "Origin", "https://example.org", "Access-Control-Request-Headers", "if-none-match")
	if res.Code != 204 || res.Header().Get("Access-Control-Allow-Headers") != "If-None-Match" {
		t.Errorf("got %d, %v", res.Code, res.Header())
	}
}
