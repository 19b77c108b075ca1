package district

import (
	"fmt"
	"slices"
	"time"

	"gewu/geo"
)

// A Draft is a snapshot in the making. First its areas are told, from the top down, with
// [Draft.Raise] and [Draft.Divide], and their land with [Draft.Bound]; then [Draft.Lay] makes the
// index of the land; then [Draft.Hold] fills posts and [Draft.Count] counts what stands where;
// [Draft.Snapshot] ends it. After an error it is of no use. Not safe for concurrent use.
//
// A draft made from a snapshot shares everything with it that is not told anew, so that the next
// snapshot costs what is different, not what is there.
type Draft struct {
	s         *Snapshot
	fresh     bool               // made from nothing
	own       map[*division]bool // divisions that are not shared; unused in a fresh draft
	recounted map[geo.AreaID]bool
	lands     map[Role]*landDraft
}

// NewDraft begins a snapshot from nothing.
func NewDraft(version int64, day time.Time, levels []Level, posts []Post) *Draft {
	s := &Snapshot{
		Version: version, Day: day, Levels: levels, Posts: posts,
		places: newDirectory(), codes: newCodebook(), trunk: &division{}, top: &division{},
		posts: map[LevelID][]Post{}, ground: &ground{},
	}
	s.sortPosts()
	lands := map[Role]*landDraft{}
	for _, role := range []Role{RoleGrid, RoleCommunity, RoleUpper} {
		lands[role] = &landDraft{}
	}
	return &Draft{s: s, fresh: true, lands: lands}
}

// Next begins a snapshot that follows s. It is of the same levels and posts, and has the same
// areas above communities.
func (s *Snapshot) Next(version int64, day time.Time) *Draft {
	next := *s
	next.Version, next.Day = version, day
	next.places, next.codes, next.ground = s.places.next(), s.codes.next(), s.ground.next()
	next.divisions, next.communities = slices.Clone(s.divisions), slices.Clone(s.communities)
	return &Draft{s: &next, own: map[*division]bool{}, lands: map[Role]*landDraft{}}
}

// Raise adds the places that are in no community, in ascending order of identity; a parent is one
// of them, or 0. Only a draft from nothing can be raised, once, and before all else.
func (d *Draft) Raise(places []Place, parents []geo.AreaID) error {
	top, err := newDivision(places, parents, func(geo.AreaID) *Place { return nil })
	if err != nil {
		return err
	}
	if top.community != nil {
		return fmt.Errorf("area %d (%s) is a community", top.community.ID, top.community.Code)
	}
	d.s.trunk, d.s.top = top, top
	return d.enter(top)
}

// Divide adds a community with everything below it, or changes it into that: places in ascending
// order of identity, the community one of them. Parents are others of them, and of the community
// one that was raised, or 0.
func (d *Draft) Divide(places []Place, parents []geo.AreaID) error {
	v, err := newDivision(places, parents, d.s.trunk.find)
	if err != nil {
		return err
	}
	for i := range places {
		if c := places[i].Above(RoleCommunity); c == nil || c != v.community {
			return fmt.Errorf("area %d (%s) is not in the community with the others", places[i].ID, places[i].Code)
		}
	}
	d.remove(v.community.ID)
	if err := d.enter(v); err != nil {
		return err
	}
	if d.fresh {
		d.s.divisions = append(d.s.divisions, v)
		return nil
	}
	d.own[v] = true
	at, _ := slices.BinarySearchFunc(d.s.divisions, v, compareDivisions)
	d.s.divisions = slices.Insert(d.s.divisions, at, v)
	d.s.communities = slices.Insert(d.s.communities, at, v.community)
	return nil
}

// enter makes the places of a division known. The error names one that is known already.
func (d *Draft) enter(v *division) error {
	for i := range v.places {
		p := &v.places[i]
		if d.s.places.find(p.ID) != nil {
			return fmt.Errorf("area %d (%s) occurs twice", p.ID, p.Code)
		}
		d.s.places.set(p)
		d.s.codes.add(p.Code, p.ID)
	}
	d.s.ground.add(v)
	return nil
}

// remove takes a community out, if it is there.
func (d *Draft) remove(community geo.AreaID) {
	at, ok := d.s.divisionOf(d.s.places.find(community))
	if !ok {
		return
	}
	for _, p := range d.s.divisions[at].places {
		d.s.places.remove(p.ID)
		d.s.codes.remove(p.Code, p.ID)
	}
	d.s.ground.remove(d.s.divisions[at])
	d.s.divisions = slices.Delete(d.s.divisions, at, at+1)
	d.s.communities = slices.Delete(d.s.communities, at, at+1)
}

// Lay makes the index of the land that was told with [Draft.Bound].
func (d *Draft) Lay() error {
	if d.fresh {
		d.settle()
	}
	for _, role := range []Role{RoleGrid, RoleCommunity, RoleUpper} { // the largest has most room
		told := d.lands[role]
		if told == nil {
			continue
		}
		for _, id := range told.awaited {
			if err := d.check(role, id); err != nil {
				return err
			}
		}
		l, err := told.lay(*d.s.lands.of(role), d.s.lands.indexOf(role))
		if err != nil {
			return named(role, err)
		}
		*d.s.lands.of(role) = l
	}
	return nil
}

// settle brings what was added in any order into its order.
func (d *Draft) settle() {
	d.s.codes.settle()
	slices.SortFunc(d.s.divisions, compareDivisions)
	d.s.communities = make([]*Place, len(d.s.divisions))
	for i, v := range d.s.divisions {
		d.s.communities[i] = v.community
	}
}

// Snapshot ends the draft.
func (d *Draft) Snapshot() *Snapshot { return d.s }

// place returns a place to be written to, or nil.
func (d *Draft) place(id geo.AreaID) *Place {
	p := d.s.places.find(id)
	if p == nil || d.fresh {
		return p
	}
	at, ok := d.s.divisionOf(p)
	if !ok {
		return d.edit(d.s.top).find(id)
	}
	return d.editAt(at).find(id)
}

// editAt returns a division of the draft, not shared.
func (d *Draft) editAt(at int) *division {
	v := d.edit(d.s.divisions[at])
	d.s.divisions[at], d.s.communities[at] = v, v.community
	return v
}

// edit returns the division, or where it is shared one that takes its place.
func (d *Draft) edit(v *division) *division {
	if d.fresh || d.own[v] {
		return v
	}
	c := v.clone()
	d.own[c] = true
	d.s.ground.remove(v)
	d.s.ground.add(c)
	for i := range c.places {
		d.s.places.set(&c.places[i])
	}
	if v == d.s.top {
		d.s.top = c
	}
	return c
}

// Land returns a box around the land of a community and of all below it.
func (d *Draft) Land(community geo.AreaID) geo.Box { return d.s.Land(community) }

// Members returns a community and all below it, in order of identity.
func (d *Draft) Members(community geo.AreaID) []geo.AreaID {
	at, ok := d.s.divisionOf(d.s.places.find(community))
	if !ok {
		return nil
	}
	var members []geo.AreaID
	for _, p := range d.s.divisions[at].places {
		members = append(members, p.ID)
	}
	return members
}

// Held returns the areas with posts that are not vacant.
func (d *Draft) Held() []geo.AreaID {
	held := d.s.top.held(nil)
	for _, v := range d.s.divisions {
		held = v.held(held)
	}
	return held
}

func (d *division) held(held []geo.AreaID) []geo.AreaID {
	for i := range d.places {
		if len(d.places[i].Holders) > 0 {
			held = append(held, d.places[i].ID)
		}
	}
	return held
}

// Hold makes holdings, in order of posts, those of an area. An area that is not in the draft is
// left alone.
func (d *Draft) Hold(id geo.AreaID, holdings []Holding) {
	if p := d.s.places.find(id); p == nil || slices.Equal(p.Holders, holdings) {
		return
	}
	d.place(id).Holders = holdings
}
