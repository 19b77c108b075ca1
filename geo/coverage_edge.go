package geo

import "slices"

// A builtEdge is the straight line between two vertices that rings have as a side. One that no
// ring has is not there.
type builtEdge struct {
	a, b  int32    // vertices, a < b
	rings [2]int32 // nobody in place of those that are missing
	more  int32    // further rings in builder.more, or nobody
}

// An edgeTable finds edges by their vertices.
type edgeTable struct {
	edges []builtEdge
	slots []int32 // by hash: the number of an edge and one more, or 0
	shift uint8
	last  int32 // the edge found last
}

// reset forgets all edges, and makes room for so many.
func (t *edgeTable) reset(edges int) {
	t.edges, t.last = t.edges[:0], 0
	t.slots, t.shift = emptySlots(t.slots, edges)
}

// find returns the number of an edge, and adds one without rings if it is not there. It first
// looks beside the edge before, as vertexTable does.
func (t *edgeTable) find(u, v int32) int32 {
	if u > v {
		u, v = v, u
	}
	for _, next := range [2]int32{t.last - 1, t.last + 1} {
		if 0 <= next && int(next) < len(t.edges) && t.edges[next].a == u && t.edges[next].b == v {
			t.last = next
			return next
		}
	}
	mask := uint64(len(t.slots) - 1)
	for slot := hashOf(u, v) >> t.shift; ; slot = (slot + 1) & mask {
		switch i := t.slots[slot] - 1; {
		case i < 0:
			return t.add(u, v, slot)
		case t.edges[i].a == u && t.edges[i].b == v:
			t.last = i
			return i
		}
	}
}

func (t *edgeTable) add(u, v int32, slot uint64) int32 {
	t.last = int32(len(t.edges))
	t.slots[slot] = t.last + 1
	t.edges = append(t.edges, builtEdge{u, v, [2]int32{nobody, nobody}, nobody})
	if 4*len(t.edges) > 3*len(t.slots) {
		t.grow()
	}
	return t.last
}

func (t *edgeTable) grow() {
	t.slots, t.shift = emptySlots(t.slots, 2*len(t.edges))
	mask := uint64(len(t.slots) - 1)
	for i, e := range t.edges {
		slot := hashOf(e.a, e.b) >> t.shift
		for t.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		t.slots[slot] = int32(i + 1)
	}
}

// moreRings are further rings of an edge: one, and where the others are.
type moreRings struct{ ring, next int32 }

// toggle gives a side to a ring, or takes it away if the ring has it already: what a ring
// walks there and back is no border.
func (b *builder) toggle(from, to, ring int32) {
	i := b.table.find(from, to)
	switch e := &b.table.edges[i]; {
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
	e := &b.table.edges[i]
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
	e := &b.table.edges[i]
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
	e := &b.table.edges[i]
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
