package tiles_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/tiles"
)

func TestTileJSONTellsAMapWhatIsInTheTiles(t *testing.T) {
	layers, err := tiles.ParseLayers("roads,labels")
	if err != nil {
		t.Fatal(err)
	}
	doc := tiles.Set{
		Layers:      layers,
		URL:         "http://localhost:8080/tiles/roads,labels/{z}/{x}/{y}.mvt",
		Attribution: "Survey office",
		Version:     12,
		Bound:       orb.Bound{Min: orb.Point{121, 31}, Max: orb.Point{122, 32}},
	}.Document()
	got, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "tilejson": "3.0.0",
  "name": "roads,labels",
  "version": "1.12.0",
  "attribution": "Survey office",
  "scheme": "xyz",
  "tiles": [
    "http://localhost:8080/tiles/roads,labels/{z}/{x}/{y}.mvt"
  ],
  "minzoom": 6,
  "maxzoom": 16,
  "bounds": [
    121,
    31,
    122,
    32
  ],
  "center": [
    121.5,
    31.5,
    6
  ],
  "vector_layers": [
    {
      "id": "roads",
      "description": "Roads and rails; lanes and paths from zoom 14.",
      "minzoom": 10,
      "maxzoom": 16,
      "fields": {
        "bridge": "Boolean",
        "class": "String",
        "name": "String"
      }
    },
    {
      "id": "labels",
      "description": "One point in each area that is drawn: grids from zoom 11, communities from zoom 9, below it the areas right above them, where there are any.",
      "minzoom": 6,
      "maxzoom": 16,
      "fields": {
        "code": "String",
        "households": "Number",
        "level": "String",
        "name": "String",
        "short": "String"
      }
    }
  ]
}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyDistrictHasTheWholeWorldForBounds(t *testing.T) {
	doc := tiles.Set{Layers: tiles.Layers(), URL: "/{z}/{x}/{y}"}.Document()
	want := [4]float64{-180, -85.0511287798066, 180, 85.0511287798066}
	for i, edge := range doc.Bounds {
		if edge < want[i]-1e-9 || edge > want[i]+1e-9 {
			t.Errorf("bounds are %v, want %v", doc.Bounds, want)
		}
	}
	if doc.MinZoom != 6 || doc.MaxZoom != 16 {
		t.Errorf("zooms are %d to %d", doc.MinZoom, doc.MaxZoom)
	}
}
