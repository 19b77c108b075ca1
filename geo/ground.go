package geo

import "math"

// A ground is the flat ground around a point: its scales are those of the ellipsoid at the
// point's latitude. Within 5 km, up to 60° N or S, lengths on it are true to 0.1 %. It says
// which point of a boundary is nearest; the distance to that one is then measured on the
// ellipsoid.
type ground struct {
	origin         Point
	perLon, perLat float64 // metres in a unit
	sin, cos       float64 // of the latitude
	w              float64 // √(1 − e² sin²)
}

// groundAt uses the radii of curvature along the meridian (M) and across it (N).
func groundAt(p Point) ground {
	sin, cos := math.Sincos(float64(p.Lat) * radiansInUnit)
	w2 := 1 - eccentricity2*sin*sin
	w := math.Sqrt(w2)
	n := equatorRadius / w
	m := n * (1 - eccentricity2) / w2
	return ground{p, n * cos * radiansInUnit, m * radiansInUnit, sin, cos, w}
}

// A nearestPoint is a place on a boundary, in units east and north of the ground's origin,
// and the square of its distance in metres on the flat ground.
type nearestPoint struct{ east, north, square float64 }

// nearest brings best forward to the nearest point of edges.
func (g *ground) nearest(edges []edge, best *nearestPoint) {
	for _, e := range edges {
		g.nearestOn(e, best)
	}
}

func (g *ground) metresEast(p Point) float64 {
	return (float64(p.Lon) - float64(g.origin.Lon)) * g.perLon
}

func (g *ground) metresNorth(p Point) float64 {
	return (float64(p.Lat) - float64(g.origin.Lat)) * g.perLat
}

// nearestOn brings best forward to the nearest point of an edge.
func (g *ground) nearestOn(e edge, best *nearestPoint) {
	ax, ay := g.metresEast(Point{e.ax, e.ay}), g.metresNorth(Point{e.ax, e.ay})
	dx := (float64(e.bx) - float64(e.ax)) * g.perLon
	dy := (float64(e.by) - float64(e.ay)) * g.perLat
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max(-(ax*dx+ay*dy)/length, 0), 1)
	}
	x, y := ax+t*dx, ay+t*dy
	if square := x*x + y*y; square < best.square {
		*best = nearestPoint{east: east(e, g.origin, t), north: north(e, g.origin, t), square: square}
	}
}

func east(e edge, from Point, t float64) float64 {
	return float64(e.ax) - float64(from.Lon) + t*(float64(e.bx)-float64(e.ax))
}

func north(e edge, from Point, t float64) float64 {
	return float64(e.ay) - float64(from.Lat) + t*(float64(e.by)-float64(e.ay))
}

// squareToLat is the square of the distance from the origin to a parallel that bounds a
// stripe: 0 when the origin is on the stripe's side of it, south of it or north.
func (g *ground) squareToLat(lat int64, below bool) float64 {
	d := float64(lat-int64(g.origin.Lat)) * g.perLat
	if below {
		d = -d
	}
	d = max(d, 0)
	return d * d * (1 - 1e-12) // rounded, no more than to a point in it
}

// toBox is the square of the distance from the origin to a box of the R-tree.
func (g *ground) toBox(low, high [2]float64) float64 {
	x := max(low[0]-float64(g.origin.Lon), float64(g.origin.Lon)-high[0], 0) * g.perLon
	y := max(low[1]-float64(g.origin.Lat), float64(g.origin.Lat)-high[1], 0) * g.perLat
	return (x*x + y*y) * (1 - 1e-12) // rounded, no more than to a point in it
}

// squareToBox is about the square of the distance from the origin to a box.
func (g *ground) squareToBox(b *Box) float64 {
	lon, lat := int64(g.origin.Lon), int64(g.origin.Lat)
	x := float64(max(int64(b.Min.Lon)-lon, lon-int64(b.Max.Lon), 0)) * g.perLon
	y := float64(max(int64(b.Min.Lat)-lat, lat-int64(b.Max.Lat), 0)) * g.perLat
	return x*x + y*y
}

// around returns a box that holds every point within a distance of the origin. A hundredth
// more makes up for the flat ground; it reaches round the earth where that is not enough.
func (g *ground) around(metres float64) Box {
	reach := metres*1.01 + 0.1
	north := reach / g.perLat
	edge := math.Min(math.Abs(float64(g.origin.Lat))+north, maxLat) * radiansInUnit
	east := reach / (equatorRadius * math.Max(math.Cos(edge), 1e-12) * radiansInUnit)
	return Box{
		Min: Point{clampUnits(float64(g.origin.Lon)-east, maxLon), clampUnits(float64(g.origin.Lat)-north, maxLat)},
		Max: Point{clampUnits(float64(g.origin.Lon)+east, maxLon), clampUnits(float64(g.origin.Lat)+north, maxLat)},
	}
}

func clampUnits(v, most float64) int32 { return int32(math.Round(min(max(v, -most), most))) }
