package district

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"gewu/geo"
)

// A land is the land of the areas of one role: where they are, and which of them owns a point.
// Areas are told in groups, those of one community together.
type land struct {
	groups map[geo.AreaID][]geo.Area
	index  *geo.Index
}

// lands are the lands of the roles that have one.
type lands struct {
	grids, communities land
	uppers             land // of the level right above communities
}

// of returns the land of a role, or nil.
func (l *lands) of(role Role) *land {
	switch role {
	case RoleGrid:
		return &l.grids
	case RoleCommunity:
		return &l.communities
	case RoleUpper:
		return &l.uppers
	default:
		return nil
	}
}

// A landDraft gathers what is told of a land.
type landDraft struct{ groups map[geo.AreaID][]geo.Area }

func newLandDraft() *landDraft { return &landDraft{groups: map[geo.AreaID][]geo.Area{}} }

// Bound tells the boundaries of the areas of a role that belong to a group, which may be told
// anew: for grids the group is their community, 0 for none. Areas are in ascending order of
// identity, which decides ties. The degrees are not used after Bound has returned.
//
// The error names an area that is not in the draft or has another role.
func (d *Draft) Bound(role Role, group geo.AreaID, areas []geo.Area) error {
	for _, area := range areas {
		if p := d.s.places.find(area.ID); p == nil || p.Level.Role != role {
			return fmt.Errorf("%ss: the boundary of area %d is of no place", role, area.ID)
		}
	}
	if d.s.lands.of(role) == nil {
		return fmt.Errorf("points are not located to a %s", role)
	}
	if d.lands[role] == nil {
		d.lands[role] = newLandDraft()
	}
	d.lands[role].groups[group] = areas
	return nil
}

// lay makes the land that comes after one.
func (t *landDraft) lay(before land) (land, error) {
	groups := maps.Clone(before.groups)
	if groups == nil {
		groups = map[geo.AreaID][]geo.Area{}
	}
	maps.Copy(groups, t.groups)
	var areas []geo.Area
	for _, group := range groups {
		areas = append(areas, group...)
	}
	slices.SortFunc(areas, func(a, b geo.Area) int { return cmp.Compare(a.ID, b.ID) })
	index, err := geo.NewIndex(areas)
	return land{groups, index}, err
}

// owner returns the area that owns a point, and by which rule.
func (l land) owner(p geo.Point) (geo.AreaID, geo.Rule, bool) {
	if l.index == nil {
		return 0, geo.Inside, false
	}
	id, rule, err := l.index.Locate(p)
	return id, rule, err == nil
}
