package propose_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/plan/propose"
)

// Seven grids in a street, cells of households:
//
//	A 200 200 200 | B 150 150 100 | C 150 150 90 | D 150 150 | E 100 90 | F 150 150 | G 310, and 40 in none
//
// A gives a cell to B, B one to C; E ends, and D and F take its cells; G takes what was in no grid.
func TestEachGridThatChangesHasItsReason(t *testing.T) {
	g := block("200 200 200 150 150 100 150 150 90 150 150 100 90 150 150 310 40")
	a, b, c, d, e, f, last := int32(0), int32(1), int32(2), int32(3), int32(4), int32(5), int32(6)
	r := propose.Request{
		Graph: g, Band: propose.Band{Min: 300, Max: 500},
		Current: []int32{a, a, a, b, b, b, c, c, c, d, d, e, e, f, f, last, propose.None},
	}
	p := run(t, r)[0]
	if want := []int32{a, a, b, b, b, c, c, c, c, d, d, d, f, f, f, last, last}; !slices.Equal(p.Assignment, want) {
		t.Fatalf("the repair is %v, want %v", p.Assignment, want)
	}
	want := []propose.Reason{
		{Grid: a, Why: propose.WasOver, Before: 600, After: 400, Lost: 200, Other: b, OtherBefore: 400, OtherMoved: 200},
		{Grid: b, Why: propose.MakesRoom, Before: 400, After: 500, Gained: 200, Lost: 100, Other: a, OtherBefore: 600, OtherMoved: 200},
		{Grid: c, Why: propose.MakesRoom, Before: 390, After: 490, Gained: 100, Other: b, OtherBefore: 400, OtherMoved: 100},
		{Grid: d, Why: propose.MakesRoom, Before: 300, After: 400, Gained: 100, Other: e, OtherBefore: 190, OtherMoved: 100},
		{Grid: e, Why: propose.Dissolved, Before: 190, Lost: 190, Other: d, OtherBefore: 300, OtherMoved: 100},
		{Grid: f, Why: propose.MakesRoom, Before: 300, After: 390, Gained: 90, Other: e, OtherBefore: 190, OtherMoved: 90},
		{Grid: last, Why: propose.TookUnassigned, Before: 310, After: 350, Gained: 40, Other: propose.None},
	}
	if diff := cmp.Diff(want, p.Reasons); diff != "" {
		t.Errorf("the reasons (-want +got):\n%s", diff)
	}
}

func TestANewGridAndOneInPiecesSayWhy(t *testing.T) {
	g := block("200 200 200 200 160 150 150", "0 0 0 0 0 50 0")
	current := []int32{0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 2, 1}
	p := run(t, propose.Request{Graph: g, Band: propose.Band{Min: 300, Max: 500}, Current: current, Locked: []bool{false, false, true}})[0]
	why := map[int32]propose.Why{}
	for _, r := range p.Reasons {
		why[r.Grid] = r.Why
	}
	if why[0] != propose.WasOver || why[3] != propose.IsNew {
		t.Errorf("the reasons are %+v", p.Reasons)
	}
	current = []int32{0, 0, 1, 1, 0, 2, 2, 0, 0, 1, 1, 1, 2, 2}
	p = run(t, propose.Request{Graph: g, Band: propose.Band{Min: 300, Max: 600}, Current: current})[0]
	if i := slices.IndexFunc(p.Reasons, func(r propose.Reason) bool { return r.Grid == 0 }); i < 0 || p.Reasons[i].Why != propose.WasDetached {
		t.Errorf("the reasons are %+v", p.Reasons)
	}
}

func TestAnAnswerSaysWhetherThereIsAnythingToDo(t *testing.T) {
	band := propose.Band{Min: 300, Max: 540}
	tests := []struct {
		name    string
		r       propose.Request
		outcome propose.Outcome
		few     propose.Few
	}{
		{"all is in order", propose.Request{
			Graph: block("140 140 140 130 130 130"), Band: band, Current: []int32{0, 0, 0, 1, 1, 1},
		}, propose.InOrder, propose.NoneElse},
		{"a repair that works", propose.Request{
			Graph: block("140 140 140 140 130 130 130"), Band: band, Current: []int32{0, 0, 0, 0, 1, 1, 1},
		}, propose.Met, propose.NoneElse},
		{"a grid that cannot be filled", propose.Request{
			Graph: block("140 100"), Band: band, Current: []int32{0, 0},
		}, propose.Unmet, propose.OneGridOnly},
		{"everything is locked", propose.Request{
			Graph: block("140 140 140 140 130 130 130"), Band: band, Current: []int32{0, 0, 0, 0, 1, 1, 1}, Locked: []bool{true, true},
		}, propose.Unmet, propose.NothingIsFree},
		{"a single grid", propose.Request{Graph: block("140 140 140"), Band: band, Mode: propose.Redraw}, propose.Met, propose.OneGridOnly},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := answer(t, tt.r)
			if a.Outcome != tt.outcome || a.Few != tt.few {
				t.Errorf("outcome %d, few %d with %d proposals; want %d and %d", a.Outcome, a.Few, len(a.Proposals), tt.outcome, tt.few)
			}
		})
	}
}

// None of three to five proposals is as good as another in everything, whatever is asked.
func TestTownsGetThreeToFiveProposals(t *testing.T) {
	for _, name := range []string{"S200", "T250"} {
		g := town(t, "testdata", name)
		r := propose.Request{Graph: g, Band: usual, Mode: propose.Redraw, Seed: 2}
		drawn := answer(t, r)
		r = propose.Request{Graph: grown(g, third), Band: usual, Current: drawn.Proposals[0].Assignment}
		for _, a := range []propose.Answer{drawn, answer(t, r)} {
			if n := len(a.Proposals); n < 3 || n > 5 || a.Few != propose.NotFew {
				t.Errorf("%s: %d proposals", name, n)
			}
			for i, p := range a.Proposals {
				for j, o := range a.Proposals {
					if i != j && p.Metrics.HouseholdsMoved <= o.Metrics.HouseholdsMoved && p.Metrics.Cost <= o.Metrics.Cost && p.Metrics.Grids <= o.Metrics.Grids &&
						p.Metrics.StandardDeviation <= o.Metrics.StandardDeviation && p.Metrics.InBandShare() >= o.Metrics.InBandShare() {
						t.Errorf("%s: proposal %d is as good as %d in everything", name, i, j)
					}
				}
			}
		}
	}
}
