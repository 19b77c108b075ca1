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
		a, _ := in.numbers.number(&in.spots, m.spots[l.a])
		b, _ := in.numbers.number(&in.spots, m.spots[l.b])
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
	bands := newBands(in.spots, in.rim, margin)
	for i := range bands.count() {
		members := bands.members(i)
		for k, m := range members {
			for _, other := range members[k+1:] {
				if other.west > m.east {
					break
				}
				in.closeBetween(m.link, other.link)
			}
		}
	}
}

func (in *inlets) closeBetween(i, j int32) {
	e, f := in.rim[i], in.rim[j]
	if in.owners[i] == in.owners[j] || e.a == f.a || e.a == f.b || e.b == f.a || e.b == f.b {
		return
	}
	for _, v := range [2]int32{e.a, e.b} {
		in.closeGate(in.spots[v], in.spots[f.a], in.spots[f.b])
	}
	for _, v := range [2]int32{f.a, f.b} {
		in.closeGate(in.spots[v], in.spots[e.a], in.spots[e.b])
	}
}

// closeGate closes a gate from p to the nearest spot of the line from a to b.
func (in *inlets) closeGate(p, a, b spot) {
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

// The rings of the tangle of rim and gates.
const (
	rimRing = iota
	gateRing
)

func (in *inlets) find() {
	t := newTangle(in.lattice)
	t.rings = []outline{rimRing: {}, gateRing: {}}
	for _, l := range in.rim {
		t.addStrand(t.vertex(in.spots[l.a]), t.vertex(in.spots[l.b]), rimRing)
	}
	for gate := range in.gates {
		t.addStrand(t.vertex(gate[0]), t.vertex(gate[1]), gateRing)
	}
	n := t.node(0)
	n.cut()
	m := t.arrange()
	land := m.landByParity()
	closed := func(f int32) bool { return f != 0 && !land[f] }
	owners := in.ownersOfSpots()
	for _, p := range m.plots(m.allFields(), closed) {
		in.judge(m, p, owners)
	}
}

// landByParity says for each field whether it is on the land side of the rim.
func (m *arrangement) landByParity() []bool {
	land := make([]bool, m.fields)
	known := make([]bool, m.fields)
	known[0] = true
	queue := []int32{0}
	for len(queue) > 0 {
		f := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for h := range m.around(f) {
			if other := m.left(h ^ 1); !known[other] {
				known[other] = true
				land[other] = land[f] != m.onRim(h>>1)
				queue = append(queue, other)
			}
		}
	}
	return land
}

func (m *arrangement) onRim(link int32) bool { return m.strandsOf(link)[0].ring == rimRing }

// ownersOfSpots lists whose border passes each vertex of the rim.
func (in *inlets) ownersOfSpots() map[spot][]int32 {
	owners := map[spot][]int32{}
	for i, l := range in.rim {
		for _, v := range [2]int32{l.a, l.b} {
			owners[in.spots[v]] = append(owners[in.spots[v]], in.owners[i])
		}
	}
	return owners
}

// judge lists a plot behind gates if it is an inlet.
func (in *inlets) judge(m *arrangement, p plot, owners map[spot][]int32) {
	mouth := 0.0
	areas := map[int32]int{}
	for h := range m.edge(p) {
		from, to := m.spots[m.from(h)], m.spots[m.to(h)]
		if !m.onRim(h >> 1) {
			s := m.scaleAt(from)
			mouth += math.Hypot(float64(to.x-from.x)*s.alongX, float64(to.y-from.y)*s.alongY)
			continue
		}
		for _, a := range owners[from] {
			if slices.Contains(owners[to], a) {
				areas[a]++
			}
		}
	}
	if len(areas) < 2 || m.size(p).squareMetres < mouth*mouth {
		return
	}
	in.addLand(m, sortedKeys(areas), Problem{Kind: Inlet, Metres: mouth}, []plot{p})
}

func sortedKeys(set map[int32]int) []int32 {
	keys := make([]int32, 0, len(set))
	for k := range set {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
