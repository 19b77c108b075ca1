package store

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"gewu/geo"
	"gewu/plan"
)

// nearUnits is how far from a line a border lies that runs along it: the rim beside the
// community's border, and rounding.
const nearUnits = 4

// drawnMetres is how far from a line a grid's border may lie that was meant to run along it.
const drawnMetres = 3

// A classifier tells along what a border runs.
type classifier struct {
	sides rtree.RTreeG[classedSide]
}

type classedSide struct {
	a, b  orb.Point
	class plan.Class
}

func newClassifier(lines []classedLine) *classifier {
	var c classifier
	for _, line := range lines {
		for _, run := range line.line {
			for i := 1; i < len(run); i++ {
				box := orb.MultiPoint{run[i-1], run[i]}.Bound()
				c.sides.Insert(box.Min, box.Max, classedSide{run[i-1], run[i], line.class})
			}
		}
	}
	return &c
}

// arcs returns the class of each arc: that along which most of its length runs.
func (c *classifier) arcs(coverage *geo.Coverage) []plan.Class {
	classes := make([]plan.Class, coverage.ArcCount())
	for i := range classes {
		arc := coverage.Arc(i)
		if arc.Left < 0 || arc.Right < 0 {
			classes[i] = plan.Community
			continue
		}
		lengths := c.lengths(arc.Points, nearUnits)
		classes[i] = lengths.longest(plan.None)
	}
	return classes
}

// classLengths are lengths by class.
type classLengths [plan.Community + 1]float64

// longest returns the class with the greatest length among those from least up, the higher of two
// equal ones, and none where there is no length.
func (l *classLengths) longest(least plan.Class) plan.Class {
	best := plan.None
	for class := least; int(class) < len(l); class++ {
		if l[class] > 0 && (best < least || l[class] >= l[best]) {
			best = class
		}
	}
	return best
}

// lengths measures how much of a line runs along each class, or not further from it than near, in units.
func (c *classifier) lengths(points []geo.Point, near float64) (lengths classLengths) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		middle := orb.Point{(float64(a.Lon) + float64(b.Lon)) / 2, (float64(a.Lat) + float64(b.Lat)) / 2}
		lengths[c.at(middle, near)] += math.Hypot(float64(b.Lon-a.Lon), float64(b.Lat-a.Lat))
	}
	return lengths
}

// at returns the highest class of the lines not further from p than near, and of the community's
// border beside it.
func (c *classifier) at(p orb.Point, near float64) plan.Class {
	best := plan.None
	low := [2]float64{p[0] - near, p[1] - near}
	high := [2]float64{p[0] + near, p[1] + near}
	c.sides.Search(low, high, func(_, _ [2]float64, side classedSide) bool {
		reach := near
		if side.class == plan.Community {
			reach = nearUnits
		}
		if side.class > best && side.distance(p) <= reach {
			best = side.class
		}
		return true
	})
	return best
}

// distance is that of p from the side, in units.
func (s classedSide) distance(p orb.Point) float64 {
	dx, dy := s.b[0]-s.a[0], s.b[1]-s.a[1]
	t := 0.0
	if square := dx*dx + dy*dy; square > 0 {
		t = min(1, max(0, ((p[0]-s.a[0])*dx+(p[1]-s.a[1])*dy)/square))
	}
	return math.Hypot(p[0]-s.a[0]-t*dx, p[1]-s.a[1]-t*dy)
}
