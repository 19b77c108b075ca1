//go:build data

package tiles_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"gewu/geo"
)

// readAtlas is an atlas of the areas of a GeoJSON file, in groups by a property.
func readAtlas(t *testing.T, name, group string) *geo.Atlas {
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
	var collection geojson.FeatureCollection
	if err := json.NewDecoder(text).Decode(&collection); err != nil {
		t.Fatal(err)
	}
	numbers := map[string]int{}
	var groups []geo.Group
	for i, feature := range collection.Features {
		key := feature.Properties.MustString(group)
		if _, ok := numbers[key]; !ok {
			numbers[key] = len(groups)
			groups = append(groups, geo.Group{ID: geo.GroupID(len(groups) + 1)})
		}
		area := geo.Area{ID: geo.AreaID(i + 1)}
		switch shape := feature.Geometry.(type) {
		case orb.Polygon:
			area.Boundary = orb.MultiPolygon{shape}
		case orb.MultiPolygon:
			area.Boundary = shape
		}
		g := &groups[numbers[key]]
		g.Areas = append(g.Areas, area)
	}
	atlas, err := geo.NewAtlas(groups)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d areas in %d groups", len(collection.Features), len(groups))
	return atlas.Simplify()
}

// The demo needs no real data; this takes a while.
func TestAThousandTilesOfTheDemoAreThoseOfPostGIS(t *testing.T) {
	compareTiles(t, demoAtlas(t), 10, 1000)
}

func TestTilesOfTaipeiAreThoseOfPostGIS(t *testing.T) {
	compareTiles(t, readAtlas(t, "taipei/taipei_code1.geojson.gz", "CODE2"), 11, 1000)
}

func TestTilesOfChicagoAreThoseOfPostGIS(t *testing.T) {
	compareTiles(t, readAtlas(t, "chicago/chicago_beats.geojson.gz", "district"), 8, 1000)
}
