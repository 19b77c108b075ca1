package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A Change is what snapping did to an area.
type Change struct {
	Area AreaID

	// SquareMetres is how much more land the area has than it was given; negative: less.
	SquareMetres float64

	// Moved are the vertices that moved farther than the tolerance, which only rounding to
	// 1e-7 degree can do, in the order of their old places.
	Moved []Move
}

// A Move is a vertex that was given at one point and is now at another.
type Move struct {
	From, To Point
	Metres   float64
}

// SnapCoverage is [BuildCoverage] of areas whose borders nearly coincide: within a tolerance in
// metres, vertices of different areas become one, sides go through the vertices of other areas,
// and what is left of holes and overlaps that are narrower (twice their land for each metre
// around them) falls to the area with the longest border to it, of those that claim it where
// some do. No vertex moves farther than the tolerance and one unit of 1e-7 degree. Sides then
// cross at vertices only, which is achieved by rounding crossings to 1e-7 degree.
//
// Vertices of one area are not joined with each other, nor are those that two areas have
// exactly in common. So a coverage whose areas are not narrower than the tolerance stays as it
// is.
//
// Changes are those of areas whose land changed by 0.01 m² or more, or of which a vertex moved
// farther than the tolerance, in the order of the areas. Where areas overlap by more than the
// tolerance there is no coverage: it is nil, and the problems are the overlaps. Errors are
// those of BuildCoverage; an area that is narrower than the tolerance may be left without land.
func SnapCoverage(areas []Area, tolerance float64) (*Coverage, []Change, []Problem, error) {
	s := &snapping{areas: areas, tolerance: tolerance}
	s.tangle = newTangle(lattice{unitsPerDegree, 0})
	if err := s.addAreas(areas); err != nil {
		return nil, nil, nil, err
	}
	if tolerance > 0 {
		s.joinVertices()
		s.cutNearSides()
	}
	n := s.node(0)
	n.cut()
	s.m = s.arrange()
	s.m.claim()
	s.settle()
	if problems := s.overlaps(); len(problems) > 0 {
		return nil, nil, problems, nil
	}
	snapped := s.boundaries()
	c, problems, err := BuildCoverage(snapped)
	if err != nil || len(problems) > 0 {
		return nil, nil, problems, err
	}
	return c, s.changes(snapped), nil, nil
}

// A snapping is the work of SnapCoverage.
type snapping struct {
	*tangle
	areas     []Area
	tolerance float64
	moved     []int32 // of each vertex: the one it became
	m         *arrangement
}

// settle gives fields that more than one area claims, or that are holes, to one area where they
// are narrower than the tolerance, the narrowest first.
func (s *snapping) settle() {
	outside := s.m.plots([]int32{0}, func(f int32) bool { return len(s.m.claims[f]) == 0 })[0]
	s.m.hold(outside)
	var open []int32
	for f := range int32(s.m.fields) {
		if len(s.m.claims[f]) != 1 && !s.m.inside(f) {
			open = append(open, f)
		}
	}
	widths := make(map[int32]float64, len(open))
	for _, f := range open {
		widths[f] = s.m.size(plot{f}).width()
	}
	slices.SortStableFunc(open, func(f, g int32) int {
		switch {
		case widths[f] < widths[g]:
			return -1
		case widths[f] > widths[g]:
			return 1
		default:
			return 0
		}
	})
	for _, f := range open {
		if widths[f] < s.tolerance || widths[f] == 0 {
			s.give(f)
		}
	}
}

// give gives a field to the area with the longest border to it.
func (s *snapping) give(field int32) {
	lengths := map[int32]float64{}
	claims := s.m.claims[field]
	for h := range s.m.around(field) {
		others := s.m.claims[s.m.left(h^1)]
		if len(others) != 1 || len(claims) > 0 && !slices.Contains(claims, others[0]) {
			continue
		}
		from, to := s.m.spots[s.m.from(h)], s.m.spots[s.m.to(h)]
		x, y := s.m.metres(from)
		lengths[others[0]] += math.Hypot(float64(to.x-from.x)*x, float64(to.y-from.y)*y)
	}
	owner, longest := int32(-1), 0.0
	if len(claims) > 0 {
		owner = claims[0]
	}
	for area, length := range lengths {
		if length > longest || length == longest && area < owner {
			owner, longest = area, length
		}
	}
	if owner >= 0 {
		s.m.claims[field] = []int32{owner}
	}
}

// overlaps lists what is still claimed by more than one area.
func (s *snapping) overlaps() []Problem {
	v := &validation{lattice: s.lattice, areas: s.areas}
	v.findOverlaps(s.m)
	v.sort()
	return v.problems
}

// boundaries are the areas as they now are.
func (s *snapping) boundaries() []Area {
	fields := make([][]int32, len(s.areas))
	for f, claims := range s.m.claims {
		for _, a := range claims[:min(1, len(claims))] {
			fields[a] = append(fields[a], int32(f))
		}
	}
	snapped := make([]Area, len(s.areas))
	for a := range snapped {
		snapped[a].ID = s.areas[a].ID
		among := func(f int32) bool { return s.m.has(f, int32(a)) }
		for _, p := range s.m.plots(fields[a], among) {
			snapped[a].Boundary = append(snapped[a].Boundary, s.m.outline(p))
		}
	}
	return snapped
}

// changes compares the areas with what they have become.
func (s *snapping) changes(snapped []Area) []Change {
	moved := s.moves()
	var changes []Change
	for i, area := range s.areas {
		c := Change{Area: area.ID, Moved: moved[int32(i)]}
		now := AreaSquareMetres(snapped[i].Boundary)
		if math.Abs(now-AreaSquareMetres(area.Boundary)) >= leastSquareMetres {
			c.SquareMetres = now - landOf(area.Boundary)
		}
		if math.Abs(c.SquareMetres) >= leastSquareMetres || len(c.Moved) > 0 {
			changes = append(changes, c)
		}
	}
	return changes
}

// landOf measures an area as it was given, however its rings run.
func landOf(boundary orb.MultiPolygon) float64 {
	t := newTangle(lattice{fineUnits, 0})
	if err := t.add(0, boundary); err != nil {
		return 0 // not after it has been read on the other lattice
	}
	n := t.node(0)
	n.cut()
	m := t.arrange()
	m.claim()
	total := 0.0
	for f := range int32(m.fields) {
		if m.has(f, 0) {
			total += m.size(plot{f}).squareMetres
		}
	}
	return total
}
