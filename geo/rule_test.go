package geo_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// The half-open rule taken at its word, another way: on a drawing of 64 by 64 units the point
// is really moved, on a lattice 65,536 times finer. A hair is 1/256 unit, finer than any two
// edges are apart on a row; the infinitely smaller one is 1/65,536, lower than any slope rises
// along a hair. No point that is moved so lies on an edge.
const (
	side  = 64
	finer = 1 << 16
	hair  = 1 << 8
)

// A sketch is an area as rings of points on the drawing; each two rings that cross enclose
// land by the even-odd rule.
type sketch [][][2]int64

// holds counts the edges that the moved point sees in the west, not in the east as Index does.
func (s sketch) holds(x, y int64) bool {
	x, y = x*finer+hair, y*finer+1
	odd := false
	s.edges(func(ax, ay, bx, by int64) {
		ax, ay, bx, by = ax*finer, ay*finer, bx*finer, by*finer
		if (ay < y) == (by < y) {
			return
		}
		if ay > by {
			ax, ay, bx, by = bx, by, ax, ay
		}
		if (bx-ax)*(y-ay) < (by-ay)*(x-ax) {
			odd = !odd
		}
	})
	return odd
}

func (s sketch) touches(x, y int64) bool {
	on := false
	s.edges(func(ax, ay, bx, by int64) {
		inBox := min(ax, bx) <= x && x <= max(ax, bx) && min(ay, by) <= y && y <= max(ay, by)
		on = on || inBox && (bx-ax)*(y-ay) == (by-ay)*(x-ax)
	})
	return on
}

func (s sketch) edges(visit func(ax, ay, bx, by int64)) {
	for _, ring := range s {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			visit(a[0], a[1], b[0], b[1])
		}
	}
}

func (s sketch) boundary() orb.MultiPolygon {
	var polygon orb.Polygon
	for _, points := range s {
		var xy []int32
		for _, p := range points {
			xy = append(xy, int32(p[0]), int32(p[1]))
		}
		polygon = append(polygon, ring(xy...))
	}
	return orb.MultiPolygon{polygon}
}

// randomSketch draws one to three rings that may cross themselves and each other, often along
// the same lines.
func randomSketch(random *rand.Rand, coarse int64) sketch {
	var s sketch
	for range 1 + random.IntN(3) {
		var points [][2]int64
		for range 3 + random.IntN(12) {
			points = append(points, [2]int64{random.Int64N(side/coarse+1) * coarse, random.Int64N(side/coarse+1) * coarse})
		}
		s = append(s, points)
	}
	return s
}

func ownerByTheRule(sketches []sketch, x, y int64) owner {
	for i, s := range sketches {
		if s.holds(x, y) {
			if s.touches(x, y) {
				return border(geo.AreaID(i + 1))
			}
			return inside(geo.AreaID(i + 1))
		}
	}
	for i, s := range sketches {
		if s.touches(x, y) {
			return border(geo.AreaID(i + 1))
		}
	}
	return nowhere
}

func TestEveryPointOfRandomDrawingsFollowsTheRule(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	points := 0
	for round := range 60 {
		coarse := []int64{1, 2, 8, 16}[round%4]
		var sketches []sketch
		var boundaries []orb.MultiPolygon
		for range 1 + random.IntN(4) {
			s := randomSketch(random, coarse)
			if _, err := geo.NewIndex(areas(s.boundary())); err != nil {
				continue
			}
			sketches, boundaries = append(sketches, dropLines(s)), append(boundaries, s.boundary())
		}
		x := newIndex(t, areas(boundaries...))
		for lon := int64(-1); lon <= side+1; lon++ {
			for lat := int64(-1); lat <= side+1; lat++ {
				points++
				want := ownerByTheRule(sketches, lon, lat)
				if got := locate(t, x, at(int32(lon), int32(lat))); got != want {
					t.Fatalf("drawing %d: (%d, %d) belongs to %v, want %v\n%v", round, lon, lat, got, want, sketches)
				}
			}
		}
	}
	t.Logf("%d points", points)
}

// dropLines leaves out the rings after the first that enclose nothing, as the index does.
func dropLines(s sketch) sketch {
	kept := s[:1:1]
	for _, ring := range s[1:] {
		if _, err := geo.NewIndex(areas(sketch{ring}.boundary())); err == nil {
			kept = append(kept, ring)
		}
	}
	return kept
}
