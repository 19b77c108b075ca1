package store

import (
	"sync"

	"gewu/tiles"
)

// shapes holds the lines and polygons of a layer. A feature without a part is a point.
type shapes struct {
	parts    []uint32 // the first part of each feature, and the end of the last
	starts   []uint32 // the first vertex of each part, and the end of the last
	kinds    []partKind
	vertices []tiles.World
	tree     boxTree
}

// A partKind says what a part of a shape is.
type partKind uint8

const (
	linePart    partKind = iota
	outlinePart          // of a polygon, in front of its holes; not closed
	holePart
)

// buffer is how many units beyond the tile shapes are drawn.
const buffer = 64

// A pencil is the memory that shapes are drawn with. It is pooled.
type pencil struct {
	hits   []uint32
	places []tiles.XY
	ends   []int // of each part, in places
	rings  []tiles.Ring
	lines  [][]tiles.XY
}

var pencils = sync.Pool{New: func() any { return new(pencil) }}

// drawShapes writes the shapes that meet a tile or its margin, and the points in the tile.
func (l *memoryLayer) drawShapes(e *tiles.Encoder, a tiles.Address) {
	p := pencils.Get().(*pencil)
	defer pencils.Put(p)
	p.hits = l.shapes.tree.meeting(p.hits[:0], around(a))
	for _, hit := range p.hits {
		i := int(hit)
		if l.zooms != nil && uint32(l.zooms[i]) > a.Z {
			continue
		}
		if l.shapes.parts[i] == l.shapes.parts[i+1] {
			if place(l.keys[i]).Tile(a.Z) == a {
				l.drawPoint(e, i)
			}
			continue
		}
		l.describe(e, i)
		l.drawShape(e, p, i)
	}
}

// around is the box of a tile and its margin.
func around(a tiles.Address) worldBox {
	const zoom = 32 - 12 // at which a unit of a tile is one of World
	unit := int64(1) << max(zoom-int(a.Z), 0)
	side := int64(1) << (32 - a.Z)
	west, north := int64(a.X)*side, int64(a.Y)*side
	return worldBox{
		clamp(west - buffer*unit), clamp(north - buffer*unit),
		clamp(west + side + buffer*unit), clamp(north + side + buffer*unit),
	}
}

func clamp(v int64) uint32 { return uint32(min(max(v, 0), 1<<32-1)) }

// drawShape writes the lines or polygons of a feature, which has its properties.
func (l *memoryLayer) drawShape(e *tiles.Encoder, p *pencil, i int) {
	s := l.shapes
	first, end := s.parts[i], s.parts[i+1]
	p.project(e, s, first, end)
	if s.kinds[first] == linePart {
		p.lines = p.lines[:0]
		for part := range p.ends {
			p.lines = append(p.lines, p.part(part))
		}
		e.Lines(uint64(l.ids[i]), p.lines...)
		return
	}
	p.rings = p.rings[:0]
	for part := range p.ends {
		p.rings = append(p.rings, tiles.Ring{Points: p.part(part), Hole: s.kinds[first+uint32(part)] == holePart})
	}
	e.Polygons(uint64(l.ids[i]), p.rings...)
}

// project brings parts into units of the tile, without the vertices that show no more there.
func (p *pencil) project(e *tiles.Encoder, s *shapes, first, end uint32) {
	p.places, p.ends = p.places[:0], p.ends[:0]
	for part := first; part < end; part++ {
		start := len(p.places)
		for _, w := range s.vertices[s.starts[part]:s.starts[part+1]] {
			p.add(e.Place(w), start)
		}
		p.ends = append(p.ends, len(p.places))
	}
}

// add appends a place to the part that begins at start, and takes away the one before when it
// lies on the way: repeated, or straight between the ones beside it.
func (p *pencil) add(at tiles.XY, start int) {
	n := len(p.places)
	if n > start && p.places[n-1] == at {
		return
	}
	if n > start+1 && between(p.places[n-2], p.places[n-1], at) {
		p.places[n-1] = at
		return
	}
	p.places = append(p.places, at)
}

// between reports whether b lies on the straight way from a to c.
func between(a, b, c tiles.XY) bool {
	ux, uy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
	vx, vy := int64(c.X)-int64(b.X), int64(c.Y)-int64(b.Y)
	return ux*vy == uy*vx && ux*vx+uy*vy > 0
}

// part returns the places of a part.
func (p *pencil) part(i int) []tiles.XY {
	start := 0
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.places[start:p.ends[i]]
}
