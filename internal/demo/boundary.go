package demo

import "github.com/paulmach/orb"

// boundary returns the outline of a set of blocks: the edges whose other side is not in the set.
// Nothing is smoothed or left out, so two neighbours have every point of their border in common.
func (t *town) boundary(blocks []int) orb.MultiPolygon {
	in := make(map[faceID]bool, len(blocks))
	for _, b := range blocks {
		in[t.blocks[b].face] = true
	}
	next := map[nodeID][]nodeID{}
	var starts []nodeID
	for _, b := range blocks {
		for e := range t.mesh.edges(t.blocks[b].face) {
			if !in[t.mesh.across(e)] {
				next[e.from] = append(next[e.from], e.to)
				starts = append(starts, e.from)
			}
		}
	}
	var outer, holes [][]vec
	for _, s := range starts {
		for len(next[s]) > 0 {
			for _, ring := range t.trace(next, s) {
				if area(ring) > 0 {
					outer = append(outer, ring)
				} else {
					holes = append(holes, ring)
				}
			}
		}
	}
	return nested(outer, holes)
}

// trace follows unused edges from a node back to it and returns rings that pass no node twice.
func (t *town) trace(next map[nodeID][]nodeID, start nodeID) [][]vec {
	var rings [][]vec
	var trail []nodeID
	at := start
	for {
		if i := indexOf(trail, at); i >= 0 {
			rings = append(rings, t.points(trail[i:]))
			trail = trail[:i]
			if at == start && len(trail) == 0 {
				return rings
			}
		}
		trail = append(trail, at)
		to := next[at]
		at, next[at] = to[0], to[1:]
		if len(to) == 1 {
			delete(next, trail[len(trail)-1])
		}
	}
}

func (t *town) points(nodes []nodeID) []vec {
	out := make([]vec, len(nodes))
	for i, n := range nodes {
		out[i] = t.mesh.nodes[n]
	}
	return out
}

// nested puts every hole into the outer ring around it.
func nested(outer, holes [][]vec) orb.MultiPolygon {
	out := make(orb.MultiPolygon, len(outer))
	for i, ring := range outer {
		out[i] = orb.Polygon{ringOf(ring)}
	}
	for _, hole := range holes {
		for i, ring := range outer {
			if contains(ring, hole[0].mix(hole[1], 0.5)) {
				out[i] = append(out[i], ringOf(hole))
				break
			}
		}
	}
	return out
}
