package hotspot

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

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

// hotAt reports for some places whether they lie in a hot square of a lattice, and whether that is tested, straight from the
// definitions: residuals (O−E)/√E, Gi* over the squares that touch, two-sided p, Benjamini and Hochberg.
func hotAt(places, incidents []Point, homes []Household, origin Point, size float64) (hot, tested []bool) {
	type square struct{ col, row int }
	of := func(p Point) square {
		return square{int(math.Floor((p.X - origin.X) / size)), int(math.Floor((p.Y - origin.Y) / size))}
	}
	households, seen, all, cases := map[square]float64{}, map[square]float64{}, 0.0, 0.0
	for _, h := range homes {
		households[of(h.At)] += h.Count
		all += h.Count
	}
	for _, p := range incidents {
		if households[of(p)] > 0 {
			seen[of(p)]++
			cases++
		}
	}
	residual, sum, sum2, n := map[square]float64{}, 0.0, 0.0, float64(len(households))
	for s, h := range households {
		e := cases * h / all
		residual[s] = (seen[s] - e) / math.Sqrt(e)
		sum, sum2 = sum+residual[s], sum2+residual[s]*residual[s]
	}
	mean := sum / n
	deviation := math.Sqrt(sum2/n - mean*mean)
	z, p := map[square]float64{}, map[square]float64{}
	for s := range residual {
		lag, w := 0.0, 0.0
		for o, x := range residual {
			if max(s.col-o.col, o.col-s.col) <= 1 && max(s.row-o.row, o.row-s.row) <= 1 {
				lag, w = lag+x, w+1
			}
		}
		z[s] = (lag - mean*w) / (deviation * math.Sqrt((n*w-w*w)/(n-1)))
		p[s] = math.Erfc(math.Abs(z[s]) / math.Sqrt2)
	}
	for _, at := range places {
		s := of(at)
		adjusted := 1.0 // the least p_(j) n/j of those not surer
		for _, other := range p {
			rank := 0.0
			for _, o := range p {
				if o <= other {
					rank++
				}
			}
			if other >= p[s] {
				adjusted = min(adjusted, other*n/rank)
			}
		}
		tested = append(tested, households[s] > 0)
		hot = append(hot, households[s] > 0 && z[s] > 0 && adjusted <= 0.05)
	}
	return hot, tested
}

// Three sizes at 25 offsets each, one after the other.
func TestTheShareOfLayingsIsThatOfLayingThemOneByOne(t *testing.T) {
	dice := rand.New(rand.NewPCG(8, 8))
	var incidents []Point
	var homes []Household
	for range 500 {
		home := Household{Point{900 * dice.Float64(), 900 * dice.Float64()}, float64(1 + dice.IntN(30))}
		homes = append(homes, home)
		for range map[bool]int{true: 4}[math.Hypot(home.At.X-300, home.At.Y-600) < 120] + dice.IntN(2) {
			incidents = append(incidents, home.At)
		}
	}
	area, sizes := Rectangle{High: Point{900, 900}}, []float64{100, 120, 150}
	got, err := Robust(incidents, homes, area, sizes)
	if err != nil {
		t.Fatal(err)
	}
	places := make([]Point, len(got.Share))
	for i := range places {
		places[i] = got.Lattice.Middle(i)
	}
	times, of := make([]float64, len(places)), make([]float64, len(places))
	for _, size := range sizes {
		for offset := range 25 {
			hot, tested := hotAt(places, incidents, homes, Point{-size * float64(offset%5) / 5, -size * float64(offset/5) / 5}, size)
			for i := range places {
				times[i] += map[bool]float64{true: 1}[hot[i]]
				of[i] += map[bool]float64{true: 1}[tested[i]]
			}
		}
	}
	firm := 0
	for i := range places {
		if times[i] /= max(1, of[i]); of[i] == 0 {
			times[i] = -1
		}
		if times[i] >= Firm {
			firm++
		}
	}
	near(t, "share of the layings", got.Share, times, 1e-15)
	if firm < 2 || firm > 20 {
		t.Errorf("%d of %d places are firm", firm, len(places))
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
