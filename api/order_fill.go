package api

import (
	"github.com/paulmach/orb"

	"gewu/district"
	"gewu/geo"
	"gewu/internal/order"
	"gewu/plan"
)

// An orderDraft fills the parts of an order.
type orderDraft struct {
	before, after *plan.Plan
	found         plan.Comparison
	rules         plan.Rules
	view          *View
	language      order.Language
}

func (d *orderDraft) say(t district.Text) string {
	if d.language == order.English && t.EN != "" {
		return t.EN
	}
	return t.ZH
}

// areaIn names a grid of a plan; none for NoGrid.
func areaIn(p *plan.Plan, id plan.GridID) order.Area {
	g, ok := p.Grid(id)
	if id == plan.NoGrid || !ok {
		return order.Area{}
	}
	return order.Area{Code: g.Code, Name: g.Name}
}

// moved returns the cells that are in another grid now.
func (d *orderDraft) moved() []orb.MultiPolygon {
	goesOn := map[plan.GridID]plan.GridID{}
	for _, row := range d.found.Rows {
		if row.After != plan.NoGrid && row.Before != plan.NoGrid {
			goesOn[row.Before] = row.After
		}
	}
	var list []orb.MultiPolygon
	for id := range d.after.Fabric().Cells() {
		if was, is := d.before.GridOf(id), d.after.GridOf(id); goesOn[was] == is {
			continue
		}
		if land := d.after.CellBoundary(id); len(land) > 0 {
			list = append(list, land)
		}
	}
	return list
}

// grids returns the rows of the table.
func (d *orderDraft) grids() []order.Grid {
	moved := map[plan.GridID]int{} // by the grid now
	left := map[plan.GridID]int{}  // by the grid before
	for _, b := range d.found.Moved {
		left[b.From]++
		moved[b.To]++
	}
	var list []order.Grid
	for _, row := range d.found.Rows {
		g := order.Grid{Gained: row.Gained.Households, Lost: row.Lost.Households}
		if row.Before != plan.NoGrid {
			g.Area, g.Was = areaIn(d.before, row.Before), d.count(d.before, row.Before)
			g.Buildings += left[row.Before]
		}
		if row.After != plan.NoGrid {
			g.Area, g.Is = areaIn(d.after, row.After), d.count(d.after, row.After)
			g.Buildings += moved[row.After]
			of, _ := d.after.Grid(row.After)
			_, bound := d.rules.BandOf(of)
			g.Unbound = !bound
		}
		list = append(list, g)
	}
	return list
}

func (d *orderDraft) count(p *plan.Plan, id plan.GridID) *order.Count {
	byHouseholds, byGrid := p.Staff(id, d.rules)
	return &order.Count{Households: p.Tally(id).Households, ByHouseholds: byHouseholds, ByGrid: byGrid}
}

func (d *orderDraft) lineage() []order.Descent {
	var list []order.Descent
	for _, l := range d.after.Lineage() {
		list = append(list, order.Descent{
			Kind: order.Kind(l.Kind), Old: areaIn(d.before, l.From), New: areaIn(d.after, l.New), Households: l.Households,
		})
	}
	return list
}

// buildings names those that are in another grid now; one without a name by its number.
func (d *orderDraft) buildings() []order.Building {
	names := map[int64]string{}
	for _, b := range d.after.Fabric().Buildings() {
		names[b.ID] = b.Name
	}
	var list []order.Building
	for _, m := range d.found.Moved {
		name := names[m.Building]
		if name == "" {
			name = "#" + ordinal(int(m.Building)-1)
		}
		list = append(list, order.Building{Name: name, From: areaIn(d.before, m.From), To: areaIn(d.after, m.To), Households: m.Households})
	}
	return list
}

// vacancies returns the posts of a draft's grids that nobody holds today: all of those of a new grid.
func (d *orderDraft) vacancies() []order.Vacancy {
	var list []order.Vacancy
	for id, g := range d.after.Grids() {
		for _, post := range d.vacant(g) {
			list = append(list, order.Vacancy{Area: areaIn(d.after, id), Post: d.say(post.Name)})
		}
	}
	return list
}

func (d *orderDraft) vacant(g plan.Grid) []district.Post {
	var list []district.Post
	if p, ok := d.standing(g); ok {
		for _, state := range d.view.PostsOf(p) {
			if state.Vacant() {
				list = append(list, state.Post)
			}
		}
		return list
	}
	level := gridLevel(d.view, geo.AreaID(g.Community))
	for _, post := range d.view.Posts {
		if level != nil && post.Level == level.ID {
			list = append(list, post)
		}
	}
	return list
}

// standing returns the grid as it is in force today, by its area or by its code.
func (d *orderDraft) standing(g plan.Grid) (*district.Place, bool) {
	if p, ok := d.view.Place(geo.AreaID(g.Area)); ok && g.Area != 0 {
		return p, true
	}
	for _, p := range d.view.ByCode(g.Code) {
		if p.Level.Role == district.RoleGrid && g.Code != "" {
			return p, true
		}
	}
	return nil, false
}
