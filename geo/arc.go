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

// Points returns the points of all arcs, those of one after those of another.
func (c *Coverage) Points() []Point { return c.points }

// Span returns which of Points an arc has: from one number up to, without it, another.
func (c *Coverage) Span(arc int) (from, to int) {
	return int(c.arcs[arc].first), int(c.arcs[arc+1].first)
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

// assemble makes a coverage of the areas that own the fields of the graph, in the memory of c.
// It has its IDs already.
func (b *builder) assemble(c *Coverage, owners []int32) {
	g := &b.graph
	b.left = sized(b.left, 2*len(g.chains))
	inner := false
	for k := range b.left {
		b.left[k] = owners[g.fieldOf(int32(k))]
		inner = inner || k&1 == 1 && b.left[k] == b.left[k-1]
	}
	if !inner {
		b.arcs.assemble(c, g, b.left)
		return
	}
	b.kept.reset(g.at)
	b.keptLeft = b.keptLeft[:0]
	for i, ends := range g.ends {
		left, right := b.left[g.chainOf(int32(2*i))], b.left[g.chainOf(int32(2*i+1))]
		if left != right {
			b.kept.add(ends[0], ends[1], g.names[i])
			b.keptLeft = append(b.keptLeft, left, right)
		}
	}
	b.arcs.assembleEdges(c, &b.kept, b.keptLeft)
}

// assembleEdges makes a coverage of edges, and the owner on the left of each half-edge.
func (a *arcBuilder) assembleEdges(c *Coverage, g *graph, owners []int32) {
	g.link()
	left := make([]int32, 2*len(g.chains))
	for k := range left {
		left[k] = owners[g.firstEdge(int32(k))]
	}
	a.assemble(c, g, left)
}

// An arcBuilder makes the arcs and faces of coverages.
type arcBuilder struct {
	*graph
	left []int32  // of each half-chain: the owner of the land on its left
	refs []ArcRef // of each half-chain

	walked []int32 // half-chains of the ring that is being walked
	seen   []int32 // of each node: where it is in walked and one more, or 0
	rings  []fieldRing
	links  []int32 // half-chains of all rings
	places []int32
	fields []int32
}

// assemble makes a coverage of a graph that has no chain with one owner on both sides.
func (a *arcBuilder) assemble(c *Coverage, g *graph, left []int32) {
	a.graph, a.left = g, left
	a.addArcs(c)
	a.addFaces(c)
	c.measureBoxes()
}

// addArcs makes an arc of each chain, in the order and the direction in which nodes have them.
func (a *arcBuilder) addArcs(c *Coverage) {
	c.nodes = sized(c.nodes, len(a.nodes))
	for i, v := range a.nodes {
		c.nodes[i] = a.at[v]
	}
	c.arcs = sized(c.arcs, len(a.chains)+1)[:0]
	c.points = sized(c.points, len(a.ends)+len(a.chains))[:0]
	a.refs = sized(a.refs, len(a.order))
	done := ArcRef(-1 << 31)
	for k := range a.refs {
		a.refs[k] = done
	}
	for _, k := range a.order {
		if a.refs[k] != done {
			continue
		}
		ref := ArcRef(len(c.arcs))
		a.refs[k], a.refs[twin(k)] = ref, ^ref
		c.arcs = append(c.arcs, arcRecord{a.nodeOf(k), a.nodeOf(twin(k)), a.left[k], a.left[twin(k)], int32(len(c.points))})
		c.points = a.appendChain(c.points, k)
	}
	c.arcs = append(c.arcs, arcRecord{first: int32(len(c.points))})
}

// appendChain appends the points of a half-chain.
func (a *arcBuilder) appendChain(points []Point, k int32) []Point {
	h, last := a.firstEdge(k), twin(a.firstEdge(twin(k)))
	points = append(points, a.at[a.tail(h)])
	for {
		v := a.head(h)
		points = append(points, a.at[v])
		if h == last {
			return points
		}
		h = a.vertices[v].xor ^ twin(h)
	}
}
