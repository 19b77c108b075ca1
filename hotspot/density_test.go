package hotspot

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"
)

// window is the reference's study area: 5 km by 5 km.
var window = Rectangle{High: Point{5000, 5000}}

func points300(t *testing.T) (at []Point) {
	ref := readTable(t, "points300.csv")
	x, y := ref.Column("x"), ref.Column("y")
	for i := range x {
		at = append(at, Point{x[i], y[i]})
	}
	return at
}

func perKilometre(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = v[i] * squareKilometre
	}
	return out
}

func TestDensityEqualsSpatstatAndMASS(t *testing.T) {
	at, ref, probes, grid := points300(t), readTable(t, "ref_kde_atpoints.csv"), readTable(t, "ref_kde_probes.csv"), readTable(t, "ref_kde2d_gauss300.csv")
	var probe, node []Point
	for i, x := range probes.Column("x") {
		probe = append(probe, Point{x, probes.Column("y")[i]})
	}
	for i, x := range grid.Column("x") {
		node = append(node, Point{x, grid.Column("y")[i]})
	}
	for name, edge := range map[string]Edge{"none": NoEdge, "uniform": Uniform, "diggle": Diggle} {
		near(t, "at incidents, "+name, GaussianAt(at, at, 300, window, edge), perKilometre(ref.Column(name)), 1e-9)
		near(t, "at probes, "+name, GaussianAt(probe, at, 300, window, edge), perKilometre(probes.Column("gauss300_"+name)), 1e-9)
	}
	one := make([]float64, len(at))
	for i := range one {
		one[i] = 1
	}
	near(t, "quartic of 300 m", sumAt(at, at, one, Kernel{Quartic, 300}), perKilometre(ref.Column("quartic_sd300")), 1e-9)
	eight := Kernel{Quartic, 800 / math.Sqrt(8)}
	if math.Abs(eight.Radius()-800) > 1e-9 {
		t.Errorf("radius %v, want 800", eight.Radius())
	}
	near(t, "quartic within 800 m", sumAt(probe, at, one, eight), perKilometre(probes.Column("quartic800_none")), 1e-9)
	near(t, "on MASS' grid", GaussianAt(node, at, 300, window, NoEdge), perKilometre(grid.Column("dens_times_n")), 1e-9)
}

func TestASurfaceIsTheDensityToAFractionOfItsPeak(t *testing.T) {
	at := points300(t)
	for _, k := range []Kernel{{Gaussian, 300}, {Quartic, 300}} {
		l := Lattice{Size: 50, Cols: 100, Rows: 100}
		counts, outside := l.Count(at)
		if outside != 0 {
			t.Fatalf("%d incidents are outside", outside)
		}
		got, err := Surface(l, counts, nil, k, NoEdge)
		if err != nil {
			t.Fatal(err)
		}
		var middles []Point
		for i := range l.Len() {
			middles = append(middles, l.Middle(i))
		}
		one := make([]float64, len(at))
		for i := range one {
			one[i] = 1
		}
		want := sumAt(middles, at, one, k)
		worst, peak := 0.0, 0.0
		for i := range want {
			worst, peak = max(worst, math.Abs(got[i]-want[i])), max(peak, want[i])
		}
		t.Logf("shape %d: at most %.2f %% of the peak off", k.Shape, 100*worst/peak)
		if worst > 0.01*peak {
			t.Errorf("shape %d: %v off, of %v", k.Shape, worst, peak)
		}
	}
}

func TestOfIncidentsNoneIsLostOverTheEdgeByDigglesCorrection(t *testing.T) {
	at := points300(t)
	l := Lattice{Size: 50, Cols: 100, Rows: 100}
	counts, _ := l.Count(at)
	dice := rand.New(rand.NewPCG(1, 1))
	area := make([]bool, l.Len())
	inside := 0.0
	for i := range area { // an area with a bay and holes
		m := l.Middle(i)
		area[i] = m.X+m.Y < 8000 && math.Hypot(m.X-2500, m.Y) > 900 && dice.IntN(20) > 0
		if area[i] {
			inside += counts[i]
		}
	}
	for _, k := range []Kernel{{Gaussian, 300}, {Quartic, 300}, {Gaussian, 1500}} {
		for name, c := range map[string]struct {
			area []bool
			want float64
		}{"whole": {nil, 300}, "a part": {area, inside}} {
			got, err := Surface(l, counts, c.area, k, Diggle)
			if err != nil {
				t.Fatal(err)
			}
			sum := 0.0
			for i, v := range got {
				sum += v * l.Size * l.Size / squareKilometre
				if math.IsNaN(v) || c.area != nil && !c.area[i] && v != 0 {
					t.Fatalf("%s: square %d has %v", name, i, v)
				}
			}
			near(t, name, []float64{sum}, []float64{c.want}, 1e-9)
		}
	}
}

func TestASurfaceDoesNotDependOnWhatLiesOutsideTheStudyArea(t *testing.T) {
	l := Lattice{Size: 50, Cols: 60, Rows: 60}
	wide := Lattice{Origin: Point{-1000, -500}, Size: 50, Cols: 100, Rows: 90}
	dice := rand.New(rand.NewPCG(7, 1))
	var at []Point
	for range 200 {
		at = append(at, Point{dice.Float64() * 3000, dice.Float64() * 3000})
	}
	counts, _ := l.Count(at)
	wideCounts, _ := wide.Count(append(at, Point{-900, 10}, Point{3800, 3800}))
	area := make([]bool, wide.Len())
	for i := range area {
		_, area[i] = l.Square(wide.Middle(i))
	}
	got, err := Surface(l, counts, nil, Kernel{Gaussian, 300}, Diggle)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Surface(wide, wideCounts, area, Kernel{Gaussian, 300}, Diggle)
	if err != nil {
		t.Fatal(err)
	}
	var same []float64
	for i := range got {
		square, _ := wide.Square(l.Middle(i))
		same = append(same, other[square])
	}
	near(t, "the same squares", same, got, 1e-12)
}

func TestABandwidthOfNothingOrOfMoreThanTheAreaIsRefused(t *testing.T) {
	l := Lattice{Size: 50, Cols: 60, Rows: 60}
	for _, sigma := range []float64{0, -1, 49, 1501, 100_000, math.NaN(), math.Inf(1)} {
		if _, err := Surface(l, make([]float64, l.Len()), nil, Kernel{Gaussian, sigma}, Diggle); !errors.Is(err, ErrBandwidth) {
			t.Errorf("%v m: %v", sigma, err)
		}
	}
	got, err := Surface(l, make([]float64, l.Len()), nil, Kernel{Gaussian, 300}, Diggle)
	if err != nil || got[0] != 0 {
		t.Errorf("no incidents: %v, %v", got[0], err)
	}
}

func TestSquaresHoldTheirLowSides(t *testing.T) {
	l := Lattice{Origin: Point{-100, 0}, Size: 50, Cols: 3, Rows: 2}
	for p, want := range map[Point]int{{-100, 0}: 0, {-50, 0}: 1, {-50.001, 49.9}: 0, {49.9, 99.9}: 5} {
		if got, ok := l.Square(p); !ok || got != want {
			t.Errorf("%v: %d, %v, want %d", p, got, ok, want)
		}
	}
	for _, p := range []Point{{-100.1, 0}, {50, 0}, {0, 100}, {math.NaN(), 0}, {math.Inf(1), 0}} {
		if _, ok := l.Square(p); ok {
			t.Errorf("%v is in the lattice", p)
		}
	}
}
