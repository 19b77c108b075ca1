package store

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"gewu/geo"
)

// Parts are pieces of the land whose borders no cell crosses: what a grid has in a community, and what
// of a community is in no grid. Nil: all land is of the part 0.
type parts struct {
	communities *geo.Index         // area i + 1 is the community i
	grids       *geo.Index         // area i + 1 is the grid i; the first of those that overlap has the land
	number      int                // of grids
	boundaries  []orb.MultiPolygon // of grids, and of communities if there are several, in units
}

// community returns the number of the community that a part is in.
func (p *parts) community(part int) int { return part / (p.number + 1) }

// grid returns the number of the grid that a part is of, -1 for none.
func (p *parts) grid(part int) int { return part%(p.number+1) - 1 }

// newParts makes the parts of grids and communities, both in degrees.
func newParts(communities, grids []orb.MultiPolygon) (*parts, error) {
	p := parts{number: len(grids)}
	var err error
	if p.communities, err = indexOf(communities); err != nil {
		return nil, err
	}
	if p.grids, err = indexOf(grids); err != nil {
		return nil, err
	}
	lands := slices.Clone(grids)
	if len(communities) > 1 {
		lands = append(lands, communities...)
	}
	for _, land := range lands {
		p.boundaries = append(p.boundaries, units(land.Clone()))
	}
	return &p, nil
}

func indexOf(lands []orb.MultiPolygon) (*geo.Index, error) {
	areas := make([]geo.Area, len(lands))
	for i, land := range lands {
		areas[i] = geo.Area{ID: geo.AreaID(i + 1), Boundary: land}
	}
	return geo.NewIndex(areas)
}

// at returns the part that owns a point. What is in no community counts for the first.
func (p *parts) at(point geo.Point) int {
	if p == nil {
		return 0
	}
	part := 0
	if id, _, err := p.communities.Locate(point); err == nil {
		part = (int(id) - 1) * (p.number + 1)
	}
	if id, _, err := p.grids.Locate(point); err == nil {
		part += int(id)
	}
	return part
}

// lines are the borders of grids, and of communities if there are several.
func (p *parts) lines() []orb.MultiLineString {
	if p == nil {
		return nil
	}
	var lines []orb.MultiLineString
	for _, boundary := range p.boundaries {
		for _, polygon := range boundary {
			lines = append(lines, ringLines(polygon))
		}
	}
	return lines
}

// Land in no grid that is less, or narrower, is what inexact borders leave between grids.
const (
	leastRestSquareMetres = 2
	leastRestWidthMetres  = 0.5
)

// of returns the part of each face of a mesh. What inexact borders leave between grids goes to the
// grid with the longest border.
func (p *parts) of(m *mesh) []int {
	part := make([]int, m.coverage.Len())
	for face, inside := range m.inside {
		part[face] = p.at(pointOf(inside))
	}
	if p == nil {
		return part
	}
	for _, rest := range restsOf(m, part, p.free) {
		if rest.square >= leastRestSquareMetres && 2*rest.square >= leastRestWidthMetres*rest.around {
			continue
		}
		if into, ok := rest.longest(); ok {
			for _, face := range rest.faces {
				part[face] = into
			}
		}
	}
	return part
}

// free reports whether a part is in no grid.
func (p *parts) free(part int) bool { return p.grid(part) < 0 }

// A rest is a piece of land in no grid that hangs together.
type rest struct {
	faces          []int32
	square, around float64         // metres
	beside         map[int]float64 // metres of border by part of a grid
}

// longest returns the part of a grid with the longest border, the first of equal ones.
func (r *rest) longest() (part int, ok bool) {
	part = -1
	for other, metres := range r.beside {
		if part < 0 || cmp.Or(cmp.Compare(metres, r.beside[part]), cmp.Compare(part, other)) > 0 {
			part = other
		}
	}
	return part, part >= 0
}

func restsOf(m *mesh, part []int, free func(part int) bool) []*rest {
	first := make([]int32, len(part)) // of each face: towards the first face of its rest
	for face := range first {
		first[face] = int32(face)
	}
	find := func(face int32) int32 {
		for first[face] != face {
			first[face] = first[first[face]]
			face = first[face]
		}
		return face
	}
	for i := range m.coverage.ArcCount() {
		if arc := m.coverage.Arc(i); arc.Left >= 0 && arc.Right >= 0 && free(part[arc.Left]) && free(part[arc.Right]) {
			a, b := find(arc.Left), find(arc.Right)
			first[max(a, b)] = min(a, b)
		}
	}
	rests := map[int32]*rest{}
	for face, of := range part {
		if free(of) {
			r := rests[find(int32(face))]
			if r == nil {
				r = &rest{beside: map[int]float64{}}
				rests[find(int32(face))] = r
			}
			r.faces = append(r.faces, int32(face))
			r.square += m.coverage.SquareMetres(m.coverage.ID(face))
		}
	}
	measureRests(m, part, func(face int32) *rest {
		if face < 0 || !free(part[face]) {
			return nil
		}
		return rests[find(face)]
	})
	return inOrder(rests)
}

// measureRests measures what is around the rests; of a face, of returns the rest it is in, nil for none.
func measureRests(m *mesh, part []int, of func(face int32) *rest) {
	for i := range m.coverage.ArcCount() {
		arc := m.coverage.Arc(i)
		for _, sides := range [2][2]int32{{arc.Left, arc.Right}, {arc.Right, arc.Left}} {
			own, other := of(sides[0]), of(sides[1])
			if own == nil || other != nil {
				continue
			}
			own.around += arc.Metres()
			if sides[1] >= 0 {
				own.beside[part[sides[1]]] += arc.Metres()
			}
		}
	}
}

func inOrder(rests map[int32]*rest) []*rest {
	var list []*rest
	for _, r := range rests {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b *rest) int { return cmp.Compare(a.faces[0], b.faces[0]) })
	return list
}

// pin puts vertices of grids that lie exactly on a side of the land into that side, so that what
// lies along the land's border is parted where grids are. The land stays the same.
func (p *parts) pin(land orb.MultiPolygon) orb.MultiPolygon {
	if p == nil || len(p.boundaries) == 0 {
		return land
	}
	var corners rtree.RTreeG[orb.Point]
	for _, boundary := range p.boundaries {
		for _, polygon := range boundary {
			for _, ring := range polygon {
				for _, at := range ring {
					corners.Insert(at, at, at)
				}
			}
		}
	}
	pinned := make(orb.MultiPolygon, len(land))
	for i, polygon := range land {
		for _, ring := range polygon {
			pinned[i] = append(pinned[i], pinRing(ring, &corners))
		}
	}
	return pinned
}

func pinRing(ring orb.Ring, corners *rtree.RTreeG[orb.Point]) orb.Ring {
	pinned := orb.Ring{ring[0]}
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		var between []orb.Point
		box := orb.MultiPoint{a, b}.Bound()
		corners.Search(box.Min, box.Max, func(_, _ [2]float64, at orb.Point) bool {
			if at != a && at != b && turn(a, b, at) == 0 {
				between = append(between, at)
			}
			return true
		})
		slices.SortFunc(between, func(p, q orb.Point) int { return cmp.Compare(along(a, b, p), along(a, b, q)) })
		pinned = append(append(pinned, slices.Compact(between)...), b)
	}
	return pinned
}

// turn is 0 for a point on the line through a and b. Exact: the points are whole units of a town.
func turn(a, b, p orb.Point) int64 {
	dx, dy := int64(b[0]-a[0]), int64(b[1]-a[1])
	return dx*int64(p[1]-a[1]) - dy*int64(p[0]-a[0])
}

// along grows from a to b.
func along(a, b, p orb.Point) int64 {
	return int64(b[0]-a[0])*int64(p[0]-a[0]) + int64(b[1]-a[1])*int64(p[1]-a[1])
}
