package geo

import "iter"

// A Face is the land of one area.
type Face struct {
	ID    AreaID
	Parts []Part
}

// A Part is a piece of land that hangs together by more than a point. Its holes may touch its
// outer ring and each other, each at single points.
type Part struct {
	Outer Ring
	Holes []Ring
}

// Rings walks the rings of all parts, outer rings before their holes.
func (f Face) Rings() iter.Seq[Ring] {
	return func(yield func(Ring) bool) {
		for _, part := range f.Parts {
			if !yield(part.Outer) {
				return
			}
			for _, hole := range part.Holes {
				if !yield(hole) {
					return
				}
			}
		}
	}
}

// A Ring is a closed line of arcs, each from the end of the one before, with the land on its
// left. It passes no point twice.
type Ring []ArcRef

// Points returns the vertices of a ring of the coverage, each once.
func (c *Coverage) Points(ring Ring) []Point { return appendRing(nil, c.arcs, ring) }

// appendRing leaves out the last point of each arc, which is the first of the next.
func appendRing(points []Point, arcs []Arc, ring Ring) []Point {
	for _, ref := range ring {
		line := arcs[ref.Arc()].Points
		if !ref.Reversed() {
			points = append(points, line[:len(line)-1]...)
			continue
		}
		for i := len(line) - 1; i > 0; i-- {
			points = append(points, line[i])
		}
	}
	return points
}

// faces collects the rings of each field to a part, and the parts of each area to its face.
func (a *arcBuilder) faces(ids []AreaID) []Face {
	parts := make([]Part, a.fields)
	owner := make([]int32, a.fields)
	splitter := ringSplitter{arcs: a.arcs, at: make(map[int32]int)}
	var points []Point
	for c, start := range a.starts {
		f := a.field[c]
		if owner[f] = a.owners[start]; owner[f] == nobody {
			continue
		}
		for _, ring := range splitter.split(a.ringOf(start)) {
			if points = appendRing(points[:0], a.arcs, ring); counterClockwise(points) {
				parts[f].Outer = ring
			} else {
				parts[f].Holes = append(parts[f].Holes, ring)
			}
		}
	}
	faces := make([]Face, len(ids))
	for i, id := range ids {
		faces[i].ID = id
	}
	for f, part := range parts {
		if part.Outer != nil {
			faces[owner[f]].Parts = append(faces[owner[f]].Parts, part)
		}
	}
	return faces
}

// ringOf returns the arcs of the cycle of a half-edge.
func (a *arcBuilder) ringOf(start int32) Ring {
	var ring Ring
	for h := start; ; {
		if a.node[a.vertex[h]] >= 0 {
			ring = append(ring, a.refs[h])
		}
		if h = a.next[h]; h == start {
			return ring
		}
	}
}

// A ringSplitter splits rings where they touch themselves.
type ringSplitter struct {
	arcs []Arc
	at   map[int32]int // where the walk left each node; empty between rings
}

// split returns rings that pass no node twice: whenever the walk comes back to a node, what it
// has walked since is a ring of its own.
func (s *ringSplitter) split(ring Ring) []Ring {
	var rings []Ring
	var walked Ring
	for _, ref := range ring {
		node := s.from(ref)
		if i, ok := s.at[node]; ok {
			for _, old := range walked[i:] {
				delete(s.at, s.from(old))
			}
			rings = append(rings, append(Ring(nil), walked[i:]...))
			walked = walked[:i]
		}
		s.at[node] = len(walked)
		walked = append(walked, ref)
	}
	clear(s.at)
	return append(rings, walked)
}

func (s *ringSplitter) from(ref ArcRef) int32 {
	if ref.Reversed() {
		return s.arcs[ref.Arc()].To
	}
	return s.arcs[ref.Arc()].From
}

// counterClockwise reports whether a ring that passes no point twice runs so: whether it
// turns left at its southernmost point.
func counterClockwise(points []Point) bool {
	low := 0
	for i, p := range points {
		if comparePoints(p, points[low]) < 0 {
			low = i
		}
	}
	before, after := points[(low+len(points)-1)%len(points)], points[(low+1)%len(points)]
	return turn(points[low], after, before) > 0
}
