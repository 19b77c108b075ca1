package plan

import "testing"

// An island is a part that nothing can join: a plan with it can be published. A part that other cells
// part from its grid stops it.
func TestAnIslandStopsNoPlan(t *testing.T) {
	p := draw("ab.cde").building(1, 3.5, 0.5, 0, 5).building(2, 5.5, 0.5, 0, 5).plan(t, "11.121")
	severity := map[int]Severity{}
	for _, problem := range p.Check(DefaultRules()) {
		if problem.Kind == ProblemDetached {
			severity[len(problem.Cells)] = problem.Severity
		}
	}
	if len(severity) == 0 || severity[1] != Stops {
		t.Errorf("%v", severity)
	}
	island := draw("ab.cde").plan(t, "11.111")
	for _, problem := range island.Check(DefaultRules()) {
		if problem.Kind == ProblemDetached && problem.Severity != Warns {
			t.Errorf("an island: %+v", problem)
		}
	}
}

// What is split off a grid belongs to the community of the grid, though its land was another's.
func TestANewGridIsOfTheCommunityOfTheGridThatItComesFrom(t *testing.T) {
	d := draw("abcd")
	p := d.plan(t, "1122")
	p.fabric.cells.ref(int32(d.cells['c'])).Community = 2
	p.fabric.cells.ref(int32(d.cells['d'])).Community = 2
	moved := must(t, p, Operation{Kind: AssignCells, Cells: []CellID{d.cells['c']}, Grid: 1})
	split := must(t, moved, Operation{Kind: AssignCells, Cells: []CellID{d.cells['c']}, New: true})
	if g, _ := split.Grid(split.GridOf(d.cells['c'])); g.Community != 1 {
		t.Errorf("the new grid is of community %d", g.Community)
	}
}
