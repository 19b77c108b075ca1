package api

import (
	"net/http"

	"gewu/district"
)

// An areaAnswer is the card of an area.
type areaAnswer struct {
	areaRef
	Level      levelAnswer    `json:"level"`
	Kind       string         `json:"kind"`
	Colour     int            `json:"colour"`
	AreaMetres *metres        `json:"area_m2"` // square metres; null: it has no land of its own
	Label      position       `json:"label"`
	Bounds     bounds         `json:"bounds"`
	Tally      tallyAnswer    `json:"tally"`
	Band       *district.Band `json:"band"`
	State      string         `json:"state"`
	Chain      chain          `json:"chain"`
	Edition    editionAnswer  `json:"edition"`
}

type tallyAnswer struct {
	Households int `json:"households"`
	Residents  int `json:"residents"`
	Buildings  int `json:"buildings"`
	Estimated  int `json:"estimated"` // households that are not given but estimated
}

func tallyOf(t district.Tally) tallyAnswer {
	return tallyAnswer{t.Households, t.Residents, t.Buildings, t.Estimated}
}

// area answers GET /v1/areas/{id}[?at=].
func (s *server) area(r *http.Request) (any, error) {
	snapshot, err := s.dated(r)
	if err != nil {
		return nil, err
	}
	p, err := place(r, snapshot)
	if err == nil {
		err = within(scopeOf(r), p)
	}
	if err != nil {
		return nil, err
	}
	answer := areaAnswer{
		areaRef: refOf(p), Level: levelOf(p), Kind: p.Kind, Colour: p.Colour,
		Label: position(p.Label), Bounds: boundsOf(p.Bound), Tally: tallyOf(p.Tally),
		Band: bandOf(p), State: stateOf(p), Chain: chain{snapshot, p, nil, scopeBy(r, seePosts)}, Edition: editionOf(p),
	}
	square, known, err := s.Measure.SquareMetres(r.Context(), p.ID, snapshot.Day)
	if err != nil {
		return nil, err
	}
	if known {
		answer.AreaMetres = new(metres(square))
	}
	return answer, nil
}
