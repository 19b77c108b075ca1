package geo

import (
	"slices"
)

// pairsListed is how many areas that claim one field are paired each with each. Of more, each
// is paired with the first alone.
const pairsListed = 64

// findOverlaps lists every two areas that share land, and the areas that claim land twice.
func (v *validation) findOverlaps(m *arrangement) {
	shared := map[[2]int32][]int32{} // fields
	for f, claims := range m.claims {
		claims, _ = v.ofAreas(claims)
		for i, a := range claims {
			for k, b := range claims[i+1:] {
				if i > 0 && len(claims) > pairsListed {
					break
				}
				pair := [2]int32{a, b}
				if list := shared[pair]; len(list) == 0 || list[len(list)-1] != int32(f) {
					shared[pair] = append(list, int32(f))
				}
				_ = k
			}
		}
	}
	for pair, fields := range shared {
		among := func(f int32) bool { _, found := slices.BinarySearch(fields, f); return found }
		v.addLand(m, slices.Compact([]int32{pair[0], pair[1]}), Problem{Kind: Overlap}, m.plots(fields, among))
	}
}

// ofAreas returns claims without the community's, and whether that was among them. The
// community comes last.
func (v *validation) ofAreas(claims []int32) (areas []int32, inCommunity bool) {
	n := len(claims)
	for n > 0 && claims[n-1] == v.community() {
		n--
	}
	return claims[:n], n < len(claims)
}

// findUnclaimed lists holes, inlets and land outside.
func (v *validation) findUnclaimed(m *arrangement) {
	if v.with.Community == nil {
		v.findHoles(m)
		return
	}
	unclaimed := func(f int32) bool {
		areas, in := v.ofAreas(m.claims[f])
		return in && len(areas) == 0
	}
	for _, p := range m.plots(m.allFields(), unclaimed) {
		kind := Hole
		for h := range m.edge(p) {
			if _, in := v.ofAreas(m.claims[m.left(h^1)]); !in {
				kind = Inlet
			}
		}
		if kind == Inlet && m.size(p).width() < roundingMetres {
			continue
		}
		v.addLand(m, v.neighbours(m, p), Problem{Kind: kind}, []plot{p})
	}
	v.findOutside(m)
}

func (m *arrangement) allFields() []int32 {
	fields := make([]int32, m.fields)
	for f := range fields {
		fields[f] = int32(f)
	}
	return fields
}

// findHoles lists land that no area has and that does not hang together with the land around.
func (v *validation) findHoles(m *arrangement) {
	unclaimed := func(f int32) bool { return len(m.claims[f]) == 0 }
	for _, p := range m.plots(m.allFields(), unclaimed) {
		if p[0] != 0 { // the land around all comes first
			v.addLand(m, v.neighbours(m, p), Problem{Kind: Hole}, []plot{p})
			continue
		}
		v.findInlets(m, p)
	}
}

// findOutside lists areas that reach beyond the community.
func (v *validation) findOutside(m *arrangement) {
	outside := map[int32][]int32{} // fields
	for f, claims := range m.claims {
		areas, in := v.ofAreas(claims)
		for _, a := range slices.Compact(slices.Clone(areas)) {
			if !in {
				outside[a] = append(outside[a], int32(f))
			}
		}
	}
	for a, fields := range outside {
		among := func(f int32) bool { _, found := slices.BinarySearch(fields, f); return found }
		plots := slices.DeleteFunc(m.plots(fields, among), func(p plot) bool {
			return m.size(p).width() < roundingMetres
		})
		v.addLand(m, []int32{a}, Problem{Kind: Outside}, plots)
	}
}

// neighbours returns the areas on the other side of the line around a plot.
func (v *validation) neighbours(m *arrangement, p plot) []int32 {
	var areas []int32
	for h := range m.edge(p) {
		others, _ := v.ofAreas(m.claims[m.left(h^1)])
		areas = append(areas, others...)
	}
	slices.Sort(areas)
	return slices.Compact(areas)
}

// findParts lists slivers and detached parts.
func (v *validation) findParts(m *arrangement) {
	fields := make([][]int32, len(v.areas))
	for f, claims := range m.claims {
		areas, _ := v.ofAreas(claims)
		for i, a := range areas {
			if i == 0 || areas[i-1] != a {
				fields[a] = append(fields[a], int32(f))
			}
		}
	}
	for a := range int32(len(v.areas)) {
		v.findPartsOf(m, a, m.plots(fields[a], func(f int32) bool { return m.has(f, a) }))
	}
}

func (v *validation) findPartsOf(m *arrangement, area int32, parts []plot) {
	main := 0
	sizes := make([]size, len(parts))
	for i, p := range parts {
		sizes[i] = m.size(p)
		if sizes[i].squareMetres > sizes[main].squareMetres {
			main = i
		}
	}
	if len(parts) == 0 || len(parts) == 1 && sizes[0].squareMetres < leastSquareMetres {
		v.addNothing(m, area, parts)
		return
	}
	for i, p := range parts {
		width := sizes[i].width()
		switch {
		case sizes[i].squareMetres < sliverSquareMetres || width < sliverMetres:
			v.addLand(m, []int32{area}, Problem{Kind: Sliver, Metres: width}, []plot{p})
		case i != main:
			v.addLand(m, []int32{area}, Problem{Kind: DetachedPart}, []plot{p})
		}
	}
}

// addNothing lists an area of no land as a sliver where it has a vertex, and one of hardly any
// where its land is.
func (v *validation) addNothing(m *arrangement, area int32, parts []plot) {
	if len(parts) > 0 {
		size := m.size(parts[0])
		v.add([]int32{area}, Problem{
			Kind: Sliver, Places: 1, SquareMetres: size.squareMetres, Metres: size.width(), Place: m.interior(parts[0]),
		})
		return
	}
	p := Problem{Kind: Sliver, Places: 1}
	for _, polygon := range v.areas[area].Boundary {
		for _, ring := range polygon {
			if len(ring) > 0 {
				p.Place = ring[0]
			}
		}
	}
	v.add([]int32{area}, p)
}
