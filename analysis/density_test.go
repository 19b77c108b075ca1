package analysis

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
)

// ringOf is a closed ring through corners in metres from the middle of a plane.
func ringOf(p Plane, corners ...hotspot.Point) orb.Ring {
	var ring orb.Ring
	for _, c := range append(corners, corners[0]) {
		ring = append(ring, p.Position(c).Orb())
	}
	return ring
}

// cornered is a district of one grid in the shape of an L, 3 km wide, with issues about some places of it,
// some of them at its edge, and an issue that is a further report.
func cornered(t *testing.T) (*Evidence, []hotspot.Point) {
	t.Helper()
	return corneredOf(t, 1500)
}

// corneredOf is the same, twice so many metres wide, the issues where they were.
func corneredOf(t *testing.T, half float64) (*Evidence, []hotspot.Point) {
	t.Helper()
	plane := NewPlane(geo.Point{Lon: 1_176_000_000, Lat: 262_700_000})
	at := func(x, y float64) hotspot.Point { return hotspot.Point{X: x, Y: y} }
	land := orb.MultiPolygon{{ringOf(plane, at(-half, -half), at(half, -half), at(half, 0), at(0, 0), at(0, half), at(-half, half))}}
	low, high := plane.Position(at(-half-10, -half-10)), plane.Position(at(half+10, half+10))
	b := NewBuilder(Evidence{
		Today: 20000, FirstEdition: 1, Plane: plane, Lattice: LatticeOver(plane, geo.Box{Min: low, Max: high}), Kinds: []Kind{{Code: "a"}, {Code: "b"}},
		Areas: []Area{{Parent: -1, Level: LevelDistrict}}, Grounds: []Ground{{ID: 7, Community: -1, Street: -1, Boundary: land}},
	})
	dice := rand.New(rand.NewPCG(5, 6))
	var points []hotspot.Point
	for n := range 600 {
		p := at(-800+300*dice.NormFloat64(), -700+300*dice.NormFloat64())
		if n%3 == 0 {
			p = at(1400*dice.Float64(), -5-40*dice.Float64()) // along the inner edge
		}
		if p.X < -1490 || p.Y < -1490 || p.X > 0 && p.Y > 0 {
			continue
		}
		piece, _ := b.Piece(plane.Position(p), 0)
		i := Issue{ID: int64(n), At: plane.Position(p), Kind: hotspot.Kind(n % 2), Opened: 19950, Closed: -1, Piece: piece, First: int32(len(points))}
		b.AddIssue(i)
		points = append(points, p)
	}
	i := b.e.Issues.At(0)
	i.ID = 10_000
	b.AddIssue(i)
	e, err := b.Evidence()
	if err != nil {
		t.Fatal(err)
	}
	return e, points
}

func heatOf(t *testing.T, e *Evidence, sigma float64) *Density {
	t.Helper()
	d, err := DensityOf(e, Question{From: 19900, Until: 20000, Bandwidth: sigma})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// However wide the pixels are, no incident is lost at the edge, and none is counted twice.
func TestADensitySumsUpToTheIncidentsOfTheArea(t *testing.T) {
	e, points := cornered(t)
	for _, sigma := range []float64{50, 80, 150, 299, 450} {
		d := heatOf(t, e, sigma)
		if d.Raster.Size > sigma/3 || d.Raster.Size <= sigma/6 {
			t.Errorf("σ %.0f m: pixels of %.1f m", sigma, d.Raster.Size)
		}
		sum, outside := 0.0, 0
		for _, v := range d.Values {
			if v < 0 {
				outside++
				continue
			}
			sum += float64(v) * d.Raster.Size * d.Raster.Size / 1e6
		}
		if math.Abs(sum-float64(len(points))) > 1e-3 {
			t.Errorf("σ %.0f m: %.4f incidents of %d", sigma, sum, len(points))
		}
		if share := float64(outside) / float64(len(d.Values)); share < 0.2 || share > 0.32 {
			t.Errorf("σ %.0f m: %.2f of the box lie outside of the L", sigma, share)
		}
	}
}

// Away from the edge the raster shows what summing up kernel by kernel gives.
func TestADensityIsThatOfTheKernels(t *testing.T) {
	e, points := cornered(t)
	everywhere := hotspot.Rectangle{Low: hotspot.Point{X: -1e6, Y: -1e6}, High: hotspot.Point{X: 1e6, Y: 1e6}}
	probe := []hotspot.Point{{X: -800, Y: -700}, {X: -600, Y: -900}, {X: -1000, Y: -400}}
	for _, sigma := range []float64{60, 100} {
		d := heatOf(t, e, sigma)
		worst := 0.0
		for i, want := range hotspot.GaussianAt(probe, points, sigma, everywhere, hotspot.NoEdge) {
			worst = max(worst, math.Abs(d.At(probe[i])/want-1))
		}
		t.Logf("σ %.0f m: %.2f %% apart at most", sigma, 100*worst)
		if worst > 0.03 {
			t.Errorf("σ %.0f m: %.1f %% apart", sigma, 100*worst)
		}
	}
	d := heatOf(t, e, 100)
	if v := d.At(hotspot.Point{X: 700, Y: 700}); v != 0 {
		t.Errorf("%.2f in the corner that is not of the area", v)
	}
	if d.Class(hotspot.Point{X: -800, Y: -700}) <= d.Class(hotspot.Point{X: -1400, Y: 1400}) {
		t.Error("where most is reported is of no higher class than where nothing is")
	}
}

func TestADensityIsRefusedInWordsWhereThereIsNone(t *testing.T) {
	e, _ := cornered(t)
	for name, q := range map[string]Question{
		"as wide as the area": {From: 19900, Until: 20000, Bandwidth: 2000},
		"another area":        {From: 19900, Until: 20000, Bandwidth: 100, Area: 99},
		"no such kind":        {From: 19900, Until: 20000, Bandwidth: 100, Kinds: []string{"zz"}},
	} {
		_, err := DensityOf(e, q)
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Words.ZH == "" || refusal.Words.EN == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if d := heatOf(t, e, 100); len(d.Breaks) == 0 {
		t.Error("no breaks")
	}
	if d, err := DensityOf(e, Question{From: 18000, Until: 18001, Bandwidth: 100}); err != nil || d.Class(hotspot.Point{X: -800, Y: -700}) != 0 {
		t.Errorf("a day on which nothing happened: %v", err)
	}
}

// Drawing tells most points by the pixels around them: it tells what asking point by point does, over the edge and far outside too.
func TestAPictureOfADensityHasTheClassOfEveryPoint(t *testing.T) {
	e, _ := cornered(t)
	for _, sigma := range []float64{50, 100, 299} {
		d := heatOf(t, e, sigma)
		for _, step := range []float64{7, 61.5, 400} {
			var xs, ys []float64
			for at := -2000.25; at < 2000; at += step {
				xs, ys = append(xs, at), append(ys, -at)
			}
			classes := make([]uint8, len(xs)*len(ys))
			d.Classes(xs, ys, classes)
			shown := map[uint8]bool{}
			for i, class := range classes {
				x, y := xs[i%len(xs)], ys[i/len(xs)]
				if want := d.Class(hotspot.Point{X: x, Y: y}); int(class) != want {
					t.Fatalf("σ %.0f m, (%.2f, %.2f): class %d, want %d", sigma, x, y, class, want)
				}
				shown[class] = true
			}
			if step < 100 && len(shown) < 2 {
				t.Errorf("σ %.0f m, every %.1f m: classes %v alone", sigma, step, shown)
			}
		}
	}
}
