package geo

import (
	"cmp"
	"math"
	"slices"
)

// A noder finds where edges meet other than at their ends.
type noder struct {
	edges     []edge
	stripes   stripes
	cuts      []cut
	crossings [][2]int32 // edges
}

// A cut is a point on an edge that is none of its ends.
type cut struct {
	edge int32
	at   Point
}

func newNoder(edges []edge) *noder { return &noder{edges: edges, stripes: newStripes(edges)} }

// sweep looks at each stripe of latitude from west to east. A pair of edges meets in the
// stripe where the more northern of their southern ends lies, or not at all.
func (n *noder) sweep() {
	for s := range n.stripes.count() {
		members := n.stripes.members(s)
		sortFromWest(n.edges, members)
		for k, i := range members {
			n.sweepFrom(s, i, members[k+1:])
		}
	}
}

func sortFromWest(edges []edge, members []int32) {
	slices.SortFunc(members, func(i, j int32) int {
		return cmp.Or(cmp.Compare(edges[i].west(), edges[j].west()), cmp.Compare(i, j))
	})
}

func (n *noder) sweepFrom(stripe int, i int32, others []int32) {
	e := n.edges[i]
	for _, j := range others {
		f := n.edges[j]
		if f.west() > e.east() {
			return
		}
		south := max(e.ay, f.ay)
		if south <= min(e.by, f.by) && n.stripes.at(south) == stripe {
			n.meet(i, j)
		}
	}
}

// meet compares the sides of each other's lines on which two edges have their ends.
func (n *noder) meet(i, j int32) {
	e, f := n.edges[i], n.edges[j]
	fa, fb := e.side(Point{f.ax, f.ay}), e.side(Point{f.bx, f.by})
	if fa*fb > 0 {
		return
	}
	ea, eb := f.side(Point{e.ax, e.ay}), f.side(Point{e.bx, e.by})
	switch {
	case ea*eb > 0:
		return
	case fa*fb < 0 && ea*eb < 0:
		n.crossings = append(n.crossings, [2]int32{min(i, j), max(i, j)})
		return
	}
	n.touch(i, Point{f.ax, f.ay}, fa)
	n.touch(i, Point{f.bx, f.by}, fb)
	n.touch(j, Point{e.ax, e.ay}, ea)
	n.touch(j, Point{e.bx, e.by}, eb)
}

// touch cuts an edge at p, which is on that side of its line.
func (n *noder) touch(i int32, p Point, side int) {
	e := n.edges[i]
	a, b := Point{e.ax, e.ay}, Point{e.bx, e.by}
	if side == 0 && comparePoints(a, p) < 0 && comparePoints(p, b) < 0 {
		n.cuts = append(n.cuts, cut{i, p})
	}
}

// sortedCuts returns the cuts by edge and along each edge, each once.
func (n *noder) sortedCuts() []cut {
	slices.SortFunc(n.cuts, func(c, d cut) int {
		return cmp.Or(cmp.Compare(c.edge, d.edge), comparePoints(c.at, d.at))
	})
	return slices.Compact(n.cuts)
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

func (e edge) west() int32 { return min(e.ax, e.bx) }
func (e edge) east() int32 { return max(e.ax, e.bx) }

// stripes sort edges by latitude: stripe i holds every edge that has a point in
// [south + i<<shift, south + (i+1)<<shift).
type stripes struct {
	south int32
	shift uint8
	ends  []int32 // where each stripe begins in edges, and one more
	edges []int32
}

func newStripes(edges []edge) stripes {
	if len(edges) == 0 {
		return stripes{ends: []int32{0}}
	}
	box := boxOfEdges(edges)
	s := stripes{south: box.Min.Lat}
	s.shift = stripeShift(edges, int64(box.Max.Lat)-int64(box.Min.Lat))
	next := make([]int32, s.at(box.Max.Lat)+2)
	for _, e := range edges {
		for i := s.at(e.ay); i <= s.at(e.by); i++ {
			next[i+1]++
		}
	}
	for i := range next[1:] {
		next[i+1] += next[i]
	}
	s.ends = slices.Clone(next)
	s.edges = make([]int32, next[len(next)-1])
	for k, e := range edges {
		for i := s.at(e.ay); i <= s.at(e.by); i++ {
			s.edges[next[i]] = int32(k)
			next[i]++
		}
	}
	return s
}

func (s *stripes) count() int { return len(s.ends) - 1 }

func (s *stripes) at(lat int32) int { return int((int64(lat) - int64(s.south)) >> s.shift) }

func (s *stripes) members(stripe int) []int32 { return s.edges[s.ends[stripe]:s.ends[stripe+1]] }
