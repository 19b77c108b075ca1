package geo

import (
	"cmp"
	"slices"
)

// A builder turns the rings of areas into edges that meet at their ends only.
type builder struct {
	ids    []AreaID
	rings  []builtRing
	pieces []piece // sorted

	// Each edge once, sorted, and where its pieces begin. One more entry ends the last.
	edges []edge
	first []int32

	// What cannot be told from the faces of areas: where neighbours cut their sides, and which
	// of them have sides that bound no land or points on their own sides.
	cuts     []faceCut
	peculiar []bool
}

// A builtRing is one ring of an area. The rings of a polygon follow each other, its outer ring
// before its holes.
type builtRing struct {
	area, polygon int32
	hole          bool
}

// A piece is one edge of one ring.
type piece struct {
	edge
	ring int32
}

// A faceCut is a point at which another area cuts a side of this one.
type faceCut struct {
	face int32
	at   Point
}

// reset forgets all areas.
func (b *builder) reset() {
	*b = builder{
		ids: b.ids[:0], rings: b.rings[:0], pieces: b.pieces[:0], edges: b.edges[:0], first: b.first[:0],
		cuts: b.cuts[:0], peculiar: b.peculiar[:0],
	}
}

// add numbers areas in the order in which they are added.
func (b *builder) add(s *source, area int) {
	order := int32(len(b.ids))
	b.ids = append(b.ids, s.ids[area])
	b.peculiar = append(b.peculiar, false)
	for r := s.first[area]; r < s.first[area+1]; r++ {
		points := s.points[s.rings[r].first:s.rings[r+1].first]
		for j, p := range points {
			q := points[0]
			if j+1 < len(points) {
				q = points[j+1]
			}
			b.pieces = append(b.pieces, piece{edgeBetween(p, q), int32(len(b.rings))})
		}
		b.rings = append(b.rings, builtRing{order, s.rings[r].polygon, s.rings[r].hole})
	}
}

// build makes a coverage of the areas that have been added, unless they cross, or else unless
// they overlap: then it is nil, and the conflicts say where.
func (b *builder) build() (*Coverage, []conflict) {
	if crossings := b.node(); len(crossings) > 0 {
		return nil, crossings
	}
	g := newGraph(b.edges)
	owners, overlaps := b.owners(g)
	if len(overlaps) > 0 {
		return nil, overlaps
	}
	return assemble(g, slices.Clone(b.ids), owners), nil
}

// A conflict is a problem of areas by their numbers, sorted, each once.
type conflict struct {
	kind         ProblemKind
	areas        []int32
	at           Point
	squareMetres float64
}

// node cuts edges where the ends of others lie on them. If any cross, it cuts none and returns
// the crossings.
func (b *builder) node() []conflict {
	b.group()
	n := newNoder(b.edges)
	n.sweep()
	if len(n.crossings) > 0 {
		return b.crossings(n.crossings)
	}
	if len(n.cuts) > 0 {
		b.cut(n.sortedCuts())
		b.group()
	}
	b.findInner()
	return nil
}

// findInner finds the areas that have a side twice, in two rings.
func (b *builder) findInner() {
	for i := range b.edges {
		pieces := b.piecesOf(int32(i))
		for k := 1; k < len(pieces); k++ {
			if area := b.rings[pieces[k].ring].area; area == b.rings[pieces[k-1].ring].area {
				b.peculiar[area] = true
			}
		}
	}
}

// group sorts the pieces, drops what a ring walks there and back, and lists each edge once.
func (b *builder) group() {
	slices.SortFunc(b.pieces, comparePieces)
	b.edges, b.first = b.edges[:0], b.first[:0]
	kept := b.pieces[:0]
	for i := 0; i < len(b.pieces); i++ {
		p := b.pieces[i]
		if i+1 < len(b.pieces) && b.pieces[i+1] == p {
			b.peculiar[b.rings[p.ring].area] = true
			i++
			continue
		}
		if len(b.edges) == 0 || b.edges[len(b.edges)-1] != p.edge {
			b.edges = append(b.edges, p.edge)
			b.first = append(b.first, int32(len(kept)))
		}
		kept = append(kept, p)
	}
	b.pieces = kept
	b.first = append(b.first, int32(len(kept)))
}

// cut replaces the pieces of edges that are cut by shorter ones.
func (b *builder) cut(cuts []cut) {
	var cutPieces []piece
	for len(cuts) > 0 {
		n := 1
		for n < len(cuts) && cuts[n].edge == cuts[0].edge {
			n++
		}
		pieces := b.piecesOf(cuts[0].edge)
		for i, p := range pieces {
			cutPieces = p.appendCut(cutPieces, cuts[:n])
			for _, c := range cuts[:n] {
				b.cuts = append(b.cuts, faceCut{b.rings[p.ring].area, c.at})
			}
			pieces[i].ring = nobody
		}
		cuts = cuts[n:]
	}
	b.pieces = slices.DeleteFunc(b.pieces, func(p piece) bool { return p.ring == nobody })
	b.pieces = append(b.pieces, cutPieces...)
}

// appendCut appends the stretches of the piece between cuts.
func (p piece) appendCut(pieces []piece, cuts []cut) []piece {
	from := Point{p.ax, p.ay}
	for _, c := range cuts {
		pieces = append(pieces, piece{edgeBetween(from, c.at), p.ring})
		from = c.at
	}
	return append(pieces, piece{edgeBetween(from, Point{p.bx, p.by}), p.ring})
}

func (b *builder) piecesOf(edge int32) []piece { return b.pieces[b.first[edge]:b.first[edge+1]] }

// crossings says which areas the crossing edges belong to.
func (b *builder) crossings(pairs [][2]int32) []conflict {
	conflicts := make([]conflict, 0, len(pairs))
	for _, pair := range pairs {
		var areas []int32
		for _, i := range pair {
			for _, p := range b.piecesOf(i) {
				areas = append(areas, b.rings[p.ring].area)
			}
		}
		slices.Sort(areas)
		at := crossingOf(b.edges[pair[0]], b.edges[pair[1]])
		conflicts = append(conflicts, conflict{kind: Crossing, areas: slices.Compact(areas), at: at})
	}
	return conflicts
}

func comparePieces(p, q piece) int {
	return cmp.Or(compareEdges(p.edge, q.edge), cmp.Compare(p.ring, q.ring))
}

// compareEdges orders edges by their southern, then by their northern ends.
func compareEdges(e, f edge) int {
	return cmp.Or(comparePoints(Point{e.ax, e.ay}, Point{f.ax, f.ay}), comparePoints(Point{e.bx, e.by}, Point{f.bx, f.by}))
}

// comparePoints orders points from south to north and, on a parallel, from west to east.
func comparePoints(p, q Point) int {
	return cmp.Or(cmp.Compare(p.Lat, q.Lat), cmp.Compare(p.Lon, q.Lon))
}
