package interchange_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/interchange"
)

const metres = `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[485113.5,2901923.5]}}`

func withCRS(name string, features ...string) string {
	return `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"` + name + `"}},"features":[` + strings.Join(features, ",") + `]}`
}

func TestTheCoordinateSystemIsTheFilesOwn(t *testing.T) {
	degrees := point("117.6", "26.2")
	late := strings.TrimSuffix(featureCollection(metres), "}") + `,"crs":{"type":"name","properties":{"name":"EPSG:4548"}}}`
	for _, tt := range []struct {
		name, file, content, asked, want string
		srid                             int
	}{
		{"GeoJSON without crs is WGS 84", "a.json", featureCollection(degrees), "", "wgs84", 4490},
		{"an implied system may be overridden", "a.json", featureCollection(degrees), "gcj02", "gcj02", 4490},
		{"an implied system may be projected", "a.json", featureCollection(metres), "EPSG:4548", "EPSG:4548", 4548},
		{"lines too", "a.geojsonl", degrees, "bd09", "bd09", 4490},
		{"CRS84", "a.json", withCRS("urn:ogc:def:crs:OGC:1.3:CRS84", degrees), "", "wgs84", 4490},
		{"CRS84 as a URL, and the same asked", "a.json", withCRS("http://www.opengis.net/def/crs/OGC/1.3/CRS84", degrees), "WGS84", "wgs84", 4490},
		{"EPSG of CGCS2000", "a.json", withCRS("EPSG:4490", degrees), "cgcs2000", "cgcs2000", 4490},
		{"EPSG as URN", "a.json", withCRS("urn:ogc:def:crs:EPSG::4548", metres), "", "EPSG:4548", 4548},
		{"another geographic system", "a.json", withCRS("urn:ogc:def:crs:EPSG:6.9:4269", degrees), "", "EPSG:4269", 4269},
		{"crs behind the features", "a.json", late, "", "EPSG:4548", 4548},
		{"crs behind the features, and asked", "a.json", late, "EPSG:4548", "EPSG:4548", 4548},
		{"table", "a.csv", "lon,lat\n117.6,26.2\n", "gcj-02", "gcj02", 4490},
		{"EWKT", "a.csv", "wkt\nSRID=4548;POINT(485113.5 2901923.5)\n", "", "EPSG:4548", 4548},
		{"table without position", "a.csv", "code,name\n1,x\n", "", "cgcs2000", 4490},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := good(t, tt.file, tt.content, interchange.Options{CRS: tt.asked})
			if string(r.crs) != tt.want || r.srid != tt.srid || len(r.features) != 1 {
				t.Errorf("%d features in %s (%d), want one in %s (%d)", len(r.features), r.crs, r.srid, tt.want, tt.srid)
			}
		})
	}
}

func TestACoordinateSystemIsRequiredWhereTheFileStatesNone(t *testing.T) {
	for file, content := range map[string]string{
		"a.csv": "lon,lat\n117.6,26.2\n", "b.csv": "wkt\nPOINT(117.6 26.2)\n",
	} {
		err := read(t, file, content, interchange.Options{}).err
		if !errors.Is(err, interchange.ErrCRSRequired) {
			t.Errorf("%s: error %v, want %v", file, err, interchange.ErrCRSRequired)
		}
		mustContain(t, file, err, "GCJ-02", "wrong grid", "wgs84, cgcs2000, gcj02, bd09, EPSG:n")
	}
}

func TestACoordinateSystemThatContradictsTheFileIsRefused(t *testing.T) {
	late := strings.TrimSuffix(featureCollection(point("1", "2")), "}") + `,"crs":{"type":"name","properties":{"name":"EPSG:4548"}}}`
	for _, tt := range []struct{ name, file, content, asked string }{
		{"stated by GeoJSON", "a.json", withCRS("EPSG:4490", point("1", "2")), "gcj02"},
		{"stated by EWKT", "a.csv", "wkt\nSRID=4326;POINT(1 2)\n", "EPSG:4548"},
		{"stated behind the features", "a.json", late, "gcj02"},
		{"stated behind the features of a file that is read once", "a.json.gz", gzipped(t, late), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := read(t, tt.file, tt.content, interchange.Options{CRS: tt.asked}).err
			if !errors.Is(err, interchange.ErrCRSConflict) {
				t.Errorf("error %v, want %v", err, interchange.ErrCRSConflict)
			}
		})
	}
	mustContain(t, "unknown", read(t, "a.csv", "lon,lat\n1,2\n", interchange.Options{CRS: "mars"}).err, `"mars"`, interchange.Choices)
}

func TestShiftedCoordinatesLeaveAsCGCS2000(t *testing.T) {
	lon, lat := 117.6, 26.2
	for _, crs := range []geo.CRS{"wgs84", "cgcs2000", "gcj02", "bd09"} {
		wantLon, wantLat := crs.ToCGCS2000(lon, lat)
		r := good(t, "a.json", featureCollection(point("117.6", "26.2"), `{"type":"Feature","properties":{},"geometry":`+
			`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[117.6,26.2],[117.6,26.2]]}]}}`), interchange.Options{CRS: string(crs)})
		got := []orb.Point{r.features[0].Geometry.(orb.Point), r.features[1].Geometry.(orb.Collection)[0].(orb.LineString)[1]}
		for _, p := range got {
			if math.Abs(p[0]-wantLon) > 1e-12 || math.Abs(p[1]-wantLat) > 1e-12 {
				t.Errorf("%s: %v, want %v,%v", crs, p, wantLon, wantLat)
			}
		}
	}
}

func TestProjectedCoordinatesLeaveAsTheyAre(t *testing.T) {
	r := good(t, "a.json", withCRS("EPSG:4548", metres), interchange.Options{})
	if want := (orb.Point{485113.5, 2901923.5}); r.features[0].Geometry != want {
		t.Errorf("%v, want %v", r.features[0].Geometry, want)
	}
}
