package hotspot

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThePermutationTestComesNearTheProbabilityOverAllDeals(t *testing.T) {
	v, ref := readTable(t, "tiny9.csv").Column("v"), readTable(t, "ref_tiny9_exact_perm.csv")
	const runs = 40_000
	for place, got := range Permute(v, Rook(3, 3), Permutation{Runs: runs, Seed: 7}) {
		for side, pair := range map[string][2]float64{
			"greater":   {got.Greater, ref.Column("p_greater_exact")[place]},
			"less":      {got.Less, ref.Column("p_less_exact")[place]},
			"two-sided": {got.TwoSided, ref.Column("p_two_min2")[place]},
		} {
			error5 := 2 * 5 * math.Sqrt(pair[1]*(1-pair[1]/2)/runs) // five standard errors, doubled where p is
			if d := math.Abs(pair[0] - pair[1]); d > error5+1e-5 {
				t.Errorf("place %d, %s: %v, exact %v", place, side, pair[0], pair[1])
			}
		}
	}
}

func TestMeanAndVarianceOfAllDealsGiveGi(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_Gstar_condperm_moments.csv")
	near(t, "z", Gi(g.count12, g.queen).Z, ref.Column("z"), 1e-9)
}

func TestDrawsStopWhenTheAnswerIsClearAndDoNotDependOnOtherPlaces(t *testing.T) {
	g := readTown(t)
	of := Permutation{Runs: 9999, Seed: 3, Stop: 20}
	all := Permute(g.rate, g.queen, of)
	if diff := cmp.Diff([]Drawn{all[42], all[7]}, PermuteOnly(g.rate, g.queen, of, []int32{42, 7})); diff != "" {
		t.Errorf("two places alone: %s", diff)
	}
	full := Permute(g.rate, g.queen, Permutation{Runs: 9999, Seed: 3})
	drawn := 0
	for i := range all {
		drawn += all[i].Runs
		if (all[i].TwoSided < 0.03) != (full[i].TwoSided < 0.03) && math.Abs(full[i].TwoSided-0.03) > 0.015 {
			t.Errorf("place %d: stopped %v, full %v", i, all[i].TwoSided, full[i].TwoSided)
		}
	}
	if drawn > 9999*len(all)/3 {
		t.Errorf("%d draws, of %d without stopping", drawn, 9999*len(all))
	}
}
