package geo

import "slices"

// A builder makes coverages, one after the other, in the same memory.
type builder struct {
	given []givenRings
	ids   []AreaID
	rings []builtRing

	vertices vertexTable
	table    edgeTable
	more     []moreRings
	scratch  []int32

	noder  noder
	graph  graph
	kept   graph // the graph without edges that have one owner on both sides
	owners ownerFinder
	arcs   arcBuilder

	left, keptLeft []int32 // of each half-chain, and of each half-edge that is kept: the owner

	// What cannot be told from the faces of areas: where neighbours cut their sides, and which
	// of them have sides that bound no land or lie in two of their rings.
	cuts     []faceCut
	peculiar []bool
}

// givenRings are the rings of one area of a source.
type givenRings struct {
	*source
	area int
}

// A builtRing is one ring of an area. The rings of a polygon follow each other, its outer ring
// before its holes.
type builtRing struct {
	area, polygon int32
	hole          bool
}

// A faceCut is a point at which another area cuts a side of this one.
type faceCut struct {
	face int32
	at   Point
}

// reset forgets all areas.
func (b *builder) reset() {
	b.given, b.ids, b.rings = b.given[:0], b.ids[:0], b.rings[:0]
	b.cuts, b.peculiar = b.cuts[:0], b.peculiar[:0]
}

// add numbers areas in the order in which they are added.
func (b *builder) add(s *source, area int) {
	b.given = append(b.given, givenRings{s, area})
	b.ids = append(b.ids, s.ids[area])
	b.peculiar = append(b.peculiar, false)
}

// build makes a coverage of the areas that have been added, unless they cross, or else unless
// they overlap: then the conflicts say where. It reuses the memory of c.
func (b *builder) build(c *Coverage) []conflict {
	b.addSides()
	if crossings := b.node(); len(crossings) > 0 {
		return crossings
	}
	b.graph.reset(b.vertices.at)
	for i, e := range b.table.edges {
		if e.rings[0] != nobody {
			b.graph.add(e.a, e.b, int32(i))
		}
	}
	b.graph.link()
	if overlaps := b.findOwners(); len(overlaps) > 0 {
		return overlaps
	}
	c.ids = append(c.ids[:0], b.ids...)
	b.assemble(c, b.owners.fields)
	return nil
}

// A conflict is a problem of areas by their numbers, sorted, each once.
type conflict struct {
	kind         ProblemKind
	areas        []int32
	at           Point
	squareMetres float64
}

// addSides finds the edges that the sides of all rings are.
func (b *builder) addSides() {
	sides := 0
	for _, g := range b.given {
		sides += g.sidesOf(g.area)
	}
	b.vertices.reset(sides)
	b.table.reset(sides)
	b.more, b.rings = b.more[:0], b.rings[:0]
	for order, g := range b.given {
		for r := g.first[g.area]; r < g.first[g.area+1]; r++ {
			b.rings = append(b.rings, builtRing{int32(order), g.rings[r].polygon, g.rings[r].hole})
			b.addRing(g.points[g.rings[r].first:g.rings[r+1].first])
		}
	}
}

func (b *builder) addRing(points []Point) {
	from := b.vertices.number(points[len(points)-1])
	for _, p := range points {
		to := b.vertices.number(p)
		b.toggle(from, to, int32(len(b.rings)-1))
		from = to
	}
}

// crossings says which areas the crossing edges belong to.
func (b *builder) crossings(pairs [][2]int32) []conflict {
	conflicts := make([]conflict, 0, len(pairs))
	for _, pair := range pairs {
		var areas []int32
		for _, i := range pair {
			for _, ring := range b.ringsOf(i) {
				areas = append(areas, b.rings[ring].area)
			}
		}
		slices.Sort(areas)
		at := crossingOf(b.line(pair[0]), b.line(pair[1]))
		conflicts = append(conflicts, conflict{kind: Crossing, areas: slices.Compact(areas), at: at})
	}
	return conflicts
}

// line returns an edge from south to north.
func (b *builder) line(i int32) edge {
	return edgeBetween(b.vertices.at[b.table.edges[i].a], b.vertices.at[b.table.edges[i].b])
}

// node cuts edges where the ends of others lie on them. If any cross, it cuts none and returns
// the crossings.
func (b *builder) node() []conflict {
	n := &b.noder
	n.reset(b.vertices.at)
	for i, e := range b.table.edges {
		if e.rings[0] != nobody {
			n.add(e.a, e.b, int32(i))
		}
	}
	n.find()
	if len(n.crossings) > 0 {
		return b.crossings(n.sortedCrossings())
	}
	b.cut(n.sortedCuts())
	return nil
}
