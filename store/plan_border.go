package store

import (
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// straightUnits is how far from a straight border points may lie that a fabric put on it where
// cells meet it: two roundings, and the rim along the community's border.
const straightUnits = 4

// straighten takes out of the boundaries of a division the points that lie on a border that was there
// before, between two of its corners, and are no corners themselves: a fabric puts points there, a few
// centimetres aside, because the lattice has none on the line. So a grid that keeps its land keeps its
// boundary, to the bit. Borders are straightened for both sides at once, so there is no gap or overlap
// that was not there. Boundaries that are no coverage are returned as they are.
func straighten(areas []geo.Area, before []orb.MultiPolygon) []geo.Area {
	coverage, problems, err := geo.BuildCoverage(areas)
	if err != nil || len(problems) > 0 {
		return areas
	}
	old := cornersOf(before)
	points := map[int][]geo.Point{} // of arcs that get straighter
	for i := range coverage.ArcCount() {
		arc := coverage.Arc(i)
		if made := old.straight(arc.Points); len(made) < len(arc.Points) {
			points[i] = made
		}
	}
	if len(points) == 0 {
		return areas
	}
	straight := make([]geo.Area, len(areas))
	for face := range coverage.Len() {
		straight[face] = geo.Area{ID: coverage.ID(face), Boundary: boundaryWith(coverage, face, points)}
	}
	if _, problems, err := geo.BuildCoverage(straight); err != nil || len(problems) > 0 {
		return areas
	}
	return straight
}

// Corners are where the borders of a division turn, and which corners follow each.
type corners map[geo.Point][]geo.Point

func cornersOf(boundaries []orb.MultiPolygon) corners {
	c := corners{}
	for _, boundary := range boundaries {
		for _, polygon := range boundary {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					a, errA := geo.PointAt(ring[i-1][0], ring[i-1][1])
					b, errB := geo.PointAt(ring[i][0], ring[i][1])
					if errA == nil && errB == nil && a != b {
						c.add(a, b)
						c.add(b, a)
					}
				}
			}
		}
	}
	return c
}

func (c corners) add(a, b geo.Point) {
	if !slices.Contains(c[a], b) {
		c[a] = append(c[a], b)
	}
}

// straight is a line without the points that lie between two corners that follow each other.
func (c corners) straight(line []geo.Point) []geo.Point {
	made := []geo.Point{line[0]}
	for i := 0; i < len(line)-1; {
		next := i + 1
		for _, to := range c[line[i]] {
			if j := c.reach(line, i, to); j > next {
				next = j
			}
		}
		made = append(made, line[next])
		i = next
	}
	return made
}

// reach returns where a line comes to a corner after i, all points between being no corners and near
// the straight way; -1 when it does not.
func (c corners) reach(line []geo.Point, i int, to geo.Point) int {
	for j := i + 1; j < len(line); j++ {
		if line[j] == to {
			return j
		}
		if len(c[line[j]]) > 0 || (classedSide{a: onPlane(line[i]), b: onPlane(to)}).distance(onPlane(line[j])) > straightUnits {
			return -1
		}
	}
	return -1
}

// boundaryWith is the boundary of a face of which some arcs have other points.
func boundaryWith(coverage *geo.Coverage, face int, points map[int][]geo.Point) orb.MultiPolygon {
	var boundary orb.MultiPolygon
	for ring := range coverage.Rings(face) {
		made := ringWith(coverage, ring, points)
		if ring.Hole && len(boundary) > 0 {
			boundary[len(boundary)-1] = append(boundary[len(boundary)-1], made)
		} else {
			boundary = append(boundary, orb.Polygon{made})
		}
	}
	return boundary
}

func ringWith(coverage *geo.Coverage, ring geo.Ring, points map[int][]geo.Point) orb.Ring {
	var made orb.Ring
	for _, ref := range ring.Refs {
		line, ok := points[ref.Arc()]
		if !ok {
			line = coverage.Arc(ref.Arc()).Points
		}
		line = slices.Clone(line)
		if ref.Reversed() {
			slices.Reverse(line)
		}
		for _, at := range line[:len(line)-1] {
			made = append(made, orb.Point{float64(at.Lon) / 1e7, float64(at.Lat) / 1e7})
		}
	}
	return append(made, made[0])
}
