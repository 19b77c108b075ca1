package geo_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzSnapCoverage snaps two areas of any shape. Either they overlap, or one has no land left, or
// there is a coverage that holds together; sides never cross.
func FuzzSnapCoverage(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{10, 0, 18, 0, 18, 9, 10, 9}, byte(19), byte(1))
	f.Add([]byte{0, 0, 9, 9, 9, 0, 0, 9}, []byte{}, byte(9), byte(0))
	f.Add([]byte{0, 0, 7, 3, 1, 9, 4, 4, 8, 8, 2, 5, 6, 1, 0, 9}, []byte{3, 3, 4, 4, 9, 9, 1, 1}, byte(12), byte(0))
	f.Fuzz(func(t *testing.T, first, second []byte, size, tolerance byte) {
		lattice := size%30 + 2
		list := areas(polygon(latticeRing(first, lattice)))
		if len(second) >= 6 {
			list = append(list, geo.Area{ID: 2, Boundary: polygon(latticeRing(second, lattice))})
		}
		c, _, problems, err := geo.SnapCoverage(list, float64(tolerance%6)/100)
		var without *geo.AreaError
		switch {
		case errors.As(err, &without):
		case err != nil:
			t.Fatal(err)
		case c == nil && len(problems) == 0:
			t.Fatal("neither a coverage nor a problem")
		case c != nil:
			checkCoverage(t, c)
		}
		for _, p := range problems {
			if p.Kind != geo.Overlap {
				t.Fatal(p)
			}
		}
	})
}

// FuzzValidate compares the overlaps of areas of any shape, one with a hole and a second polygon,
// with their sizes by slabs, and every place with what is there. The lattice is of metres.
func FuzzValidate(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, []byte{}, []byte{}, byte(9))
	f.Add([]byte{0, 0, 30, 0, 30, 30, 0, 30}, []byte{}, []byte{5, 5, 25, 5, 25, 25, 5, 25}, []byte{5, 5, 25, 5, 25, 25, 5, 25}, byte(3))
	f.Add([]byte{0, 9, 9, 9, 9, 0, 18, 0, 18, 9, 9, 9, 9, 18, 0, 18}, []byte{}, []byte{}, []byte{9, 9, 9, 0, 0, 9}, byte(1))
	f.Add([]byte{0, 0, 7, 3, 1, 9, 4, 4, 8, 8}, []byte{1, 2, 3, 9}, []byte{3, 3, 5, 3, 4, 7}, []byte{2, 2, 9, 1, 3, 8, 0, 5}, byte(13))
	f.Fuzz(func(t *testing.T, first, second, hole, third []byte, size byte) {
		lattice := size%16 + 2
		shape := orb.MultiPolygon{{metreRing(first, lattice), metreRing(hole, lattice)}, {metreRing(second, lattice)}}
		checkOverlaps(t, areas(shape, polygon(metreRing(third, lattice))))
	})
}

// metreRing is a latticeRing stretched to metres, and turned a little so that few sides lie on
// parallels.
func metreRing(bytes []byte, lattice byte) orb.Ring {
	r := latticeRing(bytes, lattice)
	for i, vertex := range r {
		p := pointOf(vertex)
		x, y := p.Lon-originLon, p.Lat-originLat
		r[i] = at(x*100+y*3, y*100-x*3).Orb()
	}
	return r
}

func checkOverlaps(t *testing.T, list []geo.Area) {
	t.Helper()
	problems := validate(t, list, geo.Surroundings{})
	unit := square(0, 0, 10_000, 10_000) / 1e8
	got := map[[2]geo.AreaID]float64{}
	for _, p := range problems {
		checkPlace(t, list, p)
		if p.Kind == geo.Overlap {
			got[[2]geo.AreaID{p.Areas[0], p.Areas[len(p.Areas)-1]}] = p.SquareMetres
		}
	}
	shared := slabs(list, func(in map[geo.AreaID]int) bool { return in[1] > 0 && in[2] > 0 }) * unit
	twice := slabs(list, func(in map[geo.AreaID]int) bool { return in[1] > 1 }) * unit
	for pair, want := range map[[2]geo.AreaID]float64{{1, 2}: shared, {1, 1}: twice} {
		if want < 0.011 && got[pair] < 0.012 {
			continue
		}
		if math.Abs(got[pair]-want) > 1e-4*want+1e-6 {
			t.Fatalf("areas %v share %v m², want %v", pair, got[pair], want)
		}
	}
}

// checkPlace asks whether the place of a problem lies in what it is about.
func checkPlace(t *testing.T, list []geo.Area, p geo.Problem) {
	t.Helper()
	if p.SquareMetres == 0 {
		return
	}
	x, y := p.Place[0]*1e7, p.Place[1]*1e7
	for _, area := range list {
		in := encloses(area.Boundary, x, y)
		concerned := slices.Contains(p.Areas, area.ID)
		switch p.Kind {
		case geo.Overlap, geo.Sliver, geo.DetachedPart:
			if concerned && !in {
				t.Fatalf("%v: %v is not in area %d", p, p.Place, area.ID)
			}
		default:
			if in {
				t.Fatalf("%v: %v is in area %d", p, p.Place, area.ID)
			}
		}
	}
}

// slabs measures, in square units, the land where wanted says so of the number of polygons of each
// area there. Between two neighbouring latitudes of vertices and crossings, land is trapezoids.
func slabs(list []geo.Area, wanted func(in map[geo.AreaID]int) bool) float64 {
	sides := sidesOf(list)
	var rows []float64
	for i, s := range sides {
		rows = append(rows, s.a[1], s.b[1])
		for _, o := range sides[:i] {
			if y, ok := s.crosses(o); ok {
				rows = append(rows, y)
			}
		}
	}
	slices.Sort(rows)
	total := 0.0
	for i := 1; i < len(rows); i++ {
		if height := rows[i] - rows[i-1]; height > 1e-9 {
			total += height * widthAt(sides, (rows[i]+rows[i-1])/2, wanted)
		}
	}
	return total
}

// A slope is one side of a ring, in units from the drawing's origin.
type slope struct {
	a, b          orb.Point
	area          geo.AreaID
	polygon, ring int
}

func sidesOf(list []geo.Area) (sides []slope) {
	for _, area := range list {
		for i, p := range area.Boundary {
			for j, r := range p {
				for k := 1; k < len(r); k++ {
					a, b := pointOf(r[k-1]), pointOf(r[k])
					from := orb.Point{float64(a.Lon - originLon), float64(a.Lat - originLat)}
					to := orb.Point{float64(b.Lon - originLon), float64(b.Lat - originLat)}
					sides = append(sides, slope{from, to, area.ID, i, j})
				}
			}
		}
	}
	return sides
}

func (s slope) crosses(o slope) (y float64, ok bool) {
	dx, dy, ex, ey := s.b[0]-s.a[0], s.b[1]-s.a[1], o.b[0]-o.a[0], o.b[1]-o.a[1]
	under := dx*ey - dy*ex
	if under == 0 {
		return 0, false
	}
	t := ((o.a[0]-s.a[0])*ey - (o.a[1]-s.a[1])*ex) / under
	u := ((o.a[0]-s.a[0])*dy - (o.a[1]-s.a[1])*dx) / under
	return s.a[1] + t*dy, t >= 0 && t <= 1 && u >= 0 && u <= 1
}

func widthAt(sides []slope, y float64, wanted func(in map[geo.AreaID]int) bool) float64 {
	type cross struct {
		x float64
		slope
	}
	var crosses []cross
	for _, s := range sides {
		if (s.a[1] > y) != (s.b[1] > y) {
			crosses = append(crosses, cross{s.a[0] + (y-s.a[1])/(s.b[1]-s.a[1])*(s.b[0]-s.a[0]), s})
		}
	}
	slices.SortFunc(crosses, func(p, q cross) int { return int(math.Copysign(1, p.x-q.x)) })
	type ringKey struct {
		area          geo.AreaID
		polygon, ring int
	}
	within := map[ringKey]bool{}
	total := 0.0
	for i, c := range crosses {
		key := ringKey{c.area, c.polygon, c.ring}
		within[key] = !within[key]
		in := map[geo.AreaID]int{}
		for k, yes := range within {
			if yes && k.ring == 0 && !within[ringKey{k.area, k.polygon, 1}] {
				in[k.area]++
			}
		}
		if i+1 < len(crosses) && wanted(in) {
			total += crosses[i+1].x - c.x
		}
	}
	return total
}
