package geo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Surroundings are what areas are validated against. All of it is optional.
type Surroundings struct {
	// Community is the land that the areas should divide, no more and no less.
	Community orb.MultiPolygon

	Buildings []Standing
	Estates   []Standing
	Cells     []AssignedCell

	// MetresInUnit says that coordinates are on a plane, how long its unit is. 0: they are
	// degrees.
	MetresInUnit float64
}

// A Standing is a building or an estate.
type Standing struct {
	Name string
	Land orb.MultiPolygon // nil: only its point is known

	// Point decides which area a building belongs to. It is not read for an estate.
	Point orb.Point
}

// An AssignedCell is a cell and whether a plan gives it to an area.
type AssignedCell struct {
	Name     string
	Boundary orb.MultiPolygon
	Area     AreaID
	Assigned bool
}

// The limits below which something is no problem, or above which it is one.
const (
	leastSquareMetres  = 0.01 // of an overlap, a hole, an inlet, or a part
	leastCutSquare     = 1.0  // of a building or an estate on a second side of a border
	leastEstateShare   = 0.01 // of an estate on a second side of a border
	sliverSquareMetres = 2.0
	sliverMetres       = 0.5
	mouthMetres        = 1.0  // the widest mouth of an inlet between neighbours
	roundingMetres     = 0.02 // how wide rounding makes what lies along the border of the community
	nearDegrees        = 0.5e-7
	nearMetres         = 0.005
)

// Validate lists what is wrong with areas that should divide land without gaps: see
// [ProblemKind] for what, and docs/check.md for the exact rules. Problems come by kind, in the
// order of the areas concerned and then from south to north. What concerns the same areas is
// one problem.
//
// Borders are compared at 1e-12 degree, or a millionth of the plane's unit, in exact integers,
// however the areas cross, overlap and touch themselves. So sizes are those of the areas as
// they are given, not of what rounding to 1e-7 degree makes of them.
//
// The error names the first area with a vertex that is not on the earth (or the plane), an open
// ring, or an ID that occurred before, and is an [*AreaError]; or what else cannot be read.
func Validate(areas []Area, with Surroundings) ([]Problem, error) {
	v := &validation{areas: areas, with: with, lattice: lattice{fineUnits, 0}}
	if with.MetresInUnit > 0 {
		v.lattice = lattice{planeUnits, with.MetresInUnit}
	}
	t := newTangle(v.lattice)
	if err := t.addAreas(areas); err != nil {
		return nil, err
	}
	if err := t.add(v.community(), with.Community); err != nil {
		return nil, fmt.Errorf("community: %w", err)
	}
	n := t.node(v.near())
	v.findCrossings(n)
	v.findForeignVertices(n)
	n.cut()
	m := t.arrange()
	m.claim()
	v.findOverlaps(m)
	v.findUnclaimed(m)
	v.findParts(m)
	if err := errors.Join(v.findCuts(), v.findLonely(), v.findUnassigned()); err != nil {
		return nil, err
	}
	v.sort()
	return v.problems, nil
}

// A validation is the work of Validate.
type validation struct {
	lattice
	areas    []Area
	with     Surroundings
	problems []Problem
	orders   [][]int32 // of each problem: its areas
}

// community is the owner of the community's land.
func (v *validation) community() int32 { return int32(len(v.areas)) }

// near is how near a vertex is to a side that it should lie on.
func (v *validation) near() int64 {
	if v.plane != 0 {
		return max(1, int64(nearMetres/v.plane*v.units))
	}
	return nearDegrees * fineUnits
}

// add lists a problem of areas, which are sorted.
func (v *validation) add(areas []int32, p Problem) {
	for _, a := range areas {
		p.Areas = append(p.Areas, v.areas[a].ID)
	}
	p.At = v.point(p.Place)
	v.problems = append(v.problems, p)
	v.orders = append(v.orders, areas)
}

// addLand lists a problem of plots, if together they are large enough to be one. Of those far
// smaller than that there is no land in it.
func (v *validation) addLand(m *arrangement, areas []int32, p Problem, plots []plot) {
	type piece struct {
		plot   plot
		square float64
	}
	var pieces []piece
	for _, one := range plots {
		s := m.size(one).squareMetres
		pieces = append(pieces, piece{one, s})
		p.SquareMetres += s
	}
	if p.SquareMetres < leastSquareMetres {
		return
	}
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.square, a.square) })
	p.Place = m.interior(pieces[0].plot)
	for _, one := range pieces {
		if one.square >= leastSquareMetres/100 {
			p.Places++
			p.Land = append(p.Land, m.outline(one.plot))
		}
	}
	v.add(areas, p)
}

// sort orders problems by kind, areas, thing and place.
func (v *validation) sort() {
	order := make([]int, len(v.problems))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		p, q := &v.problems[i], &v.problems[j]
		return cmp.Or(
			cmp.Compare(p.Kind, q.Kind), slices.Compare(v.orders[i], v.orders[j]), cmp.Compare(p.Thing, q.Thing),
			cmp.Compare(p.Place[1], q.Place[1]), cmp.Compare(p.Place[0], q.Place[0]))
	})
	sorted := make([]Problem, len(order))
	for i, k := range order {
		sorted[i] = v.problems[k]
	}
	v.problems = sorted
}
