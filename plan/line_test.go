package plan

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"gewu/geo"
)

// do makes operations that must succeed, and looks whether all still holds.
func do(t testing.TB, p *Plan, ops ...Operation) (*Plan, Change) {
	t.Helper()
	next, change, err := p.ApplyAll(ops)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.verify(); err != nil {
		t.Fatal(err)
	}
	if back := next.With(change.Patch.Inverse()); !back.Equal(p) {
		t.Fatal("the inverse leads to another plan")
	}
	return next, change
}

// refused makes an operation that must be refused, and returns why.
func refused(t testing.TB, p *Plan, op Operation) *Refusal {
	t.Helper()
	_, _, err := p.Apply(op)
	var r *Refusal
	if !errors.As(err, &r) {
		t.Fatalf("%v: not refused: %v", op.Kind, err)
	}
	return r
}

func split(grid GridID, xy ...float64) Operation {
	return Operation{Kind: SplitByLine, Grid: grid, Line: line(xy...)}
}

// squaresIn counts the squares of a drawing in each grid, rounded to quarters.
func squaresIn(p *Plan, one float64) map[GridID]float64 {
	sizes := map[GridID]float64{}
	for id := range p.Grids() {
		sizes[id] = float64(int(p.Tally(id).SquareMetres/one*4+0.5)) / 4
	}
	return sizes
}

func squareMetres() float64 {
	return geo.AreaSquareMetres(boundary([][]float64{{0, 0, 1, 0, 1, 1, 0, 1}}))
}

func TestALineSplitsAGrid(t *testing.T) {
	tests := []struct {
		name, cells, grids string
		line               []float64
		want               map[GridID]float64
	}{
		{"what is left of the line stays", "ab ab", "11 11", []float64{-1, 0.5, 3, 0.5}, map[GridID]float64{1: 3, 2: 1}},
		{"a line drawn the other way leaves the other part", "ab ab", "11 11", []float64{3, 0.5, -1, 0.5}, map[GridID]float64{1: 1, 2: 3}},
		{"a line along borders of cells cuts none", "ab ab", "11 11", []float64{1, -1, 1, 3}, map[GridID]float64{1: 2, 2: 2}},
		{"a line from the border to the border", "ab ab", "11 11", []float64{0, 1.5, 0.5, 1, 1.5, 1, 2, 1.5}, map[GridID]float64{1: 1.75, 2: 2.25}},
		{"a line through a node", "ab cd", "11 11", []float64{0, 0, 2, 2}, map[GridID]float64{1: 2, 2: 2}},
		{"only the grid is cut", "abc", "121", []float64{-1, 0.5, 4, 0.5}, map[GridID]float64{1: 0.5, 2: 1, 3: 0.5, 4: 0.5, 5: 0.5}},
		{"a line through a hole of the grid", "aaa aba aaa", "111 121 111", []float64{1.5, 4, 1.5, -1}, map[GridID]float64{1: 4, 2: 1, 3: 4}},
		{"a line through land of nobody", "aaa a.a aaa", "111 1.1 111", []float64{-1, 1.5, 4, 1.5}, map[GridID]float64{1: 4, 2: 4}},
		{"a line that crosses twice makes three parts", "aaa a.a", "111 1.1", []float64{-1, 0.5, 4, 0.5}, map[GridID]float64{1: 4, 2: 0.5, 3: 0.5}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := draw(test.cells).plan(t, test.grids)
			next, _ := do(t, p, split(1, test.line...))
			for id, want := range test.want {
				if got := squaresIn(next, squareMetres())[id]; got != want {
					t.Errorf("grid %d: %v squares, want %v", id, got, want)
				}
			}
		})
	}
}

func TestALineThatSplitsNothingIsRefused(t *testing.T) {
	tests := []struct {
		name, cells, grids string
		line               []float64
		want               RefusalKind
		at                 []float64
	}{
		{"it misses", "ab", "12", []float64{-1, 2, 3, 2}, LineMisses, []float64{-1, 2}},
		{"it runs through another grid", "ab", "12", []float64{1.5, -1, 1.5, 2}, LineMisses, []float64{1.5, -1}},
		{"it touches a corner", "ab", "12", []float64{-1, 1, 1, -1}, LineTouches, []float64{0, 0}},
		{"it runs along the border", "ab", "12", []float64{1, -1, 1, 2}, LineAlong, []float64{1, 0}},
		{"it crosses itself", "ab", "11", []float64{-1, 0.5, 2, 0.5, 1.5, 2, 1.5, -1}, LineCrossesSelf, []float64{1.5, 0.5}},
		{"it comes back the way it went", "ab", "11", []float64{-1, 0.5, 3, 0.5, 2.5, 0.5}, LineCrossesSelf, []float64{3, 0.5}},
		{"it runs along the border and on through another grid", "abb", "122", []float64{1, -1, 1, 0.5, 2.5, 0.5}, LineAlong, []float64{1, 0}},
		{"it ends at a corner", "ab", "12", []float64{-1, -1, 0, 0}, LineTouches, []float64{0, 0}},
		{"it is snapped to one corner", "ab", "12", []float64{0, 0.001, 0.001, 0}, LineTooShort, []float64{0, 0.001}},
		{"it goes a hand along the border", "ab", "12", []float64{0, 0.5, 0, 0.501}, LineAlong, []float64{0, 0.5}},
		{"it begins at a border of cells inside", "ab", "11", []float64{1, 0.5, 3, 0.5}, LineStartsIn, []float64{1, 0.5}},
		{"it ends at a border of cells inside", "ab", "11", []float64{3, 0.5, 1, 0.5}, LineStartsIn, []float64{1, 0.5}},
		{"it begins inside", "ab", "11", []float64{0.5, 0.5, 3, 0.5}, LineStartsIn, []float64{0.5, 0.5}},
		{"it ends inside", "ab", "11", []float64{3, 0.5, 0.5, 0.5}, LineStartsIn, []float64{0.5, 0.5}},
		{"it ends in a hole", "aaa aba aaa", "111 121 111", []float64{-1, 1.5, 1.5, 1.5}, LinePartsNone, []float64{1, 1.5}},
		{"it has one point", "ab", "11", []float64{0.5, 0.5, 0.5, 0.5}, BadMember, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := refused(t, draw(test.cells).plan(t, test.grids), split(1, test.line...))
			if r.Kind != test.want {
				t.Errorf("%v, want %v", r, test.want)
			}
			if test.at != nil && r.At != at(test.at[0], test.at[1]) {
				t.Errorf("at %v, want %v", r.At, at(test.at[0], test.at[1]))
			}
		})
	}
}

// Lines of two points beside borders and footprints: only what is made of one can cross itself.
func TestAStraightLineIsNotSaidToCrossItselfAsDrawn(t *testing.T) {
	kinds := map[RefusalKind]int{}
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := randomPlan(t, rng, 5, 5, 3)
		for range 30 {
			_, a := randomPick(rng, p.fabric.arcs)
			ends := []geo.Point{nearby(rng, a.Points[0]), nearby(rng, a.Points[len(a.Points)-1])}
			_, _, err := p.Apply(Operation{Kind: SplitByLine, Grid: GridID(1 + rng.IntN(3)), Line: ends, CutBuildings: rng.IntN(2) == 0})
			if r := (*Refusal)(nil); errors.As(err, &r) {
				kinds[r.Kind]++
			}
		}
	}
	if kinds[LineCrossesSelf] > 0 || kinds[LineWouldCross] == 0 {
		t.Errorf("refused were %v", kinds)
	}
}

// tooNear returns two nodes nearer to each other than the clearance, but for rounding, of which one
// was made or moved.
func tooNear(p *Plan, c Change) (a, b geo.Point, near bool) {
	g := p.edit().ground()
	for _, id := range c.Patch.Nodes() {
		for other, n := range p.fabric.Nodes() {
			if at := p.fabric.nodes.at(int32(id)); at.Alive && id != other && g.distance(at.At, n.At) < 0.95*clearance {
				return at.At, n.At, true
			}
		}
	}
	return geo.Point{}, geo.Point{}, false
}

// crowded returns a node that was made nearer than the clearance, but for roundings, to a border that
// does not end there. Where two borders lay so closely side by side before, without meeting within a
// metre, it may lie between them.
func crowded(before, p *Plan, c Change) (geo.Point, bool) {
	old, e := before.edit(), p.edit()
	g := e.ground()
	within := func(e *edit, at geo.Point) []border {
		return slices.DeleteFunc(e.bordersIn(wider(boxAround(at), g.units(clearance))), func(b border) bool {
			_, metres := g.foot(b.side, at)
			return b.a == at || b.b == at || metres >= clearance-0.03
		})
	}
	for _, id := range c.Patch.Nodes() {
		n := p.fabric.nodes.at(int32(id))
		if before.fabric.nodes.holds(int32(id)) || !n.Alive || slices.ContainsFunc(old.bordersIn(boxAround(n.At)), func(b border) bool { return b.a == n.At || b.b == n.At }) {
			continue
		}
		was := within(old, n.At)
		apart := slices.ContainsFunc(was, func(b border) bool {
			return slices.ContainsFunc(was, func(c border) bool { return b != c && b.a != c.a && b.a != c.b && b.b != c.a && b.b != c.b }) ||
				min(g.distance(n.At, b.a), g.distance(n.At, b.b)) > 1
		})
		if len(within(e, n.At)) > 0 && !apart {
			return n.At, true
		}
	}
	return geo.Point{}, false
}

func TestRandomLineOperationsKeepWhatAFabricPromises(t *testing.T) {
	made := map[Kind]int{}
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 2))
		p := randomPlan(t, rng, 2+rng.IntN(5), 2+rng.IntN(5), 1+rng.IntN(5))
		for range 60 {
			op := randomLineOperation(rng, p)
			next, change, err := p.Apply(op)
			if err != nil {
				continue
			}
			made[op.Kind]++
			if err := next.verify(); err != nil {
				t.Fatalf("seed %d: %+v: %v", seed, op, err)
			}
			if a, b, near := tooNear(next, change); near {
				t.Fatalf("seed %d: %+v: nodes at %v and %v", seed, op, a, b)
			}
			if at, is := crowded(p, next, change); is {
				t.Fatalf("seed %d: %+v: the node at %v crowds a border", seed, op, at)
			}
			if !next.With(change.Patch.Inverse()).Equal(p) {
				t.Fatalf("seed %d: %+v: the inverse leads to another plan", seed, op)
			}
			p = next
		}
	}
	for _, kind := range []Kind{SplitByLine, RedrawBorder, FollowRoad, MoveNode, MoveVertex, CarveBuilding} {
		if made[kind] < 10 {
			t.Errorf("%v was made %d times", kind, made[kind])
		}
	}
}
