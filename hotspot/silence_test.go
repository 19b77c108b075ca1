package hotspot

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

func TestSilenceIsAsUnlikelyAsMuchIsExpected(t *testing.T) {
	expected := []float64{2.9, 3, 10, 10, 0, math.NaN()}
	poisson := Silence([]int{0, 0, 0, 1, 0, 0}, expected, Dispersion{Phi: 1})
	near(t, "Poisson", poisson.P, []float64{1, math.Exp(-3), math.Exp(-10), 1, 1, 1}, 1e-15)
	bunched := Silence([]int{0, 0, 0, 1, 0, 0}, expected, Dispersion{Phi: 2, Size: 5})
	near(t, "in bunches of size 5", bunched.P, []float64{1, math.Pow(5.0/8, 5), math.Pow(5.0/15, 5), 1, 1, 1}, 1e-15)
	for i, want := range []Untested{TooFewExpected, Testable, Testable, Testable, TooFewExpected, TooFewExpected} {
		if poisson.Why[i] != want {
			t.Errorf("place %d: %v, want %v", i, poisson.Why[i], want)
		}
	}
	near(t, "z", []float64{poisson.Z[2], poisson.Z[3]}, []float64{-3.91394624, 0}, 1e-8)
	if far := Silence([]int{0}, []float64{1e6}, Dispersion{}); math.IsInf(far.Z[0], 0) || far.P[0] != 0 {
		t.Errorf("a million expected: %v, %v", far.Z[0], far.P[0])
	}
}

func TestReadinessToReportIsComparedWithTheRest(t *testing.T) {
	got := Reporting([]Exposure{{60, 300}, {20, 300}, {40, 300}, {5, 29}}, 0.95)
	near(t, "a day", []float64{got[0].PerDay, got[1].PerDay, got[2].PerDay}, []float64{0.2, 1.0 / 15, 2.0 / 15}, 1e-12)
	want := Compare(Period{20, 300}, Period{105, 629}, 0.95)
	near(t, "against the rest", []float64{got[1].Against.Value, got[1].Against.P}, []float64{want.Value, want.P}, 1e-12)
	if got[3].Why != TooFewExpected || got[1].Against.Upper >= 1 || got[0].Lower >= got[0].PerDay {
		t.Errorf("%+v", got)
	}
	if alone := Reporting([]Exposure{{9, 300}}, 0.95); alone[0].Why != TooFewExpected {
		t.Errorf("nothing to compare with: %+v", alone)
	}
}

// A town of 4 km by 4 km with homes everywhere, incidents by chance, and a place of 300 m where they are many.
func plantedTown() (incidents []Point, homes []Household) {
	dice := rand.New(rand.NewPCG(5, 5))
	for range 4000 {
		home := Household{Point{4000 * dice.Float64(), 4000 * dice.Float64()}, 20}
		homes = append(homes, home)
		if dice.Float64() < 0.5 {
			incidents = append(incidents, home.At)
		}
		if math.Hypot(home.At.X-1000, home.At.Y-2600) < 300 {
			for range 3 {
				incidents = append(incidents, home.At)
			}
		}
	}
	return incidents, homes
}

func TestAPlaceThatIsHotHoweverTheLatticeLiesIsFirm(t *testing.T) {
	incidents, homes := plantedTown()
	area := Rectangle{High: Point{4000, 4000}}
	got, err := Robust(incidents, homes, area, []float64{200, 250, 300})
	if err != nil {
		t.Fatal(err)
	}
	if got.Layings != 75 {
		t.Errorf("%d lattices, want 25 of 3 sizes", got.Layings)
	}
	for i, share := range got.Share {
		far := math.Hypot(got.Lattice.Middle(i).X-1000, got.Lattice.Middle(i).Y-2600)
		if far < 200 && share < Firm || far > 900 && share >= Firm || share < -1 || share > 1 {
			t.Errorf("%.0f m from the middle: hot in %.2f of the lattices", far, share)
		}
	}
}

func TestWhereNobodyLivesNothingIsRobust(t *testing.T) {
	got, err := Robust([]Point{{5, 5}}, nil, Rectangle{High: Point{100, 100}}, []float64{20})
	if err != nil || got.Share[0] != -1 {
		t.Errorf("%v, %v", got.Share[0], err)
	}
	for _, sizes := range [][]float64{nil, {0}, {-5}, {math.NaN()}, {0.5}, {20, 0}} {
		if _, err := Robust(nil, nil, Rectangle{High: Point{100, 100}}, sizes); !errors.Is(err, ErrSizes) {
			t.Errorf("%v: %v", sizes, err)
		}
	}
	if _, err := Robust(nil, nil, Rectangle{High: Point{1e7, 1e7}}, []float64{20}); !errors.Is(err, ErrSizes) {
		t.Error("a lattice of 250 billion squares is laid")
	}
}
