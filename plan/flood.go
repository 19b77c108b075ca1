package plan

import (
	"cmp"
	"slices"
)

// A flood finds which cells of some land hang together by borders. It walks from several places in
// turn, and stops when those that matter have met, or when all of them but one have been walked to
// their ends: into the largest piece of the land it goes no further than into the others. When that
// becomes far, it looks at all borders once instead, in their order, which is no more work than to
// walk from a sixteenth of the cells.
//
//	  ~~~>  <~~~        Two pools that meet are one. One that has nowhere to go is a piece of
//	+------+-------     land by itself, and the last that has is the rest.
//	| ~~~> |  <~~~~
type flood struct {
	cells table[Cell]
	arcs  table[Arc]
	land  func(CellID) bool
	shut  []bool  // arcs that are not crossed; nil: none
	of    []int32 // the pool that reached a cell, -1: none has
	pools []pool
	left  int // from how many cells more it walks
}

// A pool is what a flood has reached from one place.
type pool struct {
	into       int32    // the pool that it has run into, itself if none
	kin        int32    // a pool that it must be told from, and so on to one that names itself
	seed       int      // the place it began at, by number
	cells      []CellID // reached, in no order
	front      []CellID // of these, those not yet walked from
	least      CellID
	households int
	square     float64 // metres, so rounded that any order adds up to the same
}

// newFlood begins a flood on land that cells with these borders make up.
func newFlood(cells table[Cell], arcs table[Arc], land func(CellID) bool) *flood {
	f := &flood{cells: cells, arcs: arcs, land: land, of: make([]int32, cells.size)}
	for i := range f.of {
		f.of[i] = -1
	}
	f.restart(land)
	return f
}

// restart begins anew, on other land of the same cells.
func (f *flood) restart(land func(CellID) bool) {
	for _, p := range f.pools {
		for _, id := range p.cells {
			f.of[id] = -1
		}
	}
	f.land, f.pools, f.left = land, nil, f.cells.size/16
}

// begin begins at a cell, and returns the pool that has it.
func (f *flood) begin(id CellID, seed int) int32 {
	if p := f.of[id]; p >= 0 {
		return f.root(p)
	}
	n := int32(len(f.pools))
	f.pools = append(f.pools, pool{into: n, kin: n, seed: seed, least: id})
	f.reach(n, id)
	return n
}

// reach puts a cell into a pool, to be walked from.
func (f *flood) reach(n int32, id CellID) {
	f.count(n, id)
	f.pools[n].front = append(f.pools[n].front, id)
}

// count puts a cell into a pool.
func (f *flood) count(n int32, id CellID) {
	f.of[id] = n
	p, c := &f.pools[n], f.cells.ref(int32(id))
	p.cells = append(p.cells, id)
	p.least = min(p.least, id)
	p.households += c.Households
	p.square += exactSquare(c.SquareMetres)
}

// root is the pool that a pool is a part of by now.
func (f *flood) root(n int32) int32 {
	for f.pools[n].into != n {
		f.pools[n].into = f.pools[f.pools[n].into].into
		n = f.pools[n].into
	}
	return n
}

// roots lists the pools that are in no other, in the order of their places.
func (f *flood) roots() []int32 {
	var list []int32
	for n := range f.pools {
		if f.pools[n].into == int32(n) {
			list = append(list, int32(n))
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return cmp.Compare(f.pools[a].seed, f.pools[b].seed) })
	return list
}

// relate says that two pools must be told from each other.
func (f *flood) relate(a, b int32) { f.pools[f.family(a)].kin = f.family(b) }

// family is the pool that stands for all that must be told from each other.
func (f *flood) family(n int32) int32 {
	for f.pools[n].kin != n {
		f.pools[n].kin = f.pools[f.pools[n].kin].kin
		n = f.pools[n].kin
	}
	return n
}

// step walks from one cell of a pool.
func (f *flood) step(n int32) {
	if f.left--; f.left < 0 {
		f.sweep()
		return
	}
	front := f.pools[n].front
	id := front[0]
	f.pools[n].front = front[1:]
	for _, a := range f.cells.ref(int32(id)).Arcs {
		beside := f.arcs.ref(int32(a)).other(id)
		if beside == NoCell || f.shut != nil && f.shut[a] {
			continue
		}
		if m := f.of[beside]; m < 0 {
			if f.land(beside) {
				f.reach(n, beside)
			}
		} else if m != n {
			n = f.join(n, f.root(m))
		}
	}
}

// join makes one pool of two, and returns it.
func (f *flood) join(a, b int32) int32 {
	if a == b {
		return a
	}
	if len(f.pools[a].cells) < len(f.pools[b].cells) {
		a, b = b, a
	}
	p, q := &f.pools[a], &f.pools[b]
	p.cells, p.front = append(p.cells, q.cells...), append(p.front, q.front...)
	p.seed, p.least = min(p.seed, q.seed), min(p.least, q.least)
	p.households += q.households
	p.square += q.square
	q.into, q.cells, q.front = a, nil, nil
	f.relate(a, b)
	return a
}

// run walks until of each family one pool at most has somewhere to go.
func (f *flood) run() {
	const stride = 8 // cells that a pool walks from in its turn
	open, rivals := f.roots(), make([]int32, len(f.pools))
	for walked := true; walked; {
		open = slices.DeleteFunc(open, func(n int32) bool { return f.pools[n].into != n || !f.isOpen(n) })
		for _, n := range open {
			rivals[f.family(n)] = 0
		}
		for _, n := range open {
			rivals[f.family(n)]++
		}
		walked = false
		for _, n := range open {
			if rivals[f.family(n)] < 2 {
				continue
			}
			walked = true
			for k := 0; k < stride && f.pools[n].into == n && f.isOpen(n); k++ {
				f.step(n)
			}
		}
	}
}

func (f *flood) isOpen(n int32) bool { return len(f.pools[n].front) > 0 }

// finish walks a pool to its end.
func (f *flood) finish(n int32) int32 {
	for n = f.root(n); f.isOpen(n); n = f.root(n) {
		f.step(n)
	}
	return n
}

// largest is the first of some pools by a measure, the larger first, then by their lowest cells. One of
// them at most may have somewhere to go; it is walked until it is known. The measure only grows.
func (f *flood) largest(list []int32, measure func(*pool) [2]float64) int32 {
	best, open := int32(-1), int32(-1)
	compare := func(a, b int32) int {
		p, q := measure(&f.pools[a]), measure(&f.pools[b])
		return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
	}
	for _, n := range list {
		switch {
		case f.isOpen(n):
			open = n
		case best < 0 || compare(n, best) > 0 || compare(n, best) == 0 && f.pools[n].least < f.pools[best].least:
			best = n
		}
	}
	if open < 0 || best < 0 {
		return max(open, best)
	}
	for f.isOpen(open) && compare(open, best) <= 0 {
		f.step(open)
	}
	if c := compare(open, best); c > 0 || c == 0 && f.pools[open].least < f.pools[best].least {
		return open
	}
	return best
}
