package geo_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"gewu/geo"
)

// A draft is areas of a mosaic in groups, to be edited at random.
type draft struct {
	random *rand.Rand
	groups []geo.Group
}

func newDraft(seed uint64) *draft {
	m := newMosaic(seed, 3+int(seed%9), 4+int(seed%13))
	d := &draft{random: m.random, groups: make([]geo.Group, 2+seed%5)}
	for i := range d.groups {
		d.groups[i].ID = geo.GroupID(10 * (i + 1))
	}
	for _, area := range m.areas() {
		g := &d.groups[m.random.IntN(len(d.groups))]
		g.Areas = append(g.Areas, area)
	}
	return d
}

// edit changes some areas, and returns the groups that they are in.
func (d *draft) edit() []geo.Group {
	g, h := d.group(), d.group()
	changed := []geo.Group{*g}
	if g != h {
		changed = append(changed, *h)
	}
	area, other := d.area(g), d.area(h)
	if area == nil || other == nil {
		return changed
	}
	switch d.random.IntN(7) {
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
		d.bend(area, func(r orb.Ring, k int) orb.Ring {
			p := pointOf(r[k])
			r[k] = geo.Point{Lon: p.Lon + d.random.Int32N(900) - 450, Lat: p.Lat + d.random.Int32N(900) - 450}.Orb()
			return r
		})
	case 4: // a spike
		d.bend(area, func(r orb.Ring, k int) orb.Ring {
			p := pointOf(r[k])
			tip := geo.Point{Lon: p.Lon + d.random.Int32N(900), Lat: p.Lat + d.random.Int32N(900)}
			return slices.Insert(r, k, r[k], tip.Orb())
		})
	case 5: // a point on a side
		d.bend(area, func(r orb.Ring, k int) orb.Ring {
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

func (d *draft) group() *geo.Group { return &d.groups[d.random.IntN(len(d.groups))] }

func (d *draft) area(g *geo.Group) *geo.Area {
	if len(g.Areas) == 0 {
		return nil
	}
	g.Areas = slices.Clone(g.Areas)
	return &g.Areas[d.random.IntN(len(g.Areas))]
}

// bend changes a ring of an area at one of its points, but not where it closes.
func (d *draft) bend(area *geo.Area, change func(r orb.Ring, k int) orb.Ring) {
	area.Boundary = slices.Clone(area.Boundary)
	i := d.random.IntN(len(area.Boundary))
	r := slices.Clone(area.Boundary[i][0])
	area.Boundary[i] = append(orb.Polygon{change(r, 1+d.random.IntN(len(r)-2))}, area.Boundary[i][1:]...)
}

func (d *draft) filled() []geo.Group {
	return slices.DeleteFunc(slices.Clone(d.groups), func(g geo.Group) bool { return len(g.Areas) == 0 })
}

func TestEditsMakeTheAtlasThatIsBuiltAnew(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			d := newDraft(seed)
			a := newAtlas(t, d.filled())
			for range 12 {
				a = with(t, a, d.edit()...)
				sameAtlas(t, newAtlas(t, d.filled()), a)
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
		d := newDraft(seed)
		var all []geo.Area
		for _, g := range d.groups {
			all = append(all, g.Areas...)
		}
		whole := build(t, all)
		count := map[string]int{}
		for s := range newAtlas(t, d.filled()).Sheets() {
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
		for _, g := range d.groups {
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
