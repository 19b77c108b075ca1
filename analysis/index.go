package analysis

import (
	"slices"

	"gewu/geo"
)

// An index finds parts of the evidence.
type index struct {
	areas   map[geo.AreaID]int32
	grounds map[geo.AreaID]int32
	kinds   map[string]int32
	first   []int32      // the piece of each square that was opened last; −1: none
	next    []int32      // of each piece, the piece of the same square that was opened before it; −1: none
	where   *whereabouts // of issues; nil: not known
	strays  []int32      // positions of issues that came to another piece since
}

func newIndex(e *Evidence) index {
	x := index{
		areas: make(map[geo.AreaID]int32, len(e.Areas)), grounds: make(map[geo.AreaID]int32, len(e.Grounds)),
		kinds: make(map[string]int32, len(e.Kinds)), first: slices.Repeat([]int32{-1}, e.Lattice.Len()),
	}
	for i := range e.Areas {
		x.areas[e.Areas[i].ID] = int32(i)
	}
	for i := range e.Grounds {
		x.grounds[e.Grounds[i].ID] = int32(i)
	}
	for i := range e.Kinds {
		x.kinds[e.Kinds[i].Code] = int32(i)
	}
	return x
}

// piece returns the piece that a ground has of a square; −1: it is not there.
func (x *index) piece(p *Pieces, square, ground int32) int32 {
	for i := x.first[square]; i >= 0; i = x.next[i] {
		if p.Ground[i] == ground {
			return i
		}
	}
	for i := len(x.next); i < p.Len(); i++ { // opened since the chains were made
		if p.Square[i] == square && p.Ground[i] == ground {
			return int32(i)
		}
	}
	return -1
}

// open returns the piece that a ground has of a square, and adds it where it is not there yet.
func (x *index) open(p *Pieces, square, ground int32) int32 {
	if i := x.piece(p, square, ground); i >= 0 {
		return i
	}
	i := int32(p.Len())
	p.Square, p.Ground, p.Households = append(p.Square, square), append(p.Ground, ground), append(p.Households, 0)
	x.next = append(x.next, x.first[square])
	x.first[square] = i
	return i
}

// Area returns the number of an area above the grids; −1: there is none with the ID.
func (e *Evidence) Area(id geo.AreaID) int32 { return found(e.index.areas, id) }

// Ground returns the number of a grid; −1: there is none with the ID.
func (e *Evidence) Ground(id geo.AreaID) int32 { return found(e.index.grounds, id) }

// KindOf returns the number of a kind of issue; −1: there is none with the code.
func (e *Evidence) KindOf(code string) int32 { return found(e.index.kinds, code) }

func found[K comparable](in map[K]int32, key K) int32 {
	if i, ok := in[key]; ok {
		return i
	}
	return -1
}

// Holds reports whether a grid lies in an area.
func (e *Evidence) Holds(area, ground int32) bool {
	if ground < 0 {
		return area == 0
	}
	for a := e.Grounds[ground].Parent; a >= 0; a = e.Areas[a].Parent {
		if a == area {
			return true
		}
	}
	return false
}
