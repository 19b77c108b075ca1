package tiles

import "encoding/binary"

// A small step, of less than 64 units either way, takes two bytes: the number that zigzag makes of
// each. An arc of small steps is as many pairs of bytes.
const (
	smallStep = 2
	mostSmall = 0x7e // of zigzag: the step back is small too

	chunk = 32 // bytes are copied by so many
	eight = 8  // and turned by so many
)

// putSteps writes the steps between the vertices of an arc, which the memory must have room for, and
// tells how many bytes they take, twice the area between the arc and the western edge of the map,
// and whether all are small. If not, what is written means nothing.
func putSteps(out []byte, f *Frame, line []World) (size int, twice int64, small bool) {
	shift, most := f.shift&31, uint32(0)
	atX, atY := int64(line[0].X)<<deepest>>shift, int64(line[0].Y)<<deepest>>shift
	for _, w := range line[1:] {
		x, y := int64(w.X)<<deepest>>shift, int64(w.Y)<<deepest>>shift
		dy := y - atY
		twice += (atX + x) * dy
		u, v := uint32(zigzag(int32(x-atX))), uint32(zigzag(int32(dy)))
		atX, atY = x, y
		most |= u | v
		if u|v != 0 { // it leads somewhere
			binary.LittleEndian.PutUint16(out[size:], uint16(u|v<<8))
			size += smallStep
		}
	}
	return size, twice, most <= mostSmall
}

// appendWide appends the steps between the vertices of an arc, whatever they are, or backwards those
// from its end to its start.
func appendWide(b []byte, f *Frame, line []World, backwards bool) []byte {
	i, next := 0, 1
	if backwards {
		i, next = len(line)-1, -1
	}
	at := f.Place(line[i])
	for range line[1:] {
		i += next
		if p := f.Place(line[i]); p != at {
			b, at = appendStep(b, p.X-at.X, p.Y-at.Y), p
		}
	}
	return b
}

// appendPiece appends small steps, which go on for another chunk, where there is room for as much.
func appendPiece(b, steps []byte, from, to int) []byte {
	n, size := len(b), to-from
	b, steps = b[:n+size+chunk], steps[from:cap(steps)]
	*(*[chunk]byte)(b[n:]) = [chunk]byte(steps)
	if size > chunk {
		copy(b[n+chunk:n+size], steps[chunk:size])
	}
	return b[:n+size]
}

// appendTurned appends small steps the other way, the last first, where there is room for a chunk
// more. Eight bytes come before them, whatever they are.
func appendTurned(b, steps []byte, from, to int) []byte {
	n, size := len(b), to-from
	b = b[:n+size+eight]
	for at := n; to > from; at, to = at+eight, to-eight {
		binary.LittleEndian.PutUint64(b[at:], turned(binary.LittleEndian.Uint64(steps[to-eight:])))
	}
	return b[:n+size]
}

// turned returns four small steps the other way, the last first. The number that zigzag makes of -n
// is that of n and 1 if it is odd, less 1 if it is even, and 0 for 0.
func turned(steps uint64) uint64 {
	const each = 0x0101_0101_0101_0101
	odd, some := steps&each, (steps+0x7f*each)>>7&each
	steps += 2*odd - some
	return steps>>48 | steps>>16&0xffff_0000 | steps<<16&0xffff_0000_0000 | steps<<48
}

// cutStep takes the last step off.
func cutStep(b []byte) (rest []byte, x, y int32) {
	b, y = cutZigzag(b)
	b, x = cutZigzag(b)
	return b, x, y
}

// cutZigzag takes the last number off, which comes after another one.
func cutZigzag(b []byte) (rest []byte, n int32) {
	at := len(b) - 1
	v := uint32(b[at])
	for b[at-1] >= 0x80 {
		at--
		v = v<<7 | uint32(b[at]&0x7f)
	}
	return b[:at], int32(v>>1) ^ -int32(v&1)
}
