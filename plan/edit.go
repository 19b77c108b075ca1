package plan

import (
	"cmp"
	"slices"
)

// An edit makes the next plan. What operations change, they change through it, but for the
// tallies, which follow from the rest.
type edit struct {
	before   *Plan
	nodes    tableEdit[Node]
	arcs     tableEdit[Arc]
	cells    tableEdit[Cell]
	assigned tableEdit[GridID]
	grids    tableEdit[Grid]
	tallies  tableEdit[Tally]
	notes    []Note
}

func (p *Plan) edit() *edit {
	return &edit{
		before: p, nodes: p.fabric.nodes.edit(), arcs: p.fabric.arcs.edit(), cells: p.fabric.cells.edit(),
		assigned: p.grid.edit(), grids: p.grids.edit(), tallies: p.tallies.edit(),
	}
}

// plan makes a plan of the tables as they are.
func (e *edit) plan() *Plan {
	next := &Plan{fabric: e.before.fabric, grid: e.assigned.table, base: e.before.base, grids: e.grids.table, tallies: e.tallies.table}
	if e.nodes.notes != nil || e.arcs.notes != nil || e.cells.notes != nil {
		fabric := *e.before.fabric
		fabric.nodes, fabric.arcs, fabric.cells = e.nodes.table, e.arcs.table, e.cells.table
		fabric.places = fabric.places.with(&fabric, numbers[CellID](e.cells.notes), numbers[ArcID](e.arcs.notes))
		next.fabric = &fabric
	}
	return next
}

// numbers lists the numbers of what was changed, in order.
func numbers[ID ~int32, T any](notes map[int32]T) []ID {
	ids := make([]ID, 0, len(notes))
	for i := range notes {
		ids = append(ids, ID(i))
	}
	slices.Sort(ids)
	return ids
}

// settle counts the cells that were touched where they now are, and no longer where they were.
func (e *edit) settle() {
	for e.tallies.size < e.grids.size {
		e.tallies.add(Tally{})
	}
	for e.assigned.size < e.cells.size {
		e.assigned.add(NoGrid)
	}
	for _, id := range e.touched() {
		if !e.cells.at(int32(id)).Alive() && e.assigned.at(int32(id)) != NoGrid {
			e.assigned.set(int32(id), NoGrid)
		}
		if was := e.before.fabric.cells; was.holds(int32(id)) && was.at(int32(id)).Alive() {
			e.count(e.before.GridOf(id), was.at(int32(id)).tally().negative())
		}
		if is := e.cells.at(int32(id)); is.Alive() {
			e.count(e.assigned.at(int32(id)), is.tally())
		}
	}
}

// touched lists the cells that differ, or whose grid does, in order.
func (e *edit) touched() []CellID {
	ids := append(numbers[CellID](e.cells.notes), numbers[CellID](e.assigned.notes)...)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (e *edit) count(grid GridID, t Tally) {
	e.tallies.set(int32(grid), e.tallies.at(int32(grid)).plus(t))
}

// endEmpty ends the grids whose last cell a patch has taken, and says so.
func (e *edit) endEmpty(q Patch) {
	for _, c := range q.tallies {
		if g := e.grids.at(c.At); g.Alive && c.New.Cells == 0 {
			g.Alive = false
			e.grids.set(c.At, g)
			e.notes = append(e.notes, Note{Kind: Renamed, Grid: GridID(c.At)})
		}
	}
}

// patch is what was changed.
func (e *edit) patch() Patch {
	return Patch{
		nodes: changes(&e.nodes, same), arcs: changes(&e.arcs, sameArc), cells: changes(&e.cells, sameCell),
		assigned: changes(&e.assigned, same), grids: changes(&e.grids, same), tallies: changes(&e.tallies, same),
		sizes: [2]sizes{e.before.sizes(), {e.nodes.size, e.arcs.size, e.cells.size, e.grids.size}},
	}
}

func (p *Plan) sizes() sizes {
	return sizes{p.fabric.nodes.size, p.fabric.arcs.size, p.fabric.cells.size, p.grids.size}
}

// changes lists what was changed, by number: what differs, and what is new.
func changes[T any](e *tableEdit[T], equal func(T, T) bool) []changed[T] {
	list := make([]changed[T], 0, len(e.notes))
	for i, old := range e.notes {
		if now := e.at(i); int(i) >= e.first || !equal(old, now) {
			list = append(list, changed[T]{i, old, now})
		}
	}
	slices.SortFunc(list, func(a, b changed[T]) int { return cmp.Compare(a.At, b.At) })
	return list
}
