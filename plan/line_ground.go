package plan

import (
	"math"

	"gewu/geo"
)

// clearance is how far, in metres, an operation keeps new nodes from others and from borders that
// they are not on: what comes nearer is snapped.
const clearance = 0.2

// metresPerUnit is the length of a unit along a meridian, on a sphere.
const metresPerUnit = 6_378_137 * math.Pi / 180 / 1e7

// A ground measures short distances on a plane that touches the earth near the land of a fabric.
// Nothing that says on which side of a border a point is depends on it. Products are rounded by
// themselves, so that each processor comes to the same numbers.
type ground struct{ east, north float64 } // metres of a unit

func (e *edit) ground() ground { return e.before.fabric.ground() }

func (f *Fabric) ground() ground {
	land := f.places.land
	mean := (float64(land.Min.Lat) + float64(land.Max.Lat)) / 2e7
	return ground{metresPerUnit * math.Cos(mean*math.Pi/180), metresPerUnit}
}

// units is how many units, in either direction, are at least so many metres.
func (g ground) units(metres float64) int32 { return int32(metres/g.east) + 1 }

// between returns the metres from one point to another, to the east and to the north.
func (g ground) between(p, q geo.Point) (x, y float64) {
	return g.east * (float64(q.Lon) - float64(p.Lon)), g.north * (float64(q.Lat) - float64(p.Lat))
}

func (g ground) distance(p, q geo.Point) float64 {
	x, y := g.between(p, q)
	return math.Sqrt(float64(x*x) + float64(y*y))
}

// foot returns how far along a side, from 0 to 1, it is nearest to a point, and the distance.
func (g ground) foot(s side, p geo.Point) (along, metres float64) {
	sx, sy := g.between(s.a, s.b)
	px, py := g.between(s.a, p)
	square := float64(sx*sx) + float64(sy*sy)
	if square > 0 {
		along = min(max((float64(sx*px)+float64(sy*py))/square, 0), 1)
	}
	x, y := px-float64(along*sx), py-float64(along*sy)
	return along, math.Sqrt(float64(x*x) + float64(y*y))
}

// width is the mean width of land in metres: twice its area by its border's length.
func width(squareMetres, borderMetres float64) float64 { return 2 * squareMetres / borderMetres }
