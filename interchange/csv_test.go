package interchange_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"gewu/interchange"
)

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestATableIsReadInItsOwnEncoding(t *testing.T) {
	text := "编号,名称,经度,纬度\n1,列东街道一号楼,117.6,26.2\n2,\"龙岗, 二号\",117.7,26.3\n"
	for _, tt := range []struct{ name, file, content, encoding string }{
		{"UTF-8", "a.csv", text, ""},
		{"UTF-8 with a byte order mark", "a.csv", "\ufeff" + text, ""},
		{"UTF-16 with a byte order mark", "a.csv", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text), ""},
		{"GBK without declaration", "a.csv", encoded(t, simplifiedchinese.GBK, text), ""},
		{"GBK without declaration in gzip", "a.csv.gz", gzipped(t, encoded(t, simplifiedchinese.GBK, text)), ""},
		{"GBK without declaration in zip", "a.zip", zipped(t, "表.csv", encoded(t, simplifiedchinese.GBK, text)), ""},
		{"GB 18030 declared", "a.csv", encoded(t, simplifiedchinese.GB18030, text), "gb18030"},
		{"tabs", "a.tsv", strings.ReplaceAll(text, ",", "\t"), ""},
		{"semicolons", "a.txt", strings.ReplaceAll(strings.ReplaceAll(text, "岗, ", "岗 "), ",", ";"), ""},
		{"lines ended by CR LF", "a.csv", strings.ReplaceAll(text, "\n", "\r\n"), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := good(t, tt.file, tt.content, interchange.Options{CRS: "cgcs2000", Encoding: tt.encoding})
			if len(r.features) != 2 {
				t.Fatalf("%d features, want 2", len(r.features))
			}
			want := map[string]any{"编号": "1", "名称": "列东街道一号楼"}
			if diff := cmp.Diff(want, r.features[0].Properties); diff != "" || r.features[0].Geometry != (orb.Point{117.6, 26.2}) {
				t.Errorf("%v, properties (-want +got):\n%s", r.features[0].Geometry, diff)
			}
		})
	}
}

func TestADeclaredEncodingIsObeyed(t *testing.T) {
	text := "名稱,lon,lat\n臺北市,121.5,25\n"
	r := good(t, "a.csv", encoded(t, traditionalchinese.Big5, text), interchange.Options{CRS: "wgs84", Encoding: "big5"})
	if got := r.features[0].Properties["名稱"]; got != "臺北市" {
		t.Errorf("name %q, want 臺北市", got)
	}
}

func TestThePositionOfARowIsFound(t *testing.T) {
	at := orb.Point{121.5, 31.2}
	square := orb.Polygon{{{1, 1}, {2, 1}, {2, 2}, {1, 1}}}
	for _, tt := range []struct {
		name, content string
		options       interchange.Options
		want          orb.Geometry
	}{
		{"lon and lat", "lon,lat\n121.5,31.2\n", interchange.Options{}, at},
		{"lat before lng, capitals and blanks", " Lat , LNG \n31.2,121.5\n", interchange.Options{}, at},
		{"Chinese", "纬度,经度\n31.2, 121.5 \n", interchange.Options{}, at},
		{"longitude before x", "x,y,longitude,latitude\n1,2,121.5,31.2\n", interchange.Options{}, at},
		{"named by the caller", "a,b,lon,lat\n121.5,31.2,0,0\n", interchange.Options{LonField: "a", LatField: "B"}, at},
		{"WKT", "id,WKT\n1,\"POLYGON((1 1,2 1,2 2,1 1))\"\n", interchange.Options{}, square},
		{"WKT with Z", "geom\n\"POLYGON Z ((1 1 5,2 1 5,2 2 5,1 1 5))\"\n", interchange.Options{}, square},
		{"WKT with M, in a column named by the caller", "shape\n\"MULTIPOINT M ((121.5 31.2 7))\"\n", interchange.Options{WKTField: "shape"}, orb.MultiPoint{at}},
		{"EWKT", "geom\nSRID=4326;POINT(121.5 31.2)\n", interchange.Options{}, at},
		{"EWKB", "geom\n0101000020E61000000000000000605E403333333333333F40\n", interchange.Options{}, at},
		{"an empty WKT leaves the row to lon and lat", "lon,lat,wkt\n121.5,31.2,\n", interchange.Options{}, at},
		{"an empty position is none", "lon,lat,n\n,,1\n", interchange.Options{}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.CRS = "wgs84"
			r := good(t, "a.csv", tt.content, tt.options)
			if diff := cmp.Diff(tt.want, r.features[0].Geometry); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestABadGeometryOfATableIsRefused(t *testing.T) {
	for content, reason := range map[string]string{
		"POINT(121 EMPTY":             "not WKT",
		"nothing":                     "not WKT",
		"POINT EMPTY":                 "empty",
		"GEOMETRYCOLLECTION EMPTY":    "GeometryCollection",
		"SRID=x;POINT(1 2)":           "SRID",
		"01010000":                    "cut off or damaged",
		"0zz":                         "neither WKT nor EWKB",
		"01070000000100000001":        "GeometryCollection",
		"0106000000FFFFFFFF":          "cut off or damaged",
		"0109000000FFFFFFFF":          "type 9",
		"POLYGON((1 1,2 1,2 2,1 2))":  "not closed",
		"LINESTRING(1 1,2000000 1)":   "look like metres",
		"SRID=4490;POINT(121 31)":     "SRID 4490",
		"CIRCULARSTRING(1 1,2 2,3 1)": "not WKT",
	} {
		r := read(t, "a.csv", "n\twkt\n1\tPOINT(121 31)\n2\t"+content+"\n", interchange.Options{CRS: "wgs84"})
		if r.err != nil || len(r.refused) != 1 || len(r.features) != 1 {
			t.Errorf("%s: refused %v, error %v", content, r.refused, r.err)
			continue
		}
		mustContain(t, content, r.refused[0], "row 2", reason)
	}
}

func TestColumnsWithoutANameAreToldApart(t *testing.T) {
	r := good(t, "a.csv", "lon,lat,,name,name\n1,2,a,b,\n", interchange.Options{CRS: "wgs84"})
	want := map[string]any{"column3": "a", "name": "b", "name_2": nil}
	if diff := cmp.Diff(want, r.features[0].Properties); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOneTableOfSeveralInAnArchiveMustBeChosen(t *testing.T) {
	archive := zippedAll(t, "a.csv", "lon,lat\n1,2\n", "b.csv", "lon,lat\n3,4\n", "__MACOSX/._b.csv", "x")
	mustContain(t, "none chosen", read(t, "x.zip", archive, interchange.Options{CRS: "wgs84"}).err, "--layer", "a.csv, b.csv")
	r := good(t, "x.zip", archive, interchange.Options{CRS: "wgs84", Layer: "b.csv"})
	if r.features[0].Geometry != (orb.Point{3, 4}) {
		t.Errorf("read %v, want the point of b.csv", r.features[0].Geometry)
	}
}
