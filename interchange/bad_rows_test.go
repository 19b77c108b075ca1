package interchange_test

import (
	"strings"
	"testing"

	"gewu/interchange"
)

// Each row stands between two good ones, which are read whatever is wrong with it.
func TestABadRowIsRefusedWithItsReasonAndReadingGoesOn(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 200) + "1" + strings.Repeat("}", 200)
	for _, tt := range []struct{ name, feature, reason string }{
		{"NaN", point("NaN", "31"), "not a number"},
		{"infinity", point("121", "-Infinity"), "infinite"},
		{"a number too large for any float", point("1e999", "31"), "infinite"},
		{"longitude out of range", point("190", "31"), "out of range"},
		{"latitude out of range", point("181", "95"), "out of range"},
		{"latitude over 90 names the swap", point("31.2", "121.5"), "swapped"},
		{"a swapped point of Xinjiang lies in the Arctic", point("43.8", "87.6"), "swapped"},
		{"metres under a geographic system", point("485113", "4301923"), "look like metres"},
		{"ring that is not closed", ring("[1,1],[2,1],[2,2],[1,2]"), "not closed"},
		{"ring of three points", ring("[1,1],[2,1],[1,1]"), "at least 4"},
		{"polygon without rings", `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[]}}`, "empty"},
		{"polygon with an empty ring", ring(""), "empty"},
		{"point without coordinates", `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[]}}`, "empty"},
		{"line of one point", `{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2]]}}`, "single point"},
		{"empty multipolygon", `{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[]}}`, "empty"},
		{"empty collection", `{"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[]}}`, "empty"},
		{"geometry of no type", `{"type":"Feature","properties":{},"geometry":{"coordinates":[1,2]}}`, "no type"},
		{"geometry of an unknown type", `{"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[1,2]}}`, "Circle"},
		{"coordinates of the wrong depth", `{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[1,2],[2,3]]}}`, "should stand"},
		{"a word among coordinates", point(`"121"`, "31"), "not a number"},
		{"a hexadecimal coordinate", point("0x10", "31"), "not a number"},
		{"one coordinate", `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1]}}`, "should stand"},
		{"properties that are a list", `{"type":"Feature","properties":[1],"geometry":null}`, "not an object"},
		{"an id that is an object", `{"type":"Feature","id":{},"properties":{},"geometry":null}`, "neither text nor a number"},
		{"JSON nested too deep", `{"type":"Feature","properties":` + deep + `,"geometry":null}`, "deeper than"},
		{"a NUL character", `{"type":"Feature","properties":{"name":"a\u0000b"},"geometry":null}`, "NUL"},
		{"text that is not UTF-8", "{\"type\":\"Feature\",\"properties\":{\"name\":\"\xff\"},\"geometry\":null}", "not UTF-8"},
		{"no type", `{"properties":{},"geometry":null}`, "no type"},
		{"a row that is too long", point("1", strings.Repeat("1", 70<<10)), "longer than 64 KiB"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// Blanks keep a stray byte out of the sample that decides the file's encoding.
			before, after := point("121.4", "31.2"), point("121.5", "31.2")
			for name, content := range map[string]string{
				"rows.geojson":  featureCollection(before, tt.feature, after),
				"rows.geojsonl": before + "\n" + tt.feature + "\n" + after + "\n",
			} {
				r := read(t, name, strings.Repeat(" ", 1<<20)+content, interchange.Options{MaxLineBytes: 64 << 10})
				if r.err != nil || len(r.features) != 2 || len(r.refused) != 1 {
					t.Fatalf("%s: %d features, %d refused, error %v; want 2, 1 and none", name, len(r.features), len(r.refused), r.err)
				}
				mustContain(t, name, r.refused[0], "row 2", tt.reason)
				if r.features[1].Row != 3 {
					t.Errorf("%s: the row after has number %d, want 3", name, r.features[1].Row)
				}
			}
		})
	}
}

func TestARefusedRowIsNamedByItsIdentifier(t *testing.T) {
	r := read(t, "rows.geojson", featureCollection(ring("[1,1],[2,1],[2,2],[1,2]")), interchange.Options{})
	if len(r.refused) != 1 || r.refused[0].ID != "p7" || r.refused[0].Row != 1 {
		t.Errorf("refused %v, want row 1 (p7)", r.refused)
	}
}

func TestRepairClosesARing(t *testing.T) {
	r := read(t, "rows.geojson", featureCollection(ring("[1,1],[2,1],[2,2],[1,2]"), ring("[1,1],[2,1]")), interchange.Options{Repair: true})
	if len(r.features) != 1 || len(r.refused) != 1 {
		t.Fatalf("%d features, refused %v", len(r.features), r.refused)
	}
	mustContain(t, "ring of two points", r.refused[0], "at least 4")
}

func TestDegreesUnderAProjectedSystemAreRefused(t *testing.T) {
	r := read(t, "rows.geojson", featureCollection(point("117.6", "26.2")), interchange.Options{CRS: "EPSG:4548"})
	if len(r.refused) != 1 {
		t.Fatalf("refused %v", r.refused)
	}
	mustContain(t, "degrees", r.refused[0], "look like degrees", "EPSG:4548")
}

func TestABadRowOfATableIsRefused(t *testing.T) {
	for _, tt := range []struct{ name, row, reason string }{
		{"NaN", "NaN,31", "not a number"},
		{"infinity", "121,inf", "infinite"},
		{"degrees and minutes", "121°30′,31", "not a decimal number"},
		{"only a longitude", "121,", "not a decimal number"},
		{"swapped", "31,121", "swapped"},
		{"too many cells", "121,31,5", "3 cells"},
		{"too few cells", "121", "1 cells"},
		{"a stray quotation mark", `12"1,31`, "\""},
		{"a NUL character", "121,31\x00", "NUL"},
		{"text that is not UTF-8", "121,\xff\xff", "not UTF-8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			padding := strings.Repeat("120,30"+strings.Repeat(" ", 1<<10)+"\n", 1100) // the sample that decides the encoding ends before the row
			r := read(t, "rows.csv", "lon,lat\n"+padding+tt.row+"\n121.5,31.2\n", interchange.Options{CRS: "wgs84"})
			if r.err != nil || len(r.features) != 1101 || len(r.refused) != 1 {
				t.Fatalf("%d features, %d refused, error %v", len(r.features), len(r.refused), r.err)
			}
			mustContain(t, "row", r.refused[0], "row 1101", tt.reason)
		})
	}
}
