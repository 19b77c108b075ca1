package tiles

import (
	"math"
	"sync"
)

// An Encoder writes a vector tile: MVT 2.1, see https://github.com/mapbox/vector-tile-spec. It is
// told layer by layer, of each the features in order, of each its properties and then its
// geometry. The same calls give the same bytes. All memory is used again for the next tile. Not
// safe for concurrent use; take one from the pool with [Encode].
//
// Geometry is in units of the tile, already clipped. An Encoder winds and closes rings, and leaves
// out repeated points, rings without an area and lines without a length; a feature of which
// nothing is left is left out with its properties, and a layer without features too.
type Encoder struct {
	frame    Frame
	tile     []byte // the layers that have ended
	name     string // of the layer that is being written
	features []byte
	keys     keyTable
	values   valueTable
	tags     []tag // of the next feature
	packed   []byte
	geometry []byte
	ring     []XY
}

// A tag is a property of the next feature.
type tag struct {
	key   string
	text  string
	bits  uint64
	field uint8 // of the message Value
}

// encoders are pooled. One whose memory has grown beyond mostKept is not.
var encoders = sync.Pool{New: func() any { return new(Encoder) }}

const mostKept = 4 << 20

// Encode returns the tile that draw writes, nil when there is nothing in it. The encoder is draw's
// only until it returns.
func Encode(a Address, draw func(*Encoder)) []byte {
	e := encoders.Get().(*Encoder)
	e.Start(a)
	draw(e)
	tile := append([]byte(nil), e.Bytes()...)
	if cap(e.tile)+cap(e.features) <= mostKept {
		e.forget()
		encoders.Put(e)
	}
	return tile
}

// forget lets go of the texts of callers.
func (e *Encoder) forget() {
	clear(e.tags[:cap(e.tags)])
	e.keys.forget()
	e.name = ""
}

// Start begins a new tile. The bytes of the one before are no longer valid.
func (e *Encoder) Start(a Address) {
	e.frame = a.Frame()
	e.tile = e.tile[:0]
	e.begin("")
}

// Place returns where a place of the map is in the tile.
func (e *Encoder) Place(w World) XY { return e.frame.Place(w) }

// Layer begins a layer and ends the one before. A tile may not have two layers of one name.
func (e *Encoder) Layer(name string) {
	e.end()
	e.begin(name)
}

// Append writes layers that are encoded already, and ends the layer before.
func (e *Encoder) Append(layers []byte) {
	e.end()
	e.begin("")
	e.tile = append(e.tile, layers...)
}

func (e *Encoder) begin(name string) {
	e.name = name
	e.features, e.tags = e.features[:0], e.tags[:0]
	e.keys.reset()
	e.values.reset()
}

// Bytes ends the tile and returns it. The bytes are valid until the next Start.
func (e *Encoder) Bytes() []byte {
	e.end()
	e.begin("")
	return e.tile
}

// Text gives the next feature a property that is a text.
func (e *Encoder) Text(key, value string) {
	e.tags = append(e.tags, tag{key: key, text: value, field: fieldText})
}

// Number gives the next feature a property that is a whole number.
func (e *Encoder) Number(key string, value int64) {
	if value < 0 {
		e.tags = append(e.tags, tag{key: key, bits: uint64(value<<1 ^ value>>63), field: fieldSigned})
		return
	}
	e.tags = append(e.tags, tag{key: key, bits: uint64(value), field: fieldUnsigned})
}

// Real gives the next feature a property that is a number.
func (e *Encoder) Real(key string, value float64) {
	e.tags = append(e.tags, tag{key: key, bits: math.Float64bits(value), field: fieldReal})
}

// Truth gives the next feature a property that is true or false.
func (e *Encoder) Truth(key string, value bool) {
	t := tag{key: key, field: fieldTruth}
	if value {
		t.bits = 1
	}
	e.tags = append(e.tags, t)
}

// end writes the layer, unless it has no features.
func (e *Encoder) end() {
	if len(e.features) == 0 {
		return
	}
	size := 2 + 1 + sizeVarint(uint64(len(e.name))) + len(e.name) + len(e.features) +
		len(e.keys.encoded) + len(e.values.encoded) + 1 + sizeVarint(Extent)
	out := append(e.tile, layerTag)
	out = appendVarint(out, uint64(size))
	out = append(out, versionTag, 2, nameTag)
	out = appendVarint(out, uint64(len(e.name)))
	out = append(out, e.name...)
	out = append(out, e.features...)
	out = append(out, e.keys.encoded...)
	out = append(out, e.values.encoded...)
	out = append(out, extentTag)
	e.tile = appendVarint(out, Extent)
}

// feature writes a feature with the geometry that is ready, and takes its properties. One
// without a geometry is left out.
func (e *Encoder) feature(id uint64, kind byte) {
	if len(e.geometry) > 0 {
		e.pack()
		size := 1 + sizeVarint(id) + 2 + 1 + sizeVarint(uint64(len(e.geometry))) + len(e.geometry)
		if len(e.packed) > 0 {
			size += 1 + sizeVarint(uint64(len(e.packed))) + len(e.packed)
		}
		out := append(e.features, featureTag)
		out = appendVarint(out, uint64(size))
		out = append(out, idTag)
		out = appendVarint(out, id)
		if len(e.packed) > 0 {
			out = append(out, tagsTag)
			out = appendVarint(out, uint64(len(e.packed)))
			out = append(out, e.packed...)
		}
		out = append(out, typeTag, kind, geometryTag)
		out = appendVarint(out, uint64(len(e.geometry)))
		e.features = append(out, e.geometry...)
	}
	e.geometry, e.tags = e.geometry[:0], e.tags[:0]
}

// pack writes the properties of the feature as indexes of keys and values.
func (e *Encoder) pack() {
	packed := e.packed[:0]
	for i := range e.tags {
		t := &e.tags[i]
		packed = appendVarint(packed, uint64(e.keys.index(t.key)))
		packed = appendVarint(packed, uint64(e.values.index(t)))
	}
	e.packed = packed
}
