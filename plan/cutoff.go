package plan

import (
	"cmp"
	"slices"
)

// pieces say of each piece of a cell which cell it was cut from, which may be a piece itself.
type pieces map[CellID]CellID

// origin is the cell that a cell is a piece of, that was there before all was cut; or itself.
func (q pieces) origin(id CellID) CellID {
	for {
		cut, piece := q[id]
		if !piece {
			return id
		}
		id = cut
	}
}

// A severing finds what a change has left apart: parts of a grid that hung together with the rest of
// it before, and parts that came to the grid without touching it. It looks at what changed and at what
// lies around that, and goes into the rest only as far as a [flood] does. Cells that are in the grid
// before and after are side by side after when they were before.
type severing struct {
	before, after *Plan
	from          pieces
	flood         *flood // of the plan after
	grid          GridID
	gained, lost  []CellID
	parts         []part
}

// severed lists what a change has left apart, by grid, for each grid the part with most households
// first. Of land that hung together, and of a grid that is new, the largest part is not listed. Cells are
// those that the change touched. Where they are many, it first looks which grids hang together anyway.
func (m made) severed(before *Plan, cells []CellID) []Loose {
	whole := make([]bool, m.plan.grids.size)
	if len(cells) > m.plan.fabric.cells.size/16 {
		whole = m.plan.whole()
	}
	gained, lost := make([][]CellID, m.plan.grids.size), make([][]CellID, m.plan.grids.size)
	for _, id := range cells {
		was, is := before.GridOf(id), m.plan.GridOf(id)
		if was != is && !whole[is] {
			gained[is] = append(gained[is], id)
		}
		if was != is && !whole[was] {
			lost[was] = append(lost[was], id)
		}
	}
	var list []Loose
	var f *flood
	for id := range GridID(m.plan.grids.size) {
		if id == NoGrid || len(gained[id])+len(lost[id]) == 0 {
			continue
		}
		if len(gained[id]) == 0 && m.plan.Tally(id).Cells == 0 {
			continue
		}
		if f == nil {
			f = newFlood(m.plan.fabric.cells, m.plan.fabric.arcs, nil)
		}
		s := severing{before: before, after: m.plan, from: m.from, flood: f, grid: id, gained: gained[id], lost: lost[id]}
		for _, cells := range s.find() {
			list = append(list, m.plan.loosePart(id, cells))
		}
	}
	return list
}

// find lists the parts that are apart.
func (s *severing) find() []part {
	s.islands()
	s.splits()
	slices.SortFunc(s.parts, s.after.compareParts)
	return s.parts
}

// compareParts orders parts: by households, most first, then by cells, then by their first cells.
func (p *Plan) compareParts(a, b part) int {
	return cmp.Or(p.households(b)-p.households(a), len(b)-len(a), cmp.Compare(a[0], b[0]))
}

// add adds a pool that has nowhere to go.
func (s *severing) add(p *pool) { s.parts = append(s.parts, slices.Sorted(slices.Values(p.cells))) }

// byHouseholds is the measure of parts.
func byHouseholds(p *pool) [2]float64 {
	return [2]float64{float64(p.households), float64(len(p.cells))}
}

// holds reports whether a cell is in the grid now.
func (s *severing) holds(id CellID) bool { return s.after.GridOf(id) == s.grid }

// held reports whether a cell, or that of which it is a piece, was in the grid before.
func (s *severing) held(id CellID) bool { return s.before.GridOf(s.from.origin(id)) == s.grid }

// islands finds what came to the grid and touches nothing that was in it. Where there is nothing else,
// the largest is the grid.
func (s *severing) islands() {
	was := s.before.Tally(s.grid).Cells > 0
	fresh := func(id CellID) bool { return s.holds(id) && (!was || !s.held(id)) }
	f := s.flood
	f.restart(fresh)
	if len(s.gained) > f.left {
		f.left = 0 // it would have to walk so far anyway
	}
	cells := 0
	var apart []int32
	for _, id := range s.gained {
		if f.of[id] >= 0 || !fresh(id) {
			continue
		}
		n := f.finish(f.begin(id, 0))
		if !was || !s.touches(f.pools[n].cells) {
			apart = append(apart, n)
			cells += len(f.pools[n].cells)
		}
	}
	if cells == s.after.Tally(s.grid).Cells && len(apart) > 0 {
		largest := f.largest(apart, byHouseholds)
		apart = slices.DeleteFunc(apart, func(n int32) bool { return n == largest })
	}
	for _, n := range apart {
		s.add(&f.pools[n])
	}
}

// touches reports whether cells that came to the grid touch one that was in it.
func (s *severing) touches(cells []CellID) bool {
	for _, id := range cells {
		for beside := range s.after.fabric.beside(id) {
			if s.holds(beside) && s.held(beside) {
				return true
			}
		}
	}
	return false
}

// splits finds what hung together only by what the grid lost.
func (s *severing) splits() {
	if len(s.lost) == 0 {
		return
	}
	f := s.flood
	f.restart(s.holds)
	s.rim(func(id CellID) {
		if n := f.begin(id, 0); n > 0 {
			f.relate(n, 0)
		}
	})
	f.run()
	roots := f.roots()
	if len(roots) < 2 {
		return
	}
	for _, group := range s.hungTogether(f, roots) {
		largest := f.largest(group, byHouseholds)
		for _, n := range group {
			if n != largest {
				s.add(&f.pools[f.finish(n)])
			}
		}
	}
}

// rim visits the cells of the grid that touched what it lost, and the pieces of cells that were cut.
func (s *severing) rim(visit func(CellID)) {
	s.touched(func(_, kept CellID) { visit(kept) })
	for _, id := range s.gained {
		if s.held(id) {
			visit(id)
		}
	}
}

// touched visits, of each border between what the grid lost and what it kept, both sides. Where much was
// lost it looks at all borders in their order, which is less work than to go from cell to cell.
func (s *severing) touched(visit func(lost, kept CellID)) {
	f := s.before.fabric
	kept := func(id CellID) bool { return s.holds(id) && s.before.GridOf(id) == s.grid }
	if len(s.lost) < f.cells.size/16 {
		for _, id := range s.lost {
			for beside := range f.beside(id) {
				if kept(beside) {
					visit(id, beside)
				}
			}
		}
		return
	}
	lost := make([]bool, f.cells.size)
	for _, id := range s.lost {
		if f.cells.holds(int32(id)) {
			lost[id] = true
		}
	}
	for _, page := range f.arcs.pages {
		for k := range page {
			a := &page[k]
			switch {
			case a.Left == NoCell || a.Right == NoCell || lost[a.Left] == lost[a.Right]:
			case lost[a.Left] && kept(a.Right):
				visit(a.Left, a.Right)
			case lost[a.Right] && kept(a.Left):
				visit(a.Right, a.Left)
			}
		}
	}
}

// hungTogether groups pools that what was lost joined.
func (s *severing) hungTogether(f *flood, roots []int32) [][]int32 {
	for _, n := range roots {
		f.pools[n].kin = n
	}
	gone := newFlood(s.before.fabric.cells, s.before.fabric.arcs, func(id CellID) bool {
		return s.before.GridOf(id) == s.grid && !s.holds(id)
	})
	first := map[int32]int32{} // of each pool of what was lost: one that it touched
	join := func(lost, kept CellID) {
		n, m := gone.finish(gone.begin(lost, 0)), f.root(f.of[kept])
		if one, known := first[n]; known {
			f.relate(m, one)
		} else {
			first[n] = m
		}
	}
	s.touched(join)
	for _, id := range s.gained {
		if s.held(id) {
			join(s.from.origin(id), id)
		}
	}
	groups := map[int32][]int32{}
	for _, n := range roots {
		groups[f.family(n)] = append(groups[f.family(n)], n)
	}
	list := make([][]int32, 0, len(groups))
	for _, n := range sortedKeys(groups) {
		list = append(list, groups[n])
	}
	return list
}
