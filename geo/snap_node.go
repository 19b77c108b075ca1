package geo

import (
	"cmp"
	"math/big"
	"slices"
)

// Snap rounding (Hobby, J. D., Practical segment intersection with finite precision output,
// Computational Geometry 13, 1999): every vertex, and every crossing rounded to the lattice, is
// a hot spot. Every link is replaced by the line through all hot spots whose pixels it passes.
// What comes out meets at vertices only, no link has moved by more than half a unit each way,
// and none has been moved across a hot spot. One round does it.

// A noder finds where the links of a tangle meet other than at their ends.
type hotNoder struct {
	*tangle
	bands     *bands
	near      int64 // if above 0, also find vertices as near as this to links
	cuts      []hotCut
	touches   []hotCut
	crossings []linkCrossing
}

// A hotCut is a vertex whose pixel a link passes.
type hotCut struct{ link, vertex int32 }

// A linkCrossing is two links that cross, and the vertex nearest to where.
type linkCrossing struct{ link, other, vertex int32 }

// node rounds the tangle so that its links meet at their ends only. It reports what it found
// on the way, in terms of the links before, which it returns. Touches are vertices that are no
// nearer than near to the ends of a link, and no farther from the link itself.
func (t *tangle) node(near int64) *hotNoder {
	t.group()
	n := &hotNoder{tangle: t, near: near, bands: newBands(t.spots, t.links, near)}
	n.sweep()
	n.round()
	n.heat()
	return n
}

// sweep finds all vertices that links pass, and all pairs of links that cross.
func (n *hotNoder) sweep() {
	n.bands.pairs(n.meet)
	n.crossings = sortedUnique(n.crossings, func(c, d linkCrossing) int {
		return cmp.Or(cmp.Compare(c.link, d.link), cmp.Compare(c.other, d.other))
	})
	n.touches = sortedUnique(n.touches, func(c, d hotCut) int {
		return cmp.Or(cmp.Compare(c.link, d.link), cmp.Compare(c.vertex, d.vertex))
	})
}

func sortedUnique[T comparable](list []T, compare func(p, q T) int) []T {
	slices.SortFunc(list, compare)
	return slices.Compact(list)
}

func (n *hotNoder) meet(i, j int32) {
	e, f := n.links[i], n.links[j]
	ea, eb, fa, fb := n.spots[e.a], n.spots[e.b], n.spots[f.a], n.spots[f.b]
	if ea.y-n.near > fb.y+n.near || fa.y-n.near > eb.y+n.near {
		return
	}
	if e.a != f.a && e.b != f.a {
		n.try(i, f.a)
	}
	if e.a != f.b && e.b != f.b {
		n.try(i, f.b)
	}
	if f.a != e.a && f.b != e.a {
		n.try(j, e.a)
	}
	if f.a != e.b && f.b != e.b {
		n.try(j, e.b)
	}
	if e.a == f.a || e.a == f.b || e.b == f.a || e.b == f.b {
		return
	}
	if apart(sideOf(ea, eb, fa), sideOf(ea, eb, fb)) && apart(sideOf(fa, fb, ea), sideOf(fa, fb, eb)) {
		n.crossings = append(n.crossings, linkCrossing{min(i, j), max(i, j), -1})
	}
}

func apart(side, other int64) bool { return side > 0 && other < 0 || side < 0 && other > 0 }

// try notes whether a link passes a vertex that is none of its ends.
func (n *hotNoder) try(i, vertex int32) {
	a, b, p := n.spots[n.links[i].a], n.spots[n.links[i].b], n.spots[vertex]
	if passes(a, b, p) {
		n.cuts = append(n.cuts, hotCut{i, vertex})
	}
	if n.near > 0 && passesNear(a, b, p, n.near) && !within(a, p, n.near) && !within(b, p, n.near) {
		n.touches = append(n.touches, hotCut{i, vertex})
	}
}

// within reports whether two spots are at most h units from each other, east and north.
func within(p, q spot, h int64) bool { return magnitude(p.x-q.x) <= h && magnitude(p.y-q.y) <= h }

// round makes vertices of crossings.
func (n *hotNoder) round() {
	for k, c := range n.crossings {
		e, f := n.links[c.link], n.links[c.other]
		p := crossingSpot(n.spots[e.a], n.spots[e.b], n.spots[f.a], n.spots[f.b])
		n.crossings[k].vertex = n.vertex(p)
	}
}

// crossingSpot returns the spot in whose pixel the line from a to b crosses that from c to d:
// a + (b − a)·t, t = ((c − a) × (d − c)) / ((b − a) × (d − c)).
func crossingSpot(a, b, c, d spot) spot {
	over, under := bigTurn(c.x-a.x, c.y-a.y, d.x-c.x, d.y-c.y), bigTurn(b.x-a.x, b.y-a.y, d.x-c.x, d.y-c.y)
	if under.Sign() < 0 {
		over.Neg(over)
		under.Neg(under)
	}
	return spot{a.x + roundedShare(b.x-a.x, over, under), a.y + roundedShare(b.y-a.y, over, under)}
}

func bigTurn(ax, ay, bx, by int64) *big.Int {
	p := new(big.Int).Mul(big.NewInt(ax), big.NewInt(by))
	q := new(big.Int).Mul(big.NewInt(ay), big.NewInt(bx))
	return p.Sub(p, q)
}

// roundedShare is d·over/under rounded to the nearest integer, halves up: floor of
// (2·d·over + under) / (2·under), under > 0.
func roundedShare(d int64, over, under *big.Int) int64 {
	n := new(big.Int).Mul(big.NewInt(2*d), over)
	n.Add(n, under)
	m := new(big.Int).Lsh(under, 1)
	return n.Div(n, m).Int64()
}

// heat lets links pass the vertices of crossings.
func (n *hotNoder) heat() {
	made := map[int][]int32{}
	for _, c := range n.crossings {
		i := n.bands.at(n.spots[c.vertex].y)
		made[i] = append(made[i], c.vertex)
	}
	for i, vertices := range made {
		n.heatBand(i, vertices)
	}
}

func (n *hotNoder) heatBand(band int, vertices []int32) {
	vertices = sortedUnique(vertices, func(v, w int32) int {
		return cmp.Or(cmp.Compare(n.spots[v].x, n.spots[w].x), cmp.Compare(v, w))
	})
	for _, m := range n.bands.members(band) {
		l := n.links[m.link]
		k, _ := slices.BinarySearchFunc(vertices, m.west, func(v int32, west int64) int {
			return cmp.Compare(n.spots[v].x, west)
		})
		for ; k < len(vertices) && n.spots[vertices[k]].x <= m.east; k++ {
			if v := vertices[k]; v != l.a && v != l.b && passes(n.spots[l.a], n.spots[l.b], n.spots[v]) {
				n.cuts = append(n.cuts, hotCut{m.link, v})
			}
		}
	}
}

// cut replaces links by the lines through the hot spots they pass.
func (n *hotNoder) cut() { n.cutBy(n.compareCuts) }

// cutBy is cut where cuts are in another order along their links.
func (n *hotNoder) cutBy(compare func(c, d hotCut) int) {
	if len(n.cuts) == 0 {
		return
	}
	n.cuts = sortedUnique(n.cuts, compare)
	var pieces []strand
	cut := make([]bool, len(n.links))
	for cuts := n.cuts; len(cuts) > 0; {
		k := 1
		for k < len(cuts) && cuts[k].link == cuts[0].link {
			k++
		}
		cut[cuts[0].link] = true
		pieces = n.replace(pieces, cuts[:k])
		cuts = cuts[k:]
	}
	kept := make([]strand, 0, len(n.strands)+len(pieces))
	for i := range n.links {
		if !cut[i] {
			kept = append(kept, n.strandsOf(int32(i))...)
		}
	}
	n.strands = append(kept, pieces...)
	n.group()
}

// compareCuts orders cuts along their links, which go north and then pass pixels in the order
// of their latitudes and, on one latitude, in the direction of the link.
func (n *hotNoder) compareCuts(c, d hotCut) int {
	if by := cmp.Compare(c.link, d.link); by != 0 {
		return by
	}
	p, q := n.spots[c.vertex], n.spots[d.vertex]
	l := n.links[c.link]
	if n.spots[l.b].x < n.spots[l.a].x {
		return cmp.Or(cmp.Compare(p.y, q.y), cmp.Compare(q.x, p.x))
	}
	return cmp.Or(cmp.Compare(p.y, q.y), cmp.Compare(p.x, q.x))
}

// compareAlong orders cuts by how far along their links they are, though not on them.
func (n *hotNoder) compareAlong(c, d hotCut) int {
	l := n.links[c.link]
	a, b := n.spots[l.a], n.spots[l.b]
	p, q := n.spots[c.vertex], n.spots[d.vertex]
	ahead := float64(p.x-q.x)*float64(b.x-a.x) + float64(p.y-q.y)*float64(b.y-a.y)
	return cmp.Or(cmp.Compare(c.link, d.link), cmp.Compare(ahead, 0), compareSpots(p, q))
}

// replace appends what the strands of a link become that is cut.
func (n *hotNoder) replace(pieces []strand, cuts []hotCut) []strand {
	l := n.links[cuts[0].link]
	for _, s := range n.strandsOf(cuts[0].link) {
		from := l.a
		for _, c := range cuts {
			pieces = append(pieces, n.between(from, c.vertex, s.ring))
			from = c.vertex
		}
		pieces = append(pieces, n.between(from, l.b, s.ring))
	}
	return pieces
}

func (t *tangle) between(a, b, ring int32) strand {
	if compareSpots(t.spots[b], t.spots[a]) < 0 {
		a, b = b, a
	}
	return strand{a, b, ring}
}
