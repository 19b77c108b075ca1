package plan

import (
	"slices"

	"gewu/internal/disjoint"
)

// sweep brings all pools to their ends: it joins the cells on both sides of each border of the land,
// in the order of borders, and then gives each cell to the pool that it has been joined to.
func (f *flood) sweep() {
	sets, land := disjoint.New(f.cells.size), make([]bool, f.cells.size)
	for id := range land {
		land[id] = f.of[id] >= 0 || f.land(CellID(id))
	}
	for i, page := range f.arcs.pages {
		for k := range page {
			a := &page[k]
			if a.Left == NoCell || a.Right == NoCell || !a.Alive() || f.shut != nil && f.shut[i*pageSize+k] {
				continue
			}
			if land[a.Left] && land[a.Right] {
				sets.Join(int32(a.Left), int32(a.Right))
			}
		}
	}
	owner := f.owners(sets)
	more := make([]int, len(f.pools))
	for id := range sets {
		set := sets[sets[id]] // the root: that of what is lower is known
		sets[id] = set
		if n := owner[set]; n >= 0 && f.of[id] < 0 {
			more[n]++
		}
	}
	for n := range f.pools {
		f.pools[n].cells = slices.Grow(f.pools[n].cells, more[n])
	}
	for id, set := range sets {
		if n := owner[set]; n >= 0 && f.of[id] < 0 {
			f.count(n, CellID(id))
		}
	}
	for n := range f.pools {
		f.pools[n].front = nil
	}
}

// owners says of each set which pool has some of it, -1 for none, and joins those that are in one.
func (f *flood) owners(sets disjoint.Sets) []int32 {
	owner := make([]int32, f.cells.size)
	for i := range owner {
		owner[i] = -1
	}
	for _, n := range f.roots() {
		set := sets.Find(int32(f.pools[n].least))
		if owner[set] >= 0 {
			n = f.join(owner[set], n)
		}
		owner[set] = n
	}
	return owner
}
