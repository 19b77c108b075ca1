package geo

import (
	"cmp"
	"math"
	"slices"
)

// A Near is an area and its distance from a point: 0 when it covers the point, else to the
// nearest point of its boundary.
type Near struct {
	Area   AreaID
	Metres float64
}

// Within returns the areas that are not further from p than that, nearest first: first those
// that cover p. Areas at the same distance are in the order that decides ties.
func (x *Index) Within(p Point, metres float64) []Near {
	if !(metres >= 0) {
		return nil
	}
	var found []rankedNear
	ground := groundAt(p)
	owner, alone := x.covering(p)
	low, high := ground.around(metres).corners()
	x.tree.Search(low, high, func(_, _ [2]float64, id shapeID) bool {
		s, shape := x.shape(id)
		area, rank := s.area(shape)
		d := 0.0
		if alone && area != owner || !alone && !s.covers(shape, p) {
			d = s.metresToBoundary(shape, &ground)
		}
		if d <= metres {
			found = append(found, rankedNear{Near{area, d}, rank})
		}
		return true
	})
	return nearestFirst(found)
}

// covering returns the only area that covers p, where it is known at once that no other does.
func (x *Index) covering(p Point) (owner AreaID, alone bool) {
	if x.raster == nil || x.odd > 0 {
		return 0, false
	}
	label, rule, sure := x.raster.locate(p)
	if !sure || rule != Inside || label == nobodys {
		return 0, false
	}
	return x.raster.names.of(label), true
}

// A rankedNear is the distance of one shape of an area.
type rankedNear struct {
	Near
	rank int64
}

// nearestFirst keeps the nearest shape of each area and sorts the areas.
func nearestFirst(found []rankedNear) []Near {
	slices.SortFunc(found, func(a, b rankedNear) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Metres, b.Metres))
	})
	found = slices.CompactFunc(found, func(a, b rankedNear) bool { return a.rank == b.rank })
	slices.SortStableFunc(found, func(a, b rankedNear) int { return cmp.Compare(a.Metres, b.Metres) })
	near := make([]Near, len(found))
	for i, f := range found {
		near[i] = f.Near
	}
	return near
}

// Nearest returns the area nearest to p; the first of several at the same distance. It returns
// false only for an index without areas.
//
// What is close by is measured first. If that does not decide, shapes come in the order of their
// boxes' distances, and none is measured whose box is further away than the nearest shape so far.
func (x *Index) Nearest(p Point) (Near, bool) {
	if near, ok := x.close.nearestArea(p); ok {
		return near, true
	}
	ground := groundAt(p)
	best := nearestArea{point: nearestPoint{square: math.Inf(1)}}
	x.nearestCloseBy(&best, &ground)
	if best.point.square > closeBy*closeBy {
		x.nearestAnywhere(&best, &ground)
	}
	if math.IsInf(best.point.square, 1) {
		return Near{}, false
	}
	return Near{best.area.id, ground.metresTo(best.point)}, true
}

// closeBy is how far nearestCloseBy sees, metres.
const closeBy = 100

// nearestCloseBy brings best forward to the shapes with a point that is not further than closeBy.
func (x *Index) nearestCloseBy(best *nearestArea, ground *ground) {
	low, high := ground.around(closeBy).corners()
	x.tree.Search(low, high, func(low, high [2]float64, id shapeID) bool {
		if ground.toBox(low, high) <= best.point.square { // what is as far away counts still
			x.tryNearer(best, id, ground)
		}
		return true
	})
}

func (x *Index) nearestAnywhere(best *nearestArea, ground *ground) {
	x.tree.Nearby(
		func(low, high [2]float64, _ shapeID, _ bool) float64 { return ground.toBox(low, high) },
		func(_, _ [2]float64, id shapeID, d float64) bool {
			if d > best.point.square {
				return false
			}
			x.tryNearer(best, id, ground)
			return true
		})
}

// A nearestArea is the nearest area found so far.
type nearestArea struct {
	area  rankedArea
	point nearestPoint
}

// tryNearer brings best forward to a shape if that is nearer, or as near and first in order.
func (x *Index) tryNearer(best *nearestArea, id shapeID, ground *ground) {
	s, shape := x.shape(id)
	area, rank := s.area(shape)
	// Also a point as near as the best counts, so the search may go a little beyond it.
	point := nearestPoint{square: math.Nextafter(best.point.square, math.Inf(1))}
	if s.covers(shape, ground.origin) {
		point.square = 0
	} else {
		s.nearest(shape, ground, &point)
	}
	if point.square < best.point.square || point.square == best.point.square && rank < best.area.rank {
		*best = nearestArea{rankedArea{area, rank}, point}
	}
}

// BorderMetres returns the distance from p to the boundary of an area, the rims of its holes
// included, from inside or outside. It is +Inf for an area that is not in the index.
func (x *Index) BorderMetres(p Point, id AreaID) float64 {
	if metres, ok := x.close.border(p, id); ok {
		return metres
	}
	at, ok := x.places.number(id)
	if !ok {
		return math.Inf(1)
	}
	s, ground, best := x.slots[at], groundAt(p), nearestPoint{square: math.Inf(1)}
	from, to := s.shapesOf(id)
	for shape := from; shape < to; shape++ {
		s.nearest(shape, &ground, &best)
		if best.square < doubtful && s.onBoundary(shape, p) {
			return 0
		}
	}
	return ground.metresTo(best)
}

// doubtful is the square, in square metres, of a distance so small that it may be rounded from
// none.
const doubtful = 1e-6

// InBox returns the areas that have a point in the box or on its border, in the order that
// decides ties.
func (x *Index) InBox(b Box) []AreaID {
	b = b.onEarth()
	var found []rankedArea
	low, high := b.corners()
	x.tree.Search(low, high, func(_, _ [2]float64, id shapeID) bool {
		if s, shape := x.shape(id); s.meetsBox(shape, b) {
			area, rank := s.area(shape)
			found = append(found, rankedArea{area, rank})
		}
		return true
	})
	return appendByRank(make([]AreaID, 0, len(found)), found)
}
