package geo

import "slices"

// Dissolve returns the coverage of the parents of the areas: borders between areas of one
// parent are gone, as are the nodes where then only two borders meet. Parents come in the
// order of their first areas.
func (c *Coverage) Dissolve(parent func(AreaID) AreaID) *Coverage {
	orders := map[AreaID]int32{}
	var ids []AreaID
	parents := make([]int32, len(c.ids))
	for i, child := range c.ids {
		id := parent(child)
		order, ok := orders[id]
		if !ok {
			order = int32(len(ids))
			orders[id] = order
			ids = append(ids, id)
		}
		parents[i] = order
	}
	g, owners := graphOf(c.bordersOf(parents))
	return assemble(g, ids, owners)
}

// A border is one edge and the areas on both sides of it, seen from its southern end.
type border struct {
	edge
	left, right int32
}

// bordersOf returns the edges of arcs between areas of different parents, sorted.
func (c *Coverage) bordersOf(parents []int32) []border {
	parentOf := func(face int32) int32 {
		if face == nobody {
			return nobody
		}
		return parents[face]
	}
	var borders []border
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		left, right := parentOf(arc.Left), parentOf(arc.Right)
		if left == right {
			continue
		}
		for i := 1; i < len(arc.Points); i++ {
			b := border{edgeBetween(arc.Points[i-1], arc.Points[i]), left, right}
			if arc.Points[i] == (Point{b.ax, b.ay}) {
				b.left, b.right = right, left
			}
			borders = append(borders, b)
		}
	}
	slices.SortFunc(borders, func(b, d border) int { return compareEdges(b.edge, d.edge) })
	return borders
}

// graphOf returns the graph of sorted borders, and who owns the land on the left of each of
// its half-edges.
func graphOf(borders []border) (*graph, []int32) {
	edges := make([]edge, len(borders))
	owners := make([]int32, 0, 2*len(borders))
	for i, b := range borders {
		edges[i] = b.edge
		owners = append(owners, b.left, b.right)
	}
	return newGraph(edges), owners
}
