package district

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// codeShards is into how many parts a book of codes is divided: that many slices are copied for a
// new one, and the parts that differ.
const codeShards = 1 << 10

// A codeEntry says that an area has a code with that hash.
type codeEntry struct {
	hash uint32
	id   geo.AreaID
}

func (e codeEntry) compare(f codeEntry) int {
	return cmp.Or(cmp.Compare(e.hash, f.hash), cmp.Compare(e.id, f.id))
}

// A codebook tells which areas may have a code: those whose code has the same hash. It is made
// from another as a [directory] is.
type codebook struct {
	shards [][]codeEntry
	loose  bool // entries are being added in any order; settle sorts them
}

func newCodebook() codebook { return codebook{shards: make([][]codeEntry, codeShards), loose: true} }

// next returns a book that has the same entries and can be written to.
func (b *codebook) next() codebook { return codebook{shards: slices.Clone(b.shards)} }

// add notes the code of an area.
func (b *codebook) add(code string, id geo.AreaID) {
	entry := codeEntry{hashOf(code), id}
	shard := &b.shards[entry.hash%codeShards]
	if b.loose {
		*shard = append(*shard, entry)
		return
	}
	if at, found := slices.BinarySearchFunc(*shard, entry, codeEntry.compare); !found {
		*shard = slices.Insert(slices.Clip(*shard), at, entry) // clipped: a copy, not written in place
	}
}

// remove forgets the code of an area.
func (b *codebook) remove(code string, id geo.AreaID) {
	entry := codeEntry{hashOf(code), id}
	shard := &b.shards[entry.hash%codeShards]
	if at, found := slices.BinarySearchFunc(*shard, entry, codeEntry.compare); found {
		*shard = slices.Concat((*shard)[:at], (*shard)[at+1:])
	}
}

// settle ends the adding in any order.
func (b *codebook) settle() {
	if !b.loose {
		return
	}
	for i, shard := range b.shards {
		slices.SortFunc(shard, codeEntry.compare)
		b.shards[i] = slices.Clip(shard)
	}
	b.loose = false
}

// candidates returns the areas whose code may be that, in ascending order.
func (b *codebook) candidates(code string) []geo.AreaID {
	hash := hashOf(code)
	shard := b.shards[hash%codeShards]
	at, _ := slices.BinarySearchFunc(shard, hash, func(e codeEntry, h uint32) int { return cmp.Compare(e.hash, h) })
	var ids []geo.AreaID
	for ; at < len(shard) && shard[at].hash == hash; at++ {
		ids = append(ids, shard[at].id)
	}
	return ids
}

// hashOf is FNV-1a, 32 bits.
func hashOf(code string) uint32 {
	hash := uint32(2166136261)
	for i := range len(code) {
		hash = (hash ^ uint32(code[i])) * 16777619
	}
	return hash
}
