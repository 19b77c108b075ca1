package geo_test

import (
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// FuzzCoverage builds coverages of up to three areas of any shape, one of them with a hole and
// a second polygon, on a small lattice so that all that can coincide does. What is built must
// hold together and agree with an index of the areas as they were given.
func FuzzCoverage(f *testing.F) {
	f.Add([]byte{0, 0, 9, 0, 9, 9, 0, 9}, []byte{9, 0, 18, 0, 18, 9, 9, 9}, []byte{}, []byte{}, byte(9))
	f.Add([]byte{0, 0, 30, 0, 30, 30, 0, 30}, []byte{}, []byte{5, 5, 25, 5, 25, 25, 5, 25}, []byte{5, 5, 25, 5, 25, 25, 5, 25}, byte(3))
	f.Add([]byte{0, 9, 9, 9, 9, 0, 18, 0, 18, 9, 9, 9, 9, 18, 0, 18}, []byte{}, []byte{}, []byte{9, 9, 9, 0, 0, 9}, byte(1))
	f.Add([]byte{0, 0, 9, 0, 20, 0, 9, 0, 9, 9, 0, 9}, []byte{0, 0, 5, 5, 10, 0, 10, 10, 5, 5, 0, 10}, []byte{9, 9, 9, 0}, []byte{}, byte(255))
	f.Add([]byte("0"), []byte("002210"), []byte("0"), []byte("102221"), byte('$')) // a square centimetre
	f.Fuzz(func(t *testing.T, first, second, hole, third []byte, size byte) {
		lattice := size%16 + 2
		shape := orb.MultiPolygon{{latticeRing(first, lattice), latticeRing(hole, lattice)}, {latticeRing(second, lattice)}}
		list := areas(shape, polygon(latticeRing(third, lattice)))
		c, problems, err := geo.BuildCoverage(list)
		if err != nil {
			list = list[:1]
			c, problems, err = geo.BuildCoverage(list)
		}
		if err != nil || len(problems) > 0 {
			if c != nil {
				t.Fatalf("a coverage in spite of %v, %v", problems, err)
			}
			return
		}
		checkCoverage(t, c)
		checkEnclosed(t, c, list, lattice)
	})
}

// latticeRing makes small lattices likely to be met again and again.
func latticeRing(bytes []byte, lattice byte) orb.Ring {
	var small []byte
	for i, b := range bytes {
		if i == 48 {
			break
		}
		small = append(small, b%lattice)
	}
	return anyRing(small)
}

// checkEnclosed asks, for a point in the middle of each square of the lattice and off all
// lines that could pass near it, whether the rings as given enclose it as those of the
// coverage do.
func checkEnclosed(t *testing.T, c *geo.Coverage, list []geo.Area, lattice byte) {
	t.Helper()
	for x := range int32(lattice) {
		for y := range int32(lattice) {
			px, py := float64(originLon+x)+0.4987, float64(originLat+y)+0.5023
			for _, area := range list {
				if given, got := encloses(area.Boundary, px, py), encloses(c.Boundary(area.ID), px, py); given != got {
					t.Fatalf("%v, %v: in area %d as given: %v, in the coverage: %v", px, py, area.ID, given, got)
				}
			}
		}
	}
}

// encloses reports whether a position in units lies in a polygon: in an odd number of turns of
// its outer ring, and of none of its holes.
func encloses(boundary orb.MultiPolygon, x, y float64) bool {
	for _, polygon := range boundary {
		in := len(polygon) > 0 && odd(polygon[0], x, y)
		for _, hole := range polygon[min(1, len(polygon)):] {
			in = in && !odd(hole, x, y)
		}
		if in {
			return true
		}
	}
	return false
}

func odd(r orb.Ring, x, y float64) bool {
	in := false
	for i := 1; i < len(r); i++ {
		a, b := pointOf(r[i-1]), pointOf(r[i])
		ax, ay, bx, by := float64(a.Lon), float64(a.Lat), float64(b.Lon), float64(b.Lat)
		if (ay > y) != (by > y) && x < ax+(bx-ax)*(y-ay)/(by-ay) {
			in = !in
		}
	}
	return in
}
