package tiles_test

import (
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"gewu/tiles"
)

// A readLayer is a layer as the decoder of these tests reads it.
type readLayer struct {
	Name     string
	Version  uint64
	Extent   uint64
	Features []readFeature
	Keys     []string
	Values   []any
}

// A readFeature is a feature as the decoder of these tests reads it. A part is a line, a ring
// without its closing point, or all points.
type readFeature struct {
	ID    uint64
	HasID bool
	Kind  uint64
	Tags  map[string]any
	Parts [][]tiles.XY

	tags, geometry []uint64
}

var errTile = errors.New("not a tile of version 2")

func bad(format string, args ...any) error {
	return fmt.Errorf(format+": %w", append(args, errTile)...)
}

// decode reads a tile of version 1 or 2 as the specification demands of an encoder: anything that
// it forbids is an error, but for what [validate] checks.
func decode(data []byte) ([]readLayer, error) {
	var layers []readLayer
	names := map[string]bool{}
	err := fields(data, func(number protowire.Number, f field) error {
		if number != 3 {
			return nil
		}
		layer, err := f.layer()
		if err != nil {
			return err
		}
		if names[layer.Name] {
			return bad("two layers are called %q", layer.Name)
		}
		names[layer.Name] = true
		layers = append(layers, layer)
		return nil
	})
	return layers, err
}

// A field is the value of a field of a message.
type field struct {
	kind   protowire.Type
	number uint64
	bytes  []byte
}

// fields visits the fields of a message.
func fields(data []byte, visit func(protowire.Number, field) error) error {
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		if n < 0 {
			return bad("%v", protowire.ParseError(n))
		}
		data = data[n:]
		f := field{kind: kind}
		switch kind {
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(data)
		case protowire.Fixed64Type:
			f.number, n = protowire.ConsumeFixed64(data)
		case protowire.Fixed32Type:
			var v uint32
			v, n = protowire.ConsumeFixed32(data)
			f.number = uint64(v)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(data)
		default:
			return bad("a field is of wire type %d", kind)
		}
		if n < 0 {
			return bad("%v", protowire.ParseError(n))
		}
		data = data[n:]
		if err := visit(number, f); err != nil {
			return err
		}
	}
	return nil
}

// is reports an error unless the field is written in this way.
func (f field) is(kind protowire.Type) error {
	if f.kind != kind {
		return bad("a field is of wire type %d, not %d", f.kind, kind)
	}
	return nil
}

// varints returns the numbers of a packed field.
func (f field) varints() ([]uint64, error) {
	if err := f.is(protowire.BytesType); err != nil {
		return nil, err
	}
	var list []uint64
	for rest := f.bytes; len(rest) > 0; {
		v, n := protowire.ConsumeVarint(rest)
		if n < 0 || v > math.MaxUint32 {
			return nil, bad("a packed number is no uint32")
		}
		list, rest = append(list, v), rest[n:]
	}
	return list, nil
}

func (f field) layer() (readLayer, error) {
	layer := readLayer{Extent: 4096}
	if err := f.is(protowire.BytesType); err != nil {
		return layer, err
	}
	err := fields(f.bytes, func(number protowire.Number, f field) (err error) {
		kind := protowire.BytesType
		if number == 15 || number == 5 {
			kind = protowire.VarintType
		}
		if number <= 5 || number == 15 {
			err = f.is(kind)
		}
		if err == nil {
			err = layer.add(number, f)
		}
		return err
	})
	if err == nil && (layer.Version < 1 || layer.Version > 2) {
		err = bad("the layer has version %d", layer.Version)
	}
	if err == nil && layer.Name == "" {
		err = bad("the layer has no name")
	}
	for i := range layer.Features {
		if err == nil {
			err = layer.Features[i].resolve(layer)
		}
	}
	return layer, err
}

// add takes over a field of a layer.
func (l *readLayer) add(number protowire.Number, f field) error {
	switch number {
	case 1:
		l.Name = string(f.bytes)
	case 2:
		feature, err := f.feature()
		l.Features = append(l.Features, feature)
		return err
	case 3:
		l.Keys = append(l.Keys, string(f.bytes))
	case 4:
		value, err := f.value()
		l.Values = append(l.Values, value)
		return err
	case 5:
		l.Extent = f.number
	case 15:
		l.Version = f.number
	}
	return nil
}

// value returns a string, float32, float64, int64, uint64 or bool.
func (f field) value() (any, error) {
	var value any
	err := fields(f.bytes, func(number protowire.Number, f field) error {
		if value != nil {
			return bad("a value has two types")
		}
		kind := protowire.VarintType
		switch number {
		case 1:
			kind, value = protowire.BytesType, string(f.bytes)
		case 2:
			kind, value = protowire.Fixed32Type, math.Float32frombits(uint32(f.number))
		case 3:
			kind, value = protowire.Fixed64Type, math.Float64frombits(f.number)
		case 4:
			value = int64(f.number)
		case 5:
			value = f.number
		case 6:
			value = protowire.DecodeZigZag(f.number)
		case 7:
			value = f.number != 0
		default:
			return bad("a value has the unknown type %d", number)
		}
		return f.is(kind)
	})
	if err == nil && value == nil {
		err = bad("a value has no type")
	}
	return value, err
}

func (f field) feature() (readFeature, error) {
	var feature readFeature
	seen := map[protowire.Number]bool{}
	err := fields(f.bytes, func(number protowire.Number, f field) (err error) {
		if seen[number] {
			return bad("a feature has the field %d twice", number)
		}
		seen[number] = true
		switch number {
		case 1:
			feature.ID, feature.HasID, err = f.number, true, f.is(protowire.VarintType)
		case 2:
			feature.tags, err = f.varints()
		case 3:
			feature.Kind, err = f.number, f.is(protowire.VarintType)
		case 4:
			feature.geometry, err = f.varints()
		}
		return err
	})
	if err == nil && len(feature.geometry) == 0 {
		err = bad("a feature has no geometry")
	}
	return feature, err
}

// resolve reads the tags and the geometry of a feature of a layer.
func (f *readFeature) resolve(l readLayer) error {
	if len(f.tags)%2 != 0 {
		return bad("a feature has a key without a value")
	}
	for i := 0; i < len(f.tags); i += 2 {
		key, value := f.tags[i], f.tags[i+1]
		if key >= uint64(len(l.Keys)) || value >= uint64(len(l.Values)) {
			return bad("a feature has tag %d of %d keys and %d of %d values", key, len(l.Keys), value, len(l.Values))
		}
		if _, twice := f.Tags[l.Keys[key]]; twice {
			return bad("a feature has the key %q twice", l.Keys[key])
		}
		if f.Tags == nil {
			f.Tags = map[string]any{}
		}
		f.Tags[l.Keys[key]] = l.Values[value]
	}
	var err error
	f.Parts, err = parts(f.Kind, f.geometry)
	return err
}
