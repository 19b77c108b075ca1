package plan

import (
	"math"
	"slices"
	"strconv"

	"gewu/geo"
)

// slivers lists the pieces of cells that are too small or too narrow to be meant, and have more border with another
// grid than with their own. They are joined to the neighbour with the longest border.
func (c *checking) slivers() {
	p := c.plan
	for id, cell := range p.fabric.Cells() {
		piece := int(id) >= p.base.assigned.size
		if cell.SquareMetres >= c.rules.SliverSquareMetres && !piece {
			continue
		}
		width := p.fabric.width(cell)
		if cell.SquareMetres >= c.rules.SliverSquareMetres && width >= c.rules.SliverMetres || !p.sticksOut(id, &cell) {
			continue
		}
		problem := Problem{
			Kind: ProblemSliver, At: p.fabric.PlaceOf(id), Grids: []GridID{p.GridOf(id)}, Cells: []CellID{id},
			Households: cell.Households, SquareMetres: cell.SquareMetres, Metres: width,
		}
		c.add(problem, []Operation{{Kind: HealSliver, Cells: []CellID{id}}})
	}
}

// sticksOut reports whether a cell has more border with another grid than with its own.
func (p *Plan) sticksOut(id CellID, c *Cell) bool {
	metres := map[GridID]float64{}
	for _, i := range c.Arcs {
		a := p.fabric.arcs.ref(int32(i))
		if beside := a.other(id); beside != NoCell {
			metres[p.GridOf(beside)] += a.metres()
		}
	}
	own := metres[p.GridOf(id)]
	for _, m := range metres {
		if m > own {
			return true
		}
	}
	return false
}

// width is that of the rectangle that has the area and the outline of a cell.
func (f *Fabric) width(c Cell) float64 {
	half := 0.0
	for _, a := range c.Arcs {
		half += f.arcs.at(int32(a)).metres() / 2
	}
	return (half - math.Sqrt(max(half*half-4*c.SquareMetres, 0))) / 2
}

// boundaries adds what geo finds of the boundaries of grids: cut buildings, and what no operation
// can bring about. What is unassigned counts as an area, so that it is not reported once more.
func (c *checking) boundaries() {
	areas, standing := c.areas(), c.standing()
	problems, err := geo.Validate(areas, geo.Surroundings{Buildings: standing})
	if err != nil {
		return // boundaries come from points on the earth, and each grid's once
	}
	for _, g := range problems {
		if g.Kind == geo.Sliver && c.knows(ProblemSliver, GridID(g.Areas[0])) {
			continue
		}
		if g.Kind == geo.DetachedPart || g.Kind == geo.BuildingWithoutGrid || g.Kind == geo.Hole || g.Kind == geo.Inlet {
			continue // the plan's own checks say so, or it is no land of the plan
		}
		c.add(c.found(g))
	}
}

// knows reports whether a grid has a problem of a kind already.
func (c *checking) knows(kind ProblemKind, id GridID) bool {
	return slices.ContainsFunc(c.problems, func(p Problem) bool { return p.Kind == kind && slices.Contains(p.Grids, id) })
}

func (c *checking) areas() []geo.Area {
	boundaries := c.plan.Boundaries()
	areas := make([]geo.Area, 0, len(boundaries))
	for _, id := range sortedKeys(boundaries) {
		areas = append(areas, geo.Area{ID: geo.AreaID(id), Boundary: boundaries[id]})
	}
	return areas
}

// standing lists the buildings whose footprints come so near to a border between grids that it could cut
// them: within units of the lattice that geo arranges them on.
func (c *checking) standing() []geo.Standing {
	p, x, near := c.plan, c.plan.fabric.places, map[int32]bool{}
	for id := range p.Borders() {
		arc := p.fabric.arcs.at(int32(id))
		if arc.Left == NoCell || arc.Right == NoCell {
			continue
		}
		for i := 1; i < len(arc.Points); i++ {
			for _, box := range x.boxesAlong(side{arc.Points[i-1], arc.Points[i]}, 1) {
				x.footprintsIn(box, func(n int32) { near[n] = true })
			}
		}
	}
	var list []geo.Standing
	for _, n := range sortedKeys(near) {
		b := p.fabric.buildings[n]
		list = append(list, geo.Standing{Name: strconv.Itoa(int(n)), Land: b.Footprint, Point: b.At.Orb()})
	}
	return list
}

// found makes a problem of one that geo found.
func (c *checking) found(g geo.Problem) Problem {
	p := Problem{Kind: ProblemKind(g.Kind.String()), At: g.At, SquareMetres: g.SquareMetres, Metres: g.Metres}
	for _, id := range g.Areas {
		p.Grids = append(p.Grids, GridID(id))
	}
	if i, err := strconv.Atoi(g.Thing); err == nil && i < len(c.plan.fabric.buildings) {
		b := c.plan.fabric.buildings[i]
		p.Building, p.Households = b.ID, b.Households
	}
	return p
}
