package tiles_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gewu/tiles"
)

// The sides of what a Clipper keeps: a tile with its margin.
const (
	rimLow  = -tiles.Margin
	rimHigh = tiles.Extent + tiles.Margin
)

func outline(flat ...int32) tiles.Ring { return tiles.Ring{Points: xys(flat...)} }

func hole(flat ...int32) tiles.Ring { return tiles.Ring{Points: xys(flat...), Hole: true} }

func clip(polygon ...tiles.Ring) []tiles.Ring {
	var c tiles.Clipper
	c.Polygon(polygon...)
	return c.Rings()
}

// shape makes rings comparable: without points that repeat or lie in line with those beside
// them, clockwise as seen on the map, from their least point on, and sorted.
func shape(rings []tiles.Ring) (list [][]tiles.XY) {
	for _, r := range rings {
		if points := corners(r.Points); len(points) > 0 {
			list = append(list, points)
		}
	}
	slices.SortFunc(list, func(a, b []tiles.XY) int { return slices.CompareFunc(a, b, compareXY) })
	return list
}

func corners(points []tiles.XY) []tiles.XY {
	points = slices.Clone(points)
	for again := true; again && len(points) > 2; {
		again = false
		for i, p := range points {
			a, b := points[(i+len(points)-1)%len(points)], points[(i+1)%len(points)]
			if (p.X-a.X)*(b.Y-p.Y) == (p.Y-a.Y)*(b.X-p.X) {
				points, again = slices.Delete(points, i, i+1), true
				break
			}
		}
	}
	if len(points) < 3 {
		return nil
	}
	if doubleArea(points) < 0 {
		slices.Reverse(points)
	}
	least := slices.Index(points, slices.MinFunc(points, compareXY))
	return append(points[least:len(points):len(points)], points[:least]...)
}

func compareXY(p, q tiles.XY) int {
	if p.X != q.X {
		return int(p.X) - int(q.X)
	}
	return int(p.Y) - int(q.Y)
}

func doubleArea(points []tiles.XY) (sum float64) {
	for i, p := range points {
		q := points[(i+1)%len(points)]
		sum += float64(p.X)*float64(q.Y) - float64(q.X)*float64(p.Y)
	}
	return sum
}

func TestPolygonsAreCutAtTheMargin(t *testing.T) {
	const l, h = rimLow, rimHigh
	for _, c := range []struct {
		name          string
		polygon, want []tiles.Ring
	}{
		{
			"inside",
			[]tiles.Ring{outline(10, 10, 20, 10, 20, 20, 10, 20), hole(12, 12, 12, 14, 14, 14)},
			[]tiles.Ring{outline(10, 10, 20, 10, 20, 20, 10, 20), outline(12, 12, 14, 14, 12, 14)},
		},
		{"beside, touching the rim", []tiles.Ring{outline(l-9, 0, l, 5, l-9, 10)}, nil},
		{"beside, its box over a corner", []tiles.Ring{outline(l-9, l+5, l-9, l-9, l+3, l-9)}, nil},
		{"all around", []tiles.Ring{outline(-999, -999, 9999, -999, 9999, 9999, -999, 9999)}, []tiles.Ring{outline(l, l, h, l, h, h, l, h)}},
		{"exactly the tile and its margin", []tiles.Ring{outline(l, l, h, l, h, h, l, h)}, []tiles.Ring{outline(l, l, h, l, h, h, l, h)}},
		{"all in a hole", []tiles.Ring{outline(-999, -999, 9999, -999, 9999, 9999, -999, 9999), hole(l, l, l, h, h, h, h, l)}, nil},
		{
			"all around but for a hole",
			[]tiles.Ring{outline(-999, -999, 9999, -999, 9999, 9999, -999, 9999), hole(5, 5, 5, 9, 9, 9)},
			[]tiles.Ring{outline(l, l, h, l, h, h, l, h), outline(5, 5, 9, 9, 5, 9)},
		},
		{"over a side", []tiles.Ring{outline(l-10, 0, 10, 0, 10, 10, l-10, 10)}, []tiles.Ring{outline(l, 0, 10, 0, 10, 10, l, 10)}},
		{"over a corner", []tiles.Ring{outline(h-6, h-5, h+9, h-5, h+9, h+9, h-6, h+9)}, []tiles.Ring{outline(h-6, h-5, h, h-5, h, h, h-6, h)}},
		{"wound the other way", []tiles.Ring{outline(l-10, 10, 10, 10, 10, 0, l-10, 0)}, []tiles.Ring{outline(l, 0, 10, 0, 10, 10, l, 10)}},
		{"with a side along the rim", []tiles.Ring{outline(l, 0, 9999, 0, 9999, 9, l, 9)}, []tiles.Ring{outline(l, 0, h, 0, h, 9, l, 9)}},
		{
			"fallen apart: a U whose bend lies off the tile",
			[]tiles.Ring{outline(l-10, 0, 10, 0, 10, 10, l-5, 10, l-5, 20, 10, 20, 10, 30, l-10, 30)},
			[]tiles.Ring{outline(l, 0, 10, 0, 10, 10, l, 10), outline(l, 20, 10, 20, 10, 30, l, 30)},
		},
		{
			"parted by a hole that lies over two sides",
			[]tiles.Ring{outline(-999, -999, 9999, -999, 9999, 9999, -999, 9999), hole(5, -500, 5, 8000, 9, 8000, 9, -500)},
			[]tiles.Ring{outline(l, l, 5, l, 5, h, l, h), outline(9, l, h, l, h, h, 9, h)},
		},
		{
			"a hole that touches the rim from inside",
			[]tiles.Ring{outline(-999, -999, 9999, -999, 9999, 9999, -999, 9999), hole(l, 5, 9, 9, 9, 0)},
			[]tiles.Ring{outline(l, l, h, l, h, h, l, h, l, 5, 9, 9, 9, 0, l, 5)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(shape(c.want), shape(clip(c.polygon...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Each of the two halves that are left has one of the holes.
func TestHolesStayWithTheirOutline(t *testing.T) {
	comb := outline(-200, 0, 3000, 0, 3000, 1000, -150, 1000, -150, 2000, 3000, 2000, 3000, 3000, -200, 3000)
	upper, lower := hole(500, 500, 500, 600, 600, 600), hole(3000, 2500, 500, 2400, 500, 2600)
	got := clip(comb, lower, upper)
	var order []int32
	for _, r := range got {
		if r.Hole {
			order = append(order, r.Points[0].Y)
		} else {
			order = append(order, slices.MinFunc(r.Points, func(p, q tiles.XY) int { return int(p.Y - q.Y) }).Y)
		}
	}
	if diff := cmp.Diff([]int32{0, 500, 2000, 2500}, order); diff != "" {
		t.Error(diff)
	}
}

func TestLinesAreCutAtTheMargin(t *testing.T) {
	const l, h = rimLow, rimHigh
	for _, c := range []struct {
		name string
		line []tiles.XY
		want [][]tiles.XY
	}{
		{"inside", xys(1, 1, 5, 5, 9, 0), [][]tiles.XY{xys(1, 1, 5, 5, 9, 0)}},
		{"off the tile", xys(l-1, 1, l-5, 900, l-3, h+50), nil},
		{"along the rim", xys(l, 1, l, 900), nil},
		{"through the tile", xys(l-10, 20, h+10, 20), [][]tiles.XY{xys(l, 20, h, 20)}},
		{"over a corner", xys(l-10, l+20, l+20, l-10), [][]tiles.XY{xys(l, l+10, l+10, l)}},
		{"out and in again", xys(0, 0, l-10, 0, l-10, 9, 0, 9), [][]tiles.XY{xys(0, 0, l, 0), xys(l, 9, 0, 9)}},
		{"touching the rim", xys(0, 0, l, 5, 0, 9), [][]tiles.XY{xys(0, 0, l, 5, 0, 9)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var clipper tiles.Clipper
			clipper.Line(c.line)
			if diff := cmp.Diff(c.want, clipper.Lines()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A burst is a polygon of random spikes around a centre near the tile or far from it, with a
// burst for a hole in its middle.
func burst(random *rand.Rand, touching bool) []tiles.Ring {
	round := func(v float64) int32 { return int32(v) }
	if touching {
		round = snapped
	}
	x, y := random.Float64()*6000-1000, random.Float64()*6000-1000
	size := math.Exp(random.Float64()*11 + 4)
	n := 8 + random.IntN(40)
	outer, inner := make([]tiles.XY, n), make([]tiles.XY, n)
	for i := range n {
		sin, cos := math.Sincos((float64(i) + random.Float64()*0.8) / float64(n) * 2 * math.Pi)
		r := size * (0.5 + random.Float64())
		outer[i] = tiles.XY{X: round(x + r*cos), Y: round(y + r*sin)}
		inner[n-1-i] = tiles.XY{X: round(x + r*cos*0.45), Y: round(y + r*sin*0.45)}
	}
	return []tiles.Ring{{Points: outer}, {Points: inner, Hole: true}}
}

// snapped puts what is near the rim onto it, so that much touches it.
func snapped(v float64) int32 {
	for _, side := range []float64{rimLow, rimHigh} {
		if math.Abs(v-side) < 40 {
			return int32(side)
		}
	}
	return int32(v)
}

// winding is how often the rings run around a point, clockwise as seen on the map, and whether
// the point is closer than two units to one of them.
func winding(rings []tiles.Ring, p tiles.XY) (n int, near bool) {
	for _, r := range rings {
		for i, b := range r.Points {
			a := r.Points[(i+len(r.Points)-1)%len(r.Points)]
			ax, ay, bx, by := float64(a.X-p.X), float64(a.Y-p.Y), float64(b.X-p.X), float64(b.Y-p.Y)
			turn := ax*by - ay*bx
			if length := math.Hypot(bx-ax, by-ay); math.Abs(turn) <= 2*length &&
				min(ax, bx) < 2 && max(ax, bx) > -2 && min(ay, by) < 2 && max(ay, by) > -2 {
				near = true
			}
			switch {
			case ay <= 0 && by > 0 && turn > 0:
				n++
			case ay > 0 && by <= 0 && turn < 0:
				n--
			}
		}
	}
	return n, near
}

// checkClipped demands that a clipped polygon lies inside and has the land that the polygon has
// there: at random points and beside all corners, the rings run around them equally often. Of
// holes in nothing, nothing need be left.
func checkClipped(t *testing.T, random *rand.Rand, polygon, got []tiles.Ring) {
	t.Helper()
	var probes []tiles.XY
	for _, r := range append(slices.Clone(polygon), got...) {
		for _, p := range r.Points {
			probes = append(probes, tiles.XY{X: p.X + random.Int32N(9) - 4, Y: p.Y + random.Int32N(9) - 4})
		}
	}
	for range 60 {
		probes = append(probes, tiles.XY{X: rimLow + random.Int32N(rimHigh-rimLow), Y: rimLow + random.Int32N(rimHigh-rimLow)})
	}
	for _, r := range got {
		for _, p := range r.Points {
			if p.X < rimLow || p.X > rimHigh || p.Y < rimLow || p.Y > rimHigh {
				t.Fatalf("%v lies off the tile", p)
			}
		}
	}
	for _, p := range probes {
		if p.X <= rimLow || p.X >= rimHigh || p.Y <= rimLow || p.Y >= rimHigh {
			continue
		}
		want, near := winding(polygon, p)
		if have, _ := winding(got, p); have != want && !near && (want >= 0 || len(got) > 0) {
			t.Fatalf("%d rings, not %d, are around %v: %v %v", have, want, p, polygon, got)
		}
	}
}

// checkRim demands that no two sides lie on each other along the rim: there are no bridges.
func checkRim(t *testing.T, got []tiles.Ring) {
	t.Helper()
	drawn := map[[2]int32][][2]int32{} // stretches by upright (1) or not (0) and the side
	for _, r := range got {
		for i, b := range r.Points {
			a := r.Points[(i+len(r.Points)-1)%len(r.Points)]
			for _, side := range []int32{rimLow, rimHigh} {
				if a.X == side && b.X == side && a.Y != b.Y {
					drawn[[2]int32{1, side}] = append(drawn[[2]int32{1, side}], [2]int32{min(a.Y, b.Y), max(a.Y, b.Y)})
				}
				if a.Y == side && b.Y == side && a.X != b.X {
					drawn[[2]int32{0, side}] = append(drawn[[2]int32{0, side}], [2]int32{min(a.X, b.X), max(a.X, b.X)})
				}
			}
		}
	}
	for _, stretches := range drawn {
		slices.SortFunc(stretches, func(a, b [2]int32) int { return int(a[0] - b[0]) })
		for i := 1; i < len(stretches); i++ {
			if stretches[i][0] < stretches[i-1][1] {
				t.Fatalf("%v and %v lie on each other", stretches[i-1], stretches[i])
			}
		}
	}
}

func TestAClippedPolygonIsItsPartInside(t *testing.T) {
	var c tiles.Clipper
	for seed := range uint64(5000) {
		random := rand.New(rand.NewPCG(seed, 5))
		polygon := burst(random, seed%2 == 0)
		c.Reset()
		c.Polygon(polygon...)
		got := c.Rings()
		checkClipped(t, random, polygon, got)
		if seed%2 == 1 {
			checkRim(t, got)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Rings made of any numbers cross themselves and each other.
func FuzzAClippedPolygonIsItsPartInside(f *testing.F) {
	f.Add([]byte("tangle of rings, all over the tile, and all of them cross"), uint8(3))
	f.Fuzz(func(t *testing.T, numbers []byte, rings uint8) {
		polygon := make([]tiles.Ring, 1+rings%4)
		for i := 0; i+1 < len(numbers); i += 2 {
			p := tiles.XY{X: snapped(float64(numbers[i])*40 - 3000), Y: snapped(float64(numbers[i+1])*40 - 3000)}
			r := &polygon[i/2%len(polygon)]
			r.Points = append(r.Points, p)
		}
		for i := range polygon {
			polygon[i].Hole = i > 0
			area := doubleArea(polygon[i].Points)
			if area == 0 {
				return // such a ring has no direction
			}
			if (area < 0) != polygon[i].Hole {
				slices.Reverse(polygon[i].Points)
			}
		}
		var c tiles.Clipper
		c.Polygon(polygon...)
		checkClipped(t, rand.New(rand.NewPCG(1, 1)), polygon, c.Rings())
	})
}

func TestClippingAllocatesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	var polygons [][]tiles.Ring
	for range 200 {
		polygons = append(polygons, burst(random, false))
	}
	var c tiles.Clipper
	clipAll := func() {
		for _, polygon := range polygons {
			c.Reset()
			c.Polygon(polygon...)
			c.Line(polygon[0].Points)
			c.Rings()
			c.Lines()
		}
	}
	clipAll()
	if n := testing.AllocsPerRun(10, clipAll); n != 0 {
		t.Errorf("%v times", n)
	}
}
