package district_test

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

func candidatesOf(a district.Answer) string {
	var texts []string
	for _, c := range a.Candidates {
		texts = append(texts, fmt.Sprintf("%s@%.0f", c.Place.Code, math.Round(c.DistanceMetres)))
	}
	return strings.Join(texts, " ")
}

func codes(places []*district.Place) []string {
	list := []string{}
	for _, p := range places {
		list = append(list, p.Code)
	}
	return list
}

func TestASnapshotKnowsItsTree(t *testing.T) {
	s := smallDistrict(t)
	grid, ok := s.Place(101)
	if !ok || grid.Name != "第一网格" {
		t.Fatalf("place 101 is %v", grid)
	}
	for name, c := range map[string]struct{ got, want []string }{
		"the chain from the top down":        {codes(s.Chain(grid)), []string{"110101001", "110101001001", "110101001001001"}},
		"the chain of no place":              {codes(s.Chain(nil)), []string{}},
		"communities by code":                {codes(s.Communities()), []string{"110101001001", "110101001201"}},
		"the grids of a community by code":   {codes(s.Grids(20)), []string{"110101001001001", "110101001001002"}},
		"the grids of what is no community":  {codes(s.Grids(10)), []string{}},
		"places by code":                     {codes(s.ByCode("110101001201")), []string{"110101001201"}},
		"places by a code that nothing has":  {codes(s.ByCode("x")), []string{}},
		"the grids without a community":      {codes(s.Grids(0)), []string{}},
		"the chain of a place at the top":    {codes(s.Chain(s.ByCode("110101001")[0])), []string{"110101001"}},
		"the grids of an unknown community":  {codes(s.Grids(999)), []string{}},
		"the community above a grid":         {[]string{grid.Above(district.RoleCommunity).Code}, []string{"110101001001"}},
		"no section is above a grid of this": {codes(s.Chain(grid.Above(district.RoleSection))), []string{}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if _, ok := s.Place(999); ok {
		t.Error("an unknown place was found")
	}
}

func TestEveryPostOfALevelIsHeldOrVacant(t *testing.T) {
	s := smallDistrict(t)
	state := func(code string) string {
		p := s.ByCode(code)[0]
		var texts []string
		for _, post := range s.PostsOf(p) {
			names := "vacant"
			if !post.Vacant() {
				names = ""
				for _, h := range post.Holders {
					names += h.Name
				}
			}
			texts = append(texts, post.Post.Key+" "+names)
		}
		return fmt.Sprintf("%s (%d vacant)", strings.Join(texts, ", "), s.Vacant(p, true))
	}
	for code, want := range map[string]string{
		"110101001001001": "first_holder 王强, police 李明赵敏 (0 vacant)",
		"110101001001002": "first_holder vacant, police vacant (2 vacant)",
		"110101001001":    "first_holder vacant (1 vacant)",
		"110101001":       " (0 vacant)",
	} {
		if got := state(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func TestCodesAreOrderedAsPeopleCount(t *testing.T) {
	var places []*district.Place
	for i, code := range []string{"B", "A10", "A9", "1123", "611", "A09", "A9-2", "A9-10", "a1"} {
		places = append(places, &district.Place{ID: geo.AreaID(i + 1), Code: code, Level: &gridLevel})
	}
	s, err := district.NewSnapshot(district.Parts{Version: 1, Day: someday, Places: places})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"611", "1123", "A09", "A9", "A9-2", "A9-10", "A10", "B", "a1"}
	if diff := cmp.Diff(want, codes(s.Grids(0))); diff != "" {
		t.Error(diff)
	}
}

func TestAnUnfitTreeIsRefused(t *testing.T) {
	loop := []*district.Place{{ID: 1, Code: "a", Level: &gridLevel}, {ID: 2, Code: "b", Level: &gridLevel}}
	loop[0].Parent, loop[1].Parent = loop[1], loop[0]
	stranger := &district.Place{ID: 9, Code: "s", Level: &gridLevel}
	for name, c := range map[string]struct {
		places []*district.Place
		grids  []geo.Area
		says   string
	}{
		"no level":          {[]*district.Place{{ID: 1, Code: "a"}}, nil, "area 1 (a) has no level"},
		"one twice":         {[]*district.Place{stranger, stranger}, nil, "area 9 (s) occurs twice"},
		"a foreign parent":  {[]*district.Place{{ID: 1, Code: "a", Level: &gridLevel, Parent: stranger}}, nil, "its ancestor 9 (s) is not in the snapshot"},
		"a circle":          {loop, nil, "is its own ancestor"},
		"a stray boundary":  {[]*district.Place{stranger}, []geo.Area{{ID: 5, Boundary: box(0, 0, 1, 1)}}, "the boundary of area 5 is of no place"},
		"an empty boundary": {[]*district.Place{stranger}, []geo.Area{{ID: 9}}, "grids: area 9: it encloses no land"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := district.NewSnapshot(district.Parts{Version: 1, Day: someday, Places: c.places, Grids: c.grids})
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}

func TestASnapshotServesManyAtOnce(t *testing.T) {
	s := smallDistrict(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			lon, lat := at(float64(i)/2, 1.5)
			for range 200 {
				a, err := s.Locate(geo.Fix{Lon: lon, Lat: lat, CRS: geo.WGS84, Accuracy: 100})
				if err != nil || a.Place == nil {
					t.Errorf("%v, %v", a, err)
				}
				s.PostsOf(a.Place)
			}
		})
	}
	all.Wait()
}

// fileArea is an area as a file states it.
func fileArea(row int64, code, name string, boundary orb.MultiPolygon) district.Area {
	return district.Area{Origin: district.Origin{Row: row}, Code: code, Name: name, Boundary: boundary}
}

func TestAreasOfAFileAreLocatedWithoutADatabase(t *testing.T) {
	s, err := district.FromAreas([]district.Area{
		fileArea(1, "3100", "湖", box(0, 0, 2, 2)), fileArea(2, " 1713 ", "西", box(2, 0, 4, 2)), fileArea(3, "3100", "", box(10, 0, 12, 2)),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x, accuracy float64
		want        string
	}{
		{1, 0, "3100 湖 inside "}, {2, 0, "1713 西 border 3100@0"}, {11, 0, "3100 湖 inside "}, {2.1, 20, "1713 西 inside 3100@9"}, {9.9, 20, "3100 湖 nearest "},
	} {
		lon, lat := at(c.x, 1)
		a, err := s.Locate(geo.Fix{Lon: lon, Lat: lat, CRS: geo.WGS84, Accuracy: c.accuracy})
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%s %s %s %s", a.Place.Code, a.Place.Name, a.Rule, candidatesOf(a))
		if got != c.want || a.Community != nil {
			t.Errorf("at %v: %s, want %s", c.x, got, c.want)
		}
	}
	for _, p := range s.Grids(0) {
		lon, lat := p.Label.Degrees()
		if a, err := s.Locate(geo.Fix{Lon: lon, Lat: lat, CRS: geo.CGCS2000}); err != nil || a.Place != p || !p.Bound.Holds(p.Label) {
			t.Errorf("the label of %s is at %v", p.Code, p.Label)
		}
	}
}

func TestAnUnfitAreaOfAFileIsNamedByItsRow(t *testing.T) {
	good := fileArea(1, "a", "", box(0, 0, 2, 2))
	for name, c := range map[string]struct {
		area district.Area
		says string
	}{
		"no code":       {fileArea(7, " ", "", box(0, 0, 1, 1)), "row 7: the area has no code"},
		"no boundary":   {fileArea(7, "b", "", nil), "row 7: box of a boundary: it encloses no land"},
		"only a line":   {fileArea(7, "b", "", box(0, 0, 1, 0)), "row 7: it encloses no land"},
		"an open ring":  {fileArea(7, "b", "", orb.MultiPolygon{{{{1, 1}, {2, 2}, {3, 1}}}}), "row 7: ring 1: it is not closed"},
		"metres":        {fileArea(7, "b", "", orb.MultiPolygon{{{{447969, 4283132}}}}), "row 7: longitude 447969"},
		"not a number":  {fileArea(7, "b", "", orb.MultiPolygon{{{{math.NaN(), 0}}}}), "row 7: longitude NaN"},
		"swapped":       {fileArea(7, "b", "", orb.MultiPolygon{{{{39.9, 116.4}}}}), "longitude and latitude seem to be swapped"},
		"an empty ring": {fileArea(7, "b", "", orb.MultiPolygon{{{}}}), "row 7: box of a boundary: it encloses no land"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := district.FromAreas([]district.Area{good, c.area}); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}
