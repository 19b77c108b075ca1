package geo

import (
	"cmp"
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// A spot is a position on a lattice, to the east and to the north.
type spot struct{ x, y int64 }

// compareSpots orders spots from south to north and, on a parallel, from west to east.
func compareSpots(p, q spot) int { return cmp.Or(cmp.Compare(p.y, q.y), cmp.Compare(p.x, q.x)) }

// The lattices that areas are arranged on. Coordinates are below 2^49 on each, so differences
// are below 2^50, and float64 holds them exactly.
const (
	fineUnits  = 1e12 // in a degree: a tenth of a micrometre
	planeUnits = 1e6  // in a unit of a plane, such as a metre
	planeReach = 2.5e8
)

// A lattice is where coordinates are rounded to.
type lattice struct {
	units float64 // in a unit of the coordinates
	plane float64 // metres in a unit of the coordinates; 0: they are degrees
}

// spot rounds a position. Coordinates with at most 12 decimals of a degree, or 6 of a plane's
// unit, are not moved.
func (l lattice) spot(p orb.Point) (spot, error) {
	if l.plane == 0 {
		if err := checkDegrees(p[0], p[1]); err != nil {
			return spot{}, err
		}
	} else if !(math.Abs(p[0]) <= planeReach && math.Abs(p[1]) <= planeReach) {
		return spot{}, fmt.Errorf("%v %v is beyond the plane: %w", p[0], p[1], ErrNotOnEarth)
	}
	return spot{int64(math.Round(p[0] * l.units)), int64(math.Round(p[1] * l.units))}, nil
}

func (l lattice) orb(p spot) orb.Point {
	return orb.Point{float64(p.x) / l.units, float64(p.y) / l.units}
}

// point rounds a position in the coordinates of the areas; zero on a plane.
func (l lattice) point(p orb.Point) Point {
	if l.plane != 0 {
		return Point{}
	}
	return Point{units(p[0]), units(p[1])}
}

// metres returns how many metres a unit of the lattice has along x and along y at a spot.
func (l lattice) metres(at spot) (alongX, alongY float64) {
	if l.plane != 0 {
		return l.plane / l.units, l.plane / l.units
	}
	lat := min(max(float64(at.y)/l.units, -90), 90)
	g := groundAt(Point{Lat: units(lat)})
	scale := unitsPerDegree / l.units
	return g.perLon * scale, g.perLat * scale
}

// reach is how many units of the lattice a distance has at most at a spot, in either direction.
func (l lattice) reach(at spot, metres float64) int64 {
	x, y := l.metres(at)
	least := max(min(x, y), y/100) // beyond 89.4° N or S a little less than all is looked at
	return int64(math.Ceil(metres/least)) + 1
}

// ring rounds a closed ring to its spots, none twice in a row, without the closing one.
func (l lattice) ring(ring orb.Ring) ([]spot, error) {
	spots := make([]spot, 0, len(ring))
	for _, vertex := range ring {
		p, err := l.spot(vertex)
		if err != nil {
			return nil, err
		}
		if len(spots) == 0 || spots[len(spots)-1] != p {
			spots = append(spots, p)
		}
	}
	return withoutClosing(spots, 0)
}

// turnOf is the cross product of two directions. Its sign is exact. So is its value as long as
// exact is true, which it is below 2^60.
//
// Each factor is below 2^51, so that the difference of products of floats is wrong by less
// than 2^52: where it says 2^61 or more, its sign is right. Where it says less, the true value
// fits an int64, and int64 arithmetic is right however much the products overflow.
func turnOf(ax, ay, bx, by int64) (value int64, exact bool) {
	rough := float64(ax)*float64(by) - float64(ay)*float64(bx)
	switch {
	case rough >= 1<<61:
		return math.MaxInt64, false
	case rough <= -1<<61:
		return math.MinInt64, false
	default:
		return ax*by - ay*bx, true
	}
}

// sideOf is positive for a spot left of the line from a to b, negative right of it, 0 on it.
func sideOf(a, b, p spot) int64 {
	value, _ := turnOf(b.x-a.x, b.y-a.y, p.x-a.x, p.y-a.y)
	return value
}

// passes reports whether the line from a to b, neither of which is p, goes through the pixel
// of p: the square of one unit around it, without its eastern and northern sides.
//
// The corners of the pixel lie at ±1/2. Twice the cross product with them is twice that with p,
// and ±dx ± dy: the line has corners on both sides of it if twice that with p is smaller than
// |dx| + |dy|. Touching a corner alone, it must be the south-western.
func passes(a, b, p spot) bool {
	if p.y < a.y || p.y > b.y || p.x < min(a.x, b.x) || p.x > max(a.x, b.x) {
		return false
	}
	dx, dy := b.x-a.x, b.y-a.y
	value, exact := turnOf(dx, dy, p.x-a.x, p.y-a.y)
	if !exact || value > 1<<60 || value < -1<<60 {
		return false
	}
	size := magnitude(dx) + magnitude(dy)
	twice := 2 * value
	return magnitude(twice) < size || magnitude(twice) == size && twice == dx-dy
}

// passesNear is passes for a square that reaches h units to each side, all four sides included.
func passesNear(a, b, p spot, h int64) bool {
	if p.y < a.y-h || p.y > b.y+h || p.x < min(a.x, b.x)-h || p.x > max(a.x, b.x)+h {
		return false
	}
	dx, dy := b.x-a.x, b.y-a.y
	value, exact := turnOf(dx, dy, p.x-a.x, p.y-a.y)
	return exact && float64(magnitude(value)) <= float64(h)*float64(magnitude(dx)+magnitude(dy))
}

func magnitude(v int64) int64 {
	if v < 0 {
		return -v
	}
	return v
}
