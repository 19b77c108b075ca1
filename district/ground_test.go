package district_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
)

// around is a box of the small district, in its kilometres.
func around(t *testing.T, west, south, east, north float64) geo.Box {
	t.Helper()
	return geo.Box{Min: pointAt(t, west, south), Max: pointAt(t, east, north)}
}

// lone makes a draft hold one grid in a community of the small district.
func lone(t *testing.T, d *district.Draft, s *district.Snapshot, community geo.AreaID, bound geo.Box) {
	t.Helper()
	c, _ := s.Place(community)
	grid := district.Place{ID: 900 + community, Code: "g" + c.Code, Level: &gridLevel, Bound: bound}
	place := *c
	place.Bound = bound
	if err := d.Divide([]district.Place{place, grid}, []geo.AreaID{10, community}); err != nil {
		t.Fatal(err)
	}
}

func TestExtentAndMeetingFollowWhatIsDividedAnew(t *testing.T) {
	s := smallDistrict(t)
	first := s.Next(8, someday)
	lone(t, first, s, 20, around(t, 0, 0, 2, 4))
	lone(t, first, s, 30, around(t, 2, 0, 40, 50))
	wide := first.Snapshot()
	second := wide.Next(9, someday)
	lone(t, second, wide, 30, around(t, 2, 0, 8, 4))
	narrow := second.Snapshot()

	for name, c := range map[string]struct {
		s        *district.Snapshot
		box      geo.Box
		meeting  []string
		northern geo.Point
	}{
		"before": {wide, around(t, 30, 30, 31, 31), []string{"110101001201", "g110101001201"}, pointAt(t, 40, 50)},
		"after":  {narrow, around(t, 30, 30, 31, 31), []string{}, pointAt(t, 8, 4)},
		"beside": {narrow, around(t, 8, 4, 9, 9), []string{"110101001201", "g110101001201"}, pointAt(t, 8, 4)},
		"none":   {narrow, around(t, 8.1, 0, 9, 9), []string{}, pointAt(t, 8, 4)},
	} {
		t.Run(name, func(t *testing.T) {
			communities, grids, extent := c.s.Extent()
			if communities != 2 || grids != 2 || extent == nil || extent.Max != c.northern {
				t.Errorf("%d communities, %d grids in %v", communities, grids, extent)
			}
			if diff := cmp.Diff(c.meeting, codes(c.s.Meeting(c.box.Orb()))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheExtentOfNothingIsNothing(t *testing.T) {
	s, err := district.NewSnapshot(district.Parts{Version: 1, Day: someday})
	if err != nil {
		t.Fatal(err)
	}
	if communities, grids, extent := s.Extent(); communities != 0 || grids != 0 || extent != nil {
		t.Errorf("%d communities, %d grids in %v", communities, grids, extent)
	}
	if places := s.Meeting(orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}); len(places) > 0 {
		t.Errorf("it has %v", codes(places))
	}
}
