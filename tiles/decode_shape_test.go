package tiles_test

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"

	"gewu/tiles"
)

// Types of geometry and commands in the specification.
const (
	unknownKind, pointKind, lineKind, polygonKind = 0, 1, 2, 3
	moveTo, lineTo, closePath                     = 1, 2, 7
)

// A pen follows the commands of a geometry.
type pen struct {
	rest []uint64
	at   tiles.XY
}

// command returns the next command and how often it is to be done.
func (p *pen) command() (command, count uint64) {
	word := p.rest[0]
	p.rest = p.rest[1:]
	return word & 7, word >> 3
}

// steps follows a command of n steps.
func (p *pen) steps(n uint64) ([]tiles.XY, error) {
	if n == 0 || n > uint64(len(p.rest)/2) {
		return nil, bad("a command has %d steps, of which %d numbers are there", n, len(p.rest))
	}
	list := make([]tiles.XY, n)
	for i := range list {
		p.at.X += int32(protowire.DecodeZigZag(p.rest[2*i]))
		p.at.Y += int32(protowire.DecodeZigZag(p.rest[2*i+1]))
		list[i] = p.at
	}
	p.rest = p.rest[2*n:]
	return list, nil
}

// parts reads a geometry. One of unknown kind, which a decoder may pass over, is not looked at.
func parts(kind uint64, geometry []uint64) ([][]tiles.XY, error) {
	p := &pen{rest: geometry}
	switch kind {
	case unknownKind:
		return nil, nil
	case pointKind:
		return p.points()
	case lineKind, polygonKind:
		return p.paths(kind == polygonKind)
	}
	return nil, bad("a geometry is of kind %d", kind)
}

func (p *pen) points() ([][]tiles.XY, error) {
	command, count := p.command()
	if command != moveTo {
		return nil, bad("points begin with command %d", command)
	}
	points, err := p.steps(count)
	if err == nil && len(p.rest) > 0 {
		err = bad("points go on")
	}
	return [][]tiles.XY{points}, err
}

// paths reads lines or, when they are closed, rings.
func (p *pen) paths(closed bool) ([][]tiles.XY, error) {
	var paths [][]tiles.XY
	for len(p.rest) > 0 {
		path, err := p.path()
		if err == nil && closed {
			err = p.close(path)
		}
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// path reads one MoveTo and one LineTo, in which no point repeats the one before.
func (p *pen) path() ([]tiles.XY, error) {
	command, count := p.command()
	if command != moveTo || count != 1 {
		return nil, bad("a path begins with %d times command %d", count, command)
	}
	path, err := p.steps(1)
	if err != nil {
		return nil, err
	}
	if len(p.rest) == 0 {
		return nil, bad("a path ends at once")
	}
	command, count = p.command()
	if command != lineTo {
		return nil, bad("a path goes on with command %d", command)
	}
	steps, err := p.steps(count)
	path = append(path, steps...)
	for i := range steps {
		if err == nil && path[i] == path[i+1] {
			err = bad("a path stands still at %v", path[i])
		}
	}
	return path, err
}

func (p *pen) close(ring []tiles.XY) error {
	if len(p.rest) == 0 {
		return bad("a ring is not closed")
	}
	if command, count := p.command(); command != closePath || count != 1 {
		return bad("a ring ends with %d times command %d", count, command)
	}
	if len(ring) < 3 {
		return bad("a ring has %d points", len(ring))
	}
	return nil
}

// area is twice the area of a ring as the specification takes it: above 0 for outlines.
func area(ring []tiles.XY) int64 {
	var sum int64
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += int64(p.X)*int64(q.Y) - int64(q.X)*int64(p.Y)
	}
	return sum
}

// validate checks what tiles of ours keep beyond what [decode] checks: that of the specification
// which it recommends, and our own rules. Every feature has an id, all layers have our extent and
// at least one feature, no key and no value is there twice or in vain, rings wind as they must,
// have an area and do not repeat their first point.
func validate(data []byte) error {
	layers, err := decode(data)
	if err != nil {
		return err
	}
	for _, layer := range layers {
		if layer.Version != 2 || layer.Extent != tiles.Extent || len(layer.Features) == 0 {
			return bad("layer %s has version %d, extent %d and %d features", layer.Name, layer.Version, layer.Extent, len(layer.Features))
		}
		if err := layer.checkTags(); err != nil {
			return fmt.Errorf("layer %s: %w", layer.Name, err)
		}
		for _, f := range layer.Features {
			if err := f.check(); err != nil {
				return fmt.Errorf("layer %s: feature %d: %w", layer.Name, f.ID, err)
			}
		}
	}
	return nil
}

func (l readLayer) checkTags() error {
	keys, values := map[string]bool{}, map[any]bool{}
	for _, key := range l.Keys {
		keys[key] = true
	}
	for _, value := range l.Values {
		values[value] = true
	}
	usedKeys, usedValues := map[uint64]bool{}, map[uint64]bool{}
	for _, f := range l.Features {
		for i := 0; i < len(f.tags); i += 2 {
			usedKeys[f.tags[i]], usedValues[f.tags[i+1]] = true, true
		}
	}
	if len(keys) != len(l.Keys) || len(values) != len(l.Values) {
		return bad("%d keys are %d, %d values are %d", len(l.Keys), len(keys), len(l.Values), len(values))
	}
	if len(usedKeys) != len(l.Keys) || len(usedValues) != len(l.Values) {
		return bad("of %d keys %d are used, of %d values %d", len(l.Keys), len(usedKeys), len(l.Values), len(usedValues))
	}
	return nil
}

func (f readFeature) check() error {
	if !f.HasID || f.Kind == unknownKind {
		return bad("it has no id or no kind")
	}
	if f.Kind != polygonKind {
		return nil
	}
	for i, ring := range f.Parts {
		if ring[0] == ring[len(ring)-1] {
			return bad("ring %d repeats its first point", i)
		}
		if a := area(ring); a == 0 || a < 0 && i == 0 {
			return bad("ring %d has twice the area %d", i, a)
		}
	}
	return nil
}
