package geo

import (
	"cmp"
	"slices"
)

// A graph is edges that meet at their ends only, each as two half-edges: half-edge 2i runs
// along edge i from a to b, 2i+1 back. What follows a half-edge is the leftmost turn at its
// end, so that half-edges form cycles, each walking along one side of the land on its left:
//
//	+---+---+
//	| 1 | 2 |     Five cycles: counter-clockwise around the inside of each of 1 to 4, and
//	+---+---+     clockwise around the outside of all.
//	| 3 | 4 |
//	+---+---+
//
// The land that cycles have on their left is in fields, which no edge parts. Cycles of edges
// that do not hang together can go round the same field: see joinFields.
type graph struct {
	edges  []edge  // sorted
	order  []int32 // half-edges by the point they leave and, around it, counter-clockwise
	first  []int32 // where the half-edges of each vertex begin in order, and one more
	vertex []int32 // of each half-edge: where it leaves
	next   []int32 // of each half-edge: what follows it
	cycle  []int32 // of each half-edge
	starts []int32 // of each cycle: its first half-edge in order
	field  []int32 // of each cycle: the piece of land on its left; 0 is the land around all
	fields int
}

func newGraph(edges []edge) *graph {
	g := &graph{edges: edges}
	g.sortHalfEdges()
	g.turnLeft()
	g.walkCycles()
	g.joinFields()
	return g
}

func twin(h int32) int32 { return h ^ 1 }

func (g *graph) ends(h int32) (from, to Point) {
	e := &g.edges[h>>1]
	a, b := Point{e.ax, e.ay}, Point{e.bx, e.by}
	if h&1 == 1 {
		return b, a
	}
	return a, b
}

func (g *graph) sortHalfEdges() {
	g.order = make([]int32, 2*len(g.edges))
	for h := range g.order {
		g.order[h] = int32(h)
	}
	slices.SortFunc(g.order, func(h, k int32) int {
		from, to := g.ends(h)
		from2, to2 := g.ends(k)
		return cmp.Or(comparePoints(from, from2), compareAround(from, to, to2))
	})
}

// compareAround orders two points by their direction from a third, counter-clockwise from
// the east. Exact, for the reason given at edge.side.
func compareAround(at, p, q Point) int {
	pSouth, qSouth := comparePoints(p, at) < 0, comparePoints(q, at) < 0
	switch {
	case pSouth == qSouth:
		return -turn(at, p, q)
	case qSouth:
		return -1
	default:
		return 1
	}
}

// turn is 1 if q is left of the line from at to p, -1 if it is right of it, and 0 on it.
func turn(at, p, q Point) int {
	px, py := int64(p.Lon)-int64(at.Lon), int64(p.Lat)-int64(at.Lat)
	qx, qy := int64(q.Lon)-int64(at.Lon), int64(q.Lat)-int64(at.Lat)
	return cmp.Compare(px*qy, py*qx)
}

// turnLeft links each half-edge that comes to a vertex with the one that leaves it next in
// clockwise order.
func (g *graph) turnLeft() {
	g.vertex = make([]int32, len(g.order))
	g.next = make([]int32, len(g.order))
	for i := 0; i < len(g.order); {
		j := i + 1
		from, _ := g.ends(g.order[i])
		for ; j < len(g.order); j++ {
			if other, _ := g.ends(g.order[j]); other != from {
				break
			}
		}
		before := g.order[j-1]
		for _, h := range g.order[i:j] {
			g.vertex[h] = int32(len(g.first))
			g.next[twin(h)] = before
			before = h
		}
		g.first = append(g.first, int32(i))
		i = j
	}
	g.first = append(g.first, int32(len(g.order)))
}

func (g *graph) vertices() int { return len(g.first) - 1 }

// leaving returns the half-edges that leave a vertex, counter-clockwise from the east.
func (g *graph) leaving(vertex int32) []int32 {
	return g.order[g.first[vertex]:g.first[vertex+1]]
}

func (g *graph) walkCycles() {
	g.cycle = make([]int32, len(g.order))
	for h := range g.cycle {
		g.cycle[h] = -1
	}
	for _, start := range g.order {
		if g.cycle[start] >= 0 {
			continue
		}
		for h := start; g.cycle[h] < 0; h = g.next[h] {
			g.cycle[h] = int32(len(g.starts))
		}
		g.starts = append(g.starts, start)
	}
}

// fieldOf returns the field on the left of a half-edge.
func (g *graph) fieldOf(h int32) int32 { return g.field[g.cycle[h]] }
