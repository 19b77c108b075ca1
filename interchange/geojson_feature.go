package interchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/valyala/fastjson"
)

// A featureParser turns the text of GeoJSON features into Features. It keeps memory between
// features; not for concurrent use.
type featureParser struct{ properties fastjson.Parser }

// parts are the members of a GeoJSON object that matter here, as raw JSON.
type parts struct {
	kind, id, geometry, properties, coordinates, geometries, crs []byte
}

func (p *parts) set(key, value []byte) {
	switch string(key) {
	case "type":
		p.kind = value
	case "id":
		p.id = value
	case "geometry":
		p.geometry = value
	case "properties":
		p.properties = value
	case "coordinates":
		p.coordinates = value
	case "geometries":
		p.geometries = value
	case "crs":
		p.crs = value
	}
}

// parse reads one Feature, or a bare geometry as a feature without properties.
func (fp *featureParser) parse(raw []byte) (Feature, error) {
	if !utf8.Valid(raw) {
		return Feature{}, errNotUTF8
	}
	if bytes.Contains(raw, []byte(`\u0000`)) || bytes.IndexByte(raw, 0) >= 0 {
		return Feature{}, errNUL
	}
	var p parts
	if err := members(raw, func(key, value []byte) error { p.set(key, value); return nil }); err != nil {
		return Feature{}, err
	}
	return fp.assemble(p)
}

var (
	errNotUTF8 = errors.New("the text is not UTF-8; if the file is in another encoding, give --encoding, such as gbk")
	errNUL     = errors.New("the text contains a NUL character")
)

func (fp *featureParser) assemble(p parts) (Feature, error) {
	kind, err := text(p.kind)
	if err != nil {
		return Feature{}, errors.New("the object has no type: it is not GeoJSON")
	}
	if kind != "Feature" {
		g, err := p.bare(kind)
		return Feature{Geometry: g}, err
	}
	f := Feature{}
	if f.ID, err = identifier(p.id); err != nil {
		return Feature{}, err
	}
	if f.Properties, err = fp.propertiesOf(p.properties); err != nil {
		return Feature{ID: f.ID}, err
	}
	if f.Geometry, err = geometryMember(p.geometry); err != nil {
		return Feature{ID: f.ID}, err
	}
	return f, nil
}

// identifier reads an id member: a string, or a number kept as it is written.
func identifier(raw []byte) (string, error) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", nil
	case raw[0] == '"':
		return text(raw)
	case json.Valid(raw) && raw[0] != '{' && raw[0] != '[':
		return string(raw), nil
	}
	return "", fmt.Errorf("the id %s is neither text nor a number", brief(raw))
}

func (fp *featureParser) propertiesOf(raw []byte) (map[string]any, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	v, err := fp.properties.ParseBytes(raw)
	if err != nil {
		return nil, fmt.Errorf("the properties are not JSON: %w", err)
	}
	if v.Type() != fastjson.TypeObject {
		return nil, fmt.Errorf("the properties %s are not an object", brief(raw))
	}
	return goMap(v)
}

func geometryMember(raw []byte) (orb.Geometry, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var p parts
	if err := members(raw, func(key, value []byte) error { p.set(key, value); return nil }); err != nil {
		return nil, err
	}
	kind, err := text(p.kind)
	if err != nil {
		return nil, errors.New("the geometry has no type")
	}
	return p.bare(kind)
}

// bare reads the geometry whose own members p holds.
func (p parts) bare(kind string) (orb.Geometry, error) {
	if kind == "GeometryCollection" {
		return collection(p.geometries)
	}
	if len(p.coordinates) == 0 || string(p.coordinates) == "null" {
		if _, err := geometryOf(kind, []byte("[]")); err != nil && !errors.Is(err, errEmpty) {
			return nil, err
		}
		return nil, errEmpty
	}
	return geometryOf(kind, p.coordinates)
}

func collection(raw []byte) (orb.Geometry, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("the geometries of a collection: %w", err)
	}
	out := make(orb.Collection, 0, len(list))
	for _, one := range list {
		g, err := geometryMember(one)
		if err != nil {
			return nil, err
		}
		if g != nil {
			out = append(out, g)
		}
	}
	return out, nil
}
