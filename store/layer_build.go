package store

import (
	"cmp"
	"hash/maphash"
	"slices"

	"gewu/geo"
	"gewu/tiles"
)

// A layerBuilder takes the features of a layer in any order and makes a memoryLayer of them, which
// depends on the features alone.
type layerBuilder struct {
	layer  memoryLayer // in the order in which they came
	shapes shapes
	boxes  []worldBox
	words  wordBuilder
}

func newLayerBuilder(l tiles.Layer) *layerBuilder {
	b := &layerBuilder{layer: memoryLayer{name: l.Name, keep: l.Name == "buildings"}}
	for _, f := range l.Fields {
		b.layer.columns = append(b.layer.columns, column{Field: f, isCount: tiles.IsCount(l.Name, f.Name)})
	}
	b.words.starts = []uint32{0, 0}
	return b
}

// begin begins a feature. Its geometry comes next, then a value for each column.
func (b *layerBuilder) begin(id int64, zoom uint8) {
	b.layer.ids = append(b.layer.ids, id)
	b.layer.zooms = append(b.layer.zooms, zoom)
	b.shapes.parts = append(b.shapes.parts, uint32(len(b.shapes.kinds)))
	b.boxes = append(b.boxes, nothing)
}

// point makes the feature a point.
func (b *layerBuilder) point(p geo.Point) { b.stretch(tiles.Project(p)) }

// spot says where the feature counts as lying.
func (b *layerBuilder) spot(p geo.Point) { b.layer.spots = append(b.layer.spots, p) }

// part begins a line or a ring of the feature. Its vertices come next.
func (b *layerBuilder) part(kind partKind) {
	b.shapes.starts = append(b.shapes.starts, uint32(len(b.shapes.vertices)))
	b.shapes.kinds = append(b.shapes.kinds, kind)
}

func (b *layerBuilder) vertex(p geo.Point) {
	w := tiles.Project(p)
	b.shapes.vertices = append(b.shapes.vertices, w)
	b.stretch(w)
}

func (b *layerBuilder) stretch(w tiles.World) {
	box := &b.boxes[len(b.boxes)-1]
	*box = box.withPlace(w)
}

// text gives the feature its value of a column; nil: not known.
func (b *layerBuilder) text(column int, value []byte) {
	c := &b.layer.columns[column]
	word := uint32(0)
	if value != nil {
		word = b.words.word(value)
	}
	c.texts = append(c.texts, word)
}

// number gives the feature its value of a column.
func (b *layerBuilder) number(column int, value int64) {
	c := &b.layer.columns[column]
	c.numbers = append(c.numbers, value)
}

// finish returns the layer. The builder must not be used any more.
func (b *layerBuilder) finish() *memoryLayer {
	l := &b.layer
	b.shapes.parts = append(b.shapes.parts, uint32(len(b.shapes.kinds)))
	b.shapes.starts = append(b.shapes.starts, uint32(len(b.shapes.vertices)))
	order := b.order()
	l.ids, l.zooms = reordered(l.ids, order), reordered(l.zooms, order)
	l.spots, l.grids = reordered(l.spots, order), constant(reordered(l.grids, order))
	if len(l.zooms) == 0 || slices.Max(l.zooms) == 0 {
		l.zooms = nil
	}
	all := b.words.finish()
	for i := range l.columns {
		c := &l.columns[i]
		c.words = all
		c.texts, c.numbers = reordered(c.texts, order), constant(reordered(c.numbers, order))
	}
	if len(b.shapes.kinds) > 0 {
		l.shapes = b.shapes.reordered(order)
		l.shapes.tree = newBoxTree(reordered(b.boxes, order))
	}
	return l
}

// order returns the numbers of the features in the order of the layer, and sets its keys.
func (b *layerBuilder) order() []uint32 {
	type placed struct {
		key   uint64
		id    int64
		index uint32
	}
	list := make([]placed, len(b.boxes))
	for i, box := range b.boxes {
		list[i] = placed{interleave(box.middle()), b.layer.ids[i], uint32(i)}
	}
	slices.SortFunc(list, func(a, b placed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.id, b.id)) })
	order := make([]uint32, len(list))
	b.layer.keys = make([]uint64, len(list))
	for i, p := range list {
		order[i], b.layer.keys[i] = p.index, p.key
	}
	return order
}

// reordered returns the items in an order, or nil when there are none.
func reordered[T any](items []T, order []uint32) []T {
	if len(items) == 0 {
		return nil
	}
	list := make([]T, len(order))
	for i, index := range order {
		list[i] = items[index]
	}
	return list
}

// constant shortens numbers that are all the same to one.
func constant(numbers []int64) []int64 {
	for _, n := range numbers {
		if n != numbers[0] {
			return numbers
		}
	}
	return slices.Clone(numbers[:min(1, len(numbers))])
}

// reordered returns the shapes in another order of features.
func (s *shapes) reordered(order []uint32) *shapes {
	sorted := &shapes{
		parts:    make([]uint32, 0, len(s.parts)),
		starts:   make([]uint32, 0, len(s.starts)),
		kinds:    make([]partKind, 0, len(s.kinds)),
		vertices: make([]tiles.World, 0, len(s.vertices)),
	}
	for _, feature := range order {
		sorted.parts = append(sorted.parts, uint32(len(sorted.kinds)))
		for part := s.parts[feature]; part < s.parts[feature+1]; part++ {
			sorted.starts = append(sorted.starts, uint32(len(sorted.vertices)))
			sorted.kinds = append(sorted.kinds, s.kinds[part])
			sorted.vertices = append(sorted.vertices, s.vertices[s.starts[part]:s.starts[part+1]]...)
		}
	}
	sorted.parts = append(sorted.parts, uint32(len(sorted.kinds)))
	sorted.starts = append(sorted.starts, uint32(len(sorted.vertices)))
	return sorted
}

// A wordBuilder gives each text one number.
type wordBuilder struct {
	all     []byte
	starts  []uint32
	numbers map[uint64]uint32 // by hash, the next free one where another text has it
	seed    maphash.Seed
}

func (b *wordBuilder) word(text []byte) uint32 {
	if b.numbers == nil {
		b.numbers, b.seed = map[uint64]uint32{}, maphash.MakeSeed()
	}
	for hash := maphash.Bytes(b.seed, text); ; hash++ {
		n, taken := b.numbers[hash]
		if !taken {
			n = uint32(len(b.starts) - 1)
			b.all = append(b.all, text...)
			b.starts = append(b.starts, uint32(len(b.all)))
			b.numbers[hash] = n
			return n
		}
		if string(b.all[b.starts[n]:b.starts[n+1]]) == string(text) {
			return n
		}
	}
}

func (b *wordBuilder) finish() words { return words{string(b.all), slices.Clone(b.starts)} }
