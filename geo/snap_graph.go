package geo

import (
	"cmp"
	"slices"
)

// An arrangement is what rings divide the plane into: fields, which no link parts, each knowing
// who claims it. Half-link 2i runs along link i from a to b, 2i+1 back; what follows a half-link
// is the leftmost turn at its end. So they form cycles, each around one side of the field on its
// left. Field 0 is the land around all.
type arrangement struct {
	*tangle
	leave  []int32 // half-links by the vertex they leave and, around it, counter-clockwise
	begin  []int32 // where the half-links of each vertex begin in leave, and one more
	next   []int32 // of each half-link: what follows it
	cycle  []int32 // of each half-link
	starts []int32 // of each cycle: one of its half-links
	field  []int32 // of each cycle
	fields int

	rims   [][]int32 // of each field: its cycles
	claims [][]int32 // of each field: its owners, sorted, as often as they have a polygon there

	mark  []int32 // of each field: the last plot it was in
	marks int32
}

// arrange makes the arrangement of a tangle whose links meet at their ends only.
func (t *tangle) arrange() *arrangement {
	m := &arrangement{tangle: t}
	m.sortLeaving()
	m.turnLeft()
	m.walk()
	m.joinFields()
	m.rims = make([][]int32, m.fields)
	for c, f := range m.field {
		m.rims[f] = append(m.rims[f], int32(c))
	}
	m.mark = make([]int32, m.fields)
	return m
}

func (m *arrangement) from(h int32) int32 {
	if h&1 == 0 {
		return m.links[h>>1].a
	}
	return m.links[h>>1].b
}

func (m *arrangement) to(h int32) int32 { return m.from(h ^ 1) }

func (m *arrangement) left(h int32) int32 { return m.field[m.cycle[h]] }

func (m *arrangement) leaving(vertex int32) []int32 {
	return m.leave[m.begin[vertex]:m.begin[vertex+1]]
}

func (m *arrangement) sortLeaving() {
	m.begin = make([]int32, len(m.spots)+1)
	for _, l := range m.links {
		m.begin[l.a+1]++
		m.begin[l.b+1]++
	}
	for i := range m.spots {
		m.begin[i+1] += m.begin[i]
	}
	next := append([]int32(nil), m.begin...)
	m.leave = make([]int32, 2*len(m.links))
	for h := range int32(len(m.leave)) {
		v := m.from(h)
		m.leave[next[v]] = h
		next[v]++
	}
	for v := range int32(len(m.spots)) {
		m.sortAround(m.leaving(v))
	}
}

// sortAround sorts by insertion, because few links meet at a vertex, or by merging.
func (m *arrangement) sortAround(halves []int32) {
	if len(halves) > 32 {
		slices.SortFunc(halves, m.compareAround)
		return
	}
	for i := 1; i < len(halves); i++ {
		for k := i; k > 0 && m.compareAround(halves[k], halves[k-1]) < 0; k-- {
			halves[k], halves[k-1] = halves[k-1], halves[k]
		}
	}
}

// compareAround orders half-links that leave one vertex counter-clockwise from the east.
func (m *arrangement) compareAround(h, k int32) int {
	if south := cmp.Compare(h&1, k&1); south != 0 {
		return south // those that run back go west or south
	}
	return cmp.Compare(0, sideOf(m.spots[m.from(h)], m.spots[m.to(h)], m.spots[m.to(k)]))
}

func (m *arrangement) turnLeft() {
	m.next = make([]int32, len(m.leave))
	for v := range int32(len(m.spots)) {
		halves := m.leaving(v)
		for i, h := range halves {
			m.next[h^1] = halves[(i+len(halves)-1)%len(halves)]
		}
	}
}

func (m *arrangement) walk() {
	m.cycle = make([]int32, len(m.leave))
	for h := range m.cycle {
		m.cycle[h] = -1
	}
	for start := range m.cycle {
		if m.cycle[start] >= 0 {
			continue
		}
		for h := int32(start); m.cycle[h] < 0; h = m.next[h] {
			m.cycle[h] = int32(len(m.starts))
		}
		m.starts = append(m.starts, int32(start))
	}
}

// around walks the half-links of the rim of a field.
func (m *arrangement) around(field int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for _, c := range m.rims[field] {
			start := m.starts[c]
			for h := start; ; {
				if !yield(h) {
					return
				}
				if h = m.next[h]; h == start {
					break
				}
			}
		}
	}
}
