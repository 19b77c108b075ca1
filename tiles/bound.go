package tiles

import (
	"math"

	"github.com/paulmach/orb"
)

// Extent is the number of units along each side of a tile.
const Extent = 4096

// Bound returns the tile's edges in degrees. Tiles that share an edge return the same number
// for it, so that every point is in exactly one tile: a tile owns its western and northern edge,
// not its eastern and southern.
func (a Address) Bound() orb.Bound {
	return orb.Bound{
		Min: orb.Point{longitude(a.X, a.Z), latitude(a.Y+1, a.Z)},
		Max: orb.Point{longitude(a.X+1, a.Z), latitude(a.Y, a.Z)},
	}
}

// Unit returns the unit of the tile, from 0 to Extent-1 eastwards and southwards, that a point
// lies in, or false when the point is in another tile.
func (a Address) Unit(p orb.Point) (x, y int, ok bool) {
	b := a.Bound()
	if p[0] < b.Min[0] || p[0] >= b.Max[0] || p[1] <= b.Min[1] || p[1] > b.Max[1] {
		return 0, 0, false
	}
	top, bottom := mercator(b.Max[1]), mercator(b.Min[1])
	x = int((p[0] - b.Min[0]) / (b.Max[0] - b.Min[0]) * Extent)
	y = int((top - mercator(p[1])) / (top - bottom) * Extent)
	return min(x, Extent-1), min(max(y, 0), Extent-1), true
}

func longitude(x, z uint32) float64 { return float64(x)/float64(uint32(1)<<z)*360 - 180 }

func latitude(y, z uint32) float64 {
	return math.Atan(math.Sinh(math.Pi*(1-2*float64(y)/float64(uint32(1)<<z)))) * 180 / math.Pi
}

// mercator returns the northing of a latitude on a sphere of radius 1.
func mercator(latitude float64) float64 { return math.Asinh(math.Tan(latitude * math.Pi / 180)) }
