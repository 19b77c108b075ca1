package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A nearness is two vertices and how far they are from each other, in metres.
type nearness struct {
	v, w   int32
	metres float64
}

// joinVertices makes one of vertices of different areas that are near each other, the nearest
// first. They become that one of them which most sides meet at; all must be within the
// tolerance of it, and no two of one area.
func (s *snapping) joinVertices() {
	degree := make([]int32, len(s.spots))
	owners := make([][]int32, len(s.spots))
	for _, st := range s.strands {
		owner := s.rings[st.ring].owner
		for _, v := range [2]int32{st.a, st.b} {
			degree[v]++
			if !slices.Contains(owners[v], owner) {
				owners[v] = append(owners[v], owner)
			}
		}
	}
	s.moved = make([]int32, len(s.spots))
	members := make([][]int32, len(s.spots))
	for v := range s.moved {
		s.moved[v] = int32(v)
		members[v] = []int32{int32(v)}
	}
	for _, near := range s.nearVertices(owners) {
		to, from := s.moved[near.v], s.moved[near.w]
		if to == from || intersect(owners[to], owners[from]) {
			continue
		}
		if degree[from] > degree[to] || degree[from] == degree[to] && compareSpots(s.spots[from], s.spots[to]) < 0 {
			to, from = from, to
		}
		if slices.ContainsFunc(members[from], func(v int32) bool { return s.distance(v, to) > s.tolerance }) {
			continue
		}
		for _, v := range members[from] {
			s.moved[v] = to
		}
		members[to] = append(members[to], members[from]...)
		owners[to] = append(owners[to], owners[from]...)
	}
	s.follow()
}

func intersect(p, q []int32) bool {
	return slices.ContainsFunc(p, func(i int32) bool { return slices.Contains(q, i) })
}

func (s *snapping) distance(v, w int32) float64 {
	p, q := s.spots[v], s.spots[w]
	x, y := s.metres(p)
	return math.Hypot(float64(q.x-p.x)*x, float64(q.y-p.y)*y)
}

// nearVertices lists all pairs within the tolerance that have no owner in common, the nearest
// first.
func (s *snapping) nearVertices(owners [][]int32) []nearness {
	self := make([]link, len(s.spots))
	for v := range self {
		self[v] = link{int32(v), int32(v)}
	}
	var all []nearness
	newBands(s.spots, self, s.margin()).pairs(func(v, w int32) {
		v, w = min(v, w), max(v, w)
		if metres := s.distance(v, w); metres <= s.tolerance && !intersect(owners[v], owners[w]) {
			all = append(all, nearness{v, w, metres})
		}
	})
	return sortedUnique(all, func(a, b nearness) int {
		return cmp.Or(cmp.Compare(a.metres, b.metres), compareSpots(s.spots[a.v], s.spots[b.v]), compareSpots(s.spots[a.w], s.spots[b.w]))
	})
}

// margin is how many units of the lattice the tolerance has anywhere.
func (s *snapping) margin() int64 {
	margin := int64(1)
	for _, p := range s.spots {
		margin = max(margin, s.reach(p, s.tolerance))
	}
	return margin
}

// follow lets the sides run between the vertices that theirs became.
func (s *snapping) follow() {
	kept := s.strands[:0]
	for _, st := range s.strands {
		if a, b := s.moved[st.a], s.moved[st.b]; a != b {
			kept = append(kept, s.between(a, b, st.ring))
		}
	}
	s.strands = kept
}

// cutNearSides lets sides go through vertices of other areas that are near them, but not near
// their ends.
func (s *snapping) cutNearSides() {
	s.group()
	owners := make([][]int32, len(s.spots))
	for i, l := range s.links {
		for _, v := range [2]int32{l.a, l.b} {
			owners[v] = s.ownersOf(owners[v], int32(i))
		}
	}
	n := &hotNoder{tangle: s.tangle}
	newBands(s.spots, s.links, s.margin()).pairs(func(i, j int32) {
		for _, try := range [2][2]int32{{i, j}, {j, i}} {
			l, other := s.links[try[0]], s.links[try[1]]
			for _, v := range [2]int32{other.a, other.b} {
				if s.nearSide(l, v) && !intersect(owners[v], s.ownersOf(nil, try[0])) {
					n.cuts = append(n.cuts, hotCut{try[0], v})
				}
			}
		}
	})
	n.cutBy(n.compareAlong)
}

// nearSide reports whether a vertex is within the tolerance of a side and not of its ends.
func (s *snapping) nearSide(l link, vertex int32) bool {
	if vertex == l.a || vertex == l.b {
		return false
	}
	a, b, p := s.spots[l.a], s.spots[l.b], s.spots[vertex]
	x, y := s.metres(p)
	dx, dy := float64(b.x-a.x)*x, float64(b.y-a.y)*y
	px, py := float64(p.x-a.x)*x, float64(p.y-a.y)*y
	t := (px*dx + py*dy) / (dx*dx + dy*dy)
	return t > 0 && t < 1 && math.Hypot(px-t*dx, py-t*dy) <= s.tolerance &&
		math.Hypot(px, py) > s.tolerance && math.Hypot(px-dx, py-dy) > s.tolerance
}

// moves lists for each area the vertices that are farther than the tolerance, and a centimetre
// at least, from where they were given.
func (s *snapping) moves() map[int32][]Move {
	moved := map[int32][]Move{}
	for i, area := range s.areas {
		for _, polygon := range area.Boundary {
			for _, ring := range polygon {
				for _, vertex := range ring[:max(0, len(ring)-1)] {
					if move := s.moveOf(vertex); move.Metres > max(s.tolerance, leastMove) {
						moved[int32(i)] = append(moved[int32(i)], move)
					}
				}
			}
		}
	}
	return moved
}

// leastMove is about what rounding to 1e-7 degree moves.
const leastMove = 0.01

// moveOf says where a vertex as it was given is now.
func (s *snapping) moveOf(vertex orb.Point) Move {
	at, err := s.spot(vertex)
	if err != nil {
		return Move{} // not after it has been read
	}
	now := at
	if s.moved != nil {
		now = s.spots[s.moved[s.vertex(at)]]
	}
	x, y := s.metres(at)
	return Move{
		From:   Point{int32(at.x), int32(at.y)},
		To:     Point{int32(now.x), int32(now.y)},
		Metres: math.Hypot((float64(now.x)-vertex[0]*s.units)*x, (float64(now.y)-vertex[1]*s.units)*y),
	}
}
