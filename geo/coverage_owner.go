package geo

import "slices"

// nobody is the face of land that no area has.
const nobody = -1

// owners says for each half-edge which area has the land on its left. Where more than one
// has, or an area is at odds with itself, it returns the conflicts.
func (b *builder) owners(g *graph) ([]int32, []conflict) {
	around := b.ringsAround(g)
	fields := make([]int32, g.fields)
	var contested [][]int32 // areas
	spots := make([]int32, g.fields)
	for f, rings := range around {
		areas, sound := b.covering(rings)
		fields[f], spots[f] = nobody, nobody
		switch {
		case !sound || len(areas) > 1:
			spots[f] = int32(len(contested))
			contested = append(contested, areas)
		case len(areas) == 1:
			fields[f] = areas[0]
		}
	}
	if len(contested) > 0 {
		return nil, b.overlaps(g, spots, contested)
	}
	return g.spread(fields), nil
}

// spread gives each half-edge the value of the field on its left.
func (g *graph) spread(fields []int32) []int32 {
	values := make([]int32, len(g.order))
	for h := range values {
		values[h] = fields[g.fieldOf(int32(h))]
	}
	return values
}

// ringsAround returns for each field the rings that enclose it, sorted. Crossing an edge, one
// enters the rings it belongs to that one was not in, and leaves the others. The land around
// all is in no ring.
func (b *builder) ringsAround(g *graph) [][]int32 {
	around := make([][]int32, g.fields)
	known := make([]bool, g.fields)
	cycles := make([][]int32, g.fields)
	for c, f := range g.field {
		cycles[f] = append(cycles[f], int32(c))
	}
	queue := []int32{0}
	known[0] = true
	for len(queue) > 0 {
		f := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for h := range g.rim(cycles[f]) {
			if other := g.fieldOf(twin(h)); !known[other] {
				known[other] = true
				around[other] = toggle(around[f], b.piecesOf(h>>1))
				queue = append(queue, other)
			}
		}
	}
	return around
}

// rim walks the half-edges of cycles.
func (g *graph) rim(cycles []int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for _, c := range cycles {
			start := g.starts[c]
			for h := start; ; {
				if !yield(h) {
					return
				}
				if h = g.next[h]; h == start {
					break
				}
			}
		}
	}
}

// toggle returns the rings without those of the pieces that are among them, and with the
// others. Both are sorted.
func toggle(rings []int32, pieces []piece) []int32 {
	result := make([]int32, 0, len(rings)+len(pieces))
	for len(rings) > 0 && len(pieces) > 0 {
		switch r, p := rings[0], pieces[0].ring; {
		case r < p:
			result, rings = append(result, r), rings[1:]
		case r > p:
			result, pieces = append(result, p), pieces[1:]
		default:
			rings, pieces = rings[1:], pieces[1:]
		}
	}
	result = append(result, rings...)
	for _, p := range pieces {
		result = append(result, p.ring)
	}
	return result
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

// overlaps measures fields that are spots of contested land.
func (b *builder) overlaps(g *graph, fields []int32, contested [][]int32) []conflict {
	ids := make([]AreaID, len(contested))
	for i := range ids {
		ids[i] = AreaID(i)
	}
	spots := assemble(g, ids, g.spread(fields))
	conflicts := make([]conflict, len(contested))
	for i, areas := range contested {
		boundary := spots.Boundary(AreaID(i))
		at, err := InteriorPoint(boundary)
		if err != nil {
			panic(err) // a field has land
		}
		slices.Sort(areas)
		conflicts[i] = conflict{Overlap, slices.Compact(areas), at, spots.SquareMetres(AreaID(i))}
	}
	return conflicts
}
