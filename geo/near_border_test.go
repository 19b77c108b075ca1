package geo_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"gewu/geo"
)

func TestABorderIsAsFarAsTheNearestOfAllItsSides(t *testing.T) {
	for _, steps := range []int{2, 20, 300} { // arcs in one piece, in a few, and in groups of pieces
		t.Run(fmt.Sprint(steps, " sides to a neighbour"), func(t *testing.T) {
			w := newTown(uint64(60+steps), 4, 4, 40_000, steps)
			list := w.areas(true)
			points := w.probes(list, 300)
			w.random.Shuffle(len(points), func(i, j int) { points[i], points[j] = points[j], points[i] })
			borders(t, newIndex(t, list), list, points[:600])
			x, err := geo.IndexAtlas(newAtlas(t, []geo.Group{{ID: 1, Areas: list}}))
			if err != nil {
				t.Fatal(err)
			}
			borders(t, x, list, points[:600])
		})
	}
}

// borders measures how far each point is from a few areas, one of them the nearest.
func borders(t *testing.T, x *geo.Index, list []geo.Area, points []geo.Point) {
	t.Helper()
	for i, p := range points {
		near, _ := x.Nearest(p)
		for _, id := range []geo.AreaID{near.Area, list[i%len(list)].ID} {
			got, want := x.BorderMetres(p, id), geo.BorderMetresExactly(p, list[id-1].Boundary)
			if math.Abs(got-want) > 1e-6 || decimetres(got) != decimetres(want) {
				t.Errorf("%v is %v m from the border of %d, want %v", p, got, id, want)
			}
		}
	}
}

func decimetres(metres float64) string { return strconv.FormatFloat(metres, 'f', 1, 64) }

func TestShortLinesAreMeasuredLikeLongOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 52))
	for range 50_000 {
		p := geo.Point{Lon: int32(random.Int64N(3_600_000_001) - 1_800_000_000), Lat: int32(random.Int64N(1_800_000_001) - 900_000_000)}
		reach := geo.ShortUnits * math.Pow(10, -8*random.Float64())
		east, north := (random.Float64()*2-1)*reach, (random.Float64()*2-1)*reach
		switch random.IntN(8) {
		case 0:
			east = 0
		case 1:
			north = 0
		}
		if got, want := geo.ShortMetres(p, east, north), geo.LongMetres(p, east, north); math.Abs(got-want) > 1e-8 {
			t.Errorf("from %v %v east and %v north: %v m, want %v", p, east, north, got, want)
		}
	}
}
