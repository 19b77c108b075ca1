package geo

import (
	"cmp"
	"slices"
)

// A graph is edges that meet at their ends only. Edges between vertices where only two meet
// hang together in chains:
//
//	o--.--.--o--.--.       Four nodes (o), where another number of edges meet than two, and
//	|        |     .       five chains between them. A chain that meets no node has one at its
//	o--.--.--o--.--.       southernmost, and there westernmost, vertex.
//
// Each edge is two half-edges: 2i runs along edge i from its first end to the other, 2i+1 back.
// Each chain is two half-chains alike. What follows a half-chain is the leftmost turn at its
// end, so that half-chains form cycles, each walking along one side of the land on its left:
//
//	+---+---+
//	| 1 | 2 |     Five cycles: counter-clockwise around the inside of each of 1 to 4, and
//	+---+---+     clockwise around the outside of all.
//	| 3 | 4 |
//	+---+---+
//
// The land that cycles have on their left is in fields, which no edge parts. Cycles of chains
// that do not hang together can go round the same field: see joinFields.
type graph struct {
	at       []Point     // of each vertex
	vertices []graphSpot // the same ones
	ends     [][2]int32  // of each edge: its vertices
	names    []int32     // of each edge, as the user of the graph knows it

	chains []chain
	half   []int32 // of each edge: the half-chain that its half-edge 2i is on

	nodes   []int32 // vertices, from south to north and, on a parallel, from west to east
	order   []int32 // half-chains by the node they leave and, around it, counter-clockwise
	first   []int32 // where the half-chains of each node begin in order, and one more
	leaving []int32 // half-edges that leave nodes, before they are in order

	next   []int32 // of each half-chain: what follows it
	cycle  []int32 // of each half-chain
	starts []int32 // of each cycle: its first half-chain in order

	field  []int32 // of each cycle: the piece of land on its left; 0 is the land around all
	fields int

	westward westward
}

// A graphSpot is a vertex of a graph.
type graphSpot struct {
	edges int32 // how many meet here
	xor   int32 // all half-edges that leave it: of two, the one is xor ^ the other
	node  int32 // or nobody
}

// A chain is edges from node to node.
type chain struct {
	first, last int32 // the half-edges that leave its nodes: along it, and back
	low         int32 // the half-edge along it from its lowest vertex but its ends, or nobody
}

func (g *graph) reset(at []Point) {
	g.at = at
	g.ends, g.names = g.ends[:0], g.names[:0]
}

func (g *graph) add(u, v, name int32) {
	g.ends = append(g.ends, [2]int32{u, v})
	g.names = append(g.names, name)
}

// link finds the chains, cycles and fields of the edges that have been added.
func (g *graph) link() {
	g.meetEdges()
	g.findChains()
	g.sortNodes()
	g.sortAround()
	g.turnLeft()
	g.walkCycles()
	g.joinFields()
}

func twin(h int32) int32 { return h ^ 1 }

// tail returns the vertex that a half-edge leaves.
func (g *graph) tail(h int32) int32 { return g.ends[h>>1][h&1] }

// head returns the vertex that a half-edge comes to.
func (g *graph) head(h int32) int32 { return g.ends[h>>1][h&1^1] }

// chainOf returns the half-chain that a half-edge is on.
func (g *graph) chainOf(h int32) int32 { return g.half[h>>1] ^ h&1 }

// firstEdge returns the half-edge with which a half-chain begins.
func (g *graph) firstEdge(k int32) int32 {
	if k&1 == 0 {
		return g.chains[k>>1].first
	}
	return g.chains[k>>1].last
}

// nodeOf returns the node that a half-chain leaves.
func (g *graph) nodeOf(k int32) int32 { return g.vertices[g.tail(g.firstEdge(k))].node }

func (g *graph) meetEdges() {
	g.vertices = zeroed(g.vertices, len(g.at))
	for i, ends := range g.ends {
		for k, v := range ends {
			spot := &g.vertices[v]
			spot.edges++
			spot.xor ^= int32(2*i + k)
		}
	}
	for v := range g.vertices {
		g.vertices[v].node = nobody
	}
}

// findChains follows the chains from all nodes, and then those that meet none.
func (g *graph) findChains() {
	g.chains, g.leaving, g.nodes = g.chains[:0], g.leaving[:0], g.nodes[:0]
	g.half = nobodies(g.half, len(g.ends))
	for v := range g.vertices {
		if n := g.vertices[v].edges; n != 0 && n != 2 {
			g.makeNode(int32(v))
		}
	}
	for i, ends := range g.ends {
		for k, v := range ends {
			if g.vertices[v].node != nobody {
				g.follow(int32(2*i + k))
			}
		}
	}
	for i := range g.ends {
		if g.half[i] == nobody {
			low := g.lowestFrom(int32(2 * i))
			g.makeNode(g.tail(low))
			g.follow(low)
			g.leaving = append(g.leaving, g.chains[len(g.chains)-1].last)
		}
	}
}

func (g *graph) makeNode(v int32) {
	g.vertices[v].node = 0
	g.nodes = append(g.nodes, v)
}

// follow makes a chain of a half-edge that leaves a node, unless that is on one already.
func (g *graph) follow(h int32) {
	g.leaving = append(g.leaving, h)
	if g.half[h>>1] != nobody {
		return
	}
	number := int32(2 * len(g.chains))
	c := chain{first: h, low: nobody}
	var lowest Point
	for {
		g.half[h>>1] = number ^ h&1
		v := g.head(h)
		spot := &g.vertices[v]
		if spot.node != nobody {
			break
		}
		h = spot.xor ^ twin(h)
		if p := g.at[v]; c.low == nobody || p.Lat < lowest.Lat || p.Lat == lowest.Lat && p.Lon < lowest.Lon {
			c.low, lowest = h, p
		}
	}
	c.last = twin(h)
	g.chains = append(g.chains, c)
}

// lowestFrom walks once around a chain that meets no node.
func (g *graph) lowestFrom(start int32) int32 {
	low := start
	for h := start; ; {
		if comparePoints(g.at[g.tail(h)], g.at[g.tail(low)]) < 0 {
			low = h
		}
		if h = g.vertices[g.head(h)].xor ^ twin(h); h == start {
			return low
		}
	}
}

// sortNodes numbers nodes by where they lie.
func (g *graph) sortNodes() {
	slices.SortFunc(g.nodes, func(u, v int32) int {
		p, q := g.at[u], g.at[v]
		if p.Lat != q.Lat {
			return cmp.Compare(p.Lat, q.Lat)
		}
		return cmp.Compare(p.Lon, q.Lon)
	})
	for i, v := range g.nodes {
		g.vertices[v].node = int32(i)
	}
}

// sortAround sorts half-chains by the nodes they leave, by counting, and then those of each.
func (g *graph) sortAround() {
	g.first = zeroed(g.first, len(g.nodes)+2)
	ends := g.first[1:]
	for _, h := range g.leaving {
		ends[g.vertices[g.tail(h)].node+1]++
	}
	for i := range g.nodes {
		ends[i+1] += ends[i]
	}
	g.order = sized(g.order, len(g.leaving))
	for _, h := range g.leaving {
		place := &ends[g.vertices[g.tail(h)].node]
		g.order[*place] = g.chainOf(h)
		*place++
	}
	g.first = g.first[:len(g.nodes)+1]
	for i, v := range g.nodes {
		at, around := g.at[v], g.order[g.first[i]:g.first[i+1]]
		slices.SortFunc(around, func(k, l int32) int {
			return CompareAround(at, g.at[g.head(g.firstEdge(k))], g.at[g.head(g.firstEdge(l))])
		})
	}
}

// turnLeft links each half-chain that comes to a node with the one that leaves it next in
// clockwise order.
func (g *graph) turnLeft() {
	g.next = sized(g.next, len(g.order))
	for i := range g.nodes {
		around := g.order[g.first[i]:g.first[i+1]]
		before := around[len(around)-1]
		for _, k := range around {
			g.next[twin(k)] = before
			before = k
		}
	}
}

func (g *graph) walkCycles() {
	g.cycle = nobodies(g.cycle, len(g.order))
	g.starts = g.starts[:0]
	for _, start := range g.order {
		if g.cycle[start] >= 0 {
			continue
		}
		for k := start; g.cycle[k] < 0; k = g.next[k] {
			g.cycle[k] = int32(len(g.starts))
		}
		g.starts = append(g.starts, start)
	}
}

// fieldOf returns the field on the left of a half-chain.
func (g *graph) fieldOf(k int32) int32 { return g.field[g.cycle[k]] }
