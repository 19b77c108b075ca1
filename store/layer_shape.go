package store

import (
	"slices"
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

// A pencil is the memory that shapes are drawn with. It is pooled.
type pencil struct {
	hits   []uint32
	places []tiles.XY
	ends   []int // of each part, in places
	rings  []tiles.Ring
	lines  [][]tiles.XY
	tiles.Clipper
}

var pencils = sync.Pool{New: func() any { return new(pencil) }}

// drawShapes writes the shapes that are seen and meet a tile or its margin, and the points in the tile.
func (l *memoryLayer) drawShapes(e *tiles.Encoder, a tiles.Address, v seeing) {
	p := pencils.Get().(*pencil)
	defer pencils.Put(p)
	box := around(a)
	p.hits = l.shapes.tree.meeting(p.hits[:0], box)
	for _, hit := range p.hits {
		i := int(hit)
		if l.zooms != nil && uint32(l.zooms[i]) > a.Z || !l.shows(i, v) {
			continue
		}
		if l.shapes.parts[i] == l.shapes.parts[i+1] {
			if place(l.keys[i]).Tile(a.Z) == a {
				l.drawPoint(e, i, v)
			}
			continue
		}
		l.describe(e, i, v)
		p.project(e, l.shapes, i)
		whole := box.holds(l.shapes.tree.levels[0][i])
		if l.shapes.isLine(i) {
			p.drawLines(e, uint64(l.ids[i]), whole)
			continue
		}
		if l.keep {
			p.keepSmall(e, l.shapes, i)
		}
		p.drawPolygons(e, uint64(l.ids[i]), whole)
	}
}

// around is the box of a tile and its margin.
func around(a tiles.Address) worldBox {
	const zoom = 32 - 12 // at which a unit of a tile is one of World
	margin := int64(tiles.Margin) << max(zoom-int(a.Z), 0)
	side := int64(1) << (32 - a.Z)
	west, north := int64(a.X)*side, int64(a.Y)*side
	return worldBox{
		clamp(west - margin), clamp(north - margin),
		clamp(west + side + margin), clamp(north + side + margin),
	}
}

func clamp(v int64) uint32 { return uint32(min(max(v, 0), 1<<32-1)) }

// isLine reports whether feature i is made of lines.
func (s *shapes) isLine(i int) bool { return s.kinds[s.parts[i]] == linePart }

// drawLines writes the lines that were projected. They need no cut when the tile holds the whole.
func (p *pencil) drawLines(e *tiles.Encoder, id uint64, whole bool) {
	p.lines = p.lines[:0]
	p.Reset()
	for i := range p.ends {
		if whole {
			p.lines = append(p.lines, p.part(i))
		} else {
			p.Line(p.part(i))
		}
	}
	if whole {
		e.Lines(id, p.lines...)
	} else {
		e.Lines(id, p.Lines()...)
	}
}

// drawPolygons writes the polygons that were projected. They need no cut when the tile holds the
// whole.
func (p *pencil) drawPolygons(e *tiles.Encoder, id uint64, whole bool) {
	for i := range p.rings {
		p.rings[i].Points = p.part(i)
	}
	if whole {
		e.Polygons(id, p.rings...)
		return
	}
	p.Reset()
	for first := 0; first < len(p.rings); {
		next := first + 1
		for next < len(p.rings) && p.rings[next].Hole {
			next++
		}
		p.Polygon(p.rings[first:next]...)
		first = next
	}
	e.Polygons(id, p.Rings()...)
}

// project brings the parts of a feature into units of the tile, without the vertices that show no
// more there.
func (p *pencil) project(e *tiles.Encoder, s *shapes, feature int) {
	p.places, p.ends, p.rings = p.places[:0], p.ends[:0], p.rings[:0]
	for part := s.parts[feature]; part < s.parts[feature+1]; part++ {
		start := len(p.places)
		isRing := s.kinds[part] != linePart
		for _, w := range s.part(part) {
			p.add(e.Place(w), start, isRing)
		}
		if isRing {
			p.shut(start)
		}
		p.ends = append(p.ends, len(p.places))
		p.rings = append(p.rings, tiles.Ring{Hole: s.kinds[part] == holePart})
	}
}

// part returns the vertices of a part.
func (s *shapes) part(i uint32) []tiles.World { return s.vertices[s.starts[i]:s.starts[i+1]] }

// add appends a place to the part that begins at start. It takes away places before it that lie on
// the way: repeated, straight between their neighbours, or in a ring the tip of a spike that is
// too thin to have an area.
func (p *pencil) add(at tiles.XY, start int, isRing bool) {
	for {
		n := len(p.places)
		if n > start && p.places[n-1] == at {
			return
		}
		if n < start+2 || !inLine(p.places[n-2], p.places[n-1], at) || !isRing && isTurn(p.places[n-2], p.places[n-1], at) {
			p.places = append(p.places, at)
			return
		}
		p.places = p.places[:n-1]
	}
}

// shut takes away places that add would have, had it known where the ring that begins at start ends.
func (p *pencil) shut(start int) {
	for {
		ring := p.places[start:]
		n := len(ring)
		switch {
		case n > 1 && ring[n-1] == ring[0], n > 2 && inLine(ring[n-2], ring[n-1], ring[0]):
			p.places = p.places[:len(p.places)-1]
		case n > 2 && inLine(ring[n-1], ring[0], ring[1]):
			p.places = slices.Delete(p.places, start, start+1)
		default:
			return
		}
	}
}

// inLine reports whether a, b and c lie on one line.
func inLine(a, b, c tiles.XY) bool {
	return (int64(b.X)-int64(a.X))*(int64(c.Y)-int64(b.Y)) == (int64(b.Y)-int64(a.Y))*(int64(c.X)-int64(b.X))
}

// isTurn reports whether the way from a through b to c, which lie on one line, turns back at b.
func isTurn(a, b, c tiles.XY) bool {
	return (int64(b.X)-int64(a.X))*(int64(c.X)-int64(b.X))+(int64(b.Y)-int64(a.Y))*(int64(c.Y)-int64(b.Y)) < 0
}

// part returns the places of a part.
func (p *pencil) part(i int) []tiles.XY {
	start := 0
	if i > 0 {
		start = p.ends[i-1]
	}
	return p.places[start:p.ends[i]]
}

// keepSmall makes the outlines of a feature that the units of the tile are too coarse for a box
// around them, at least one unit wide and high. It stands for something that is there.
func (p *pencil) keepSmall(e *tiles.Encoder, s *shapes, feature int) {
	for i := range p.ends {
		if p.rings[i].Hole || hasArea(p.part(i)) {
			continue
		}
		vertices := s.part(s.parts[feature] + uint32(i))
		low := e.Place(vertices[0])
		high := tiles.XY{X: low.X + 1, Y: low.Y + 1}
		for _, w := range vertices {
			at := e.Place(w)
			low = tiles.XY{X: min(low.X, at.X), Y: min(low.Y, at.Y)}
			high = tiles.XY{X: max(high.X, at.X), Y: max(high.Y, at.Y)}
		}
		p.replace(i, low, tiles.XY{X: high.X, Y: low.Y}, high, tiles.XY{X: low.X, Y: high.Y})
	}
}

// replace replaces the places of a part.
func (p *pencil) replace(part int, places ...tiles.XY) {
	start := p.ends[part] - len(p.part(part))
	grown := len(places) - len(p.part(part))
	p.places = slices.Replace(p.places, start, p.ends[part], places...)
	for i := part; i < len(p.ends); i++ {
		p.ends[i] += grown
	}
}

// hasArea reports whether a ring has an area, by the surveyor's formula.
func hasArea(ring []tiles.XY) bool {
	var twice int64
	before := ring[len(ring)-1]
	for _, at := range ring {
		twice += int64(before.X)*int64(at.Y) - int64(at.X)*int64(before.Y)
		before = at
	}
	return twice != 0
}
