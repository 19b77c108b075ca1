package reach

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
)

// The sides of a square of the lattice.
const (
	south = iota
	east
	north
	west
)

// turns are, for each set of corners inside (1 south-west, 2 south-east, 4 north-east, 8 north-west), the sides
// between which the outline runs with the inside on its left. Opposite corners are not joined.
var turns = [16][][2]int8{
	1: {{south, west}}, 2: {{east, south}}, 4: {{north, east}}, 8: {{west, north}},
	3: {{east, west}}, 6: {{north, south}}, 12: {{west, east}}, 9: {{south, north}},
	7: {{north, west}}, 14: {{west, south}}, 13: {{south, east}}, 11: {{east, north}},
	5: {{south, west}, {north, east}}, 10: {{east, south}, {west, north}},
}

// trace follows the line at which the depth is 0 (marching squares) and makes polygons with holes of it.
func (f *field) trace(flat plane) orb.MultiPolygon {
	depth := make([]float64, len(f.in))
	for i := range depth {
		depth[i] = f.depth(i)
	}
	next := f.follow(depth)
	var outer, holes []orb.Ring
	for start, to := range next {
		if to < 0 {
			continue
		}
		var ring orb.Ring
		for at := int32(start); next[at] >= 0; {
			ring = append(ring, f.crossing(at, depth))
			next[at], at = -1, next[at]
		}
		ring = append(ring, ring[0])
		switch area := planar.Area(ring); {
		case area >= f.cell*f.cell:
			outer = append(outer, ring)
		case area <= -f.cell*f.cell:
			holes = append(holes, ring)
		}
	}
	return flat.polygons(assemble(outer, holes))
}

// follow says which side of the lattice the outline goes to from each; -1: it does not pass it.
// The side from node i to the east has number 2i, the one to the north 2i+1.
func (f *field) follow(depth []float64) []int32 {
	next := make([]int32, 2*len(depth))
	for i := range next {
		next[i] = -1
	}
	for r := range f.rows - 1 {
		for c := range f.cols - 1 {
			i := r*f.cols + c
			inside := 0
			for bit, corner := range [4]int{i, i + 1, i + f.cols + 1, i + f.cols} {
				if depth[corner] > 0 {
					inside |= 1 << bit
				}
			}
			sides := [4]int32{south: int32(2 * i), east: int32(2*(i+1) + 1), north: int32(2 * (i + f.cols)), west: int32(2*i + 1)}
			for _, t := range turns[inside] {
				next[sides[t[0]]] = sides[t[1]]
			}
		}
	}
	return next
}

// crossing is where the outline passes a side. It keeps away from nodes, so that rings never touch.
func (f *field) crossing(side int32, depth []float64) orb.Point {
	i := int(side / 2)
	j, dx, dy := i+1, 1.0, 0.0
	if side%2 == 1 {
		j, dx, dy = i+f.cols, 0, 1
	}
	t := 0.5
	if rise := depth[i] - depth[j]; rise != 0 {
		t = min(0.95, max(0.05, depth[i]/rise))
	}
	return orb.Point{f.x + (float64(i%f.cols)+t*dx)*f.cell, f.y + (float64(i/f.cols)+t*dy)*f.cell}
}

// assemble puts each hole into the smallest ring that it lies in.
func assemble(outer, holes []orb.Ring) orb.MultiPolygon {
	slices.SortStableFunc(outer, func(a, b orb.Ring) int { return cmp.Compare(planar.Area(a), planar.Area(b)) })
	out := make(orb.MultiPolygon, len(outer))
	bounds := make([]orb.Bound, len(outer))
	for i, ring := range outer {
		out[i], bounds[i] = orb.Polygon{ring}, ring.Bound()
	}
	for _, hole := range holes {
		for i, ring := range outer {
			if bounds[i].Contains(hole[0]) && planar.RingContains(ring, hole[0]) {
				out[i] = append(out[i], hole)
				break
			}
		}
	}
	slices.Reverse(out)
	return out
}

// polygons brings polygons of the plane to the earth.
func (p plane) polygons(m orb.MultiPolygon) orb.MultiPolygon {
	for _, polygon := range m {
		for _, ring := range polygon {
			for i, v := range ring {
				ring[i] = p.point(v[0], v[1]).Orb()
			}
		}
	}
	return m
}
