package propose_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gewu/plan/propose"
)

func TestWrongRequestsAreRefusedWithTheirPlace(t *testing.T) {
	good := block("100 100", "100 100")
	with := func(change func(*propose.Request)) propose.Request {
		r := propose.Request{Graph: propose.Graph{Cells: slices.Clone(good.Cells), Borders: slices.Clone(good.Borders)}, Band: usual}
		change(&r)
		return r
	}
	tests := []struct {
		name  string
		r     propose.Request
		part  propose.Part
		index int
	}{
		{"a band of nothing", with(func(r *propose.Request) { r.Band = propose.Band{} }), propose.PartBand, -1},
		{"a reversed band", with(func(r *propose.Request) { r.Band = propose.Band{Min: 500, Max: 300} }), propose.PartBand, -1},
		{"no cells", with(func(r *propose.Request) { r.Graph = propose.Graph{} }), propose.PartCells, -1},
		{"households below zero", with(func(r *propose.Request) { r.Graph.Cells[2].Households = -1 }), propose.PartCells, 2},
		{"an area that is not a number", with(func(r *propose.Request) { r.Graph.Cells[1].SquareMetres = math.NaN() }), propose.PartCells, 1},
		{"a place that is nowhere", with(func(r *propose.Request) { r.Graph.Cells[3].X = math.Inf(1) }), propose.PartCells, 3},
		{"a length that is not a number", with(func(r *propose.Request) { r.Graph.Borders[1].Metres = math.NaN() }), propose.PartBorders, 1},
		{"a border with a cell that is not there", with(func(r *propose.Request) { r.Graph.Borders[0].B = 4 }), propose.PartBorders, 0},
		{"a border of a cell with itself", with(func(r *propose.Request) { r.Graph.Borders[0].B = r.Graph.Borders[0].A }), propose.PartBorders, 0},
		{"a class that does not exist", with(func(r *propose.Request) { r.Graph.Borders[0].Class = 9 }), propose.PartBorders, 0},
		{"too few grids of today", with(func(r *propose.Request) { r.Current = []int32{0} }), propose.PartCurrent, -1},
		{"a grid below none", with(func(r *propose.Request) { r.Current = []int32{0, 0, -2, 0} }), propose.PartCurrent, 2},
		{"a mode that does not exist", with(func(r *propose.Request) { r.Mode = 9 }), propose.PartMode, -1},
		{"a scope without cells", with(func(r *propose.Request) { r.Current, r.Scope = []int32{0, 0, 0, 0}, []int32{7} }), propose.PartScope, 0},
		{"a locked scope", with(func(r *propose.Request) {
			r.Current, r.Scope, r.Locked = []int32{0, 0, 0, 0}, []int32{0}, []bool{true}
		}), propose.PartScope, 0},
		{"a split of nothing", with(func(r *propose.Request) { r.Mode = propose.Split }), propose.PartScope, -1},
		{"a split in one", with(func(r *propose.Request) {
			r.Current, r.Scope, r.Mode, r.Parts = []int32{0, 0, 0, 0}, []int32{0}, propose.Split, 1
		}), propose.PartParts, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := propose.Run(t.Context(), tt.r, nil)
			wrong := new(propose.RequestError)
			if !errors.As(err, &wrong) || wrong.Part != tt.part || wrong.Index != tt.index || wrong.Error() == "" {
				t.Errorf("the error is %v, want one of %s %d", err, tt.part, tt.index)
			}
		})
	}
}

func hasProblem(p propose.Proposal, kind propose.ProblemKind) bool {
	return slices.ContainsFunc(p.Problems, func(o propose.Problem) bool { return o.Kind == kind })
}

func TestACellOverTheBandIsNamedAndStaysAlone(t *testing.T) {
	all := run(t, propose.Request{Graph: block("200 200 700", "200 200 0"), Band: usual, Mode: propose.Redraw})
	p := all[0]
	i := slices.IndexFunc(p.Problems, func(o propose.Problem) bool { return o.Kind == propose.CellOverBand })
	if i < 0 || p.Problems[i].Cells[0] != 2 || p.Problems[i].Households != 700 {
		t.Fatalf("the cell is not named: %+v", p.Problems)
	}
	for c, cell := range []int{200, 200, 700, 200, 200, 0} {
		if c != 2 && cell > 0 && p.Assignment[c] == p.Assignment[2] {
			t.Errorf("cell %d, with %d households, is in its grid", c, cell)
		}
	}
	if m := p.Metrics; m.InBand != m.Grids-1 {
		t.Errorf("%d of %d grids are in the band", m.InBand, m.Grids)
	}
}

func TestIslandsGetGridsOfTheirOwn(t *testing.T) {
	g := block("200 200", "200 200")
	g.Cells = append(g.Cells, propose.Cell{Households: 120}, propose.Cell{Households: 550})
	p := run(t, propose.Request{Graph: g, Band: usual, Mode: propose.Redraw})[0]
	if p.Metrics.Grids != 4 {
		t.Errorf("%d grids, want 4", p.Metrics.Grids)
	}
	for _, kind := range []propose.ProblemKind{propose.IslandUnderBand, propose.GridUnderBand, propose.CellOverBand} {
		if !hasProblem(p, kind) {
			t.Errorf("problem %d is not named: %+v", kind, p.Problems)
		}
	}
}

func TestATownOfParksIsOneGridThatIsNamed(t *testing.T) {
	p := run(t, propose.Request{Graph: block("0 0 0", "0 0 0"), Band: usual, Mode: propose.Redraw})[0]
	if p.Metrics.Grids != 1 || !hasProblem(p, propose.IslandUnderBand) {
		t.Errorf("%d grids, problems %+v", p.Metrics.Grids, p.Problems)
	}
}

// The estate has the middle columns; without it the cheapest cut would go through it.
func TestAnEstateThatFitsStaysWhole(t *testing.T) {
	g := block("100 50 50 100", "100 50 50 100", "100 50 50 100")
	for c := range g.Cells {
		if c%4 == 1 || c%4 == 2 {
			g.Cells[c].Estate = 9
		}
	}
	for seed := range uint64(5) {
		for _, p := range run(t, propose.Request{Graph: g, Band: propose.Band{Min: 250, Max: 650}, Mode: propose.Redraw, Seed: seed}) {
			if p.Metrics.EstatesCut > 0 {
				t.Errorf("seed %d: the estate is cut: %v", seed, p.Assignment)
			}
		}
	}
	p := run(t, propose.Request{Graph: g, Band: propose.Band{Min: 100, Max: 250}, Mode: propose.Redraw})[0]
	if !hasProblem(p, propose.EstateOverBand) {
		t.Errorf("an estate over the band is not named: %+v", p.Problems)
	}
}

func TestASplitKeepsTheCodeOfTheGreaterPart(t *testing.T) {
	g := block("100 100 100 100 100 100 300", "100 100 100 100 100 100 0")
	current := make([]int32, 14)
	current[6], current[13] = 4, 4
	p := run(t, propose.Request{Graph: g, Band: usual, Mode: propose.Split, Current: current, Scope: []int32{0}, Parts: 3})[0]
	if p.Metrics.Grids != 4 || p.Metrics.InBand != 4 {
		t.Errorf("%d grids, %d in the band: %v", p.Metrics.Grids, p.Metrics.InBand, p.Assignment)
	}
	for _, grid := range []int32{0, 4, 5, 6} {
		if !slices.Contains(p.Assignment, grid) {
			t.Errorf("there is no grid %d: %v", grid, p.Assignment)
		}
	}
	if len(p.Reasons) != 3 || p.Reasons[0].Why != propose.WasOver || p.Reasons[1].Why != propose.IsNew || p.Reasons[0].Before != 1200 {
		t.Errorf("the reasons are %+v", p.Reasons)
	}
}

func TestARedrawKeepsCodesWhereMostHouseholdsStay(t *testing.T) {
	r := propose.Request{Graph: town(t, "testdata", "S200"), Band: usual, Mode: propose.Redraw, Seed: 1}
	first, err := propose.First(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	r.Current = slices.Clone(first.Assignment)
	for c := range r.Current {
		r.Current[c] = (r.Current[c]*3+1)%5 + 20 // other numbers for the same grids
	}
	again, err := propose.First(t.Context(), r)
	if err != nil || again.Metrics.HouseholdsMoved != 0 || !slices.Equal(again.Assignment, r.Current) {
		t.Errorf("%d households moved, %v", again.Metrics.HouseholdsMoved, err)
	}
}

// Of today's three grids the first has too much, the second room, the third is far:
//
//	A A A A | B B B | C C C
func TestARepairSaysWhyEachGridChanges(t *testing.T) {
	g := block("140 140 140 140 130 130 130 130 130 130")
	current := []int32{0, 0, 0, 0, 1, 1, 1, 2, 2, 2}
	r := propose.Request{Graph: g, Band: propose.Band{Min: 300, Max: 540}, Current: current}
	p := run(t, r)[0]
	if p.Metrics.InBand != 3 || p.Metrics.HouseholdsMoved != 140 || p.Assignment[3] != 1 {
		t.Fatalf("the repair is %v", p.Assignment)
	}
	want := []propose.Reason{
		{Grid: 0, Why: propose.WasOver, Before: 560, After: 420, Lost: 140, Other: 1, OtherBefore: 390, OtherMoved: 140},
		{Grid: 1, Why: propose.MakesRoom, Before: 390, After: 530, Gained: 140, Other: 0, OtherBefore: 560, OtherMoved: 140},
	}
	if !slices.Equal(p.Reasons, want) {
		t.Errorf("the reasons are %+v, want %+v", p.Reasons, want)
	}
}

func TestMovesMakeThePlanBetterOneByOne(t *testing.T) {
	g := block("140 140 140 140 130 130 130 130 130 0")
	current := []int32{0, 0, 0, 0, 1, 1, 1, 2, 2, propose.None}
	r := propose.Request{Graph: g, Band: propose.Band{Min: 300, Max: 540}, Current: current}
	moves, err := propose.Moves(t.Context(), r, 5)
	if err != nil {
		t.Fatal(err)
	}
	if len(moves) < 2 || moves[0].From != propose.None || moves[0].To != 2 || !slices.Equal(moves[0].Cells, []int32{9}) {
		t.Fatalf("the moves are %+v", moves)
	}
	for _, m := range moves[1:] {
		if m.OutAfter > m.OutBefore || m.OutAfter == m.OutBefore && m.CostChange >= 0 {
			t.Errorf("%+v makes nothing better", m)
		}
	}
	if m := moves[1]; m.OutAfter >= m.OutBefore || m.FromAfter < 300 {
		t.Errorf("the best move is %+v", m)
	}
}

func TestMeasuresOfADrawnDivision(t *testing.T) {
	g := block("100 200", "300 400")
	for i := range g.Cells {
		g.Cells[i].OuterMetres = 20
	}
	g.Borders[0].Class = propose.Road
	r := propose.Request{Graph: g, Band: propose.Band{Min: 350, Max: 650}, Current: []int32{0, 0, 1, 1}}
	m, err := propose.Measure(r, []int32{0, 1, 0, 1})
	if err != nil {
		t.Fatal(err)
	}
	// Two columns of 10 by 20 m; the border between them is 20 m long, half of it on a road.
	if m.Grids != 2 || m.InBand != 2 || m.Cost != 15+100 || m.OnRoadShare() != 0.5 || m.HouseholdsMoved != 500 || m.CellsMoved != 2 {
		t.Errorf("the metrics are %+v", m)
	}
	if want := 4 * math.Pi * 200 / (60 * 60); math.Abs(m.Compactness-want) > 1e-12 || math.Abs(m.StandardDeviation-100) > 1e-9 {
		t.Errorf("compactness %v, want %v; deviation %v", m.Compactness, want, m.StandardDeviation)
	}
}
