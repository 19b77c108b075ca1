package plan

import (
	"math"

	"gewu/geo"
)

// A plane measures in metres from a point.
type plane struct {
	origin geo.Point
	ground
}

type vector struct{ x, y float64 }

func (p plane) vector(at geo.Point) vector {
	x, y := p.between(p.origin, at)
	return vector{x, y}
}

func (p plane) point(v vector) geo.Point {
	return geo.Point{
		Lon: p.origin.Lon + int32(math.Round(v.x/p.east)),
		Lat: p.origin.Lat + int32(math.Round(v.y/p.north)),
	}
}

func (v vector) plus(w vector) vector      { return vector{v.x + w.x, v.y + w.y} }
func (v vector) minus(w vector) vector     { return vector{v.x - w.x, v.y - w.y} }
func (v vector) times(k float64) vector    { return vector{float64(v.x * k), float64(v.y * k)} }
func (v vector) dot(w vector) float64      { return float64(v.x*w.x) + float64(v.y*w.y) }
func (v vector) cross(w vector) float64    { return float64(v.x*w.y) - float64(v.y*w.x) }
func (v vector) distance(w vector) float64 { d := v.minus(w); return math.Sqrt(d.dot(d)) }
func (v vector) nearestOn(a, b vector) vector {
	along := b.minus(a)
	square := along.dot(along)
	if square == 0 {
		return a
	}
	return a.plus(along.times(min(max(v.minus(a).dot(along)/square, 0), 1)))
}

// gapBetween returns the nearest points of the hulls of two buildings. It is false where the hulls
// meet, unless buildings may be cut: then the points are the buildings'.
func (e *edit) gapBetween(p plane, n, other int32, mayCut bool) (from, to vector, apart bool) {
	a, b := e.hullOf(p, n), e.hullOf(p, other)
	const least = 2 * clearance
	from, to = nearestPoints(a, b)
	if !meet(a, b) && from.distance(to) >= least {
		return from, to, true
	}
	from, to = p.vector(e.before.fabric.buildings[n].At), p.vector(e.before.fabric.buildings[other].At)
	return from, to, mayCut && from.distance(to) >= least
}

// hullOf is the convex hull of a building's footprint, or its point.
func (e *edit) hullOf(p plane, n int32) []vector {
	buildings := e.before.fabric.buildings
	points := []geo.Point{buildings[n].At}
	if f, there := footprintOf(buildings, n); there {
		for _, r := range f.rings {
			points = append(points, r.points...)
		}
	}
	var vectors []vector
	for _, q := range hull(points) {
		vectors = append(vectors, p.vector(q))
	}
	return vectors
}

// nearestPoints returns the points of two hulls that are nearest to each other.
func nearestPoints(a, b []vector) (from, to vector) {
	least := math.Inf(1)
	for i := range a {
		for k := range b {
			a2, b2 := a[(i+1)%len(a)], b[(k+1)%len(b)]
			if q := a[i].nearestOn(b[k], b2); a[i].distance(q) < least {
				from, to, least = a[i], q, a[i].distance(q)
			}
			if q := b[k].nearestOn(a[i], a2); b[k].distance(q) < least {
				from, to, least = q, b[k], b[k].distance(q)
			}
		}
	}
	return from, to
}

// meet reports whether two hulls have a point in common: no side of either has the other beyond it.
func meet(a, b []vector) bool { return !parts(a, b) && !parts(b, a) }

func parts(a, b []vector) bool {
	if len(a) < 3 {
		return len(b) < 3
	}
	for i := range a {
		along, beyond := a[(i+1)%len(a)].minus(a[i]), true
		for _, v := range b {
			beyond = beyond && along.cross(v.minus(a[i])) < 0
		}
		if beyond {
			return true
		}
	}
	return false
}

// clip leaves of a convex polygon what lies on the near side of a line through a point, which looks
// the given way.
func clip(polygon []vector, through, away vector) []vector {
	var kept []vector
	for i, v := range polygon {
		next := polygon[(i+1)%len(polygon)]
		d, dNext := v.minus(through).dot(away), next.minus(through).dot(away)
		if d <= 0 {
			kept = append(kept, v)
		}
		if d < 0 && dNext > 0 || d > 0 && dNext < 0 {
			kept = append(kept, v.plus(next.minus(v).times(d/(d-dNext))))
		}
	}
	return kept
}
