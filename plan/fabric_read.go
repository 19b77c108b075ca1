package plan

import (
	"iter"
	"slices"
)

// Cells yields the cells that are there, by number.
func (f *Fabric) Cells() iter.Seq2[CellID, Cell] {
	return func(yield func(CellID, Cell) bool) {
		for i, c := range f.cells.each {
			if c.Alive() && !yield(CellID(i), c) {
				return
			}
		}
	}
}

// Arcs yields the borders that are there, by number.
func (f *Fabric) Arcs() iter.Seq2[ArcID, Arc] {
	return func(yield func(ArcID, Arc) bool) {
		for i, a := range f.arcs.each {
			if a.Alive() && !yield(ArcID(i), a) {
				return
			}
		}
	}
}

// Nodes yields the nodes that are there, by number.
func (f *Fabric) Nodes() iter.Seq2[NodeID, Node] {
	return func(yield func(NodeID, Node) bool) {
		for i, n := range f.nodes.each {
			if n.Alive && !yield(NodeID(i), n) {
				return
			}
		}
	}
}

// Cell returns a cell, and whether it is there.
func (f *Fabric) Cell(id CellID) (Cell, bool) {
	if !f.cells.holds(int32(id)) {
		return Cell{}, false
	}
	c := f.cells.at(int32(id))
	return c, c.Alive()
}

// Arc returns a border, and whether it is there.
func (f *Fabric) Arc(id ArcID) (Arc, bool) {
	if !f.arcs.holds(int32(id)) {
		return Arc{}, false
	}
	a := f.arcs.at(int32(id))
	return a, a.Alive()
}

// Node returns a node, and whether it is there.
func (f *Fabric) Node(id NodeID) (Node, bool) {
	if !f.nodes.holds(int32(id)) {
		return Node{}, false
	}
	n := f.nodes.at(int32(id))
	return n, n.Alive
}

// Buildings returns the buildings, as cells number them. It must not be changed.
func (f *Fabric) Buildings() []Building { return f.buildings }

// Estates yields the estates in order.
func (f *Fabric) Estates() iter.Seq[Estate] {
	ids := make([]int64, 0, len(f.estates))
	for id := range f.estates {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return func(yield func(Estate) bool) {
		for _, id := range ids {
			if !yield(f.estates[id]) {
				return
			}
		}
	}
}

// Roads returns the ways that a border can follow. It must not be changed.
func (f *Fabric) Roads() []Line { return f.roads }

// other returns what lies on the other side of a border of the cell, NoCell outside of the land.
func (a *Arc) other(id CellID) CellID {
	if a.Left == id {
		return a.Right
	}
	return a.Left
}

// beside yields the cells that share a border with a cell, as often as they share one.
func (f *Fabric) beside(id CellID) iter.Seq[CellID] {
	return func(yield func(CellID) bool) {
		for _, a := range f.cells.ref(int32(id)).Arcs {
			if beside := f.arcs.ref(int32(a)).other(id); beside != NoCell && !yield(beside) {
				return
			}
		}
	}
}
