package store

import (
	"math"
	"sort"

	"gewu/geo"
	"gewu/tiles"
)

// A memoryLayer holds the features of a layer of tiles in arrays without pointers, in the order
// of their places along a Z curve. It never changes.
//
// A Z curve makes one number of X and Y by taking their bits in turn. A tile of any zoom, and any
// quarter of it, is one run of these numbers; so the points of a tile are found by halving.
type memoryLayer struct {
	name    string
	keys    []uint64 // ascending: of a point its place, of a shape that of the middle of its box
	ids     []int64
	columns []column    // one for each field of the layer
	zooms   []uint8     // the first zoom that shows the feature; nil: all do
	shapes  *shapes     // nil: all features are points
	spots   []geo.Point // which decide in which area a feature lies; nil: in none
	grids   []int64     // that issues belong to, 0: none. One: that of all
	keep    bool        // a shape that is too small for the units of the tile is drawn as one unit
}

// A column holds one property of all features.
type column struct {
	tiles.Field
	isCount bool     // told only of features that are counted
	texts   []uint32 // numbers in words; 0: not known
	words   words
	numbers []int64 // unknown: not known; 0 and 1 are false and true. One: that of all features
}

// unknown stands for a number that is not known.
const unknown = math.MinInt64

// interleave returns the place on the Z curve.
func interleave(w tiles.World) uint64 { return spread(w.X) | spread(w.Y)<<1 }

// place returns what interleave was given.
func place(key uint64) tiles.World { return tiles.World{X: gather(key), Y: gather(key >> 1)} }

// spread puts a zero between each two bits of v.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// gather takes every other bit of x, the lowest first.
func gather(x uint64) uint32 {
	x &= 0x5555555555555555
	x = (x | x>>1) & 0x3333333333333333
	x = (x | x>>2) & 0x0f0f0f0f0f0f0f0f
	x = (x | x>>4) & 0x00ff00ff00ff00ff
	x = (x | x>>8) & 0x0000ffff0000ffff
	return uint32(x | x>>16)
}

// run returns the features whose key lies in a tile, from first to before end.
func (l *memoryLayer) run(a tiles.Address) (first, end int) {
	low := interleave(tiles.World{X: a.X, Y: a.Y}) << (64 - 2*a.Z)
	high := low | math.MaxUint64>>(2*a.Z)
	first = sort.Search(len(l.keys), func(i int) bool { return l.keys[i] >= low })
	end = first + sort.Search(len(l.keys)-first, func(i int) bool { return l.keys[first+i] > high })
	return first, end
}

// draw writes what is in a tile and is seen.
func (l *memoryLayer) draw(e *tiles.Encoder, a tiles.Address, v seeing) {
	e.Layer(l.name)
	if l.shapes != nil {
		l.drawShapes(e, a, v)
		return
	}
	if l.name == "issues" && a.Z < issueZoom {
		l.drawSquares(e, a, v)
		return
	}
	first, end := l.run(a)
	for i := first; i < end; i++ {
		if l.shows(i, v) {
			l.drawPoint(e, i, v)
		}
	}
}

// shows reports whether a feature is seen.
func (l *memoryLayer) shows(i int, v seeing) bool {
	if v.shown == nil {
		return true
	}
	var grid geo.AreaID
	if len(l.grids) > 0 {
		grid = geo.AreaID(l.grids[min(i, len(l.grids)-1)])
	}
	return v.shown(l.spots[i], grid)
}

// drawPoint writes a feature that is a point of the tile.
func (l *memoryLayer) drawPoint(e *tiles.Encoder, i int, v seeing) {
	at := e.Place(place(l.keys[i]))
	l.describe(e, i, v)
	e.Point(uint64(l.ids[i]), at.X, at.Y)
}

// describe gives the next feature the properties of feature i that are told.
func (l *memoryLayer) describe(e *tiles.Encoder, i int, v seeing) {
	counted := v.counted == nil || v.counted(l.spots[i])
	for k := range l.columns {
		c := &l.columns[k]
		if c.isCount && !counted {
			continue
		}
		if c.Type == tiles.Text {
			if word := c.texts[i]; word != 0 {
				e.Text(c.Name, c.words.text(word))
			}
			continue
		}
		n := c.numbers[min(i, len(c.numbers)-1)]
		switch {
		case n == unknown:
		case c.Type == tiles.Truth:
			e.Truth(c.Name, n != 0)
		default:
			e.Number(c.Name, n)
		}
	}
}

// squareBits is by how many zooms the squares in which issues are counted are smaller than a
// tile: 64 × 64 of them make up a tile.
const squareBits = 6

// drawSquares writes one point for the features that are seen of each square of the tile that has
// any, in the middle of them, with their count and the smallest of their ids.
func (l *memoryLayer) drawSquares(e *tiles.Encoder, a tiles.Address, v seeing) {
	shift := 64 - 2*(a.Z+squareBits)
	first, end := l.run(a)
	for i := first; i < end; {
		square := l.keys[i] >> shift
		id := int64(math.MaxInt64)
		var x, y, count uint64
		for ; i < end && l.keys[i]>>shift == square; i++ {
			if !l.shows(i, v) {
				continue
			}
			w := place(l.keys[i])
			x, y, count = x+uint64(w.X), y+uint64(w.Y), count+1
			id = min(id, l.ids[i])
		}
		if count == 0 {
			continue
		}
		at := e.Place(tiles.World{X: uint32(x / count), Y: uint32(y / count)})
		e.Number("count", int64(count))
		e.Point(uint64(id), at.X, at.Y)
	}
}

// words holds texts, each once, behind one another. Number 0 is no text.
type words struct {
	all    string
	starts []uint32 // of each text, and the end of the last
}

func (w words) text(n uint32) string { return w.all[w.starts[n]:w.starts[n+1]] }
