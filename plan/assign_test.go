package plan

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// must makes operations one after the other, each by itself.
func must(t *testing.T, p *Plan, ops ...Operation) *Plan {
	t.Helper()
	for _, op := range ops {
		p, _ = do(t, p, op)
	}
	return p
}

// refusedAs looks whether an operation is refused for a reason.
func refusedAs(t *testing.T, p *Plan, op Operation, kind RefusalKind) {
	t.Helper()
	if r := refused(t, p, op); r.Kind != kind {
		t.Errorf("%+v: %v, want %s", op, r, kind)
	}
}

// grids writes the grid of each cell.
func grids(p *Plan) (digits string) {
	for id := range p.fabric.Cells() {
		digits += string(rune('0' + p.GridOf(id)))
	}
	return digits
}

// four draws four cells in a row, with 10, 20, 30 and 40 households, in two grids.
func four(t *testing.T) *Plan {
	return draw("abcd").building(1, 0.5, 0.5, 0, 10).building(2, 1.5, 0.5, 0, 20).
		building(3, 2.5, 0.5, 0, 30).building(4, 3.5, 0.5, 0, 40).plan(t, "1122")
}

func TestAssignedCellsCountInTheirNewGrid(t *testing.T) {
	p := four(t)
	next, change, err := p.Apply(Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 2})
	if err != nil {
		t.Fatal(err)
	}
	if got := grids(next); got != "1222" || grids(p) != "1122" {
		t.Errorf("grids %s, and before %s", got, grids(p))
	}
	if next.Tally(1).Households != 10 || next.Tally(2).Households != 90 || next.Tally(2).Residents != 180 || next.Tally(2).Buildings != 3 {
		t.Errorf("tallies %+v and %+v", next.Tally(1), next.Tally(2))
	}
	if !slices.Equal(change.Cells, []CellID{1}) || !slices.Equal(change.Grids, []GridID{1, 2}) || change.Arcs != nil {
		t.Errorf("change of %v, %v, %v", change.Cells, change.Grids, change.Arcs)
	}
}

func TestCellsCanGoToANewGridOrToNone(t *testing.T) {
	p := must(t, four(t), Operation{Kind: AssignCells, Cells: []CellID{1, 2}, New: true})
	if g, alive := p.Grid(3); grids(p) != "1332" || !alive || g.Kind != Ordinary || g.Community != 1 {
		t.Errorf("grids %s, the new one %+v", grids(p), g)
	}
	p = must(t, p, Operation{Kind: AssignCells, Cells: []CellID{0}})
	if _, alive := p.Grid(1); grids(p) != "0332" || alive || p.Tally(NoGrid).Households != 10 {
		t.Errorf("grids %s, and the one without cells is there: %v", grids(p), alive)
	}
}

func TestNewGridsDifferInColourFromThoseBeside(t *testing.T) {
	p := must(t, four(t), Operation{Kind: AssignCells, Cells: []CellID{1}, New: true}, Operation{Kind: AssignCells, Cells: []CellID{2}, New: true})
	one, _ := p.Grid(1)
	three, _ := p.Grid(3)
	fourth, _ := p.Grid(4)
	if three.Colour == one.Colour || fourth.Colour == three.Colour {
		t.Errorf("colours %d, %d, %d", one.Colour, three.Colour, fourth.Colour)
	}
}

// A grid that touches another with its last cell only, in a plan that began empty.
//
//	1332
func TestANewGridDiffersInColourFromThoseBesideAnyOfItsCells(t *testing.T) {
	d := draw("abcd")
	p := must(t, d.plan(t, "0000"),
		Operation{Kind: AssignCells, Cells: []CellID{0}, New: true}, Operation{Kind: AssignCells, Cells: []CellID{3}, New: true},
		Operation{Kind: AssignCells, Cells: []CellID{1, 2}, New: true})
	one, _ := p.Grid(1)
	two, _ := p.Grid(2)
	three, _ := p.Grid(3)
	if three.Colour == one.Colour || three.Colour == two.Colour {
		t.Errorf("colours %d, %d, %d", one.Colour, three.Colour, two.Colour)
	}
}

func TestTheGridsThatASplitMakesDifferInColourFromThoseBesideThem(t *testing.T) {
	p := townWithRoads(t)
	p = after(t, p, Operation{Kind: SplitInto, Grid: 1, Parts: 60})
	colour := func(id CellID) uint8 { return p.grids.ref(int32(p.GridOf(id))).Colour }
	for id, a := range p.fabric.Arcs() {
		if a.Left != NoCell && a.Right != NoCell && p.GridOf(a.Left) != p.GridOf(a.Right) && colour(a.Left) == colour(a.Right) {
			t.Fatalf("arc %d has grids of one colour on both sides: %d and %d", id, p.GridOf(a.Left), p.GridOf(a.Right))
		}
	}
}

func TestALockedGridNeitherGainsNorLosesLand(t *testing.T) {
	p := must(t, four(t), Operation{Kind: LockGrids, Grids: []GridID{2}})
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 2}, GridLocked)
	if r := refused(t, p, Operation{Kind: AssignCells, Cells: []CellID{1, 2}, Grid: 1}); r.Kind != GridLocked || r.Cell != 2 || r.Grid != 2 || !r.Where {
		t.Errorf("refused at %+v", r)
	}
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{3}}, GridLocked)
	refusedAs(t, p, Operation{Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 1}, GridLocked)
	refusedAs(t, p, Operation{Kind: SplitInto, Grid: 2, Parts: 2}, GridLocked)
	p = must(t, p, Operation{Kind: RenameGrid, Grid: 2, Name: "二"}, Operation{Kind: UnlockGrids}, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 2})
	if grids(p) != "1222" {
		t.Errorf("unlocked: %s", grids(p))
	}
}

func TestOperationsOnWhatIsNotThereAreRefused(t *testing.T) {
	p := four(t)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{4}, Grid: 1}, UnknownCell)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{-1}, Grid: 1}, UnknownCell)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1, 1}, Grid: 2}, BadMember)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 3}, UnknownGrid)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: -3}, UnknownGrid)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 1}, NothingToDo)
	refusedAs(t, p, Operation{Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 3}, BadMember)
	refusedAs(t, p, Operation{Kind: MergeGrids, Grids: []GridID{1, 7}, Grid: 1}, UnknownGrid)
	refusedAs(t, p, Operation{Kind: MergeGrids, Grids: []GridID{1}, Grid: 1}, NothingToDo)
	refusedAs(t, p, Operation{Kind: LockGrids, Grids: []GridID{0}}, UnknownGrid)
	refusedAs(t, p, Operation{Kind: UnlockGrids}, NothingToDo)
	refusedAs(t, p, Operation{Kind: AssignUnassigned}, NothingToDo)
	refusedAs(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 1, Name: "x"}, NotAllowed)
	refusedAs(t, p, Operation{Kind: "no such"}, UnknownKind)
}

func TestUnassignedCellsGoToTheLongestBorderUntilNoneIsLeft(t *testing.T) {
	// Cell c has two sides with grid 2 and one with grid 1; d touches no grid before c has one;
	// e lies beyond land of no cell, where nothing can reach it.
	p := draw(`
		aabb.e
		ccbb.e
		dd....`).plan(t, `
		112200
		002200
		000000`)
	next, change, err := p.Apply(Operation{Kind: AssignUnassigned})
	if err != nil {
		t.Fatal(err)
	}
	if got := grids(next); got != "12011" {
		t.Errorf("grids %s, and the cells are in the order a, b, e, c, d", got)
	}
	if len(change.Cells) != 2 {
		t.Errorf("changed %v", change.Cells)
	}
	if r := refused(t, next, Operation{Kind: AssignUnassigned}); r.Kind != NoNeighbour || r.Cell != 2 || !r.Where {
		t.Errorf("an island is refused as %+v", r)
	}
	locked := must(t, p, Operation{Kind: LockGrids, Grids: []GridID{1}}, Operation{Kind: AssignUnassigned})
	if got := grids(locked); got != "12022" {
		t.Errorf("with the first grid locked: %s", got)
	}
}

func TestMergedGridsEndAndSaySo(t *testing.T) {
	p := must(t, four(t), Operation{Kind: RenameGrid, Grid: 2, Name: "二", Code: "2"})
	next, change, err := p.Apply(Operation{Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, alive := next.Grid(2); alive || grids(next) != "1111" {
		t.Errorf("merged: %s", grids(next))
	}
	if diff := cmp.Diff([]Note{{Kind: Renamed, Grid: 2}}, change.Notes); diff != "" {
		t.Error(diff)
	}
	must(t, next, Operation{Kind: RenameGrid, Grid: 1, Name: "一", Code: "2"})
}

func TestNamesCodesKindsAndReasonsAreChecked(t *testing.T) {
	p := must(t, four(t), Operation{Kind: RenameGrid, Grid: 2, Name: "二", Code: "0002"})
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: "一", Code: "0002"}, CodeTaken)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: ""}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: " a"}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: "a\nb"}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: "\xff"}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: "a\u202eb"}, BadText)
	refusedAs(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: Dedicated, Reason: "a\u2028b"}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 1, Name: "a", Code: "b c"}, BadText)
	refusedAs(t, p, Operation{Kind: RenameGrid, Grid: 9, Name: "a"}, UnknownGrid)
	refusedAs(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: "park", Reason: "x"}, BadMember)
	refusedAs(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: Dedicated}, ReasonMissing)
	refusedAs(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: Ordinary, Reason: "x"}, NotAllowed)
	refusedAs(t, p, Operation{Kind: Exempt, Grid: 1}, NothingToDo)
	p = must(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: Dedicated, Reason: "market"}, Operation{Kind: Exempt, Grid: 2, Reason: "one tower"})
	one, _ := p.Grid(1)
	two, _ := p.Grid(2)
	if one.Kind != Dedicated || one.Exempt != "market" || two.Exempt != "one tower" {
		t.Errorf("%+v and %+v", one, two)
	}
	p = must(t, p, Operation{Kind: SetKind, Grid: 1, GridKind: Ordinary}, Operation{Kind: Exempt, Grid: 2})
	if one, _ = p.Grid(1); one.Exempt != "" {
		t.Errorf("%+v", one)
	}
}

func TestAGridIsSplitInPartsOfLikeHouseholds(t *testing.T) {
	p := draw("abcdef").building(1, 0.5, 0.5, 0, 10).building(2, 1.5, 0.5, 0, 10).building(3, 2.5, 0.5, 0, 10).
		building(4, 3.5, 0.5, 0, 10).building(5, 4.5, 0.5, 0, 10).building(6, 5.5, 0.5, 0, 10).plan(t, "111111")
	if got := grids(must(t, p, Operation{Kind: SplitInto, Grid: 1, Parts: 3})); got != "112233" && got != "113322" && got != "221133" && got != "331122" && got != "223311" && got != "332211" {
		t.Errorf("split %s", got)
	}
	refusedAs(t, p, Operation{Kind: SplitInto, Grid: 1, Parts: 7}, TooLittle)
	refusedAs(t, p, Operation{Kind: SplitInto, Grid: 1, Parts: 1}, BadMember)
	empty := draw("abcd").plan(t, "1111")
	if got := grids(must(t, empty, Operation{Kind: SplitInto, Grid: 1, Parts: 2})); got != "1122" && got != "2211" {
		t.Errorf("a park is split %s", got)
	}
	apart := draw("a.b").plan(t, "101")
	refusedAs(t, apart, Operation{Kind: SplitInto, Grid: 1, Parts: 3}, TooLittle)
}
