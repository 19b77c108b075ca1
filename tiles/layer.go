package tiles

import (
	"errors"
	"fmt"
	"strings"
)

// ErrLayer is wrapped by every error about the name of a layer.
var ErrLayer = errors.New("no such layer")

// A FieldType is what TileJSON calls the values of a property.
type FieldType string

// The types of properties.
const (
	Text   FieldType = "String"
	Number FieldType = "Number"
	Truth  FieldType = "Boolean"
)

// A Field is one property of a layer's features. A feature may lack it: the value is not known.
type Field struct {
	Name string
	Type FieldType
}

// A Layer is one kind of feature that tiles hold, between two zooms, both included. Every
// feature has an integer id.
type Layer struct {
	Name             string
	Description      string
	MinZoom, MaxZoom uint32
	Fields           []Field
}

// layers is the one table of what tiles hold, in the order in which a map draws them.
var layers = []Layer{
	{"water", "Rivers, canals, streams, lakes and sea.", 8, 16, []Field{
		{"name", Text}, {"class", Text},
	}},
	{"greens", "Grounds of parks, green spaces and schools.", 11, 16, []Field{
		{"kind", Text}, {"name", Text},
	}},
	{"estates", "Walled or named compounds.", 13, 16, []Field{
		{"name", Text}, {"class", Text},
	}},
	{"roads", "Roads and rails; lanes and paths from zoom 14.", 10, 16, []Field{
		{"name", Text}, {"class", Text}, {"bridge", Truth},
	}},
	{"communities", "Communities in force; below zoom 9 the areas right above them, where there are any.", 6, 16, []Field{
		{"code", Text}, {"name", Text}, {"colour", Number}, {"level", Text},
	}},
	{"grids", "Grids in force, with what lies in them. Band is -1 under, 0 in and 1 over the band of households.", 11, 16, []Field{
		{"code", Text},
		{"name", Text},
		{"colour", Number},
		{"community", Text},
		{"community_id", Number},
		{"households", Number},
		{"buildings", Number},
		{"band", Number},
		{"kind", Text},
	}},
	{"buildings", "Buildings, as footprints or points.", 14, 16, []Field{
		{"name", Text}, {"address", Text}, {"households", Number}, {"floors", Number}, {"estimated", Truth},
	}},
	{"facilities", "Service points.", 13, 16, []Field{
		{"kind", Text}, {"name", Text},
	}},
	{"issues", "What was reported. Below zoom 14 one point stands for all issues in a small square, their number is count; opened is in seconds since 1970, UTC.", 10, 16, []Field{
		{"kind", Text}, {"kind_zh", Text}, {"kind_en", Text}, {"status", Text}, {"opened", Number}, {"count", Number},
	}},
	{"labels", "One point in each area that is drawn: grids from zoom 11, communities from zoom 9, below it the areas right above them, where there are any.", 6, 16, []Field{
		{"code", Text}, {"name", Text}, {"level", Text}, {"households", Number}, {"short", Text},
	}},
}

// Layers returns every layer in the order in which a map draws them. The caller must not
// change the fields.
func Layers() []Layer { return append([]Layer(nil), layers...) }

// ParseLayers parses the name of a layer, or several between commas, in the order they are
// written. A name that is unknown or written twice is an error.
func ParseLayers(list string) ([]Layer, error) {
	var found []Layer
	for name := range strings.SplitSeq(list, ",") {
		layer, err := layerNamed(name)
		if err != nil {
			return nil, err
		}
		for _, before := range found {
			if before.Name == name {
				return nil, fmt.Errorf("layer %q is named twice: %w", name, ErrLayer)
			}
		}
		found = append(found, layer)
	}
	return found, nil
}

func layerNamed(name string) (Layer, error) {
	names := make([]string, len(layers))
	for i, layer := range layers {
		if layer.Name == name {
			return layer, nil
		}
		names[i] = layer.Name
	}
	return Layer{}, fmt.Errorf("layer %q: %w: layers are %s", name, ErrLayer, strings.Join(names, ", "))
}

// At reports whether the layer has features at zoom z.
func (l Layer) At(z uint32) bool { return l.MinZoom <= z && z <= l.MaxZoom }
