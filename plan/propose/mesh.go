package propose

import (
	"math"
	"slices"
)

// A mesh is the part of a graph that may change. Its atoms are cells, or estates that stay whole;
// the atoms that atom a touches are to[first[a]:first[a+1]].
type mesh struct {
	cells  lists   // of each atom, rising
	weight []int   // households, but no more than the band allows: what is over cannot be helped
	home   []int32 // the part of the start that each atom is in, or None
	first  []int32
	to     []int32
	cost   []int // of the border to it
	level  []uint8
	island []int32 // of each atom
	size   []int   // weight of each island
}

// levelOf ranks borders by what a metre costs: a tree crosses high levels last.
func levelOf(perMetre float64) uint8 {
	switch {
	case perMetre > 5:
		return 0
	case perMetre > 2:
		return 1
	case perMetre > 1.2:
		return 2
	case perMetre > 0.7:
		return 3
	default:
		return 4
	}
}

// A link is all borders between two atoms.
type link struct {
	a, b         int32
	cost, metres float64
}

// newMesh makes the mesh of atoms; atomOf holds the atom of each cell, or None for a cell that
// does not change.
func newMesh(r *Request, atomOf []int32, atoms int) *mesh {
	m := &mesh{cells: listsOf(atomOf, atoms), weight: make([]int, atoms), home: make([]int32, atoms)}
	for c, a := range atomOf {
		if a != None {
			m.weight[a] += r.Graph.Cells[c].Households
		}
	}
	for a := range m.weight {
		m.weight[a] = min(m.weight[a], r.Band.Max)
		m.home[a] = None
	}
	m.join(linksOf(r.Graph.Borders, atomOf, atoms))
	m.findIslands()
	return m
}

// linksOf lists the links between atoms in order.
func linksOf(borders []Border, atomOf []int32, atoms int) []link {
	links := make([]link, 0, len(borders))
	for _, e := range borders {
		a, b := atomOf[e.A], atomOf[e.B]
		if a == None || b == None || a == b {
			continue
		}
		links = append(links, link{min(a, b), max(a, b), math.Max(1, math.Round(e.Metres*e.Class.Cost())), e.Metres})
	}
	links = byAtom(links, atoms, func(l *link) int32 { return l.b })
	links = byAtom(links, atoms, func(l *link) int32 { return l.a })
	one := links[:0]
	for _, l := range links {
		if n := len(one); n > 0 && one[n-1].a == l.a && one[n-1].b == l.b {
			one[n-1].cost += l.cost
			one[n-1].metres += l.metres
			continue
		}
		one = append(one, l)
	}
	return one
}

func (m *mesh) join(links []link) {
	m.first = make([]int32, len(m.weight)+1)
	for _, l := range links {
		m.first[l.a+1]++
		m.first[l.b+1]++
	}
	for a := range len(m.weight) {
		m.first[a+1] += m.first[a]
	}
	m.to = make([]int32, 2*len(links))
	m.cost = make([]int, 2*len(links))
	m.level = make([]uint8, 2*len(links))
	next := slices.Clone(m.first)
	put := func(a, b int32, l link) {
		i := next[a]
		next[a]++
		m.to[i], m.cost[i], m.level[i] = b, int(l.cost), levelOf(l.cost/math.Max(l.metres, 0.1))
	}
	for _, l := range links {
		put(l.a, l.b, l)
		put(l.b, l.a, l)
	}
}

// findIslands numbers the connected parts of the mesh.
func (m *mesh) findIslands() {
	m.island = make([]int32, len(m.weight))
	for a := range m.island {
		m.island[a] = None
	}
	var stack []int32
	for a := range m.island {
		if m.island[a] != None {
			continue
		}
		id := int32(len(m.size))
		m.size = append(m.size, 0)
		m.island[a] = id
		for stack = append(stack[:0], int32(a)); len(stack) > 0; {
			v := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			m.size[id] += m.weight[v]
			for _, u := range m.to[m.first[v]:m.first[v+1]] {
				if m.island[u] == None {
					m.island[u] = id
					stack = append(stack, u)
				}
			}
		}
	}
}

// islands returns the atoms of each island.
func (m *mesh) islands() [][]int32 {
	all := make([][]int32, len(m.size))
	for a, id := range m.island {
		all[id] = append(all[id], int32(a))
	}
	return all
}
