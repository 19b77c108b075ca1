package plan

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
)

// With returns the plan that a patch leads to. The patch must begin at this plan.
func (p *Plan) With(q Patch) *Plan {
	e := p.led(q)
	replay(&e.tallies, q.tallies, q.sizes[1].grids)
	return e.plan()
}

// led is the edit that sets what a patch changes, but for the tallies.
func (p *Plan) led(q Patch) *edit {
	e := p.edit()
	to := q.sizes[1]
	replay(&e.nodes, q.nodes, to.nodes)
	replay(&e.arcs, q.arcs, to.arcs)
	replay(&e.cells, q.cells, to.cells)
	replay(&e.assigned, q.assigned, to.cells)
	replay(&e.grids, q.grids, to.grids)
	return e
}

func replay[T any](e *tableEdit[T], list []changed[T], size int) {
	for _, c := range list {
		if int(c.At) < size {
			e.set(c.At, c.New)
		}
	}
	e.cutTo(size)
}

// Inverse returns the patch that leads back.
func (q Patch) Inverse() Patch {
	return Patch{
		nodes: inverse(q.nodes), arcs: inverse(q.arcs), cells: inverse(q.cells),
		assigned: inverse(q.assigned), grids: inverse(q.grids), tallies: inverse(q.tallies),
		sizes: [2]sizes{q.sizes[1], q.sizes[0]},
	}
}

func inverse[T any](list []changed[T]) []changed[T] {
	back := make([]changed[T], len(list))
	for i, c := range list {
		back[i] = changed[T]{c.At, c.New, c.Old}
	}
	return back
}

// join returns the patch that does all, one after the other. There must be one.
func join(list []Patch) Patch {
	return Patch{
		nodes:    joined(list, func(q Patch) []changed[Node] { return q.nodes }),
		arcs:     joined(list, func(q Patch) []changed[Arc] { return q.arcs }),
		cells:    joined(list, func(q Patch) []changed[Cell] { return q.cells }),
		assigned: joined(list, func(q Patch) []changed[GridID] { return q.assigned }),
		grids:    joined(list, func(q Patch) []changed[Grid] { return q.grids }),
		tallies:  joined(list, func(q Patch) []changed[Tally] { return q.tallies }),
		sizes:    [2]sizes{list[0].sizes[0], list[len(list)-1].sizes[1]},
	}
}

func joined[T any](patches []Patch, of func(Patch) []changed[T]) []changed[T] {
	if len(patches) == 1 {
		return of(patches[0])
	}
	var all []changed[T]
	for _, q := range patches {
		all = append(all, of(q)...)
	}
	slices.SortStableFunc(all, func(a, b changed[T]) int { return cmp.Compare(a.At, b.At) })
	list := all[:0]
	for _, c := range all {
		if last := len(list) - 1; last >= 0 && list[last].At == c.At {
			list[last].New = c.New
		} else {
			list = append(list, c)
		}
	}
	return list
}

// Equal reports whether two plans are the same, bit for bit: the cells and their borders, who has
// them, the grids and where the plan began.
func (p *Plan) Equal(q *Plan) bool {
	return equalTables(p.grid, q.grid, same) && p.base.equal(q.base) &&
		equalTables(p.grids, q.grids, same) && equalTables(p.tallies, q.tallies, same) && p.fabric.equal(q.fabric)
}

func (f *Fabric) equal(g *Fabric) bool {
	return f == g || equalTables(f.nodes, g.nodes, same) && equalTables(f.arcs, g.arcs, sameArc) &&
		equalTables(f.cells, g.cells, sameCell) && f.sameSurroundings(g)
}

// sameSurroundings compares what no operation changes.
func (f *Fabric) sameSurroundings(g *Fabric) bool {
	return reflect.DeepEqual(f.buildings, g.buildings) && reflect.DeepEqual(f.estates, g.estates) &&
		reflect.DeepEqual(f.roads, g.roads) || bytes.Equal(f.surroundings(), g.surroundings())
}

func (f *Fabric) surroundings() []byte {
	var w writer
	w.surroundings(f)
	return w.text
}

func same[T comparable](a, b T) bool { return a == b }

func sameArc(a, b Arc) bool {
	points := slices.Equal(a.Points, b.Points)
	a.Points, b.Points = nil, nil
	return points && a.From == b.From && a.To == b.To && a.Left == b.Left && a.Right == b.Right && a.Class == b.Class && a.Bridge == b.Bridge
}

func sameCell(a, b Cell) bool {
	return slices.Equal(a.Arcs, b.Arcs) && slices.Equal(a.Buildings, b.Buildings) && a.Parent == b.Parent &&
		a.Community == b.Community && a.Estate == b.Estate && a.Block == b.Block &&
		a.Households == b.Households && a.Residents == b.Residents && a.SquareMetres == b.SquareMetres
}

// equalTables compares two tables; pages that they share it does not look at.
func equalTables[T any](a, b table[T], equal func(T, T) bool) bool {
	if a.size != b.size {
		return false
	}
	for i, page := range a.pages {
		if page != b.pages[i] && !slices.EqualFunc(page[:], b.pages[i][:], equal) {
			return false
		}
	}
	return true
}
