package api

import (
	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// A planGridAnswer is a grid of a plan: how it stands, and how it was where the plan began.
type planGridAnswer struct {
	ID        plan.GridID    `json:"id"`
	Area      *int64         `json:"area"` // of the edition that the plan began from; null: new
	Community int64          `json:"community"`
	Code      string         `json:"code"`
	Name      string         `json:"name"`
	Kind      plan.GridKind  `json:"kind"`
	Exempt    string         `json:"exempt"` // why no band binds it; "": one does
	Colour    uint8          `json:"colour"`
	Locked    bool           `json:"locked"`
	Band      *district.Band `json:"band"` // null: none binds it
	State     string         `json:"state"`
	Tally     landTally      `json:"tally"`
	Base      *landTally     `json:"base"` // null: it was not there
	Staff     staffAnswer    `json:"staff"`
}

type landTally struct {
	Cells        int    `json:"cells"`
	Buildings    int    `json:"buildings"`
	Households   int    `json:"households"`
	Residents    int    `json:"residents"`
	SquareMetres metres `json:"square_metres"`
}

func landTallyOf(t plan.Tally) landTally {
	return landTally{t.Cells, t.Buildings, t.Households, t.Residents, metres(t.SquareMetres)}
}

// A staffAnswer says how many members of staff a grid needs by either rule.
type staffAnswer struct {
	ByHouseholds int `json:"by_households"`
	ByGrid       int `json:"by_grid"`
}

// planGrids lists the grids of a plan.
func planGrids(v *View, p *plan.Plan) []planGridAnswer {
	list, rules := []planGridAnswer{}, planRules(v, p)
	for id := range p.Grids() {
		list = append(list, planGridOf(rules, p, id))
	}
	return list
}

func planGridOf(rules plan.Rules, p *plan.Plan, id plan.GridID) planGridAnswer {
	g, _ := p.Grid(id)
	tally := p.Tally(id)
	band := bindingBand(rules, g)
	byHouseholds, byGrid := p.Staff(id, rules)
	answer := planGridAnswer{
		ID: id, Community: g.Community, Code: g.Code, Name: g.Name, Kind: g.Kind, Exempt: g.Exempt,
		Colour: g.Colour, Locked: g.Locked, Band: band, State: bandState(band, tally.Households),
		Tally: landTallyOf(tally), Staff: staffAnswer{byHouseholds, byGrid},
	}
	if g.Area != 0 {
		answer.Area = &g.Area
	}
	if base, was := p.Began(id); was {
		answer.Base = new(landTallyOf(base))
	}
	return answer
}

// bandState says how households stand to a band: in, under, over or none.
func bandState(b *district.Band, households int) string {
	switch {
	case b == nil:
		return "none"
	case households < b.Min:
		return "under"
	case households > b.Max:
		return "over"
	default:
		return "in"
	}
}

// gridLevel returns the level of the grids of a community; nil when its profile has none.
func gridLevel(v *View, community geo.AreaID) *district.Level {
	c, ok := v.Place(community)
	if !ok {
		return nil
	}
	for i, l := range v.Levels {
		if l.Profile == c.Level.Profile && l.Role == district.RoleGrid {
			return &v.Levels[i]
		}
	}
	return nil
}
