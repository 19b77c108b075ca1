package plan

import (
	"cmp"
	"math"
	"slices"

	"gewu/geo"
)

// A footprint is the ground that a building stands on.
type footprint struct {
	building int32
	rings    []ring
	box      geo.Box
}

// footprintsOn lists the footprints whose boxes a side comes near, in the order of buildings.
func (e *edit) footprintsOn(s side) []footprint {
	var numbers []int32
	x := e.before.fabric.places
	boxes := x.boxesAlong(s, 0)
	for _, box := range boxes {
		x.footprintsIn(box, func(n int32) { numbers = append(numbers, n) })
	}
	slices.Sort(numbers)
	var list []footprint
	for _, n := range slices.Compact(numbers) {
		if f, there := footprintOf(e.before.fabric.buildings, n); there && meetsAny(f.box, boxes) {
			list = append(list, f)
		}
	}
	return list
}

func footprintOf(buildings []Building, n int32) (footprint, bool) {
	f := footprint{building: n}
	for _, polygon := range buildings[n].Footprint {
		for _, closed := range polygon {
			var r ring
			for _, p := range closed[:max(len(closed)-1, 0)] {
				if at, err := geo.PointAt(p[0], p[1]); err == nil {
					r.points = append(r.points, at)
				}
			}
			if len(r.points) > 2 {
				f.rings = append(f.rings, r)
			}
		}
	}
	if len(f.rings) == 0 {
		return f, false
	}
	f.box = boxAround(f.rings[0].points...)
	for _, r := range f.rings[1:] {
		f.box = f.box.Union(boxAround(r.points...))
	}
	return f, true
}

// sides visits the sides of all rings.
func (f footprint) sides(yield func(side) bool) {
	for _, r := range f.rings {
		for i, p := range r.points {
			if !yield(side{p, r.points[(i+1)%len(r.points)]}) {
				return
			}
		}
	}
}

func (f footprint) surrounds(s spot) bool {
	inside := false
	for t := range f.sides {
		inside = inside != t.eastOf(s)
	}
	return inside
}

// depth is how far a point is from the footprint's outline, in metres.
func (f footprint) depth(p geo.Point, g ground) float64 {
	least := math.Inf(1)
	for t := range f.sides {
		_, metres := g.foot(t, p)
		least = min(least, metres)
	}
	return least
}

// cutBy returns where a side cuts the footprint, as a part of the way along the side: in the middle
// of the deepest cut. One along a wall, within five centimetres, does not cut it.
func (f footprint) cutBy(s side, g ground) (along float64, cut bool) {
	if !s.box().Meets(f.box) {
		return 0, false
	}
	const wall = 0.05
	ends := []float64{0, 1}
	for t := range f.sides {
		if s.cross(t) {
			ends = append(ends, s.part(t))
		}
	}
	slices.Sort(ends)
	deepest := wall
	for i := 1; i < len(ends); i++ {
		middle := (ends[i-1] + ends[i]) / 2
		p := s.at(middle)
		if depth := f.depth(p, g); depth > deepest && f.surrounds(spotAt(p)) {
			along, cut, deepest = middle, true, depth
		}
	}
	return along, cut
}

// keepFootprints refuses stretches that cut footprints or, when asked to cut them, says which.
func (e *edit) keepFootprints(op Operation, stretches []stretch) *Refusal {
	var fresh []side
	for _, s := range stretches {
		for i := 1; !s.along() && i < len(s.stations); i++ {
			fresh = append(fresh, side{s.stations[i-1].Point, s.stations[i].Point})
		}
	}
	return e.keepFootprintsOf(op, fresh, nil)
}

// keepFootprintsOf does so for sides, but for footprints that others cut before.
func (e *edit) keepFootprintsOf(op Operation, fresh, old []side) *Refusal {
	cut := map[int32]bool{}
	g := e.ground()
	for _, s := range old {
		for _, f := range e.footprintsOn(s) {
			if _, was := f.cutBy(s, g); was {
				cut[f.building] = true
			}
		}
	}
	for _, s := range fresh {
		for _, f := range e.footprintsOn(s) {
			along, is := f.cutBy(s, g)
			if !is || cut[f.building] {
				continue
			}
			if !op.CutBuildings {
				return refuse(BuildingInWay).ofGrid(op.Grid).at(s.at(along)).other(e.before.fabric.buildings[f.building].At)
			}
			cut[f.building] = true
			e.notes = append(e.notes, Note{Kind: BuildingCut, At: s.at(along), Building: e.before.fabric.buildings[f.building].ID})
		}
	}
	return nil
}

// hull is the convex hull of points, counter-clockwise, by Andrew's monotone chain. (Andrew, A. M.,
// Another efficient algorithm for convex hulls in two dimensions, Information Processing Letters 9
// (5), 1979.)
func hull(points []geo.Point) []geo.Point {
	points = slices.Clone(points)
	slices.SortFunc(points, func(p, q geo.Point) int {
		return cmp.Or(cmp.Compare(p.Lon, q.Lon), cmp.Compare(p.Lat, q.Lat))
	})
	points = slices.Compact(points)
	if len(points) < 3 {
		return points
	}
	half := func() []geo.Point {
		var chain []geo.Point
		for _, p := range points {
			for len(chain) > 1 && geo.Turn(chain[len(chain)-2], chain[len(chain)-1], p) <= 0 {
				chain = chain[:len(chain)-1]
			}
			chain = append(chain, p)
		}
		return chain[:len(chain)-1]
	}
	lower := half()
	slices.Reverse(points)
	return append(lower, half()...)
}
