package district

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// Count adds what stands at p to the tally of the grid that owns p and of every area above it.
// Where no grid is, the community that owns p counts it, and where no community is, nothing
// does. It writes to places: only the maker of a snapshot may call it, before sharing it.
func (s *Snapshot) Count(p geo.Point, what Tally) {
	for place := s.Owner(p); place != nil; place = place.Parent {
		place.Tally = place.Tally.Plus(what)
	}
}

// Owner returns the grid, or else the community, that owns p by the half-open rule of package
// geo, or nil.
func (s *Snapshot) Owner(p geo.Point) *Place {
	if id, _, err := s.gridIndex.Locate(p); err == nil {
		return s.places[id]
	}
	if id, _, err := s.communityIndex.Locate(p); err == nil {
		return s.places[id]
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

// Meeting returns the places whose box has a point in common with b, in order of identity.
func (s *Snapshot) Meeting(b orb.Bound) []*Place {
	var meeting []*Place
	for _, p := range s.places {
		if p.Bound.Orb().Intersects(b) {
			meeting = append(meeting, p)
		}
	}
	slices.SortFunc(meeting, func(a, b *Place) int { return cmp.Compare(a.ID, b.ID) })
	return meeting
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
