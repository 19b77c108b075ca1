package geo

// An Arc is a border from one node to the next. It starts at the node that is further south
// (on a parallel, further west). One that comes back to its node starts in the direction that
// comes first, counter-clockwise from the east.
type Arc struct {
	From, To int32 // nodes, equal for a border that comes back

	// The faces beside it, seen from From to To; -1 where no area is, and below that an area
	// of another sheet, see [Coverage.Abroad].
	Left, Right int32

	Points []Point // all vertices, both ends included

	// Zooms says of each point which is the lowest zoom that keeps it, and is 17 for those
	// kept only in full detail; nil for a coverage that is not simplified.
	Zooms []uint8
}

// An arcRecord is an arc in a coverage. Its points begin at first and end where those of the
// next record begin.
type arcRecord struct{ from, to, left, right, first int32 }

// ArcCount returns the number of arcs.
func (c *Coverage) ArcCount() int { return max(len(c.arcs)-1, 0) }

// Arc returns the arc numbered i, from 0, in the order of their first nodes. It allocates
// nothing.
func (c *Coverage) Arc(i int) Arc {
	r, end := &c.arcs[i], c.arcs[i+1].first
	arc := Arc{From: r.from, To: r.to, Left: r.left, Right: r.right, Points: c.points[r.first:end:end]}
	if c.zooms != nil {
		arc.Zooms = c.zooms[r.first:end:end]
	}
	return arc
}

// An ArcRef is an arc as a ring walks it: arc i forwards is i, backwards ^i.
type ArcRef int32

// Arc returns the arc's number, see [Coverage.Arc].
func (r ArcRef) Arc() int {
	if r < 0 {
		return int(^r)
	}
	return int(r)
}

// Reversed reports whether the arc is walked backwards.
func (r ArcRef) Reversed() bool { return r < 0 }

// assemble makes a coverage of the areas that own the land on the left of each half-edge.
func assemble(g *graph, ids []AreaID, owners []int32) *Coverage {
	g, owners = g.withoutInner(owners)
	a := newArcBuilder(g, owners)
	a.addArcs()
	c := &Coverage{ids: ids, nodes: a.nodes, arcs: a.arcs, points: a.points}
	c.addFaces(a.faces(len(ids)))
	c.sortIDs()
	c.measureBoxes()
	return c
}

// withoutInner leaves out edges that have the same owner on both sides, or none.
func (g *graph) withoutInner(owners []int32) (*graph, []int32) {
	var edges []edge
	var left []int32
	for i, e := range g.edges {
		if owners[2*i] != owners[2*i+1] {
			edges = append(edges, e)
			left = append(left, owners[2*i], owners[2*i+1])
		}
	}
	if len(edges) == len(g.edges) {
		return g, owners
	}
	return newGraph(edges), left
}

// An arcBuilder cuts the edges of a graph into arcs.
type arcBuilder struct {
	*graph
	owners []int32  // of each half-edge
	node   []int32  // of each vertex, -1 where no node is
	refs   []ArcRef // of each half-edge that leaves a node
	done   []bool   // of each half-edge: it is part of an arc, forwards or backwards
	points []Point  // of all arcs
	nodes  []Point
	arcs   []arcRecord
}

func newArcBuilder(g *graph, owners []int32) *arcBuilder {
	a := &arcBuilder{
		graph:  g,
		owners: owners,
		node:   make([]int32, g.vertices()),
		refs:   make([]ArcRef, len(g.order)),
		done:   make([]bool, len(g.order)),
	}
	a.markNodes()
	a.numberNodes()
	return a
}

// markNodes finds the vertices where not just two edges meet, and on each cycle that passes
// none of those, its first vertex.
func (a *arcBuilder) markNodes() {
	for v := range a.node {
		a.node[v] = -1
		if len(a.leaving(int32(v))) != 2 {
			a.node[v] = 0
		}
	}
	for _, start := range a.starts {
		h := a.next[start]
		for h != start && a.node[a.vertex[h]] < 0 {
			h = a.next[h]
		}
		if a.node[a.vertex[h]] < 0 {
			a.node[a.vertex[start]] = 0
		}
	}
}

// numberNodes also makes room for all arcs and their points, which must not move later.
func (a *arcBuilder) numberNodes() {
	ends := 0
	for v := range a.node {
		if a.node[v] < 0 {
			continue
		}
		leaving := a.leaving(int32(v))
		at, _ := a.ends(leaving[0])
		a.node[v] = int32(len(a.nodes))
		a.nodes = append(a.nodes, at)
		ends += len(leaving)
	}
	a.arcs = make([]arcRecord, 0, ends/2+1)
	a.points = make([]Point, 0, len(a.edges)+ends/2)
}

func (a *arcBuilder) addArcs() {
	for _, h := range a.order {
		if a.node[a.vertex[h]] >= 0 && !a.done[h] {
			a.addArc(h)
		}
	}
	a.arcs = append(a.arcs, arcRecord{first: int32(len(a.points))})
}

// addArc follows an arc from its first half-edge to the next node.
func (a *arcBuilder) addArc(h int32) {
	ref := ArcRef(len(a.arcs))
	arc := arcRecord{a.node[a.vertex[h]], -1, a.owners[h], a.owners[twin(h)], int32(len(a.points))}
	from, _ := a.ends(h)
	a.points = append(a.points, from)
	a.refs[h] = ref
	for {
		_, to := a.ends(h)
		a.points = append(a.points, to)
		a.done[h], a.done[twin(h)] = true, true
		if arc.to = a.node[a.vertex[twin(h)]]; arc.to >= 0 {
			break
		}
		h = a.next[h]
	}
	a.refs[twin(h)] = ^ref
	a.arcs = append(a.arcs, arc)
}
