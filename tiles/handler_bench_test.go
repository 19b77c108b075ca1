package tiles_test

import (
	"net/http"
	"testing"

	"gewu/tiles"
)

// BenchmarkHandler answers a tile that is kept, and one that the client has already, after 4,000
// changes elsewhere, without a connection.
func BenchmarkHandler(b *testing.B) {
	var log tiles.Touched
	var elsewhere []tiles.Touch
	for v := int64(1); v <= 4000; v++ {
		elsewhere = append(elsewhere, tiles.Touch{Version: v, Layers: tiles.AllLayers, Box: inside(far)})
	}
	log.Start(4000, elsewhere)
	c := config(endless{5000})
	c.Touched = &log
	c.State = func(*http.Request) (tiles.State, error) {
		return tiles.State{Version: 4000, Day: today, Sight: tiles.Everyone}, nil
	}
	h := tiles.Handler(c)
	const tag = `"0.20261121.grids.15/27090/13904"`
	run := func(name, path, known string, want int) {
		r, err := http.NewRequestWithContext(b.Context(), "GET", path, nil)
		if err != nil {
			b.Fatal(err)
		}
		if known != "" {
			r.Header.Set("If-None-Match", known)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w := status{http.Header{}, http.StatusOK}
				if h.ServeHTTP(&w, r); w.code != want {
					b.Fatal(w.code)
				}
			}
		})
	}
	run("unchanged, never made", "/tiles/grids/15/27090/13904.mvt", tag, 304)
	run("kept", "/tiles/grids,labels/15/27090/13904.mvt", "", 200)
	run("unchanged, kept", "/tiles/grids,labels/15/27090/13904.mvt", `"0.20261121.grids+labels.15/27090/13904"`, 304)
}
