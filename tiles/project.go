package tiles

import (
	"math"
	"math/bits"

	"gewu/geo"
)

// A World is a place on the square map of Web Mercator: X eastwards and Y southwards of its
// north-western corner, in units of 2^-32 of its side (9 mm at the equator), rounded down.
type World struct{ X, Y uint32 }

// An XY is a place in a tile, in units of which [Extent] make up a side, X eastwards and Y
// southwards of its north-western corner. Places outside of the tile are less than 0, or Extent
// and more.
type XY struct{ X, Y int32 }

// Project returns where a point is on the map. This is the one place where positions are rounded
// for tiles, so what two tiles show of one point agrees. Rounding is always down: a unit, like a
// tile, owns its western and northern edge, and the unit of a zoom lies in that of the zoom
// before. The map ends at 85.05° north and south and at 180°: what lies there or beyond is put
// into the last unit.
func Project(p geo.Point) World { return World{easting(p.Lon), southing(p.Lat)} }

// Tile returns the one tile of a zoom, 0 to [MaxZoom], that the place is in.
func (w World) Tile(z uint32) Address {
	return Address{z, uint32(uint64(w.X) >> (32 - z)), uint32(uint64(w.Y) >> (32 - z))}
}

// A Frame turns places of the map into places of one tile.
type Frame struct {
	west, north int64 // of the tile, in units of its zoom
	shift       uint32
}

// Frame returns the frame of the tile.
func (a Address) Frame() Frame {
	return Frame{int64(a.X) * Extent, int64(a.Y) * Extent, MaxZoom - a.Z}
}

// deepest is the number of bits by which a unit of the deepest zoom is finer than one of World.
const deepest = 2

// Place returns where w is in the tile. A place that is further off than an int32 can say, which
// happens only from zoom 19 on, is moved nearer; it stays on its side of the tile.
func (f Frame) Place(w World) XY {
	return XY{near(int64(w.X)<<deepest>>f.shift - f.west), near(int64(w.Y)<<deepest>>f.shift - f.north)}
}

func near(v int64) int32 {
	if n := int32(v); int64(n) == v {
		return n
	}
	return int32(min(max(v, math.MinInt32), math.MaxInt32))
}

// easting returns floor((lon + 180°) / 360° * 2^32), exactly: 2^32/3.6e9 is 2^22/3515625, here as
// a multiple of 2^-63, rounded up. That adds less than 2^-31, too little to reach the next whole
// number.
func easting(lon int32) uint32 {
	const half, unit = 180e7, (1<<(22+63) + 3515624) / 3515625
	whole, _ := bits.Mul64(uint64(max(int64(lon)+half, 0))<<1, unit)
	return uint32(min(whole, math.MaxUint32))
}

// The latitudes of the map in pieces of 2^19 units (0.05°), each with a polynomial that comes
// within 2^-10 unit of World of the formula, see makePieces.
const (
	mapEdge    = 850511287 // the last latitude of the map, 85.0511287°
	pieceBits  = 19
	pieceHalf  = 1 << (pieceBits - 1)
	pieceStart = -(1625 << pieceBits) // south of the map, a multiple of a piece
	partBits   = 9                    // southings are found in parts of a unit: 512
)

// A piece holds the coefficients of the powers 0 to 4 of the distance from its middle. They give
// the southing in parts of a unit of World.
type piece [5]float64

var pieces = makePieces()

// makePieces returns the Taylor polynomials of degree 4 of the southing around the middle of each
// piece. The remainder is largest at the edge of the map: with h = 4.6e-4 half a piece in radians
// and d = 0.086 the distance to the pole it is about (h/d)^5/5 * 2^31/π = 6e-4 units.
func makePieces() []piece {
	list := make([]piece, 2*1625)
	for i := range list {
		middle := pieceStart + i<<pieceBits + pieceHalf
		sin, cos := math.Sincos(float64(middle) / 1e7 * math.Pi / 180)
		sec, tan := 1/cos, sin/cos
		derivatives := [4]float64{sec, sec * tan, sec*tan*tan + sec*sec*sec, sec*tan*tan*tan + 5*sec*sec*sec*tan}
		list[i][0] = (1 << partBits) * formula(int32(middle))
		factor := -(1 << (31 + partBits)) / math.Pi
		for k, d := range derivatives {
			factor *= math.Pi / 180 / 1e7 / float64(k+1)
			list[i][k+1] = d * factor
		}
	}
	return list
}

// formula returns the southing of a latitude in units of World, not rounded: that of a sphere.
func formula(lat int32) float64 {
	return (1 - mercator(float64(lat)/1e7)/math.Pi) * (1 << 31)
}

// southing returns the formula rounded down. The polynomial is taken where its error cannot
// matter, which is nearly everywhere: it is ten times faster and gives the same number.
func southing(lat int32) uint32 {
	fine := roughly(lat)
	if doubtful(fine, partBits) {
		return exactly(lat)
	}
	return uint32(fine >> partBits)
}

// roughly returns the southing by the polynomial in parts of a unit, 0 off the map.
func roughly(lat int32) int64 {
	if uint32(lat+mapEdge) > 2*mapEdge {
		return 0
	}
	at := lat - pieceStart
	c, t := &pieces[at>>pieceBits], float64(at&(1<<pieceBits-1)-pieceHalf)
	return int64((((c[4]*t+c[3])*t+c[2])*t+c[1])*t + c[0])
}

// doubtful reports whether the error of a southing in parts of a unit, which is less than one part
// either way, may matter when the lowest bits are dropped.
func doubtful(fine int64, dropped uint32) bool { return (fine-1)>>dropped != (fine+1)>>dropped }

// exactly returns the southing by the formula.
func exactly(lat int32) uint32 {
	switch {
	case lat > mapEdge:
		return 0
	case lat < -mapEdge:
		return math.MaxUint32
	default:
		return uint32(min(max(int64(math.Floor(formula(lat))), 0), math.MaxUint32))
	}
}
