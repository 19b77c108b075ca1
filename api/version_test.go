package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"gewu/api"
)

// late is a district that comes to its next version a while after somebody waits for it.
type late struct {
	*townData
	after time.Duration
}

func (d late) Await(ctx context.Context, version int64) {
	select {
	case <-time.After(d.after):
		next := *d.view.Snapshot
		next.Version = version
		d.view = &api.View{Snapshot: &next, Settings: d.view.Settings, Summary: d.view.Summary, Loaded: d.view.Loaded}
	case <-ctx.Done():
	}
}

func asking(t *testing.T, d api.Districts, data *townData, address string) *httptest.ResponseRecorder {
	t.Helper()
	config := data.config()
	config.Districts = d
	return ask(t, contracted(t, api.Handler(config)), http.MethodGet, address)
}

func TestAReadAfterAWriteWaitsForItsVersion(t *testing.T) {
	for _, tt := range []struct {
		name, address string
		after         time.Duration
		status        int
		problem       string
		waited        time.Duration
		version       string
	}{
		{"a version that is reached", "/v1/communities?min-version=7", time.Hour, 200, "", 0, "7"},
		{"one that comes in time", "/v1/communities?min-version=8", time.Second, 200, "", time.Second, "8"},
		{"one that does not", "/v1/communities?min-version=8", time.Hour, 503, "/problems/version-not-reached", 2 * time.Second, "7"},
		{"between other parameters", "/v1/locate?lon=121&min-version=8&lat=31&crs=wgs84", time.Second, 200, "", time.Second, "8"},
		{"a tile", "/tiles/grids/12/1/2.mvt?min-version=8", time.Second, 200, "", time.Second, "8"},
		{"a tile too early", "/tiles/grids/12/1/2.mvt?min-version=9", time.Hour, 503, "/problems/version-not-reached", 2 * time.Second, "7"},
		{"no number", "/v1/communities?min-version=x", 0, 400, "/problems/bad-parameter", 0, "7"},
		{"below zero", "/v1/communities?min-version=-1", 0, 400, "/problems/bad-parameter", 0, "7"},
		{"twice", "/v1/communities?min-version=7&min%2Dversion=8", 0, 400, "/problems/bad-parameter", 0, "7"},
		{"where it means nothing", "/healthz?min-version=7", 0, 400, "/problems/unknown-parameter", 0, "7"},
		{"another parameter that looks like it", "/v1/communities?min-versions=7", 0, 400, "/problems/unknown-parameter", 0, "7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				data := townOf(t)
				data.view.Version = 7
				began := time.Now()
				w := asking(t, late{data, tt.after}, data, tt.address)
				if w.Code != tt.status || time.Since(began) != tt.waited || w.Header().Get("X-Dataset-Version") != tt.version {
					t.Errorf("%d after %s at version %s: %s", w.Code, time.Since(began), w.Header().Get("X-Dataset-Version"), w.Body)
				}
				if w.Code >= 400 && problemType(t, w.Body.Bytes()) != tt.problem {
					t.Errorf("answered %s", w.Body)
				}
				if retry := w.Header().Get("Retry-After"); (w.Code == 503) != (retry != "") {
					t.Errorf("%d with Retry-After %q", w.Code, retry)
				}
			})
		})
	}
}
