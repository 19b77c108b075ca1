package plan

import (
	"encoding/json"

	"gewu/geo"
)

// A placed is a point that may be nowhere: [lon, lat] in JSON, or null.
func placed(at geo.Point, where bool) *position {
	if !where {
		return nil
	}
	p := position(at)
	return &p
}

// MarshalJSON writes {"reason":"grid_locked","grid":3,"cell":17,"at":[lon,lat]}; what the refusal is
// not about is left out.
func (r *Refusal) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Reason RefusalKind `json:"reason"`
		Member string      `json:"member,omitempty"`
		Grid   GridID      `json:"grid,omitempty"`
		Cell   *CellID     `json:"cell,omitempty"`
		At     *position   `json:"at,omitempty"`
		Other  *position   `json:"other,omitempty"`
	}{r.Kind, r.Member, r.Grid, r.cell(), placed(r.At, r.Where), placed(r.Other, r.Other != zeroPoint)})
}

// cell is the cell that a refusal is about, nil when it is about none. Cells count from 0, so the
// place or the kind must say that there is one.
func (r *Refusal) cell() *CellID {
	if r.Cell == 0 && r.Kind != UnknownCell {
		return nil
	}
	return &r.Cell
}

// MarshalJSON writes {"kind":"building_cut","at":[lon,lat],"building":7}; what the note is not about
// is left out.
func (n Note) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind         NoteKind  `json:"kind"`
		At           *position `json:"at,omitempty"`
		Grid         GridID    `json:"grid,omitempty"`
		Building     int64     `json:"building,omitempty"`
		Metres       float64   `json:"metres,omitempty"`
		SquareMetres float64   `json:"square_metres,omitempty"`
	}{n.Kind, placed(n.At, n.At != zeroPoint), n.Grid, n.Building, n.Metres, n.SquareMetres})
}

// MarshalJSON writes {"grid":3,"cells":[…],"households":34,"at":[lon,lat],"offers":[…]}.
func (l Loose) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Grid       GridID   `json:"grid"`
		Cells      []CellID `json:"cells"`
		Households int      `json:"households"`
		At         position `json:"at"`
		Offers     []Offer  `json:"offers"`
	}{l.Grid, orEmpty(l.Cells), l.Households, position(l.At), orEmpty(l.Offers)})
}

// MarshalJSON writes {"kind":"take_rest","operations":[…],"after":[{"grid":3,"households":447,…}]}.
func (o Offer) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind       OfferKind   `json:"kind"`
		Operations []Operation `json:"operations"`
		After      After       `json:"after"`
	}{o.Kind, orEmpty(o.Operations), o.After})
}

// An After is what lies in some grids when something has been done.
type After map[GridID]Tally

// MarshalJSON writes a list, by grid.
func (a After) MarshalJSON() ([]byte, error) {
	type row struct {
		Grid GridID `json:"grid"`
		Tally
	}
	rows := make([]row, 0, len(a))
	for _, id := range sortedKeys(a) {
		rows = append(rows, row{id, a[id]})
	}
	return json.Marshal(rows)
}

// orEmpty makes JSON say [] for none, not null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
