package geo

// A Ring is a closed line of arcs, each from the end of the one before, with the land on its
// left. It passes no point twice.
type Ring struct {
	Refs []ArcRef
	Hole bool
}

// A ringRecord is where a ring begins among the refs of a coverage, and in its lowest bit,
// whether it is a hole.
type ringRecord uint32

func ringAt(first int, hole bool) ringRecord {
	if hole {
		return ringRecord(first)<<1 | 1
	}
	return ringRecord(first) << 1
}

func (r ringRecord) first() int { return int(r >> 1) }
func (r ringRecord) hole() bool { return r&1 == 1 }

func (c *Coverage) ring(r int32) Ring {
	first, end := c.rings[r].first(), c.rings[r+1].first()
	return Ring{c.refs[first:end:end], c.rings[r].hole()}
}

// AppendPoints appends the vertices of a ring of the coverage to points, each once.
func (c *Coverage) AppendPoints(points []Point, ring Ring) []Point {
	return appendRing(points, c.points, c.arcs, ring.Refs)
}

// appendRing leaves out the last point of each arc, which is the first of the next.
func appendRing(points, all []Point, arcs []arcRecord, refs []ArcRef) []Point {
	for _, ref := range refs {
		arc := ref.Arc()
		line := all[arcs[arc].first:arcs[arc+1].first]
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

// A part is land of an area that hangs together by more than a point.
type facePart struct {
	outer []ArcRef
	holes [][]ArcRef
}

// addFaces lays the parts of each face out flat.
func (c *Coverage) addFaces(faces [][]facePart) {
	for _, parts := range faces {
		c.faces = append(c.faces, int32(len(c.rings)))
		for _, part := range parts {
			c.addRing(part.outer, false)
			for _, hole := range part.holes {
				c.addRing(hole, true)
			}
		}
	}
	c.faces = append(c.faces, int32(len(c.rings)))
	c.rings = append(c.rings, ringAt(len(c.refs), false))
}

func (c *Coverage) addRing(refs []ArcRef, hole bool) {
	c.rings = append(c.rings, ringAt(len(c.refs), hole))
	c.refs = append(c.refs, refs...)
}

// faces collects the rings of each field to a part, and the parts of each area to its face.
func (a *arcBuilder) faces(areas int) [][]facePart {
	parts := make([]facePart, a.fields)
	owner := make([]int32, a.fields)
	splitter := ringSplitter{arcs: a.arcs, at: make(map[int32]int)}
	var points []Point
	for c, start := range a.starts {
		f := a.field[c]
		if owner[f] = a.owners[start]; owner[f] == nobody {
			continue
		}
		for _, ring := range splitter.split(a.ringOf(start)) {
			if points = appendRing(points[:0], a.points, a.arcs, ring); counterClockwise(points) {
				parts[f].outer = ring
			} else {
				parts[f].holes = append(parts[f].holes, ring)
			}
		}
	}
	faces := make([][]facePart, areas)
	for f, part := range parts {
		if part.outer != nil {
			faces[owner[f]] = append(faces[owner[f]], part)
		}
	}
	return faces
}

// ringOf returns the arcs of the cycle of a half-edge.
func (a *arcBuilder) ringOf(start int32) []ArcRef {
	var ring []ArcRef
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
	arcs []arcRecord
	at   map[int32]int // where the walk left each node; empty between rings
}

// split returns rings that pass no node twice: whenever the walk comes back to a node, what it
// has walked since is a ring of its own.
func (s *ringSplitter) split(ring []ArcRef) [][]ArcRef {
	var rings [][]ArcRef
	var walked []ArcRef
	for _, ref := range ring {
		node := s.from(ref)
		if i, ok := s.at[node]; ok {
			for _, old := range walked[i:] {
				delete(s.at, s.from(old))
			}
			rings = append(rings, append([]ArcRef(nil), walked[i:]...))
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
		return s.arcs[ref.Arc()].to
	}
	return s.arcs[ref.Arc()].from
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
