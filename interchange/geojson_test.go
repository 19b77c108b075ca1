package interchange_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/interchange"
)

func TestGeoJSONIsReadInEveryForm(t *testing.T) {
	a, b := point("121.4", "31.2"), point("121.5", "31.2")
	for _, tt := range []struct {
		name, file, content string
		want                int
	}{
		{"collection", "a.geojson", featureCollection(a, b), 2},
		{"collection without features in it", "a.geojson", featureCollection(), 0},
		{"features before the type", "a.json", `{"features":[` + a + `,` + b + `],"type":"FeatureCollection"}`, 2},
		{"members of others around the features", "a.json", `{"name":"x","bbox":[1,{"]":"}"}],"features" : [` + a + `] , "metadata":{"features":[1]}}`, 1},
		{"a name with an escape", "a.json", `{"feature\u0073":[` + a + `]}`, 1},
		{"white space everywhere", "a.json", strings.NewReplacer(":", " :\n", ",", "\t,\r\n").Replace(featureCollection(a, b)), 2},
		{"byte order mark", "a.json", "\ufeff" + featureCollection(a), 1},
		{"single feature", "a.json", a, 1},
		{"single geometry", "a.json", `{"coordinates":[121,31],"type":"Point"}`, 1},
		{"gzip", "a.geojson.gz", gzipped(t, featureCollection(a, b)), 2},
		{"gzip under another name", "a.geojson", gzipped(t, featureCollection(a, b)), 2},
		{"zip", "a.zip", zipped(t, "in/a.geojson", featureCollection(a, b)), 2},
		{"no name", "data", featureCollection(a, b), 2},
		{"lines", "a.geojsonl", a + "\n\n" + b, 2},
		{"lines ended by CR LF", "a.ndjson", a + "\r\n" + b + "\r\n", 2},
		{"lines under the name of a document", "a.geojson", a + "\n" + b + "\n", 2},
		{"record separators", "a.geojsons", "\x1e" + a + "\n\x1e" + b + "\n", 2},
		{"record separators around several lines each", "a.json", "\x1e" + strings.ReplaceAll(a, ",", ",\n") + "\n\x1e" + b, 2},
		{"documents one after another", "a.json", strings.ReplaceAll(a, ",", ",\n") + b + featureCollection(a, b), 4},
		{"lines of geometries", "a.geojsonl", `{"type":"Point","coordinates":[1,2]}` + "\n", 1},
		{"UTF-16", "a.geojson", utf16(featureCollection(a)), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := good(t, tt.file, tt.content, interchange.Options{})
			if len(r.features) != tt.want || r.crs != "wgs84" || r.srid != 4490 {
				t.Errorf("%d features in %s (%d), want %d in wgs84 (4490)", len(r.features), r.crs, r.srid, tt.want)
			}
			for i, f := range r.features {
				if f.Row != int64(i+1) || f.Geometry == nil {
					t.Errorf("feature %d has row %d and geometry %v", i+1, f.Row, f.Geometry)
				}
			}
		})
	}
}

func utf16(s string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestAFeatureKeepsWhatItSays(t *testing.T) {
	content := `{"type":"Feature","id":17,"geometry":{"type":"MultiPolygon","coordinates":[[[[1,1,9],[2,1,9],[2,2,9],[1,1,9]],[[1.5,1.2],[1.6,1.2],[1.6,1.3],[1.5,1.2]]]]},
		"properties":{"名称":"一号\u697c \"A\"","n":12,"x":0.1,"big":12345678901234567890,"yes":true,"none":null,"nan":NaN,"list":[1,"b",{"c":[]}]}}`
	want := interchange.Feature{
		Row: 1, ID: "17",
		Geometry: orb.MultiPolygon{{
			{{1, 1}, {2, 1}, {2, 2}, {1, 1}}, {{1.5, 1.2}, {1.6, 1.2}, {1.6, 1.3}, {1.5, 1.2}},
		}},
		Properties: map[string]any{
			"名称": `一号楼 "A"`, "n": int64(12), "x": 0.1, "big": json.Number("12345678901234567890"), "yes": true, "none": nil, "nan": nil,
			"list": []any{int64(1), "b", map[string]any{"c": []any{}}},
		},
	}
	for _, file := range []string{"a.geojson", "a.geojsonl"} {
		r := good(t, file, strings.ReplaceAll(content, "\n", ""), interchange.Options{})
		if diff := cmp.Diff(want.Properties, r.features[0].Properties); diff != "" {
			t.Errorf("%s: properties (-want +got):\n%s", file, diff)
		}
		if diff := cmp.Diff(want.Geometry, r.features[0].Geometry); diff != "" || r.features[0].ID != want.ID {
			t.Errorf("%s: id %q, geometry (-want +got):\n%s", file, r.features[0].ID, diff)
		}
	}
}

func TestEveryGeometryIsRead(t *testing.T) {
	for text, want := range map[string]orb.Geometry{
		`{"type":"Point","coordinates":[1,2,3,4]}`:                                                        orb.Point{1, 2},
		`{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`:                                               orb.MultiPoint{{1, 2}, {3, 4}},
		`{"type":"LineString","coordinates":[[1,2],[3,4]]}`:                                               orb.LineString{{1, 2}, {3, 4}},
		`{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}`:                                        orb.MultiLineString{{{1, 2}, {3, 4}}},
		`{"type":"Polygon","coordinates":[[[1,2],[3,2],[3,4],[1,2]]]}`:                                    orb.Polygon{{{1, 2}, {3, 2}, {3, 4}, {1, 2}}},
		`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1e0,-2.5E-1]}, null]}`: orb.Collection{orb.Point{1, -0.25}},
	} {
		r := good(t, "a.json", text, interchange.Options{})
		if diff := cmp.Diff(want, r.features[0].Geometry); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestAFeatureMayHaveNoGeometry(t *testing.T) {
	r := good(t, "a.json", featureCollection(`{"type":"Feature","properties":null,"geometry":null}`), interchange.Options{})
	if len(r.features) != 1 || r.features[0].Geometry != nil {
		t.Errorf("%+v, want one feature without geometry", r.features)
	}
}
