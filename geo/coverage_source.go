package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
)

// A source is areas as they were given, rounded to points.
type source struct {
	ids    []AreaID
	boxes  []Box
	first  []int32      // where the rings of each area begin, and one more
	rings  []sourceRing // one more ends the points of the last
	points []Point
}

// A sourceRing is one ring as it was given: its points, each once, from first to where those
// of the next ring begin. The rings of a polygon follow each other, its outer ring before its
// holes.
type sourceRing struct {
	first   int32
	polygon int32 // of its area
	hole    bool
}

func newSource(areas int) source {
	return source{
		ids:   make([]AreaID, 0, areas),
		boxes: make([]Box, 0, areas),
		first: make([]int32, 1, areas+1),
		rings: make([]sourceRing, 1, areas+1),
	}
}

func (s *source) len() int { return len(s.ids) }

// sidesOf returns how many points an area has.
func (s *source) sidesOf(area int) int {
	return int(s.rings[s.first[area+1]].first - s.rings[s.first[area]].first)
}

// add rounds an area. It is an error, and the area is not added, if a vertex is not on the
// earth or a ring is open.
func (s *source) add(area Area) error {
	rings, points := len(s.rings), len(s.points)
	for i, polygon := range area.Boundary {
		if err := s.addPolygon(int32(i), polygon); err != nil {
			s.rings, s.points = s.rings[:rings], s.points[:points]
			s.rings[rings-1] = sourceRing{first: int32(points)}
			return fmt.Errorf("polygon %d: %w", i+1, err)
		}
	}
	s.end(area.ID, s.points[points:])
	return nil
}

func (s *source) addPolygon(number int32, polygon orb.Polygon) error {
	for i, ring := range polygon {
		first := len(s.points)
		points, err := appendRounded(s.points, ring)
		if err != nil {
			return fmt.Errorf("ring %d: %w", i+1, err)
		}
		if s.points = points; len(points) > first {
			s.endRing(number, i > 0)
		}
	}
	return nil
}

// endRing makes a ring of the points since the one before.
func (s *source) endRing(polygon int32, hole bool) {
	last := &s.rings[len(s.rings)-1]
	last.polygon, last.hole = polygon, hole
	s.rings = append(s.rings, sourceRing{first: int32(len(s.points))})
}

// end makes an area of the rings since the one before.
func (s *source) end(id AreaID, points []Point) {
	var box Box
	if len(points) > 0 {
		box = boxAround(points)
	}
	s.ids = append(s.ids, id)
	s.boxes = append(s.boxes, box)
	s.first = append(s.first, int32(len(s.rings)-1))
}

// area returns an area in degrees.
func (s *source) area(i int) Area {
	area := Area{ID: s.ids[i]}
	for r := s.first[i]; r < s.first[i+1]; r++ {
		if n := len(area.Boundary); n == 0 || s.rings[r].polygon != s.rings[r-1].polygon {
			area.Boundary = append(area.Boundary, nil)
			if s.rings[r].hole { // the outer ring rounds to nothing
				area.Boundary[n] = orb.Polygon{nil}
			}
		}
		points := s.points[s.rings[r].first:s.rings[r+1].first]
		ring := make(orb.Ring, 0, len(points)+1)
		for _, p := range points {
			ring = append(ring, p.Orb())
		}
		polygon := &area.Boundary[len(area.Boundary)-1]
		*polygon = append(*polygon, append(ring, ring[0]))
	}
	return area
}

// appendRounded appends the points of a closed ring in degrees, without the closing one and
// those that follow an equal one. It appends none where all are equal.
func appendRounded(points []Point, ring orb.Ring) ([]Point, error) {
	first := len(points)
	for _, vertex := range ring {
		p, err := PointAt(vertex[0], vertex[1])
		if err != nil {
			return nil, err
		}
		if last := len(points) - 1; last < first || points[last] != p {
			points = append(points, p)
		}
	}
	return withoutClosing(points, first)
}

// withoutClosing returns the points without the last, which closes the ring that begins with
// the point first; without any of the ring where there is but one.
func withoutClosing[P comparable](points []P, first int) ([]P, error) {
	switch last := len(points) - 1; {
	case last <= first:
		return points[:first], nil
	case points[first] != points[last]:
		return nil, errors.New("it is not closed: its last point is not its first")
	default:
		return points[:last], nil
	}
}
