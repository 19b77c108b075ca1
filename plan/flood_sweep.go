package plan

// sweep brings all pools to their ends: it joins the cells on both sides of each border of the land,
// in the order of borders, and then gives each cell to the pool that it has been joined to.
func (f *flood) sweep() {
	sets, land := newSets(f.cells.size), make([]bool, f.cells.size)
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
				sets.join(int32(a.Left), int32(a.Right))
			}
		}
	}
	owner := f.owners(sets)
	for id := range int32(f.cells.size) {
		if n := owner[sets.find(id)]; n >= 0 && f.of[id] < 0 {
			f.reach(n, CellID(id))
		}
	}
	for n := range f.pools {
		f.pools[n].front = nil
	}
}

// owners says of each set which pool has some of it, -1 for none, and joins those that are in one.
func (f *flood) owners(sets sets) []int32 {
	owner := make([]int32, f.cells.size)
	for i := range owner {
		owner[i] = -1
	}
	for _, n := range f.roots() {
		set := sets.find(int32(f.pools[n].least))
		if owner[set] >= 0 {
			n = f.join(owner[set], n)
		}
		owner[set] = n
	}
	return owner
}

// sets are disjoint sets of numbers (Galler and Fischer 1964): of each the one that it belongs to, and
// so on to one that names itself.
type sets []int32

func newSets(size int) sets {
	s := make(sets, size)
	for i := range s {
		s[i] = int32(i)
	}
	return s
}

func (s sets) find(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// join makes one set of two, which the lower number stands for.
func (s sets) join(i, k int32) {
	if i, k = s.find(i), s.find(k); i < k {
		s[k] = i
	} else {
		s[i] = k
	}
}
