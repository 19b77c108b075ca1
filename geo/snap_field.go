package geo

import (
	"cmp"
	"slices"

	"gewu/internal/disjoint"
)

// joinFields finds which cycles go round one field. Links that hang together have one cycle
// around their outside, below their southernmost vertex; it goes round the field on the near
// side of the first link that is met from there to the west, or round the land around all.
func (m *arrangement) joinFields() {
	around := int32(len(m.starts))
	joined := disjoint.New(len(m.starts) + 1)
	lowest := m.lowest()
	if len(lowest) == 1 {
		joined.Join(m.cycle[m.below(lowest[0])], around)
	} else {
		bands := newBands(m.spots, m.links, 0)
		reach := bands.reaches()
		for _, v := range lowest {
			field := around
			if l := m.westOf(bands, reach, m.spots[v]); l >= 0 {
				field = m.cycle[2*l+1]
			}
			joined.Join(m.cycle[m.below(v)], field)
		}
	}
	m.field, m.fields = make([]int32, len(m.starts)), 1
	number := make([]int32, len(m.starts)+1)
	for c := range m.field {
		root := joined.Find(int32(c))
		if root != joined.Find(around) && number[root] == 0 {
			number[root] = int32(m.fields)
			m.fields++
		}
		m.field[c] = number[root]
	}
}

// below returns the half-link on whose left the land south of a southernmost vertex is.
func (m *arrangement) below(vertex int32) int32 {
	halves := m.leaving(vertex)
	return halves[len(halves)-1]
}

// lowest returns the southernmost vertex of all links that hang together, for each such lot.
func (m *arrangement) lowest() []int32 {
	sets := disjoint.New(len(m.spots))
	for _, l := range m.links {
		sets.Join(l.a, l.b)
	}
	best := make([]int32, len(m.spots))
	for v := range best {
		best[v] = -1
	}
	for v := range int32(len(m.spots)) {
		if len(m.leaving(v)) == 0 {
			continue
		}
		if b := &best[sets.Find(v)]; *b < 0 || compareSpots(m.spots[v], m.spots[*b]) < 0 {
			*b = v
		}
	}
	return slices.DeleteFunc(best, func(v int32) bool { return v < 0 })
}

// reaches returns for each member of each band how far east it and those before it come.
func (b *bands) reaches() []int64 {
	reach := make([]int64, len(b.all))
	for i := range b.count() {
		from := int(b.ends[i])
		for k := range b.members(i) {
			reach[from+k] = b.all[from+k].east
			if k > 0 {
				reach[from+k] = max(reach[from+k], reach[from+k-1])
			}
		}
	}
	return reach
}

// westOf returns the link that is met first on the way from p to the west, a hair south of p's
// latitude, or -1.
func (m *arrangement) westOf(b *bands, reach []int64, p spot) int32 {
	best, bestWest := int32(-1), int64(0)
	band := b.at(p.y)
	members, reach := b.members(band), reach[b.ends[band]:]
	k, _ := slices.BinarySearchFunc(members, p.x+1, func(o member, x int64) int { return cmp.Compare(o.west, x) })
	for k--; k >= 0 && (best < 0 || reach[k] >= bestWest); k-- {
		o := members[k]
		from, to := m.spots[m.links[o.link].a], m.spots[m.links[o.link].b]
		if from.y >= p.y || to.y < p.y || sideOf(from, to, p) >= 0 {
			continue
		}
		if best < 0 || m.eastOf(o.link, best) {
			best, bestWest = o.link, o.west
		}
	}
	return best
}

// eastOf reports whether link i lies east of link j, where both pass one parallel. They do not
// cross.
func (m *arrangement) eastOf(i, j int32) bool {
	ia, ib := m.spots[m.links[i].a], m.spots[m.links[i].b]
	ja, jb := m.spots[m.links[j].a], m.spots[m.links[j].b]
	var side int64
	if ib.y <= jb.y {
		side = sideOf(ja, jb, ib)
	} else {
		side = -sideOf(ia, ib, jb)
	}
	switch {
	case side != 0:
		return side < 0
	case ia.y >= ja.y:
		return sideOf(ja, jb, ia) < 0
	default:
		return sideOf(ia, ib, ja) > 0
	}
}
