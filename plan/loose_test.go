package plan

import (
	"slices"
	"testing"
)

// offered finds an offer of a kind.
func offered(t *testing.T, l Loose, kind OfferKind) Offer {
	t.Helper()
	for _, o := range l.Offers {
		if o.Kind == kind {
			return o
		}
	}
	t.Fatalf("%s is not offered, but %v", kind, l.Offers)
	return Offer{}
}

func TestAPartThatIsCutOffIsReportedWithWhatWouldMendIt(t *testing.T) {
	// Grid 1 is the upper row and grid 2 the lower. When grid 2 takes c, the cells d and e of
	// grid 1 hang together with a and b no longer.
	p := draw(`
		abcde
		fghij`).building(1, 0.5, 1.5, 0, 90).building(2, 1.5, 1.5, 0, 90).building(3, 2.5, 1.5, 0, 10).
		building(4, 3.5, 1.5, 0, 30).building(5, 4.5, 1.5, 0, 20).
		building(6, 0.5, 0.5, 0, 40).building(7, 1.5, 0.5, 0, 55).building(8, 2.5, 0.5, 0, 60).
		building(9, 3.5, 0.5, 0, 70).building(10, 4.5, 0.5, 0, 80).plan(t, `
		11111
		22222`)
	next, change, err := p.Apply(Operation{Kind: AssignCells, Cells: []CellID{2}, Grid: 2})
	if err != nil || len(change.Loose) != 1 {
		t.Fatalf("%v, %v", change.Loose, err)
	}
	l := change.Loose[0]
	if l.Grid != 1 || !slices.Equal(l.Cells, []CellID{3, 4}) || l.Households != 50 {
		t.Errorf("loose: %+v", l)
	}
	for kind, want := range map[OfferKind]string{
		TakeRest: "1122222222",
		GiveBack: "1111122222",
		Swap:     "1122212222",
	} {
		o := offered(t, l, kind)
		mended, again := do(t, next, o.Operations...)
		if got := grids(mended); kind != Swap && got != want {
			t.Errorf("%s makes %s, want %s", kind, got, want)
		}
		if len(again.Loose) > 0 || o.After[1] != mended.Tally(1) || o.After[2] != mended.Tally(2) {
			t.Errorf("%s leaves %v and %+v", kind, again.Loose, o.After)
		}
	}
	swapped, _ := do(t, next, offered(t, l, Swap).Operations...)
	if n := swapped.Tally(1).Households; n < 180 || n > 280 || swapped.GridOf(3) != 2 {
		t.Errorf("swapped: %s, %d households", grids(swapped), n)
	}
}

func TestAPartThatItsNewGridDoesNotTouchIsOfferedBack(t *testing.T) {
	p := draw("abcdef").plan(t, "111222")
	next, change, err := p.Apply(Operation{Kind: AssignCells, Cells: []CellID{0}, Grid: 2})
	if err != nil || len(change.Loose) != 1 {
		t.Fatalf("%v, %v", change.Loose, err)
	}
	if mended, _ := do(t, next, offered(t, change.Loose[0], GiveBack).Operations...); grids(mended) != grids(p) {
		t.Errorf("given back: %s", grids(mended))
	}
	if slices.ContainsFunc(change.Loose[0].Offers, func(o Offer) bool { return o.Kind == TakeRest }) {
		t.Errorf("offers: %+v", change.Loose[0].Offers)
	}
}

func TestWhatTouchesInAPointIsLoose(t *testing.T) {
	p := draw(`
		ab
		cd`).plan(t, `
		11
		11`)
	_, change, err := p.Apply(Operation{Kind: AssignCells, Cells: []CellID{1, 2}, New: true})
	if err != nil || len(change.Loose) != 2 {
		t.Fatalf("%v, %v: both grids are in two parts that touch in a point", change.Loose, err)
	}
}

func TestAPartThatWasLooseBeforeIsNotReportedAgain(t *testing.T) {
	p := draw("abcdef").plan(t, "112211")
	_, change, err := p.Apply(Operation{Kind: AssignCells, Cells: []CellID{1}, Grid: 2})
	if err != nil || len(change.Loose) != 0 {
		t.Errorf("%v, %v", change.Loose, err)
	}
	if loose := p.Loose(); len(loose) != 1 || loose[0].Grid != 1 || len(loose[0].Cells) != 2 {
		t.Errorf("all loose parts: %+v", loose)
	}
}

func TestNoOfferTouchesALockedGrid(t *testing.T) {
	p := draw("abcde").plan(t, "11122")
	p = must(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, New: true}, Operation{Kind: LockGrids, Grids: []GridID{2, 3}})
	for _, l := range p.Loose() {
		if len(l.Offers) > 0 {
			t.Errorf("offers %v", l.Offers)
		}
	}
}

func TestRepairingASecondCutInABatchLeavesNothingLoose(t *testing.T) {
	p := draw("abcde").plan(t, "11111")
	_, change := do(t, p, Operation{Kind: AssignCells, Cells: []CellID{1}, New: true}, Operation{Kind: AssignCells, Cells: []CellID{0}, Grid: 2})
	if len(change.Loose) > 0 {
		t.Errorf("%v", change.Loose)
	}
}
