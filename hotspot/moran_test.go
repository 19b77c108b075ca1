package hotspot

import (
	"testing"
)

func TestLocalMoranEqualsSpdepByBothMoments(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_localmoran.csv")
	w := g.queen.RowStandardised()
	conditional, total := LocalMoran(g.rate, w, Conditional), LocalMoran(g.rate, w, Total)
	near(t, "I", conditional.I, ref.Column("Ii"), 1e-9)
	near(t, "mean, conditional", conditional.Mean, ref.Column("E_cond"), 1e-9)
	near(t, "variance, conditional", conditional.Variance, ref.Column("Var_cond"), 1e-9)
	near(t, "z, conditional", conditional.Z, ref.Column("Z_cond"), 1e-9)
	near(t, "p, conditional", conditional.P, ref.Column("p_cond"), 1e-9)
	near(t, "mean, total", total.Mean, ref.Column("E_tot"), 1e-9)
	near(t, "variance, total", total.Variance, ref.Column("Var_tot"), 1e-9)
	near(t, "z, total", total.Z, ref.Column("Z_tot"), 1e-9)
}

func TestGlobalMoranAndGEqualSpdep(t *testing.T) {
	g, ref := readTown(t), readTable(t, "ref_global.csv")
	rate, count := GlobalMoran(g.rate, g.queen.RowStandardised()), GlobalMoran(g.count12, g.queen.RowStandardised())
	high := GlobalG(g.count12, g.queen)
	got := []float64{
		rate.Value, rate.Mean, rate.Variance, rate.Z, count.Value, count.Z, high.Value, high.Mean, high.Variance, high.Z,
	}
	near(t, "global Moran and G", got, ref.Column("value"), 1e-9)
}

func TestLocalMoranOfStandardisedWeightsSumsToTheGlobalOne(t *testing.T) {
	g := readTown(t)
	w := g.queen.RowStandardised()
	sum := 0.0
	for _, i := range LocalMoran(g.rate, w, Conditional).I {
		sum += i
	}
	near(t, "Σ I_i = n I", []float64{sum}, []float64{100 * GlobalMoran(g.rate, w).Value}, 1e-12)
}

func TestQuadrantsAreBySignsOfThePlaceAndOfItsNeighbours(t *testing.T) {
	// 9 9 0 0 0 9: the row's ends differ from their neighbours or not.
	x := []float64{9, 9, 0, 0, 0, 9}
	got := LocalMoran(x, Rook(6, 1).RowStandardised(), Conditional).Quadrant
	want := []Quadrant{HighHigh, HighLow, LowLow, LowLow, LowLow, HighLow}
	for i := range want {
		if i != 1 && got[i] != want[i] { // place 1 lies between 9 and 0, whose deviations cancel
			t.Errorf("place %d is %v, want %v", i, got[i], want[i])
		}
	}
}
