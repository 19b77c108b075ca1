package district_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

// A small district, in thousandths of a degree around 116.4° E, 39.9° N (1 is about 85 m to
// the east and 111 m to the north). Community 20 has no grid on its eastern half:
//
//	4 +-------+-------+
//	  |  102  |       |     10: street 110101001
//	2 +-------+ 201   |     20: community 110101001001 with grids 101 and 102
//	  |  101  |       |     30: community 110101001201 with grid 201; it reaches to 8
//	0 +-------+-------+-------+
//	  0       2       4       8
var (
	streetLevel    = district.Level{ID: 1, Profile: "street-grid", Rank: 2, Key: "street", Role: district.RoleUpper}
	communityLevel = district.Level{ID: 2, Profile: "street-grid", Rank: 3, Key: "community", Role: district.RoleCommunity}
	gridLevel      = district.Level{ID: 3, Profile: "street-grid", Rank: 4, Key: "grid", Role: district.RoleGrid, Band: &district.Band{Min: 300, Max: 500}}
	someday        = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
)

var posts = []district.Post{
	{ID: 5, Level: 3, Key: "police", Rank: 2},
	{ID: 4, Level: 3, Key: "first_holder", First: true, Rank: 0},
	{ID: 6, Level: 2, Key: "first_holder", First: true, Rank: 0},
}

func smallPlaces() []*district.Place {
	street := &district.Place{ID: 10, Code: "110101001", Name: "东风街道", Level: &streetLevel}
	east := &district.Place{ID: 20, Code: "110101001001", Name: "水口社区", Level: &communityLevel, Parent: street}
	west := &district.Place{ID: 30, Code: "110101001201", Name: "垌心村", Level: &communityLevel, Parent: street}
	return []*district.Place{
		{ID: 102, Code: "110101001001002", Name: "第二网格", Level: &gridLevel, Parent: east},
		{ID: 101, Code: "110101001001001", Name: "第一网格", Level: &gridLevel, Parent: east, Holders: []district.Holding{
			{Post: 4, Name: "王强"}, {Post: 5, Name: "李明", WorkPhone: "010-1"}, {Post: 5, Name: "赵敏"},
		}},
		{ID: 201, Code: "110101001201001", Name: "第一网格", Level: &gridLevel, Parent: west},
		west, east, street,
	}
}

// at is a position in degrees.
func at(x, y float64) (lon, lat float64) { return 116.4 + x/1000, 39.9 + y/1000 }

func box(west, south, east, north float64) orb.MultiPolygon {
	corner := func(x, y float64) orb.Point { lon, lat := at(x, y); return orb.Point{lon, lat} }
	return orb.MultiPolygon{{{corner(west, south), corner(east, south), corner(east, north), corner(west, north), corner(west, south)}}}
}

func smallGrids() []geo.Area {
	return []geo.Area{{ID: 101, Boundary: box(0, 0, 2, 2)}, {ID: 102, Boundary: box(0, 2, 2, 4)}, {ID: 201, Boundary: box(2, 0, 4, 4)}}
}

func smallCommunities() []geo.Area {
	return []geo.Area{{ID: 20, Boundary: box(0, 0, 2, 4)}, {ID: 30, Boundary: box(2, 0, 8, 4)}}
}

// smallParts are what the small district is made of at a version.
func smallParts(version int64) district.Parts {
	return district.Parts{
		Version: version, Day: someday, Levels: []district.Level{streetLevel, communityLevel, gridLevel}, Posts: posts,
		Places: smallPlaces(), Grids: smallGrids(), Communities: smallCommunities(),
	}
}

func smallDistrict(t testing.TB) *district.Snapshot {
	t.Helper()
	s, err := district.NewSnapshot(smallParts(7))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLocateSaysWhichGridAndHowSure(t *testing.T) {
	type answer struct {
		Rule, Grid string
		Metres     float64 // to the grid
		Border     float64 // to its border
		Candidates string
		Community  string
	}
	s := smallDistrict(t)
	for name, c := range map[string]struct {
		x, y, accuracy float64
		want           answer
	}{
		"well inside": {1, 1, 20, answer{"inside", "110101001001001", 0, 86, "", "水口社区"}},
		"near a border that the accuracy reaches": {1, 1.9, 20, answer{"inside", "110101001001001", 0, 11, "110101001001002@11", "水口社区"}},
		"near a corner of three":                  {1.9, 1.9, 30, answer{"inside", "110101001001001", 0, 9, "110101001201001@9 110101001001002@11", "水口社区"}},
		"on a border, without accuracy":           {2, 1, 0, answer{"border", "110101001201001", 0, 0, "110101001001001@0", "垌心村"}},
		"on the corner of three":                  {2, 2, 0, answer{"border", "110101001201001", 0, 0, "110101001001001@0 110101001001002@0", "垌心村"}},
		"outside every grid but in a community":   {6, 1, 100, answer{"nearest", "110101001201001", 171, 171, "", "垌心村"}},
		"outside, the accuracy reaching another":  {-0.1, 1.9, 20, answer{"nearest", "110101001001001", 9, 9, "110101001001002@14", ""}},
		"outside everything, not far":             {-10, 1, 0, answer{"nearest", "110101001001001", 855, 855, "", ""}},
		"outside everything, far away":            {-100, 1, 0, answer{"none", "", 0, 0, "", ""}},
		"far away, with a senseless accuracy":     {-100, 1, 1e7, answer{"none", "", 0, 0, "", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			lon, lat := at(c.x, c.y)
			a, err := s.Locate(geo.Fix{Lon: lon, Lat: lat, CRS: geo.WGS84, Accuracy: c.accuracy})
			if err != nil {
				t.Fatal(err)
			}
			got := answer{a.Rule, codeOf(a.Place), math.Round(a.DistanceMetres), math.Round(a.BorderMetres), candidatesOf(a), nameOf(a.Community)}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func codeOf(p *district.Place) string {
	if p == nil {
		return ""
	}
	return p.Code
}

func nameOf(p *district.Place) string {
	if p == nil {
		return ""
	}
	return p.Name
}

func TestLocateConvertsTheFix(t *testing.T) {
	s := smallDistrict(t)
	lon, lat := at(1, 1)
	want, err := geo.PointAt(lon, lat)
	if err != nil {
		t.Fatal(err)
	}
	for _, crs := range []geo.CRS{geo.WGS84, geo.CGCS2000, geo.GCJ02, geo.BD09} {
		x, y := crs.FromCGCS2000(lon, lat)
		a, err := s.Locate(geo.Fix{Lon: x, Lat: y, CRS: crs})
		if err != nil || codeOf(a.Place) != "110101001001001" || a.Point != want {
			t.Errorf("%s: %v at %v, %v", crs, codeOf(a.Place), a.Point, err)
		}
	}
	shiftedLon, shiftedLat := geo.GCJ02.FromCGCS2000(lon, lat)
	if a, err := s.Locate(geo.Fix{Lon: shiftedLon, Lat: shiftedLat, CRS: geo.WGS84}); err != nil || codeOf(a.Place) == "110101001001001" {
		t.Errorf("a shifted fix taken for WGS 84 is in %v, %v", codeOf(a.Place), err)
	}
	if _, err := s.Locate(geo.Fix{Lon: lon, Lat: lat}); err == nil || !strings.Contains(err.Error(), "coordinate system") {
		t.Errorf("a fix without system: %v", err)
	}
}

func TestLocateInADistrictWithoutGrids(t *testing.T) {
	s, err := district.NewSnapshot(district.Parts{Day: someday})
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Locate(geo.Fix{Lon: 116, Lat: 39, CRS: geo.WGS84, Accuracy: 50})
	if err != nil || a.Rule != district.RuleNone || a.Place != nil || a.Community != nil {
		t.Errorf("%+v, %v", a, err)
	}
}

func BenchmarkLocate(b *testing.B) {
	s := smallDistrict(b)
	lon, lat := at(1, 1.9)
	for b.Loop() {
		if _, err := s.Locate(geo.Fix{Lon: lon, Lat: lat, CRS: geo.GCJ02, Accuracy: 20}); err != nil {
			b.Fatal(err)
		}
	}
}
