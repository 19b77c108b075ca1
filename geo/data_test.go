//go:build data

package geo_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/geo"
)

// readGzip reads a file of the data directory, whose path it names when it is missing.
func readGzip(t *testing.T, name string) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join(os.Getenv("GEWU_TEST_DATA"), name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	text, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(text)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// readAreas returns the areas of a GeoJSON file and the property that names each.
func readAreas(t *testing.T, name, property string) (list []geo.Area, names []string) {
	t.Helper()
	var collection geojson.FeatureCollection
	if err := json.Unmarshal(readGzip(t, name), &collection); err != nil {
		t.Fatal(err)
	}
	var boundaries []orb.MultiPolygon
	for _, feature := range collection.Features {
		switch shape := feature.Geometry.(type) {
		case orb.Polygon:
			boundaries = append(boundaries, orb.MultiPolygon{shape})
		case orb.MultiPolygon:
			boundaries = append(boundaries, shape)
		default:
			t.Fatalf("%s has a %T", name, shape)
		}
		names = append(names, feature.Properties.MustString(property))
	}
	return areas(boundaries...), names
}

// The recorded areas are themselves computed from exact positions that the published ones
// only come near to, so that border streets differ.
func TestChicagoIncidentsLieWhereTheyWereRecorded(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(readGzip(t, "chicago/incidents_2018_with_recorded_beat.csv.gz"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		file, property string
		column         int
		atLeast        float64 // percent
	}{
		{"chicago/chicago_beats.geojson.gz", "beat_num", 2, 91.2},
		{"chicago/chicago_districts.geojson.gz", "dist_num", 3, 98.1},
		{"chicago/chicago_community_areas.geojson.gz", "area_numbe", 1, 97.1},
	} {
		list, names := readAreas(t, c.file, c.property)
		x, located, equal := newIndex(t, list), 0, 0
		for _, row := range rows[1:] {
			lat, errLat := strconv.ParseFloat(row[5], 64)
			lon, errLon := strconv.ParseFloat(row[6], 64)
			if errLat != nil || errLon != nil {
				continue
			}
			p, err := geo.PointAt(lon, lat)
			if err != nil {
				t.Fatal(err)
			}
			located++
			if id, _, err := x.Locate(p); err == nil && number(names[id-1]) == number(row[c.column]) {
				equal++
			}
		}
		percent := 100 * float64(equal) / float64(located)
		t.Logf("%s: %d of %d rows, %.2f %%", c.file, equal, located, percent)
		if located != 124_904 || percent < c.atLeast {
			t.Errorf("%s: %d rows, %.2f %% as recorded; want 124904 rows, %.1f %%", c.file, located, percent, c.atLeast)
		}
	}
}

// number reads codes that one file writes "0725" and the other "725".
func number(code string) int {
	n, err := strconv.Atoi(code)
	if err != nil {
		return -1
	}
	return n
}

// Taipei's code1 areas are nearly an exact coverage. Rounding moves a vertex that lies on the
// side of a neighbour off it by up to a centimetre, so it may be inside one of the two, but
// not far from the border of its owner; only three vertices lie deeper, up to 0.36 m, in a
// neighbour as published. A label is in its own area and no other.
func TestEveryPointOfTaipeisCoverageHasOneOwner(t *testing.T) {
	list, names := readAreas(t, "taipei/taipei_code1.geojson.gz", "CODE1")
	if len(list) != 7672 {
		t.Fatalf("%d areas", len(list))
	}
	x, vertices, overlapping := newIndex(t, list), 0, 0
	for i, area := range list {
		label, err := geo.InteriorPoint(area.Boundary)
		if err != nil {
			t.Fatal(err)
		}
		if got := locate(t, x, label); got != inside(area.ID) || len(x.Within(label, 0)) != 1 {
			t.Errorf("the label of %s is in %v and %v", names[i], got, x.Within(label, 0))
		}
		for _, part := range area.Boundary {
			for _, r := range part {
				for _, vertex := range r {
					vertices++
					p := pointOf(vertex)
					got := locate(t, x, p)
					if got == nowhere {
						t.Fatalf("%v of %s belongs to no area", p, names[i])
					}
					if x.BorderMetres(p, got.Area) > 0.02 {
						overlapping++
					}
				}
			}
		}
	}
	t.Logf("%d areas, %d vertices", len(list), vertices)
	if overlapping != 3 {
		t.Errorf("%d vertices lie within a neighbour, not 3", overlapping)
	}
}
