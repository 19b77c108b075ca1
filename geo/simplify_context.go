package geo

import (
	"slices"
	"sync"
	"sync/atomic"
)

// simplifyWith simplifies a sheet so that every border it shares with another sheet keeps the
// same vertices in both.
//
// Around must hold the coverages of all sheets whose box meets the sheet's, simplified or not;
// others, and the sheet itself, do no harm. What decides on a vertex is then the same in all
// sheets that have it: its own border, the vertices in the box of that border, and which borders
// run between the same nodes. So a sheet must be simplified again when one whose box meets its
// own was built again.
func simplifyWith(c *Coverage, around []*Coverage) *Coverage {
	var s simplifier
	spans := c.spans()
	s.gather(c)
	for _, other := range around {
		spans = c.addAround(&s.vertices, spans, other)
	}
	s.vertices.sort()
	slices.Sort(spans)
	zooms := make([]uint8, len(c.points))
	for i := range c.ArcCount() {
		first, end := c.arcs[i].first, c.arcs[i+1].first
		s.simplify(c.points[first:end], first, c.leastInner(i, spans), zooms[first:end])
	}
	return c.withZooms(zooms)
}

// gather puts the vertices of the coverage into the grid.
func (s *simplifier) gather(c *Coverage) {
	s.vertices.box = c.boxOfAll()
	s.vertices.pending = make([]gridVertex, 0, len(c.points))
	for _, node := range c.nodes {
		s.vertices.add(node, foreign)
	}
	for i := range c.ArcCount() {
		first, end := c.arcs[i].first, c.arcs[i+1].first
		for v := first + 1; v < end-1; v++ {
			s.vertices.add(c.points[v], v)
		}
	}
}

func (c *Coverage) boxOfAll() Box {
	if len(c.boxes) == 0 {
		return Box{}
	}
	box := c.boxes[0]
	for _, b := range c.boxes[1:] {
		box = box.Union(b)
	}
	return box
}

// A span is what two arcs with the same ends have in common: the numbers of both nodes. Arcs
// start at the lower one.
type span uint64

func spanOf(from, to int32) span { return span(from)<<32 | span(to) }

// spans returns the spans of all arcs.
func (c *Coverage) spans() []span {
	spans := make([]span, c.ArcCount())
	for i := range spans {
		spans[i] = spanOf(c.arcs[i].from, c.arcs[i].to)
	}
	return spans
}

// leastInner returns how many inner vertices an arc must keep.
func (c *Coverage) leastInner(arc int, sorted []span) int {
	from, to := c.arcs[arc].from, c.arcs[arc].to
	if from == to {
		return 2
	}
	i, _ := slices.BinarySearch(sorted, spanOf(from, to))
	if i+1 < len(sorted) && sorted[i+1] == sorted[i] {
		return 1
	}
	return 0
}

// addAround adds what the arcs of another sheet that c does not have itself bring: their
// vertices, and the spans of those that run between nodes of c.
func (c *Coverage) addAround(g *vertexGrid, spans []span, other *Coverage) []span {
	if other.ArcCount() == 0 || &other.arcs[0] == &c.arcs[0] || !other.boxOfAll().Meets(g.box) {
		return spans
	}
	ours := make([]bool, len(other.abroad)) // areas abroad that are faces of c
	for i, id := range other.abroad {
		_, ours[i] = c.Order(id)
	}
	shared := func(side int32) bool { return side < nobody && ours[-2-side] }
	for i := range other.ArcCount() {
		arc := other.Arc(i)
		if shared(arc.Left) || shared(arc.Right) || !boxAround(arc.Points).Meets(g.box) {
			continue
		}
		for _, p := range arc.Points {
			g.add(p, foreign)
		}
		if span, ok := c.spanBetween(arc.Points[0], arc.Points[len(arc.Points)-1]); ok {
			spans = append(spans, span)
		}
	}
	return spans
}

// spanBetween returns the span of an arc between two points, if both are nodes.
func (c *Coverage) spanBetween(p, q Point) (span, bool) {
	from, found := slices.BinarySearchFunc(c.nodes, p, comparePoints)
	to, both := slices.BinarySearchFunc(c.nodes, q, comparePoints)
	return spanOf(int32(from), int32(to)), found && both
}

// Simplify returns the atlas with all its sheets simplified, see [Simplify]. It shares those that
// are simplified already: so what [Atlas.With] makes of a simplified atlas is soon simplified. A
// sheet has no zooms when it was made again, and that is so whenever a vertex has changed in the
// box of one of its areas, where all its borders are. It keeps two processors busy.
func (a *Atlas) Simplify() *Atlas {
	if len(a.plain) == 0 {
		return a
	}
	with := &Atlas{sheets: slices.Clone(a.sheets), tree: a.tree.copy()}
	for i, c := range a.simplified(a.plain) {
		before := a.plain[i]
		s := *before
		s.Coverage = c
		at, _ := findSheet(a.sheets, s.Group)
		with.sheets[at] = &s
		with.tree.remove(before)
		with.tree.insert(&s)
	}
	return with
}

// simplified returns the coverages of sheets, simplified.
func (a *Atlas) simplified(sheets []*Sheet) []*Coverage {
	list := make([]*Coverage, len(sheets))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(2, len(sheets)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(sheets); i = int(next.Add(1)) - 1 {
				s := sheets[i]
				var around []*Coverage
				for other := range a.Meeting(s.Box) {
					around = append(around, other.Coverage)
				}
				list[i] = simplifyWith(s.Coverage, around)
			}
		})
	}
	wait.Wait()
	return list
}
