package tiles_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"gewu/geo"
	"gewu/tiles"
)

// plain is the projection as a book writes it.
func plain(p geo.Point) tiles.World {
	x := new(big.Int).Lsh(big.NewInt(int64(p.Lon)+180e7), 32)
	x.Quo(x, big.NewInt(360e7))
	y := math.Floor((1 - math.Asinh(math.Tan(float64(p.Lat)/1e7*math.Pi/180))/math.Pi) * (1 << 31))
	return tiles.World{
		X: uint32(min(x.Int64(), math.MaxUint32)),
		Y: uint32(min(max(y, 0), math.MaxUint32)),
	}
}

func TestTheProjectionIsThatOfTheFormula(t *testing.T) {
	check := func(p geo.Point) {
		t.Helper()
		if got, want := tiles.Project(p), plain(p); got != want {
			t.Fatalf("Project(%v) = %v, want %v", p, got, want)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2_000_000 {
		check(geo.Point{Lon: int32(random.Int64N(360e7+1) - 180e7), Lat: int32(random.Int64N(2*850511287+1) - 850511287)})
	}
	for at := int32(-1626 << 19); at < 1626<<19; at += 1 << 19 { // where pieces meet
		for d := int32(-40); d <= 40; d++ {
			check(geo.Point{Lon: at, Lat: min(max(at+d, -850511287), 850511287)})
		}
	}
}

func TestTheMapHasEnds(t *testing.T) {
	const last = math.MaxUint32
	for _, c := range []struct {
		point geo.Point
		want  tiles.World
	}{
		{geo.Point{Lon: -180e7, Lat: 90e7}, tiles.World{X: 0, Y: 0}},
		{geo.Point{Lon: 180e7, Lat: -90e7}, tiles.World{X: last, Y: last}},
		{geo.Point{Lon: 180e7 - 1, Lat: 850511288}, tiles.World{X: last - 1, Y: 0}},
		{geo.Point{Lon: 0, Lat: -850511288}, tiles.World{X: 1 << 31, Y: last}},
		{geo.Point{}, tiles.World{X: 1 << 31, Y: 1 << 31}},
	} {
		if got := tiles.Project(c.point); got != c.want {
			t.Errorf("Project(%v) = %v, want %v", c.point, got, c.want)
		}
	}
}

func TestEveryPointIsInOneTileAndOneUnitOfEachZoom(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		p := geo.Point{Lon: int32(random.Int64N(360e7) - 180e7), Lat: int32(random.Int64N(170e7) - 85e7)}
		w := tiles.Project(p)
		for z := uint32(0); z <= tiles.MaxZoom; z++ {
			a := w.Tile(z)
			if _, err := tiles.NewAddress(a.Z, a.X, a.Y); err != nil {
				t.Fatal(err)
			}
			at := a.Frame().Place(w)
			if at.X < 0 || at.X >= tiles.Extent || at.Y < 0 || at.Y >= tiles.Extent {
				t.Fatalf("%v is at %v of its tile %v", p, at, a)
			}
			if x, y, in := a.Unit(p.Orb()); z <= 16 && (!in || abs(int32(x)-at.X) > 1 || abs(int32(y)-at.Y) > 1) {
				t.Fatalf("%v is at %v of tile %v, which has it at %d %d, %v", p, at, a, x, y, in)
			}
		}
	}
}

func abs(v int32) int32 { return max(v, -v) }

func TestNeighboursSeeAPointAtOnePlace(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		w := tiles.World{X: random.Uint32(), Y: random.Uint32()}
		a := w.Tile(1 + random.Uint32N(18))
		there := a.Frame().Place(w)
		b := tiles.Address{Z: a.Z, X: a.X ^ 1, Y: a.Y ^ 1}
		dx, dy := (int32(b.X)-int32(a.X))*tiles.Extent, (int32(b.Y)-int32(a.Y))*tiles.Extent
		if got, want := b.Frame().Place(w), (tiles.XY{X: there.X - dx, Y: there.Y - dy}); got != want {
			t.Fatalf("%v is at %v of %v, but at %v of %v, want %v", w, there, a, got, b, want)
		}
	}
}

func TestAPlaceTooFarForATileStaysOnItsSide(t *testing.T) {
	a := tiles.Address{Z: 22, X: 1<<22 - 1}
	if got, want := a.Frame().Place(tiles.World{X: 0, Y: math.MaxUint32}), (tiles.XY{X: math.MinInt32, Y: math.MaxInt32}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkProject(b *testing.B) {
	points := make([]geo.Point, 4096)
	random := rand.New(rand.NewPCG(7, 8))
	for i := range points {
		points[i] = geo.Point{Lon: 1214e6 + random.Int32N(1e6), Lat: 312e6 + random.Int32N(1e6)}
	}
	for name, project := range map[string]func(geo.Point) tiles.World{"gewu": tiles.Project, "formula": formula} {
		b.Run(name, func(b *testing.B) {
			var sum uint32
			for i := 0; b.Loop(); i++ {
				w := project(points[i%len(points)])
				sum += w.X + w.Y
			}
			_ = sum
		})
	}
}

// formula is plain with a fast easting.
func formula(p geo.Point) tiles.World {
	y := (1 - math.Asinh(math.Tan(float64(p.Lat)/1e7*math.Pi/180))/math.Pi) * (1 << 31)
	return tiles.World{X: uint32((float64(p.Lon) + 180e7) / 360e7 * (1 << 32)), Y: uint32(y)}
}
