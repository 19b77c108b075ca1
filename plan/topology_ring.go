package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// A walk is an arc as a ring walks it: arc i forwards is i, backwards ^i. The land is on its left.
type walk int32

func (w walk) arc() ArcID {
	if w < 0 {
		return ArcID(^w)
	}
	return ArcID(w)
}

// way is an arc as it is walked: what it begins with, and its points in that order.
type way struct {
	walk
	Arc
}

func (t *way) from() NodeID {
	if t.walk < 0 {
		return t.To
	}
	return t.From
}

func (t *way) to() NodeID {
	if t.walk < 0 {
		return t.From
	}
	return t.To
}

// first are the node that it begins at and the point that comes next; last those at its end.
func (t *way) first() (at, next geo.Point) {
	n := len(t.Points)
	if t.walk < 0 {
		return t.Points[n-1], t.Points[n-2]
	}
	return t.Points[0], t.Points[1]
}

func (t *way) last() (at, next geo.Point) { return (&way{^t.walk, t.Arc}).first() }

// each visits the points but for the last.
func (t *way) each(visit func(geo.Point)) {
	n := len(t.Points)
	for i := range n - 1 {
		if t.walk < 0 {
			visit(t.Points[n-1-i])
		} else {
			visit(t.Points[i])
		}
	}
}

// A ring is a closed way that passes no node twice.
type ring struct {
	walks  []walk
	points []geo.Point // the first is not repeated
	double int64       // twice the land inside in square units, negative for a hole
	cycle  int         // of those that the land's border makes
}

// tracer walks around land: it always takes the first way on its right that has the land on its
// left, so that it stays with the land that it began with.
//
//	     |  ^
//	  B  |  |  A          Arriving from the south at the cross with A on the left, it turns
//	-----x  x-----        left, and B, which only touches A there, is another land.
//	        ^   B
//	   A    |
type tracer struct {
	ways  []way
	order []int32 // numbers of the ways, by the nodes that they begin at, at one node counter-clockwise
}

// trace returns the rings around the land that lies left of all the walks.
func trace(t topology, walks []walk) []ring {
	x := tracer{ways: make([]way, len(walks)), order: make([]int32, len(walks))}
	for i, w := range walks {
		x.ways[i], x.order[i] = way{w, t.arc(w.arc())}, int32(i)
	}
	slices.SortFunc(x.order, x.compare)
	return x.rings()
}

// compare orders ways by the nodes that they begin at, and those of one node counter-clockwise. Two that
// begin alike, as in no fabric they do, are ordered by number.
func (x *tracer) compare(i, j int32) int {
	if c := cmp.Compare(x.ways[i].from(), x.ways[j].from()); c != 0 {
		return c
	}
	at, p := x.ways[i].first()
	_, q := x.ways[j].first()
	return cmp.Or(geo.CompareAround(at, p, q), cmp.Compare(i, j))
}

// leave lists the ways that begin at a node, counter-clockwise.
func (x *tracer) leave(node NodeID) []int32 {
	first, _ := slices.BinarySearchFunc(x.order, node, func(i int32, node NodeID) int { return cmp.Compare(x.ways[i].from(), node) })
	end := first
	for end < len(x.order) && x.ways[x.order[end]].from() == node {
		end++
	}
	return x.order[first:end]
}

// next is the way that goes on after one: of those that begin where it ends, the first clockwise
// from where it comes from. It is -1 where there is none.
func (x *tracer) next(i int32) int32 {
	list := x.leave(x.ways[i].to())
	switch len(list) {
	case 0:
		return -1
	case 1:
		return list[0]
	}
	at, back := x.ways[i].last()
	k, _ := slices.BinarySearchFunc(list, back, func(j int32, back geo.Point) int {
		_, p := x.ways[j].first()
		return geo.CompareAround(at, p, back)
	})
	return list[(k+len(list)-1)%len(list)]
}

func (x *tracer) rings() []ring {
	var rings []ring
	done := make([]bool, len(x.ways))
	cycles := 0
	for i := range x.ways {
		if done[i] {
			continue
		}
		var cycle []int32
		for j := int32(i); j >= 0 && !done[j]; j = x.next(j) {
			done[j] = true
			cycle = append(cycle, j)
		}
		rings = x.split(rings, cycle, cycles)
		cycles++
	}
	return rings
}

// split cuts a cycle where it passes a node again.
//
//	+-------+
//	|  /\   |       The way around the land passes x twice. It becomes a ring and a hole.
//	| <  >  |
//	|  \/   |
//	+--x----+
func (x *tracer) split(rings []ring, cycle []int32, number int) []ring {
	if !slices.ContainsFunc(cycle, func(i int32) bool { return len(x.leave(x.ways[i].from())) > 1 }) {
		return append(rings, x.ring(cycle, number))
	}
	var open []int32
	place := make(map[NodeID]int, len(cycle))
	for _, i := range cycle {
		node := x.ways[i].from()
		if k, passed := place[node]; passed {
			rings = append(rings, x.ring(open[k:], number))
			for _, j := range open[k:] {
				delete(place, x.ways[j].from())
			}
			open = open[:k]
		}
		place[node] = len(open)
		open = append(open, i)
	}
	return append(rings, x.ring(open, number))
}

func (x *tracer) ring(list []int32, cycle int) ring {
	n := 0
	for _, i := range list {
		n += len(x.ways[i].Points) - 1
	}
	r := ring{cycle: cycle, walks: make([]walk, 0, len(list)), points: make([]geo.Point, 0, n)}
	for _, i := range list {
		r.walks = append(r.walks, x.ways[i].walk)
		x.ways[i].each(func(p geo.Point) { r.points = append(r.points, p) })
	}
	r.double = doubleArea(r.points)
	return r
}

// doubleArea is twice the land that a closed line goes around, counter-clockwise positive. Exact
// for land less than 30 degrees wide.
func doubleArea(points []geo.Point) int64 {
	sum, origin := int64(0), points[0]
	for i, p := range points {
		q := points[(i+1)%len(points)]
		px, py := int64(p.Lon)-int64(origin.Lon), int64(p.Lat)-int64(origin.Lat)
		qx, qy := int64(q.Lon)-int64(origin.Lon), int64(q.Lat)-int64(origin.Lat)
		sum += px*qy - py*qx
	}
	return sum
}
