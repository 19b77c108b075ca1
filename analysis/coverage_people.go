package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// usualFacilities are those that every community should have unless others are asked for.
var usualFacilities = []string{ServiceStation, "police_room", "clinic"}

// vacant lists the posts of grids that nobody holds today, one by one.
func (c *covering) vacant(_ context.Context, l List) (List, error) {
	people, told := 0.0, false
	for unit := range c.Units {
		g, any := &c.Grounds[c.Units[unit].Ground], false
		for i := range g.Posts {
			told = true
			if len(g.Posts[i].Holders) > 0 {
				continue
			}
			any = true
			id, at := int64(g.ID), Position(g.Middle)
			item := Item{ID: &id, Name: Same(g.Name), At: &at, Households: Known(c.Households[unit]), Post: &g.Posts[i].Name}
			c.placeItem(&item, c.Units[unit].Ground)
			l.Items = append(l.Items, item)
		}
		if any {
			people += c.Households[unit]
		}
	}
	l.Households = Known(people)
	if !told {
		l.Words = &Text{"没有设置网格岗位，无法判断空缺。", "Grids have no posts, so that no vacancy can be told."}
	}
	return l, nil
}

// missing lists the communities that have no facility of a kind on their land.
func (c *covering) missing(_ context.Context, l List) (List, error) {
	where := c.locating()
	if where.err != nil {
		return l, fmt.Errorf("facilities by community: %w", where.err)
	}
	type pair struct {
		community int32
		kind      string
	}
	has := map[pair]bool{}
	for i, community := range where.facilities {
		has[pair{community, c.Facilities[i].Kind}] = true
	}
	kinds := c.Question.facilities(usualFacilities...)
	for _, community := range c.communities {
		for _, kind := range kinds {
			if has[pair{community, kind}] {
				continue
			}
			area := &c.Areas[community]
			id, at := int64(area.ID), Position(area.Middle)
			item := Item{ID: &id, Name: FacilityName(kind), At: &at}
			c.inCommunity(&item, community)
			l.Items = append(l.Items, item)
		}
	}
	if len(c.Facilities) == 0 {
		l.Items, l.Words = []Item{}, &Text{"尚无设施数据，无法判断。", "There are no facilities yet, so that nothing can be told missing."}
	}
	return l, nil
}

// A visiting is which buildings were visited in the period.
type visiting struct {
	in              []bool  // of homes
	within, without float64 // households of the area
}

func (s *Study) visiting() visiting {
	v := visiting{in: make([]bool, len(s.Homes))}
	for _, visit := range s.Visits {
		if visit.Day >= s.Question.From && visit.Day < s.Question.Until {
			v.in[visit.Home] = true
		}
	}
	for i := range s.Homes {
		h := &s.Homes[i]
		switch {
		case h.Households <= 0 || s.OfPiece[h.Piece] < 0:
		case v.in[i]:
			v.within += float64(h.Households)
		default:
			v.without += float64(h.Households)
		}
	}
	return v
}

// unvisited lists the buildings in which people live, or may live, that nobody visited in the period: those never visited
// first, then those visited longest ago, of equals those with most households.
func (c *covering) unvisited(_ context.Context, l List) (List, error) {
	if len(c.Visits) == 0 {
		l.Words = &Text{"没有走访记录，无法判断。", "No visit is recorded, so that none can be told missing."}
		return l, nil
	}
	var homes []int32
	for i := range c.Homes {
		if h := &c.Homes[i]; c.OfPiece[h.Piece] >= 0 && h.Households != 0 && !c.visits.in[i] {
			homes = append(homes, int32(i))
		}
	}
	c.mostFirst(homes)
	slices.SortStableFunc(homes, func(a, b int32) int { return int(c.Homes[a].Visited) - int(c.Homes[b].Visited) })
	return c.listHomes(l.Kind, l.Title, homes, 0, len(homes), func(home int32, item *Item) { item.Days = c.since(home) }), nil
}

// since is how many days ago a building was visited last; it has no value for one that never was.
func (c *covering) since(home int32) Figure {
	if c.Homes[home].Visited < 0 {
		return Figure{}
	}
	return Known(float64(c.Today - c.Homes[home].Visited))
}

// A call is how long ago some households were visited.
type call struct{ days, households float64 }

// fill tells of every grid which share of its households was visited in the period, and how long ago the household in the
// middle of the order was, without a value where that one never was.
func (c *covering) fill(places []Place) {
	calls, within := make([][]call, len(places)), make([]float64, len(places))
	for i := range c.Homes {
		h := &c.Homes[i]
		unit := c.OfPiece[h.Piece]
		if unit < 0 || h.Households <= 0 {
			continue
		}
		days, ok := c.since(int32(i)).Value()
		if !ok {
			days = never
		}
		calls[unit] = append(calls[unit], call{days, float64(h.Households)})
		if c.visits.in[i] {
			within[unit] += float64(h.Households)
		}
	}
	for i := range places {
		p, all := &places[i], c.Households[i]
		switch {
		case all == 0:
			p.Why = "no_households"
		case len(c.Visits) == 0:
			p.Why = "no_visits"
		default:
			p.Within, p.Without, p.Share = Known(within[i]), Known(all-within[i]), Known(within[i]/all)
			p.Days = middleDays(calls[i], all/2)
		}
	}
}

// middleDays is how long ago the household was visited before which half of them come.
func middleDays(calls []call, half float64) Figure {
	slices.SortFunc(calls, func(a, b call) int { return cmp.Compare(a.days, b.days) })
	for _, one := range calls {
		if half -= one.households; half <= 0 && one.days < never {
			return Known(one.days)
		} else if half <= 0 {
			break
		}
	}
	return Figure{}
}

// never stands for more days than anyone has visited.
const never = 1e9
