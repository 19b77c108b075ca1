package api

import (
	"gewu/district"
	"gewu/geo"
)

// A metres is a length in answers, to the centimetre.
type metres float64

// MarshalJSON writes at most two decimals; what is no number is null.
func (m metres) MarshalJSON() ([]byte, error) { return m.appendJSON(nil), nil }

// A position is a point in answers: longitude and latitude in degrees of CGCS2000.
type position geo.Point

// MarshalJSON writes [lon, lat].
func (p position) MarshalJSON() ([]byte, error) { return p.appendJSON(nil), nil }

// bounds is a box in answers: west, south, east, north.
type bounds [4]float64

func boundsOf(b geo.Box) bounds {
	w, s := b.Min.Degrees()
	e, n := b.Max.Degrees()
	return bounds{w, s, e, n}
}

type areaRef struct {
	ID   geo.AreaID `json:"id"`
	Code string     `json:"code"`
	Name string     `json:"name"`
}

func refOf(p *district.Place) areaRef { return areaRef{p.ID, p.Code, p.Name} }

// A leveledRef names an area with the key of its level.
type leveledRef struct {
	areaRef
	Level string `json:"level"`
}

type levelAnswer struct {
	Key  string        `json:"key"`
	Name district.Text `json:"name"`
	Role district.Role `json:"role"`
}

func levelOf(p *district.Place) levelAnswer {
	return levelAnswer{p.Level.Key, p.Level.Name, p.Level.Role}
}

type editionAnswer struct {
	Number int    `json:"number"`
	From   string `json:"from"`
	Title  string `json:"title"`
}

func editionOf(p *district.Place) editionAnswer {
	return editionAnswer{p.Edition.Number, date(p.Edition.From), p.Edition.Title}
}

// stateOf says how the households of an area stand to its band: in, under, over or none.
func stateOf(p *district.Place) string {
	state, bound := p.State()
	switch {
	case !bound:
		return "none"
	case state == district.Under:
		return "under"
	case state == district.Over:
		return "over"
	default:
		return "in"
	}
}

// bandOf returns the band that binds the area, or nil.
func bandOf(p *district.Place) *district.Band {
	if _, bound := p.State(); !bound {
		return nil
	}
	return p.Level.Band
}
