package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// outline returns the boundary of a plot that hangs together: its outer ring, counter-clockwise,
// and its holes, clockwise, closed. No ring passes a spot twice.
func (m *arrangement) outline(p plot) orb.Polygon {
	var polygon orb.Polygon
	outer := -1
	for _, ring := range m.ringsOf(p) {
		if runsCounterClockwise(ring) {
			outer = len(polygon)
		}
		polygon = append(polygon, m.orbRing(ring))
	}
	if outer > 0 {
		polygon[0], polygon[outer] = polygon[outer], polygon[0]
	}
	return polygon
}

func (m *arrangement) orbRing(ring []spot) orb.Ring {
	closed := make(orb.Ring, 0, len(ring)+1)
	for _, s := range ring {
		closed = append(closed, m.orb(s))
	}
	return append(closed, closed[0])
}

// ringsOf walks around a plot, with its land on the left, and parts rings where they touch
// themselves.
func (m *arrangement) ringsOf(p plot) [][]spot {
	around := slices.Collect(m.edge(p))
	walked := make(map[int32]bool, len(around))
	var rings [][]spot
	for _, start := range around {
		if walked[start] {
			continue
		}
		var ring []int32
		for h := start; !walked[h]; h = m.onward(h) {
			walked[h] = true
			ring = append(ring, m.from(h))
		}
		rings = m.part(rings, ring)
	}
	return rings
}

// onward returns the half-link around the plot marked last that follows h: the leftmost turn
// that does not enter it.
func (m *arrangement) onward(h int32) int32 {
	for h = m.next[h]; m.inside(m.left(h ^ 1)); {
		h = m.next[h^1]
	}
	return h
}

// part appends a ring, or those that it consists of if it passes vertices twice: whenever the
// walk comes back to one, what it has walked since is a ring of its own.
func (m *arrangement) part(rings [][]spot, vertices []int32) [][]spot {
	at := make(map[int32]int, len(vertices))
	var walked []int32
	for _, v := range vertices {
		if i, ok := at[v]; ok {
			for _, old := range walked[i:] {
				delete(at, old)
			}
			rings = append(rings, m.spotsOf(walked[i:]))
			walked = walked[:i]
		}
		at[v] = len(walked)
		walked = append(walked, v)
	}
	return append(rings, m.spotsOf(walked))
}

func (m *arrangement) spotsOf(vertices []int32) []spot {
	spots := make([]spot, len(vertices))
	for i, v := range vertices {
		spots[i] = m.spots[v]
	}
	return spots
}

// runsCounterClockwise reports whether a ring that passes no spot twice turns left at its
// southernmost spot.
func runsCounterClockwise(ring []spot) bool {
	low := 0
	for i, p := range ring {
		if compareSpots(p, ring[low]) < 0 {
			low = i
		}
	}
	before, after := ring[(low+len(ring)-1)%len(ring)], ring[(low+1)%len(ring)]
	return sideOf(ring[low], after, before) > 0
}
