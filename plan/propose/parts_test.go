package propose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/plan/propose"
)

func TestASplitOfBoundedEffortHasAsManyPartsAllInOnePieceAndIsTheSameAgain(t *testing.T) {
	g := town(t, "testdata", "S200")
	total := 0
	for _, c := range g.Cells {
		total += c.Households
	}
	r := propose.Request{Graph: g, Mode: propose.Split, Current: make([]int32, len(g.Cells)), Scope: []int32{0}, Seed: 4}
	for _, parts := range []int{2, 9, 40} {
		for _, effort := range []int{0, 2000, 100_000} {
			r.Parts, r.Band = parts, propose.Band{Min: total * 8 / 10 / parts, Max: total*12/10/parts + 1}
			got, err := propose.Parts(r, effort)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := propose.Parts(r, effort)
			if diff := cmp.Diff(got, again); diff != "" {
				t.Errorf("%d parts, effort %d: %s", parts, effort, diff)
			}
			m, err := propose.Measure(r, got)
			if err != nil || m.Grids != parts || m.Detached > 0 {
				t.Errorf("effort %d: %d parts instead of %d, %d of them in pieces: %v", effort, m.Grids, parts, m.Detached, err)
			}
			if effort == 100_000 && parts < 40 && m.InBand != parts {
				t.Errorf("%d of %d parts are within a fifth of their mean", m.InBand, parts)
			}
		}
	}
	if _, err := propose.Parts(propose.Request{}, 1); err == nil {
		t.Error("nothing is split")
	}
}
