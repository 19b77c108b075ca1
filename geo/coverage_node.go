package geo

import (
	"cmp"
	"math"
	"slices"
)

// A noder finds where edges meet other than at their ends. Edges are put into the buckets of a
// lattice, and compared with those in the same bucket.
type noder struct {
	at        []Point
	lines     []nodedLine
	buckets   buckets
	cuts      []cut
	crossings [][2]int32 // edges
}

// A nodedLine is an edge with the numbers of its ends.
type nodedLine struct {
	edge
	south, north int32 // vertices
	id           int32 // of the edge
}

// A cut is a vertex on an edge that is none of its ends.
type cut struct{ edge, vertex int32 }

func (n *noder) reset(at []Point) {
	n.at = at
	n.lines, n.cuts, n.crossings = n.lines[:0], n.cuts[:0], n.crossings[:0]
}

// add adds the edge between two vertices.
func (n *noder) add(u, v, id int32) { n.lines = append(n.lines, lineBetween(n.at, u, v, id)) }

func lineBetween(at []Point, u, v, id int32) nodedLine {
	p, q := at[u], at[v]
	if q.Lat < p.Lat || q.Lat == p.Lat && q.Lon < p.Lon {
		p, q, u, v = q, p, v, u
	}
	return nodedLine{edge{p.Lon, p.Lat, q.Lon, q.Lat}, u, v, id}
}

// find compares all edges.
func (n *noder) find() {
	if len(n.lines) == 0 {
		return
	}
	n.buckets.fillAll(n.lines)
	for i := range n.buckets.count() {
		if members := n.buckets.members(i); len(members) > manyLines {
			n.compare(members, n.buckets.box(i), nobody)
		} else {
			n.compareAll(members)
		}
	}
}

// manyLines are so many that it is worth while to think before they are compared.
const manyLines = 48

// compareAll compares each edge with each.
func (n *noder) compareAll(members []int32) {
	for k, i := range members {
		n.compareWith(i, members[k+1:])
	}
}

func (n *noder) compareWith(i int32, members []int32) {
	for _, j := range members {
		n.meet(i, j)
	}
}

// compare compares edges that have points in a box with each other. Those that have a vertex
// in common, the hub, are compared with others only. A box that has many edges is divided,
// unless that would not help.
func (n *noder) compare(members []int32, box Box, hub int32) {
	if hub == nobody && len(members) > manyLines {
		if hub = n.hubOf(members); hub != nobody && box.Holds(n.at[hub]) {
			n.compareFan(hub, members)
		}
	}
	others := n.splitOff(hub, members)
	work := others * len(members)
	if work > manyLines*manyLines {
		var inner buckets
		inner.fill(n.lines, members, box)
		if n.workOf(&inner, hub) <= work/2 {
			for i := range inner.count() {
				n.compare(inner.members(i), inner.box(i), hub)
			}
			return
		}
	}
	for _, i := range members[:others] {
		n.compareWith(i, members[others:])
	}
	n.sweep(members[:others])
}

// hubOf returns a vertex that at least a quarter of the edges have, or nobody. It looks at the
// ends of some.
func (n *noder) hubOf(members []int32) int32 {
	for sample := range 6 {
		e := &n.lines[members[sample*(len(members)-1)/5]]
		for _, v := range [2]int32{e.south, e.north} {
			spokes := 0
			for _, j := range members {
				if n.lines[j].has(v) {
					spokes++
				}
			}
			if 4*spokes >= len(members) {
				return v
			}
		}
	}
	return nobody
}

// splitOff puts the edges of the hub behind the others, and returns how many others there are.
func (n *noder) splitOff(hub int32, members []int32) int {
	if hub == nobody {
		return len(members)
	}
	others := 0
	for k, i := range members {
		if !n.lines[i].has(hub) {
			members[k], members[others] = members[others], members[k]
			others++
		}
	}
	return others
}

// workOf returns how many comparisons it takes, at most, to compare the edges in buckets.
func (n *noder) workOf(b *buckets, hub int32) int {
	work := 0
	for i := range b.count() {
		members := b.members(i)
		work += n.splitOff(hub, members) * len(members)
	}
	return work
}

// compareFan compares the edges of the hub: two of them meet again only if they run the same
// way.
func (n *noder) compareFan(hub int32, members []int32) {
	fan := slices.Clone(members[n.splitOff(hub, members):])
	at := n.at[hub]
	around := func(i, j int32) int {
		return CompareAround(at, n.at[n.lines[i].other(hub)], n.at[n.lines[j].other(hub)])
	}
	slices.SortFunc(fan, around)
	for len(fan) > 0 {
		end := 1
		for end < len(fan) && around(fan[0], fan[end]) == 0 {
			end++
		}
		n.compareAll(fan[:end])
		fan = fan[end:]
	}
}

// sweep compares only edges that lie between the same meridians.
func (n *noder) sweep(members []int32) {
	slices.SortFunc(members, func(i, j int32) int { return cmp.Compare(n.lines[i].west(), n.lines[j].west()) })
	for k, i := range members {
		east := n.lines[i].east()
		for _, j := range members[k+1:] {
			if n.lines[j].west() > east {
				break
			}
			n.meet(i, j)
		}
	}
}

func (l *nodedLine) box() Box { return Box{Point{l.west(), l.ay}, Point{l.east(), l.by}} }

func (l *nodedLine) has(v int32) bool { return l.south == v || l.north == v }

// other returns the end that is not v.
func (l *nodedLine) other(v int32) int32 {
	if l.south == v {
		return l.north
	}
	return l.south
}

// meet compares the sides of each other's lines on which two edges have their ends.
func (n *noder) meet(i, j int32) {
	e, f := &n.lines[i], &n.lines[j]
	if e.ay > f.by || f.ay > e.by || e.west() > f.east() || f.west() > e.east() {
		return
	}
	if e.has(f.south) || e.has(f.north) {
		n.meetAtEnd(e, f)
		return
	}
	fa, fb := e.side(Point{f.ax, f.ay}), e.side(Point{f.bx, f.by})
	if fa*fb > 0 {
		return
	}
	ea, eb := f.side(Point{e.ax, e.ay}), f.side(Point{e.bx, e.by})
	switch {
	case ea*eb > 0:
		return
	case fa*fb < 0 && ea*eb < 0:
		n.crossings = append(n.crossings, [2]int32{min(e.id, f.id), max(e.id, f.id)})
		return
	}
	n.touch(e, f.south, fa)
	n.touch(e, f.north, fb)
	n.touch(f, e.south, ea)
	n.touch(f, e.north, eb)
}

// meetAtEnd compares edges that have one end in common: only if they run the same way does
// the end of one lie on the other.
func (n *noder) meetAtEnd(e, f *nodedLine) {
	common := e.south
	if !f.has(common) {
		common = e.north
	}
	ve, vf := e.other(common), f.other(common)
	if side := Turn(n.at[common], n.at[ve], n.at[vf]); side == 0 {
		n.touch(e, vf, 0)
		n.touch(f, ve, 0)
	}
}

// touch cuts an edge at a vertex, which is on that side of its line.
func (n *noder) touch(e *nodedLine, v int32, side int) {
	if side != 0 {
		return
	}
	if p := n.at[v]; comparePoints(Point{e.ax, e.ay}, p) < 0 && comparePoints(p, Point{e.bx, e.by}) < 0 {
		n.cuts = append(n.cuts, cut{e.id, v})
	}
}

// sortedCuts returns the cuts by edge and along each edge, each once.
func (n *noder) sortedCuts() []cut {
	slices.SortFunc(n.cuts, func(c, d cut) int {
		return cmp.Or(cmp.Compare(c.edge, d.edge), comparePoints(n.at[c.vertex], n.at[d.vertex]))
	})
	return slices.Compact(n.cuts)
}

// sortedCrossings returns the crossings by where their edges lie, each once.
func (n *noder) sortedCrossings() [][2]int32 {
	lineOf := make(map[int32]int32, len(n.lines))
	for k, l := range n.lines {
		lineOf[l.id] = int32(k)
	}
	lineAt := func(id int32) edge { return n.lines[lineOf[id]].edge }
	for k, pair := range n.crossings {
		if compareEdges(lineAt(pair[0]), lineAt(pair[1])) > 0 {
			n.crossings[k] = [2]int32{pair[1], pair[0]}
		}
	}
	slices.SortFunc(n.crossings, func(p, q [2]int32) int {
		return cmp.Or(compareEdges(lineAt(p[0]), lineAt(q[0])), compareEdges(lineAt(p[1]), lineAt(q[1])))
	})
	return slices.Compact(n.crossings)
}

// crossingOf returns the point nearest to where two edges cross.
func crossingOf(e, f edge) Point {
	ex, ey := float64(e.dx()), float64(e.dy())
	fx, fy := float64(f.dx()), float64(f.dy())
	x, y := float64(f.ax)-float64(e.ax), float64(f.ay)-float64(e.ay)
	t := (x*fy - y*fx) / (ex*fy - ey*fx)
	t = min(max(t, 0), 1)
	return Point{
		int32(math.Round(float64(e.ax) + t*ex)),
		int32(math.Round(float64(e.ay) + t*ey)),
	}
}
