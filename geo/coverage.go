package geo

import "github.com/paulmach/orb"

// A Coverage is a set of areas on one topology: no two overlap, and every border between two
// areas is stored once, as an [Arc] that knows what lies left and right of it.
//
//	+----c----3----b----+     nodes  1, 2 and 3: where three or more borders meet, or where a
//	|         |         |            border that meets no other begins
//	|   +-+   |         |     arcs   a: from 1 to 3, left A, right B
//	|   |C|   a    B    |            b: from 1 to 3, left B, right nobody's land
//	|   2-+   |         |            c: from 1 to 3, left nobody's land, right A
//	|         |         |            d: the border of C, from 2 to 2, left C, right A
//	|  A      |         |     faces  A: one part, a and c around it, d backwards its hole
//	+---------1---------+            B, C: one part each, without holes
//
// A face is the land of one area. It has a [Part] for each piece of land that hangs together
// by more than a point. The rings of a part are lists of arcs, each walked with the part's
// land on its left: outer rings run counter-clockwise, holes clockwise. No ring passes a point
// twice, so a boundary that touches itself is several rings that touch.
//
// All is in exact integers of 1e-7 degree, and follows from the areas' land, its vertices and
// the order of the areas alone, not from where rings begin or which way they run.
// A Coverage is never changed once built, and safe for concurrent use. What its methods return
// must not be changed either.
type Coverage struct {
	orders map[AreaID]int32 // of the faces
	nodes  []Point
	arcs   []Arc
	faces  []Face
}

// BuildCoverage finds the borders that areas share. Vertices are rounded to 1e-7 degree, and
// borders are shared where they are then equal: where a vertex of one ring lies exactly on a
// side of another, that side is cut there. What a ring walks there and back, such as a spike,
// is no border; nor is a side that two polygons of one area share. A ring may run either way
// and touch itself; it encloses what it goes round an odd number of times. Land that no area
// has, such as a hole between areas, is allowed.
//
// Where areas cross or overlap there is no coverage: it is nil, and the problems say which
// areas and where: first all crossings, then all overlaps of areas that have no crossing.
//
// The error names the first area with a vertex that is not on the earth, an open ring, or an
// ID that occurred before, or, when there are no problems, the first without any land. It is
// an [*AreaError].
func BuildCoverage(areas []Area) (*Coverage, []Problem, error) {
	b := builder{orders: make(map[AreaID]int32, len(areas))}
	for _, area := range areas {
		if err := b.add(area); err != nil {
			return nil, nil, &AreaError{area.ID, err}
		}
	}
	problems := b.node()
	if len(problems) > 0 {
		b.leaveOut(problems)
		b.node()
	}
	g := newGraph(b.edges)
	owners, overlaps := b.owners(g)
	if problems = append(problems, overlaps...); len(problems) > 0 {
		return nil, problems, nil
	}
	c := assemble(g, b.ids, owners)
	for _, face := range c.faces {
		if len(face.Parts) == 0 {
			return nil, nil, &AreaError{face.ID, errNoLand}
		}
	}
	return c, nil, nil
}

// Nodes returns where borders meet, from south to north and, on a parallel, from west to east.
func (c *Coverage) Nodes() []Point { return c.nodes }

// Arcs returns all borders, in the order of their first nodes.
func (c *Coverage) Arcs() []Arc { return c.arcs }

// Faces returns the land of each area, in the order of the areas the coverage was built from.
// The sides of arcs are indices of this slice.
func (c *Coverage) Faces() []Face { return c.faces }

// Face returns the land of an area.
func (c *Coverage) Face(id AreaID) (Face, bool) {
	i, ok := c.orders[id]
	if !ok {
		return Face{}, false
	}
	return c.faces[i], true
}

// Boundary returns the boundary of an area in degrees: closed rings as RFC 7946 wants them,
// outer ones counter-clockwise, holes clockwise. It has every vertex of its rings, and those
// at which neighbours cut its sides. It is nil for an area that the coverage does not have.
func (c *Coverage) Boundary(id AreaID) orb.MultiPolygon {
	face, _ := c.Face(id)
	var boundary orb.MultiPolygon
	for _, part := range face.Parts {
		polygon := orb.Polygon{c.orbRing(part.Outer)}
		for _, hole := range part.Holes {
			polygon = append(polygon, c.orbRing(hole))
		}
		boundary = append(boundary, polygon)
	}
	return boundary
}

func (c *Coverage) orbRing(ring Ring) orb.Ring {
	points := c.Points(ring)
	closed := make(orb.Ring, 0, len(points)+1)
	for _, p := range points {
		closed = append(closed, p.Orb())
	}
	return append(closed, closed[0])
}
