package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The golden answers are read by the tests of the page as well.
func TestEachCallAnswersAsRecorded(t *testing.T) {
	const inside = "lon=121.0015&lat=31.001&crs=cgcs2000"
	tests := []struct {
		golden, address, language string
		status                    int
	}{
		{"district", "/v1/district", "", 200},
		{"communities", "/v1/communities", "", 200},
		{"communities_before", "/v1/communities?at=2026-01-15", "", 200},
		{"grids", "/v1/communities/2/grids", "", 200},
		{"grids_none", "/v1/communities/3/grids", "", 200},
		{"area", "/v1/areas/4", "", 200},
		{"area_dedicated", "/v1/areas/7", "", 200},
		{"area_street", "/v1/areas/1", "", 200},
		{"search", "/v1/search?q=%E6%A1%A5", "", 200},
		{"search_one", "/v1/search?q=%E6%A1%A5&limit=1", "", 200},
		{"locate_inside", "/v1/locate?" + inside, "", 200},
		{"locate_candidates", "/v1/locate?lon=121.0028&lat=31.001&crs=WGS84&accuracy=25", "", 200},
		{"locate_border", "/v1/locate?lon=121.003&lat=31.001&crs=cgcs2000", "", 200},
		{"locate_nearest", "/v1/locate?lon=121.0065&lat=31.001&crs=cgcs2000", "", 200},
		{"locate_none", "/v1/locate?lon=122&lat=31&crs=cgcs2000", "", 200},
		{"locate_gcj02", "/v1/locate?lon=121.0060&lat=30.9990&crs=gcj02", "", 200},
		{"locate_before", "/v1/locate?" + inside + "&at=2026-01-15", "", 200},
		{"tilejson", "/tiles/communities,grids.json", "", 200},
		{"health", "/healthz", "", 200},
		{"ready", "/readyz", "", 200},
		{"problem_kind", "/problems/missing-crs", "", 200},
		{"problem_missing_crs", "/v1/locate?lon=121&lat=31", "", 400},
		{"problem_missing_crs_en", "/v1/locate?lon=121&lat=31", "en-GB, zh;q=0.5", 400},
		{"problem_unknown_crs", "/v1/locate?lon=121&lat=31&crs=mars", "en", 400},
		{"problem_missing_parameter", "/v1/locate?lat=31&crs=wgs84", "en", 400},
		{"problem_bad_number", "/v1/locate?lon=0x79&lat=31&crs=wgs84", "en", 400},
		{"problem_out_of_range", "/v1/locate?lon=181&lat=31&crs=wgs84", "en", 400},
		{"problem_swapped", "/v1/locate?lon=31.001&lat=121.001&crs=wgs84", "en", 400},
		{"problem_bad_accuracy", "/v1/locate?" + inside + "&accuracy=10001", "en", 400},
		{"problem_bad_day", "/v1/locate?" + inside + "&at=2026-02-30", "en", 400},
		{"problem_unknown_parameter", "/v1/locate?" + inside + "&radius=5&foo=1", "en", 400},
		{"problem_repeated_parameter", "/v1/locate?" + inside + "&lon=1", "en", 400},
		{"problem_bad_query", "/v1/locate?lon=%zz", "en", 400},
		{"problem_bad_limit", "/v1/search?q=a&limit=51", "en", 400},
		{"problem_no_area", "/v1/areas/99", "en", 404},
		{"problem_not_a_community", "/v1/communities/4/grids", "en", 404},
		{"problem_not_found", "/v1/nothing", "en", 404},
		{"problem_no_layer", "/tiles/parcels/1/0/0.mvt", "en", 404},
		{"problem_bad_tile", "/tiles/grids/1/2/0.mvt", "en", 400},
	}
	h := townOf(t).handler()
	for _, tt := range tests {
		t.Run(tt.golden, func(t *testing.T) {
			w := ask(t, h, "GET", tt.address, "Accept-Language", tt.language)
			if w.Code != tt.status {
				t.Errorf("status = %d, want %d", w.Code, tt.status)
			}
			want := "application/json"
			if tt.status >= 400 {
				want = "application/problem+json"
			}
			if got := w.Header().Get("Content-Type"); got != want {
				t.Errorf("Content-Type: %s, want %s", got, want)
			}
			if got := w.Header().Get("X-Dataset-Version"); got != "12" {
				t.Errorf("X-Dataset-Version: %q", got)
			}
			goldenJSON(t, tt.golden+".json", w.Body.Bytes())
		})
	}
}

func TestRowsAreAnsweredAsRecorded(t *testing.T) {
	tests := []struct{ golden, query, mediaType, body string }{
		{
			"locate_rows.ndjson", "?crs=cgcs2000", "application/x-ndjson",
			`{"id":"a","lon":121.0015,"lat":31.001}` + "\n" +
				`{"id":"b","lon":121.0028,"lat":31.001,"accuracy":25}` + "\n" +
				`{"id":"c","lon":31.001,"lat":121.001,"crs":"gcj02"}` + "\n" +
				`{"id":"d","lon":"Null Island"}` + "\n" + `oops` + "\n",
		},
		{
			"locate_rows.csv", "?crs=cgcs2000", "text/csv; charset=UTF-8",
			"编号,经度,纬度,备注\n1,121.0015,31.001,\"门口, 左\"\n2,121.0065,31.001,\n3,,31.001,无经度\n4,122,31,远\n",
		},
		{
			"locate_rows_before.csv", "?crs=cgcs2000&at=2026-01-15&lon=x2&lat=y2", "text/csv",
			"lon,lat,x2,y2\n0,0,121.0015,31.001\n",
		},
	}
	h := townOf(t).handler()
	for _, tt := range tests {
		t.Run(tt.golden, func(t *testing.T) {
			w := send(t, h, "POST", "/v1/locate"+tt.query, tt.body, "Content-Type", tt.mediaType)
			if w.Code != 200 || w.Header().Get("X-Dataset-Version") != "12" {
				t.Errorf("status = %d, headers %v", w.Code, w.Header())
			}
			if diff := cmp.Diff(string(recorded(t, tt.golden, w.Body.Bytes())), w.Body.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.golden, diff)
			}
		})
	}
}

// goldenJSON compares an answer with a recorded one, whatever their spaces.
func goldenJSON(t *testing.T, name string, got []byte) {
	t.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, got, "", "  "); err != nil {
		t.Fatalf("not JSON: %s", got)
	}
	var g, w any
	if err := json.Unmarshal(recorded(t, name, pretty.Bytes()), &w); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// recorded returns a golden file, after rewriting it with got when that is asked for.
func recorded(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

func TestPhonesAreShownOnlyWhenTheSnapshotHasThem(t *testing.T) {
	body := ask(t, townOf(t).handler(), "GET", "/v1/areas/4").Body.String()
	if strings.Count(body, `"phone"`) != 1 || !strings.Contains(body, `"phone":"021 5550 0101"`) {
		t.Errorf("got %s", body)
	}
}

// The park of Bridge Community is a dedicated grid: nothing is said of its households.
func TestADedicatedGridIsNotCountedAgainstTheBand(t *testing.T) {
	var answer struct {
		Communities []struct {
			Grids, Banded int
			InBand        int `json:"in_band"`
		}
	}
	body := ask(t, townOf(t).handler(), "GET", "/v1/communities").Body.Bytes()
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	if got := answer.Communities[0]; got.Grids != 4 || got.Banded != 3 || got.InBand != 1 {
		t.Errorf("Bridge Community has %+v", got)
	}
}
