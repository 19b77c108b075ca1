package plan

import "gewu/geo"

// readOutcome reads the body of an outcome: the patch from the plan, and the edit that follows it. No edit: it does
// not fit the plan.
func (p *Plan) readOutcome(body []byte) (q Patch, e *edit) {
	r := &reader{text: body}
	if r.byte() != outcomeForm {
		return q, nil
	}
	if q.sizes = [2]sizes{r.sizes(), r.sizes()}; q.sizes[0] != p.sizes() {
		return q, nil
	}
	f, to, last := p.fabric, q.sizes[1], geo.Point{}
	q.nodes = readChanges(r, f.nodes, to.nodes, 4, func(_ int32, _ Node) Node {
		n := Node{Alive: r.flag(), At: r.point(last)}
		last = n.At
		return n
	})
	q.arcs = readChanges(r, f.arcs, to.arcs, 8, func(_ int32, before Arc) Arc {
		a := r.arcEnds(before)
		a.Points = r.points(last)
		last = lastOf(a.Points, last)
		return a
	})
	q.cells = readChanges(r, f.cells, to.cells, 17, r.cell)
	q.assigned = r.runs(p.grid, to.cells)
	q.grids = readChanges(r, p.grids, to.grids, 9, func(int32, Grid) Grid { return r.grid() })
	if r.broken || len(r.text) > 0 {
		return q, nil
	}
	if e = p.led(q); !e.sound(q) {
		return q, nil
	}
	e.settle()
	return q, e
}

func (r *reader) sizes() sizes { return sizes{r.size(), r.size(), r.size(), r.size()} }

// size reads how many things there are, or are side by side.
func (r *reader) size() int {
	const most = 1 << 30
	n := r.unsigned()
	if n > most {
		r.fail()
		return 0
	}
	return int(n)
}

// readChanges reads values with their numbers, each of so many bytes at least. All that a table of the size has
// more than it had must be among them.
func readChanges[T any](r *reader, was table[T], size, least int, read func(at int32, last T) T) []changed[T] {
	n := r.count(least)
	list := make([]changed[T], 0, n)
	at, more := -1, 0
	var last T
	for range n {
		at += 1 + r.size()
		if r.broken || at >= size {
			r.fail()
			return nil
		}
		last = read(int32(at), last)
		list = append(list, changedTo(was, at, last))
		if at >= was.size {
			more++
		}
	}
	if size < was.size || more != size-was.size {
		r.fail()
	}
	return list
}

func changedTo[T any](was table[T], at int, is T) changed[T] {
	c := changed[T]{At: int32(at), New: is}
	if at < was.size {
		c.Old = was.at(c.At)
	}
	return c
}

// runs reads which cells come to which grids.
func (r *reader) runs(was table[GridID], size int) (list []changed[GridID]) {
	at, grid, more := 0, int32(0), 0
	for range r.count(3) {
		at += r.size()
		n := r.size()
		grid = r.int32(grid)
		if r.broken || n == 0 || n > size || at > size-n {
			r.fail()
			return nil
		}
		for ; n > 0; n-- {
			list = append(list, changedTo(was, at, GridID(grid)))
			if at >= was.size {
				more++
			}
			at++
		}
	}
	if size < was.size || more != size-was.size {
		r.fail()
	}
	return list
}

// sound reports whether all numbers in what a patch has set are those of something that there is.
func (e *edit) sound(q Patch) bool {
	f, base := e.before.fabric, e.before.base.assigned
	next := &Fabric{nodes: e.nodes.table, arcs: e.arcs.table, cells: e.cells.table, buildings: f.buildings}
	sound := func(id CellID) bool {
		return !next.cells.holds(int32(id)) || next.soundCell(int32(id), next.cells.ref(int32(id)), base)
	}
	for _, c := range q.arcs {
		ends := next.nodes.holds(int32(c.New.From)) && next.nodes.holds(int32(c.New.To))
		if !ends || !next.soundArc(c.New) || !sound(c.Old.Left) || !sound(c.Old.Right) {
			return false
		}
	}
	for _, c := range q.cells {
		if !sound(CellID(c.At)) {
			return false
		}
	}
	for _, c := range q.assigned {
		if !e.grids.holds(int32(c.New)) {
			return false
		}
	}
	return !e.grids.at(0).Alive
}
