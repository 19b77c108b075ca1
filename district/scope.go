package district

import (
	"gewu/access"
	"gewu/geo"
)

// Within reports whether the place lies in a scope; nil stands for the whole district.
func (p *Place) Within(s access.Scope) bool {
	if s.All {
		return true
	}
	for ; p != nil; p = p.Parent {
		if s.Covers(p.ID) {
			return true
		}
	}
	return false
}

// Over returns the areas that the areas of a scope lie in: they are named to who sees these, though
// they do not lie in the scope themselves. None for Everything.
func (s *Snapshot) Over(scope access.Scope) map[geo.AreaID]bool {
	over := map[geo.AreaID]bool{}
	for _, id := range scope.Areas {
		p, ok := s.Place(id)
		if !ok {
			continue
		}
		for p = p.Parent; p != nil; p = p.Parent {
			over[p.ID] = true
		}
	}
	return over
}
