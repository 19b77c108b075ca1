package district

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// Above returns the place of that role at or above p, or nil.
func (p *Place) Above(role Role) *Place {
	for ; p != nil; p = p.Parent {
		if p.Level.Role == role {
			return p
		}
	}
	return nil
}

// Place returns the place with that identity.
func (s *Snapshot) Place(id geo.AreaID) (*Place, bool) {
	p := s.places.find(id)
	return p, p != nil
}

// Len returns the number of places.
func (s *Snapshot) Len() int { return s.places.count }

// Extent counts communities and grids, and returns the box around all places; nil: there are none.
func (s *Snapshot) Extent() (communities, grids int, around *geo.Box) {
	return len(s.divisions), s.ground.grids, s.ground.extent()
}

// ByCode returns the places with that code, in order of identity: codes are unique only within a
// level.
func (s *Snapshot) ByCode(code string) []*Place {
	var places []*Place
	for _, id := range s.codes.candidates(code) {
		if p := s.places.find(id); p.Code == code {
			places = append(places, p)
		}
	}
	return places
}

// Communities returns the communities of every profile, ordered by code.
func (s *Snapshot) Communities() []*Place { return s.communities }

// Grids returns the grids of a community, at whatever depth below it, ordered by code; for
// community 0 those that have no community above them.
func (s *Snapshot) Grids(community geo.AreaID) []*Place {
	if community == 0 {
		return s.top.grids
	}
	p := s.places.find(community)
	if p == nil || p.Level.Role != RoleCommunity {
		return nil
	}
	at, ok := s.divisionOf(p)
	if !ok {
		return nil
	}
	return s.divisions[at].grids
}

// Land returns a box around the land of a community and of all below it; around nothing for what is
// no community.
func (s *Snapshot) Land(community geo.AreaID) geo.Box {
	at, ok := s.divisionOf(s.places.find(community))
	if !ok {
		return geo.Box{}
	}
	return s.divisions[at].bound
}

// divisionOf returns which division a place is in, and false when it is in no community.
func (s *Snapshot) divisionOf(p *Place) (at int, ok bool) {
	c := p.Above(RoleCommunity)
	if c == nil {
		return 0, false
	}
	return slices.BinarySearchFunc(s.communities, c, comparePlaces)
}

// Chain returns p and its ancestors, from the top down to p, as they stand in the snapshot. It is
// nil for no place.
func (s *Snapshot) Chain(p *Place) []*Place {
	var chain []*Place
	for ; p != nil; p = p.Parent {
		if current := s.places.find(p.ID); current != nil {
			chain = append(chain, current)
		}
	}
	slices.Reverse(chain)
	return chain
}

// Meeting returns the places whose box has a point in common with b, in order of identity.
func (s *Snapshot) Meeting(b orb.Bound) []*Place {
	var meeting []*Place
	s.ground.near(b, func(d *division) { meeting = d.meeting(meeting, b) })
	slices.SortFunc(meeting, func(a, b *Place) int { return cmp.Compare(a.ID, b.ID) })
	return meeting
}

// meeting appends the places of a division whose box has a point in common with b.
func (d *division) meeting(meeting []*Place, b orb.Bound) []*Place {
	for i := range d.places {
		if p := &d.places[i]; p.Bound.Orb().Intersects(b) {
			meeting = append(meeting, p)
		}
	}
	return meeting
}

// A PostState is one post of an area with those who hold it.
type PostState struct {
	Post    Post
	Holders []Holding
}

// Vacant reports whether nobody holds the post.
func (s PostState) Vacant() bool { return len(s.Holders) == 0 }

// PostsOf returns every post of the place's level in order of display, with its holders.
func (s *Snapshot) PostsOf(p *Place) []PostState {
	posts := s.posts[p.Level.ID]
	states := make([]PostState, len(posts))
	for i, post := range posts {
		states[i].Post = post
		for _, holding := range p.Holders {
			if holding.Post == post.ID {
				states[i].Holders = append(states[i].Holders, holding)
			}
		}
	}
	return states
}

// Vacant counts the posts of the place that nobody holds: all, or those on notice.
func (s *Snapshot) Vacant(p *Place, all bool) int {
	n := 0
	for _, state := range s.PostsOf(p) {
		if state.Vacant() && (all || state.Post.Notice) {
			n++
		}
	}
	return n
}

// Withheld reports whether a post of the place's level is not on notice.
func (s *Snapshot) Withheld(p *Place) bool {
	return slices.ContainsFunc(s.posts[p.Level.ID], func(post Post) bool { return !post.Notice })
}
