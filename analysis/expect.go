package analysis

import (
	"gewu/hotspot"
)

// What incidents of a kind may follow, in the order of exposures: households, buildings, and households of
// low houses, about which other things go on than about blocks of flats.
const (
	byHouseholds = iota
	byBuildings
	byLowHouses
	exposureKinds
)

// lowHouse is how many households a building has at most to count as a low house.
const lowHouse = 3

// leastBuilt is from how many buildings on a square is tested. Buildings are spread over their
// surroundings, so half a one lies at the edge of what is built on.
const leastBuilt = 0.5

// An exposed is what incidents may follow, by unit and, where units are squares, by small square.
type exposed struct {
	unit   hotspot.Exposures
	square hotspot.Exposures // by square of the lattice; nil: units are no squares
}

// exposures returns what incidents may follow. An issue is reported beside the building it is about, or
// on the street before it, so on squares a building counts for its surroundings.
func (s *Study) exposures() exposed {
	x := exposed{unit: newExposures(len(s.Units))}
	if s.Question.Level != LevelCell {
		for i := range s.Homes {
			if unit := s.OfPiece[s.Homes[i].Piece]; unit >= 0 {
				addHome(x.unit, int(unit), &s.Homes[i], 1)
			}
		}
		return x
	}
	x.square = newExposures(s.Lattice.Len())
	for i := range s.Homes {
		if s.OfPiece[s.Homes[i].Piece] >= 0 {
			s.spread(x.square, &s.Homes[i])
		}
	}
	s.gather(x)
	return x
}

func newExposures(places int) hotspot.Exposures {
	x := make(hotspot.Exposures, exposureKinds)
	for j := range x {
		x[j] = make([]float64, places)
	}
	return x
}

// spreadMetres and spreadWeights lay a building over its surroundings: a normal distribution of 40 m, at five
// places along each axis.
var (
	spreadMetres  = [...]float64{-60, -30, 0, 30, 60}
	spreadWeights = [...]float64{0.12, 0.23, 0.30, 0.23, 0.12}
)

// spread adds a building to the squares about it.
func (s *Study) spread(x hotspot.Exposures, h *Home) {
	at := s.Plane.Metres(h.At)
	for i, dx := range spreadMetres {
		for j, dy := range spreadMetres {
			if square, ok := s.Lattice.Square(hotspot.Point{X: at.X + dx, Y: at.Y + dy}); ok {
				addHome(x, square, h, spreadWeights[i]*spreadWeights[j])
			}
		}
	}
}

func addHome(x hotspot.Exposures, place int, h *Home, weight float64) {
	x[byBuildings][place] += weight
	if h.Households <= 0 {
		return
	}
	x[byHouseholds][place] += weight * float64(h.Households)
	if h.Households <= lowHouse {
		x[byLowHouses][place] += weight * float64(h.Households)
	}
}

// gather sums small squares up to units. Units with hardly a building are left out.
func (s *Study) gather(x exposed) {
	per, cols := s.Question.Cell/Square, s.coarseCols()
	unitOf := make(map[int]int, len(s.Units))
	for i, u := range s.Units {
		unitOf[u.Square.Row*cols+u.Square.Col] = i
	}
	for square, n := range x.square[byBuildings] {
		if n == 0 {
			continue
		}
		if unit, ok := unitOf[s.coarse(int32(square), per, cols)]; ok {
			for j := range x.unit {
				x.unit[j][unit] += x.square[j][square]
			}
		}
	}
	for unit, n := range x.unit[byBuildings] {
		if n < leastBuilt {
			for j := range x.unit {
				x.unit[j][unit] = 0
			}
		}
	}
}

// why says which units cannot be tested.
func (x *exposed) why() []hotspot.Untested {
	why := make([]hotspot.Untested, len(x.unit[byBuildings]))
	for i, n := range x.unit[byBuildings] {
		if n == 0 {
			why[i] = hotspot.OutsideArea
		}
	}
	return why
}
