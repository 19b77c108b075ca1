package tiles

import (
	"fmt"
	"math"
	"strings"

	"github.com/paulmach/orb"
)

// A TileJSON is a TileJSON 3.0 document: it tells a map where the tiles are and what is in them.
// See https://github.com/mapbox/tilejson-spec/tree/master/3.0.0.
type TileJSON struct {
	TileJSON     string        `json:"tilejson"`
	Name         string        `json:"name"`
	Version      string        `json:"version"`
	Attribution  string        `json:"attribution,omitempty"`
	Scheme       string        `json:"scheme"`
	Tiles        []string      `json:"tiles"`
	MinZoom      uint32        `json:"minzoom"`
	MaxZoom      uint32        `json:"maxzoom"`
	Bounds       [4]float64    `json:"bounds"`
	Center       [3]float64    `json:"center"`
	VectorLayers []VectorLayer `json:"vector_layers"`
}

// A VectorLayer tells a map what one layer of the tiles holds.
type VectorLayer struct {
	ID          string               `json:"id"`
	Description string               `json:"description"`
	MinZoom     uint32               `json:"minzoom"`
	MaxZoom     uint32               `json:"maxzoom"`
	Fields      map[string]FieldType `json:"fields"`
}

// A Set says what tiles of some layers there are and where.
type Set struct {
	Layers      []Layer // at least one
	URL         string  // with {z}, {x} and {y}
	Attribution string
	Version     int64     // of the data
	Bound       orb.Bound // in degrees; empty: the whole world
}

// Document returns the TileJSON document of the set. The version of the document changes with
// that of the data.
func (s Set) Document() TileJSON {
	doc := TileJSON{
		TileJSON:    "3.0.0",
		Version:     fmt.Sprintf("1.%d.0", s.Version),
		Attribution: s.Attribution,
		Scheme:      "xyz",
		Tiles:       []string{s.URL},
		MinZoom:     math.MaxUint32,
		Bounds:      s.bounds(),
	}
	var names []string
	for _, layer := range s.Layers {
		names = append(names, layer.Name)
		doc.MinZoom, doc.MaxZoom = min(doc.MinZoom, layer.MinZoom), max(doc.MaxZoom, layer.MaxZoom)
		doc.VectorLayers = append(doc.VectorLayers, layer.vectorLayer())
	}
	doc.Name = strings.Join(names, ",")
	doc.Center = [3]float64{(doc.Bounds[0] + doc.Bounds[2]) / 2, (doc.Bounds[1] + doc.Bounds[3]) / 2, float64(doc.MinZoom)}
	return doc
}

// bounds returns west, south, east and north, within the square world of the tiles.
func (s Set) bounds() [4]float64 {
	world := Address{}.Bound()
	b := s.Bound
	if b.IsEmpty() || b.IsZero() {
		b = world
	}
	return [4]float64{
		max(b.Min[0], world.Min[0]), max(b.Min[1], world.Min[1]),
		min(b.Max[0], world.Max[0]), min(b.Max[1], world.Max[1]),
	}
}

func (l Layer) vectorLayer() VectorLayer {
	fields := make(map[string]FieldType, len(l.Fields))
	for _, field := range l.Fields {
		fields[field.Name] = field.Type
	}
	return VectorLayer{l.Name, l.Description, l.MinZoom, l.MaxZoom, fields}
}
