package plan

import (
	"testing"

	"gewu/geo"
)

func follow(from, to geo.Point, past ...geo.Point) Operation {
	return Operation{Kind: FollowRoad, Grid: 2, At: from, To: to, Line: past}
}

func noteKinds(c Change) map[NoteKind]int {
	kinds := map[NoteKind]int{}
	for _, n := range c.Notes {
		kinds[n.Kind]++
	}
	return kinds
}

func TestALineGivesWayAroundAFootprint(t *testing.T) {
	p := draw("aaaa aaaa").building(7, 2, 1.1, 0.6, 30).plan(t, "1111 1111")
	next, change := do(t, p, split(1, -1, 1, 5, 1))
	if got := noteKinds(change); got[GaveWay] != 1 || got[BuildingCut] != 0 || change.Notes[0].Building != 7 {
		t.Errorf("notes %+v", change.Notes)
	}
	if got := next.Tally(1); got.Buildings != 1 || got.Households != 30 || got.Residents != 60 {
		t.Errorf("the building is north of the line: %+v", got)
	}
	f, _ := footprintOf(next.fabric.buildings, 0)
	g := next.edit().ground()
	for _, a := range next.fabric.Arcs() {
		for k := 1; k < len(a.Points); k++ {
			if _, cut := f.cutBy(side{a.Points[k-1], a.Points[k]}, g); cut {
				t.Errorf("a border cuts the footprint at %v", a.Points[k])
			}
		}
	}
}

func TestAFootprintIsCutOnlyWhenAsked(t *testing.T) {
	p := draw("aaaa aaaa").building(7, 2, 1.1, 0.6, 30).plan(t, "1111 1111")
	op := split(1, -1, 1, 5, 1)
	op.CutBuildings = true
	next, change := do(t, p, op)
	if got := noteKinds(change); got[BuildingCut] != 1 || got[GaveWay] != 0 {
		t.Errorf("notes %+v", change.Notes)
	}
	if got := squaresIn(next, squareMetres()); got[1] != 4 || got[2] != 4 {
		t.Errorf("the line is not as it was drawn: %v", got)
	}
}

func TestALineThatCannotGiveWayIsRefused(t *testing.T) {
	p := draw("aaaa aaaa").building(7, 2, 1, 2.2, 30).plan(t, "1111 1111")
	inside := Operation{Kind: RedrawBorder, Grid: 1, Line: line(0, 1, 2, 1, 2, 0)}
	if r := refused(t, p, inside); r.Kind != OuterBorder && r.Kind != BuildingInWay {
		t.Error(r)
	}
	row := draw("aaaa bbbb").building(7, 0.4, 1, 0.8, 30).building(8, 1.2, 1, 0.8, 30).plan(t, "1111 1111")
	r := refused(t, row, split(1, 0.8, -1, 0.8, 0.9, 0.9, 3))
	if r.Kind != BuildingInWay || !r.Where {
		t.Errorf("between two houses without a gap: %v", r)
	}
}

func TestAMovedBorderDoesNotCutAFootprint(t *testing.T) {
	p := draw("aabb aabb").building(7, 2.6, 1, 0.4, 30).plan(t, "1122 1122")
	op := Operation{Kind: MoveVertex, Arc: arcBetween(t, p, 2, 0.2, 2, 0.4), At: at(2, 1), To: at(2.6, 1)}
	if r := refused(t, p, op); r.Kind != BuildingInWay || r.Other != at(2.6, 1) {
		t.Error(r)
	}
	op.CutBuildings = true
	if _, change := do(t, p, op); noteKinds(change)[BuildingCut] != 1 {
		t.Errorf("notes %+v", change.Notes)
	}
}

func TestALineNearANodeIsSnappedAndSaysSo(t *testing.T) {
	p := draw("ab cd").plan(t, "11 11")
	next, change := do(t, p, split(1, -1, 1.012, 3, 1.012))
	if got := noteKinds(change); got[Snapped] == 0 {
		t.Errorf("notes %+v", change.Notes)
	}
	for _, n := range change.Notes {
		if n.Metres <= 0.02 || n.Metres > clearance {
			t.Errorf("snapped by %v m", n.Metres)
		}
	}
	for id := range next.fabric.Cells() {
		if next.fabric.cells.size != 4 {
			t.Fatalf("cell %d was cut though the line runs along its border", id)
		}
	}
}

func TestABuildingIsCarvedWithItsLand(t *testing.T) {
	p := draw("aaaab aaaab").building(1, 1, 1, 0.5, 10).building(2, 3, 1, 0.5, 20).building(3, 1, 1.8, 0.2, 5).plan(t, "11112 11112")
	next, _ := do(t, p, Operation{Kind: CarveBuilding, Building: 2, Grid: 2})
	if got := squaresIn(next, squareMetres()); got[2] < 5.5 || got[2] > 6 {
		t.Errorf("grid 2 has %v squares, want its 2 and nearly half of 8", got[2])
	}
	if got := next.Tally(2); got.Households != 20 || got.Buildings != 1 {
		t.Errorf("%+v", got)
	}
	if got := next.Tally(1); got.Households != 15 || got.Buildings != 2 {
		t.Errorf("%+v", got)
	}
	whole, _ := do(t, next, Operation{Kind: CarveBuilding, Building: 2, Grid: 1})
	if whole.fabric.cells.size != next.fabric.cells.size {
		t.Error("a building alone in its cell is given with the cell, which is not cut")
	}
}

func TestABuildingInTheMiddleIsCarvedAsAnIsland(t *testing.T) {
	d := draw("aaab aaab aaab")
	for i, xy := range [][]float64{{1.5, 1.5}, {0.5, 1.5}, {2.5, 1.5}, {1.5, 0.5}, {1.5, 2.5}} {
		d.building(int64(i+1), xy[0], xy[1], 0.2, 10)
	}
	next, _ := do(t, d.plan(t, "1112 1112 1112"), Operation{Kind: CarveBuilding, Building: 1, Grid: 2})
	if got := squaresIn(next, squareMetres()); got[2] != 4 {
		t.Errorf("grid 2 has %v squares, want its 3 and 1", got[2])
	}
	if got := next.Boundary(1); len(got) != 1 || len(got[0]) != 2 {
		t.Errorf("grid 1 should have the island as its hole: %v", got)
	}
}

func TestBuildingsThatCannotBeToldApartAreNotCarved(t *testing.T) {
	p := draw("aab").building(1, 0.5, 0.5, 0.5, 10).building(2, 0.7, 0.5, 0.5, 20).plan(t, "112")
	if r := refused(t, p, Operation{Kind: CarveBuilding, Building: 1, Grid: 2}); r.Kind != BuildingInWay || r.Other != at(0.7, 0.5) {
		t.Error(r)
	}
	_, change := do(t, p, Operation{Kind: CarveBuilding, Building: 1, Grid: 2, CutBuildings: true})
	if got := noteKinds(change); got[BuildingCut] != 2 {
		t.Errorf("notes %+v", change.Notes)
	}
	if r := refused(t, p, Operation{Kind: CarveBuilding, Building: 3, Grid: 2}); r.Kind != UnknownBuilding {
		t.Error(r)
	}
}

func TestABorderTurnsWhereRoadsCrossWithoutACommonVertex(t *testing.T) {
	d := draw("aaaa aaaa bbbb bbbb")
	d.source.Roads = []Line{
		{Class: Road, Points: line(0, 2, 2, 4)}, {Class: Road, Points: line(1, 4, 3, 2)}, {Class: Lane, Points: line(2.5, 2.5, 4, 2)},
	}
	p := d.plan(t, "1111 1111 2222 2222")
	next, _ := do(t, p, follow(at(0, 2), at(4, 2)))
	if got := squaresIn(next, squareMetres()); got[2] != 8+3.5 && got[2] != 8+2.5 {
		t.Errorf("%v", got)
	}
}

func TestABorderFollowsARoad(t *testing.T) {
	d := draw("aaaa aaaa bbbb bbbb")
	d.source.Roads = []Line{
		{Class: Road, Points: line(0, 2, 1, 3, 2, 3)},
		{Class: Lane, Points: line(2, 3, 3, 3, 4, 2)},
		{Class: Road, Points: line(0, 0, 9, 0)},
	}
	p := d.plan(t, "1111 1111 2222 2222")
	next, change := do(t, p, follow(at(0, 2.1), at(4, 2)))
	if got := squaresIn(next, squareMetres()); got[2] != 8+3 {
		t.Errorf("%v", got)
	}
	classes := map[Class]int{}
	for _, id := range change.Arcs {
		if a, alive := next.fabric.Arc(id); alive && next.GridOf(a.Left) != next.GridOf(a.Right) {
			classes[a.Class]++
		}
	}
	if classes[Lane] == 0 {
		t.Errorf("the border along the road is of classes %v", classes)
	}
	for name, op := range map[string]Operation{
		"no road is near":        follow(at(0, 2), at(4, 9)),
		"no road leads there":    follow(at(0, 2), at(4, 0)),
		"no road leads by there": follow(at(0, 2), at(4, 2), at(2, 0)),
	} {
		if r := refused(t, p, op); r.Kind != NoWay {
			t.Errorf("%s: %v", name, r)
		}
	}
}

func TestASliverGoesToTheNeighbourWithTheLongestBorder(t *testing.T) {
	p := draw("aabb aacc").plan(t, "1122 1133")
	p, _ = do(t, p, Operation{Kind: SplitByLine, Grid: 1, Line: line(1.96, -1, 1.96, 1.2, 2, 1.2)})
	sliver := CellID(p.fabric.cells.size - 1)
	if c, _ := p.fabric.Cell(sliver); c.SquareMetres > 10 {
		sliver--
	}
	next, _ := do(t, p, Operation{Kind: HealSliver, Cells: []CellID{sliver}})
	if got := next.GridOf(sliver); got != 1 && got != 3 {
		t.Errorf("grid %d", got)
	}
	if r := refused(t, p, Operation{Kind: HealSliver, Cells: []CellID{0}}); r.Kind != UnknownCell {
		t.Error(r)
	}
	if r := refused(t, p, Operation{Kind: HealSliver, Cells: []CellID{1}}); r.Kind != NothingToDo {
		t.Error(r)
	}
}

// A line that cuts a grid in two and takes a corner of one square metre besides makes one new grid, not two.
//
//	b  b  b
//	a  a--.b
//	-------'      the corner stays with what it has the longest border with
//	a  a   b
func TestACrumbThatALineCutsOffIsHealedAtOnce(t *testing.T) {
	p := draw("bbb aab aab").plan(t, "222 112 112")
	next, change := do(t, p, Operation{Kind: SplitByLine, Grid: 1, Line: line(-1, 1, 2.5, 1, 2.5, 1.9, 1.9, 1.9, 1.9, 2.5)})
	if got := squaresIn(next, squareMetres()); len(got) != 3 || got[1] != 2 || got[3] != 2 {
		t.Errorf("%v", got)
	}
	if got := noteKinds(change); got[Healed] != 1 {
		t.Errorf("notes %+v", change.Notes)
	}
	only, change := do(t, p, Operation{Kind: SplitByLine, Grid: 1, Line: line(2.5, 1.9, 1.9, 1.9, 1.9, 2.5)})
	if got := len(only.alive()); got != 3 || noteKinds(change)[Healed] != 0 {
		t.Errorf("a corner that is all that was cut off is meant: %d grids, %+v", got, change.Notes)
	}
}

// Where a new border runs a foot beside the old one, the strip between stays where it has the longer border.
func TestAStripBesideTheOldBorderIsHealedAtOnce(t *testing.T) {
	p := draw("ab ab").plan(t, "12 12")
	bulge := []float64{1, 2, 1.5, 1.5, 1, 1}
	want, _ := do(t, p, Operation{Kind: RedrawBorder, Grid: 1, Line: line(bulge...)})
	got, change := do(t, p, Operation{Kind: RedrawBorder, Grid: 1, Line: line(append(bulge, 1.03, 0.9, 1.03, 0.1, 1, 0)...)})
	if got.Tally(1).SquareMetres-want.Tally(1).SquareMetres > 0.01 || noteKinds(change)[Healed] != 1 {
		t.Errorf("%v and %v, %+v", got.Tally(1), want.Tally(1), change.Notes)
	}
	for _, n := range change.Notes {
		if n.Kind == Healed && (n.Grid != 2 || n.SquareMetres < 2 || n.SquareMetres > 3) {
			t.Errorf("%+v", n)
		}
	}
}
