package api

import (
	"gewu/district"
	"gewu/geo"
	"gewu/plan"
)

// planRules are the rules of a plan's grids: the band of their level binds those that are ordinary.
func planRules(v *View, p *plan.Plan) plan.Rules {
	rules := plan.DefaultRules()
	for _, g := range p.Grids() {
		if level := gridLevel(v, geo.AreaID(g.Community)); level != nil {
			delete(rules.Bands, plan.Ordinary)
			if level.Band != nil {
				rules.Bands[plan.Ordinary] = plan.Band{Min: level.Band.Min, Max: level.Band.Max}
			}
			return rules
		}
	}
	return rules
}

// bindingBand returns the band that binds a grid; nil: none.
func bindingBand(rules plan.Rules, g plan.Grid) *district.Band {
	band, bound := rules.BandOf(g)
	if !bound {
		return nil
	}
	return &district.Band{Min: band.Min, Max: band.Max}
}
