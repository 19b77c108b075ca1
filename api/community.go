package api

import (
	"net/http"

	"gewu/district"
)

type communityAnswer struct {
	areaRef
	Parents    []leveledRef  `json:"parents"` // from the top down
	Bounds     bounds        `json:"bounds"`
	Label      position      `json:"label"`
	Grids      int           `json:"grids"`
	Households int           `json:"households"`
	Banded     int           `json:"banded"`  // grids that a band binds: dedicated ones have none
	InBand     int           `json:"in_band"` // of these, grids whose households are within their band
	Profile    string        `json:"profile"`
	Edition    editionAnswer `json:"edition"`
}

// communities answers GET /v1/communities[?at=].
func (s *server) communities(r *http.Request) (any, error) {
	snapshot, err := s.dated(r)
	if err != nil {
		return nil, err
	}
	seen := seenIn(r, snapshot)
	list := []communityAnswer{}
	for _, c := range snapshot.Communities() {
		if seen.names(c) {
			list = append(list, communityOf(snapshot, c, seen))
		}
	}
	return map[string]any{"communities": list}, nil
}

// communityOf counts of a community what is seen of it.
func communityOf(s *district.Snapshot, c *district.Place, seen seenAreas) communityAnswer {
	grids := seen.only(s.Grids(c.ID))
	answer := communityAnswer{
		areaRef: refOf(c), Parents: []leveledRef{}, Bounds: boundsOf(c.Bound), Label: position(c.Label),
		Grids: len(grids), Households: seen.households(c, grids), Profile: c.Level.Profile, Edition: landEdition(c, grids),
	}
	for _, up := range s.Chain(c.Parent) {
		answer.Parents = append(answer.Parents, leveledRef{refOf(up), up.Level.Key})
	}
	for _, grid := range grids {
		state, bound := grid.State()
		if bound {
			answer.Banded++
		}
		if bound && state == district.InBand {
			answer.InBand++
		}
	}
	return answer
}

// landEdition is the edition that divides the land of a community: that of its grids. A
// community without grids has only the edition of its own boundary.
func landEdition(c *district.Place, grids []*district.Place) editionAnswer {
	if len(grids) > 0 {
		return editionOf(grids[0])
	}
	return editionOf(c)
}

type gridAnswer struct {
	areaRef
	Colour     int            `json:"colour"`
	Households int            `json:"households"`
	Buildings  int            `json:"buildings"`
	Band       *district.Band `json:"band"` // null: none binds it
	State      string         `json:"state"`
	Kind       string         `json:"kind"`
	Vacant     int            `json:"vacant"` // posts that nobody holds
	Label      position       `json:"label"`
	Bounds     bounds         `json:"bounds"`
}

// grids answers GET /v1/communities/{id}/grids[?at=].
func (s *server) grids(r *http.Request) (any, error) {
	snapshot, err := s.dated(r)
	if err != nil {
		return nil, err
	}
	c, err := place(r, snapshot)
	if err != nil {
		return nil, err
	}
	if c.Level.Role != district.RoleCommunity {
		return nil, noArea.because("辖区 %d 不是社区。", "Area %d is not a community.", c.ID)
	}
	seen := seenIn(r, snapshot)
	if !seen.names(c) {
		return nil, mayNot()
	}
	list := []gridAnswer{}
	posts := scopeBy(r, seePosts)
	for _, g := range seen.only(snapshot.Grids(c.ID)) {
		list = append(list, gridOf(snapshot, g, g.Within(posts)))
	}
	return map[string]any{"community": communityOf(snapshot, c, seen), "grids": list}, nil
}

// gridOf counts the posts of a grid that are vacant: all, or those on notice.
func gridOf(s *district.Snapshot, g *district.Place, allPosts bool) gridAnswer {
	return gridAnswer{
		areaRef: refOf(g), Colour: g.Colour, Households: g.Tally.Households, Buildings: g.Tally.Buildings,
		Band: bandOf(g), State: stateOf(g), Kind: g.Kind, Vacant: s.Vacant(g, allPosts),
		Label: position(g.Label), Bounds: boundsOf(g.Bound),
	}
}
