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

// cellPoint is a point that shows where a cell is: that of its first building, or the middle of
// its first border.
func (e *edit) cellPoint(id CellID) geo.Point {
	return cellPoint(e.cells.at(int32(id)), e.before.fabric.buildings, e.arcs.table)
}

func cellPoint(c Cell, buildings []Building, arcs table[Arc]) geo.Point {
	if len(c.Buildings) > 0 {
		return buildings[c.Buildings[0]].At
	}
	points := arcs.at(int32(c.Arcs[0])).Points
	return points[len(points)/2]
}
