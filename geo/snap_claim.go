package geo

import "slices"

// claim finds who claims each field. From the land around all, which is in no ring, the fields
// are visited across links: crossing one, one enters its rings that one was not in, and leaves
// the others. A ring has the land that it goes round an odd number of times, a polygon the
// land in its outer ring and in none of its holes.
func (m *arrangement) claim() {
	m.claims = make([][]int32, m.fields)
	rings := make([][]int32, m.fields)
	m.visit(func(from, link, to int32) {
		rings[to] = m.across(rings[from], link)
		m.claims[to] = m.owners(rings[to])
	})
}

// visit goes from the land around all to every field, and tells by which link it first comes to
// each, after it has come to the field on the other side.
func (m *arrangement) visit(enter func(from, link, to int32)) {
	known := make([]bool, m.fields)
	known[0] = true
	queue := []int32{0}
	for len(queue) > 0 {
		f := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for h := range m.around(f) {
			if other := m.left(h ^ 1); !known[other] {
				known[other] = true
				enter(f, h>>1, other)
				queue = append(queue, other)
			}
		}
	}
}

// across returns the rings without those of a link that are among them, and with the others.
// All are sorted.
func (m *arrangement) across(rings []int32, link int32) []int32 {
	strands := m.strandsOf(link)
	result := make([]int32, 0, len(rings)+len(strands))
	for len(rings) > 0 && len(strands) > 0 {
		switch r, s := rings[0], strands[0].ring; {
		case r < s:
			result, rings = append(result, r), rings[1:]
		case r > s:
			result, strands = append(result, s), strands[1:]
		default:
			rings, strands = rings[1:], strands[1:]
		}
	}
	result = append(result, rings...)
	for _, s := range strands {
		result = append(result, s.ring)
	}
	return result
}

// owners returns who has the land within the rings. Rings come by owner, polygon and with the
// outer ring of a polygon before its holes.
func (m *arrangement) owners(rings []int32) []int32 {
	var owners []int32
	for i, r := range rings {
		o := m.rings[r]
		if o.hole {
			continue
		}
		if i+1 < len(rings) {
			if after := m.rings[rings[i+1]]; after.hole && after.owner == o.owner && after.polygon == o.polygon {
				continue
			}
		}
		owners = append(owners, o.owner)
	}
	return owners
}

// has reports whether an owner claims a field.
func (m *arrangement) has(field, owner int32) bool {
	_, found := slices.BinarySearch(m.claims[field], owner)
	return found
}

// A plot is some fields, each once.
type plot []int32

// plots puts together the fields that wanted chooses and that hang together across links.
// Plots come in the order of their first fields.
func (m *arrangement) plots(fields []int32, wanted func(field int32) bool) []plot {
	var all []plot
	m.marks++
	done := m.marks
	for _, f := range fields {
		if m.mark[f] == done || !wanted(f) {
			continue
		}
		m.mark[f] = done
		p := plot{f}
		for i := 0; i < len(p); i++ {
			for h := range m.around(p[i]) {
				if other := m.left(h ^ 1); m.mark[other] != done && wanted(other) {
					m.mark[other] = done
					p = append(p, other)
				}
			}
		}
		all = append(all, p)
	}
	return all
}
