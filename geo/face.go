package geo

import (
	"cmp"
	"slices"
)

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

// refsAround returns the arcs of all rings of a face, one ring after the other.
func (c *Coverage) refsAround(face int) []ArcRef {
	return c.refs[c.rings[c.faces[face]].first():c.rings[c.faces[face+1]].first()]
}

// AppendPoints appends the vertices of a ring of the coverage to points, each once.
func (c *Coverage) AppendPoints(points []Point, ring Ring) []Point {
	for _, ref := range ring.Refs {
		line := c.Arc(ref.Arc()).Points // the last of them is the first of the next
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

// A fieldRing is one ring of a field, and where its half-chains are among the links.
type fieldRing struct {
	field int32
	links stretch
	hole  bool
}

// addFaces makes the rings of each field a part, and the parts of each area its face.
func (a *arcBuilder) addFaces(c *Coverage) {
	a.findRings()
	a.sortRings()
	c.faces = zeroed(c.faces, len(c.ids)+1)
	c.rings = sized(c.rings, len(a.rings)+1)[:0]
	c.refs = sized(c.refs, len(a.links))[:0]
	for _, r := range a.places {
		ring := &a.rings[r]
		c.faces[a.fields[ring.field]+1]++
		c.rings = append(c.rings, ringAt(len(c.refs), ring.hole))
		for _, k := range a.links[ring.links.from:ring.links.to] {
			c.refs = append(c.refs, a.refs[k])
		}
	}
	c.rings = append(c.rings, ringAt(len(c.refs), false))
	for face := range c.ids {
		c.faces[face+1] += c.faces[face]
	}
}

// findRings splits the cycles of fields that somebody owns into rings.
func (a *arcBuilder) findRings() {
	a.rings, a.links = a.rings[:0], a.links[:0]
	a.fields = nobodies(a.fields, a.graph.fields)
	a.seen = zeroed(a.seen, len(a.nodes))
	for c, start := range a.starts {
		if a.left[start] < 0 {
			continue
		}
		f := a.field[c]
		a.fields[f] = a.left[start]
		a.split(f, start)
	}
}

// split makes rings of a cycle that pass no node twice: whenever the walk comes back to a node,
// what it has walked since is a ring of its own.
func (a *arcBuilder) split(field, start int32) {
	a.walked = a.walked[:0]
	for k := start; ; {
		node := a.nodeOf(k)
		if i := a.seen[node]; i > 0 {
			a.addRing(field, a.walked[i-1:])
			a.walked = a.walked[:i-1]
		}
		a.walked = append(a.walked, k)
		a.seen[node] = int32(len(a.walked))
		if k = a.next[k]; k == start {
			break
		}
	}
	a.addRing(field, a.walked)
}

func (a *arcBuilder) addRing(field int32, walked []int32) {
	for _, k := range walked {
		a.seen[a.nodeOf(k)] = 0
	}
	from := int32(len(a.links))
	a.links = append(a.links, walked...)
	a.rings = append(a.rings, fieldRing{field, stretch{from, int32(len(a.links))}, !a.counterClockwise(walked)})
}

// counterClockwise reports whether a ring that passes no point twice runs so: whether it
// turns left at its southernmost point.
func (a *arcBuilder) counterClockwise(ring []int32) bool {
	low, at := 0, Point{}
	for i, k := range ring {
		if i == 0 || a.nodeOf(k) < a.nodeOf(ring[low]) {
			low, at = i, a.at[a.tail(a.firstEdge(k))]
		}
	}
	before := a.at[a.head(a.firstEdge(twin(ring[(low+len(ring)-1)%len(ring)])))]
	after := a.at[a.head(a.firstEdge(ring[low]))]
	for _, k := range ring {
		if a.chains[k>>1].low == nobody {
			continue
		}
		if p, q, r := a.aroundLow(k); comparePoints(p, at) < 0 {
			at, after, before = p, q, r
		}
	}
	return Turn(at, after, before) > 0
}

// sortRings sorts rings by face, by field, and outer ones before holes.
func (a *arcBuilder) sortRings() {
	a.places = sized(a.places, len(a.rings))
	for i := range a.places {
		a.places[i] = int32(i)
	}
	key := func(i int32) uint64 {
		r := &a.rings[i]
		k := uint64(a.fields[r.field])<<32 | uint64(r.field)<<1
		if r.hole {
			k |= 1
		}
		return k
	}
	slices.SortFunc(a.places, func(i, j int32) int { return cmp.Or(cmp.Compare(key(i), key(j)), cmp.Compare(i, j)) })
}
