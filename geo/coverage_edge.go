package geo

import "slices"

// A builtEdge is the straight line between two vertices that rings have as a side. One that no
// ring has is not there.
type builtEdge struct {
	a, b  int32    // vertices, a < b
	next  int32    // the next edge from a, or nobody
	rings [2]int32 // nobody in place of those that are missing
	more  int32    // further rings in builder.more, or nobody
}

// moreRings are further rings of an edge: one, and where the others are.
type moreRings struct{ ring, next int32 }

// toggle gives a side to a ring, or takes it away if the ring has it already: what a ring
// walks there and back is no border.
func (b *builder) toggle(from, to, ring int32) {
	u, v := min(from, to), max(from, to)
	i := b.first[u]
	for i != nobody && b.edges[i].b != v {
		i = b.edges[i].next
	}
	if i == nobody {
		b.edges = append(b.edges, builtEdge{u, v, b.first[u], [2]int32{ring, nobody}, nobody})
		b.first[u] = int32(len(b.edges) - 1)
		return
	}
	switch e := &b.edges[i]; {
	case e.rings[0] == nobody:
		e.rings[0] = ring
	case e.rings[1] == nobody && e.rings[0] != ring:
		e.rings[1] = ring
		if area := b.areaOf(ring); area == b.areaOf(e.rings[0]) {
			b.peculiar[area] = true
		}
	default:
		b.toggleAmong(i, ring)
	}
}

func (b *builder) areaOf(ring int32) int32 { return b.rings[ring].area }

// toggleAmong is toggle for an edge that has the ring already, or two others.
func (b *builder) toggleAmong(i, ring int32) {
	rings := b.ringsOf(i)
	k, found := slices.BinarySearch(rings, ring)
	if found {
		rings = slices.Delete(rings, k, k+1)
		b.peculiar[b.areaOf(ring)] = true
	} else {
		if slices.ContainsFunc(rings, func(r int32) bool { return b.areaOf(r) == b.areaOf(ring) }) {
			b.peculiar[b.areaOf(ring)] = true
		}
		rings = slices.Insert(rings, k, ring)
	}
	e := &b.edges[i]
	e.rings, e.more = [2]int32{nobody, nobody}, nobody
	copy(e.rings[:], rings)
	for _, r := range rings[min(2, len(rings)):] {
		b.more = append(b.more, moreRings{r, e.more})
		e.more = int32(len(b.more) - 1)
	}
	b.scratch = rings
}

// ringsOf returns the rings of an edge, sorted. They stay until it is called again.
func (b *builder) ringsOf(i int32) []int32 {
	e := &b.edges[i]
	b.scratch = b.scratch[:0]
	for _, ring := range e.rings {
		if ring != nobody {
			b.scratch = append(b.scratch, ring)
		}
	}
	for k := e.more; k != nobody; k = b.more[k].next {
		b.scratch = append(b.scratch, b.more[k].ring)
	}
	slices.Sort(b.scratch)
	return b.scratch
}

// cut replaces edges by the stretches between the vertices that lie on them.
func (b *builder) cut(cuts []cut) {
	for len(cuts) > 0 {
		n := 1
		for n < len(cuts) && cuts[n].edge == cuts[0].edge {
			n++
		}
		b.cutEdge(cuts[0].edge, cuts[:n])
		cuts = cuts[n:]
	}
}

func (b *builder) cutEdge(i int32, cuts []cut) {
	rings := slices.Clone(b.ringsOf(i))
	e := &b.edges[i]
	from, end := e.a, e.b
	e.rings, e.more = [2]int32{nobody, nobody}, nobody
	if comparePoints(b.vertices.at[from], b.vertices.at[end]) > 0 {
		from, end = end, from
	}
	for _, ring := range rings {
		v := from
		for _, c := range cuts {
			b.toggle(v, c.vertex, ring)
			v = c.vertex
			b.cuts = append(b.cuts, faceCut{b.areaOf(ring), b.vertices.at[v]})
		}
		b.toggle(v, end, ring)
	}
}
