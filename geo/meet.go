package geo

import "slices"

// A Touch is a vertex on a side that is none of its ends.
type Touch struct{ Side, Vertex int32 }

// A Cross is two sides that cross where neither ends, and the point nearest to there.
type Cross struct {
	Sides [2]int32
	At    Point
}

// Meet returns where straight sides between points meet other than at ends that they share: vertices
// on sides, by side and from south to north along it, and crossings, by where their sides lie. Each is there
// once. Sides are pairs of different numbers of points; no two points are the same. Which vertices lie
// on a side and which sides cross is decided exactly; where they cross is rounded.
//
//	a---t---b      t, an end of the third side, touches a–b
//	    |
//	c---x---d      and x is where it crosses c–d
//	    |
func Meet(points []Point, sides [][2]int32) ([]Touch, []Cross) {
	var n noder
	n.reset(points)
	for i, s := range sides {
		n.add(s[0], s[1], int32(i))
	}
	n.find()
	cuts, pairs := n.sortedCuts(), n.sortedCrossings()
	pairs = once(pairs)
	touches := make([]Touch, len(cuts))
	for i, c := range cuts {
		touches[i] = Touch{c.edge, c.vertex}
	}
	crosses := make([]Cross, len(pairs))
	for i, p := range pairs {
		a, b := sides[p[0]], sides[p[1]]
		crosses[i] = Cross{p, crossingOf(edgeBetween(points[a[0]], points[a[1]]), edgeBetween(points[b[0]], points[b[1]]))}
	}
	return touches, crosses
}

// once leaves each pair once: sides with the same ends stand side by side in no certain order.
func once(pairs [][2]int32) [][2]int32 {
	seen := make(map[[2]int32]bool, len(pairs))
	return slices.DeleteFunc(pairs, func(p [2]int32) bool {
		key := [2]int32{min(p[0], p[1]), max(p[0], p[1])}
		twice := seen[key]
		seen[key] = true
		return twice
	})
}
