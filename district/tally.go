package district

import (
	"maps"
	"slices"

	"gewu/geo"
)

// Recount makes the tallies of all communities zero that reach into one of the boxes, or are told
// anew, and returns boxes around their land: what stands there must then be counted. In a draft
// from nothing that is all communities.
func (d *Draft) Recount(boxes []geo.Box) []geo.Box {
	d.recounted = map[geo.AreaID]bool{}
	d.edit(d.s.top)
	var around []geo.Box
	list, top := d.reached(boxes)
	for _, at := range list {
		v := d.editAt(at)
		d.forget(v)
		around = append(around, v.bound)
	}
	if top && len(d.s.top.grids) > 0 {
		d.forgetTop()
		around = append(around, d.s.top.bound)
	}
	return around
}

// reached returns which divisions reach into one of the boxes or are told anew, in their order, and
// whether what is in no community reaches there. In a draft from nothing all do.
func (d *Draft) reached(boxes []geo.Box) (list []int, top bool) {
	if d.fresh {
		for at := range d.s.divisions {
			list = append(list, at)
		}
		return list, true
	}
	found := maps.Clone(d.own)
	for _, b := range boxes {
		d.s.ground.reaching(b, func(v *division) { found[v] = true })
	}
	for v := range found {
		switch {
		case v == d.s.top:
			top = slices.ContainsFunc(boxes, v.bound.Meets)
		case v.community == nil: // a top that another has taken the place of
		default:
			if at, ok := slices.BinarySearchFunc(d.s.divisions, v, compareDivisions); ok && d.s.divisions[at] == v {
				list = append(list, at)
			}
		}
	}
	slices.Sort(list)
	return list, top
}

// forget makes the tallies of a community and all below it zero.
func (d *Draft) forget(v *division) {
	d.recounted[v.community.ID] = true
	d.count(v.community.Parent, v.community.Tally.negative())
	for i := range v.places {
		v.places[i].Tally = Tally{}
	}
}

// forgetTop does the same for what was counted in no community.
func (d *Draft) forgetTop() {
	d.recounted[0] = true
	for _, grid := range d.s.top.grids {
		d.count(grid, grid.Tally.negative())
	}
}

// Count adds what stands at p to the tally of the grid that owns p and of every area above it.
// Where no grid is, the community that owns p counts it, and where no community is, nothing
// does. What is in a community that is not being recounted is left out, it is counted already.
func (d *Draft) Count(p geo.Point, what Tally) {
	owner := d.s.Owner(p)
	if owner == nil {
		return
	}
	var community geo.AreaID
	if c := owner.Above(RoleCommunity); c != nil {
		community = c.ID
	}
	if d.recounted[community] {
		d.count(owner, what)
	}
}

// count adds to the tally of a place and of every area above it, none of which is shared.
func (d *Draft) count(p *Place, what Tally) {
	if what == (Tally{}) {
		return
	}
	for ; p != nil; p = p.Parent {
		current := d.s.places.find(p.ID)
		current.Tally = current.Tally.Plus(what)
	}
}

// Owner returns the grid, or else the community, that owns p by the half-open rule of package
// geo, or nil.
func (s *Snapshot) Owner(p geo.Point) *Place {
	if id, _, ok := s.lands.grids.owner(p); ok {
		return s.places.find(id)
	}
	if id, _, ok := s.lands.communities.owner(p); ok {
		return s.places.find(id)
	}
	return nil
}

// Plus returns the sum of two tallies.
func (t Tally) Plus(u Tally) Tally {
	return Tally{
		Buildings:  t.Buildings + u.Buildings,
		Households: t.Households + u.Households,
		Residents:  t.Residents + u.Residents,
		Estimated:  t.Estimated + u.Estimated,
	}
}

func (t Tally) negative() Tally {
	return Tally{-t.Buildings, -t.Households, -t.Residents, -t.Estimated}
}

// A State says how the households of a place stand to its band.
type State int

// The states of a place.
const (
	Under  State = -1
	InBand State = 0
	Over   State = 1
)

// State compares the households of the place with the band of its level. It returns false when
// no band binds the place: its level has none, or it is dedicated.
func (p *Place) State() (State, bool) {
	band := p.Level.Band
	switch {
	case band == nil || p.Kind == "dedicated":
		return InBand, false
	case p.Tally.Households < band.Min:
		return Under, true
	case p.Tally.Households > band.Max:
		return Over, true
	default:
		return InBand, true
	}
}
