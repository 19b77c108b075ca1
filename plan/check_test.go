package plan

import (
	"slices"
	"testing"
)

// found lists the problems of a kind, and looks whether their fixes do what they say.
func found(t *testing.T, p *Plan, r Rules, kind ProblemKind) (list []Problem) {
	t.Helper()
	for _, problem := range p.Check(r) {
		if len(problem.Fix) > 0 {
			mended, _ := do(t, p, problem.Fix...)
			for id, tally := range problem.After {
				if mended.Tally(id) != tally {
					t.Errorf("the fix of %s leaves grid %d with %+v, not %+v", problem.Kind, id, mended.Tally(id), tally)
				}
			}
			for _, still := range mended.Check(r) {
				if still.Kind == problem.Kind && slices.Equal(still.Grids, problem.Grids) && slices.Equal(still.Cells, problem.Cells) {
					t.Errorf("the fix of %s at %v does not mend it", problem.Kind, problem.At)
				}
			}
		}
		if problem.Kind == kind {
			list = append(list, problem)
		}
	}
	return list
}

// tens are rules with a band of 10 to 20 households.
func tens() Rules {
	r := DefaultRules()
	r.Bands = map[GridKind]Band{Ordinary: {10, 20}}
	return r
}

// row draws cells in a row with so many households each.
func row(households ...int) *drawing {
	d := draw("abcdefghijklmnopqrstuvwxyz"[:len(households)])
	for i, n := range households {
		if n > 0 {
			d.building(int64(i+1), float64(i)+0.5, 0.5, 0, n)
		}
	}
	return d
}

func TestGridsOutsideTheBandAreFoundWithAFix(t *testing.T) {
	p := row(5, 5, 5, 5, 5, 6).plan(t, "111112")
	if over := found(t, p, tens(), ProblemOverBand); len(over) != 1 || over[0].Households != 25 || over[0].Limit != 20 || len(over[0].Fix) == 0 {
		t.Errorf("over: %+v", over)
	}
	if under := found(t, p, tens(), ProblemUnderBand); len(under) != 1 || under[0].Grids[0] != 2 || len(under[0].Fix) == 0 {
		t.Errorf("under: %+v", under)
	}
	exempt := must(t, p, Operation{Kind: Exempt, Grid: 1, Reason: "tower"}, Operation{Kind: SetKind, Grid: 2, GridKind: Dedicated, Reason: "park"})
	if all := append(found(t, exempt, tens(), ProblemOverBand), found(t, exempt, tens(), ProblemUnderBand)...); len(all) > 0 {
		t.Errorf("exempt grids: %+v", all)
	}
}

func TestAFixIsNotOfferedWhereNoneHelps(t *testing.T) {
	tower := row(90).plan(t, "1")
	if over := found(t, tower, tens(), ProblemOverBand); len(over) != 1 || over[0].Fix != nil {
		t.Errorf("one building over the band: %+v", over)
	}
	p := must(t, row(5, 5, 5, 5, 5, 6).plan(t, "111112"), Operation{Kind: LockGrids})
	for _, problem := range p.Check(tens()) {
		if len(problem.Fix) > 0 && problem.Kind != ProblemUnnamed {
			t.Errorf("all grids are locked: %+v", problem)
		}
	}
}

func TestABandThatIsNoneBindsNothing(t *testing.T) {
	p := row(5, 0, 500).plan(t, "123")
	for _, band := range []Band{{}, {20, 10}, {-5, -1}, {-5, 10}} {
		r := tens()
		r.Bands[Ordinary] = band
		if r.Check() == nil {
			t.Errorf("rules with the band %v pass", band)
		}
		if m := p.Metrics(r); m.Bound != 0 || m.BandShare != 1 || len(found(t, p, r, ProblemOverBand)) > 0 {
			t.Errorf("band %v: %+v", band, m)
		}
	}
	if err := DefaultRules().Check(); err != nil {
		t.Error(err)
	}
}

func TestABandFromZeroIsAnUpperLimit(t *testing.T) {
	p := row(5, 0, 500).plan(t, "123")
	r := tens()
	r.Bands[Ordinary] = Band{0, 10}
	if err := r.Check(); err != nil {
		t.Error(err)
	}
	if m := p.Metrics(r); m.Bound != 3 || m.InBand != 2 || len(found(t, p, r, ProblemUnderBand)) > 0 {
		t.Errorf("%+v", m)
	}
	if over := found(t, p, r, ProblemOverBand); len(over) != 1 {
		t.Errorf("over the band: %+v", over)
	}
}

func TestUnassignedCellsAreListedInPieces(t *testing.T) {
	p := row(5, 5, 5, 0, 0, 5).plan(t, "010011")
	with, without := found(t, p, tens(), ProblemUnassigned), found(t, p, tens(), ProblemUnassignedEmpty)
	if len(with) != 2 || with[0].Severity != Stops || with[1].Households != 5 || len(with[0].Fix) == 0 || len(without) != 0 {
		t.Errorf("with households %+v, without %+v", with, without)
	}
	park := row(5, 0, 5).plan(t, "102")
	if without := found(t, park, tens(), ProblemUnassignedEmpty); len(without) != 1 || without[0].Severity != Hints {
		t.Errorf("a park: %+v", without)
	}
}

func TestDetachedPartsStop(t *testing.T) {
	p := row(5, 5, 5, 5).plan(t, "1121")
	if parts := found(t, p, tens(), ProblemDetached); len(parts) != 1 || parts[0].Severity != Stops || !slices.Equal(parts[0].Cells, []CellID{3}) || len(parts[0].Fix) == 0 {
		t.Errorf("%+v", parts)
	}
}

func TestNamesAndCodesThatAreMissingOrDoubleAreFound(t *testing.T) {
	d := row(5, 5, 5)
	f := d.fabric(t)
	p, err := New(f, []Grid{{Name: "第1网格", Code: "7"}, {Code: "7"}, {Name: "三"}}, []GridID{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	if twice := found(t, p, tens(), ProblemCodeTwice); len(twice) != 1 || !slices.Equal(twice[0].Grids, []GridID{1, 2}) || twice[0].Severity != Stops {
		t.Errorf("code twice: %+v", twice)
	}
	if unnamed := found(t, p, tens(), ProblemUnnamed); len(unnamed) != 1 || unnamed[0].Fix[0].Name != "第2网格" {
		t.Errorf("unnamed: %+v", unnamed)
	}
	if missing := found(t, p, tens(), ProblemCodeMissing); len(missing) != 1 || missing[0].Grids[0] != 3 {
		t.Errorf("code missing: %+v", missing)
	}
}

func TestACutEstateIsFoundAndGoesToOneGrid(t *testing.T) {
	d := row(4, 4, 4, 4)
	f := d.fabric(t)
	e := (&Plan{fabric: f, grid: tableOf(make([]GridID, 4)), grids: tableOf([]Grid{{}})}).edit()
	for id := CellID(1); id < 4; id++ {
		c := f.cells.at(int32(id))
		c.Estate = 9
		e.cells.set(int32(id), c)
	}
	p, err := New(e.plan().fabric, make([]Grid, 2), []GridID{1, 1, 2, 2})
	if err != nil {
		t.Fatal(err)
	}
	cut := found(t, p, DefaultRules(), ProblemEstateCut)
	if len(cut) != 1 || cut[0].Estate != 9 || !slices.Equal(cut[0].Grids, []GridID{2, 1}) || len(cut[0].Cells) != 3 || len(cut[0].Fix) == 0 {
		t.Fatalf("%+v", cut)
	}
	if mended, _ := do(t, p, cut[0].Fix...); grids(mended) != "1222" {
		t.Errorf("mended %s", grids(mended))
	}
}

func TestWaterWithoutABridgeDividesAGrid(t *testing.T) {
	for _, bridge := range []bool{false, true} {
		d := row(5, 5, 5, 5)
		d.source.Coverage = d.coverage(t)
		d.source.Classes = make([]Class, d.source.Coverage.ArcCount())
		d.source.Bridges = make([]bool, d.source.Coverage.ArcCount())
		for i := range d.source.Classes {
			if a := d.source.Coverage.Arc(i); min(a.Left, a.Right) == 0 && max(a.Left, a.Right) == 1 {
				d.source.Classes[i], d.source.Bridges[i] = River, bridge
			}
		}
		p := d.plan(t, "1112")
		over := found(t, p, tens(), ProblemOverWater)
		if bridge && len(over) > 0 || !bridge && (len(over) != 1 || !slices.Equal(over[0].Cells, []CellID{0})) {
			t.Errorf("bridge %v: %+v", bridge, over)
		}
		if len(p.Loose()) > 0 {
			t.Error("land beyond water is loose")
		}
	}
}

// Nobody lives on the first cell, which water parts from all others: it is no fault, and belongs to whom it
// lies beside.
func TestEmptyLandThatWaterPartsFromAllElseJoinsWhatLiesAcross(t *testing.T) {
	for households, apart := range map[int]bool{0: false, 5: true} {
		d := row(households, 5, 5)
		d.source.Coverage = d.coverage(t)
		d.source.Classes = make([]Class, d.source.Coverage.ArcCount())
		for i := range d.source.Classes {
			if a := d.source.Coverage.Arc(i); min(a.Left, a.Right) == 0 && max(a.Left, a.Right) == 1 {
				d.source.Classes[i] = River
			}
		}
		p := d.plan(t, "111")
		if got := len(found(t, p, tens(), ProblemOverWater)); got > 0 != apart {
			t.Errorf("%d households: %d problems", households, got)
		}
		g := p.fabric.graph([]CellID{0, 1, 2})
		if got := len(g.Borders); got == 1 != apart {
			t.Errorf("%d households: the borders %+v", households, g.Borders)
		}
		if got := g.Cells[1].OuterMetres > g.Cells[2].OuterMetres-1; got != apart {
			t.Errorf("%d households: %.1f m of the cell's outline are no borders, %.1f m of the last one's", households, g.Cells[1].OuterMetres, g.Cells[2].OuterMetres)
		}
	}
}

func TestAFootprintInTwoGridsIsFound(t *testing.T) {
	p := draw("ab").building(7, 0.9, 0.5, 0.5, 8).plan(t, "12")
	if cut := found(t, p, tens(), ProblemBuildingCut); len(cut) != 1 || cut[0].Building != 7 || cut[0].Households != 8 || cut[0].SquareMetres <= 1 {
		t.Errorf("%+v", cut)
	}
	if cut := found(t, must(t, p, Operation{Kind: MergeGrids, Grids: []GridID{1, 2}, Grid: 1}), tens(), ProblemBuildingCut); len(cut) > 0 {
		t.Errorf("merged: %+v", cut)
	}
}

func TestAPieceTooNarrowToBeMeantIsASliver(t *testing.T) {
	p, _ := do(t, draw("ab").plan(t, "12"), split(1, 0.97, -1, 0.97, 2))
	slivers := found(t, p, tens(), ProblemSliver)
	if len(slivers) != 1 || slivers[0].Metres > 0.5 || len(slivers[0].Fix) == 0 {
		t.Fatalf("%+v", slivers)
	}
	healed, _, err := p.ApplyAll(slivers[0].Fix)
	if err != nil {
		t.Fatal(err)
	}
	if left := found(t, healed, tens(), ProblemSliver); len(left) > 0 {
		t.Errorf("healed, it is one yet: %+v", left)
	}
}
