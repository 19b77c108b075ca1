package geo

import (
	"cmp"
	"slices"
)

// A meeting is two areas whose lines meet, and where.
type meeting struct{ a, b, vertex int32 }

// findCrossings lists the pairs of areas whose sides cross, and the areas whose own do. A
// crossing counts when each of the four ends is farther than near from the other side: when it
// is one at the precision in which boundaries are kept.
func (v *validation) findCrossings(n *hotNoder) {
	var all []meeting
	for _, c := range n.crossings {
		if !n.deep(c) {
			continue
		}
		for _, a := range v.areasOf(n.tangle, c.link) {
			for _, b := range v.areasOf(n.tangle, c.other) {
				all = append(all, meeting{min(a, b), max(a, b), c.vertex})
			}
		}
	}
	v.addMeetings(n.tangle, Crossing, all)
}

func (n *hotNoder) deep(c linkCrossing) bool {
	e, f := n.links[c.link], n.links[c.other]
	return !n.nearLine(e, f.a) && !n.nearLine(e, f.b) && !n.nearLine(f, e.a) && !n.nearLine(f, e.b)
}

func (n *hotNoder) nearLine(l link, vertex int32) bool {
	return passesNear(n.spots[l.a], n.spots[l.b], n.spots[vertex], n.near)
}

// areasOf returns the areas that have a link, without the community.
func (v *validation) areasOf(t *tangle, link int32) []int32 {
	owners := t.ownersOf(nil, link)
	slices.Sort(owners)
	owners = slices.Compact(owners)
	return slices.DeleteFunc(owners, func(o int32) bool { return o == v.community() })
}

// findForeignVertices lists the pairs of areas of which the first has a vertex on a side of the
// second, which has none there.
func (v *validation) findForeignVertices(n *hotNoder) {
	owners := map[int32][]int32{} // of vertices
	for _, t := range n.touches {
		owners[t.vertex] = nil
	}
	for i, l := range n.links {
		for _, vertex := range [2]int32{l.a, l.b} {
			if known, touched := owners[vertex]; touched {
				owners[vertex] = append(known, v.areasOf(n.tangle, int32(i))...)
			}
		}
	}
	var all []meeting
	for _, t := range n.touches {
		for _, b := range v.areasOf(n.tangle, t.link) {
			if slices.Contains(owners[t.vertex], b) {
				continue
			}
			for _, a := range owners[t.vertex] {
				all = append(all, meeting{min(a, b), max(a, b), t.vertex})
			}
		}
	}
	v.addMeetings(n.tangle, ForeignVertex, all)
}

// addMeetings lists a problem for each pair of areas, at the first of their places.
func (v *validation) addMeetings(t *tangle, kind ProblemKind, all []meeting) {
	all = sortedUnique(all, func(p, q meeting) int {
		return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b), compareSpots(t.spots[p.vertex], t.spots[q.vertex]))
	})
	for len(all) > 0 {
		k := 1
		for k < len(all) && all[k].a == all[0].a && all[k].b == all[0].b {
			k++
		}
		areas := slices.Compact([]int32{all[0].a, all[0].b})
		v.add(areas, Problem{Kind: kind, Place: v.orb(t.spots[all[0].vertex]), Places: k})
		all = all[k:]
	}
}
