package plan

import (
	"math/rand/v2"
	"testing"

	"gewu/geo"
)

func redraw(grid GridID, xy ...float64) Operation {
	return Operation{Kind: RedrawBorder, Grid: grid, Line: line(xy...)}
}

func TestABorderIsRedrawn(t *testing.T) {
	tests := []struct {
		name, cells, grids string
		line               []float64
		want               map[GridID]float64
	}{
		{"a bay of the neighbour is won", "aabb aabb", "1122 1122", []float64{2, 0.5, 3, 0.5, 3, 1.5, 2, 1.5}, map[GridID]float64{1: 5, 2: 3}},
		{"a piece is lost to the neighbour", "aabb aabb", "1122 1122", []float64{2, 0.5, 1, 0.5, 1, 1.5, 2, 1.5}, map[GridID]float64{1: 3, 2: 5}},
		{"ends that stick out are left out", "aabb aabb", "1122 1122", []float64{3, 0.5, 1, 0.5, 1, 1.5, 3, 1.5}, map[GridID]float64{1: 3, 2: 5}},
		{"pieces on both sides", "aabb aabb", "1122 1122", []float64{2, 0, 1.5, 0.5, 2, 1, 2.5, 1.5, 2, 2}, map[GridID]float64{1: 4, 2: 4}},
		{"a line along borders of cells cuts none", "aabc aabd", "1112 1112", []float64{2, 3, 2, -1}, map[GridID]float64{1: 4, 2: 4}},
		{"whole cells change sides with the pieces", "aabbb aacbb aabbb", "11222 11222 11222", []float64{2, 0.5, 3.5, 0.5, 3.5, 2.5, 2, 2.5}, map[GridID]float64{1: 9, 2: 6}},
		{"what is lost goes to the longest border", "aaa aaa bbc", "111 111 223", []float64{0, 1, 0, 1.5, 3, 1.5, 3, 1}, map[GridID]float64{1: 4.5, 2: 3.5, 3: 1}},
		{"the line may end on the border of a third", "bbbb aaaa", "2222 1111", []float64{1, 1, 1, 1.5, 3, 1.5, 3, 1}, map[GridID]float64{1: 5, 2: 3}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := draw(test.cells).plan(t, test.grids)
			next, _ := do(t, p, redraw(1, test.line...))
			for id, want := range test.want {
				if got := squaresIn(next, squareMetres())[id]; got != want {
					t.Errorf("grid %d: %v squares, want %v", id, got, want)
				}
			}
		})
	}
}

func TestALineThatRedrawsNothingIsRefused(t *testing.T) {
	tests := []struct {
		name, cells, grids string
		line               []float64
		want               RefusalKind
		at                 []float64
	}{
		{"it misses", "ab", "12", []float64{-1, 2, 3, 2}, LineMisses, []float64{-1, 2}},
		{"it meets the border once", "aabb", "1122", []float64{2, 0.5, 3, 0.5}, LineMeetsOnce, []float64{2, 0.5}},
		{"it runs along the border", "ab", "12", []float64{1, 0, 1, 1}, LineAlong, []float64{1, 0}},
		{"it touches a corner", "ab", "12", []float64{-1, 1, 1, -1}, LineTouches, []float64{0, 0}},
		{"it ends at a corner", "ab", "12", []float64{-1, -1, 0, 0}, LineMeetsOnce, []float64{0, 0}},
		{"it comes out of another grid and ends at the border", "aabb", "1122", []float64{3.5, 0.5, 2, 0.5}, LineMeetsOnce, []float64{2, 0.5}},
		{"it is snapped to one corner", "ab", "12", []float64{1, 0.001, 1.001, 0}, LineTooShort, []float64{1, 0.001}},
		{"it goes a hand along the border", "ab", "12", []float64{1, 0.5, 1, 0.501}, LineAlong, []float64{1, 0.5}},
		{"it begins inside", "ab", "12", []float64{0.5, 0.5, 1.5, 0.5, 1, 0}, LineStartsIn, []float64{0.5, 0.5}},
		{"it ends inside", "ab", "12", []float64{1, 0, 1.5, 0.5, 0.5, 0.5}, LineStartsIn, []float64{0.5, 0.5}},
		{"it leaves the community", "ab", "12", []float64{0, 0, -1, 0.5, 0, 1}, OuterBorder, []float64{0, 0}},
		{"there is nobody to have what it cuts off", "aa", "11", []float64{0, 0.5, 0.5, 0}, OuterBorder, nil},
		{"it crosses itself", "ab", "12", []float64{1, 0.2, 1.8, 0.8, 1.2, 0.8, 1.8, 0.2}, LineCrossesSelf, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := refused(t, draw(test.cells).plan(t, test.grids), redraw(1, test.line...))
			if r.Kind != test.want {
				t.Errorf("%v, want %v", r, test.want)
			}
			if test.at != nil && r.At != at(test.at[0], test.at[1]) {
				t.Errorf("at %v, want %v", r.At, at(test.at[0], test.at[1]))
			}
		})
	}
}

func nodeAt(t testing.TB, p *Plan, x, y float64) NodeID {
	t.Helper()
	for id, n := range p.fabric.Nodes() {
		if n.At == at(x, y) {
			return id
		}
	}
	t.Fatalf("no node at %v, %v", x, y)
	return 0
}

func arcBetween(t testing.TB, p *Plan, x1, y1, x2, y2 float64) ArcID {
	t.Helper()
	for id, a := range p.fabric.Arcs() {
		for k := 1; k < len(a.Points); k++ {
			if s := (side{a.Points[k-1], a.Points[k]}); s.bears(at(x1, y1)) && s.bears(at(x2, y2)) {
				return id
			}
		}
	}
	t.Fatal("no such arc")
	return 0
}

func TestACornerWhereFourGridsMeetMovesInAllOfThem(t *testing.T) {
	p := draw("aabb aabb ccdd ccdd").building(1, 2.9, 2.3, 0, 40).plan(t, "1122 1122 3344 3344")
	next, _ := do(t, p, Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(3, 3)})
	for id, want := range map[GridID]float64{1: 4, 2: 3, 3: 5, 4: 4} {
		if got := squaresIn(next, squareMetres())[id]; got != want {
			t.Errorf("grid %d: %v squares, want %v", id, got, want)
		}
	}
	if before, after := p.Tally(2), next.Tally(2); before.Households != 40 || after.Households != 0 {
		t.Errorf("grid 2 had %d households and has %d", before.Households, after.Households)
	}
	if got := next.Tally(4); got.Households != 40 || got.Buildings != 1 || got.Residents != 80 {
		t.Errorf("grid 4 has %+v", got)
	}
}

func TestACornerOfThreeCellsMoves(t *testing.T) {
	p := draw("aabb aacc").plan(t, "1122 1133")
	next, _ := do(t, p, Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 1), To: at(2.5, 1.2)})
	for id, want := range map[GridID]float64{1: 4.5, 2: 1.75, 3: 1.75} {
		if got := squaresIn(next, squareMetres())[id]; got != want {
			t.Errorf("grid %d: %v squares, want %v", id, got, want)
		}
	}
}

func TestAVertexIsMovedOrMade(t *testing.T) {
	p := draw("aabb aabb").plan(t, "1122 1122")
	arc := arcBetween(t, p, 2, 0.2, 2, 0.4)
	moved, _ := do(t, p, Operation{Kind: MoveVertex, Arc: arc, At: at(2, 1), To: at(3, 1)})
	if got := squaresIn(moved, squareMetres())[1]; got != 5 {
		t.Errorf("grid 1 has %v squares, want 5", got)
	}
	moved, _ = do(t, moved, Operation{Kind: MoveVertex, Arc: arc, At: at(3, 1), To: at(1, 1)})
	if got := squaresIn(moved, squareMetres())[1]; got != 3 {
		t.Errorf("grid 1 has %v squares, want 3", got)
	}
	made, _ := do(t, p, Operation{Kind: MoveVertex, Arc: arc, At: at(2.05, 0.5), To: at(3, 0.5)})
	if got := squaresIn(made, squareMetres())[1]; got != 4.5 {
		t.Errorf("grid 1 has %v squares, want 4.5", got)
	}
	ended, _ := do(t, p, Operation{Kind: MoveVertex, Arc: arcBetween(t, made, 3, 0.5, 2, 1), At: at(2, 1), To: at(2, 1.2)})
	if got := squaresIn(ended, squareMetres())[1]; got != 4 {
		t.Errorf("grid 1 has %v squares, want 4", got)
	}
}

func TestAMoveThatWouldBringBordersOverEachOtherIsRefused(t *testing.T) {
	p := draw("aabb aacc ddee").plan(t, "1122 1133 4455")
	inner := arcBetween(t, p, 2, 2.4, 2, 2.5)
	tests := []struct {
		name string
		op   Operation
		want RefusalKind
		at   geo.Point
	}{
		{"over a border of others", Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(2.5, 0.5)}, CrossesBorder, at(2+1.0/3, 1)},
		{"onto a border", Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(1, 1)}, CrossesBorder, at(1, 1)},
		{"beside a border", Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(1, 1.01)}, CrossesBorder, at(1, 1)},
		{"out of the community", Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(5, 2)}, CrossesBorder, at(3, 2)},
		{"a vertex over a corner", Operation{Kind: MoveVertex, Arc: inner, At: at(2, 2.5), To: at(2.8, 1.4)}, CrossesBorder, at(2.5, 2)},
		{"the outer border", Operation{Kind: MoveNode, Node: nodeAt(t, p, 4, 2), To: at(3.5, 2)}, OuterBorder, at(4, 2)},
		{"a side of the outer border", Operation{Kind: MoveVertex, Arc: arcBetween(t, p, 0.2, 3, 0.4, 3), At: at(0.3, 3), To: at(0.3, 2.5)}, OuterBorder, at(0.3, 3)},
		{"nowhere", Operation{Kind: MoveNode, Node: nodeAt(t, p, 2, 2), To: at(2, 2)}, NothingToDo, at(2, 2)},
		{"no vertex", Operation{Kind: MoveVertex, Arc: inner, At: at(3, 2.5), To: at(3, 2.6)}, BadMember, at(3, 2.5)},
		{"no node", Operation{Kind: MoveNode, Node: 900, To: at(2, 2)}, UnknownNode, geo.Point{}},
		{"no arc", Operation{Kind: MoveVertex, Arc: -1, To: at(2, 2)}, UnknownArc, geo.Point{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if r := refused(t, p, test.op); r.Kind != test.want || r.At != test.at {
				t.Errorf("%v, want %v at %v", r, test.want, test.at)
			}
		})
	}
}

// An island of one border turns over when its vertex is dragged over the side opposite.
func TestACellIsNotTurnedOver(t *testing.T) {
	p := draw("aaaa abba aaaa").plan(t, "1111 1221 1111")
	arc := arcBetween(t, p, 1.2, 1, 1.4, 1)
	if r := refused(t, p, Operation{Kind: MoveVertex, Arc: arc, At: at(1.5, 1), To: at(1.5, 2.5)}); r.Kind != CrossesBorder {
		t.Error(r)
	}
}

func TestALockedGridKeepsItsBorder(t *testing.T) {
	p := draw("aabb aabb").plan(t, "1122 1122")
	p, _ = do(t, p, Operation{Kind: LockGrids, Grids: []GridID{2}})
	for _, op := range []Operation{
		{Kind: MoveVertex, Arc: arcBetween(t, p, 2, 0.2, 2, 0.4), At: at(2, 1), To: at(2.5, 1)},
		redraw(1, 2, 0.5, 3, 0.5, 3, 1.5, 2, 1.5),
		redraw(1, 2, 0.5, 1, 0.5, 1, 1.5, 2, 1.5),
		redraw(2, 2, 0.5, 1, 0.5, 1, 1.5, 2, 1.5),
		split(2, 2, 0.5, 4, 0.5),
	} {
		if r := refused(t, p, op); r.Kind != GridLocked || r.Grid != 2 {
			t.Errorf("%v: %+v", op.Kind, r)
		}
	}
}

// Two neighbours are split one after the other by lines that meet on the border between them. Where
// each polygon is split by itself, the second split leaves a gap or an overlap at the first junction.
func TestTwoSplitsThroughASharedBorderLeaveNoGap(t *testing.T) {
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := draw("aabb aabb").plan(t, "1122 1122")
		across := []float64{-0.1, 0.3 + 1.4*rng.Float64(), 4.1, 0.3 + 1.4*rng.Float64()}
		second := across
		if rng.IntN(2) == 0 {
			y := across[1] + (across[3]-across[1])*2.1/4.2 // where the first line meets the border
			second = []float64{2, y + 0.02*(rng.Float64()-0.5), 4.1, 0.2 + 1.6*rng.Float64()}
		}
		next, _, err := p.ApplyAll([]Operation{split(1, across...), split(2, second...)})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if err := next.verify(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		junctions := 0
		for _, n := range next.fabric.Nodes() {
			if n.At.Lon > at(1.9, 0).Lon && n.At.Lon < at(2.1, 0).Lon {
				junctions++
			}
		}
		if two := second[0] == 2; !two && junctions != 3 || junctions > 4 {
			t.Fatalf("seed %d: %d nodes on the border between the grids", seed, junctions)
		}
	}
}

func TestACellThatTouchesItselfIsSplitWhereItDoes(t *testing.T) {
	p := draw("aaa aba aa.").plan(t, "111 121 11.")
	next, _ := do(t, p, split(1, 2, 4, 2, 1))
	for id, want := range map[GridID]float64{1: 2, 2: 1, 3: 5} {
		if got := squaresIn(next, squareMetres())[id]; got != want {
			t.Errorf("grid %d: %v squares, want %v", id, got, want)
		}
	}
}

func TestAGridWithAHoleIsSplitThroughIt(t *testing.T) {
	p := draw("aaaa abba abba aaaa").plan(t, "1111 1221 1221 1111")
	next, change := do(t, p, split(1, 1.8, 5, 1.8, 2.2, 2.2, 1.5, 2.2, -1))
	if got := squaresIn(next, squareMetres()); got[1] != 6 || got[2] != 4 || got[3] != 6 {
		t.Error(got)
	}
	if len(change.Loose) != 0 || len(next.Boundary(1)) != 1 || len(next.Boundary(1)[0]) != 1 {
		t.Errorf("loose: %v; %v", change.Loose, next.Boundary(1))
	}
	if got := len(next.Boundary(2)[0][0]); got != len(p.Boundary(2)[0][0])+2 {
		t.Errorf("the grid in the hole has %d points, not two nodes more", got)
	}
}
