package interchange

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

const (
	aPoint  = `{"type":"Feature","id":1,"properties":{"n":1},"geometry":{"type":"Point","coordinates":[1,2]}}`
	aSquare = `{"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[[1,1],[2,1],[2,2],[1,1]]]}}`
)

// readAll reads what may be anything. It must end, without panic, and yield only what check lets
// through.
func readAll(t *testing.T, name string, content []byte, o Options) (features []Feature, failed bool) {
	t.Helper()
	f := &File{name: name, options: o.withDefaults()}
	stated, err := f.openText(t.Context(), source{reader: bytes.NewReader(content), name: name, size: int64(len(content))})
	if err == nil {
		f.crs, err = stated.resolve(o.CRS)
	}
	if err != nil {
		return nil, true
	}
	if g, is := f.rows.(*geojsonRows); is {
		g.used = f.crs
	}
	for feature, err := range f.Features() {
		var refused *RowError
		if err != nil {
			failed = true
			if !errors.As(err, &refused) {
				return features, true
			}
			continue
		}
		if feature.Geometry != nil && f.crs.degrees() {
			b := feature.Geometry.Bound()
			if !(b.Min[0] >= -180 && b.Min[1] >= -90 && b.Max[0] <= 180 && b.Max[1] <= 90) {
				t.Errorf("geometry %v is off the globe", feature.Geometry)
			}
		}
		features = append(features, feature)
	}
	return features, failed
}

// FuzzGeoJSON reads any text as a document. What the standard library takes for a collection of
// features without geometry must be read whole.
func FuzzGeoJSON(f *testing.F) {
	for _, seed := range []string{
		`{"type":"FeatureCollection","features":[` + aPoint + `,` + aSquare + `]}`, strings.Replace(aPoint, "2]", "NaN]", 1),
		`{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4326"}},"features":[` + aPoint + `]}`,
		`{"features":[{"type":"Feature","properties":{"a\u0062":[{},null,1e5]},"geometry":null}],"crs":null}`, "\x1e" + aPoint + "\n\x1e{}",
		`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}`, `{"features":[{`, `{"features":[[]]}`, strings.Repeat("[", 300),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		features, failed := readAll(t, "a.geojson", content, Options{})
		var document struct {
			Type     string
			CRS      any
			Features []struct {
				Type       string
				ID         string
				Geometry   any
				Properties map[string]any
			}
		}
		if failed || json.Unmarshal(content, &document) != nil || document.CRS != nil || document.Type != "FeatureCollection" {
			return
		}
		if strings.Count(string(content), "eatures") == 1 && len(features) != len(document.Features) {
			t.Errorf("%d features, the standard library finds %d", len(features), len(document.Features))
		}
	})
}

func FuzzGeoJSONSeq(f *testing.F) {
	for _, seed := range []string{aPoint + "\n" + aSquare, "\x1e" + aPoint + "\n", "{}\n\n{\n", aSquare[:90]} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		readAll(t, "a.geojsonl", content, Options{MaxLineBytes: 1 << 10})
	})
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"lon,lat,name\n1,2,a\n", "经度;纬度\n1;2\n", "wkt\n\"POLYGON((1 1,2 1,2 2,1 1))\"\n", "lon\tlat\n\"1\t2\n", "lon,lat\r\n1,2,3\r\n", "\xef\xbb\xbfx,y\n1,NaN",
		"\xc1\xd0\xb6\xab,lon,lat\n\xbd\xd6,1,2\n", "wkt\n0101000020E61000000000000000605E403333333333333F40\n", "lon,lat,n\n1,2,'=a\n", "\xff\xfel\x00o\x00n\x00",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		readAll(t, "a.csv", content, Options{CRS: "wgs84", MaxLineBytes: 1 << 10})
	})
}

// FuzzWKT reads any text as a geometry, and any bytes as hexadecimal EWKB.
func FuzzWKT(f *testing.F) {
	for _, seed := range []string{
		"POINT(1 2)", "POINT Z (1 2 3)", "MULTIPOLYGON(((1 1,2 1,2 2,1 1)))", "SRID=4326;LINESTRING M (1 2 3,4 5 6)", "POINT EMPTY", "GEOMETRYCOLLECTION(POINT(1 2))",
		"0101000020E61000000000000000605E403333333333333F40", "\x01\x04\x00\x00\x00\x01\x00\x00\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, cell := range []string{text, hex.EncodeToString([]byte(text))} {
			quoted := `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			readAll(t, "a.csv", []byte("n,wkt\n1,"+quoted+"\n"), Options{CRS: "wgs84", Encoding: "utf-8"})
		}
	})
}
