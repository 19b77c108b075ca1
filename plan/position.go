package plan

import (
	"encoding/json"
	"strconv"

	"gewu/geo"
)

var zeroPoint geo.Point

// A position is a point whose JSON form is [lon, lat] in degrees.
type position geo.Point

// positions are points in that form.
type positions []geo.Point

// MarshalJSON writes [lon, lat], exactly.
func (p position) MarshalJSON() ([]byte, error) {
	lon, lat := geo.Point(p).Degrees()
	text := strconv.AppendFloat([]byte{'['}, lon, 'f', -1, 64)
	text = append(text, ',')
	text = strconv.AppendFloat(text, lat, 'f', -1, 64)
	return append(text, ']'), nil
}

// UnmarshalJSON rounds to 1e-7 degree. What is not on the earth is refused.
func (p *position) UnmarshalJSON(text []byte) error {
	var degrees []float64
	if err := json.Unmarshal(text, &degrees); err != nil || len(degrees) != 2 {
		return refuse(BadMember)
	}
	at, err := geo.PointAt(degrees[0], degrees[1])
	if err != nil {
		return refuse(NotOnEarth)
	}
	*p = position(at)
	return nil
}

// MarshalJSON writes a list of positions, [] for none.
func (l positions) MarshalJSON() ([]byte, error) {
	list := make([]position, len(l))
	for i, p := range l {
		list[i] = position(p)
	}
	return json.Marshal(list)
}

// UnmarshalJSON reads a list of positions.
func (l *positions) UnmarshalJSON(text []byte) error {
	var list []*position
	if err := json.Unmarshal(text, &list); err != nil {
		return refusalIn(err)
	}
	*l = make(positions, len(list))
	for i, p := range list {
		if p == nil {
			return refuse(BadMember)
		}
		(*l)[i] = geo.Point(*p)
	}
	return nil
}
