package geo

import (
	"math"
	"slices"
)

// Narrow inlets. Where no community says which land should be divided, an inlet is land between
// two or more neighbours that comes out at the outer border through a mouth of at most
// mouthMetres, and is larger than the square of its mouth: deeper than wide.
//
//	+--------+ +--------+
//	|   A    |v|   B    |      From the vertex v of A to the nearest point of B's side a gate is
//	|        | |        |      closed. What then is no longer part of the land around all is an
//	|        \ /        |      inlet.
//	+---------+---------+
//
// Gates are closed from every vertex at the outer border to every side at the outer border of
// another area that is as near as that.
type inlets struct {
	*validation
	arrangement *arrangement
	spots       []spot
	numbers     spotTable
	rim         []link
	owners      []int32 // of each of the rim
	gates       map[[2]spot]bool
}

func (v *validation) findInlets(m *arrangement, outside plot) {
	in := &inlets{validation: v, arrangement: m, gates: map[[2]spot]bool{}}
	for h := range m.edge(outside) {
		areas, _ := v.ofAreas(m.claims[m.left(h^1)])
		l := m.links[h>>1]
		a, b := in.numbers.number(&in.spots, m.spots[l.a]), in.numbers.number(&in.spots, m.spots[l.b])
		in.rim = append(in.rim, link{a, b})
		in.owners = append(in.owners, areas[0])
	}
	in.closeGates()
	if len(in.gates) > 0 {
		in.find()
	}
}

// closeGates compares all that is near on the rim.
func (in *inlets) closeGates() {
	margin := int64(0)
	for _, p := range in.spots {
		margin = max(margin, in.reach(p, mouthMetres))
	}
	newBands(in.spots, in.rim, margin).pairs(in.closeBetween)
}

func (in *inlets) closeBetween(i, j int32) {
	e, f := in.rim[i], in.rim[j]
	if in.owners[i] == in.owners[j] {
		return
	}
	in.closeGate(e.a, f)
	in.closeGate(e.b, f)
	in.closeGate(f.a, e)
	in.closeGate(f.b, e)
}

// closeGate closes a gate from a vertex to the nearest spot of a side that it is no end of.
func (in *inlets) closeGate(vertex int32, side link) {
	if vertex == side.a || vertex == side.b {
		return
	}
	p, a, b := in.spots[vertex], in.spots[side.a], in.spots[side.b]
	sx, sy := in.metres(p)
	dx, dy := float64(b.x-a.x)*sx, float64(b.y-a.y)*sy
	px, py := float64(p.x-a.x)*sx, float64(p.y-a.y)*sy
	t := min(max((px*dx+py*dy)/(dx*dx+dy*dy), 0), 1)
	if math.Hypot(px-t*dx, py-t*dy) > mouthMetres {
		return
	}
	q := spot{a.x + int64(math.Round(t*float64(b.x-a.x))), a.y + int64(math.Round(t*float64(b.y-a.y)))}
	switch c := compareSpots(p, q); {
	case c < 0:
		in.gates[[2]spot{p, q}] = true
	case c > 0:
		in.gates[[2]spot{q, p}] = true
	}
}

// gateRing is the first ring of the tangle of gates and rim. The others each have the rim of
// one area.
const gateRing = 0

// noArea has the gates.
const noArea = -1

func (in *inlets) find() {
	t := newTangle(in.lattice)
	t.rings = []outline{gateRing: {owner: noArea}}
	rings := map[int32]int32{} // by owner
	for i, l := range in.rim {
		owner := in.owners[i]
		if rings[owner] == 0 {
			rings[owner] = int32(len(t.rings))
			t.rings = append(t.rings, outline{owner: owner})
		}
		t.addStrand(t.vertex(in.spots[l.a]), t.vertex(in.spots[l.b]), rings[owner])
	}
	for gate := range in.gates {
		t.addStrand(t.vertex(gate[0]), t.vertex(gate[1]), gateRing)
	}
	n := t.node(0)
	n.cut()
	m := t.arrange()
	land := m.landByParity()
	closed := func(f int32) bool { return f != 0 && !land[f] }
	for _, p := range m.plots(m.allFields(), closed) {
		in.judge(m, p)
	}
}

// landByParity says for each field whether it is on the land side of the rim.
func (m *arrangement) landByParity() []bool {
	land := make([]bool, m.fields)
	m.visit(func(from, link, to int32) { land[to] = land[from] != m.onRim(link) })
	return land
}

// onRim reports whether one goes from land to nobody's across a link. Gates come first among
// its strands.
func (m *arrangement) onRim(link int32) bool {
	strands := m.strandsOf(link)
	if strands[0].ring == gateRing {
		strands = strands[1:]
	}
	return len(strands)%2 == 1
}

// judge lists a plot behind gates if it is an inlet.
func (in *inlets) judge(m *arrangement, p plot) {
	mouth := 0.0
	var areas []int32
	for h := range m.edge(p) {
		if m.left(h^1) == 0 {
			from, to := m.spots[m.from(h)], m.spots[m.to(h)]
			x, y := m.metres(from)
			mouth += math.Hypot(float64(to.x-from.x)*x, float64(to.y-from.y)*y)
			continue
		}
		for _, owner := range m.ownersOf(nil, h>>1) {
			if owner != noArea {
				areas = append(areas, owner)
			}
		}
	}
	slices.Sort(areas)
	areas = slices.Compact(areas)
	if len(areas) >= 2 && m.size(p).squareMetres >= mouth*mouth {
		in.addLand(m, areas, Problem{Kind: Inlet, Metres: mouth}, []plot{p})
	}
}
