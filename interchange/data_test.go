//go:build data

package interchange_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
)

// dataFile names a file of the data directory, which must be there.
func dataFile(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(cmp.Or(os.Getenv("GEWU_TEST_DATA"), "../../shared/data"), name)
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("the data is missing: %s", path)
	}
	return path
}

// A count is how many records of a noun came of a file, and what they add up to.
type count struct {
	records, refused int
	households       int
}

func countOf(t *testing.T, noun string, m interchange.Mapping, f *interchange.File) (c count) {
	t.Helper()
	switch noun {
	case "areas":
		return tally(m.Areas(f.Features()), func(district.Area) int { return 0 })
	case "buildings":
		return tally(m.Buildings(f.Features()), func(b district.Building) int {
			if b.Households.N == nil {
				return 0
			}
			return *b.Households.N
		})
	case "roads":
		return tally(m.Roads(f.Features()), func(district.Road) int { return 0 })
	case "water":
		return tally(m.Waters(f.Features()), func(district.Water) int { return 0 })
	case "facilities":
		return tally(m.Facilities(f.Features()), func(district.Facility) int { return 0 })
	case "issues":
		return tally(m.Issues(f.Features()), func(district.Issue) int { return 0 })
	case "features":
		return tally(f.Features(), func(interchange.Feature) int { return 0 })
	}
	t.Fatalf("no noun %q", noun)
	return count{}
}

func tally[T any](seq func(func(T, error) bool), households func(T) int) (c count) {
	for one, err := range seq {
		if err != nil {
			c.refused++
			continue
		}
		c.records++
		c.households += households(one)
	}
	return c
}

func TestRealFilesAreReadWhole(t *testing.T) {
	boston, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	code := func(column string) interchange.Mapping { return interchange.Mapping{CodeField: column} }
	wgs84 := interchange.Options{CRS: "wgs84"}
	none := interchange.Options{}
	for _, tt := range []struct {
		file, noun string
		options    interchange.Options
		mapping    interchange.Mapping
		crs        interchange.CRS
		want       count
	}{
		{"monaco/monaco.osm.pbf", "buildings", none, interchange.Mapping{}, "wgs84", count{records: 1283}},
		{"monaco/monaco.osm.pbf", "roads", none, interchange.Mapping{}, "wgs84", count{records: 2802}},
		{"monaco/monaco.osm.pbf", "water", none, interchange.Mapping{}, "wgs84", count{records: 42}},
		{"monaco/monaco.osm.pbf", "facilities", none, interchange.Mapping{}, "wgs84", count{records: 271}},
		{"sf-downtown/sf-downtown.osm.pbf", "buildings", none, interchange.Mapping{}, "wgs84", count{records: 7769, households: 589}}, // three more are tagged building=no
		{"sf-downtown/sf-downtown.osm.pbf", "roads", none, interchange.Mapping{}, "wgs84", count{records: 8544}},
		{"sf-downtown/sf-downtown.osm.pbf", "facilities", none, interchange.Mapping{}, "wgs84", count{records: 738}},
		{"sf-downtown/incidents_2012H2.csv.gz", "issues", wgs84, interchange.Mapping{}, "wgs84", count{records: 4919}},
		{"sf-downtown/blockgroups.geojson", "areas", none, code("GEO_ID"), "EPSG:4269", count{records: 88}},
		{"toa-payoh/hdb_blocks.geojson", "buildings", none, interchange.Mapping{Fields: map[string]string{"households": "total_dwelling_units", "name": "blk_no"}}, "wgs84", count{records: 369, households: 38_584}},
		{"toa-payoh/subzones.geojson", "areas", none, code("name"), "wgs84", count{records: 12}},
		{"singapore-hdb/hdb_blocks.geojson.gz", "buildings", none, interchange.Mapping{}, "wgs84", count{records: 11_680, households: 1_039_477}},
		{"singapore-hdb/mp14_subzone.geojson.gz", "areas", none, code("name"), "wgs84", count{records: 323}},
		{"taipei/taipei_base_households.geojson.gz", "areas", none, code("CODEBASE"), "wgs84", count{records: 11_490}},
		{"taipei/taipei_base_households.geojson.gz", "buildings", none, interchange.Mapping{}, "wgs84", count{records: 11_490, households: 1_048_986}},
		{"taipei/taipei_code1.geojson.gz", "areas", none, interchange.Mapping{CodeField: "CODE1", ParentField: "CODE2"}, "wgs84", count{records: 7672}},
		{"taipei/taipei_code2.geojson.gz", "areas", none, code("CODE2"), "wgs84", count{records: 907}},
		{"chicago/incidents_2018.csv.gz", "issues", wgs84, interchange.Mapping{}, "wgs84", count{records: 156_385}},
		{"chicago/incidents_2018_with_recorded_beat.csv.gz", "issues", wgs84, interchange.Mapping{}, "wgs84", count{records: 124_904, refused: 686}},
		{"chicago/chicago_beats.geojson.gz", "areas", none, code("beat_num"), "wgs84", count{records: 277}},
		{"chicago/chicago_districts.geojson.gz", "areas", none, code("dist_num"), "wgs84", count{records: 25}},
		{"chicago/chicago_community_areas.geojson.gz", "areas", none, interchange.Mapping{CodeField: "area_numbe", NameField: "community"}, "wgs84", count{records: 77}},
		{"boston/311_service_requests_2011.zip", "issues", wgs84, interchange.Mapping{Location: boston}, "wgs84", count{records: 58_251}},
		{"boston/boston_neighborhoods.geojson.gz", "areas", none, code("Neighborhood_ID"), "wgs84", count{records: 26}},
		{"denver/CO_bad_gap_region.zip", "areas", none, code("PRECID"), "EPSG:2232", count{records: 15}},
		{"denver/DenverCo_precincts2020_orig.zip", "areas", none, code("PRECID"), "EPSG:2232", count{records: 356}},
		{"denver/DenverCo_precincts2020_repaired.zip", "areas", none, code("PRECID"), "EPSG:2232", count{records: 356}},
		{"ellis-ks/ks_ellis_county_block.gpkg", "areas", interchange.Options{Layer: "ks_ellis_county_vap_data_block"}, code("path"), "EPSG:26914", count{records: 2296}},
		{"classics/columbus/columbus.shp", "areas", wgs84, code("POLYID"), "wgs84", count{records: 49}},
		{"classics/columbus/columbus.json", "areas", none, code("POLYID"), "wgs84", count{records: 49}},
		{"classics/stl/stl_hom.shp", "areas", wgs84, code("FIPS"), "wgs84", count{records: 78}},
		{"classics/stl/stl_hom.csv", "areas", wgs84, code("FIPS"), "wgs84", count{records: 78}},
		{"classics/sids2/sids2.shp", "areas", wgs84, code("FIPS"), "wgs84", count{records: 100}},
		{"classics/snow_maps/SohoPeople.shp", "features", none, interchange.Mapping{}, "EPSG:3857", count{records: 324}},
		{"classics/snow_maps/Soho_Network.shp", "roads", none, interchange.Mapping{}, "EPSG:3857", count{records: 118}},
	} {
		t.Run(tt.file+" "+tt.noun, func(t *testing.T) {
			tt.options.Noun = tt.noun
			if tt.noun == "features" {
				tt.options.Noun = ""
			}
			f, err := interchange.Open(t.Context(), dataFile(t, tt.file), tt.options)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			if got := countOf(t, tt.noun, tt.mapping, f); got != tt.want || f.CRS() != tt.crs {
				t.Errorf("%+v in %s, want %+v in %s", got, f.CRS(), tt.want, tt.crs)
			}
		})
	}
}

// The same layer through the reader here and through GDAL must be the same.
func TestRealFilesAreWhatGDALReads(t *testing.T) {
	for _, tt := range []struct{ file, layer string }{
		{"toa-payoh/subzones.geojson", ""},
		{"sf-downtown/blockgroups.geojson", ""},
		{"ellis-ks/ks_ellis_county_block.gpkg", "ks_ellis_county_vap_data_block"},
		{"classics/columbus/columbus.json", ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			ours := readPath(t, dataFile(t, tt.file), interchange.Options{Layer: tt.layer})
			theirs := readPath(t, throughGDAL(t, dataFile(t, tt.file), tt.layer), interchange.Options{CRS: string(ours.crs)})
			if ours.err != nil || theirs.err != nil || len(ours.features) != len(theirs.features) {
				t.Fatalf("%d features (%v), GDAL reads %d (%v)", len(ours.features), ours.err, len(theirs.features), theirs.err)
			}
			for i := range ours.features {
				compareFeatures(t, ours.features[i], theirs.features[i])
			}
		})
	}
}

// throughGDAL lets ogr2ogr copy a file to FlatGeobuf, a format that is not read here.
func throughGDAL(t *testing.T, path, layer string) string {
	t.Helper()
	target := filepath.Join(t.TempDir(), "copy.fgb")
	arguments := []string{"-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=NO", target, path}
	if layer != "" {
		arguments = append(arguments, layer)
	}
	if out, err := exec.CommandContext(t.Context(), "ogr2ogr", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("ogr2ogr: %v: %s", err, out)
	}
	return target
}

// compareFeatures compares geometry, to 1e-7 degree or 0.1 mm, and properties as text. GDAL winds rings anew.
func compareFeatures(t *testing.T, ours, theirs interchange.Feature) {
	t.Helper()
	a, b := multi(ours.Geometry), multi(theirs.Geometry)
	tolerance := 1e-7
	if ours.Geometry.Bound().Max[0] > 180 {
		tolerance = 1e-4
	}
	if len(a) != len(b) {
		t.Fatalf("row %d: %d polygons, GDAL reads %d", ours.Row, len(a), len(b))
	}
	for i := range a {
		for j := range a[i] {
			if a[i][j].Orientation() != b[i][j].Orientation() {
				b[i][j].Reverse()
			}
			for k, p := range a[i][j] {
				if q := b[i][j][k]; math.Abs(p[0]-q[0]) > tolerance || math.Abs(p[1]-q[1]) > tolerance {
					t.Fatalf("row %d: point %v, GDAL reads %v", ours.Row, p, q)
				}
			}
		}
	}
	for column, value := range theirs.Properties {
		if own := ours.Properties[column]; fmt.Sprint(own) != fmt.Sprint(value) {
			t.Errorf("row %d: %s is %v (%T), GDAL reads %v (%T)", ours.Row, column, own, own, value, value)
		}
	}
}

func multi(g orb.Geometry) orb.MultiPolygon {
	if p, is := g.(orb.Polygon); is {
		return orb.MultiPolygon{p}
	}
	m, _ := g.(orb.MultiPolygon)
	return m
}
