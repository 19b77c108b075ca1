package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// Check lists what is wrong with the plan: the plan's own problems first, by kind in the order of
// the list in docs/plan-engine.md, then what [geo.Validate] finds of the boundaries of its grids.
func (p *Plan) Check(r Rules) []Problem {
	c := &checking{plan: p, rules: r, parts: p.parts(p.alive())}
	c.unassigned()
	c.loose()
	c.codes()
	c.bands()
	c.estates()
	c.water()
	c.slivers()
	c.boundaries()
	c.names()
	return c.problems
}

// A checking collects problems.
type checking struct {
	plan     *Plan
	rules    Rules
	parts    map[GridID][]part
	problems []Problem
}

// add adds a problem with the first of some fixes that applies and leaves the bands no worse than
// they are.
func (c *checking) add(p Problem, fixes ...[]Operation) {
	p.Severity = Stops
	if s, known := severities[p.Kind]; known {
		p.Severity = s
	}
	for _, ops := range fixes {
		next, after, ok := c.plan.effect(ops)
		if ok && next.outOfBand(c.rules, after) <= c.plan.outOfBand(c.rules, after) {
			p.Fix, p.After = ops, after
			break
		}
	}
	c.problems = append(c.problems, p)
}

// unassigned lists the land without a grid in pieces that hang together.
func (c *checking) unassigned() {
	p, seen := c.plan, make([]bool, c.plan.grid.size)
	for id := range p.cellsOf(NoGrid) {
		if seen[id] {
			continue
		}
		cells := p.hangsOn(id, seen)
		problem := Problem{Kind: ProblemUnassigned, At: p.place(cells), Cells: cells, Households: p.households(cells)}
		if problem.Households == 0 {
			problem.Kind = ProblemUnassignedEmpty
		}
		for _, cell := range cells {
			problem.SquareMetres += p.fabric.cells.at(int32(cell)).SquareMetres
		}
		c.addFree(problem, []Operation{{Kind: AssignUnassigned, Cells: cells}})
	}
}

// addFree adds a problem whose fix may bring grids out of their bands.
func (c *checking) addFree(p Problem, ops []Operation) {
	c.add(p)
	last := &c.problems[len(c.problems)-1]
	if _, after, ok := c.plan.effect(ops); ok {
		last.Fix, last.After = ops, after
	}
}

// loose lists the parts that hang together with the rest of their grid no longer.
func (c *checking) loose() {
	for _, l := range c.plan.Loose() {
		problem := Problem{
			Kind: ProblemDetached, At: l.At, Grids: []GridID{l.Grid}, Cells: l.Cells, Households: l.Households,
		}
		c.add(problem)
		last := &c.problems[len(c.problems)-1]
		if c.plan.fabric.island(l.Cells) {
			last.Severity = Warns // nothing can join it
		}
		if len(l.Offers) > 0 {
			last.Fix, last.After = l.Offers[0].Operations, l.Offers[0].After
		}
	}
}

// island reports whether some cells have no other cell beside them.
func (f *Fabric) island(cells []CellID) bool {
	for _, id := range cells {
		for beside := range f.beside(id) {
			if _, in := slices.BinarySearch(cells, beside); !in {
				return false
			}
		}
	}
	return true
}

// codes lists the codes that several grids have.
func (c *checking) codes() {
	byCode := map[string][]GridID{}
	for id, g := range c.plan.Grids() {
		byCode[g.Code] = append(byCode[g.Code], id)
	}
	for _, code := range sortedKeys(byCode) {
		if ids := byCode[code]; code != "" && len(ids) > 1 {
			c.add(Problem{Kind: ProblemCodeTwice, At: c.seat(ids[1]), Grids: ids})
		}
	}
}

// names lists the grids without name or code.
func (c *checking) names() {
	taken := map[string]bool{}
	for _, g := range c.plan.Grids() {
		taken[g.Name] = true
	}
	for id, g := range c.plan.Grids() {
		if g.Name == "" {
			name := freeName(taken)
			c.add(Problem{Kind: ProblemUnnamed, At: c.seat(id), Grids: []GridID{id}}, []Operation{{Kind: RenameGrid, Grid: id, Name: name}})
		}
	}
	for id, g := range c.plan.Grids() {
		if g.Code == "" {
			c.add(Problem{Kind: ProblemCodeMissing, At: c.seat(id), Grids: []GridID{id}})
		}
	}
}

// seat is a point in the largest part of a grid.
func (c *checking) seat(id GridID) geo.Point { return c.plan.place(c.parts[id][0]) }

// estates lists the estates that lie in several grids. They are mended by going whole to the grid
// with most of their households, or to the next.
func (c *checking) estates() {
	cut := c.plan.estatesCut()
	for _, estate := range sortedKeys(cut) {
		byGrid := cut[estate]
		delete(byGrid, NoGrid)
		if len(byGrid) < 2 {
			continue
		}
		grids, all := sortedKeys(byGrid), []CellID(nil)
		for _, id := range grids {
			all = append(all, byGrid[id]...)
		}
		slices.Sort(all)
		slices.SortStableFunc(grids, func(a, b GridID) int {
			return cmp.Compare(c.plan.households(byGrid[b]), c.plan.households(byGrid[a]))
		})
		var fixes [][]Operation
		for _, id := range grids {
			fixes = append(fixes, []Operation{{Kind: AssignCells, Cells: all, Grid: id}})
		}
		c.add(Problem{
			Kind: ProblemEstateCut, At: c.plan.place(byGrid[grids[len(grids)-1]]), Grids: grids, Cells: all, Estate: estate,
			Households: c.plan.households(all),
		}, fixes...)
	}
}
