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
//
// It is made of the divisions of its communities, which it may share with other snapshots, see
// [Draft].
type Snapshot struct {
	Version int64
	Day     time.Time
	Levels  []Level
	Posts   []Post
	Turns   []time.Time // the days on which editions take force, past and to come, ascending; see [Snapshot.Since]

	places      directory
	codes       codebook
	trunk       *division   // the places in no community, as they were raised: parents of communities
	top         *division   // the same with current tallies and holders
	divisions   []*division // ordered by the code of their community
	communities []*Place    // of the divisions
	ground      *ground     // the top and the divisions
	posts       map[LevelID][]Post
	lands       lands
}

// Parts are what a snapshot is made of in one go. They belong to it from then on.
type Parts struct {
	Version int64
	Day     time.Time
	Levels  []Level
	Posts   []Post
	Places  []*Place // in any order; parents are among them

	// Grids and Communities are boundaries of places. A place without one cannot be located to.
	Grids, Communities []geo.Area
}

// NewSnapshot makes a snapshot, which returns places of its own. The order of identities decides
// ties of the index.
//
// It is an error if a place has no level, an ID occurs twice, a parent is missing or an
// area is its own ancestor, or a boundary is unfit or of no place.
func NewSnapshot(p Parts) (*Snapshot, error) {
	d, err := Plant(p)
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return d.Snapshot(), nil
}

// Plant makes a draft as NewSnapshot makes a snapshot, its land laid, so that what stands on it can
// be counted and posts filled.
func Plant(p Parts) (*Draft, error) {
	d := NewDraft(p.Version, p.Day, p.Levels, p.Posts)
	if err := d.plant(p.Places); err != nil {
		return nil, err
	}
	if err := d.boundAll(p.Grids, p.Communities); err != nil {
		return nil, err
	}
	return d, d.Lay()
}

// plant adds places in any order.
func (d *Draft) plant(places []*Place) error {
	if err := checkRoots(places); err != nil {
		return err
	}
	byCommunity := map[geo.AreaID][]*Place{}
	for _, p := range places {
		var community geo.AreaID
		if c := p.Above(RoleCommunity); c != nil {
			community = c.ID
		}
		byCommunity[community] = append(byCommunity[community], p)
	}
	if err := d.Raise(membersOf(byCommunity[0])); err != nil {
		return err
	}
	for community, members := range byCommunity {
		if community == 0 {
			continue
		}
		if err := d.Divide(membersOf(members)); err != nil {
			return err
		}
	}
	return nil
}

// checkRoots follows the parents of places to the top.
func checkRoots(places []*Place) error {
	known := make(map[geo.AreaID]*Place, len(places))
	for _, p := range places {
		if p.Level == nil {
			return fmt.Errorf("area %d (%s) has no level", p.ID, p.Code)
		}
		if known[p.ID] != nil {
			return fmt.Errorf("area %d (%s) occurs twice", p.ID, p.Code)
		}
		known[p.ID] = p
	}
	for _, p := range places {
		for up, steps := p.Parent, 0; up != nil; up, steps = up.Parent, steps+1 {
			if known[up.ID] != up {
				return fmt.Errorf("area %d (%s): its ancestor %d (%s) is not in the snapshot", p.ID, p.Code, up.ID, up.Code)
			}
			if steps > len(places) {
				return fmt.Errorf("area %d (%s) is its own ancestor", p.ID, p.Code)
			}
		}
	}
	return nil
}

// membersOf returns copies of places in ascending order of identity, and their parents.
func membersOf(places []*Place) (members []Place, parents []geo.AreaID) {
	slices.SortFunc(places, func(a, b *Place) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range places {
		var parent geo.AreaID
		if p.Parent != nil {
			parent = p.Parent.ID
		}
		members, parents = append(members, *p), append(parents, parent)
	}
	return members, parents
}

// boundAll tells boundaries that are in no groups yet.
func (d *Draft) boundAll(grids, communities []geo.Area) error {
	for role, areas := range map[Role][]geo.Area{RoleGrid: grids, RoleCommunity: communities} {
		groups := map[geo.AreaID][]geo.Area{}
		for _, area := range areas {
			group := d.s.groupOf(area.ID)
			groups[group] = append(groups[group], area)
		}
		for group, areas := range groups {
			slices.SortStableFunc(areas, func(a, b geo.Area) int { return cmp.Compare(a.ID, b.ID) })
			if err := d.Bound(role, group, areas); err != nil {
				return err
			}
		}
	}
	return nil
}

// groupOf returns with which others the land of an area is told: grids of a community, and
// communities of what is above them.
func (s *Snapshot) groupOf(id geo.AreaID) geo.AreaID {
	p := s.places.find(id)
	switch {
	case p == nil:
		return 0
	case p.Level.Role == RoleCommunity && p.Parent != nil:
		return p.Parent.ID
	case p.Level.Role == RoleCommunity:
		return 0
	}
	if c := p.Above(RoleCommunity); c != nil {
		return c.ID
	}
	return 0
}

func (s *Snapshot) sortPosts() {
	for _, post := range s.Posts {
		s.posts[post.Level] = append(s.posts[post.Level], post)
	}
	for _, posts := range s.posts {
		slices.SortStableFunc(posts, func(a, b Post) int { return cmp.Compare(a.Rank, b.Rank) })
	}
}
