// Package nation draws coverages of any size for tests and benchmarks: the grids and
// communities of a nation that does not exist, or of one district. What it draws depends on
// its arguments alone, and every piece can be drawn by itself: nothing but the lines of the
// lattice is held.
//
// The grids are the cells of a lattice whose corners are moved and whose sides are bent.
// Around each corner lies a square of the lattice, and in it from the corner four arms, each
// in a quadrant of its own and with no way back:
//
//	+---------o---------+     o  the middles of sides, always on the square
//	|  \      |      /  |     x  the corner, moved
//	|    \   /     /    |
//	|      \ |   /      |     The arm to the east stays between the two diagonals through x,
//	o--\_____x____/\____o     and each of its points lies east of the one before. So no two
//	|      /  \  \      |     arms meet but at x, whatever the numbers are.
//	|    /     |   \    |
//	|  /       |     \  |     The columns and rows of squares are stretched by up to seven
//	+----------o--------+     times, which keeps straight lines in a square straight.
package nation

import (
	"math"

	"gewu/geo"
)

// unit is the number of integer units in a degree.
const unit = 1e7

// A Nation is the drawing of a coverage. It is never changed, and safe for concurrent use.
// Indices run from 0; one that is out of range panics.
type Nation struct {
	seed         uint64
	bent         int // edges from a corner to the middle of a side
	lons, lats   axis
	wide, high   int // of a community, in grids
	acrossStreet int // communities in a row of a street, and rows of them
}

// New draws a nation of about that many grids, at least one community of 12: from 73° to
// 135° E and 18° to 54° N, each with 32 vertices, 12 grids in a community, and up to 100
// communities in a street.
func New(grids int, seed uint64) *Nation {
	columns, rows := factors(max(1, (grids+6)/12))
	n := &Nation{seed: seed, bent: 4, wide: 4, high: 3, acrossStreet: 10}
	n.lons = newAxis(mix(seed, 1), columns*n.wide, 73.5*unit, 134.5*unit)
	n.lats = newAxis(mix(seed, 2), rows*n.high, 18.5*unit, 53.5*unit)
	return n
}

// District draws a district of 145 grids with 200 vertices each, about 300 m across, in 29
// communities of 5.
func District(seed uint64) *Nation {
	n := &Nation{seed: seed, bent: 25, wide: 1, high: 5, acrossStreet: 10}
	n.lons = newAxis(mix(seed, 1), 29, 121.4*unit, 121.5*unit)
	n.lats = newAxis(mix(seed, 2), 5, 31.19*unit, 31.204*unit)
	return n
}

// factors returns columns × rows of communities, about as wide and high as the nation, as
// many as wanted or a few more.
func factors(communities int) (columns, rows int) {
	best := int(math.Ceil(math.Sqrt(float64(communities) * 36 / 62)))
	for d := 0; d <= best/3; d++ {
		for _, rows := range []int{best - d, best + d} {
			if communities%rows == 0 {
				return communities / rows, rows
			}
		}
	}
	return (communities + best - 1) / best, best
}

// An axis says where the lines of the lattice lie in units, and how far the squares around
// them reach.
type axis struct{ at, stretch []float64 }

// newAxis spreads the lines of so many cells unevenly from low to high.
func newAxis(seed uint64, cells int, low, high float64) axis {
	a := axis{at: make([]float64, cells+1), stretch: make([]float64, cells+1)}
	for i := range a.stretch {
		a.stretch[i] = 4 + 3*(0.7*smooth(seed, float64(i)/24)+0.3*noise(mix(seed, uint64(i))))
	}
	for i := range cells {
		a.at[i+1] = a.at[i] + (a.stretch[i]+a.stretch[i+1])/2
	}
	scale := (high - low) / a.at[cells]
	for i := range a.at {
		a.at[i] = low + scale*a.at[i]
		a.stretch[i] *= scale
	}
	return a
}

// units maps a place in the square around line i, at most 0.5 off it.
func (a axis) units(i int, off float64) int32 { return int32(math.Round(a.at[i] + off*a.stretch[i])) }

func (a axis) cells() int { return len(a.at) - 1 }

// mix makes a number of two that shows nothing of either: splitmix64 of their sum.
func mix(a, b uint64) uint64 {
	z := a + (b+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// noise turns a mixed number into one from -1 to 1.
func noise(h uint64) float64 { return float64(h>>11)/(1<<52) - 1 }

// smooth is noise at whole places and in between what leads softly from one to the next.
func smooth(seed uint64, at float64) float64 {
	i := math.Floor(at)
	t := at - i
	t *= t * (3 - 2*t)
	return (1-t)*noise(mix(seed, uint64(int64(i)))) + t*noise(mix(seed, uint64(int64(i)+1)))
}

// Grids returns the number of grids. Their IDs are 1 to Grids.
func (n *Nation) Grids() int { return n.lons.cells() * n.lats.cells() }

// Communities returns the number of communities. Their IDs follow those of the grids.
func (n *Nation) Communities() int { return n.columns() * n.rows() }

// Streets returns the number of streets. Their IDs follow those of the communities.
func (n *Nation) Streets() int {
	return blocks(n.columns(), n.acrossStreet) * blocks(n.rows(), n.acrossStreet)
}

func blocks(n, size int) int { return (n + size - 1) / size }

func (n *Nation) columns() int { return n.lons.cells() / n.wide }
func (n *Nation) rows() int    { return n.lats.cells() / n.high }

// Box returns a box around all grids.
func (n *Nation) Box() geo.Box {
	last, top := n.lons.cells(), n.lats.cells()
	return geo.Box{
		Min: geo.Point{Lon: n.lons.units(0, -0.5), Lat: n.lats.units(0, -0.5)},
		Max: geo.Point{Lon: n.lons.units(last, 0.5), Lat: n.lats.units(top, 0.5)},
	}
}
