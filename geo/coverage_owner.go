package geo

import "slices"

// nobody is the face of land that no area has.
const nobody = -1

// An ownerFinder finds whose the fields of a graph are.
type ownerFinder struct {
	fields []int32 // of each field: the area, or nobody
	spots  []int32 // of each field: the number of the dispute about it, or nobody

	cycles   []int32   // by field
	first    []int32   // where the cycles of each field begin, and one more
	around   []stretch // of each field, in sets: the rings around it
	sets     []int32
	queue    []int32
	disputes [][]int32 // areas that claim the same field
}

// A stretch is a part of a slice.
type stretch struct{ from, to int32 }

// findOwners says for each field of the graph which area has it. Where more than one has, or
// an area is at odds with itself, it returns the conflicts.
func (b *builder) findOwners() []conflict {
	o := &b.owners
	b.findRingsAround()
	o.fields = sized(o.fields, b.graph.fields)
	o.spots = nobodies(o.spots, b.graph.fields)
	o.disputes = o.disputes[:0]
	for f, rings := range o.around {
		o.fields[f] = nobody
		if rings.from == rings.to {
			continue
		}
		first := b.rings[o.sets[rings.from]]
		if rings.to == rings.from+1 && !first.hole {
			o.fields[f] = first.area
			continue
		}
		areas, sound := b.covering(o.sets[rings.from:rings.to])
		switch {
		case !sound || len(areas) > 1:
			o.spots[f] = int32(len(o.disputes))
			o.disputes = append(o.disputes, areas)
		case len(areas) == 1:
			o.fields[f] = areas[0]
		}
	}
	if len(o.disputes) > 0 {
		return b.overlaps()
	}
	return nil
}

// findRingsAround finds for each field the rings that enclose it, sorted. Crossing a chain, one
// enters the rings it belongs to that one was not in, and leaves the others. The land around
// all is in no ring.
func (b *builder) findRingsAround() {
	o, g := &b.owners, &b.graph
	o.sortCycles(g)
	o.around = sized(o.around, g.fields)
	for f := range o.around {
		o.around[f] = stretch{-1, -1}
	}
	o.sets, o.queue = o.sets[:0], append(o.queue[:0], 0)
	o.around[0] = stretch{}
	for len(o.queue) > 0 {
		f := o.queue[len(o.queue)-1]
		o.queue = o.queue[:len(o.queue)-1]
		for _, c := range o.cycles[o.first[f]:o.first[f+1]] {
			start := g.starts[c]
			for k := start; ; {
				if other := g.fieldOf(twin(k)); o.around[other].from < 0 {
					o.around[other] = o.toggle(o.around[f], b.ringsOf(g.names[g.firstEdge(k)>>1]))
					o.queue = append(o.queue, other)
				}
				if k = g.next[k]; k == start {
					break
				}
			}
		}
	}
}

// sortCycles sorts cycles by their fields, by counting.
func (o *ownerFinder) sortCycles(g *graph) {
	o.first = zeroed(o.first, g.fields+2)
	ends := o.first[1:]
	for _, f := range g.field {
		ends[f+1]++
	}
	for f := range g.fields {
		ends[f+1] += ends[f]
	}
	o.cycles = sized(o.cycles, len(g.field))
	for c, f := range g.field {
		o.cycles[ends[f]] = int32(c)
		ends[f]++
	}
	o.first = o.first[:g.fields+1]
}

// toggle adds a set of those rings that are in one of two sets, but not in both. All are sorted.
func (o *ownerFinder) toggle(of stretch, others []int32) stretch {
	from := int32(len(o.sets))
	rings := o.sets[of.from:of.to]
	for len(rings) > 0 && len(others) > 0 {
		switch r, s := rings[0], others[0]; {
		case r < s:
			o.sets, rings = append(o.sets, r), rings[1:]
		case r > s:
			o.sets, others = append(o.sets, s), others[1:]
		default:
			rings, others = rings[1:], others[1:]
		}
	}
	o.sets = append(append(o.sets, rings...), others...)
	return stretch{from, int32(len(o.sets))}
}

// covering returns the areas that have the land within the rings: each area as often as it
// has a polygon there whose outer ring is among them and none of whose holes is. It is not
// sound that a polygon's hole lies without its outer ring or within another of its holes, or
// that two polygons of an area overlap; the area is then among those returned.
func (b *builder) covering(rings []int32) (areas []int32, sound bool) {
	sound = true
	for len(rings) > 0 {
		n := 1
		first := b.rings[rings[0]]
		for n < len(rings) && b.rings[rings[n]].area == first.area && b.rings[rings[n]].polygon == first.polygon {
			n++
		}
		odd := first.hole || n > 2
		if odd {
			sound = false
		}
		if odd || n == 1 {
			areas = append(areas, first.area)
		}
		rings = rings[n:]
	}
	return areas, sound
}

// overlaps measures the fields that are contested.
func (b *builder) overlaps() []conflict {
	o := &b.owners
	var spots Coverage
	for i := range o.disputes {
		spots.ids = append(spots.ids, AreaID(i))
	}
	b.assemble(&spots, o.spots)
	conflicts := make([]conflict, len(o.disputes))
	for i, areas := range o.disputes {
		boundary := spots.Boundary(AreaID(i))
		at, err := InteriorPoint(boundary)
		if err != nil {
			panic(err) // a field has land
		}
		slices.Sort(areas)
		conflicts[i] = conflict{Overlap, slices.Compact(areas), at, spots.SquareMetres(AreaID(i))}
	}
	slices.SortStableFunc(conflicts, func(k, l conflict) int { return comparePoints(k.at, l.at) })
	return conflicts
}
