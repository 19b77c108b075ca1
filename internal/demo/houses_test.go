package demo_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"gewu/internal/demo"
)

func TestEveryBuildingLiesWhollyInOneGrid(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		f := newFinder(layer(d, "", "grid"))
		for _, b := range d.Buildings {
			ring := b.Footprint[0][0]
			i := f.cover(ring[0])
			if i < 0 {
				t.Fatalf("%s lies in no grid", b.ID)
			}
			border := f.areas[i].Boundary[0][0]
			for j := range len(ring) - 1 {
				if f.cover(ring[j]) != i || lineMeets(ring[j], ring[j+1], border) {
					t.Errorf("%s crosses the border of grid %s", b.ID, f.areas[i].Code)
					break
				}
			}
		}
	})
}

func lineMeets(a, b orb.Point, line []orb.Point) bool {
	for i := range len(line) - 1 {
		if crosses(a, b, line[i], line[i+1]) {
			return true
		}
	}
	return false
}

func TestBuildingsDoNotOverlap(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		near := map[corner][]int{}
		for i, b := range d.Buildings {
			bound := b.Footprint.Bound()
			for _, c := range cells(bound) {
				for _, j := range near[c] {
					if overlap(d.Buildings[i].Footprint[0][0], d.Buildings[j].Footprint[0][0]) {
						t.Errorf("%s overlaps %s", b.ID, d.Buildings[j].ID)
					}
				}
				near[c] = append(near[c], i)
			}
		}
	})
}

// cells are the squares of 0.002° that a bound touches.
func cells(b orb.Bound) []corner {
	var out []corner
	for x := int64(b.Min[0] / 0.002); x <= int64(b.Max[0]/0.002); x++ {
		for y := int64(b.Min[1] / 0.002); y <= int64(b.Max[1]/0.002); y++ {
			out = append(out, corner{x, y})
		}
	}
	return out
}

func overlap(a, b orb.Ring) bool {
	if !a.Bound().Intersects(b.Bound()) {
		return false
	}
	for i := range len(a) - 1 {
		if lineMeets(a[i], a[i+1], b) {
			return true
		}
	}
	return planar.RingContains(a, b[0]) || planar.RingContains(b, a[0])
}

func TestBuildingsStandClearOfRoadsAndWater(t *testing.T) {
	eachSeed(t, func(t *testing.T, d *demo.District) {
		near := map[corner][][2]orb.Point{}
		for _, r := range d.Roads {
			for _, line := range r.Line {
				for i := range len(line) - 1 {
					for _, c := range cells(orb.MultiPoint{line[i], line[i+1]}.Bound()) {
						near[c] = append(near[c], [2]orb.Point{line[i], line[i+1]})
					}
				}
			}
		}
		for _, b := range d.Buildings {
			ring := b.Footprint[0][0]
			for _, c := range cells(ring.Bound()) {
				for _, s := range near[c] {
					if lineMeets(s[0], s[1], ring) {
						t.Errorf("%s stands on a road", b.ID)
					}
				}
			}
			for _, w := range d.Waters {
				if planar.MultiPolygonContains(w.Surface, ring[0]) || planar.RingContains(ring, w.Surface[0][0][0]) {
					t.Errorf("%s stands in water", b.ID)
				}
			}
		}
	})
}
