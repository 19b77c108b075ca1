package geo

// An Arc is a border from one node to the next. It starts at the node that is further south
// (on a parallel, further west). One that comes back to its node starts in the direction that
// comes first, counter-clockwise from the east.
type Arc struct {
	From, To    int32   // nodes, equal for a border that comes back
	Left, Right int32   // the faces beside it, seen from From to To; -1 where no area is
	Points      []Point // all vertices, both ends included
}

// An ArcRef is an arc as a ring walks it: arc i forwards is i, backwards ^i.
type ArcRef int32

// Arc returns the arc's index in [Coverage.Arcs].
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
	c := &Coverage{orders: make(map[AreaID]int32, len(ids)), nodes: a.nodes, arcs: a.arcs}
	c.faces = a.faces(ids)
	for i, id := range ids {
		c.orders[id] = int32(i)
	}
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
	arcs   []Arc
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
	a.arcs = make([]Arc, 0, ends/2)
	a.points = make([]Point, 0, len(a.edges)+ends/2)
}

func (a *arcBuilder) addArcs() {
	for _, h := range a.order {
		if a.node[a.vertex[h]] >= 0 && !a.done[h] {
			a.addArc(h)
		}
	}
}

// addArc follows an arc from its first half-edge to the next node.
func (a *arcBuilder) addArc(h int32) {
	ref, begin := ArcRef(len(a.arcs)), len(a.points)
	arc := Arc{From: a.node[a.vertex[h]], To: -1, Left: a.owners[h], Right: a.owners[twin(h)]}
	from, _ := a.ends(h)
	a.points = append(a.points, from)
	a.refs[h] = ref
	for {
		_, to := a.ends(h)
		a.points = append(a.points, to)
		a.done[h], a.done[twin(h)] = true, true
		if arc.To = a.node[a.vertex[twin(h)]]; arc.To >= 0 {
			break
		}
		h = a.next[h]
	}
	a.refs[twin(h)] = ^ref
	arc.Points = a.points[begin:len(a.points):len(a.points)]
	a.arcs = append(a.arcs, arc)
}
