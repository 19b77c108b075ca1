package tiles

import (
	"encoding/binary"
	"hash/maphash"
)

// A keyTable holds the names of the properties of a layer, each once.
type keyTable struct {
	keys    []string
	next    int    // where the key that is asked for next most likely is
	encoded []byte // as fields of the layer
}

func (t *keyTable) reset() { t.keys, t.encoded, t.next = t.keys[:0], t.encoded[:0], 0 }

func (t *keyTable) forget() { clear(t.keys[:cap(t.keys)]) }

// index returns the number of a key. Features of a layer name their properties in one order, so
// it mostly follows the one asked for before.
func (t *keyTable) index(key string) int {
	if at := t.next; at < len(t.keys) && t.keys[at] == key {
		t.next++
		return at
	}
	return t.seek(key)
}

// seek returns the number of a key wherever it is, or of a new one.
func (t *keyTable) seek(key string) int {
	n := len(t.keys)
	for i := range n {
		at := t.next + i
		if at >= n {
			at -= n
		}
		if t.keys[at] == key {
			t.next = at + 1
			return at
		}
	}
	t.keys = append(t.keys, key)
	t.encoded = append(t.encoded, keyTag)
	t.encoded = appendVarint(t.encoded, uint64(len(key)))
	t.encoded = append(t.encoded, key...)
	t.next = n + 1
	return n
}

// A valueTable holds the values of the properties of a layer, each once, in a hash table with
// open addresses. Slots of a layer before are recognised by their round and are free.
type valueTable struct {
	slots   []slot // a power of two, more than half of them free
	small   [smallFields][smallValues]smallSlot
	round   uint32
	count   uint32
	encoded []byte // as fields of the layer
}

// Small numbers have a place of their own each.
const (
	smallValues = 512
	smallFields = fieldTruth>>3 - fieldUnsigned>>3 + 1
)

// A smallSlot is the number of a small value, in its round.
type smallSlot struct{ round, index uint32 }

// A slot says where in encoded a value starts, after its tag and length, and its number.
type slot struct {
	hash         uint64
	start, size  uint32
	round, index uint32
}

// seed makes the places of texts in the table unforeseeable; no output depends on it.
var seed = maphash.MakeSeed()

func (t *valueTable) reset() {
	t.encoded, t.count = t.encoded[:0], 0
	if t.round++; t.round == 0 { // once in 2^32 layers
		clear(t.slots)
		t.small = [smallFields][smallValues]smallSlot{}
		t.round = 1
	}
}

// index returns the number of a value.
func (t *valueTable) index(v *tag) uint32 {
	if v.field < fieldUnsigned || v.bits >= smallValues {
		return t.seek(v)
	}
	s := &t.small[v.field>>3-fieldUnsigned>>3][v.bits]
	if s.round != t.round {
		*s = smallSlot{t.round, t.count}
		t.append(v)
	}
	return s.index
}

// seek returns the number of a value that has no place of its own.
func (t *valueTable) seek(v *tag) uint32 {
	if int(t.count)*2 >= len(t.slots) {
		t.grow()
	}
	hash := hashValue(v)
	mask := uint64(len(t.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		if s.round != t.round {
			t.insert(s, hash, v)
			return s.index
		}
		if s.hash == hash && t.holds(s, v) {
			return s.index
		}
	}
}

func (t *valueTable) insert(s *slot, hash uint64, v *tag) {
	index := t.count
	start := t.append(v)
	*s = slot{hash, uint32(start), uint32(len(t.encoded) - start), t.round, index}
}

// append writes a value, and returns where it starts, after its tag and length.
func (t *valueTable) append(v *tag) (start int) {
	b := appendVarint(append(t.encoded, valueTag), uint64(sizeValue(v)))
	start = len(b)
	t.encoded = appendValue(b, v)
	t.count++
	return start
}

// holds reports whether the value in s, which has the same hash, is v.
func (t *valueTable) holds(s *slot, v *tag) bool {
	held := t.encoded[s.start : s.start+s.size]
	if held[0] != v.field {
		return false
	}
	if v.field != fieldText {
		return true // hashValue is one to one
	}
	return len(held) == sizeValue(v) && string(held[len(held)-len(v.text):]) == v.text
}

// grow makes room for twice as many values.
func (t *valueTable) grow() {
	old := t.slots
	t.slots = make([]slot, max(2*len(old), 64))
	mask := uint64(len(t.slots) - 1)
	for _, s := range old {
		if s.round != t.round {
			continue
		}
		i := s.hash & mask
		for t.slots[i].round == t.round {
			i = (i + 1) & mask
		}
		t.slots[i] = s
	}
}

// hashValue returns the hash of a value. Of what is no text, no two of one type have the same: an
// odd factor, as it overflows, and shifting onto itself can both be undone.
func hashValue(v *tag) uint64 {
	if v.field == fieldText {
		return maphash.String(seed, v.text)
	}
	h := (v.bits ^ uint64(v.field)<<56) * 0x9e3779b97f4a7c15
	return h ^ h>>32
}

// sizeValue is how many bytes appendValue writes.
func sizeValue(v *tag) int {
	switch v.field {
	case fieldText:
		return 1 + sizeVarint(uint64(len(v.text))) + len(v.text)
	case fieldReal:
		return 1 + 8
	default:
		return 1 + sizeVarint(v.bits)
	}
}

// appendValue writes a message Value.
func appendValue(b []byte, v *tag) []byte {
	b = append(b, v.field)
	switch v.field {
	case fieldText:
		return append(appendVarint(b, uint64(len(v.text))), v.text...)
	case fieldReal:
		return binary.LittleEndian.AppendUint64(b, v.bits)
	default:
		return appendVarint(b, v.bits)
	}
}
