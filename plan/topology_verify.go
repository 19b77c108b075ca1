package plan

import (
	"errors"
	"fmt"
	"slices"

	"gewu/geo"
)

// verify looks whether all holds that a fabric promises: what arcs, nodes and cells say of each
// other, that the land is a coverage without gap or overlap, and that each building is in one cell
// and on its land. It takes as long as building the coverage anew.
func (p *Plan) verify() error {
	f := p.fabric
	if err := errors.Join(f.verifyArcs(), f.verifyCells(), f.verifyCoverage(), f.checkBuildings()); err != nil {
		return err
	}
	return p.verifyGrids()
}

// verifyArcs looks whether the ends and the sides of arcs are there, and each arc is one of its
// cells' borders.
func (f *Fabric) verifyArcs() error {
	for id, a := range f.Arcs() {
		from, isFrom := f.Node(a.From)
		to, isTo := f.Node(a.To)
		if !isFrom || !isTo || a.Points[0] != from.At || a.Points[len(a.Points)-1] != to.At {
			return fmt.Errorf("arc %d: its ends are not at its nodes", id)
		}
		for _, c := range [2]CellID{a.Left, a.Right} {
			if cell, alive := f.Cell(c); c != NoCell && (!alive || !slices.Contains(cell.Arcs, id)) {
				return fmt.Errorf("arc %d: cell %d does not have it", id, c)
			}
		}
	}
	return nil
}

// verifyCells looks whether the borders of each cell close, and what it says of itself is so.
func (f *Fabric) verifyCells() error {
	for id, c := range f.Cells() {
		for _, i := range c.Arcs {
			if a, alive := f.Arc(i); !alive || a.Left != id && a.Right != id {
				return fmt.Errorf("cell %d: arc %d is not beside it", id, i)
			}
		}
		o := outlineOf(f, id, c.Arcs)
		if err := o.verify(); err != nil {
			return fmt.Errorf("cell %d: %w", id, err)
		}
		if size := o.squareMetres(); size != c.SquareMetres {
			return fmt.Errorf("cell %d: %v m², not %v", id, size, c.SquareMetres)
		}
		for _, b := range c.Buildings {
			if !o.holds(f.buildings[b].At) {
				return fmt.Errorf("cell %d: building %d is not on it", id, f.buildings[b].ID)
			}
		}
	}
	return nil
}

// verify looks whether each ring ends where it begins, and each hole is in a part.
func (o outline) verify() error {
	if len(o.parts) == 0 {
		return errNoLand
	}
	for _, p := range o.parts {
		if p.double() <= 0 {
			return errors.New("a part of it has less land than holes")
		}
	}
	return nil
}

// verifyCoverage builds the coverage of all cells' boundaries anew, and compares its borders and
// its land, in exact units, with the fabric's.
func (f *Fabric) verifyCoverage() error {
	var areas []geo.Area
	double := int64(0)
	for id, c := range f.Cells() {
		o := outlineOf(f, id, c.Arcs)
		areas = append(areas, geo.Area{ID: geo.AreaID(id + 1), Boundary: o.boundary()})
		for _, p := range o.parts {
			double += p.double()
		}
	}
	coverage, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		return fmt.Errorf("cells are no coverage: %w %v", err, problems)
	}
	if outer := f.doubleLand(); outer != double {
		return fmt.Errorf("cells have %d units of land, and their outer border goes around %d", double, outer)
	}
	return f.verifySides(coverage)
}

// doubleLand is twice the land inside of the fabric's outer border, in square units.
func (f *Fabric) doubleLand() int64 {
	var walks []walk
	for i, a := range f.Arcs() {
		walks = appendWalks(walks, i, a, func(c CellID) bool { return c != NoCell })
	}
	sum := int64(0)
	for _, r := range trace(f, walks) {
		sum += r.double
	}
	return sum
}

// verifySides compares what lies beside each straight piece of a border.
func (f *Fabric) verifySides(c *geo.Coverage) error {
	beside := map[side][2]CellID{}
	for i := range c.ArcCount() {
		a := c.Arc(i)
		left, right := NoCell, NoCell
		if a.Left >= 0 {
			left = CellID(c.ID(int(a.Left)) - 1)
		}
		if a.Right >= 0 {
			right = CellID(c.ID(int(a.Right)) - 1)
		}
		for k := 1; k < len(a.Points); k++ {
			beside[side{a.Points[k-1], a.Points[k]}] = [2]CellID{left, right}
			beside[side{a.Points[k], a.Points[k-1]}] = [2]CellID{right, left}
		}
	}
	for id, a := range f.Arcs() {
		for k := 1; k < len(a.Points); k++ {
			s := side{a.Points[k-1], a.Points[k]}
			if beside[s] != [2]CellID{a.Left, a.Right} {
				return fmt.Errorf("arc %d: cells %d and %d lie beside it, not %v", id, a.Left, a.Right, beside[s])
			}
			delete(beside, s)
			delete(beside, side{s.b, s.a})
		}
	}
	if len(beside) > 0 {
		return fmt.Errorf("%d borders are in no arc", len(beside)/2)
	}
	return nil
}

// verifyGrids looks whether each cell's grid is there, and tallies are what their cells add up to.
func (p *Plan) verifyGrids() error {
	tallies := map[GridID]Tally{}
	for id, c := range p.fabric.Cells() {
		grid := p.GridOf(id)
		if _, alive := p.Grid(grid); grid != NoGrid && !alive {
			return fmt.Errorf("cell %d: there is no grid %d", id, grid)
		}
		tallies[grid] = tallies[grid].plus(c.tally())
	}
	for id, t := range p.tallies.each {
		if tallies[GridID(id)] != t {
			return fmt.Errorf("grid %d: tally %+v, not %+v", id, t, tallies[GridID(id)])
		}
	}
	return nil
}
