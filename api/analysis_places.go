package api

import (
	"math"

	"github.com/paulmach/orb"

	"gewu/analysis"
	"gewu/geo"
	"gewu/tiles"
)

// placesLayer is the layer that results are in.
const placesLayer = "places"

// deepestPlaces is the last zoom of tiles of places: maps enlarge its tiles for closer views.
const deepestPlaces = 16

// nearUnits is how wide squares are drawn at least for each to be a feature with its figures: 8 pixels, where a
// tile has 512. Narrower ones are drawn by their signs only.
const nearUnits = tiles.Extent * 8 / 512

// A placesMap is the places of an answer on the map of Web Mercator. It is never changed.
type placesMap struct {
	*analysis.Sheet
	areas []placedArea // when the places are areas

	rows         []int32  // of squares, ascending
	first        []int32  // of each row, its first place; and at the end how many places there are
	firstCol     int32    // the column that xs begins with
	xs           []uint32 // western sides of columns from firstCol on, and the eastern one of the last
	north, south []uint32 // sides of each row
}

// A placedArea is the boundary of an area, and a box around it.
type placedArea struct {
	polygons  [][]placedRing
	low, high tiles.World
}

type placedRing []tiles.World

func newPlacesMap(sheet *analysis.Sheet) *placesMap {
	m := &placesMap{Sheet: sheet}
	if sheet.Squares != nil {
		m.laySquares()
		return m
	}
	m.areas = make([]placedArea, len(sheet.Shapes))
	for i, shape := range sheet.Shapes {
		m.areas[i] = placeArea(shape)
	}
	m.Shapes = nil
	return m
}

// laySquares finds where the rows and columns are.
func (m *placesMap) laySquares() {
	s := m.Squares
	low, high := int32(math.MaxInt32), int32(-1)
	for i, row := range s.Rows {
		if len(m.rows) == 0 || m.rows[len(m.rows)-1] != row {
			m.rows, m.first = append(m.rows, row), append(m.first, int32(i))
			m.south = append(m.south, tiles.Project(geo.Point{Lat: s.Latitude(row)}).Y)
			m.north = append(m.north, tiles.Project(geo.Point{Lat: s.Latitude(row + 1)}).Y)
		}
		low, high = min(low, s.Cols[i]), max(high, s.Cols[i])
	}
	m.first = append(m.first, int32(len(s.Rows)))
	m.firstCol = low
	for col := low; col <= high+1 && high >= 0; col++ {
		m.xs = append(m.xs, tiles.Project(geo.Point{Lon: s.Longitude(col)}).X)
	}
}

// placeArea projects a boundary.
func placeArea(shape orb.MultiPolygon) placedArea {
	a := placedArea{low: tiles.World{X: math.MaxUint32, Y: math.MaxUint32}}
	for _, polygon := range shape {
		var rings []placedRing
		for _, ring := range polygon {
			line := make(placedRing, 0, len(ring))
			for _, vertex := range ring {
				at, err := geo.PointAt(vertex[0], vertex[1])
				if err != nil {
					continue
				}
				w := tiles.Project(at)
				a.low = tiles.World{X: min(a.low.X, w.X), Y: min(a.low.Y, w.Y)}
				a.high = tiles.World{X: max(a.high.X, w.X), Y: max(a.high.Y, w.Y)}
				line = append(line, w)
			}
			rings = append(rings, line)
		}
		a.polygons = append(a.polygons, rings)
	}
	return a
}

// size returns about how many bytes the map takes.
func (m *placesMap) size() int {
	n := len(m.IDs)*(8+2+8) + len(m.xs)*4 + len(m.rows)*16
	for _, c := range m.Columns {
		n += len(c.Numbers)*8 + len(c.Words)*4 + len(c.Texts)*16
	}
	for i := range m.areas {
		for _, polygon := range m.areas[i].polygons {
			for _, ring := range polygon {
				n += len(ring) * 8
			}
		}
	}
	return n
}
