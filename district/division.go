package district

import (
	"cmp"
	"fmt"
	"slices"

	"gewu/geo"
)

// A division is the places of one community in a snapshot, itself among them, or the places that
// are in no community. It belongs to the snapshots that hold it, and is not changed any more.
type division struct {
	community *Place   // nil: of the places in no community
	places    []Place  // in ascending order of identity
	grids     []*Place // ordered by code
	bound     geo.Box  // around all places; without meaning when there are none
}

// newDivision takes over places, in ascending order of identity, and ties them to their parents;
// above finds a parent that is not one of them. The error names a place without a level, or one
// whose parent is missing.
func newDivision(places []Place, parents []geo.AreaID, above func(geo.AreaID) *Place) (*division, error) {
	d := &division{places: places}
	if err := d.check(); err != nil {
		return nil, err
	}
	for i := range places {
		p := &places[i]
		if p.Parent = d.find(parents[i]); p.Parent == nil && parents[i] != 0 {
			if p.Parent = above(parents[i]); p.Parent == nil {
				return nil, fmt.Errorf("area %d (%s): its parent %d is not in the snapshot", p.ID, p.Code, parents[i])
			}
		}
	}
	for i := range places {
		if err := d.checkRoots(&places[i]); err != nil {
			return nil, err
		}
	}
	d.list()
	return d, nil
}

// noEdition is that of a place that is of none, such as one of a file.
var noEdition EditionRef

// check looks at what places are by themselves.
func (d *division) check() error {
	for i := range d.places {
		p := &d.places[i]
		if p.Level == nil {
			return fmt.Errorf("area %d (%s) has no level", p.ID, p.Code)
		}
		if p.Edition == nil {
			p.Edition = &noEdition
		}
		if i > 0 && d.places[i-1].ID >= p.ID {
			return fmt.Errorf("area %d (%s) occurs twice, or out of order", p.ID, p.Code)
		}
	}
	return nil
}

// checkRoots follows the parents of p to the top.
func (d *division) checkRoots(p *Place) error {
	for up, steps := p.Parent, 0; up != nil; up, steps = up.Parent, steps+1 {
		if steps > len(d.places) && d.find(up.ID) == up {
			return fmt.Errorf("area %d (%s) is its own ancestor", p.ID, p.Code)
		}
	}
	return nil
}

// find returns the place of the division with that identity, or nil.
func (d *division) find(id geo.AreaID) *Place {
	at, ok := slices.BinarySearchFunc(d.places, id, func(p Place, id geo.AreaID) int { return cmp.Compare(p.ID, id) })
	if !ok {
		return nil
	}
	return &d.places[at]
}

// list finds the community, the grids and the box of the places.
func (d *division) list() {
	for i := range d.places {
		p := &d.places[i]
		if i == 0 {
			d.bound = p.Bound
		}
		d.bound = d.bound.Union(p.Bound)
		switch p.Level.Role {
		case RoleCommunity:
			d.community = p
		case RoleGrid:
			d.grids = append(d.grids, p)
		}
	}
	slices.SortFunc(d.grids, comparePlaces)
}

// comparePlaces orders places by code as people count, then by identity.
func comparePlaces(a, b *Place) int {
	return cmp.Or(compareCodes(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
}

// clone returns a division of the same places that can be written to.
func (d *division) clone() *division {
	c := &division{places: slices.Clone(d.places), grids: make([]*Place, 0, len(d.grids)), bound: d.bound}
	for i := range c.places {
		p := &c.places[i]
		if p.Parent == nil {
			continue
		}
		if parent := c.find(p.Parent.ID); parent != nil {
			p.Parent = parent
		}
	}
	for _, grid := range d.grids {
		c.grids = append(c.grids, c.find(grid.ID))
	}
	if d.community != nil {
		c.community = c.find(d.community.ID)
	}
	return c
}

// compareDivisions orders divisions by the code of their community.
func compareDivisions(a, b *division) int { return comparePlaces(a.community, b.community) }
