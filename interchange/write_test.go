package interchange_test

import (
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/interchange"
)

func each(rows ...district.Row) iter.Seq2[district.Row, error] {
	return func(yield func(district.Row, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func property(name string, value any) district.Property {
	return district.Property{Name: name, Value: value}
}

func TestGeoJSONIsWrittenByTheStandard(t *testing.T) {
	clockwise := orb.Ring{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}
	hole := orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}
	var out strings.Builder
	err := interchange.WriteGeoJSON(&out, each(
		district.Row{ID: "1", Geometry: orb.Polygon{clockwise, hole}, Properties: []district.Property{property("名称", "a\"b"), property("n", 5), property("nan", math.NaN())}},
		district.Row{Geometry: orb.Point{117.12345678901, -1e-9}, Properties: []district.Property{property("x", []any{1, "b"})}},
		district.Row{},
	))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"type":"FeatureCollection","features":[
{"type":"Feature","id":"1","geometry":{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]},"properties":{"名称":"a\"b","n":5,"nan":null}},
{"type":"Feature","geometry":{"type":"Point","coordinates":[117.1234568,0]},"properties":{"x":[1,"b"]}},
{"type":"Feature","geometry":null,"properties":{}}
]}
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if clockwise[1] != (orb.Point{0, 4}) {
		t.Error("writing turned the caller's own ring")
	}
}

func TestATableIsWrittenThatNoSpreadsheetRuns(t *testing.T) {
	var out strings.Builder
	err := interchange.WriteCSV(&out, each(
		district.Row{ID: "=1+1", Geometry: orb.Point{117.5, 26.25}, Properties: []district.Property{property("name", "@cmd, \"x\""), property("phone", "+86 10"), property("n", -5), property("s", "-5")}},
		district.Row{ID: "2", Geometry: orb.LineString{{1, 2}, {3, 4}}, Properties: []district.Property{property("name", nil), property("phone", "'=x"), property("n", 0.5), property("s", true)}},
	))
	if err != nil {
		t.Fatal(err)
	}
	want := `id,lon,lat,wkt,name,phone,n,s
'=1+1,117.5,26.25,,"'@cmd, ""x""",'+86 10,-5,-5
2,,,"LINESTRING(1 2,3 4)",,''=x,0.5,true
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsWrittenReadsBackAsItWas(t *testing.T) {
	geometries := []orb.Geometry{
		orb.Point{117.5, 26.25},
		orb.MultiPoint{{1, 2}, {3, 4}},
		orb.LineString{{1, 2}, {3, 4}},
		orb.MultiLineString{{{1, 2}, {3, 4}}},
		orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}},
		orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}}, {{{5, 5}, {6, 5}, {6, 6}, {5, 5}}}},
	}
	for from := range geometries {
		var list []district.Row
		for i := range geometries {
			g := geometries[(from+i)%len(geometries)]
			list = append(list, district.Row{ID: "'=" + g.GeoJSONType(), Geometry: g, Properties: []district.Property{property("note", "'-5"), property("@n", "=a")}})
		}
		for name, write := range map[string]func(*strings.Builder) error{
			"a.csv":     func(w *strings.Builder) error { return interchange.WriteCSV(w, each(list...)) },
			"a.geojson": func(w *strings.Builder) error { return interchange.WriteGeoJSON(w, each(list...)) },
		} {
			var out strings.Builder
			if err := write(&out); err != nil {
				t.Fatal(err)
			}
			r := good(t, name, out.String(), interchange.Options{CRS: "cgcs2000"})
			for i, f := range r.features {
				if diff := cmp.Diff(list[i].Geometry, f.Geometry); diff != "" {
					t.Errorf("%s: row %d (-want +got):\n%s", name, i+1, diff)
				}
				id := f.ID
				if name == "a.csv" {
					id, _ = f.Properties["id"].(string)
				}
				if id != list[i].ID || f.Properties["note"] != "'-5" || f.Properties["@n"] != "=a" {
					t.Errorf("%s: row %d is %q %v, want %q", name, i+1, id, f.Properties, list[i].ID)
				}
			}
		}
	}
}

func TestWritingStopsAtAnError(t *testing.T) {
	broken := errors.New("the database went away")
	rows := func(yield func(district.Row, error) bool) { yield(district.Row{}, broken) }
	var out strings.Builder
	if err := interchange.WriteGeoJSON(&out, rows); !errors.Is(err, broken) {
		t.Errorf("GeoJSON: %v, want %v", err, broken)
	}
	if err := interchange.WriteCSV(&out, rows); !errors.Is(err, broken) {
		t.Errorf("CSV: %v, want %v", err, broken)
	}
	uneven := each(district.Row{ID: "1", Properties: []district.Property{property("a", 1)}}, district.Row{ID: "2", Properties: []district.Property{property("b", 1)}})
	mustContain(t, "uneven rows", interchange.WriteCSV(&out, uneven), `"2"`, "property b")
	mustContain(t, "collection", interchange.WriteGeoJSON(&out, each(district.Row{Geometry: orb.Collection{}})), "GeometryCollection")
}
