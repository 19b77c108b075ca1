package geo_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
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

// A ledger is areas of a mosaic in groups, to be edited at random.
type ledger struct {
	random *rand.Rand
	groups []geo.Group
}

func newLedger(seed uint64) *ledger {
	m := newMosaic(seed, 3+int(seed%9), 4+int(seed%13))
	l := &ledger{random: m.random, groups: make([]geo.Group, 2+seed%5)}
	for i := range l.groups {
		l.groups[i].ID = geo.GroupID(10 * (i + 1))
	}
	for _, area := range m.areas() {
		g := &l.groups[m.random.IntN(len(l.groups))]
		g.Areas = append(g.Areas, area)
	}
	return l
}

// edit changes some areas, and returns the groups that they are in.
func (l *ledger) edit() []geo.Group {
	g, h := l.group(), l.group()
	changed := []geo.Group{*g}
	if g != h {
		changed = append(changed, *h)
	}
	area, other := l.area(g), l.area(h)
	if area == nil || other == nil {
		return changed
	}
	switch l.random.IntN(7) {
	case 0: // a cell goes from one to the other
		if n := len(area.Boundary); n > 1 && area != other {
			other.Boundary = append(slices.Clone(other.Boundary), area.Boundary[n-1])
			area.Boundary = slices.Clone(area.Boundary[:n-1])
		}
	case 1: // both claim a cell
		other.Boundary = append(slices.Clone(other.Boundary), area.Boundary[0])
	case 2: // or no longer do
		if n := len(other.Boundary); n > 1 {
			other.Boundary = slices.Clone(other.Boundary[:n-1])
		}
	case 3: // a corner goes astray
		l.bend(area, func(r orb.Ring, k int) orb.Ring {
			p := pointOf(r[k])
			r[k] = geo.Point{Lon: p.Lon + l.random.Int32N(900) - 450, Lat: p.Lat + l.random.Int32N(900) - 450}.Orb()
			return r
		})
	case 4: // a spike
		l.bend(area, func(r orb.Ring, k int) orb.Ring {
			p := pointOf(r[k])
			tip := geo.Point{Lon: p.Lon + l.random.Int32N(900), Lat: p.Lat + l.random.Int32N(900)}
			return slices.Insert(r, k, r[k], tip.Orb())
		})
	case 5: // a point on a side
		l.bend(area, func(r orb.Ring, k int) orb.Ring {
			p, q := pointOf(r[k]), pointOf(r[k+1])
			return slices.Insert(r, k+1, geo.Point{Lon: p.Lon/2 + q.Lon/2, Lat: p.Lat/2 + q.Lat/2}.Orb())
		})
	case 6: // an area moves to another group
		if g != h && len(g.Areas) > 1 {
			k := slices.IndexFunc(g.Areas, func(a geo.Area) bool { return a.ID == area.ID })
			h.Areas = append(slices.Clone(h.Areas), *area)
			g.Areas = slices.Delete(slices.Clone(g.Areas), k, k+1)
		}
	}
	changed[0] = *g
	if g != h {
		changed[1] = *h
	}
	return changed
}

func (l *ledger) group() *geo.Group { return &l.groups[l.random.IntN(len(l.groups))] }

func (l *ledger) area(g *geo.Group) *geo.Area {
	if len(g.Areas) == 0 {
		return nil
	}
	g.Areas = slices.Clone(g.Areas)
	return &g.Areas[l.random.IntN(len(g.Areas))]
}

// bend changes a ring of an area at one of its points, but not where it closes.
func (l *ledger) bend(area *geo.Area, change func(r orb.Ring, k int) orb.Ring) {
	area.Boundary = slices.Clone(area.Boundary)
	i := l.random.IntN(len(area.Boundary))
	r := slices.Clone(area.Boundary[i][0])
	area.Boundary[i] = append(orb.Polygon{change(r, 1+l.random.IntN(len(r)-2))}, area.Boundary[i][1:]...)
}

func (l *ledger) filled() []geo.Group {
	return slices.DeleteFunc(slices.Clone(l.groups), func(g geo.Group) bool { return len(g.Areas) == 0 })
}

func TestEditsMakeTheAtlasThatIsBuiltAnew(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			l := newLedger(seed)
			a := newAtlas(t, l.filled())
			for range 12 {
				a = with(t, a, l.edit()...)
				sameAtlas(t, newAtlas(t, l.filled()), a)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// The arcs of all sheets are the arcs of the coverage of all areas; those between sheets are
// in two.
func TestSheetsTogetherAreTheWholeCoverage(t *testing.T) {
	for seed := range uint64(40) {
		l := newLedger(seed)
		var all []geo.Area
		for _, g := range l.groups {
			all = append(all, g.Areas...)
		}
		whole := build(t, all)
		count := map[string]int{}
		for s := range newAtlas(t, l.filled()).Sheets() {
			for _, b := range frontiersOf(s.Coverage, false) {
				count[fmt.Sprint(b)]++
			}
			for f := range s.Coverage.Len() {
				id := s.Coverage.ID(f)
				if diff := cmp.Diff(whole.Boundary(id), s.Coverage.Boundary(id)); diff != "" {
					t.Errorf("seed %d, area %d: %s", seed, id, diff)
				}
			}
		}
		group := map[geo.AreaID]geo.GroupID{}
		for _, g := range l.groups {
			for _, area := range g.Areas {
				group[area.ID] = g.ID
			}
		}
		for _, b := range frontiersOf(whole, false) {
			want := 1
			if b.Left > 0 && b.Right > 0 && group[b.Left] != group[b.Right] {
				want = 2
			}
			if key := fmt.Sprint(b); count[key] != want {
				t.Errorf("seed %d: %v is in %d sheets, want %d", seed, b, count[key], want)
			} else {
				delete(count, key)
			}
		}
		if len(count) > 0 {
			t.Errorf("seed %d: sheets have arcs that the whole has not: %v", seed, count)
		}
	}
}
