package tiles

import "math/bits"

// Tags of the fields of a tile: the number of the field, and how it is written. 0: a varint,
// 1: eight bytes, 2: a length and as many bytes.
const (
	layerTag = 3<<3 | 2

	versionTag = 15 << 3
	nameTag    = 1<<3 | 2
	featureTag = 2<<3 | 2
	keyTag     = 3<<3 | 2
	valueTag   = 4<<3 | 2
	extentTag  = 5 << 3

	idTag       = 1 << 3
	tagsTag     = 2<<3 | 2
	typeTag     = 3 << 3
	geometryTag = 4<<3 | 2

	fieldText     = 1<<3 | 2
	fieldReal     = 3<<3 | 1
	fieldUnsigned = 5 << 3
	fieldSigned   = 6 << 3
	fieldTruth    = 7 << 3
)

// appendVarint writes seven bits a byte, the lowest first; the last byte is below 128.
func appendVarint(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

// sizeVarint is how many bytes appendVarint writes.
func sizeVarint(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// zigzag makes small numbers of either sign small ones.
func zigzag(n int32) uint64 { return uint64(uint32(n<<1 ^ n>>31)) }

// appendStep writes a move by x and y.
func appendStep(b []byte, x, y int32) []byte {
	return appendVarint(appendVarint(b, zigzag(x)), zigzag(y))
}

// largestStep is the most bytes that appendStep writes.
const largestStep = 2 * 5
