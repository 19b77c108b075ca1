package geo

import (
	"cmp"
	"slices"
)

// A Neighbourhood is two areas that share a border, and how long it is.
type Neighbourhood struct {
	A, B   AreaID // in the order of the areas
	Metres float64
}

// Neighbours returns every two areas that share a border, in the order of the areas. Areas
// that only touch at points share none.
func (c *Coverage) Neighbours() []Neighbourhood {
	lengths := map[[2]int32]float64{}
	for i := range c.ArcCount() {
		arc := c.Arc(i)
		if arc.Left >= 0 && arc.Right >= 0 {
			lengths[[2]int32{min(arc.Left, arc.Right), max(arc.Left, arc.Right)}] += arc.Metres()
		}
	}
	pairs := make([][2]int32, 0, len(lengths))
	for pair := range lengths {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(p, q [2]int32) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) })
	neighbours := make([]Neighbourhood, len(pairs))
	for i, pair := range pairs {
		neighbours[i] = Neighbourhood{c.ids[pair[0]], c.ids[pair[1]], lengths[pair]}
	}
	return neighbours
}

// Metres returns the length of the border on the ellipsoid.
func (a Arc) Metres() float64 {
	sum := 0.0
	for i := 1; i < len(a.Points); i++ {
		sum += DistanceMetres(a.Points[i-1], a.Points[i])
	}
	return sum
}

// PerimeterMetres returns the length of all rings of an area, holes included, on the
// ellipsoid; 0 for an area that the coverage does not have.
func (c *Coverage) PerimeterMetres(id AreaID) float64 {
	face, ok := c.Order(id)
	if !ok {
		return 0
	}
	sum := 0.0
	for ring := range c.Rings(face) {
		for _, ref := range ring.Refs {
			sum += c.Arc(ref.Arc()).Metres()
		}
	}
	return sum
}

// SquareMetres returns the size of an area on the ellipsoid, see [AreaSquareMetres]; 0 for an
// area that the coverage does not have.
func (c *Coverage) SquareMetres(id AreaID) float64 {
	face, ok := c.Order(id)
	if !ok {
		return 0
	}
	sum := 0.0
	for ring := range c.Rings(face) {
		base := authalic(float64(c.Arc(ring.Refs[0].Arc()).Points[0].Lat) * radiansInUnit)
		for _, ref := range ring.Refs {
			below := c.Arc(ref.Arc()).below(base)
			if !ref.Reversed() {
				below = -below // land on the left of an eastward side lies above it
			}
			sum += below
		}
	}
	return sum
}

// below is the land between the arc and the parallel whose authalic q is base, counted
// negative where the arc runs to the west or south of the parallel. As in ringArea.
func (a Arc) below(base float64) float64 {
	sum := 0.0
	for i := 1; i < len(a.Points); i++ {
		p, q := a.Points[i-1], a.Points[i]
		south, north := float64(p.Lat)*radiansInUnit, float64(q.Lat)*radiansInUnit
		mean := (authalic(south) + 4*authalic((south+north)/2) + authalic(north)) / 6
		sum += (float64(q.Lon) - float64(p.Lon)) * radiansInUnit * (mean - base)
	}
	return sum * equatorRadius * equatorRadius / 2
}
