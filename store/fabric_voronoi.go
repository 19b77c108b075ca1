package store

import (
	"math"

	"github.com/paulmach/orb"
)

// A voronoi is what lies between sites of different groups: a graph whose nodes are the centres
// of triangles and whose edges are the middles between two neighbouring sites.
type voronoi struct {
	centres []orb.Point
	beside  [][3]int32 // of each node: its edges to others, -1 for none, or walked already
	degree  []int      // of each node: how many edges it had at first
}

// newVoronoi makes the graph of a triangulation of sites; corners that are no sites are of no group.
func newVoronoi(sites []site, triangles []orb.Ring) *voronoi {
	groups := make(map[orb.Point]int, len(sites))
	for _, s := range sites {
		at := orb.Point{s.x, s.y}
		if _, taken := groups[at]; !taken { // two buildings with a site in one place: it is the first's
			groups[at] = s.of + 1
		}
	}
	v := &voronoi{
		centres: make([]orb.Point, len(triangles)), beside: make([][3]int32, len(triangles)), degree: make([]int, len(triangles)),
	}
	sides := make(map[[2]orb.Point]int32, len(triangles)*3/2)
	for i, ring := range triangles {
		v.centres[i] = circumcentre(ring[0], ring[1], ring[2])
		for side := range 3 {
			v.beside[i][side] = -1
			a, b := ring[side], ring[side+1]
			if groups[a] == groups[b] || groups[a] == 0 || groups[b] == 0 {
				continue
			}
			v.meet(sides, sideBetween(a, b), int32(3*i+side))
		}
	}
	return v
}

// meet makes an edge when both triangles at a side are known; half is a triangle and its side.
func (v *voronoi) meet(sides map[[2]orb.Point]int32, side [2]orb.Point, half int32) {
	other, ok := sides[side]
	if !ok {
		sides[side] = half
		return
	}
	v.beside[half/3][half%3], v.beside[other/3][other%3] = other/3, half/3
	v.degree[half/3]++
	v.degree[other/3]++
}

func sideBetween(a, b orb.Point) [2]orb.Point {
	if b[0] < a[0] || b[0] == a[0] && b[1] < a[1] {
		a, b = b, a
	}
	return [2]orb.Point{a, b}
}

// farthest bounds the centre of three points that are almost on a line: beyond it, it does not
// matter where the centre is.
const farthest = 1e12

// circumcentre is the point that is equally far from three points.
func circumcentre(a, b, c orb.Point) orb.Point {
	bx, by, cx, cy := b[0]-a[0], b[1]-a[1], c[0]-a[0], c[1]-a[1]
	d := 2 * (bx*cy - by*cx)
	b2, c2 := bx*bx+by*by, cx*cx+cy*cy
	return orb.Point{a[0] + bounded((cy*b2-by*c2)/d), a[1] + bounded((bx*c2-cx*b2)/d)}
}

func bounded(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return min(farthest, max(-farthest, v))
}

// lines walks all edges, from where three meet or one ends to the next such node, and then
// round those that meet no other.
func (v *voronoi) lines() []orb.LineString {
	var lines []orb.LineString
	for node := range v.beside {
		if v.degree[node] != 2 {
			lines = v.appendLines(lines, int32(node))
		}
	}
	for node := range v.beside {
		lines = v.appendLines(lines, int32(node))
	}
	return lines
}

// appendLines walks the edges of a node that no line has taken.
func (v *voronoi) appendLines(lines []orb.LineString, node int32) []orb.LineString {
	for side := range 3 {
		if v.beside[node][side] >= 0 {
			lines = append(lines, v.walk(node, side))
		}
	}
	return lines
}

func (v *voronoi) walk(start int32, side int) orb.LineString {
	line := orb.LineString{v.centres[start]}
	for node := start; side >= 0; {
		next := v.beside[node][side]
		v.beside[node][side] = -1
		for back := range 3 {
			if v.beside[next][back] == node {
				v.beside[next][back] = -1
				break
			}
		}
		line = append(line, v.centres[next])
		node = next
		side = v.onward(node)
	}
	return line
}

// onward returns the side by which a line goes on from a node, -1 where it ends.
func (v *voronoi) onward(node int32) int {
	if v.degree[node] == 2 {
		for side, next := range v.beside[node] {
			if next >= 0 {
				return side
			}
		}
	}
	return -1
}
