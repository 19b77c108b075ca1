package store

import (
	"context"
	"strings"
	"time"
	"unicode"

	"gewu/district"
	"gewu/tiles"
)

// areaLayer returns a layer of areas: what they are comes from the snapshot of the day, their
// boundaries from the editions it names.
func (db *DB) areaLayer(ctx context.Context, name string, a tiles.Address, day time.Time) ([]byte, error) {
	s, err := db.Snapshot(ctx, day)
	if err != nil {
		return nil, err
	}
	if name == "labels" {
		return db.labelLayer(ctx, s, a)
	}
	role := district.RoleGrid
	if name == "communities" {
		role = district.RoleCommunity
	}
	var places []any
	for _, p := range placesNear(s, a) {
		if p.Level.Role == role {
			places = append(places, describe(p))
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	arguments := number(a)
	arguments["places"] = places
	return db.encode(ctx, "tile_"+name, arguments)
}

// placesNear returns the areas whose box meets a tile or its margin, in order of identity.
func placesNear(s *district.Snapshot, a tiles.Address) []*district.Place {
	b := a.Bound()
	return s.Meeting(b.Pad((b.Max[0] - b.Min[0]) / 64))
}

// A tilePlace is what a tile says of an area; null is left out.
type tilePlace struct {
	ID          int64   `json:"id"`
	EditionID   int64   `json:"edition_id"`
	Code        string  `json:"code"`
	Name        string  `json:"name"`
	Colour      int     `json:"colour"`
	Level       string  `json:"level"`
	Kind        string  `json:"kind"`
	Community   *string `json:"community"`
	CommunityID *int64  `json:"community_id"`
	Households  int     `json:"households"`
	Buildings   int     `json:"buildings"`
	Band        *int    `json:"band"`
	Short       string  `json:"short"`
	X           int     `json:"x"`
	Y           int     `json:"y"`
}

func describe(p *district.Place) tilePlace {
	t := tilePlace{
		ID: int64(p.ID), EditionID: p.Edition.ID,
		Code: p.Code, Name: p.Name, Colour: p.Colour, Level: p.Level.Key, Kind: p.Kind,
		Households: p.Tally.Households, Buildings: p.Tally.Buildings,
	}
	if c := p.Above(district.RoleCommunity); c != nil {
		id := int64(c.ID)
		t.Community, t.CommunityID = &c.Code, &id
	}
	if state, bound := p.State(); bound {
		band := int(state)
		t.Band = &band
	}
	return t
}

// labelLayer returns the layer of one point for each community and grid.
func (db *DB) labelLayer(ctx context.Context, s *district.Snapshot, a tiles.Address) ([]byte, error) {
	var places []any
	for _, p := range placesNear(s, a) {
		if role := p.Level.Role; role != district.RoleCommunity && role != district.RoleGrid {
			continue
		}
		if x, y, in := a.Unit(p.Label.Orb()); in {
			t := describe(p)
			t.X, t.Y, t.Level, t.Short = x, y, string(p.Level.Role), shortName(p)
			places = append(places, t)
		}
	}
	if len(places) == 0 {
		return nil, nil
	}
	return db.encode(ctx, "tile_labels", args{"places": places})
}

// shortName is what a label says of a place when there is little room: of a grid the last number
// in its name, or else the end of its code, without leading zeros; of a community its name.
func shortName(p *district.Place) string {
	if p.Level.Role != district.RoleGrid {
		return p.Name
	}
	if n := lastNumber(p.Name); n != "" {
		return unpadded(n)
	}
	if n := lastNumber(p.Code); len(n) > 4 {
		return unpadded(n[len(n)-3:])
	} else if n != "" {
		return unpadded(n)
	}
	return p.Code
}

// lastNumber returns the last run of the digits 0 to 9 in a text.
func lastNumber(text string) string {
	isDigit := func(r rune) bool { return r < unicode.MaxASCII && unicode.IsDigit(r) }
	end := strings.LastIndexFunc(text, isDigit) + 1
	start := strings.LastIndexFunc(text[:end], func(r rune) bool { return !isDigit(r) })
	if start < 0 {
		return text[:end]
	}
	return strings.TrimLeftFunc(text[start:end], func(r rune) bool { return !isDigit(r) })
}

func unpadded(number string) string {
	if short := strings.TrimLeft(number, "0"); short != "" {
		return short
	}
	return "0"
}
