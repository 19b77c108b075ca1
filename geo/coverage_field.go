package geo

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// joinFields finds which cycles have the same land on their left.
//
// Edges that hang together have one cycle around their outside: the one that passes below
// their southernmost vertex. What lies there is also on the left of the first edge that is
// met on the way from that vertex to the west, if only a hair to the south of it, or is the
// land around all where nothing is met:
//
//	+-----------------+
//	|        +---+    |      From v the left side of the big square is met first: the outside
//	|   ...  |   |    |      of the small square is the inside of the big one.
//	<--------v---+    |
//	+-----------------+
func (g *graph) joinFields() {
	around := int32(len(g.starts))
	joined := newSets(len(g.starts) + 1)
	w := newWestward(g.edges)
	for _, v := range g.lowest() {
		below := g.order[g.first[v+1]-1]
		at, _ := g.ends(below)
		if e := w.from(at); e >= 0 {
			joined.join(g.cycle[below], g.cycle[2*e+1])
		} else {
			joined.join(g.cycle[below], around)
		}
	}
	g.numberFields(joined)
}

// lowest returns the southernmost vertex of all edges that hang together, for each such lot.
func (g *graph) lowest() []int32 {
	lots := newSets(len(g.starts))
	for e := range g.edges {
		lots.join(g.cycle[2*e], g.cycle[2*e+1])
	}
	seen := make([]bool, len(g.starts))
	var vertices []int32
	for v := range int32(g.vertices()) {
		if lot := lots.find(g.cycle[g.order[g.first[v]]]); !seen[lot] {
			seen[lot] = true
			vertices = append(vertices, v)
		}
	}
	return vertices
}

// A westward finds the first edge to the west of a point. It keeps edges of about the same
// height together, so that many short ones are not searched for the sake of a few long ones.
type westward []westLevel

type westLevel struct {
	stripes
	edges []edge
	ids   []int32 // of the edges
	reach []int32 // of each member of a stripe: how far east it and those before it come
}

// newWestward leaves out edges along a parallel, which no one meets on the way along one.
func newWestward(edges []edge) westward {
	w := make(westward, 33)
	for i, e := range edges {
		if height := bits.Len64(uint64(e.dy())); height > 0 {
			l := &w[height]
			l.edges, l.ids = append(l.edges, e), append(l.ids, int32(i))
		}
	}
	w = slices.DeleteFunc(w, func(l westLevel) bool { return len(l.edges) == 0 })
	for i := range w {
		w[i].sort()
	}
	return w
}

func (l *westLevel) sort() {
	l.stripes = newStripes(l.edges)
	l.reach = make([]int32, 0, len(l.stripes.edges))
	for s := range l.count() {
		members := l.members(s)
		sortFromWest(l.edges, members)
		east := int32(math.MinInt32)
		for _, i := range members {
			east = max(east, l.edges[i].east())
			l.reach = append(l.reach, east)
		}
	}
}

// from returns the edge that is met first on the way from p to the west, a hair south of p's
// latitude, or -1.
func (w westward) from(p Point) int32 {
	best, id := edge{}, int32(-1)
	for i := range w {
		l := &w[i]
		if k := l.from(p); k >= 0 && (id < 0 || l.edges[k].eastOf(best)) {
			best, id = l.edges[k], l.ids[k]
		}
	}
	return id
}

// from looks at the edges of a stripe from p westward, until none that is left comes as far
// east as the one it has.
func (l *westLevel) from(p Point) int32 {
	best := int32(-1)
	stripe := l.at(p.Lat)
	if stripe < 0 || stripe >= l.count() {
		return best
	}
	members, reach := l.members(stripe), l.reach[l.ends[stripe]:]
	k, _ := slices.BinarySearchFunc(members, p.Lon, func(i, lon int32) int {
		return cmp.Compare(l.edges[i].west(), lon)
	})
	for k--; k >= 0 && (best < 0 || reach[k] >= l.edges[best].west()); k-- {
		e := l.edges[members[k]]
		if e.ay < p.Lat && p.Lat <= e.by && e.side(p) < 0 && (best < 0 || e.eastOf(l.edges[best])) {
			best = members[k]
		}
	}
	return best
}

// eastOf reports whether e lies east of f, where both pass one parallel. They do not cross.
func (e edge) eastOf(f edge) bool {
	side := 0
	if e.by <= f.by {
		side = f.side(Point{e.bx, e.by})
	} else {
		side = -e.side(Point{f.bx, f.by})
	}
	if side != 0 {
		return side < 0
	}
	if e.ay >= f.ay {
		return f.side(Point{e.ax, e.ay}) < 0
	}
	return e.side(Point{f.ax, f.ay}) > 0
}

// numberFields numbers fields by their first cycles; the land around all is number 0.
func (g *graph) numberFields(joined sets) {
	cycles := len(g.starts)
	number := make([]int32, cycles+1)
	g.field = make([]int32, cycles)
	around := joined.find(int32(cycles))
	g.fields = 1
	for c := range g.field {
		root := joined.find(int32(c))
		if root != around && number[root] == 0 {
			number[root] = int32(g.fields)
			g.fields++
		}
		g.field[c] = number[root]
	}
}

// sets are disjoint sets of the numbers from 0: each number leads to another of its set, or
// is the one that stands for it.
type sets []int32

func newSets(n int) sets {
	s := make(sets, n)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

func (s sets) find(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s sets) join(i, j int32) { s[s.find(i)] = s.find(j) }
