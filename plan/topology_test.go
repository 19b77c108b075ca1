package plan

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
)

func TestRandomFabricsKeepWhatAFabricPromises(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 1))
		p := randomPlan(t, rng, 2+rng.IntN(8), 2+rng.IntN(8), 1+rng.IntN(5))
		if err := p.verify(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}

// boundary closes rings of corners.
func boundary(polygons ...[][]float64) orb.MultiPolygon {
	var m orb.MultiPolygon
	for _, rings := range polygons {
		var polygon orb.Polygon
		for _, xy := range rings {
			var r orb.Ring
			for _, p := range line(append(xy, xy[0], xy[1])...) {
				r = append(r, p.Orb())
			}
			polygon = append(polygon, r)
		}
		m = append(m, polygon)
	}
	return m
}

func TestABoundaryIsTracedWithTheLandOnItsLeft(t *testing.T) {
	tests := []struct {
		name, cells, grids string
		want               orb.MultiPolygon
	}{
		{"two cells are one ring", "ab", "11", boundary([][]float64{{0, 0, 1, 0, 2, 0, 2, 1, 1, 1, 0, 1}})},
		{"a grid around another has a hole, clockwise", "aaa aba aaa", "111 121 111", boundary([][]float64{
			{0, 0, 3, 0, 3, 3, 0, 3}, {1, 1, 1, 2, 2, 2, 2, 1},
		})},
		{"cells that touch at a corner are two parts", "ab cd", "12 21", boundary(
			[][]float64{{1, 0, 2, 0, 2, 1, 1, 1}}, [][]float64{{0, 1, 1, 1, 1, 2, 0, 2}},
		)},
		{"a hole that touches the outer border at a corner", "aaa aba aa.", "111 121 11.", boundary([][]float64{
			{0, 0, 2, 0, 2, 1, 3, 1, 3, 3, 0, 3}, {1, 1, 1, 2, 2, 2, 2, 1},
		})},
		{"two holes that touch", "aaaa abaa aaca aaaa", "1111 1211 1121 1111", boundary([][]float64{
			{0, 0, 4, 0, 4, 4, 0, 4}, {2, 1, 2, 2, 3, 2, 3, 1}, {1, 2, 1, 3, 2, 3, 2, 2},
		})},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := draw(test.cells).plan(t, test.grids)
			if diff := cmp.Diff(normal(test.want), normal(p.Boundary(1))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(p.Boundary(1), p.Boundaries()[1]); diff != "" {
				t.Error(diff)
			}
			if err := p.verify(); err != nil {
				t.Error(err)
			}
		})
	}
}

// corners are the vertices of a ring at which it turns.
func corners(r orb.Ring) orb.Ring {
	var turning orb.Ring
	n := len(r) - 1
	for i := range n {
		a, b, c := r[(i+n-1)%n], r[i], r[i+1]
		if math.Abs((b[0]-a[0])*(c[1]-b[1])-(b[1]-a[1])*(c[0]-b[0])) > 1e-12 {
			turning = append(turning, b)
		}
	}
	return turning
}

// normal begins each ring at its lowest corner, and orders rings and polygons by theirs.
func normal(m orb.MultiPolygon) map[orb.Point][]orb.Ring {
	polygons := map[orb.Point][]orb.Ring{}
	for _, polygon := range m {
		var first orb.Point
		for i, r := range polygon {
			open, low := corners(r), 0
			for k, p := range open {
				if p[1] < open[low][1] || p[1] == open[low][1] && p[0] < open[low][0] {
					low = k
				}
			}
			if i == 0 {
				first = open[low]
			}
			turned := append(append(orb.Ring{}, open[low:]...), open[:low]...)
			polygons[first] = append(polygons[first], turned)
		}
		holes := polygons[first][1:]
		for i := range holes {
			for k := i + 1; k < len(holes); k++ {
				if holes[k][0][1] < holes[i][0][1] {
					holes[i], holes[k] = holes[k], holes[i]
				}
			}
		}
	}
	return polygons
}

func TestWhatIsWrongWithAFabricIsFound(t *testing.T) {
	bend := func(f *Fabric, id int32, change func(*Arc)) {
		arcs := f.arcs.edit()
		a := arcs.at(id)
		a.Points = slices.Clone(a.Points)
		change(&a)
		arcs.set(id, a)
		f.arcs = arcs.table
	}
	inner := arcBetween(t, draw("ab ab").plan(t, "12 12"), 1, 0.2, 1, 0.8)
	wrong := map[string]func(*Fabric){
		"a border that crosses another": func(f *Fabric) { bend(f, int32(inner), func(a *Arc) { a.Points[1] = at(3, 1) }) },
		"sides the other way round":     func(f *Fabric) { bend(f, int32(inner), func(a *Arc) { a.Left, a.Right = a.Right, a.Left }) },
		"a border that ends elsewhere":  func(f *Fabric) { bend(f, int32(inner), func(a *Arc) { a.Points[0] = at(1, 0.1) }) },
		"a border that is gone":         func(f *Fabric) { bend(f, int32(inner), func(a *Arc) { a.Left, a.Right = NoCell, NoCell }) },
		"a building elsewhere":          func(f *Fabric) { f.buildings[0].At = at(1.5, 0.5) },
		"a cell of another size": func(f *Fabric) {
			bend(f, int32(inner), func(a *Arc) { a.Points[1] = at(1.2, 1) })
		},
	}
	for name, spoil := range wrong {
		p := draw("ab ab").building(1, 0.5, 0.5, 0, 3).plan(t, "12 12")
		if err := p.verify(); err != nil {
			t.Fatal(err)
		}
		fabric := *p.fabric
		fabric.buildings = slices.Clone(fabric.buildings)
		spoil(&fabric)
		spoiled := *p
		spoiled.fabric = &fabric
		if spoiled.verify() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestASourceThatDoesNotFitIsRefused(t *testing.T) {
	d := draw("ab").building(1, 0.5, 0.5, 0, 3)
	d.fabric(t)
	wrong := map[string]func(*Source){
		"a cell too few":                      func(s *Source) { s.Cells = s.Cells[:1] },
		"no coverage":                         func(s *Source) { s.Coverage = nil },
		"a class too few":                     func(s *Source) { s.Classes = []Class{Road} },
		"a bridge too many":                   func(s *Source) { s.Bridges = make([]bool, 99) },
		"a building that is not known":        func(s *Source) { s.Cells[1].Buildings = []int32{7} },
		"a building that stands elsewhere":    func(s *Source) { s.Cells[0].Buildings, s.Cells[1].Buildings = nil, []int32{0} },
		"a building that two cells have, too": func(s *Source) { s.Cells[0].Buildings = []int32{0, 0} },
	}
	for name, spoil := range wrong {
		s := d.source
		s.Cells = slices.Clone(s.Cells)
		spoil(&s)
		if _, err := NewFabric(s); err == nil {
			t.Errorf("%s: a fabric was made", name)
		}
	}
}
