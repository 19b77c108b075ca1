package tiles_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gewu/tiles"
)

// A slow source makes tiles when it is let, and counts them.
type slow struct {
	let   chan struct{}
	made  atomic.Int64
	ended atomic.Int64 // by their contexts
}

func (s *slow) Tile(ctx context.Context, layers string, a tiles.Address, _ time.Time, _ *tiles.Sight) ([]byte, error) {
	s.made.Add(1)
	select {
	case <-s.let:
		return []byte(layers + " " + a.String()), nil
	case <-ctx.Done():
		s.ended.Add(1)
		return nil, ctx.Err()
	}
}

// leaving asks in the background until ctx ends; the code of the answer comes from the channel.
func leaving(ctx context.Context, h http.Handler, path string) <-chan int {
	answer := make(chan int, 1)
	go func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		answer <- w.Code
	}()
	return answer
}

func TestATileIsMadeOnceForAllWhoAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{let: make(chan struct{})}
		h := handler(s)
		first, leave := context.WithCancel(t.Context())
		one := leaving(first, h, "/tiles/grids/12/1/2.mvt")
		synctest.Wait()
		var others []<-chan int
		for range 10 {
			others = append(others, leaving(t.Context(), h, "/tiles/grids/12/1/2.mvt"))
		}
		synctest.Wait()
		leave() // who came first goes: the tile is made all the same
		<-one
		s.let <- struct{}{}
		for _, other := range others {
			if code := <-other; code != 200 {
				t.Errorf("got %d", code)
			}
		}
		if n := s.made.Load(); n != 1 {
			t.Errorf("made %d times", n)
		}
	})
}

func TestATileThatNobodyWaitsForIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{let: make(chan struct{})}
		h := handler(s)
		all, leave := context.WithCancel(t.Context())
		one, two := leaving(all, h, "/tiles/grids/12/1/2.mvt"), leaving(all, h, "/tiles/grids/12/1/2.mvt")
		synctest.Wait()
		leave()
		<-one
		<-two
		synctest.Wait()
		if s.ended.Load() != 1 {
			t.Errorf("%d of %d tiles were given up", s.ended.Load(), s.made.Load())
		}
		again := leaving(t.Context(), h, "/tiles/grids/12/1/2.mvt")
		s.let <- struct{}{}
		if code := <-again; code != 200 {
			t.Errorf("asked again: %d", code)
		}
	})
}

func TestWhoWaitsForATurnLeavesWhenHisRequestEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{let: make(chan struct{})}
		h := handler(s)
		rest, end := context.WithCancel(t.Context())
		defer end()
		var all []<-chan int
		for x := range 200 { // far more than are made at once
			all = append(all, leaving(rest, h, fmt.Sprintf("/tiles/grids/12/%d/2.mvt", x)))
		}
		synctest.Wait()
		if n := s.made.Load(); n >= 200 {
			t.Fatalf("%d tiles are made at once", n)
		}
		mine, leave := context.WithCancel(t.Context())
		one := leaving(mine, h, "/tiles/grids/12/300/2.mvt")
		synctest.Wait()
		leave()
		if code := <-one; code == 200 {
			t.Errorf("got %d", code)
		}
		end()
		for _, other := range all {
			<-other
		}
	})
}

func TestAPanicOfTheSourceIsAnErrorAndTheNextAskAgain(t *testing.T) {
	h := handler(&fragile{})
	if res := ask(t, h, "GET", "/tiles/grids/12/1/2.mvt"); res.Code != 500 || res.Header().Get("ETag") != "" {
		t.Errorf("got %d, %v", res.Code, res.Header())
	}
	if res := ask(t, h, "GET", "/tiles/grids/12/1/2.mvt"); res.Code != 200 {
		t.Errorf("asked again: %d", res.Code)
	}
}

// fragile panics once.
type fragile struct{ asked bool }

func (f *fragile) Tile(context.Context, string, tiles.Address, time.Time, *tiles.Sight) ([]byte, error) {
	if !f.asked {
		f.asked = true
		panic("index out of range")
	}
	return []byte("tile"), nil
}

func TestATileIsMadeOnceForEveryEncoding(t *testing.T) {
	s := &town{}
	c := config(s)
	registry := prometheus.NewRegistry()
	c.Metrics = registry
	h := tiles.Handler(c)
	for _, accepted := range []string{"", "gzip", "zstd, gzip", "gzip", "", "identity", "*"} {
		res := ask(t, h, "GET", "/tiles/grids/12/1/2.mvt", "Accept-Encoding", accepted)
		if got := body(t, res); res.Code != 200 || got != "grids on 2026-11-21" {
			t.Errorf("%q: %d %q", accepted, res.Code, got)
		}
	}
	empty := ask(t, h, "GET", "/tiles/grids/12/0/0.mvt")
	again := ask(t, h, "GET", "/tiles/grids/12/0/0.mvt")
	if s.made != 2 || empty.Code != 204 || again.Code != 204 {
		t.Errorf("%d tiles were made; empty ones are answered %d, %d", s.made, empty.Code, again.Code)
	}
	for name, want := range map[string]float64{"gewu_tile_cache_hits_total": 5, "gewu_tile_cache_misses_total": 4} {
		if got, err := metric(registry, name); err != nil || got != want {
			t.Errorf("%s is %v, want %v, %v", name, got, want, err)
		}
	}
}

func TestTheEncodingIsTheOneTheClientWantsMost(t *testing.T) {
	for accepted, want := range map[string]string{
		"gzip, deflate, br, zstd": "zstd", "gzip, deflate, br": "gzip", "gzip;q=1, zstd;q=0.5": "gzip", "zstd;q=0, gzip": "gzip",
		"*": "gzip", "*;q=0, zstd": "zstd", "identity, gzip;q=0.5": "", "gzip;q=0": "", "br": "", "": "", "zstd;q=x": "", "GZIP": "gzip",
	} {
		res := ask(t, handler(&town{}), "GET", "/tiles/grids/12/1/2.mvt", "Accept-Encoding", accepted)
		if got := res.Header().Get("Content-Encoding"); got != want || body(t, res) != "grids on 2026-11-21" {
			t.Errorf("%q: %q, want %q", accepted, got, want)
		}
	}
}

// endless makes tiles of some length.
type endless struct{ length int }

func (s endless) Tile(context.Context, string, tiles.Address, time.Time, *tiles.Sight) ([]byte, error) {
	bytes := make([]byte, s.length)
	for i := range bytes {
		bytes[i] = byte(rand.IntN(256)) // does not compress
	}
	return bytes, nil
}

func TestALargeTileIsToldAndNeverCut(t *testing.T) {
	for length, want := range map[int]string{500_000: "", 500_001: "500001"} {
		res := ask(t, handler(endless{length}), "GET", "/tiles/grids/12/1/2.mvt")
		if got := res.Header().Get("X-Tile-Large"); got != want || res.Body.Len() != length {
			t.Errorf("of %d bytes: %d bytes and the header %q", length, res.Body.Len(), got)
		}
	}
}

func TestTheCacheIsBoundedInBytes(t *testing.T) {
	c := config(endless{10_000})
	c.CacheBytes = 1 << 20
	registry := prometheus.NewRegistry()
	c.Metrics = registry
	h := tiles.Handler(c)
	for x := range 1000 {
		ask(t, h, "GET", fmt.Sprintf("/tiles/grids/12/%d/2.mvt", x))
	}
	// What is let go of is let go of in the background.
	for range 1000 {
		held, err := metric(registry, "gewu_tile_cache_bytes")
		if err != nil {
			t.Fatal(err)
		}
		if held > 0 && held <= 1<<20 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	held, _ := metric(registry, "gewu_tile_cache_bytes")
	t.Errorf("%v bytes are held", held)
}

func metric(registry *prometheus.Registry, name string) (float64, error) {
	families, err := registry.Gather()
	for _, f := range families {
		if f.GetName() == name {
			one := f.GetMetric()[0]
			return one.GetGauge().GetValue() + one.GetCounter().GetValue(), nil
		}
	}
	return 0, errors.Join(err, fmt.Errorf("no metric %s", name))
}

// A ledger is a source whose tiles say of which version they are made: that of the data when they
// are begun. Its data change while tiles are made.
type ledger struct{ version atomic.Int64 }

func (l *ledger) Tile(_ context.Context, _ string, _ tiles.Address, _ time.Time, _ *tiles.Sight) ([]byte, error) {
	return fmt.Appendf(nil, "%d", l.version.Load()), nil
}

// Writers alter tiles and readers read them at full speed. Whoever asks a tile after a version was
// published gets it from data of that version or later, and an ETag never stands for two bodies
// of which one lacks what the version altered.
func TestATileNeverComesFromOlderDataThanItsVersion(t *testing.T) {
	grids := layersOf(t, "grids")
	data := &ledger{}
	var log tiles.Touched
	log.Start(0, nil)
	var published atomic.Int64
	c := config(data)
	c.Touched = &log
	c.State = func(*http.Request) (tiles.State, error) {
		return tiles.State{Version: published.Load(), Day: today, Sight: tiles.FullSight}, nil
	}
	h := tiles.Handler(c)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readOne(t, h, &published)
				}
			}
		})
	}
	for v := int64(1); v <= 2000; v++ {
		a := tiles.Address{Z: 15, X: here.X + uint32(v%3), Y: here.Y}
		data.version.Store(v)                                                     // the write
		published.Store(v)                                                        // the new view is swapped in
		log.Record(v, []tiles.Touch{{Version: v, Layers: grids, Box: inside(a)}}) // and told
	}
	close(done)
	readers.Wait()
}

// readOne asks for one tile and checks what it is made from.
func readOne(t *testing.T, h http.Handler, published *atomic.Int64) {
	before := published.Load()
	x := here.X + uint32(rand.IntN(3))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", fmt.Sprintf("/tiles/grids/15/%d/%d.mvt", x, here.Y), nil))
	var made, version int64
	if _, err := fmt.Sscan(w.Body.String(), &made); err != nil {
		t.Errorf("tile %q: %v", w.Body.String(), err)
	}
	if _, err := fmt.Sscanf(w.Header().Get("ETag"), `"%d.`, &version); err != nil {
		t.Errorf("tag %q: %v", w.Header().Get("ETag"), err)
	}
	// The last version until before that altered this tile.
	altered := before - (before-int64(x-here.X)%3+3)%3
	if altered > 0 && made < altered || made < version {
		t.Errorf("tile %d of version %d was made from %d, and altered by %d", x, version, made, altered)
	}
}

func TestASmallChangeLeavesOtherTilesAlone(t *testing.T) {
	s := &counted{}
	var log tiles.Touched
	log.Start(12, nil)
	version := int64(12)
	c := config(s)
	c.Touched = &log
	c.State = func(*http.Request) (tiles.State, error) {
		return tiles.State{Version: version, Day: today, Sight: tiles.FullSight}, nil
	}
	h := tiles.Handler(c)
	paths := []string{"/tiles/grids/15/27090/13904.mvt", "/tiles/grids/15/27099/13904.mvt", "/tiles/roads/15/27090/13904.mvt"}
	tags := map[string]string{}
	for _, p := range paths {
		tags[p] = ask(t, h, "GET", p).Header().Get("ETag")
	}
	version = 13
	log.Record(13, []tiles.Touch{{Version: 13, Layers: layersOf(t, "grids"), Box: inside(here)}})
	for i, want := range []int{200, 304, 304} {
		if res := ask(t, h, "GET", paths[i], "If-None-Match", tags[paths[i]]); res.Code != want {
			t.Errorf("%s: %d, want %d", paths[i], res.Code, want)
		}
		ask(t, h, "GET", paths[i]) // whether kept or not
	}
	if s.made != 4 {
		t.Errorf("%d tiles were made", s.made)
	}
}

// counted counts the tiles it makes.
type counted struct{ made int }

func (s *counted) Tile(context.Context, string, tiles.Address, time.Time, *tiles.Sight) ([]byte, error) {
	s.made++
	return []byte("tile"), nil
}

func TestATileThatWasOnlyToldUnchangedIsMadeForWhoHasNotGotIt(t *testing.T) {
	s := &town{}
	h := handler(s)
	for i, tt := range []struct {
		known, accepted string
		status, made    int
	}{
		{tagGrids, "", 304, 0},
		{tagGrids, "", 304, 0},
		{"", "gzip", 200, 1},
		{"", "", 200, 1},
		{tagGrids, "", 304, 1},
		{tagGridsGzip, "gzip", 304, 1},
	} {
		res := ask(t, h, "GET", "/tiles/grids/12/1/2.mvt", "If-None-Match", tt.known, "Accept-Encoding", tt.accepted)
		if res.Code != tt.status || s.made != tt.made || res.Code == 200 && body(t, res) != "grids on 2026-11-21" {
			t.Errorf("request %d: %d after making %d tiles, want %d after %d", i, res.Code, s.made, tt.status, tt.made)
		}
	}
}

// What is told of a change is where it shows today, so on another day it may show anywhere.
func TestOnAnotherDayAChangeMayHaveAlteredAnyTileOfItsLayers(t *testing.T) {
	var log tiles.Touched
	log.Start(14, []tiles.Touch{{Version: 13, Layers: layersOf(t, "grids"), Box: inside(far)}})
	c := config(&counted{})
	c.Touched = &log
	c.State = func(r *http.Request) (tiles.State, error) {
		s, err := state(r)
		s.Version, s.OtherDay = 14, s.Dated && !s.Day.Equal(today)
		return s, err
	}
	h := tiles.Handler(c)
	for path, want := range map[string]string{
		"/tiles/grids/15/27090/13904.mvt":               `"0.20261121.grids.15/27090/13904"`,
		"/tiles/grids/15/27090/13904.mvt?at=2026-11-21": `"0.20261121.grids.15/27090/13904"`,
		"/tiles/grids/15/27090/13904.mvt?at=2020-01-02": `"13.20200102.grids.15/27090/13904"`,
		"/tiles/roads/15/27090/13904.mvt?at=2020-01-02": `"0.20200102.roads.15/27090/13904"`,
	} {
		if got := ask(t, h, "GET", path).Header().Get("ETag"); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
