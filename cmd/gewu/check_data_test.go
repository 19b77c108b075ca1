//go:build data

package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// What is known of real files, in each of their formats and coordinate systems, is told.
func TestCheckFindsWhatIsKnownOfRealFiles(t *testing.T) {
	for _, c := range []struct {
		file, flags     string
		areas           int
		overlaps, holes int
	}{
		{"denver/DenverCo_precincts2020_orig.zip", "--id-field PRECID", 356, 1, 15},
		{"denver/DenverCo_precincts2020_repaired.zip", "--id-field PRECID", 356, 0, 10},
		{"denver/CO_bad_gap_region.zip", "", 15, 2, 3},
		{"boston/boston_neighborhoods.geojson.gz", "--id-field name", 26, 1, 1},
		{"singapore-hdb/mp14_subzone.geojson.gz", "--id-field name", 323, 0, 21},
		{"taipei/taipei_code1.geojson.gz", "--id-field CODE1", 7672, 3, 1},
		{"ellis-ks/ks_ellis_county_block.gpkg", "--layer ks_ellis_county_vap_data_block --id-field path", 2296, 0, 0},
		{"classics/columbus/columbus.shp", "--crs wgs84 --id-field POLYID", 49, 0, 0},
		{"sf-downtown/blockgroups.geojson", "", 88, 0, 0},
	} {
		t.Run(c.file, func(t *testing.T) {
			args := append([]string{"check", realFile(t, c.file), "--format", "json"}, strings.Fields(c.flags)...)
			out, errs, code := gewu(t, "", args...)
			var got checkAnswer
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatalf("exit code %d: %v, %s", code, err, errs)
			}
			kinds := map[string]int{}
			for _, p := range got.Problems {
				kinds[p.Kind]++
			}
			t.Log(kinds)
			if got.Areas != c.areas || kinds["overlap"] != c.overlaps || kinds["hole"] != c.holes {
				t.Errorf("%d areas, %v; want %d, %d overlaps, %d holes", got.Areas, kinds, c.areas, c.overlaps, c.holes)
			}
			if want := min(len(got.Problems), 1) * exitProblems; code != want {
				t.Errorf("exit code %d, want %d", code, want)
			}
		})
	}
}
