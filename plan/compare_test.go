package plan

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComparisonSaysWhatEachGridGainedAndLost(t *testing.T) {
	p := row(10, 20, 30, 40).plan(t, "1122")
	next := must(t, p, Operation{Kind: AssignCells, Cells: []CellID{2}, Grid: 1}, Operation{Kind: AssignCells, Cells: []CellID{0}, New: true})
	c, err := Compare(p.Base(), next)
	if err != nil {
		t.Fatal(err)
	}
	type figures struct{ before, after, was, is, gained, lost int }
	var rows []figures
	for _, r := range c.Rows {
		rows = append(rows, figures{int(r.Before), int(r.After), r.Was.Households, r.Is.Households, r.Gained.Households, r.Lost.Households})
	}
	want := []figures{{1, 1, 30, 50, 30, 10}, {2, 2, 70, 40, 0, 30}, {0, 3, 0, 10, 10, 0}}
	if diff := cmp.Diff(want, rows, cmp.AllowUnexported(figures{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]BuildingMove{{1, 10, 1, 3}, {3, 30, 2, 1}}, c.Moved); diff != "" || c.HouseholdsMoved != 40 {
		t.Error(c.HouseholdsMoved, diff)
	}
}

// Two planners cut the same cell, one from north to south, the other from west to east.
//
//	+--+--+   +-----+
//	|1 |2 |   |  2  |
//	|  |  |   +-----+
//	|  |  |   |  1  |
//	+--+--+   +-----+
func TestPlansWithDifferentCutsAreComparedByLandAndBuildings(t *testing.T) {
	start := draw("a").building(1, 0.25, 0.25, 0, 10).building(2, 0.75, 0.25, 0, 20).
		building(3, 0.25, 0.75, 0, 30).building(4, 0.75, 0.75, 0, 40).plan(t, "1")
	upright, _ := do(t, start, split(1, 0.5, -1, 0.5, 2))
	level, _ := do(t, start, split(1, -1, 0.5, 2, 0.5))
	o, err := overlayOf(upright, level)
	if err != nil {
		t.Fatal(err)
	}
	quarter := squareMetres() / 4
	for _, from := range []GridID{1, 2} {
		for _, to := range []GridID{1, 2} {
			got := o.flows[flow{from, to}]
			if got.Buildings != 1 || got.Households != 10*buildingIn(upright, level, from, to) || math.Abs(got.SquareMetres-quarter) > 0.1 {
				t.Errorf("from %d to %d: %+v, want a quarter of %v m²", from, to, got, 4*quarter)
			}
		}
	}
	c, err := Compare(upright, level)
	if err != nil || len(c.Rows) != 2 || len(c.Moved) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
}

// buildingIn is the number of the building that is in these grids.
func buildingIn(before, after *Plan, from, to GridID) int {
	was, is := before.gridsOfBuildings(), after.gridsOfBuildings()
	for i := range was {
		if was[i] == from && is[i] == to {
			return i + 1
		}
	}
	return 0
}

func TestGainsAndLossesOfRandomPlansAddUp(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 4))
		start := randomPlan(t, rng, 7, 7, 4)
		a, b := start, start
		for range 12 {
			if next, _, err := a.Apply(player{rng, a}.operation()); err == nil {
				a = next
			}
			if next, _, err := b.Apply(player{rng, b}.operation()); err == nil {
				b = next
			}
		}
		c, err := Compare(a, b)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range c.Rows {
			if want := r.Is.Households; r.Was.Households+r.Gained.Households-r.Lost.Households != want {
				t.Fatalf("seed %d: %d and %d less %d are not %d", seed, r.Was.Households, r.Gained.Households, r.Lost.Households, want)
			}
		}
	}
}

func TestPlansOfOtherLandAreNotCompared(t *testing.T) {
	if _, err := Compare(row(1, 2).plan(t, "12"), row(1, 2, 3).plan(t, "123")); !errors.Is(err, ErrOtherFabric) {
		t.Error(err)
	}
}

func TestNewGridsOfTwoPlansArePairedByWhatTheyShare(t *testing.T) {
	p := row(10, 20, 30, 40, 50).plan(t, "11111")
	a := must(t, p, Operation{Kind: AssignCells, Cells: []CellID{0, 1}, New: true}, Operation{Kind: AssignCells, Cells: []CellID{4}, New: true})
	b := must(t, p, Operation{Kind: AssignCells, Cells: []CellID{3, 4}, New: true}, Operation{Kind: AssignCells, Cells: []CellID{0}, New: true})
	o, err := overlayOf(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[GridID]GridID{1: 1, 2: 3, 3: 2}, o.match()); diff != "" {
		t.Error(diff)
	}
}

func TestLineageTellsWhatBecameOfGrids(t *testing.T) {
	p, err := New(row(10, 20, 30, 40, 50, 60, 70, 80).fabric(t), []Grid{{Area: 101}, {Area: 102}, {Area: 103}, {Area: 104}}, []GridID{1, 1, 2, 2, 3, 4, 0, 0})
	if err != nil {
		t.Fatal(err)
	}
	p = must(t, p,
		Operation{Kind: AssignCells, Cells: []CellID{0}, New: true}, // 1 gives a part to 5
		Operation{Kind: AssignCells, Cells: []CellID{2}, Grid: 1},   // 2 gives a part to 1
		Operation{Kind: MergeGrids, Grids: []GridID{2, 3}, Grid: 2}, // 3 ends in 2
		Operation{Kind: AssignCells, Cells: []CellID{6}, New: true}, // 6 is new
	)
	type row struct {
		Kind       LineageKind
		Old        int64
		From, New  GridID
		Households int
	}
	var rows []row
	for _, d := range p.Lineage() {
		rows = append(rows, row{d.Kind, d.Old, d.From, d.New, d.Households})
	}
	want := []row{
		{LineageNew, 0, 0, 6, 70},
		{Reshaped, 101, 1, 1, 20},
		{Divided, 101, 1, 5, 10},
		{Reshaped, 102, 2, 1, 30},
		{Reshaped, 102, 2, 2, 40},
		{Merged, 103, 3, 2, 50},
		{Kept, 104, 4, 4, 60},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	ended := must(t, p, Operation{Kind: AssignCells, Cells: []CellID{5}}).Lineage()
	if last := ended[len(ended)-1]; last.Kind != LineageEnded || last.Old != 104 {
		t.Errorf("%+v", last)
	}
}

func TestPickTakesTheSolutionOfAnotherPlan(t *testing.T) {
	p := row(10, 20, 30, 40, 50, 60).plan(t, "112233")
	other := must(t, p,
		Operation{Kind: AssignCells, Cells: []CellID{2}, Grid: 1}, Operation{Kind: RenameGrid, Grid: 1, Name: "一", Code: "01"},
		Operation{Kind: AssignCells, Cells: []CellID{5}, New: true}, Operation{Kind: RenameGrid, Grid: 4, Name: "四"})
	for _, c := range []struct {
		pick []GridID
		want string
	}{{[]GridID{1}, "111233"}, {[]GridID{4}, "112234"}, {[]GridID{1, 2, 3, 4}, "111234"}} {
		ops, err := p.Pick(other, c.pick)
		if err != nil {
			t.Fatal(err)
		}
		got, _ := do(t, p, ops...)
		if grids(got) != c.want {
			t.Errorf("picked %v: %s, want %s", c.pick, grids(got), c.want)
		}
		again, err := got.Pick(other, c.pick)
		if err != nil || len(again) > 0 {
			t.Errorf("picked %v once more: %v, %v", c.pick, again, err)
		}
	}
	ops, _ := p.Pick(other, []GridID{1, 4})
	got, _ := do(t, p, ops...)
	one, _ := got.Grid(1)
	four, _ := got.Grid(4)
	if one.Name != "一" || one.Code != "01" || four.Name != "四" {
		t.Errorf("%+v and %+v", one, four)
	}
	if _, err := p.Pick(other, []GridID{9}); err == nil {
		t.Error("a grid that is not there is picked")
	}
}

// Whatever two planners do, what is picked applies, and unless lines were drawn, picking all grids
// makes the other plan's division.
func TestPicksOfRandomPlansApply(t *testing.T) {
	for seed := range uint64(8) {
		rng := rand.New(rand.NewPCG(seed, 6))
		p := randomPlan(t, rng, 7, 7, 4)
		other := p
		for range 15 {
			op := player{rng, other}.operation()
			if next, _, err := other.Apply(op); err == nil && other.fabric == next.fabric && op.Kind != LockGrids {
				other = next
			}
		}
		ops, err := p.Pick(other, other.alive())
		if err != nil {
			t.Fatal(err)
		}
		if len(ops) == 0 {
			continue
		}
		got, _, err := p.ApplyAll(ops)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		c, err := Compare(other, got)
		if err != nil || c.HouseholdsMoved > 0 {
			t.Fatalf("seed %d: %d households are elsewhere, %v", seed, c.HouseholdsMoved, err)
		}
	}
}
