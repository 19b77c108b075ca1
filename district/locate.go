package district

import (
	"fmt"
	"math"

	"gewu/geo"
)

// ReachMetres is how far from a point a grid may be to be offered as the nearest one, or as a
// candidate: further away a fix is not in this district.
const ReachMetres = 5000

// How an Answer came to its place.
const (
	RuleInside  = "inside"  // the place covers the point
	RuleBorder  = "border"  // the point lies on the place's border, and the half-open rule of package geo gives it to it
	RuleNearest = "nearest" // no grid covers the point; the place is the nearest within ReachMetres
	RuleNone    = "none"    // there is none so near
)

// An Answer says which grid a fix is in, and how sure that is.
type Answer struct {
	Rule           string
	Place          *Place      // the grid; nil for none
	DistanceMetres float64     // from the point to the place: over 0 only for nearest
	BorderMetres   float64     // from the point to the place's border; 0 without a place
	Candidates     []Candidate // the other grids that the fix may be in, nearest first
	Community      *Place      // the community that covers the point, though no grid may; nil: none does
	Point          geo.Point   // the fix on CGCS2000
}

// A Candidate is a grid that is not further from the fix than the fix's accuracy.
type Candidate struct {
	Place          *Place
	DistanceMetres float64 // 0 when it covers the point too, or the point is on its border
}

// Locate finds the grid of a fix. A fix that does not state its accuracy has as candidates
// only the other grids that meet at the point. It is an error if the fix is not a position,
// see [geo.Fix.Point]; that no grid is there is an answer.
func (s *Snapshot) Locate(f geo.Fix) (Answer, error) {
	p, err := f.Point()
	if err != nil {
		return Answer{}, fmt.Errorf("locate: %w", err)
	}
	a := s.locate(p, f.Accuracy)
	a.Community = s.communityOf(a)
	return a, nil
}

// LocateGrid is [Snapshot.Locate] without the community.
func (s *Snapshot) LocateGrid(f geo.Fix) (Answer, error) {
	p, err := f.Point()
	if err != nil {
		return Answer{}, fmt.Errorf("locate: %w", err)
	}
	return s.locate(p, f.Accuracy), nil
}

func (s *Snapshot) locate(p geo.Point, accuracy float64) Answer {
	a := Answer{Point: p}
	s.owner(&a)
	a.Candidates = s.candidates(a, accuracy)
	return a
}

// owner fills in the grid and how far it and its border are.
func (s *Snapshot) owner(a *Answer) {
	if id, rule, ok := s.lands.grids.owner(a.Point); ok {
		a.Rule, a.Place = rule.String(), s.places.find(id)
		a.BorderMetres = s.lands.grids.index.BorderMetres(a.Point, id)
		return
	}
	near, ok := s.lands.grids.index.Nearest(a.Point)
	if !ok || near.Metres > ReachMetres {
		a.Rule = RuleNone
		return
	}
	a.Rule, a.Place = RuleNearest, s.places.find(near.Area)
	a.DistanceMetres, a.BorderMetres = near.Metres, near.Metres
}

// communityOf is the community of the grid that covers the point, or else the one whose own
// boundary does.
func (s *Snapshot) communityOf(a Answer) *Place {
	if a.Rule == RuleInside || a.Rule == RuleBorder {
		if community := a.Place.Above(RoleCommunity); community != nil {
			return community
		}
	}
	if id, _, ok := s.lands.communities.owner(a.Point); ok {
		return s.places.find(id)
	}
	return nil
}

// candidates looks for other grids, unless it is known that there are none: where the point is
// further inside its grid than its accuracy reaches, and no grid overlaps another, or where the
// nearest grid is further away.
func (s *Snapshot) candidates(a Answer, accuracy float64) []Candidate {
	grids := s.lands.grids.index
	switch {
	case a.Rule == RuleNone,
		a.Rule == RuleNearest && accuracy < a.DistanceMetres,
		a.Rule == RuleInside && accuracy < a.BorderMetres && grids.Disjoint():
		return nil
	}
	var candidates []Candidate
	for _, near := range grids.Within(a.Point, math.Min(accuracy, ReachMetres)) {
		if place := s.places.find(near.Area); place != a.Place {
			candidates = append(candidates, Candidate{place, near.Metres})
		}
	}
	return candidates
}
