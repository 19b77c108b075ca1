//go:build data

package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gewu/district"
	"gewu/internal/testdb"
)

// realFile is the path of a file of real data; without it the test fails and says where it looked.
func realFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("GEWU_TEST_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("real data: %v; set GEWU_TEST_DATA to the directory that holds them", err)
	}
	return path
}

// A bringing is one import of a real file and the beginning of what it must say.
type bringing struct {
	noun, file string
	args       string
	want       string
}

// Each district is brought from its files into a database of its own; then each file once more,
// which must change nothing.
func TestRealFilesComeIn(t *testing.T) {
	districts := map[string][]bringing{
		"Monaco": {
			{"buildings", "monaco/monaco.osm.pbf", "--repair", "1283 added"},
			{"roads", "monaco/monaco.osm.pbf", "", "2802 added"},
			{"water", "monaco/monaco.osm.pbf", "", "42 added"},
			{"facilities", "monaco/monaco.osm.pbf", "--repair", "271 added"},
		},
		"San Francisco": {
			{"areas", "sf-downtown/blockgroups.geojson", "--level community --code-field GEO_id2 --from 2012-01-01", "88 added"},
			{"buildings", "sf-downtown/sf-downtown.osm.pbf", "--repair", "7769 added"},
			{"roads", "sf-downtown/sf-downtown.osm.pbf", "", "8544 added"},
			{"issues", "sf-downtown/incidents_2012H2.csv.gz", "--crs wgs84 --field kind=kind --field opened=Date", "4919 added"},
		},
		"Toa Payoh": {
			{"areas", "toa-payoh/subzones.geojson", "--level community --code-field name", "12 added"},
			{"buildings", "toa-payoh/hdb_blocks.geojson", "--field households=total_dwelling_units --field floors=max_floor_lvl", "369 added"},
		},
		"Singapore": {
			{"areas", "singapore-hdb/mp14_subzone.geojson.gz", "--level community --code-field name --repair", "323 added"},
			{"buildings", "singapore-hdb/hdb_blocks.geojson.gz", "--field households=total_dwelling_units", "11680 added"},
		},
		"Taipei": {
			{"areas", "taipei/taipei_code2.geojson.gz", "--level community --code-field CODE2 --repair", "907 added"},
			{"grids", "taipei/taipei_code1.geojson.gz", "--code-field CODE1 --parent-field CODE2", "7672 added"},
		},
		"Chicago": {
			{"areas", "chicago/chicago_community_areas.geojson.gz", "--level community --code-field area_numbe --from 2015-01-01", "77 added"},
			{"grids", "chicago/chicago_beats.geojson.gz", "--code-field beat_num --community 32 --pieces --from 2015-01-01", "275 added"},
			{"issues", "chicago/incidents_2018.csv.gz", "--crs wgs84 --field opened=Date", "156385 added"},
		},
		"Boston": {
			{"areas", "boston/boston_neighborhoods.geojson.gz", "--level community --code-field name --repair --from 2011-01-01", "26 added"},
			{"issues", "boston/311_service_requests_2011.zip", "--crs wgs84", "58251 added"},
		},
		"Denver": {
			{"areas", "denver/DenverCo_precincts2020_orig.zip", "--level community --code-field PRECID --repair", "356 added"},
		},
		"Ellis": {
			{"areas", "ellis-ks/ks_ellis_county_block.gpkg", "--level community --layer ks_ellis_county_vap_data_block --code-field path", "2296 added"},
		},
		"Columbus": {
			{"areas", "classics/columbus/columbus.shp", "--level community --code-field POLYID --crs wgs84", "49 added"},
		},
	}
	for name, files := range districts {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GEWU_DATABASE_URL", testdb.New(t))
			for _, b := range files {
				args := append([]string{"import", b.noun, realFile(t, b.file)}, strings.Fields(b.args)...)
				out := must(t, "", args...)
				if !strings.Contains(out, b.want) {
					t.Errorf("%s of %s: want %q in: %s", b.noun, b.file, b.want, out)
				}
				count, _, _ := strings.Cut(b.want, " ")
				if again := must(t, "", args...); !strings.Contains(again, " 0 added, 0 changed, "+count+" unchanged") || strings.Contains(again, "in force from") {
					t.Errorf("%s of %s, a second time: %s", b.noun, b.file, again)
				}
			}
		})
	}
}

// The recorded beat, district and community area of Chicago's incidents is an oracle: positions
// are masked to the block, so a few on border streets differ.
func TestChicagoRowsAreLocatedWhereTheyWereRecorded(t *testing.T) {
	rows := realFile(t, "chicago/incidents_2018_with_recorded_beat.csv.gz")
	tests := []struct {
		column, file, field string
		atLeast             float64 // per cent
	}{
		{"Beat", "chicago/chicago_beats.geojson.gz", "beat_num", 91.2},
		{"District", "chicago/chicago_districts.geojson.gz", "dist_num", 98.1},
		{"CommunityArea", "chicago/chicago_community_areas.geojson.gz", "area_numbe", 97.1},
	}
	for _, tt := range tests {
		t.Run(tt.column, func(t *testing.T) {
			out := must(t, "", "locate", rows, "--crs", "wgs84", "--grids", realFile(t, tt.file), "--code-field", tt.field)
			located, equal := compare(t, out, tt.column)
			share := 100 * float64(equal) / float64(located)
			t.Logf("%s: %d of %d, %.2f %%", tt.column, equal, located, share)
			if located < 124_000 || share < tt.atLeast {
				t.Errorf("%d of %d rows agree, %.2f %%; want at least %.1f %%", equal, located, share, tt.atLeast)
			}
		})
	}
}

// compare counts the rows that have a position, and those covered by the area that was recorded.
func compare(t *testing.T, text, column string) (located, equal int) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, row := range rows[1:] {
		if row[at["Latitude"]] == "" {
			continue
		}
		located++
		if row[at["rule"]] != district.RuleNearest && number(row[at[column]]) == number(row[at["grid_code"]]) {
			equal++
		}
	}
	return located, equal
}

// number is a code without leading zeros.
func number(code string) string { return fmt.Sprintf("%04s", strings.TrimLeft(code, "0")) }
