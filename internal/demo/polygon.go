package demo

import (
	"math"
	"slices"
)

// Rings are open lists of points (the first is not repeated), counter-clockwise unless said.

// area returns the signed area of a ring in square metres, positive when counter-clockwise.
func area(ring []vec) float64 {
	sum := 0.0
	for i, p := range ring {
		sum += p.cross(ring[(i+1)%len(ring)])
	}
	return sum / 2
}

func perimeter(ring []vec) float64 {
	sum := 0.0
	for i, p := range ring {
		sum += p.to(ring[(i+1)%len(ring)])
	}
	return sum
}

func centroid(ring []vec) vec {
	var c vec
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		k := p.sub(ring[0]).cross(q.sub(ring[0]))
		c = c.add(p.add(q).add(ring[0]).mul(k / 3))
		sum += k
	}
	return c.mul(1 / sum)
}

// contains reports whether p lies inside the ring, of either winding.
func contains(ring []vec, p vec) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(p.y-a.y)/(b.y-a.y)*(b.x-a.x) {
			in = !in
		}
	}
	return in
}

// meet returns where ab crosses cd, as the share t of the way from a to b.
func meet(a, b, c, d vec) (t float64, ok bool) {
	r, s := b.sub(a), d.sub(c)
	k := r.cross(s)
	if k == 0 {
		return 0, false
	}
	t = c.sub(a).cross(s) / k
	u := c.sub(a).cross(r) / k
	return t, t >= 0 && t <= 1 && u >= 0 && u <= 1
}

// toSegment returns the distance from p to the segment ab.
func toSegment(p, a, b vec) float64 {
	return p.to(onSegment(p, a, b))
}

// onSegment returns the point of the segment ab nearest to p.
func onSegment(p, a, b vec) vec {
	d := b.sub(a)
	l := d.dot(d)
	if l == 0 {
		return a
	}
	return a.add(d.mul(max(0, min(1, p.sub(a).dot(d)/l))))
}

// apart returns the distance between two segments, 0 when they meet.
func apart(a, b, c, d vec) float64 {
	if _, ok := meet(a, b, c, d); ok {
		return 0
	}
	return min(toSegment(a, c, d), toSegment(b, c, d), toSegment(c, a, b), toSegment(d, a, b))
}

// toRing returns the distance from p to the outline of a ring.
func toRing(p vec, ring []vec) float64 {
	best := math.Inf(1)
	for i, a := range ring {
		best = min(best, toSegment(p, a, ring[(i+1)%len(ring)]))
	}
	return best
}

// A span is an axis-parallel box in the plane.
type span struct{ min, max vec }

func spanOf(ring []vec) span {
	s := span{vec{math.Inf(1), math.Inf(1)}, vec{math.Inf(-1), math.Inf(-1)}}
	for _, p := range ring {
		s.min = vec{min(s.min.x, p.x), min(s.min.y, p.y)}
		s.max = vec{max(s.max.x, p.x), max(s.max.y, p.y)}
	}
	return s
}

// near reports whether two spans are at most d metres apart.
func (s span) near(t span, d float64) bool {
	return s.min.x-d <= t.max.x && t.min.x-d <= s.max.x && s.min.y-d <= t.max.y && t.min.y-d <= s.max.y
}

// ringsApart reports whether two rings are at least gap metres apart.
func ringsApart(a, b []vec, gap float64) bool {
	if contains(a, b[0]) || contains(b, a[0]) {
		return false
	}
	for i := range a {
		for j := range b {
			if apart(a[i], a[(i+1)%len(a)], b[j], b[(j+1)%len(b)]) < gap {
				return false
			}
		}
	}
	return true
}

// A box is the smallest turned rectangle around a ring: its frame stands in the middle, u along
// the longer side.
type box struct {
	frame
	long, short float64 // whole lengths of the sides
}

// boxOf tries directions 3° apart.
func boxOf(ring []vec) box {
	best, least := box{}, math.Inf(1)
	for k := range 30 {
		f := frame{u: heading(float64(k) * math.Pi / 60)}
		lo, hi := extent(ring, f)
		size := hi.sub(lo)
		if size.x*size.y >= least {
			continue
		}
		least = size.x * size.y
		mid := lo.mix(hi, 0.5)
		best = box{frame{f.point(mid.x, mid.y), f.u}, size.x, size.y}
	}
	if best.long < best.short {
		best.u = best.u.left()
		best.long, best.short = best.short, best.long
	}
	return best
}

// extent returns the least and greatest coordinates of a ring in a frame.
func extent(ring []vec, f frame) (lo, hi vec) {
	turned := make([]vec, len(ring))
	for i, p := range ring {
		turned[i].x, turned[i].y = f.coordinates(p)
	}
	s := spanOf(turned)
	return s.min, s.max
}

// simple reports whether no two sides of a ring meet except at shared corners.
func simple(ring []vec) bool {
	n := len(ring)
	for i := range n {
		for j := i + 2; j < n; j++ {
			if i == 0 && j == n-1 {
				continue
			}
			if _, ok := meet(ring[i], ring[i+1], ring[j], ring[(j+1)%n]); ok {
				return false
			}
		}
	}
	return true
}

// inset moves every side of a ring inwards, each by its own distance. Where that would fold the
// ring it moves less, in the worst case not at all.
func inset(ring []vec, by []float64) []vec {
	for share := 1.0; share > 0.1; share /= 2 {
		out := make([]vec, len(ring))
		for i := range ring {
			before := (i + len(ring) - 1) % len(ring)
			out[i] = insetCorner(ring[before], ring[i], ring[(i+1)%len(ring)], by[before]*share, by[i]*share)
		}
		out = tidied(out)
		if len(out) > 2 && area(out) > 0 && area(out) < area(ring) && simple(out) {
			return out
		}
	}
	return ring
}

// tidied leaves out points that hardly differ from the one before, and the tips of spikes.
func tidied(ring []vec) []vec {
	for i := 0; i < len(ring) && len(ring) > 3; {
		a, b, c := ring[(i+len(ring)-1)%len(ring)], ring[i], ring[(i+1)%len(ring)]
		if a.to(b) < 0.5 || b.sub(a).unit().dot(c.sub(b).unit()) < -0.8 {
			ring = slices.Delete(slices.Clone(ring), i, i+1)
			i = max(0, i-2)
			continue
		}
		i++
	}
	return ring
}

// insetCorner moves the corner b between the sides ab and bc by their distances; a sharp corner
// moves no further than three times the greater of them.
func insetCorner(a, b, c vec, ab, bc float64) vec {
	n, m := b.sub(a).unit().left(), c.sub(b).unit().left()
	k := n.cross(m)
	far := 3 * max(ab, bc)
	if math.Abs(k) < 0.05 {
		return b.add(n.add(m).unit().mul((ab + bc) / 2))
	}
	d := vec{(ab*m.y - bc*n.y) / k, (bc*n.x - ab*m.x) / k}
	if d.length() > far {
		d = d.unit().mul(far)
	}
	return b.add(d)
}
