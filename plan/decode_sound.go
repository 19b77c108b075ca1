package plan

import "slices"

// sound reports whether all numbers in a plan are those of something that it has.
func (p *Plan) sound() bool {
	f, b := p.fabric, p.base
	switch {
	case p.grid.size != f.cells.size || b.assigned.size > f.cells.size || b.grids.size > p.grids.size:
		return false
	case b.grids.size == 0 || b.grids.at(0).Alive || p.grids.at(0).Alive || f.isEmpty():
		return false
	}
	return soundGrids(p.grid, p.grids) && soundGrids(b.assigned, b.grids) && f.soundArcs() && f.soundCells(b.assigned)
}

// isEmpty reports whether no cell is there.
func (f *Fabric) isEmpty() bool {
	for range f.Cells() {
		return false
	}
	return true
}

func soundGrids(ids table[GridID], grids table[Grid]) bool {
	for _, g := range ids.each {
		if !grids.holds(int32(g)) {
			return false
		}
	}
	return true
}

func (f *Fabric) soundArcs() bool {
	for _, a := range f.arcs.each {
		if !f.soundArc(a) {
			return false
		}
	}
	return true
}

func (f *Fabric) soundArc(a Arc) bool {
	outside := func(id CellID) bool { return id != NoCell && !f.cells.holds(int32(id)) }
	return !outside(a.Left) && !outside(a.Right) && (!a.Alive() || len(a.Points) > 1) && a.Class <= Community
}

// soundCells checks what cells refer to, and that the first ones are those of the first fabric.
func (f *Fabric) soundCells(base table[GridID]) bool {
	for id, c := range f.cells.each {
		if !f.soundCell(id, &c, base) {
			return false
		}
	}
	return true
}

func (f *Fabric) soundCell(id int32, c *Cell, base table[GridID]) bool {
	if !base.holds(int32(c.Parent)) || int(id) < base.size && int32(c.Parent) != id {
		return false
	}
	for _, a := range c.Arcs {
		if arc, alive := f.Arc(a); !alive || arc.Left != CellID(id) && arc.Right != CellID(id) {
			return false
		}
	}
	return !slices.ContainsFunc(c.Buildings, func(b int32) bool { return b < 0 || int(b) >= len(f.buildings) })
}
