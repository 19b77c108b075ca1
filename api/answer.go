package api

import (
	"encoding/json"
	"math"
	"strconv"

	"gewu/district"
	"gewu/geo"
)

// A metres is a length in answers, to the centimetre.
type metres float64

// MarshalJSON writes at most two decimals; what is no number is null.
func (m metres) MarshalJSON() ([]byte, error) {
	v := math.Round(float64(m)*100) / 100
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64), nil
}

// A position is a point in answers: longitude and latitude in degrees of CGCS2000.
type position geo.Point

// MarshalJSON writes [lon, lat].
func (p position) MarshalJSON() ([]byte, error) {
	lon, lat := geo.Point(p).Degrees()
	return json.Marshal([2]float64{lon, lat})
}

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

// A link is one area of the chain of levels, with who answers for it.
type link struct {
	areaRef
	Level levelAnswer  `json:"level"`
	Posts []postAnswer `json:"posts"`
}

type postAnswer struct {
	Key     string         `json:"key"`
	Name    district.Text  `json:"name"`
	First   bool           `json:"first"`
	Holders []holderAnswer `json:"holders"` // empty: the post is vacant
}

type holderAnswer struct {
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"` // only of those who may be called by anyone
	Duty  string `json:"duty"`
	Since string `json:"since"`
}

// chainOf returns the areas from the top down to p, with their posts. It is empty for no place.
func chainOf(s *district.Snapshot, p *district.Place) []link {
	chain := []link{}
	for _, up := range s.Chain(p) {
		chain = append(chain, link{refOf(up), levelOf(up), postsOf(s, up)})
	}
	return chain
}

func postsOf(s *district.Snapshot, p *district.Place) []postAnswer {
	posts := []postAnswer{}
	for _, state := range s.PostsOf(p) {
		post := postAnswer{state.Post.Key, state.Post.Name, state.Post.First, []holderAnswer{}}
		for _, h := range state.Holders {
			post.Holders = append(post.Holders, holderAnswer{h.Name, h.WorkPhone, h.Duty, date(h.From)})
		}
		posts = append(posts, post)
	}
	return posts
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
