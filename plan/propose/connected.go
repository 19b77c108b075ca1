package propose

// connected calls visit with each connected set of atoms that together weigh from least to most, once.
// The slice is valid during the call. It stops when visit returns false, and when it has looked at effort sets;
// then it sets complete to false. (Wernicke, S., Efficient
// detection of network motifs, IEEE/ACM Transactions on Computational Biology and Bioinformatics 3,
// 2006: each set is grown from its lowest atom, by neighbours that no other atom of it had before.)
func (m *mesh) connected(atoms []int32, least, most, effort int, visit func(set []int32, weight int) bool, complete *bool) {
	w := &walker{m: m, least: least, most: most, visit: visit, effort: effort, near: make([]int32, len(m.weight))}
	for a := range w.near {
		w.near[a] = 1 // not to be taken
	}
	for _, a := range atoms {
		w.near[a] = 0
	}
	for _, a := range atoms {
		w.near[a]++ // neither by this nor by a later one
		if m.weight[a] > most {
			continue
		}
		w.set, w.weight = append(w.set[:0], a), m.weight[a]
		if !w.grow(w.beside(a, nil)) {
			*complete = false
			return
		}
		w.leave(a)
	}
}

// A walker grows sets. Near counts of each atom why it is not to be taken: it is in the set or before its
// first, or atoms of the set that it touches.
type walker struct {
	m           *mesh
	least, most int
	visit       func(set []int32, weight int) bool
	effort      int
	near        []int32
	set         []int32
	weight      int
}

// beside appends the neighbours of an atom that none of the set touches yet, and marks all of them.
func (w *walker) beside(a int32, list []int32) []int32 {
	for _, b := range w.m.to[w.m.first[a]:w.m.first[a+1]] {
		if w.near[b] == 0 {
			list = append(list, b)
		}
		w.near[b]++
	}
	return list
}

func (w *walker) leave(a int32) {
	for _, b := range w.m.to[w.m.first[a]:w.m.first[a+1]] {
		w.near[b]--
	}
}

// grow visits the set and all that are made of it with atoms of the list.
func (w *walker) grow(list []int32) bool {
	if w.effort--; w.effort < 0 || w.weight >= w.least && !w.visit(w.set, w.weight) {
		return false
	}
	for len(list) > 0 {
		a := list[len(list)-1]
		list = list[:len(list)-1]
		if w.weight+w.m.weight[a] > w.most {
			continue
		}
		w.set, w.weight = append(w.set, a), w.weight+w.m.weight[a]
		if !w.grow(w.beside(a, append([]int32(nil), list...))) {
			return false
		}
		w.leave(a)
		w.set, w.weight = w.set[:len(w.set)-1], w.weight-w.m.weight[a]
	}
	return true
}
