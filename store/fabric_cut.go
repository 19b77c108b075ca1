package store

import (
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/plan"
)

// leastCutSquareMetres is what rounding may take from a footprint: less is not called cut.
const leastCutSquareMetres = 1

// cuts lists the buildings that have a part of their footprint outside of their cell.
func (w *weaving) cuts() []Cut {
	var cuts []Cut
	for i, b := range w.buildings {
		if b.footprint == nil {
			continue
		}
		outside := w.outside(i)
		for _, class := range []plan.Class{plan.None, plan.River, plan.Community} {
			if outside[class] >= leastCutSquareMetres {
				cuts = append(cuts, Cut{b.id, class, outside[class]})
			}
		}
	}
	return cuts
}

// outside measures the parts of a footprint that lie outside of the building's cell, by what parts
// them from it.
func (w *weaving) outside(building int) (squareMetres classLengths) {
	b := w.buildings[building]
	home := w.patches.faceAt(b.point)
	squareMetres[plan.Community] = b.squareMetres
	for _, face := range w.cover[building] {
		part := w.patches.coverage.SquareMetres(geo.AreaID(face + 1))
		squareMetres[plan.Community] -= part
		switch {
		case home >= 0 && w.cell[face] == w.cell[home]:
		case home >= 0 && w.patches.part[face] != w.patches.part[home], slices.Contains(w.reached[building], face):
			squareMetres[plan.None] += part
		default:
			squareMetres[plan.River] += part
		}
	}
	return squareMetres
}

// doubleArea is twice the area of all faces, in square units.
func doubleArea(c *geo.Coverage) int64 {
	var sum int64
	var points []geo.Point
	for face := range c.Len() {
		for ring := range c.Rings(face) {
			points = c.AppendPoints(points[:0], ring)
			sum += doubleRing(points)
		}
	}
	return sum
}

// doubleAreaOf is twice the area of land in units.
func doubleAreaOf(land orb.MultiPolygon) int64 {
	var sum int64
	for _, polygon := range land {
		for i, ring := range polygon {
			points := make([]geo.Point, len(ring))
			for j, p := range ring {
				points[j] = pointOf(p)
			}
			double := max(doubleRing(points), -doubleRing(points))
			if i > 0 {
				double = -double
			}
			sum += double
		}
	}
	return sum
}

// doubleRing is positive for a ring that runs counter-clockwise.
func doubleRing(points []geo.Point) (sum int64) {
	for i, p := range points {
		q, o := points[(i+1)%len(points)], points[0]
		sum += int64(p.Lon-o.Lon)*int64(q.Lat-o.Lat) - int64(q.Lon-o.Lon)*int64(p.Lat-o.Lat)
	}
	return sum
}
