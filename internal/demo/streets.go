package demo

import (
	"math"
	"slices"
)

// divideBlocks divides the faces of the mesh by streets and lanes until every block has the
// size of its zone, and cuts the river's banks where streets reach them. It returns the zone of
// every face.
func (s *site) divideBlocks(z *zoning) []zone {
	d := diceFor(s.seed, stageStreets, 0)
	s.estateFaces = s.divideEstate()
	for f := 0; f < len(s.mesh.faces); f++ { //nolint:intrange // faces are added on the way
		for tries := 0; tries < 24; tries++ {
			kind, divide := s.wanted(z, faceID(f), d)
			if !divide {
				break
			}
			if s.cut(faceID(f), kind, tries > 5, d) {
				tries = 0
			}
		}
	}
	s.cutBanks()
	zones := make([]zone, len(s.mesh.faces))
	for f := range zones {
		zones[f] = s.zoneOf(z, faceID(f))
	}
	return zones
}

// zoneOf looks at the middle of a face.
func (s *site) zoneOf(z *zoning, f faceID) zone {
	if slices.Contains(s.estateFaces, f) {
		return zoneResettled
	}
	ring := s.mesh.ring(f)
	p := innerPoint(ring)
	if _, half, _, off := s.river.at(p); math.Abs(off) < half+24 {
		return zoneBank
	}
	return z.at(p)
}

// innerPoint returns a point inside of a ring, its centroid when that is inside.
func innerPoint(ring []vec) vec {
	c := centroid(ring)
	if contains(ring, c) {
		return c
	}
	best, far := c, -1.0
	for i, a := range ring {
		for _, b := range ring[i+1:] {
			m := a.mix(b, 0.5)
			if d := toRing(m, ring); d > far && contains(ring, m) {
				best, far = m, d
			}
		}
	}
	return best
}

// wanted reports whether a face is too large for its zone, and by what kind of line to cut it.
func (s *site) wanted(z *zoning, f faceID, d dice) (class, bool) {
	kind := s.zoneOf(z, f)
	if kind == zoneBank || kind == zoneResettled {
		return 0, false
	}
	ring := s.mesh.ring(f)
	size, goal := area(ring), kind.blockArea()
	b := boxOf(ring)
	if size < goal*d.between(0.85, 1.45) && b.long < 3.1*b.short || b.long < 2*kind.narrowest() {
		return 0, false
	}
	switch {
	case kind == zoneHill:
		return path, true
	case size > 130000 && kind != zoneOld:
		return street, true
	case kind == zoneNew && size > 70000:
		return street, true
	}
	return lane, true
}

// cut divides a face by a curve that leaves both sides squarely: across its length, or, for a face
// of odd form, from the middle of any side.
func (s *site) cut(f faceID, kind class, odd bool, d dice) bool {
	ring := s.mesh.ring(f)
	b := boxOf(ring)
	at := b.point(b.long*d.between(-0.16, 0.16), b.short*d.between(-0.1, 0.1))
	across := b.u.left().turned(heading(d.between(-0.22, 0.22)))
	if odd {
		i := d.IntN(len(ring))
		side := ring[(i+1)%len(ring)].sub(ring[i])
		across = side.unit().left()
		at = ring[i].add(side.mul(0.5)).add(across.mul(6))
	}
	from, ok1 := s.landing(f, at, across, kind)
	to, ok2 := s.landing(f, at, across.mul(-1), kind)
	if !ok1 || !ok2 || from.node >= 0 && from.node == to.node {
		return false
	}
	between := s.bend(from, to, d)
	w := s.addWay(kind, "")
	_, done := s.mesh.split(f, s.land(from), between, s.land(to), w)
	return done
}

// A landing is where a new street meets an old one: at a node, or inside an edge.
type landing struct {
	edge edge
	node nodeID // -1: a new one
	at   vec
	in   vec // the way into the face
}

// landing looks from a point in a direction for the outline of the face. It takes the junction
// that a street reaches there from the other side, and stays away from the face's corners.
func (s *site) landing(f faceID, at, toward vec, kind class) (landing, bool) {
	m := s.mesh
	var l landing
	nearest := math.Inf(1)
	for e := range m.edges(f) {
		a, b := m.nodes[e.from], m.nodes[e.to]
		if t, ok := meet(at, at.add(toward.mul(4000)), a, b); ok && t < nearest {
			nearest = t
			l = landing{e, -1, at.add(toward.mul(4000 * t)), b.sub(a).unit().left()}
		}
	}
	if math.IsInf(nearest, 1) {
		return l, false
	}
	return s.settle(f, l, kind)
}

// settle moves a landing to a node when one is near, and refuses places near a corner.
func (s *site) settle(f faceID, l landing, kind class) (landing, bool) {
	m, cycle := s.mesh, s.mesh.faces[f]
	apart := map[class]float64{path: 24, lane: 24, street: 42}[kind]
	for i, n := range cycle {
		p := m.nodes[n]
		d := p.to(l.at)
		before, after := m.nodes[cycle[(i+len(cycle)-1)%len(cycle)]], m.nodes[cycle[(i+1)%len(cycle)]]
		in, out := p.sub(before).unit(), after.sub(p).unit()
		straight := in.dot(out) > 0.9
		switch {
		case d < apart && m.ties[n] > 2 && straight && m.ties[n] < 4, d < 5 && straight && m.ties[n] == 2:
			return landing{l.edge, n, p, in.add(out).unit().left()}, true
		case d < apart && m.ties[n] > 2, d < apart && !straight:
			return l, false
		}
	}
	return l, true
}

func (s *site) land(l landing) nodeID {
	if l.node >= 0 {
		return l.node
	}
	return s.mesh.insert(l.edge, l.at)
}

// bend returns the points of the curve between two landings.
func (s *site) bend(from, to landing, d dice) []vec {
	chord := to.at.sub(from.at).unit()
	leave := from.in.mul(0.65).add(chord.mul(0.35))
	reach := chord.mul(0.35).sub(to.in.mul(0.65))
	line := hermite(from.at, leave, to.at, reach, 21)
	sway := d.between(-0.03, 0.03) * from.at.to(to.at)
	for i := range line {
		t := float64(i+1) / float64(len(line)+1)
		line[i] = line[i].add(chord.left().mul(sway * math.Sin(2*math.Pi*t)))
	}
	return line
}

// cutBanks cuts the strips along the river from the junctions on their landward side, so that
// every block's land reaches the middle of the river.
func (s *site) cutBanks() {
	w := s.addWay(inside, "")
	for f := 0; f < len(s.mesh.faces); f++ { //nolint:intrange // faces are added on the way
		if slices.Contains(s.estateFaces, faceID(f)) || !s.isBank(faceID(f)) {
			continue
		}
		for s.cutBank(faceID(f), w) {
		}
	}
}

func (s *site) isBank(f faceID) bool {
	_, half, _, off := s.river.at(innerPoint(s.mesh.ring(f)))
	return math.Abs(off) < half+24
}

// cutBank makes one cut that leaves at least 70 m of river on both sides.
func (s *site) cutBank(f faceID, w wayID) bool {
	m := s.mesh
	for _, n := range m.faces[f] {
		if m.ties[n] < 3 {
			continue
		}
		foot, half, _, off := s.river.at(m.nodes[n])
		if math.Abs(off) < half || !s.farFromEnds(f, n, 70) {
			continue
		}
		e := s.riverEdge(f, foot)
		if e == (edge{}) || m.nodes[e.from].to(foot) < 1 || m.nodes[e.to].to(foot) < 1 {
			continue
		}
		to := m.insert(e, foot)
		if _, ok := m.split(f, m.faces[f][indexOf(m.faces[f], n)], nil, to, w); ok {
			return true
		}
	}
	return false
}

// farFromEnds reports whether a node is that far from the ends of a strip: from the lines other
// than the river and the road along it.
func (s *site) farFromEnds(f faceID, n nodeID, far float64) bool {
	for e := range s.mesh.edges(f) {
		a, b := s.mesh.nodes[e.from], s.mesh.nodes[e.to]
		if toSegment(s.mesh.nodes[n], a, b) >= far {
			continue
		}
		_, half, along, off := s.river.at(a.mix(b, 0.5))
		if math.Abs(b.sub(a).unit().dot(along)) < 0.6 && math.Abs(off) < half+24 {
			return false
		}
	}
	return true
}

func (s *site) riverEdge(f faceID, p vec) edge {
	best, least := edge{}, 2.0
	for e := range s.mesh.edges(f) {
		if d := toSegment(p, s.mesh.nodes[e.from], s.mesh.nodes[e.to]); d < least && s.ways[s.mesh.way(e)].class == river {
			best, least = e, d
		}
	}
	return best
}
