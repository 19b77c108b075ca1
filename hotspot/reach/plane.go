package reach

import (
	"math"

	"gewu/geo"
)

// A plane has metres about a point, x to the east and y to the north. Twenty kilometres from there it is
// 0.3 % wrong at 45°; lengths of ways are taken on the ellipsoid, this only says what is nearest.
type plane struct {
	at   geo.Point
	x, y float64 // metres in a unit of 1e-7 degree
}

// planeOf returns the plane about the middle of points, of which there is one at least.
func planeOf(points []geo.Point) plane {
	box := geo.Box{Min: points[0], Max: points[0]}
	for _, p := range points {
		box = box.Union(geo.Box{Min: p, Max: p})
	}
	at := middle(box.Min, box.Max)
	const step = 100_000
	lon, lat := step, step
	if at.Lon > 0 {
		lon = -step
	}
	if at.Lat > 0 {
		lat = -step
	}
	return plane{
		at: at,
		x:  geo.DistanceMetres(at, geo.Point{Lon: at.Lon + int32(lon), Lat: at.Lat}) / step,
		y:  geo.DistanceMetres(at, geo.Point{Lon: at.Lon, Lat: at.Lat + int32(lat)}) / step,
	}
}

func (p plane) xy(at geo.Point) (x, y float64) {
	return (float64(at.Lon) - float64(p.at.Lon)) * p.x, (float64(at.Lat) - float64(p.at.Lat)) * p.y
}

// point is the nearest one to a place of the plane.
func (p plane) point(x, y float64) geo.Point {
	return geo.Point{
		Lon: int32(math.Round(min(max(x/p.x+float64(p.at.Lon), -1.8e9), 1.8e9))),
		Lat: int32(math.Round(min(max(y/p.y+float64(p.at.Lat), -0.9e9), 0.9e9))),
	}
}

// nearest returns the share of the line from a to b at which it is nearest to a place, and how far that is.
func nearest(ax, ay, bx, by, x, y float64) (share, metres float64) {
	dx, dy := bx-ax, by-ay
	if square := dx*dx + dy*dy; square > 0 {
		share = min(1, max(0, ((x-ax)*dx+(y-ay)*dy)/square))
	}
	ex, ey := x-ax-share*dx, y-ay-share*dy
	return share, math.Sqrt(ex*ex + ey*ey)
}

// nearest is nearest of points.
func (p plane) nearest(a, b, at geo.Point) (share, metres float64) {
	ax, ay := p.xy(a)
	bx, by := p.xy(b)
	x, y := p.xy(at)
	return nearest(ax, ay, bx, by, x, y)
}
