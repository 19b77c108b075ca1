package geo_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// A mosaic is a warped lattice of cells, each given to an area at random, so that areas come
// in many parts, with holes, enclaves and corners that touch. Its corners are at multiples of
// 16 units. Some sides have a vertex in the middle that only one of their two cells knows, or
// both.
type mosaic struct {
	random  *rand.Rand
	size    int
	corners [][]geo.Point
	area    [][]int // of each cell, from 1
}

func newMosaic(seed uint64, size, areas int) *mosaic {
	m := &mosaic{random: rand.New(rand.NewPCG(seed, 3)), size: size}
	for i := range size + 1 {
		m.corners = append(m.corners, nil)
		for j := range size + 1 {
			x, y := int32(i*1600)+m.random.Int32N(31)*16, int32(j*1600)+m.random.Int32N(31)*16
			m.corners[i] = append(m.corners[i], at(x, y))
		}
	}
	for i := range size {
		m.area = append(m.area, nil)
		for j := range size {
			m.area[i] = append(m.area[i], m.choose(i, j, areas))
		}
	}
	for k := range min(areas, size*size) { // each area has a cell at least
		m.area[k%size][k/size] = k + 1
	}
	return m
}

// choose takes the neighbour's area more often than not.
func (m *mosaic) choose(i, j, areas int) int {
	switch k := m.random.IntN(10); {
	case k < 4 && i > 0:
		return m.area[i-1][j]
	case k < 7 && j > 0:
		return m.area[i][j-1]
	default:
		return 1 + m.random.IntN(areas)
	}
}

// cell is the ring of a cell, from any of its corners in either direction.
func (m *mosaic) cell(i, j int) orb.Ring {
	corners := []geo.Point{m.corners[i][j], m.corners[i+1][j], m.corners[i+1][j+1], m.corners[i][j+1]}
	var points []geo.Point
	for k, p := range corners {
		q := corners[(k+1)%4]
		points = append(points, p)
		if m.random.IntN(4) == 0 {
			points = append(points, geo.Point{Lon: p.Lon/2 + q.Lon/2, Lat: p.Lat/2 + q.Lat/2})
		}
	}
	turn := m.random.IntN(len(points))
	points = append(points[turn:len(points):len(points)], points[:turn]...)
	if m.random.IntN(2) == 0 {
		slices.Reverse(points)
	}
	return closed(points)
}

// areas gives each area its cells, a polygon each, in any order.
func (m *mosaic) areas() []geo.Area {
	var list []geo.Area
	for i, column := range m.area {
		for j, id := range column {
			for len(list) < id {
				list = append(list, geo.Area{ID: geo.AreaID(len(list) + 1)})
			}
			list[id-1].Boundary = append(list[id-1].Boundary, orb.Polygon{m.cell(i, j)})
		}
	}
	for _, area := range list {
		m.random.Shuffle(len(area.Boundary), func(i, j int) {
			area.Boundary[i], area.Boundary[j] = area.Boundary[j], area.Boundary[i]
		})
	}
	return list
}

func mosaics(t *testing.T, test func(t *testing.T, m *mosaic, list []geo.Area)) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			m := newMosaic(seed, 2+int(seed%11), 2+int(seed%7))
			test(t, m, m.areas())
		})
	}
}

func TestARandomCoverageHoldsTogether(t *testing.T) {
	mosaics(t, func(t *testing.T, m *mosaic, list []geo.Area) {
		c := build(t, list)
		checkCoverage(t, c)
		checkEuler(t, c)
		for _, area := range list {
			near(t, "size", c.SquareMetres(area.ID), geo.AreaSquareMetres(area.Boundary))
		}
		x := newIndex(t, boundaries(c))
		for i, column := range m.area {
			for j, id := range column {
				p, err := geo.InteriorPoint(polygon(m.cell(i, j)))
				if err != nil {
					t.Fatal(err)
				}
				if got := locate(t, x, p); got != inside(geo.AreaID(id)) {
					t.Errorf("cell %d, %d of area %d is in %v", i, j, id, got)
				}
			}
		}
	})
}

// The land of an area that is left out is nobody's; its borders stay where other areas have
// them.
func TestAnAreaLeftOutIsAGap(t *testing.T) {
	mosaics(t, func(t *testing.T, _ *mosaic, list []geo.Area) {
		whole, less := build(t, list), build(t, list[:len(list)-1])
		checkCoverage(t, less)
		for _, area := range list[:len(list)-1] {
			near(t, "perimeter", less.PerimeterMetres(area.ID), whole.PerimeterMetres(area.ID))
			near(t, "size", less.SquareMetres(area.ID), whole.SquareMetres(area.ID))
		}
	})
}

func TestDissolvingIsBuildingFromMergedAreas(t *testing.T) {
	mosaics(t, func(t *testing.T, _ *mosaic, list []geo.Area) {
		merged := areas(nil, nil)
		for _, area := range list {
			to := &merged[(area.ID+1)%2]
			to.Boundary = append(to.Boundary, area.Boundary...)
		}
		got := build(t, list).Dissolve(func(id geo.AreaID) geo.AreaID { return (id+1)%2 + 1 })
		same(t, build(t, merged), got)
	})
}

// Moving one corner of one cell makes it overlap its neighbours, or leaves a gap, or both.
func TestACornerOutOfPlaceIsNoticed(t *testing.T) {
	for seed := range uint64(40) {
		m := newMosaic(seed, 6, 36)
		list := m.areas()
		cell := list[14].Boundary[0]
		corner := m.corners[14%6+1][14/6+1]
		for k, p := range cell[0] {
			if pointOf(p) == corner {
				cell[0][k] = geo.Point{Lon: corner.Lon + 40, Lat: corner.Lat + 24}.Orb()
			}
		}
		cover, problems, err := geo.BuildCoverage(list)
		if err != nil || cover != nil || len(problems) == 0 {
			t.Fatalf("seed %d: %v, %v", seed, problems, err)
		}
		for _, p := range problems {
			if !slices.Contains(p.Areas, 15) {
				t.Errorf("seed %d: %v", seed, p)
			}
		}
	}
}
