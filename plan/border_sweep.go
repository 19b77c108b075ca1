package plan

import "gewu/geo"

// sweep refuses a move by which borders would come over each other or, in the clearance, too near.
// The point goes straight to its new place and draws its arms with it. So long as no arm sweeps over
// a vertex of another border, and the point crosses none, all cells keep their neighbours, and none
// is turned over.
//
//	    u                 The arm from u sweeps over the triangle u, from, to. A vertex in
//	   / \                it would change sides.
//	  /   \
//	from → to
func (e *edit) sweep(m move) *Refusal {
	g := e.ground()
	box := boxAround(m.from, m.to)
	for _, arm := range m.arms {
		box = box.Union(boxAround(arm.stay))
	}
	for _, b := range e.bordersIn(wider(box, g.units(clearance))) {
		if m.draws(b) {
			continue
		}
		if p, hit := m.hits(b.side); hit {
			return refuse(CrossesBorder).at(p).other(m.to)
		}
		if p, near := m.nears(b.side, g); near {
			return refuse(CrossesBorder).at(p).other(m.to)
		}
	}
	return nil
}

// other says where the line would have to be, or what is in the way.
func (r *Refusal) other(p geo.Point) *Refusal { r.Other = p; return r }

// draws reports whether a side is one of the arms.
func (m move) draws(b border) bool {
	for _, arm := range m.arms {
		if b.arc == arm.arc && (b.first == arm.i-1 || !m.fresh && b.first == arm.i) {
			return true
		}
	}
	return false
}

// hits returns where the moved arms or the point on its way meet a side.
func (m move) hits(t side) (geo.Point, bool) {
	if path := (side{m.from, m.to}); !m.fresh && path.meets(t) {
		return meeting(path, t), true
	}
	for i, arm := range m.arms {
		if s := (side{arm.stay, m.to}); s.meets(t) {
			return meeting(s, t), true
		}
		if t.bears(m.to) {
			return m.to, true
		}
		for _, w := range [2]geo.Point{t.a, t.b} {
			if w == arm.stay || m.fresh && m.isStay(w) {
				continue
			}
			if m.triangle(i).holds(w) {
				return w, true
			}
		}
	}
	for i := range m.arms {
		for k, other := range m.arms {
			if m.fresh || i == k || other.stay == m.arms[i].stay {
				continue
			}
			if m.triangle(i).holds(other.stay) {
				return other.stay, true
			}
		}
	}
	return geo.Point{}, false
}

// meeting is a point that two sides that meet have in common.
func meeting(s, t side) geo.Point {
	switch {
	case s.cross(t):
		return s.crossing(t)
	case s.bears(t.a):
		return t.a
	case s.bears(t.b):
		return t.b
	default:
		return s.b
	}
}

// nears returns where the moved arms come into the clearance of a side that was further away.
func (m move) nears(t side, g ground) (geo.Point, bool) {
	along, metres := g.foot(t, m.to)
	if _, was := g.foot(t, m.from); metres < clearance && (was >= clearance || m.fresh && metres < was) {
		return t.at(along), true
	}
	for i, arm := range m.arms {
		if g.distance(m.to, arm.stay) < clearance && g.distance(m.from, arm.stay) >= clearance {
			return arm.stay, true
		}
		for _, w := range [2]geo.Point{t.a, t.b} {
			if m.isStay(w) {
				continue
			}
			_, metres := g.foot(side{arm.stay, m.to}, w)
			if _, was := g.foot(m.before(i), w); metres < clearance && was >= clearance {
				return w, true
			}
		}
	}
	return geo.Point{}, false
}

// before is what an arm was.
func (m move) before(i int) side {
	if m.fresh {
		return side{m.arms[0].stay, m.arms[1].stay}
	}
	return side{m.arms[i].stay, m.from}
}

func (m move) isStay(p geo.Point) bool {
	for _, arm := range m.arms {
		if arm.stay == p {
			return true
		}
	}
	return false
}

// A triangle is what an arm sweeps over, its border included.
type triangle [3]geo.Point

func (m move) triangle(i int) triangle {
	if m.fresh {
		return triangle{m.arms[0].stay, m.arms[1].stay, m.to}
	}
	return triangle{m.arms[i].stay, m.from, m.to}
}

func (t triangle) holds(p geo.Point) bool {
	if !boxAround(t[:]...).Holds(p) {
		return false
	}
	a, b, c := geo.Turn(t[0], t[1], p), geo.Turn(t[1], t[2], p), geo.Turn(t[2], t[0], p)
	return a >= 0 && b >= 0 && c >= 0 || a <= 0 && b <= 0 && c <= 0
}
