package hotspot

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGiStarAndGiEqualSpdep(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_localG.csv")
	band := Band(g.at, 1500)
	for name, x := range map[string][]float64{"count12": g.count12, "rate": g.rate} {
		near(t, name+" Gi* queen binary", GiStar(x, g.queen).Z, ref.Column(name+"_Gstar_queen_B"), 1e-9)
		near(t, name+" Gi* queen standardised", GiStar(x, g.queen.WithSelf().RowStandardised()).Z, ref.Column(name+"_Gstar_queen_W"), 1e-9)
		near(t, name+" Gi queen binary", Gi(x, g.queen).Z, ref.Column(name+"_G_queen_B"), 1e-9)
		near(t, name+" Gi* rook", GiStar(x, g.rook).Z, ref.Column(name+"_Gstar_rook_B"), 1e-9)
		near(t, name+" Gi* within 1,500 m", GiStar(x, band).Z, ref.Column(name+"_Gstar_band1500_B"), 1e-9)
	}
	inverse, ok := InverseDistance(g.at, 1500, 500)
	if !ok {
		t.Fatal("inverse distances are refused")
	}
	near(t, "Gi inverse distance", Gi(g.count12, inverse).Z, ref.Column("count12_G_idw1500"), 1e-9)
}

func TestProbabilitiesAndCorrectionsEqualR(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_localG.csv")
	count, rate := GiStar(g.count12, g.queen), GiStar(g.rate, g.queen)
	near(t, "p of counts", count.P, ref.Column("count12_p"), 1e-9)
	near(t, "BH of counts", BH(count.P, count.Why), ref.Column("count12_BH"), 1e-9)
	near(t, "BY of counts", BY(count.P, count.Why), ref.Column("count12_BY"), 1e-9)
	near(t, "Bonferroni of counts", Bonferroni(count.P, nil), ref.Column("count12_bonf"), 1e-9)
	near(t, "Holm of counts", Holm(count.P, nil), ref.Column("count12_holm"), 1e-9)
	near(t, "p of rates", rate.P, ref.Column("rate_p"), 1e-9)
	near(t, "BH of rates", BH(rate.P, nil), ref.Column("rate_BH"), 1e-9)
	if diff := cmp.Diff([]int{64, 74, 75, 76, 84, 85, 86, 94, 95, 96, 97}, hotAt95(count)); diff != "" {
		t.Errorf("hot by counts: %s", diff)
	}
	if diff := cmp.Diff([]int{18, 28, 86, 95, 96, 97, 100}, hotAt95(rate)); diff != "" {
		t.Errorf("hot by rates: %s", diff)
	}
}

// hotAt95 returns the ids of the places that are hot at a false discovery rate of 5 %.
func hotAt95(l Local) (ids []int) {
	for i, class := range Classes(l) {
		if class >= Hot95 && class != NotTested {
			ids = append(ids, i+1)
		}
	}
	return ids
}

func TestBHEqualsThePublishedExample(t *testing.T) {
	ref := readTable(t, "ref_bh1995.csv")
	p := ref.Column("p")
	near(t, "BH", BH(p, nil), ref.Column("BH"), 1e-12)
	near(t, "BY", BY(p, nil), ref.Column("BY"), 1e-12)
	near(t, "Holm", Holm(p, nil), ref.Column("holm"), 1e-12)
	near(t, "Bonferroni", Bonferroni(p, nil), ref.Column("bonf"), 1e-12)
	if cut := cutBH(p, len(p), 0.05); cut != p[3] {
		t.Errorf("BH rejects up to %v, want four", cut)
	}
}

// The values of esda's own documentation, which are right for weights of 0 and 1.
func TestGiEqualsThePublishedSixPoints(t *testing.T) {
	at := []Point{{10, 10}, {20, 10}, {40, 10}, {15, 20}, {30, 20}, {30, 30}}
	y := []float64{2, 3, 3.2, 5, 8, 7}
	near(t, "Gi", Gi(y, Band(at, 15)).Z, []float64{-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941}, 1e-8)
	near(t, "Gi*", GiStar(y, Band(at, 15)).Z, []float64{-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331}, 1e-8)
}

func TestNineSquaresEqualSpdepAndTheMiddleOneIsNotTestable(t *testing.T) {
	v, ref := readTable(t, "tiny9.csv").Column("v"), readTable(t, "ref_tiny9.csv")
	near(t, "Gi* rook", GiStar(v, Rook(3, 3)).Z, ref.Column("Gstar_rook_B"), 1e-9)
	near(t, "Gi rook", Gi(v, Rook(3, 3)).Z, ref.Column("G_rook_B"), 1e-9)
	near(t, "local Moran rook", LocalMoran(v, Rook(3, 3).RowStandardised(), Conditional).I, ref.Column("Ii_rook_W"), 1e-9)
	for name, local := range map[string]Local{"Gstar_queen_B": GiStar(v, Queen(3, 3)), "G_queen_B": Gi(v, Queen(3, 3))} {
		near(t, name, local.Z, ref.Column(name), 1e-9)
		if local.Why[4] != AllNeighbours || local.P[4] != 1 || local.Z[4] != 0 {
			t.Errorf("%s: the middle square has all others as neighbours, got z %v, %v", name, local.Z[4], local.Why[4])
		}
	}
}

func TestEachReasonHasItsName(t *testing.T) {
	names := map[Untested]string{
		Testable: "testable", OutsideArea: "outside_area", TooFewPlaces: "too_few_places", NoNeighbours: "no_neighbours", AllNeighbours: "all_neighbours",
		NoVariance: "no_variance", NoHouseholds: "no_households", TooFewHouseholds: "too_few_households", TooFewExpected: "too_few_expected",
		TooFewSteps: "too_few_steps", NothingHappened: "nothing_happened",
	}
	for why, name := range names {
		if why.String() != name {
			t.Errorf("%d is called %s, want %s", why, why, name)
		}
	}
	if len(names) != len(untestedNames) {
		t.Errorf("%d reasons have %d names", len(names), len(untestedNames))
	}
}

func TestWhatCannotBeTestedSaysWhy(t *testing.T) {
	square := []Point{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {9, 9}}
	some := []float64{1, 2, 3, 4, 5}
	for name, c := range map[string]struct {
		x     []float64
		w     *Weights
		place int
		want  Untested
	}{
		"a place alone":                      {some, Band(square, 1), 4, NoNeighbours},
		"figures that are all the same":      {[]float64{.1, .1, .1, .1, .1}, Band(square, 1), 0, NoVariance},
		"a place outside the area":           {some, Band(square, 1).Within([]bool{true, true, true, true, false}), 4, OutsideArea},
		"two places":                         {some[:2], Band(square[:2], 1), 0, TooFewPlaces},
		"no place but one in the area":       {some, Band(square, 1).Within([]bool{true, false, false, false, false}), 0, TooFewPlaces},
		"a place that has all as neighbours": {some[:4], Band(square[:4], 2), 0, AllNeighbours},
	} {
		t.Run(name, func(t *testing.T) {
			for statistic, got := range map[string]Untested{
				"Gi*": GiStar(c.x, c.w).Why[c.place], "Gi": Gi(c.x, c.w).Why[c.place],
				"Moran": LocalMoran(c.x, c.w, Conditional).Why[c.place], "permutation": drawns(Permute(c.x, c.w, Permutation{Runs: 9})).at(c.place),
			} {
				if got != c.want {
					t.Errorf("%s: %v, want %v", statistic, got, c.want)
				}
			}
		})
	}
	if got := Gi([]float64{1, 0, 0, 0, 0}, Pairs(5, [][2]int32{{0, 1}, {1, 2}})).Why[0]; got != NoVariance {
		t.Errorf("Gi of a place whose others are all the same: %v, want %v", got, NoVariance)
	}
}

type drawns []Drawn

func (d drawns) at(place int) Untested { return d[place].Why }

func TestNothingIsEverNaN(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		cols, rows := 1+dice.IntN(4), 1+dice.IntN(4)
		n := cols * rows
		x, area := make([]float64, n), make([]bool, n)
		for i := range x {
			x[i], area[i] = float64(dice.IntN(3)), dice.IntN(4) > 0
		}
		for _, w := range []*Weights{Queen(cols, rows), Rook(cols, rows), Queen(cols, rows).Within(area), Rook(cols, rows).Within(area).RowStandardised()} {
			moran := LocalMoran(x, w, Conditional)
			for name, l := range map[string]Local{"Gi*": GiStar(x, w), "Gi": Gi(x, w), "Moran": moran.Local, "Moran, total": LocalMoran(x, w, Total).Local} {
				for i := range l.Z {
					if !(l.P[i] >= 0 && l.P[i] <= 1) || math.IsNaN(l.Z[i]) || math.IsInf(l.Z[i], 0) || l.Why[i] != Testable && (l.P[i] != 1 || l.Z[i] != 0) {
						t.Fatalf("%s of %v: z %v, p %v, %v", name, x, l.Z[i], l.P[i], l.Why[i])
					}
				}
			}
			for _, g := range []Global{GlobalMoran(x, w), GlobalG(x, w)} {
				if math.IsNaN(g.Z+g.P+g.Value+g.Variance) || math.IsInf(g.Z, 0) {
					t.Fatalf("global of %v: %+v", x, g)
				}
			}
		}
	}
}
