package district

import (
	"errors"
	"fmt"

	"gewu/geo"
)

// A land is where the areas of one role are, and which of them owns a point.
type land struct {
	atlas *geo.Atlas
	index *geo.Index // nil for the upper level, to which no point is located
}

// lands are the lands of the roles that have one.
type lands struct {
	grids       land // in groups by community
	communities land // in groups by what is above them
	uppers      land // the level right above communities, in one group
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

// Atlas returns the land of grids, with a sheet for each community (0: grids of none), of
// communities, with a sheet for each area above them, or of the upper level that is right above
// communities, in one sheet. It is simplified. It is nil for other roles.
func (s *Snapshot) Atlas(role Role) *geo.Atlas {
	if l := s.lands.of(role); l != nil {
		return l.atlas
	}
	return nil
}

// A landDraft gathers what is told of a land.
type landDraft struct {
	builder geo.AtlasBuilder // of a land from nothing
	changed []geo.Group      // of one that follows another
	awaited []geo.AreaID     // that were not in the draft yet
}

// Bound tells the boundaries of the areas of a role that belong to a group: for grids the group
// is their community, 0 for none. A group can be told once in a draft; that of a snapshot before is
// told anew then. Areas are in ascending order of identity, which decides ties. In a draft from
// nothing the boundaries are not needed any more afterwards, in another until [Draft.Lay].
//
// The error names an area that has another role; it is an [*geo.AreaError] for one whose boundary
// is unfit. Places may come to the draft after their boundary, but must be there when land is laid.
func (d *Draft) Bound(role Role, group geo.AreaID, areas []geo.Area) error {
	if d.s.lands.of(role) == nil {
		return fmt.Errorf("points are not located to a %s", role)
	}
	told := d.lands[role]
	if told == nil {
		told = &landDraft{}
		d.lands[role] = told
	}
	for _, area := range areas {
		if d.s.places.find(area.ID) == nil {
			told.awaited = append(told.awaited, area.ID)
			continue
		}
		if err := d.check(role, area.ID); err != nil {
			return err
		}
	}
	if !d.fresh {
		told.changed = append(told.changed, geo.Group{ID: geo.GroupID(group), Areas: areas})
		return nil
	}
	return named(role, told.builder.Add(geo.Group{ID: geo.GroupID(group), Areas: areas}))
}

// check returns an error about an area that is not in the draft or has another role.
func (d *Draft) check(role Role, id geo.AreaID) error {
	if p := d.s.places.find(id); p == nil || p.Level.Role != role {
		return fmt.Errorf("%ss: the boundary of area %d is of no place", role, id)
	}
	return nil
}

// named says of which areas an error is. The area alone tells more than its group.
func named(role Role, err error) error {
	if err == nil {
		return nil
	}
	if unfit, ok := errors.AsType[*geo.AreaError](err); ok {
		err = unfit
	}
	return fmt.Errorf("%ss: %w", role, err)
}

// lay makes the land that is told, or follows one; index makes its index, nil none.
func (t *landDraft) lay(before land, index func(*geo.Atlas) (*geo.Index, error)) (l land, err error) {
	if before.atlas == nil {
		if l.atlas, err = t.builder.Build(); err != nil {
			return land{}, err
		}
		l.atlas = l.atlas.Simplify()
		if index != nil {
			l.index, err = index(l.atlas)
		}
		return l, err
	}
	if l.atlas, err = before.atlas.With(t.changed...); err != nil {
		return land{}, err
	}
	l.atlas = l.atlas.Simplify()
	if before.index != nil {
		l.index, err = before.index.With(l.atlas)
	}
	return l, err
}

// indexOf returns what makes the index of a role's land. Points are located to communities only
// where no grid is, so that theirs is sparse where there are grids.
func (l *lands) indexOf(role Role) func(*geo.Atlas) (*geo.Index, error) {
	switch {
	case role == RoleUpper:
		return nil
	case role == RoleCommunity && l.grids.atlas.Len() > 0:
		return geo.SparseIndex
	default:
		return geo.IndexAtlas
	}
}

// owner returns the area that owns a point, and by which rule.
func (l *land) owner(p geo.Point) (geo.AreaID, geo.Rule, bool) {
	id, rule, err := l.index.Locate(p)
	return id, rule, err == nil
}
