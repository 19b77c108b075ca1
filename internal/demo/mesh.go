package demo

import "math"

type (
	nodeID int32
	faceID int32
	wayID  int32
)

const nowhere = faceID(-1) // outside of the district

// A mesh is one planar topology: every line of the town is stored once, between the face on its
// left and the face on its right. Everything that must fit together is read from it.
type mesh struct {
	nodes []vec
	ties  []int // how many edges meet at a node
	faces [][]nodeID
	left  map[edge]faceID
	ways  map[edge]wayID // by the edge whose from is smaller
}

// An edge is directed; its reverse is the same line seen from the other side.
type edge struct{ from, to nodeID }

func (e edge) reverse() edge { return edge{e.to, e.from} }

func (e edge) key() edge {
	if e.from > e.to {
		return e.reverse()
	}
	return e
}

// newMesh returns a mesh of one face.
func newMesh(outline []vec, w wayID) *mesh {
	m := &mesh{left: map[edge]faceID{}, ways: map[edge]wayID{}}
	cycle := make([]nodeID, len(outline))
	for i, p := range outline {
		cycle[i] = m.addNode(p, 2)
	}
	m.faces = append(m.faces, cycle)
	for i := range cycle {
		m.tie(cycle[i], cycle[(i+1)%len(cycle)], w)
	}
	m.claim(0)
	return m
}

func (m *mesh) addNode(p vec, ties int) nodeID {
	m.nodes = append(m.nodes, p)
	m.ties = append(m.ties, ties)
	return nodeID(len(m.nodes) - 1)
}

func (m *mesh) tie(a, b nodeID, w wayID) { m.ways[edge{a, b}.key()] = w }

// claim records f as the face on the left of its edges.
func (m *mesh) claim(f faceID) {
	for e := range m.edges(f) {
		m.left[e] = f
	}
}

// edges goes round a face counter-clockwise.
func (m *mesh) edges(f faceID) func(yield func(edge) bool) {
	return func(yield func(edge) bool) {
		c := m.faces[f]
		for i := range c {
			if !yield(edge{c[i], c[(i+1)%len(c)]}) {
				return
			}
		}
	}
}

func (m *mesh) way(e edge) wayID { return m.ways[e.key()] }

// across returns the face on the right of an edge.
func (m *mesh) across(e edge) faceID {
	if f, ok := m.left[e.reverse()]; ok {
		return f
	}
	return nowhere
}

func (m *mesh) ring(f faceID) []vec {
	out := make([]vec, len(m.faces[f]))
	for i, n := range m.faces[f] {
		out[i] = m.nodes[n]
	}
	return out
}

// insert puts a new node on an edge, in both faces that have it.
func (m *mesh) insert(e edge, p vec) nodeID {
	n, w := m.addNode(p, 2), m.way(e)
	for _, side := range []edge{e, e.reverse()} {
		f, ok := m.left[side]
		if !ok {
			continue
		}
		m.faces[f] = insertAfter(m.faces[f], side.from, n)
		delete(m.left, side)
		m.left[edge{side.from, n}], m.left[edge{n, side.to}] = f, f
	}
	delete(m.ways, e.key())
	m.tie(e.from, n, w)
	m.tie(n, e.to, w)
	return n
}

func insertAfter(cycle []nodeID, after, n nodeID) []nodeID {
	out := make([]nodeID, 0, len(cycle)+1)
	for _, c := range cycle {
		out = append(out, c)
		if c == after {
			out = append(out, n)
		}
	}
	return out
}

// split divides a face along a line between two of its nodes and returns the new face, which
// lies on the right of the line. It refuses a line that leaves the face.
func (m *mesh) split(f faceID, from nodeID, between []vec, to nodeID, w wayID) (faceID, bool) {
	if from == to || len(between) == 0 && m.joined(from, to) || !m.fits(f, from, between, to) {
		return nowhere, false
	}
	line := []nodeID{from}
	for _, p := range between {
		line = append(line, m.addNode(p, 2))
	}
	line = append(line, to)
	m.ties[from]++
	m.ties[to]++
	for i := range len(line) - 1 {
		m.tie(line[i], line[i+1], w)
	}
	m.divide(f, line)
	return faceID(len(m.faces) - 1), true
}

func (m *mesh) joined(a, b nodeID) bool {
	_, ok := m.ways[edge{a, b}.key()]
	return ok
}

// divide gives the left of the line to f and the right to a new face.
func (m *mesh) divide(f faceID, line []nodeID) {
	from, to := line[0], line[len(line)-1]
	keep := between(m.faces[f], to, from) // counter-clockwise from the end of the line to its start
	gone := between(m.faces[f], from, to)
	keep = append(keep, line[1:len(line)-1]...)
	for i := len(line) - 2; i > 0; i-- {
		gone = append(gone, line[i])
	}
	m.faces[f] = keep
	m.faces = append(m.faces, gone)
	m.claim(f)
	m.claim(faceID(len(m.faces) - 1))
}

// between returns the nodes of a cycle from one to another, both included.
func between(cycle []nodeID, from, to nodeID) []nodeID {
	var out []nodeID
	start := indexOf(cycle, from)
	for i := range cycle {
		n := cycle[(start+i)%len(cycle)]
		out = append(out, n)
		if n == to {
			break
		}
	}
	return out
}

func indexOf(cycle []nodeID, n nodeID) int {
	for i, c := range cycle {
		if c == n {
			return i
		}
	}
	return -1
}

// clearance is how near a new line may come to the outline of the face that it divides, other
// than at its ends.
const clearance = 4.0

// fits reports whether a line between two nodes of a face stays inside of it.
func (m *mesh) fits(f faceID, from nodeID, between []vec, to nodeID) bool {
	if indexOf(m.faces[f], from) < 0 || indexOf(m.faces[f], to) < 0 {
		return false
	}
	ring := m.ring(f)
	line := append(append([]vec{m.nodes[from]}, between...), m.nodes[to])
	if !contains(ring, line[0].mix(line[1], 0.5)) {
		return false
	}
	for _, p := range between {
		if !contains(ring, p) || toRing(p, ring) < clearance {
			return false
		}
	}
	return m.clear(f, line, from, to)
}

// clear reports whether no piece of the line touches an edge of the face except at its ends.
func (m *mesh) clear(f faceID, line []vec, from, to nodeID) bool {
	for e := range m.edges(f) {
		a, b := m.nodes[e.from], m.nodes[e.to]
		for i := range len(line) - 1 {
			first, last := i == 0, i == len(line)-2
			if first && (e.from == from || e.to == from) || last && (e.from == to || e.to == to) {
				continue
			}
			if _, ok := meet(line[i], line[i+1], a, b); ok {
				return false
			}
		}
	}
	return true
}

// nearestEdge returns the edge nearest to p.
func (m *mesh) nearestEdge(p vec) edge {
	best, least := edge{}, math.Inf(1)
	for f := range m.faces {
		for e := range m.edges(faceID(f)) {
			if d := toSegment(p, m.nodes[e.from], m.nodes[e.to]); d < least {
				best, least = e, d
			}
		}
	}
	return best
}
