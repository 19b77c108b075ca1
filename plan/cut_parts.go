package plan

import "slices"

// A lot is some cells that hang together.
type lot struct {
	cells        []CellID // in order
	households   int
	squareMetres float64
}

// parted walks from both sides of lanes on some land, without crossing them. What hung together over
// a lane is one family.
func (e *edit) parted(lanes []lane, land func(CellID) bool) *flood {
	f := newFlood(e.cells.table, e.arcs.table, land)
	f.shut = make([]bool, e.arcs.size)
	for _, l := range lanes {
		f.shut[l.arc] = true
	}
	for i, l := range lanes {
		if land(l.left) && land(l.right) {
			f.relate(f.begin(l.left, 2*i), f.begin(l.right, 2*i+1))
		}
	}
	if len(f.pools) > f.left/4 {
		f.left = 0 // so many would hardly meet before
	}
	f.run()
	return f
}

// lot is a pool walked to its end.
func (f *flood) lot(n int32) lot {
	n = f.finish(n)
	p := &f.pools[n]
	if len(p.cells) < f.cells.size/16 {
		slices.Sort(p.cells)
		return lot{p.cells, p.households, p.square}
	}
	p.cells = p.cells[:0]
	for id, m := range f.of {
		if m >= 0 && f.root(m) == n {
			p.cells = append(p.cells, CellID(id))
		}
	}
	return lot{p.cells, p.households, p.square}
}

// inGrid reports whether cells are in a grid.
func (e *edit) inGrid(grid GridID) func(CellID) bool {
	return func(id CellID) bool { return id != NoCell && e.assigned.at(int32(id)) == grid }
}

// A lane is an arc that a line runs along, with what lies on the line's left and right.
type lane struct {
	arc         ArcID
	left, right CellID
}

// lanes lists the arcs that the line has made, and those that it runs along from end to end.
func (c *cutter) lanes(stretches []stretch) []lane {
	var list []lane
	for _, id := range c.drawn {
		list = append(list, lane{id, c.arc(id).Left, c.arc(id).Right})
	}
	passed := map[side]bool{}
	var candidates []ArcID
	for _, s := range stretches {
		if s.along() {
			passed[side{s.first().Point, s.last().Point}] = true
			candidates = append(candidates, c.current(s.arc)...)
		}
	}
	slices.Sort(candidates)
	for _, id := range slices.Compact(candidates) {
		a := c.arc(id)
		switch {
		case a.passed(passed, false):
			list = append(list, lane{id, a.Left, a.Right})
		case a.passed(passed, true):
			list = append(list, lane{id, a.Right, a.Left})
		}
	}
	return list
}

// passed reports whether all sides of an arc are among those passed, all in one direction.
func (a Arc) passed(sides map[side]bool, backwards bool) bool {
	for i := 1; i < len(a.Points); i++ {
		s := side{a.Points[i-1], a.Points[i]}
		if backwards {
			s.a, s.b = s.b, s.a
		}
		if !sides[s] {
			return false
		}
	}
	return true
}
