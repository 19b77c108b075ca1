package hotspot

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestStandardisedWeightsGiveTheSameZAsThoseOfZeroAndOne(t *testing.T) {
	g := readTown(t)
	for _, w := range []*Weights{g.queen.WithSelf(), g.rook.WithSelf(), Nearest(g.at, 8).WithSelf()} {
		near(t, "B = W", GiStar(g.rate, w.RowStandardised()).Z, GiStar(g.rate, w).Z, 1e-12)
	}
}

func TestNumberingOfPlacesChangesNothing(t *testing.T) {
	g, dice := readTown(t), rand.New(rand.NewPCG(4, 4))
	order := dice.Perm(100)
	at, rate := make([]Point, 100), make([]float64, 100)
	for i, to := range order {
		at[to], rate[to] = g.at[i], g.rate[i]
	}
	gi, moran := GiStar(rate, Band(at, 750)), LocalMoran(rate, Band(at, 750), Conditional)
	giBefore, moranBefore := GiStar(g.rate, g.queen), LocalMoran(g.rate, g.queen, Conditional)
	back := func(z []float64) []float64 {
		out := make([]float64, len(z))
		for i, to := range order {
			out[i] = z[to]
		}
		return out
	}
	near(t, "Gi*", back(gi.Z), giBefore.Z, 1e-12)
	near(t, "Moran", back(moran.Z), moranBefore.Z, 1e-12)
	near(t, "BH", back(BH(gi.P, nil)), BH(giBefore.P, nil), 1e-12)
}

func TestMovingAndTurningThePlaneChangesNothing(t *testing.T) {
	g := readTown(t)
	sin, cos := math.Sincos(0.7)
	turned := make([]Point, len(g.at))
	for i, p := range g.at {
		turned[i] = Point{X: 1e5 + cos*p.X - sin*p.Y, Y: -3e4 + sin*p.X + cos*p.Y}
	}
	near(t, "within 1,500 m", GiStar(g.rate, Band(turned, 1500)).Z, GiStar(g.rate, Band(g.at, 1500)).Z, 1e-12)
}

func TestFarPlacesOutsideTheAreaChangeNothing(t *testing.T) {
	g := readTown(t)
	at := append(slices.Clone(g.at), Point{1e6, 1e6}, Point{250, 250})
	rate := append(slices.Clone(g.rate), 0, 99)
	area := append(slices.Repeat([]bool{true}, 100), false, false)
	w := Band(at, 750).Within(area)
	near(t, "Gi*", GiStar(rate, w).Z[:100], GiStar(g.rate, g.queen).Z, 0)
	near(t, "Gi", Gi(rate, w).Z[:100], Gi(g.rate, g.queen).Z, 0)
	near(t, "Moran", LocalMoran(rate, w, Conditional).Z[:100], LocalMoran(g.rate, g.queen, Conditional).Z, 0)
	if diff := GlobalMoran(rate, w).Z - GlobalMoran(g.rate, g.queen).Z; diff != 0 {
		t.Errorf("global Moran changes by %v", diff)
	}
}

func TestCorrectedProbabilitiesRiseWithTheProbabilities(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 8))
	for range 100 {
		p, why := make([]float64, 40), make([]Untested, 40)
		for i := range p {
			p[i] = math.Pow(dice.Float64(), 3)
			if dice.IntN(8) == 0 {
				why[i] = NoNeighbours
			}
		}
		for name, adjust := range map[string]func([]float64, []Untested) []float64{"BH": BH, "BY": BY, "Holm": Holm, "Bonferroni": Bonferroni} {
			q := adjust(p, why)
			for i := range p {
				for j := range p {
					if why[i] == Testable && why[j] == Testable && p[i] <= p[j] && q[i] > q[j] {
						t.Fatalf("%s: p %v ≤ %v, but %v > %v", name, p[i], p[j], q[i], q[j])
					}
				}
				if why[i] != Testable && q[i] != 1 || q[i] > 1 || q[i] < p[i] {
					t.Fatalf("%s: p %v (%v) became %v", name, p[i], why[i], q[i])
				}
			}
		}
		tests := 0
		var tested []float64
		for i := range p {
			if why[i] == Testable {
				tests, tested = tests+1, append(tested, p[i])
			}
		}
		for _, q := range []float64{0.01, 0.05, 0.1, 0.3} {
			cut := cutBH(tested, tests, q)
			for i, adjusted := range BH(p, why) {
				if why[i] == Testable && (adjusted <= q) != (p[i] <= cut) && math.Abs(adjusted-q) > 1e-12 {
					t.Fatalf("p %v, adjusted %v, but the cut at %v is %v", p[i], adjusted, q, cut)
				}
			}
		}
	}
}

func TestLatticesAreBandsOfTheirSquares(t *testing.T) {
	g := readTown(t)
	for name, pair := range map[string][2]*Weights{
		"queen": {Queen(10, 10), Band(g.at, 500*math.Sqrt2)},
		"rook":  {Rook(10, 10), Band(g.at, 500)},
	} {
		for i := range 100 {
			if !slices.Equal(pair[0].Neighbours(i), pair[1].Neighbours(i)) {
				t.Errorf("%s: square %d has %v and %v", name, i, pair[0].Neighbours(i), pair[1].Neighbours(i))
			}
		}
	}
}

func TestTheNearestAreTheNearestAndOfEqualsTheLower(t *testing.T) {
	g := readTown(t)
	w := Nearest(g.at, 3)
	for place, want := range map[int][]int32{0: {1, 10, 11}, 55: {45, 54, 56}, 99: {88, 89, 98}} {
		if got := w.Neighbours(place); !slices.Equal(got, want) {
			t.Errorf("place %d: %v, want %v", place, got, want)
		}
	}
	if got := Nearest(g.at[:2], 5).Neighbours(0); !slices.Equal(got, []int32{1}) {
		t.Errorf("of two places: %v", got)
	}
}

func TestPairsAreMutualAndCountOnce(t *testing.T) {
	w := Pairs(3, [][2]int32{{0, 2}, {2, 0}, {1, 1}, {0, 2}})
	for place, want := range [][]int32{{2}, {}, {0}} {
		if got := w.Neighbours(place); !slices.Equal(got, want) {
			t.Errorf("place %d: %v, want %v", place, got, want)
		}
	}
}

func TestPlacesAtTheSamePointHaveNoInverseDistance(t *testing.T) {
	if _, ok := InverseDistance([]Point{{1, 1}, {1, 1}, {2, 2}}, 5, 1); ok {
		t.Error("an infinite weight was taken")
	}
}
