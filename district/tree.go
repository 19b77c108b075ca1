package district

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"gewu/geo"
)

// A Snapshot is a district as it stands on one day at one version of the data: its tree of
// areas, who holds which post, and the index that locates a point. It is never changed once
// made, and safe for concurrent use; the places it returns are shared and must not be written.
type Snapshot struct {
	Version int64
	Day     time.Time
	Levels  []Level
	Posts   []Post

	places      map[geo.AreaID]*Place
	byCode      map[string][]*Place
	communities []*Place
	grids       map[geo.AreaID][]*Place // by community; 0: without one
	posts       map[LevelID][]Post

	gridIndex      *geo.Index
	communityIndex *geo.Index
}

// NewSnapshot makes a snapshot. Places may come in any order; parents are places of the
// snapshot. Grids and communities carry the boundaries of places, and their order decides
// ties of the index; a place without a boundary cannot be located to. The arguments belong to
// the snapshot from then on.
//
// It is an error if a place has no level, an ID occurs twice, a parent is missing or an
// area is its own ancestor, or a boundary is unfit or of no place.
func NewSnapshot(version int64, day time.Time, levels []Level, posts []Post,
	places []*Place, grids, communities []geo.Area,
) (*Snapshot, error) {
	s := &Snapshot{
		Version: version, Day: day, Levels: levels, Posts: posts,
		places: make(map[geo.AreaID]*Place, len(places)),
		byCode: make(map[string][]*Place, len(places)),
		grids:  map[geo.AreaID][]*Place{},
		posts:  map[LevelID][]Post{},
	}
	if err := s.plant(places); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	s.sortPosts()
	var err error
	if s.gridIndex, err = s.index(grids); err != nil {
		return nil, fmt.Errorf("snapshot: grids: %w", err)
	}
	if s.communityIndex, err = s.index(communities); err != nil {
		return nil, fmt.Errorf("snapshot: communities: %w", err)
	}
	return s, nil
}

// plant grows the tree.
func (s *Snapshot) plant(places []*Place) error {
	for _, p := range places {
		if p.Level == nil {
			return fmt.Errorf("area %d (%s) has no level", p.ID, p.Code)
		}
		if _, ok := s.places[p.ID]; ok {
			return fmt.Errorf("area %d (%s) occurs twice", p.ID, p.Code)
		}
		s.places[p.ID] = p
	}
	for _, p := range places {
		if err := s.checkRoots(p); err != nil {
			return err
		}
	}
	ordered := slices.SortedFunc(slices.Values(places), func(a, b *Place) int {
		return cmp.Or(compareCodes(a.Code, b.Code), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range ordered {
		s.list(p)
	}
	return nil
}

// checkRoots follows the parents of p to the top.
func (s *Snapshot) checkRoots(p *Place) error {
	for up, steps := p.Parent, 0; up != nil; up, steps = up.Parent, steps+1 {
		if s.places[up.ID] != up {
			return fmt.Errorf("area %d (%s): its ancestor %d (%s) is not in the snapshot", p.ID, p.Code, up.ID, up.Code)
		}
		if steps > len(s.places) {
			return fmt.Errorf("area %d (%s) is its own ancestor", p.ID, p.Code)
		}
	}
	return nil
}

func (s *Snapshot) list(p *Place) {
	s.byCode[p.Code] = append(s.byCode[p.Code], p)
	switch p.Level.Role {
	case RoleCommunity:
		s.communities = append(s.communities, p)
	case RoleGrid:
		var community geo.AreaID
		if c := p.Above(RoleCommunity); c != nil {
			community = c.ID
		}
		s.grids[community] = append(s.grids[community], p)
	}
}

func (s *Snapshot) sortPosts() {
	for _, post := range s.Posts {
		s.posts[post.Level] = append(s.posts[post.Level], post)
	}
	for _, posts := range s.posts {
		slices.SortStableFunc(posts, func(a, b Post) int { return cmp.Compare(a.Rank, b.Rank) })
	}
}

func (s *Snapshot) index(areas []geo.Area) (*geo.Index, error) {
	for _, area := range areas {
		if _, ok := s.places[area.ID]; !ok {
			return nil, fmt.Errorf("the boundary of area %d is of no place", area.ID)
		}
	}
	return geo.NewIndex(areas)
}

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
	p, ok := s.places[id]
	return p, ok
}

// ByCode returns the places with that code: codes are unique only within a level.
func (s *Snapshot) ByCode(code string) []*Place { return s.byCode[code] }

// Communities returns the communities of every profile, ordered by code.
func (s *Snapshot) Communities() []*Place { return s.communities }

// Grids returns the grids of a community, at whatever depth below it, ordered by code; for
// community 0 those that have no community above them.
func (s *Snapshot) Grids(community geo.AreaID) []*Place { return s.grids[community] }

// Chain returns p and its ancestors, from the top down to p. It is nil for no place.
func (s *Snapshot) Chain(p *Place) []*Place {
	var chain []*Place
	for ; p != nil; p = p.Parent {
		chain = append(chain, p)
	}
	slices.Reverse(chain)
	return chain
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

// Vacant counts the posts of the place that nobody holds.
func (s *Snapshot) Vacant(p *Place) int {
	n := 0
	for _, state := range s.PostsOf(p) {
		if state.Vacant() {
			n++
		}
	}
	return n
}
