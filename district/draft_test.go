package district_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

// pointAt is a position of the small district.
func pointAt(t *testing.T, x, y float64) geo.Point {
	t.Helper()
	p, err := geo.PointAt(at(x, y))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// halves divides community 20 of the small district into a southern and a northern grid that meet
// at a height.
func halves(t *testing.T, d *district.Draft, s *district.Snapshot, height float64) {
	t.Helper()
	community, _ := s.Place(20)
	places := []district.Place{*community}
	parents := []geo.AreaID{10}
	var land []geo.Area
	for i, boundary := range []orb.MultiPolygon{box(0, 0, 2, height), box(0, height, 2, 4)} {
		around, err := geo.BoxOf(boundary)
		if err != nil {
			t.Fatal(err)
		}
		id := geo.AreaID(101 + i)
		places = append(places, district.Place{
			ID: id, Code: fmt.Sprintf("11010100100100%d", i+1), Name: "half", Level: &gridLevel, Bound: around,
		})
		parents = append(parents, 20)
		land = append(land, geo.Area{ID: id, Boundary: boundary})
	}
	if err := d.Divide(places, parents); err != nil {
		t.Fatal(err)
	}
	if err := d.Bound(district.RoleGrid, 20, land); err != nil {
		t.Fatal(err)
	}
	if err := d.Lay(); err != nil {
		t.Fatal(err)
	}
}

func TestTheNextSnapshotDividesOneCommunityAnew(t *testing.T) {
	s := smallDistrict(t)
	d := s.Next(8, someday)
	halves(t, d, s, 1)
	next := d.Snapshot()
	p := pointAt(t, 1, 1.5)
	if got := s.Owner(p).Code; got != "110101001001001" {
		t.Errorf("before, the point is in %s", got)
	}
	if got := next.Owner(p); got.Code != "110101001001002" || got.Name != "half" || next.Version != 8 {
		t.Errorf("after, the point is in %+v at version %d", got, next.Version)
	}
	untouched, _ := s.Place(201)
	if same, _ := next.Place(201); same != untouched {
		t.Error("a grid of the other community was made anew")
	}
	if diff := cmp.Diff(codes(s.Communities()), codes(next.Communities())); diff != "" {
		t.Error(diff)
	}
	if before, after := s.Len(), next.Len(); before != after {
		t.Errorf("%d places, before %d", after, before)
	}
	if s.Atlas(district.RoleCommunity) != next.Atlas(district.RoleCommunity) {
		t.Error("the land of communities was laid anew")
	}
}

func TestWhatIsDividedAnewIsCountedAnew(t *testing.T) {
	houses := map[geo.Point]district.Tally{
		pointAt(t, 1, 0.5): {Buildings: 1, Households: 5}, pointAt(t, 1, 1.5): {Buildings: 1, Households: 20},
		pointAt(t, 3, 3): {Buildings: 1, Households: 100}, pointAt(t, 6, 3): {Buildings: 1, Households: 1000},
		pointAt(t, 50, 50): {Buildings: 1, Households: 10000},
	}
	tallies := func(s *district.Snapshot) string {
		var list []string
		for _, id := range []geo.AreaID{10, 20, 101, 102, 30, 201} {
			p, _ := s.Place(id)
			list = append(list, fmt.Sprint(p.Tally.Households))
		}
		return strings.Join(list, " ")
	}
	count := func(d *district.Draft, boxes ...geo.Box) {
		d.Recount(boxes)
		for at, tally := range houses {
			d.Count(at, tally)
		}
	}
	parts := smallParts(7)
	for _, p := range parts.Places { // boxes are what places reach with
		for _, area := range append(smallGrids(), smallCommunities()...) {
			if area.ID == p.ID {
				p.Bound, _ = geo.BoxOf(area.Boundary)
			}
		}
	}
	d, err := district.Plant(parts)
	if err != nil {
		t.Fatal(err)
	}
	count(d)
	s := d.Snapshot()
	if got := tallies(s); got != "1125 25 25 0 1100 100" {
		t.Fatalf("households: %s", got)
	}

	d = s.Next(8, someday)
	halves(t, d, s, 1)
	count(d, s.Land(20))
	next := d.Snapshot()
	if got := tallies(next); got != "1125 25 5 20 1100 100" {
		t.Errorf("after the division: %s", got)
	}

	houses[pointAt(t, 3, 3)] = district.Tally{Buildings: 1, Households: 300}
	here := pointAt(t, 3, 3)
	d = next.Next(9, someday)
	count(d, geo.Box{Min: here, Max: here})
	if got := tallies(d.Snapshot()); got != "1325 25 5 20 1300 300" {
		t.Errorf("after a building changed: %s", got)
	}
	chain := d.Snapshot().Chain(d.Snapshot().ByCode("110101001201001")[0])
	if chain[0].Tally.Households != 1325 {
		t.Errorf("the chain begins with %d households", chain[0].Tally.Households)
	}
	if got := tallies(s); got != "1125 25 25 0 1100 100" {
		t.Errorf("the first snapshot now says %s", got)
	}
}

func TestPostsAreFilledWithoutTouchingWhatWasBefore(t *testing.T) {
	s := smallDistrict(t)
	d := s.Next(8, someday)
	d.Hold(101, nil)
	d.Hold(10, []district.Holding{{Post: 6, Name: "陈静"}})
	d.Hold(999, []district.Holding{{Name: "nobody"}})
	next := d.Snapshot()
	holders := func(s *district.Snapshot, id geo.AreaID) int {
		p, _ := s.Place(id)
		return len(p.Holders)
	}
	if holders(s, 101) != 3 || holders(next, 101) != 0 || holders(s, 10) != 0 || holders(next, 10) != 1 {
		t.Errorf("holders of the grid %d and %d, of the street %d and %d",
			holders(s, 101), holders(next, 101), holders(s, 10), holders(next, 10))
	}
	if diff := cmp.Diff([]geo.AreaID{10}, next.Next(9, someday).Held()); diff != "" {
		t.Error(diff)
	}
	before, _ := s.Place(201)
	if after, _ := next.Place(201); after != before {
		t.Error("a grid of another community was made anew")
	}
}

func TestWhatIsNoDivisionIsRefused(t *testing.T) {
	s := smallDistrict(t)
	community, _ := s.Place(20)
	grid := func(id geo.AreaID) district.Place { return district.Place{ID: id, Code: "g", Level: &gridLevel} }
	for name, c := range map[string]struct {
		places  []district.Place
		parents []geo.AreaID
		says    string
	}{
		"a grid of another community": {[]district.Place{*community, grid(201)}, []geo.AreaID{10, 20}, "area 201 (g) occurs twice"},
		"a grid without a parent":     {[]district.Place{*community, grid(109)}, []geo.AreaID{10, 0}, "is not in the community"},
		"a parent that is not there":  {[]district.Place{*community, grid(109)}, []geo.AreaID{10, 55}, "its parent 55 is not in the snapshot"},
		"no community":                {[]district.Place{grid(109)}, []geo.AreaID{10}, "is not in the community"},
		"places out of order":         {[]district.Place{grid(109), *community}, []geo.AreaID{20, 10}, "occurs twice"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := s.Next(8, someday).Divide(c.places, c.parents); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
		})
	}
}
