package analysis

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
)

// A mask is the pixels of an area.
type mask struct {
	area    []bool
	bounded bool    // the area has a boundary
	lent    []int32 // pixels that are of the area for their incidents alone, ascending
}

// mask returns which pixels are the area: those whose middle its land covers, and those with an incident,
// which the edge may cut. Of an area without a boundary it is the land on which there ever was anything.
func (s *Study) mask(raster hotspot.Lattice, counts []float64) mask {
	m := mask{area: make([]bool, raster.Len())}
	for _, land := range s.lands() {
		fill(m.area, raster, s.flat(land))
		m.bounded = m.bounded || len(land) > 0
	}
	if !m.bounded {
		for piece, in := range s.ofArea() {
			if pixel, ok := raster.Square(s.Lattice.Middle(int(s.Pieces.Square[piece]))); in && ok {
				m.area[pixel] = true
			}
		}
	}
	for i, n := range counts {
		if n > 0 && !m.area[i] {
			m.area[i] = true
			m.lent = append(m.lent, int32(i))
		}
	}
	return m
}

// lands returns the boundaries that make up the area: its own, or else those of what is in it.
func (s *Study) lands() []orb.MultiPolygon {
	if s.Only >= 0 {
		return []orb.MultiPolygon{s.Grounds[s.Only].Boundary}
	}
	if own := s.Areas[s.Within].Boundary; len(own) > 0 {
		return []orb.MultiPolygon{own}
	}
	var lands []orb.MultiPolygon
	for i := range s.Areas {
		if s.Areas[i].Level == LevelCommunity && s.isUnder(int32(i)) {
			lands = append(lands, s.Areas[i].Boundary)
		}
	}
	in := s.inArea()
	for g := range s.Grounds {
		if in[g] && s.Grounds[g].Community < 0 {
			lands = append(lands, s.Grounds[g].Boundary)
		}
	}
	return lands
}

// isUnder reports whether an area lies in that of the question.
func (s *Study) isUnder(area int32) bool {
	for ; area >= 0; area = s.Areas[area].Parent {
		if area == s.Within {
			return true
		}
	}
	return false
}

// outline visits the rings of the area's land on the plane.
func (s *Study) outline(visit func(ring []hotspot.Point)) {
	for _, land := range s.lands() {
		for _, ring := range s.flat(land) {
			visit(ring)
		}
	}
}

// flat returns the rings of land on the plane.
func (s *Study) flat(land orb.MultiPolygon) [][]hotspot.Point {
	var rings [][]hotspot.Point
	for _, polygon := range land {
		for _, ring := range polygon {
			flat := make([]hotspot.Point, 0, len(ring))
			for _, p := range ring {
				if at, err := geo.PointAt(p[0], p[1]); err == nil {
					flat = append(flat, s.Plane.Metres(at))
				}
			}
			rings = append(rings, flat)
		}
	}
	return rings
}

// fill marks the pixels whose middle is inside of closed rings: inside of an odd number of them. Each row is
// cut by the sides that pass its middle.
func fill(area []bool, raster hotspot.Lattice, rings [][]hotspot.Point) {
	cuts := make([][]float64, raster.Rows) // where sides pass, in columns
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			cut(cuts, raster, ring[i-1], ring[i])
		}
	}
	for row, xs := range cuts {
		slices.Sort(xs)
		for i := 0; i+1 < len(xs); i += 2 {
			first := max(0, int(math.Ceil(xs[i]-0.5)))
			for col := first; col < raster.Cols && float64(col)+0.5 < xs[i+1]; col++ {
				area[row*raster.Cols+col] = true
			}
		}
	}
}

// cut notes where a side passes the middles of rows.
func cut(cuts [][]float64, raster hotspot.Lattice, a, b hotspot.Point) {
	ay, by := (a.Y-raster.Origin.Y)/raster.Size-0.5, (b.Y-raster.Origin.Y)/raster.Size-0.5
	ax, bx := (a.X-raster.Origin.X)/raster.Size, (b.X-raster.Origin.X)/raster.Size
	if ay > by {
		ax, ay, bx, by = bx, by, ax, ay
	}
	for row := max(0, int(math.Ceil(ay))); row < raster.Rows && float64(row) < by; row++ {
		cuts[row] = append(cuts[row], ax+(bx-ax)*(float64(row)-ay)/(by-ay))
	}
}
