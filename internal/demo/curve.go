package demo

import (
	"math"
	"sort"
)

// spline returns a smooth line through the points (centripetal in effect: the points should be
// about evenly spaced), with a vertex about every step metres.
func spline(points []vec, step float64) []vec {
	at := func(i int) vec { return points[max(0, min(len(points)-1, i))] }
	var out []vec
	for i := range len(points) - 1 {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		n := max(1, int(b.to(c)/step))
		for k := range n {
			out = append(out, catmullRom(a, b, c, d, float64(k)/float64(n)))
		}
	}
	return append(out, points[len(points)-1])
}

func catmullRom(a, b, c, d vec, t float64) vec {
	p := b.mul(2)
	p = p.add(c.sub(a).mul(t))
	p = p.add(a.mul(2).sub(b.mul(5)).add(c.mul(4)).sub(d).mul(t * t))
	p = p.add(b.mul(3).sub(a).sub(c.mul(3)).add(d).mul(t * t * t))
	return p.mul(0.5)
}

// hermite returns the points between a and b of a curve that leaves a and reaches b in the
// given directions, about every step metres, without a and b.
func hermite(a, leave, b, reach vec, step float64) []vec {
	l := a.to(b)
	n := max(2, int(l/step))
	var out []vec
	for k := 1; k < n; k++ {
		t := float64(k) / float64(n)
		t2, t3 := t*t, t*t*t
		p := a.mul(2*t3 - 3*t2 + 1).add(leave.mul((t3 - 2*t2 + t) * l))
		out = append(out, p.add(b.mul(3*t2-2*t3)).add(reach.mul((t3-t2)*l)))
	}
	return out
}

// resampled returns the line with vertices about every step metres; closed lines are closed.
func resampled(line []vec, step float64, closed bool) []vec {
	if closed {
		line = append(append([]vec(nil), line...), line[0])
	}
	total := 0.0
	for i := range len(line) - 1 {
		total += line[i].to(line[i+1])
	}
	n := max(1, int(math.Round(total/step)))
	out, next, gone := []vec{line[0]}, total/float64(n), 0.0
	for i := range len(line) - 1 {
		l := line[i].to(line[i+1])
		for next <= gone+l+1e-9 && len(out) <= n {
			out = append(out, line[i].mix(line[i+1], (next-gone)/l))
			next += total / float64(n)
		}
		gone += l
	}
	if closed {
		return out[:len(out)-1]
	}
	return out
}

// A crossing is where a curve meets the mesh: after its piece number, at a share of it.
type crossing struct {
	piece int
	share float64
	at    vec
}

// snap is how near a curve must pass a node to be led through it.
const snap = 7.0

// draw adds a curve to the mesh as a way. Parts outside of the mesh, loose ends and parts
// through faces that avoid names are left out.
func (m *mesh) draw(curve []vec, w wayID, avoid func(faceID) bool) {
	stops := m.crossings(curve)
	nodes := make([]nodeID, len(stops))
	for i, c := range stops {
		nodes[i] = m.nodeAt(c.at)
	}
	for i := range len(stops) - 1 {
		m.drawPiece(nodes[i], innerPoints(curve, stops[i], stops[i+1]), nodes[i+1], w, avoid)
	}
}

func (m *mesh) drawPiece(from nodeID, between []vec, to nodeID, w wayID, avoid func(faceID) bool) {
	if from == to {
		return
	}
	line := append(append([]vec{m.nodes[from]}, between...), m.nodes[to])
	k := len(line) / 2
	middle := line[k-1].mix(line[k], 0.5)
	for f := range m.faces {
		if indexOf(m.faces[f], from) >= 0 && indexOf(m.faces[f], to) >= 0 && contains(m.ring(faceID(f)), middle) {
			if avoid == nil || !avoid(faceID(f)) {
				m.split(faceID(f), from, between, to, w)
			}
			return
		}
	}
}

func (m *mesh) crossings(curve []vec) []crossing {
	var out []crossing
	for e := range m.allEdges() {
		a, b := m.nodes[e.from], m.nodes[e.to]
		for i := range len(curve) - 1 {
			if t, ok := meet(curve[i], curve[i+1], a, b); ok {
				out = append(out, crossing{i, t, curve[i].mix(curve[i+1], t)})
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].piece != out[j].piece {
			return out[i].piece < out[j].piece
		}
		return out[i].share < out[j].share
	})
	return out
}

// allEdges goes over every edge once, in the order of the faces.
func (m *mesh) allEdges() func(yield func(edge) bool) {
	return func(yield func(edge) bool) {
		for f := range m.faces {
			for e := range m.edges(faceID(f)) {
				if (e.from < e.to || m.across(e) == nowhere) && !yield(e) {
					return
				}
			}
		}
	}
}

// nodeAt returns the node nearest to a point of an edge, or makes one there.
func (m *mesh) nodeAt(p vec) nodeID {
	e := m.nearestEdge(p)
	for _, n := range []nodeID{e.from, e.to} {
		if m.nodes[n].to(p) < snap {
			return n
		}
	}
	return m.insert(e, p)
}

// innerPoints returns the points of a curve between two crossings that are not too near to them.
func innerPoints(curve []vec, from, to crossing) []vec {
	var out []vec
	for i := from.piece + 1; i <= to.piece; i++ {
		if curve[i].to(from.at) > 9 && curve[i].to(to.at) > 9 {
			out = append(out, curve[i])
		}
	}
	return out
}
