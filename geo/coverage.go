package geo

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

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
// A face is the land of one area. It has a part for each piece of land that hangs together by
// more than a point. The rings of a part are lists of arcs, each walked with the part's land
// on its left: outer rings run counter-clockwise, holes clockwise. No ring passes a point
// twice, so a boundary that touches itself is several rings that touch. Holes may touch their
// outer ring and each other, each at single points.
//
// All is in exact integers of 1e-7 degree, and follows from the areas' land, its vertices and
// the order of the areas alone, not from where rings begin or which way they run.
// A Coverage is never changed once built, and safe for concurrent use. What its methods return
// must not be changed either.
//
// Inside, it is flat arrays without pointers: a nation's faces cost the garbage collector
// nothing, and those of a community a few hundred bytes more than their points.
type Coverage struct {
	ids    []AreaID // of each face
	byID   []int32  // faces by ID; nil where the faces are in that order already
	abroad []AreaID // the areas of other sheets that sides -2, -3, … of arcs stand for
	boxes  []Box    // of each face
	nodes  []Point
	arcs   []arcRecord  // one more ends the points of the last
	points []Point      // of all arcs
	zooms  []uint8      // of all points; nil before simplification
	faces  []int32      // where each face's rings begin, and one more
	rings  []ringRecord // one more ends the refs of the last
	refs   []ArcRef     // of all rings
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
	s := newSource(len(areas))
	seen := make(map[AreaID]bool, len(areas))
	for _, area := range areas {
		if seen[area.ID] {
			return nil, nil, &AreaError{area.ID, errTwice}
		}
		seen[area.ID] = true
		if err := s.add(area); err != nil {
			return nil, nil, &AreaError{area.ID, err}
		}
	}
	c, problems := s.build()
	if c == nil {
		return nil, problems, nil
	}
	c.sortIDs()
	if i := c.landless(); i >= 0 {
		return nil, nil, &AreaError{c.ids[i], errNoLand}
	}
	return c, nil, nil
}

var errTwice = errors.New("it occurs twice")

// build makes a coverage of all areas, or says what the problems are.
func (s *source) build() (*Coverage, []Problem) {
	var b builder
	var problems []Problem
	out := make([]bool, s.len())
	for {
		orders := b.addAllBut(s, out)
		c := new(Coverage)
		conflicts := b.build(c)
		crossing := len(conflicts) > 0 && conflicts[0].kind == Crossing
		for _, k := range conflicts {
			p := Problem{Kind: k.kind, At: k.at, SquareMetres: k.squareMetres}
			for _, area := range k.areas {
				p.Areas = append(p.Areas, b.ids[area])
				out[orders[area]] = true
			}
			problems = append(problems, p)
		}
		if !crossing {
			if len(problems) > 0 {
				return nil, problems
			}
			return c, nil
		}
	}
}

// addAllBut returns which areas the builder's are.
func (b *builder) addAllBut(s *source, out []bool) []int {
	b.reset()
	var orders []int
	for i := range s.len() {
		if !out[i] {
			orders = append(orders, i)
			b.add(s, i)
		}
	}
	return orders
}

// landless returns the first face without land, or -1.
func (c *Coverage) landless() int {
	for face := range c.ids {
		if c.faces[face] == c.faces[face+1] {
			return face
		}
	}
	return -1
}

// Len returns the number of faces, which are numbered from 0 in the order of the areas the
// coverage was built from.
func (c *Coverage) Len() int { return len(c.ids) }

// ID returns whose land a face is.
func (c *Coverage) ID(face int) AreaID { return c.ids[face] }

// Order returns the number of an area's face.
func (c *Coverage) Order(id AreaID) (face int, ok bool) {
	if c.byID == nil {
		return slices.BinarySearch(c.ids, id)
	}
	i, ok := sort.Find(len(c.byID), func(i int) int { return cmp.Compare(id, c.ids[c.byID[i]]) })
	if !ok {
		return 0, false
	}
	return int(c.byID[i]), true
}

// Box returns the smallest box around a face.
func (c *Coverage) Box(face int) Box { return c.boxes[face] }

// Nodes returns where borders meet, from south to north and, on a parallel, from west to east.
func (c *Coverage) Nodes() []Point { return c.nodes }

// Rings walks the rings of a face: for each part its outer ring, then its holes.
func (c *Coverage) Rings(face int) iter.Seq[Ring] {
	return func(yield func(Ring) bool) {
		for r := c.faces[face]; r < c.faces[face+1]; r++ {
			if !yield(c.ring(r)) {
				return
			}
		}
	}
}

// Abroad returns the area of another sheet that a side of an arc below -1 stands for.
func (c *Coverage) Abroad(side int32) AreaID { return c.abroad[-2-side] }

// Boundary returns the boundary of an area in degrees: closed rings as RFC 7946 wants them,
// outer ones counter-clockwise, holes clockwise. It has every vertex of its rings, and those
// at which neighbours cut its sides. It is nil for an area that the coverage does not have.
func (c *Coverage) Boundary(id AreaID) orb.MultiPolygon {
	face, ok := c.Order(id)
	if !ok {
		return nil
	}
	var boundary orb.MultiPolygon
	for ring := range c.Rings(face) {
		if !ring.Hole {
			boundary = append(boundary, nil)
		}
		last := len(boundary) - 1
		boundary[last] = append(boundary[last], c.orbRing(ring))
	}
	return boundary
}

func (c *Coverage) orbRing(ring Ring) orb.Ring {
	points := c.AppendPoints(nil, ring)
	closed := make(orb.Ring, 0, len(points)+1)
	for _, p := range points {
		closed = append(closed, p.Orb())
	}
	return append(closed, closed[0])
}

// withZooms returns the coverage with the lowest zoom that keeps each of its points.
func (c *Coverage) withZooms(zooms []uint8) *Coverage {
	with := *c
	with.zooms = zooms
	return &with
}

// sortIDs makes Order work.
func (c *Coverage) sortIDs() {
	if slices.IsSorted(c.ids) {
		return
	}
	c.byID = make([]int32, len(c.ids))
	for i := range c.byID {
		c.byID[i] = int32(i)
	}
	slices.SortFunc(c.byID, func(i, j int32) int { return cmp.Compare(c.ids[i], c.ids[j]) })
}

// measureBoxes finds the boxes of faces, from the arcs beside them.
func (c *Coverage) measureBoxes() {
	c.boxes = sized(c.boxes, len(c.ids))
	for i := range c.boxes {
		c.boxes[i] = Box{Point{maxLon, maxLat}, Point{-maxLon, -maxLat}}
	}
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		box := boxAround(arc.Points)
		for _, side := range [2]int32{arc.Left, arc.Right} {
			if side >= 0 {
				c.boxes[side] = c.boxes[side].Union(box)
			}
		}
	}
}

func boxAround(points []Point) Box {
	box := Box{points[0], points[0]}
	for _, p := range points[1:] {
		box.Min = Point{min(box.Min.Lon, p.Lon), min(box.Min.Lat, p.Lat)}
		box.Max = Point{max(box.Max.Lon, p.Lon), max(box.Max.Lat, p.Lat)}
	}
	return box
}
