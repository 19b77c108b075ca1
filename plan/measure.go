package plan

import "gewu/geo"

// metres is the length of a border.
func (a Arc) metres() float64 {
	total := 0.0
	for i := 1; i < len(a.Points); i++ {
		total += geo.DistanceMetres(a.Points[i-1], a.Points[i])
	}
	return total
}

// cellPoint is a point that shows where a cell is: that of its first building, or one of its
// first border.
func (e *edit) cellPoint(id CellID) geo.Point {
	c := e.cells.at(int32(id))
	if len(c.Buildings) > 0 {
		return e.before.fabric.buildings[c.Buildings[0]].At
	}
	points := e.arcs.at(int32(c.Arcs[0])).Points
	return points[len(points)/2]
}
