package geo_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gewu/geo"
)

// farApart is the distance in metres between two positions in degrees, finer than a Point:
// on a sphere, for positions less than a kilometre apart.
func farApart(lon1, lat1, lon2, lat2 float64) float64 {
	const metresPerDegree = 6378137 * math.Pi / 180
	east := (lon2 - lon1) * metresPerDegree * math.Cos(lat1*math.Pi/180)
	return math.Hypot(east, (lat2-lat1)*metresPerDegree)
}

func TestAFixComesBackToAMillimetreEverywhereInTheShiftedBox(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, crs := range []geo.CRS{geo.GCJ02, geo.BD09} {
		worst := 0.0
		for range 100_000 {
			lon, lat := 72.004+random.Float64()*65.8307, 0.8293+random.Float64()*54.9978
			x, y := crs.FromCGCS2000(lon, lat)
			backLon, backLat := crs.ToCGCS2000(x, y)
			worst = max(worst, farApart(lon, lat, backLon, backLat))
		}
		t.Logf("%s: largest error of a round trip %.3g mm", crs, worst*1000)
		if worst > 0.001 {
			t.Errorf("%s: a round trip is %v m off", crs, worst)
		}
	}
}

func TestAFixOnTheEdgeOfTheShiftedBoxComesBack(t *testing.T) {
	for _, crs := range []geo.CRS{geo.GCJ02, geo.BD09} {
		for _, p := range [][2]float64{
			{72.004, 0.8293},
			{137.8347, 55.8271},
			{72.004, 55.8271},
			{137.8347, 0.8293},
			{72.004, 30},
			{137.8347, 30},
			{105, 0.8293},
			{105, 55.8271},
			{105, 35},
		} {
			x, y := crs.FromCGCS2000(p[0], p[1])
			lon, lat := crs.ToCGCS2000(x, y)
			if d := farApart(p[0], p[1], lon, lat); d > 0.001 {
				t.Errorf("%s: %v comes back %v m off", crs, p, d)
			}
		}
	}
}

func TestTheWayBackIsContinuousAcrossTheEdgeOfTheShiftedBox(t *testing.T) {
	const step = 1e-7
	for _, crs := range []geo.CRS{geo.GCJ02, geo.BD09} {
		for lat := 1.0; lat < 55; lat++ {
			westLon, westLat := crs.ToCGCS2000(137.8347-step, lat)
			eastLon, eastLat := crs.ToCGCS2000(137.8347+step, lat)
			if d := farApart(westLon, westLat, eastLon, eastLat); d > 0.1 {
				t.Errorf("%s: a step of 2 cm at %v° N becomes %v m", crs, lat, d)
			}
		}
	}
}

func TestAFixOutsideTheShiftedBoxStaysWhereItIs(t *testing.T) {
	for _, crs := range []geo.CRS{geo.GCJ02, geo.BD09, geo.WGS84, geo.CGCS2000} {
		for _, p := range [][2]float64{{-87.65, 41.88}, {71.8, 30}, {138, 30}, {105, 0.7}, {105, 56}, {0, 0}, {180, 90}, {-180, -90}} {
			if lon, lat := crs.ToCGCS2000(p[0], p[1]); lon != p[0] || lat != p[1] {
				t.Errorf("%s: %v to CGCS2000 is %v %v", crs, p, lon, lat)
			}
			if lon, lat := crs.FromCGCS2000(p[0], p[1]); lon != p[0] || lat != p[1] {
				t.Errorf("%s: %v from CGCS2000 is %v %v", crs, p, lon, lat)
			}
		}
	}
}

func TestWGS84IsTakenForCGCS2000(t *testing.T) {
	if lon, lat := geo.WGS84.ToCGCS2000(116.391382, 39.905012); lon != 116.391382 || lat != 39.905012 {
		t.Errorf("got %v %v", lon, lat)
	}
}

// TestConversionEqualsGcoord reads what frontend/scripts/gcoord-vectors.mjs has written, with
// the tolerances that gcoord's own way back has.
func TestConversionEqualsGcoord(t *testing.T) {
	file, err := os.ReadFile("testdata/gcoord.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Columns   []string           `json:"columns"`
		Tolerance map[string]float64 `json:"tolerance_degrees"`
		Vectors   [][5][2]float64    `json:"vectors"`
	}
	if err := json.Unmarshal(file, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden.Vectors) < 1000 {
		t.Fatalf("only %d vectors", len(golden.Vectors))
	}
	worst := map[string]float64{}
	for _, v := range golden.Vectors {
		ours := v
		ours[1][0], ours[1][1] = geo.GCJ02.FromCGCS2000(v[0][0], v[0][1])
		ours[2][0], ours[2][1] = geo.BD09.FromCGCS2000(v[0][0], v[0][1])
		ours[3][0], ours[3][1] = geo.GCJ02.ToCGCS2000(v[1][0], v[1][1])
		ours[4][0], ours[4][1] = geo.BD09.ToCGCS2000(v[2][0], v[2][1])
		for i, column := range golden.Columns {
			off := max(math.Abs(ours[i][0]-v[i][0]), math.Abs(ours[i][1]-v[i][1]))
			worst[column] = max(worst[column], off)
		}
	}
	for _, column := range golden.Columns {
		t.Logf("%s: largest difference %.2g°", column, worst[column])
		if worst[column] > golden.Tolerance[column] {
			t.Errorf("%s: differs by %g°, more than %g°", column, worst[column], golden.Tolerance[column])
		}
	}
}

func TestParseCRSKnowsTheUsualSpellings(t *testing.T) {
	for name, want := range map[string]geo.CRS{
		"wgs84": geo.WGS84, "WGS-84": geo.WGS84, "WGS 84": geo.WGS84, "EPSG:4326": geo.WGS84, "CRS84": geo.WGS84,
		"urn:ogc:def:crs:OGC:1.3:CRS84": geo.WGS84, "cgcs2000": geo.CGCS2000, "CGCS_2000": geo.CGCS2000,
		"EPSG:4490": geo.CGCS2000, "epsg:4490": geo.CGCS2000, "urn:ogc:def:crs:EPSG::4490": geo.CGCS2000,
		"GCJ-02": geo.GCJ02, "gcj02": geo.GCJ02, " gcj02 ": geo.GCJ02,
		"BD-09": geo.BD09, "bd09ll": geo.BD09, "BD09LL": geo.BD09,
	} {
		if got, err := geo.ParseCRS(name); err != nil || got != want {
			t.Errorf("ParseCRS(%q) = %q, %v; want %q", name, got, err, want)
		}
	}
}

func TestParseCRSRefusesWithTheChoices(t *testing.T) {
	for _, name := range []string{"", "bd09mc", "epsg:3857", "4547", "北京54", strings.Repeat("x", 1e6)} {
		_, err := geo.ParseCRS(name)
		if err == nil {
			t.Errorf("ParseCRS(%.20q) accepted it", name)
			continue
		}
		for _, choice := range []string{"wgs84", "cgcs2000", "gcj02", "bd09"} {
			if !strings.Contains(err.Error(), choice) {
				t.Errorf("error %q does not offer %s", err, choice)
			}
		}
		if len(err.Error()) > 400 {
			t.Errorf("the error repeats %d bytes", len(err.Error()))
		}
	}
}

func TestAFixIsConvertedOnce(t *testing.T) {
	lon, lat := geo.GCJ02.FromCGCS2000(116.391382, 39.905012)
	got, err := geo.Fix{Lon: lon, Lat: lat, CRS: geo.GCJ02, Accuracy: 20}.Point()
	if want := (geo.Point{Lon: 1163913820, Lat: 399050120}); err != nil || got != want {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestAnUnfitFixIsRefused(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, c := range map[string]struct {
		fix  geo.Fix
		says string
	}{
		"no system":                {geo.Fix{Lon: 116, Lat: 39}, "coordinate system"},
		"an unknown system":        {geo.Fix{Lon: 116, Lat: 39, CRS: "mars"}, "choose wgs84"},
		"not a number":             {geo.Fix{Lon: nan, Lat: 39, CRS: geo.GCJ02}, "longitude NaN"},
		"infinite":                 {geo.Fix{Lon: 116, Lat: -inf, CRS: geo.BD09}, "latitude -Inf"},
		"swapped":                  {geo.Fix{Lon: 39, Lat: 116, CRS: geo.WGS84}, "swapped"},
		"a longitude out of range": {geo.Fix{Lon: 500, Lat: 39, CRS: geo.WGS84}, "longitude 500"},
		"a negative accuracy":      {geo.Fix{Lon: 116, Lat: 39, CRS: geo.WGS84, Accuracy: -1}, "accuracy -1"},
		"an infinite accuracy":     {geo.Fix{Lon: 116, Lat: 39, CRS: geo.WGS84, Accuracy: inf}, "accuracy +Inf"},
		"an accuracy of NaN":       {geo.Fix{Lon: 116, Lat: 39, CRS: geo.WGS84, Accuracy: nan}, "accuracy NaN"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.fix.Point(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, which does not say %q", err, c.says)
			}
		})
	}
}

func TestAPointIsRoundedOnceAndBack(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100_000 {
		p := geo.Point{Lon: random.Int32N(3_600_000_001-1<<31) - 720_000_000, Lat: random.Int32N(1_800_000_001) - 900_000_000}
		if back, err := geo.PointAt(p.Degrees()); err != nil || back != p {
			t.Fatalf("%v comes back as %v, %v", p, back, err)
		}
	}
	if _, err := geo.PointAt(180.00000001, 0); !errors.Is(err, geo.ErrNotOnEarth) {
		t.Errorf("beyond the date line: %v", err)
	}
	for _, p := range [][2]float64{{180, 90}, {-180, -90}} {
		if _, err := geo.PointAt(p[0], p[1]); err != nil {
			t.Errorf("%v: %v", p, err)
		}
	}
}

func FuzzParseCRS(f *testing.F) {
	for _, seed := range []string{"wgs84", "GCJ-02", "bd09ll", "EPSG:4490", "", "\xff", "urn:ogc:def:crs:OGC:1.3:CRS84"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) {
		crs, err := geo.ParseCRS(name)
		if (err == nil) != crs.Known() {
			t.Fatalf("ParseCRS(%q) = %q, %v", name, crs, err)
		}
		if again, err := geo.ParseCRS(string(crs)); crs.Known() && (again != crs || err != nil) {
			t.Fatalf("%q is read as %q, that as %q", name, crs, again)
		}
	})
}

func FuzzFix(f *testing.F) {
	f.Add(116.39, 39.9, "gcj02", 20.0)
	f.Add(137.8347, 55.8271, "bd09", 0.0)
	f.Add(math.Inf(1), math.NaN(), "wgs84", -1.0)
	f.Fuzz(func(t *testing.T, lon, lat float64, crs string, accuracy float64) {
		p, err := geo.Fix{Lon: lon, Lat: lat, CRS: geo.CRS(crs), Accuracy: accuracy}.Point()
		if err != nil {
			return
		}
		x, y := p.Degrees()
		if math.Abs(lat) < 60 && farApart(lon, lat, x, y) > 1600 {
			t.Fatalf("%s: %v %v became %v", crs, lon, lat, p)
		}
	})
}
