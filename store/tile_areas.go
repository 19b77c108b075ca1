package store

import (
	"context"
	"strings"
	"time"
	"unicode"

	"gewu/access"
	"gewu/district"
	"gewu/geo"
	"gewu/tiles"
)

// areaLayer returns what writes a layer of areas, drawn from the land of the snapshot of the day: of
// those in the scope, and of those that these lie in.
func (db *DB) areaLayer(ctx context.Context, l tiles.Layer, a tiles.Address, day time.Time, scope access.Scope) (func(*tiles.Encoder), error) {
	s, err := db.dividedOn(ctx, day)
	if err != nil {
		return nil, err
	}
	levels := tiles.Levels{
		Grids: s.Atlas(district.RoleGrid), Communities: s.Atlas(district.RoleCommunity), Streets: s.Atlas(district.RoleUpper),
	}
	over := s.Over(scope)
	properties := texts[l.Name]
	tell := func(e *tiles.Encoder, id geo.AreaID) bool {
		p, ok := s.Place(id)
		switch {
		case !ok:
			return false
		case p.Within(scope):
			properties(e, p)
		case over[id]:
			onlyName(e, p, l.Name)
		default:
			return false
		}
		return true
	}
	return func(e *tiles.Encoder) {
		e.Layer(l.Name)
		for _, atlas := range levels.At(l.Name, a.Z) {
			if l.Name == "labels" {
				e.Labels(a, atlas, labelIn(s), func(id geo.AreaID) bool { return tell(e, id) })
			} else {
				e.Areas(a, atlas, func(id geo.AreaID) bool { return tell(e, id) })
			}
		}
	}, nil
}

// texts says how to describe the areas of a layer.
var texts = map[string]func(*tiles.Encoder, *district.Place){"grids": grid, "communities": community, "labels": label}

// labelIn returns where the labels of a snapshot are.
func labelIn(s *district.Snapshot) func(geo.AreaID) geo.Point {
	return func(id geo.AreaID) geo.Point {
		if p, ok := s.Place(id); ok {
			return p.Label
		}
		return geo.Point{}
	}
}

// onlyName gives the next feature what is told of an area of which no more is seen.
func onlyName(e *tiles.Encoder, p *district.Place, layer string) {
	if layer == "labels" {
		nameOn(e, p)
		return
	}
	community(e, p)
}

// community writes what a tile says of a community, or of what stands for communities at low zooms.
func community(e *tiles.Encoder, p *district.Place) {
	e.Text("code", p.Code)
	e.Text("name", p.Name)
	e.Number("colour", int64(p.Colour))
	e.Text("level", p.Level.Key)
}

// grid writes what a tile says of a grid.
func grid(e *tiles.Encoder, p *district.Place) {
	e.Text("code", p.Code)
	e.Text("name", p.Name)
	e.Number("colour", int64(p.Colour))
	if c := p.Above(district.RoleCommunity); c != nil {
		e.Text("community", c.Code)
		e.Number("community_id", int64(c.ID))
	}
	e.Number("households", int64(p.Tally.Households))
	e.Number("buildings", int64(p.Tally.Buildings))
	if state, bound := p.State(); bound {
		e.Number("band", int64(state))
	}
	e.Text("kind", p.Kind)
}

// label writes what the label of an area says.
func label(e *tiles.Encoder, p *district.Place) {
	nameOn(e, p)
	e.Number("households", int64(p.Tally.Households))
}

// nameOn writes how the label of an area names it.
func nameOn(e *tiles.Encoder, p *district.Place) {
	e.Text("code", p.Code)
	e.Text("name", p.Name)
	e.Text("level", string(p.Level.Role))
	e.Text("short", shortName(p))
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
