package api

import (
	"net/http"
	"slices"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// A seenAreas says which areas a request may see: those in its scope, and by name those that these
// lie in.
type seenAreas struct {
	snapshot *district.Snapshot
	scope    access.Scope
	over     map[geo.AreaID]bool // nil where the scope is everything
}

func seenIn(r *http.Request, s *district.Snapshot) seenAreas {
	scope := scopeOf(r)
	if scope.All {
		return seenAreas{s, scope, nil}
	}
	return seenAreas{s, scope, s.Over(scope)}
}

// seenOf returns what reports whether a place lies in the scope of a request; nil: all do.
func seenOf(r *http.Request) func(*district.Place) bool {
	scope := scopeOf(r)
	if scope.All {
		return nil
	}
	return func(p *district.Place) bool { return p.Within(scope) }
}

// names reports whether a place may be named.
func (v seenAreas) names(p *district.Place) bool { return p.Within(v.scope) || v.over[p.ID] }

// only returns the places that lie in the scope.
func (v seenAreas) only(places []*district.Place) []*district.Place {
	if v.scope.All {
		return places
	}
	return slices.DeleteFunc(slices.Clone(places), func(p *district.Place) bool { return !p.Within(v.scope) })
}

// households returns those of a community, or of the grids of it that are seen.
func (v seenAreas) households(c *district.Place, grids []*district.Place) int {
	if c.Within(v.scope) {
		return c.Tally.Households
	}
	sum := 0
	for _, g := range grids {
		sum += g.Tally.Households
	}
	return sum
}

// answer returns what of an answer may be told, or that nothing may.
func (v seenAreas) answer(a district.Answer) (district.Answer, error) {
	switch {
	case v.scope.All:
		return a, nil
	case a.Place != nil && !a.Place.Within(v.scope), a.Community != nil && !v.names(a.Community):
		return a, mayNot()
	}
	a.Candidates = slices.DeleteFunc(slices.Clone(a.Candidates), func(c district.Candidate) bool { return !c.Place.Within(v.scope) })
	return a, nil
}

// found returns what of a search may be told: areas that may be named, and things in the scope.
func (v seenAreas) found(list []district.Found) []district.Found {
	if v.scope.All {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(f district.Found) bool {
		switch f.Kind {
		case district.FoundArea, district.FoundCommunity, district.FoundGrid:
			p, ok := v.snapshot.Place(geo.AreaID(f.ID))
			return !ok || !v.names(p)
		default:
			owner := v.snapshot.Owner(f.At)
			return owner == nil || !owner.Within(v.scope)
		}
	})
}
