package geo_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

func newAtlas(t testing.TB, groups []geo.Group) *geo.Atlas {
	t.Helper()
	a, err := geo.NewAtlas(groups)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func with(t testing.TB, a *geo.Atlas, changed ...geo.Group) *geo.Atlas {
	t.Helper()
	next, err := a.With(changed...)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func sheet(t testing.TB, a *geo.Atlas, id geo.GroupID) *geo.Sheet {
	t.Helper()
	s, ok := a.Sheet(id)
	if !ok {
		t.Fatalf("no sheet of group %d", id)
	}
	return s
}

// sheets lists the groups of sheets.
func sheets(a *geo.Atlas) []geo.GroupID {
	var ids []geo.GroupID
	for s := range a.Sheets() {
		ids = append(ids, s.Group)
	}
	return ids
}

// sameAtlas compares all that atlases hold.
func sameAtlas(t testing.TB, want, got *geo.Atlas) {
	t.Helper()
	if diff := cmp.Diff(sheets(want), sheets(got)); diff != "" {
		t.Fatal(diff)
	}
	for s := range want.Sheets() {
		other := sheet(t, got, s.Group)
		if diff := cmp.Diff(s, other, cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
			t.Errorf("sheet %d: %s", s.Group, diff)
		}
	}
}

// Group 1 has the areas 1 and 2, group 2 the areas 3 and 4:
//
//	+-------+-------+
//	|   1   :   3   |
//	+-------x       |
//	|       +-------+
//	|   2   :   4   |
//	+-------+-------+
func twoGroups() []geo.Group {
	list := areas(polygon(box(0, 10, 20, 20)), polygon(box(0, 0, 20, 10)), polygon(box(20, 5, 40, 20)), polygon(box(20, 0, 40, 5)))
	return []geo.Group{{ID: 1, Areas: list[:2]}, {ID: 2, Areas: list[2:]}}
}

// frontier is an arc as both sheets beside it should have it.
type frontier struct {
	Points      []geo.Point
	Left, Right geo.AreaID
}

func frontiersOf(c *geo.Coverage, abroadOnly bool) []frontier {
	name := func(side int32) geo.AreaID {
		switch {
		case side >= 0:
			return c.ID(int(side))
		case side == -1:
			return 0
		default:
			return c.Abroad(side)
		}
	}
	var list []frontier
	for i := range c.ArcCount() {
		if arc := c.Arc(i); !abroadOnly || arc.Left < -1 || arc.Right < -1 {
			list = append(list, frontier{arc.Points, name(arc.Left), name(arc.Right)})
		}
	}
	return list
}

func TestSheetsAgreeAboutTheBorderBetweenThem(t *testing.T) {
	a := newAtlas(t, twoGroups())
	want := []frontier{
		{[]geo.Point{at(20, 0), at(20, 5)}, 2, 4},
		{[]geo.Point{at(20, 5), at(20, 10)}, 2, 3},
		{[]geo.Point{at(20, 10), at(20, 20)}, 1, 3},
	}
	for id := geo.GroupID(1); id <= 2; id++ {
		if diff := cmp.Diff(want, frontiersOf(sheet(t, a, id).Coverage, true)); diff != "" {
			t.Errorf("sheet %d: %s", id, diff)
		}
	}
}

func TestAnAreaThatCrossesAnotherSheetsIsOddInBoth(t *testing.T) {
	groups := twoGroups()
	groups[1].Areas[1] = geo.Area{ID: 4, Boundary: polygon(box(15, 0, 40, 5))}
	a := newAtlas(t, groups)
	for id, odd := range map[geo.GroupID]geo.AreaID{1: 2, 2: 4} {
		s := sheet(t, a, id)
		if len(s.Odd) != 1 || s.Odd[0].ID != odd || s.Coverage.Len() != 1 {
			t.Errorf("sheet %d has %d sound areas and as odd ones %v", id, s.Coverage.Len(), s.Odd)
		}
		if len(s.Problems) != 1 || s.Problems[0].Kind != geo.Crossing || !slices.Equal(s.Problems[0].Areas, []geo.AreaID{2, 4}) {
			t.Errorf("sheet %d has %v", id, s.Problems)
		}
	}
	sameAtlas(t, newAtlas(t, twoGroups()), with(t, a, twoGroups()[1]))
}

func TestASheetThatAChangeDoesNotReachIsShared(t *testing.T) {
	groups := append(twoGroups(), geo.Group{ID: 3, Areas: []geo.Area{{ID: 9, Boundary: polygon(box(41, 0, 50, 9))}}})
	a := newAtlas(t, groups)
	next := with(t, a, groups[0])
	for id, shared := range map[geo.GroupID]bool{1: false, 2: false, 3: true} {
		if got := sheet(t, a, id) == sheet(t, next, id); got != shared {
			t.Errorf("sheet %d is shared: %v", id, got)
		}
	}
}

func TestAGroupWithoutAreasIsRemoved(t *testing.T) {
	a := with(t, newAtlas(t, twoGroups()), geo.Group{ID: 2})
	sameAtlas(t, newAtlas(t, twoGroups()[:1]), a)
	if _, ok := a.Sheet(2); ok {
		t.Error("group 2 is still there")
	}
	sameAtlas(t, newAtlas(t, nil), with(t, a, geo.Group{ID: 1}))
}

func TestSheetsAreFoundByTheirBoxes(t *testing.T) {
	a := newAtlas(t, twoGroups())
	var got []geo.GroupID
	for s := range a.Meeting(geo.Box{Min: at(21, 0), Max: at(22, 1)}) {
		got = append(got, s.Group)
	}
	if diff := cmp.Diff([]geo.GroupID{2}, got); diff != "" {
		t.Error(diff)
	}
	for s := range newAtlas(t, nil).Meeting(geo.Box{Min: at(0, 0), Max: at(9, 9)}) {
		t.Errorf("an empty atlas has %v", s)
	}
}

func TestGroupsThatNoAtlasCanBeMadeOfAreErrors(t *testing.T) {
	sound := twoGroups()
	line := geo.Area{ID: 7, Boundary: polygon(ring(50, 0, 60, 0, 55, 0))}
	for name, group := range map[string]geo.Group{
		"an area without polygons":         {ID: 3, Areas: []geo.Area{{ID: 7}}},
		"an area that is a line":           {ID: 3, Areas: []geo.Area{line}},
		"an open ring":                     {ID: 3, Areas: []geo.Area{{ID: 7, Boundary: polygon(orb.Ring{{1, 1}, {2, 1}, {2, 2}})}}},
		"a vertex beyond the pole":         {ID: 3, Areas: []geo.Area{{ID: 7, Boundary: polygon(orb.Ring{{1, 1}, {2, 1}, {2, 91}, {1, 1}})}}},
		"an area that occurs twice":        {ID: 3, Areas: []geo.Area{{ID: 7, Boundary: polygon(box(50, 0, 60, 9))}, {ID: 7, Boundary: polygon(box(60, 0, 70, 9))}}},
		"an area of two groups, both sent": {ID: 3, Areas: []geo.Area{{ID: 1, Boundary: polygon(box(50, 0, 60, 9))}}},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := geo.NewAtlas(append(sound, group))
			var areaError *geo.AreaError
			if a != nil || !errors.As(err, &areaError) || areaError.ID != group.Areas[0].ID {
				t.Errorf("%v, %v", a, err)
			}
		})
	}
	if a, err := geo.NewAtlas(append(sound, sound[0])); a != nil || err == nil {
		t.Errorf("a group that occurs twice: %v, %v", a, err)
	}
}
