package geo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// A builder turns the rings of areas into edges that meet at their ends only.
type builder struct {
	ids    []AreaID
	orders map[AreaID]int32
	rings  []sourceRing
	pieces []piece // sorted

	// Each edge once, sorted, and where its pieces begin. One more entry ends the last.
	edges []edge
	first []int32
}

// A sourceRing is one ring as it was given. The rings of a polygon follow each other, its
// outer ring before its holes.
type sourceRing struct {
	area, polygon int32
	hole          bool
}

// A piece is one edge of one ring.
type piece struct {
	edge
	ring int32
}

func (b *builder) add(area Area) error {
	if _, ok := b.orders[area.ID]; ok {
		return errors.New("it occurs twice")
	}
	order := int32(len(b.ids))
	b.orders[area.ID] = order
	b.ids = append(b.ids, area.ID)
	for i, polygon := range area.Boundary {
		if err := b.addPolygon(order, int32(i), polygon); err != nil {
			return fmt.Errorf("polygon %d: %w", i+1, err)
		}
	}
	return nil
}

func (b *builder) addPolygon(area, number int32, polygon orb.Polygon) error {
	for i, ring := range polygon {
		points, err := readRing(ring)
		if err != nil {
			return fmt.Errorf("ring %d: %w", i+1, err)
		}
		for j := range points {
			e := edgeBetween(points[j], points[(j+1)%len(points)])
			b.pieces = append(b.pieces, piece{e, int32(len(b.rings))})
		}
		b.rings = append(b.rings, sourceRing{area, number, i > 0})
	}
	return nil
}

// node cuts edges where the ends of others lie on them. If any cross, it cuts none and returns
// the crossings.
func (b *builder) node() []Problem {
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
	return nil
}

// leaveOut drops the areas of problems.
func (b *builder) leaveOut(problems []Problem) {
	out := make([]bool, len(b.ids))
	for _, p := range problems {
		for _, id := range p.Areas {
			out[b.orders[id]] = true
		}
	}
	b.pieces = slices.DeleteFunc(b.pieces, func(p piece) bool { return out[b.rings[p.ring].area] })
}

// group sorts the pieces, drops what a ring walks there and back, and lists each edge once.
func (b *builder) group() {
	slices.SortFunc(b.pieces, comparePieces)
	b.edges, b.first = b.edges[:0], b.first[:0]
	kept := b.pieces[:0]
	for i := 0; i < len(b.pieces); i++ {
		p := b.pieces[i]
		if i+1 < len(b.pieces) && b.pieces[i+1] == p {
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
		for _, p := range b.piecesOf(cuts[0].edge) {
			cutPieces = append(cutPieces, p.cutAt(cuts[:n])...)
		}
		cuts = cuts[n:]
	}
	b.pieces = append(b.pieces, cutPieces...)
}

// cutAt returns the stretches of the piece between cuts, and the piece itself once more, so
// that group drops it.
func (p piece) cutAt(cuts []cut) []piece {
	pieces := make([]piece, 0, len(cuts)+2)
	from := Point{p.ax, p.ay}
	for _, c := range cuts {
		pieces = append(pieces, piece{edgeBetween(from, c.at), p.ring})
		from = c.at
	}
	return append(pieces, piece{edgeBetween(from, Point{p.bx, p.by}), p.ring}, p)
}

func (b *builder) piecesOf(edge int32) []piece { return b.pieces[b.first[edge]:b.first[edge+1]] }

// crossings says which areas the crossing edges belong to.
func (b *builder) crossings(pairs [][2]int32) []Problem {
	problems := make([]Problem, 0, len(pairs))
	for _, pair := range pairs {
		var areas []int32
		for _, i := range pair {
			for _, p := range b.piecesOf(i) {
				areas = append(areas, b.rings[p.ring].area)
			}
		}
		at := crossingOf(b.edges[pair[0]], b.edges[pair[1]])
		problems = append(problems, Problem{Kind: Crossing, Areas: b.named(areas), At: at})
	}
	return problems
}

// named sorts areas, drops double ones, and gives them their IDs.
func (b *builder) named(areas []int32) []AreaID {
	slices.Sort(areas)
	var ids []AreaID
	for _, area := range slices.Compact(areas) {
		ids = append(ids, b.ids[area])
	}
	return ids
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
