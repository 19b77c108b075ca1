package api

import (
	"gewu/access"
	"gewu/district"
	"gewu/geo"
)

// opens reports whether anybody may do what the rule is about, by what the district shows.
func (r *rule) opens(v *View) bool {
	switch r.visitors {
	case never, local:
		return false
	case always:
		return true
	default:
		return v != nil && v.visibility() >= r.visitors
	}
}

// visibility returns what the district shows to visitors. What is no visibility shows nothing.
func (v *View) visibility() opening {
	switch v.Settings.Visibility {
	case access.Grids:
		return 1
	case access.Counts:
		return 2
	default:
		return always
	}
}

// chainOf returns a place and all that it lies in.
func chainOf(p *district.Place) []geo.AreaID {
	var chain []geo.AreaID
	for ; p != nil; p = p.Parent {
		chain = append(chain, p.ID)
	}
	return chain
}

// covers reports whether a place lies in a scope; nil stands for the whole district.
func covers(s access.Scope, p *district.Place) bool { return p.Within(s) }

// within returns nil for a place that lies in a scope; nil stands for the whole district.
func within(s access.Scope, p *district.Place) error {
	if p.Within(s) {
		return nil
	}
	return mayNot()
}
