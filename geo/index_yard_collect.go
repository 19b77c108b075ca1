package geo

import "math"

// collect finds the sides that may be the nearest ones somewhere in the yard.
func (m *yardMaker) collect(x *Index, halfDiagonal float64) {
	for reach := 2.5 * halfDiagonal; reach < farAway; {
		nearest := m.collectWithin(x, reach)
		enough := m.bounds(nearest, halfDiagonal)
		switch {
		case m.unsure || enough <= reach:
			return
		case math.IsInf(nearest, 1):
			reach *= 2
		default:
			reach = enough
		}
	}
	m.unsure = true
}

// collectWithin finds all sides that are not further from the yard's centre, and returns how far
// the nearest one is: +Inf if there is none.
func (m *yardMaker) collectWithin(x *Index, metres float64) (nearest float64) {
	m.sides = m.sides[:0]
	around := m.ground.around(metres)
	low, high := around.corners()
	least := math.Inf(1)
	x.tree.Search(low, high, func(_, _ [2]float64, id shapeID) bool {
		s, shape := x.shape(id)
		if face, part := s.split(shape); part < 0 {
			least = min(least, m.addFace(s, face, around, metres*metres))
		}
		return !m.unsure
	})
	return math.Sqrt(least)
}

// addFace adds the sides around a face that are in a box and not further than the reach, each arc once for
// both areas beside it, and returns the square of the distance to the nearest.
func (m *yardMaker) addFace(s *slot, face int, around Box, reach float64) (least float64) {
	least = math.Inf(1)
	for _, ref := range s.cover.refsAround(face) {
		arc := s.cover.Arc(ref.Arc())
		if !s.cover.holds(arc) || arc.Left >= 0 && int(arc.Left) != face {
			continue
		}
		areas := [2]AreaID{s.cover.owner(arc.Left), s.cover.owner(arc.Right)}
		s.eachPiece(ref.Arc(), around.Meets, func(points []Point) bool {
			least = min(least, m.addLine(points, areas, reach))
			return !m.unsure
		})
	}
	return least
}

// owner returns the area that a side of an arc stands for; noOwner for nobody's land.
func (c *Coverage) owner(side int32) AreaID {
	switch {
	case side >= 0:
		return c.ids[side]
	case side == -1:
		return noOwner
	default:
		return c.Abroad(side)
	}
}

// addLine adds the sides of a line between areas that are not further than the reach, and returns the square
// of the distance to the nearest.
func (m *yardMaker) addLine(points []Point, areas [2]AreaID, reach float64) (least float64) {
	least = math.Inf(1)
	for i := 1; i < len(points); i++ {
		e := edgeBetween(points[i-1], points[i])
		point := nearestPoint{square: math.Inf(1)}
		m.ground.nearestOn(e, &point)
		switch {
		case point.square > reach:
		case len(m.sides) == mostSides:
			m.unsure = true
		default:
			least = min(least, point.square)
			m.sides = append(m.sides, yardSide{e, areas})
		}
	}
	return least
}
