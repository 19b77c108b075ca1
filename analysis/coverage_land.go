package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb/planar"

	"gewu/geo"
)

// blind lists land that no grid has, or that two have.
func (c *covering) blind(_ context.Context, l List) (List, error) {
	for _, community := range c.communities {
		problems, err := c.blindSpots(community)
		if err != nil {
			return l, fmt.Errorf("blind spots of %s: %w", c.Areas[community].Code, err)
		}
		for i := range problems {
			if p := &problems[i]; p.Kind.String() == l.Kind && c.concerns(p) && !c.meant(p) {
				l.Items = append(l.Items, c.landItem(community, p))
				c.features = append(c.features, Feature{p.Land, map[string]any{"role": l.Kind, "square_metres": Known(p.SquareMetres)}})
			}
		}
	}
	return l, nil
}

// concerns reports whether a problem is of the grid that was asked about, where one was.
func (c *covering) concerns(p *geo.Problem) bool {
	return c.Only < 0 || slices.Contains(p.Areas, c.Grounds[c.Only].ID)
}

// meant reports whether land without a grid is a piece that the edition in force names as such: it is in the list of those.
func (c *covering) meant(p *geo.Problem) bool {
	return p.Kind != geo.Overlap && len(p.Land) == 1 && slices.ContainsFunc(c.Unassigned, func(l Land) bool {
		return planar.MultiPolygonContains(p.Land, l.At.Orb())
	})
}

// landItem is a piece of land with the grids that it is about.
func (c *covering) landItem(community int32, p *geo.Problem) Item {
	at := Position(p.At)
	item := Item{At: &at, SquareMetres: Known(p.SquareMetres)}
	var names []string
	for _, id := range p.Areas {
		if g := c.Ground(id); g >= 0 {
			names = append(names, c.Grounds[g].Name)
			if item.Grid == nil {
				c.placeItem(&item, g)
			}
		}
	}
	c.inCommunity(&item, community)
	item.Name = Text{strings.Join(names, "、"), strings.Join(names, ", ")}
	if len(names) == 0 {
		item.Name = Same(c.Areas[community].Name)
	}
	return item
}

// unassigned lists land that the division in force names as given to no grid.
func (c *covering) unassigned(_ context.Context, l List) (List, error) {
	for i := range c.Unassigned {
		land := &c.Unassigned[i]
		if c.Only >= 0 || !slices.Contains(c.communities, land.Community) {
			continue
		}
		at := Position(land.At)
		item := Item{Name: Same(c.Areas[land.Community].Name), At: &at, SquareMetres: Known(land.SquareMetres)}
		c.inCommunity(&item, land.Community)
		l.Items = append(l.Items, item)
	}
	return l, nil
}

// lonely lists buildings that no grid has, those with most households first.
func (c *covering) lonely(_ context.Context, l List) (List, error) {
	where := c.locating()
	if where.err != nil {
		return l, fmt.Errorf("buildings without a grid: %w", where.err)
	}
	var homes []int32
	for home, community := range where.homes {
		if c.Within == 0 || c.Only < 0 && community >= 0 && slices.Contains(c.communities, community) {
			homes = append(homes, home)
		}
	}
	slices.Sort(homes)
	c.mostFirst(homes)
	return c.listHomes(l.Kind, l.Title, homes, 0, len(homes), func(home int32, item *Item) {
		if community := where.homes[home]; community >= 0 {
			c.inCommunity(item, community)
		}
	}), nil
}

// mostFirst sorts buildings by their households.
func (c *covering) mostFirst(homes []int32) {
	slices.SortStableFunc(homes, func(a, b int32) int { return int(c.Homes[b].Households) - int(c.Homes[a].Households) })
}
