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
// that cover p. Areas at the same distance are in the order given to NewIndex.
func (x *Index) Within(p Point, metres float64) []Near {
	if !(metres >= 0) {
		return nil
	}
	var found []orderedNear
	low, high := groundAt(p).around(metres).corners()
	x.tree.Search(low, high, func(_, _ [2]float64, i uint32) bool {
		part := &x.parts[i]
		if d := x.metresTo(part, p); d <= metres {
			found = append(found, orderedNear{part.order, d})
		}
		return true
	})
	return x.nearestFirst(found)
}

// An orderedNear is the distance of one part of the area of that order.
type orderedNear struct {
	order  uint32
	metres float64
}

// nearestFirst keeps the nearest part of each area and sorts the areas.
func (x *Index) nearestFirst(found []orderedNear) []Near {
	slices.SortFunc(found, func(a, b orderedNear) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.metres, b.metres))
	})
	found = slices.CompactFunc(found, func(a, b orderedNear) bool { return a.order == b.order })
	slices.SortStableFunc(found, func(a, b orderedNear) int { return cmp.Compare(a.metres, b.metres) })
	near := make([]Near, len(found))
	for i, f := range found {
		near[i] = Near{x.ids[f.order], f.metres}
	}
	return near
}

// Nearest returns the area nearest to p; the first in order of several at the same distance.
// It returns false only for an index without areas.
func (x *Index) Nearest(p Point) (Near, bool) {
	ground := groundAt(p)
	best, order := math.Inf(1), uint32(0)
	x.tree.Nearby(
		func(low, high [2]float64, i uint32, item bool) float64 {
			if item {
				return x.flatMetresTo(&x.parts[i], ground)
			}
			return ground.toBox(low, high)
		},
		func(_, _ [2]float64, i uint32, d float64) bool {
			if d > best {
				return false
			}
			if part := &x.parts[i]; math.IsInf(best, 1) || part.order < order {
				best, order = d, part.order
			}
			return true
		})
	if math.IsInf(best, 1) {
		return Near{}, false
	}
	return Near{x.ids[order], x.metresToArea(order, p)}, true
}

// metresToArea is the distance from p to an area, 0 when the area covers p.
func (x *Index) metresToArea(order uint32, p Point) float64 {
	best := math.Inf(1)
	for i := x.partsOf[order]; i < x.partsOf[order+1]; i++ {
		best = min(best, x.metresTo(&x.parts[i], p))
	}
	return best
}

// BorderMetres returns the distance from p to the boundary of an area, the rims of its holes
// included, from inside or outside. It is +Inf for an area that is not in the index.
func (x *Index) BorderMetres(p Point, id AreaID) float64 {
	order, ok := x.orders[id]
	if !ok {
		return math.Inf(1)
	}
	ground, best := groundAt(p), nearestPoint{square: math.Inf(1)}
	for i := x.partsOf[order]; i < x.partsOf[order+1]; i++ {
		part := &x.parts[i]
		if part.box.Holds(p) {
			if _, on := x.test(part, p); on {
				return 0
			}
		}
		x.nearest(part, ground, &best)
	}
	return ground.metresTo(best)
}

// metresTo is the distance from p to a part, 0 when the part covers p.
func (x *Index) metresTo(part *part, p Point) float64 {
	if x.covers(part, p) {
		return 0
	}
	ground, best := groundAt(p), nearestPoint{square: math.Inf(1)}
	x.nearest(part, ground, &best)
	return ground.metresTo(best)
}

// flatMetresTo is metresTo on the flat ground around its origin, which Nearest orders by.
func (x *Index) flatMetresTo(part *part, ground ground) float64 {
	if x.covers(part, ground.origin) {
		return 0
	}
	best := nearestPoint{square: math.Inf(1)}
	x.nearest(part, ground, &best)
	return math.Sqrt(best.square)
}

func (x *Index) covers(part *part, p Point) bool {
	if !part.box.Holds(p) {
		return false
	}
	owned, on := x.test(part, p)
	return owned || on
}

// nearest brings best forward to the point of the part's boundary nearest to the ground's
// origin, going from the origin's stripe outwards until no stripe can be nearer.
func (x *Index) nearest(part *part, ground ground, best *nearestPoint) {
	lat := min(max(ground.origin.Lat, part.box.Min.Lat), part.box.Max.Lat)
	start := part.stripeAt(lat)
	for s := start; s < part.stripes && ground.squareToLat(part.south(s), false) < best.square; s++ {
		ground.nearest(x.stripe(part, s), best)
	}
	for s := start; s > 0 && ground.squareToLat(part.south(s), true) < best.square; s-- {
		ground.nearest(x.stripe(part, s-1), best)
	}
}

// south is the latitude at which stripe s begins.
func (p *part) south(s uint32) int64 { return int64(p.box.Min.Lat) + int64(s)<<p.shift }

// InBox returns the areas that have a point in the box or on its border, in the order given
// to NewIndex.
func (x *Index) InBox(b Box) []AreaID {
	b = b.onEarth()
	var orders []uint32
	low, high := b.corners()
	x.tree.Search(low, high, func(_, _ [2]float64, i uint32) bool {
		if part := &x.parts[i]; x.meetsBox(part, b) {
			orders = append(orders, part.order)
		}
		return true
	})
	slices.Sort(orders)
	ids := make([]AreaID, 0, len(orders))
	for _, order := range slices.Compact(orders) {
		ids = append(ids, x.ids[order])
	}
	return ids
}

// meetsBox reports whether a part has a point in b: an edge that does, or else all of b.
func (x *Index) meetsBox(part *part, b Box) bool {
	if !part.box.Meets(b) {
		return false
	}
	from := part.stripeAt(max(b.Min.Lat, part.box.Min.Lat))
	to := part.stripeAt(min(b.Max.Lat, part.box.Max.Lat))
	for s := from; s <= to; s++ {
		for _, e := range x.stripe(part, s) {
			if e.meetsBox(b) {
				return true
			}
		}
	}
	return x.covers(part, b.Min)
}
