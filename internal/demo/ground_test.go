package demo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/district"
	"gewu/internal/demo"
)

// A corner is a point in units of 1e-7 degree.
type corner struct{ lon, lat int64 }

func cornerOf(p orb.Point) corner {
	return corner{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

// sides counts the directed sides of areas.
func sides(areas []district.Area) map[[2]corner]int {
	out := map[[2]corner]int{}
	for _, a := range areas {
		for _, polygon := range a.Boundary {
			for _, ring := range polygon {
				for i := range len(ring) - 1 {
					out[[2]corner{cornerOf(ring[i]), cornerOf(ring[i+1])}]++
				}
			}
		}
	}
	return out
}

// outside returns the sides that no other area has in reverse.
func outside(sides map[[2]corner]int) map[[2]corner]int {
	out := map[[2]corner]int{}
	for s, n := range sides {
		if sides[[2]corner{s[1], s[0]}] == 0 {
			out[s] = n
		}
	}
	return out
}

// doubled returns twice the area in square units, exactly; holes count as less.
func doubled(areas []district.Area) int64 {
	var sum int64
	for _, a := range areas {
		for _, polygon := range a.Boundary {
			for _, ring := range polygon {
				o := cornerOf(ring[0])
				for i := range len(ring) - 1 {
					p, q := cornerOf(ring[i]), cornerOf(ring[i+1])
					sum += (p.lon-o.lon)*(q.lat-o.lat) - (q.lon-o.lon)*(p.lat-o.lat)
				}
			}
		}
	}
	return sum
}

// under returns the areas with a parent.
func under(areas []district.Area, parent string) []district.Area {
	var out []district.Area
	for _, a := range areas {
		if a.Parent == parent {
			out = append(out, a)
		}
	}
	return out
}

// Every border is in both neighbours, point by point: each directed side of an area is the
// reverse of a side of one other area, or a side of the parent's own boundary.
func TestEveryLevelCoversTheOneAboveExactly(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		levels := [][2]string{{"district", "street"}, {"street", "community"}, {"community", "grid"}, {"community", "station"}, {"station", "grid"}}
		for _, l := range levels {
			children := layer(d, "", l[1])
			for _, parent := range layer(d, "", l[0]) {
				own := under(children, parent.Code)
				if len(own) == 0 {
					continue
				}
				checkCovers(t, parent, own)
			}
		}
		whole := layer(d, "", "district")[0]
		checkCovers(t, whole, layer(d, "", "community"))
		checkCovers(t, whole, layer(d, "", "grid"))
	})
}

func checkCovers(t *testing.T, parent district.Area, children []district.Area) {
	t.Helper()
	inner, outer := sides(children), sides([]district.Area{parent})
	for s, n := range inner {
		if n != 1 {
			t.Fatalf("%s: side %v is in %d areas in the same direction", parent.Code, s, n)
		}
	}
	rest := outside(inner)
	if len(rest) != len(outer) {
		t.Fatalf("%s: %d sides have no neighbour, its own boundary has %d", parent.Code, len(rest), len(outer))
	}
	for s := range rest {
		if outer[s] != 1 {
			t.Fatalf("%s: side %v is a gap", parent.Code, s)
		}
	}
	if a, b := doubled(children), doubled([]district.Area{parent}); a != b {
		t.Fatalf("%s: parts have %d, whole has %d", parent.Code, a, b)
	}
}

func TestBoundariesAreOneSimplePieceWithoutHoles(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		for _, l := range d.Layers {
			for _, a := range l.Areas {
				if len(a.Boundary) != 1 {
					t.Errorf("%s %s has %d pieces", l.Level, a.Code, len(a.Boundary))
				}
				if l.Level == "grid" && len(a.Boundary[0]) != 1 {
					t.Errorf("grid %s encloses another", a.Code)
				}
				checkRings(t, a.Code, a.Boundary)
			}
		}
	})
}

func TestGroundsAndFootprintsAreSimpleRings(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		for _, b := range d.Buildings {
			checkRings(t, b.ID, b.Footprint)
		}
		for _, e := range d.Estates {
			checkRings(t, e.ID, e.Ground)
		}
		for _, f := range d.Facilities {
			checkRings(t, f.ID, f.Ground)
		}
		for _, w := range d.Waters {
			checkRings(t, w.ID, w.Surface)
		}
		for _, r := range d.Roads {
			for _, line := range r.Line {
				if len(line) < 2 || line[0] == line[1] {
					t.Errorf("road %s has a line of %d points", r.ID, len(line))
				}
			}
		}
	})
}

// checkRings fails when a ring is open, winds the wrong way, repeats a point or meets itself.
func checkRings(t *testing.T, id string, m orb.MultiPolygon) {
	t.Helper()
	for _, polygon := range m {
		for i, ring := range polygon {
			want := orb.CCW
			if i > 0 {
				want = orb.CW
			}
			if len(ring) < 4 || !ring.Closed() || ring.Orientation() != want {
				t.Errorf("%s: ring %d is open or winds the wrong way", id, i)
			}
			if p, ok := selfMeeting(ring); ok {
				t.Errorf("%s: ring %d meets itself near %v", id, i, p)
			}
		}
	}
}

func selfMeeting(ring orb.Ring) (orb.Point, bool) {
	seen := map[corner]bool{}
	for _, p := range ring[1:] {
		if seen[cornerOf(p)] {
			return p, true
		}
		seen[cornerOf(p)] = true
	}
	n := len(ring) - 1
	for i := range n {
		for j := i + 2; j < n; j++ {
			if (i != 0 || j != n-1) && crosses(ring[i], ring[i+1], ring[j], ring[j+1]) {
				return ring[i], true
			}
		}
	}
	return orb.Point{}, false
}

// crosses reports exactly whether two segments meet.
func crosses(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	p, q, r, s := cornerOf(a), cornerOf(b), cornerOf(c), cornerOf(d)
	return turn(p, q, r)*turn(p, q, s) <= 0 && turn(r, s, p)*turn(r, s, q) <= 0
}

func turn(a, b, c corner) int {
	k := (b.lon-a.lon)*(c.lat-a.lat) - (b.lat-a.lat)*(c.lon-a.lon)
	switch {
	case k > 0:
		return 1
	case k < 0:
		return -1
	}
	return 0
}

// A finder finds the area around a point among areas of one piece without holes.
type finder struct {
	areas  []district.Area
	bounds []orb.Bound
}

func newFinder(areas []district.Area) *finder {
	f := &finder{areas: areas}
	for _, a := range areas {
		f.bounds = append(f.bounds, a.Boundary.Bound())
	}
	return f
}

func (f *finder) cover(p orb.Point) int {
	for i, b := range f.bounds {
		if b.Contains(p) && planar.MultiPolygonContains(f.areas[i].Boundary, p) {
			return i
		}
	}
	return -1
}

// squareMetres is the area on the ellipsoid of CGCS2000 by the authalic cylinder: exact but for
// the straightness of the sides.
func squareMetres(m orb.MultiPolygon) float64 {
	const a, f = 6378137.0, 1 / 298.257222101
	e := math.Sqrt(f * (2 - f))
	height := func(lat float64) float64 {
		s := math.Sin(lat * math.Pi / 180)
		return a * (1 - e*e) / 2 * (s/(1-e*e*s*s) + math.Atanh(e*s)/e)
	}
	sum := 0.0
	for _, polygon := range m {
		for _, ring := range polygon {
			for i := range len(ring) - 1 {
				p, q := ring[i], ring[i+1]
				sum += (p[0] - q[0]) * math.Pi / 180 * a * (height(p[1]) + height(q[1])) / 2
			}
		}
	}
	return sum
}
