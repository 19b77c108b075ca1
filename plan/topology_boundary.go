package plan

import (
	"iter"

	"github.com/paulmach/orb"
)

// Boundary returns the boundary of a grid in degrees, traced from the borders around its cells:
// closed rings, outer ones counter-clockwise, holes clockwise, the largest part first. A boundary
// that touches itself at a node is several rings that touch. It is nil for a grid without cells.
func (p *Plan) Boundary(id GridID) orb.MultiPolygon {
	var walks []walk
	for i, a := range p.fabric.Arcs() {
		walks = appendWalks(walks, i, a, func(c CellID) bool { return c != NoCell && p.GridOf(c) == id })
	}
	if len(walks) == 0 {
		return nil
	}
	return outlineFrom(trace(p.fabric, walks)).boundary()
}

// Boundaries returns the boundaries of all grids that have cells, and that of what is unassigned
// as that of NoGrid.
func (p *Plan) Boundaries() map[GridID]orb.MultiPolygon {
	walks := map[GridID][]walk{}
	for i := range p.Borders() {
		a := p.fabric.arc(i)
		if a.Left != NoCell {
			walks[p.GridOf(a.Left)] = append(walks[p.GridOf(a.Left)], walk(i))
		}
		if a.Right != NoCell {
			walks[p.GridOf(a.Right)] = append(walks[p.GridOf(a.Right)], ^walk(i))
		}
	}
	boundaries := make(map[GridID]orb.MultiPolygon, len(walks))
	for id, list := range walks {
		boundaries[id] = outlineFrom(trace(p.fabric, list)).boundary()
	}
	return boundaries
}

// CellBoundary returns the boundary of a cell, as Boundary does; nil for one that is not there.
func (p *Plan) CellBoundary(id CellID) orb.MultiPolygon {
	c, alive := p.fabric.Cell(id)
	if !alive {
		return nil
	}
	return outlineOf(p.fabric, id, c.Arcs).boundary()
}

// Borders yields the arcs between different grids, and between a grid and what lies outside of the
// land, in order.
func (p *Plan) Borders() iter.Seq[ArcID] {
	return func(yield func(ArcID) bool) {
		for i, a := range p.fabric.Arcs() {
			outer := a.Left == NoCell || a.Right == NoCell
			if (outer || p.GridOf(a.Left) != p.GridOf(a.Right)) && !yield(i) {
				return
			}
		}
	}
}
