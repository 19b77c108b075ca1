package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// InteriorPoint returns a point inside a boundary, fit for a label: the middle of the widest
// stretch of land on a parallel through the middle of the largest polygon. A boundary that is
// thinner than a centimetre there may have it on its border. It is an error if a vertex is
// not on the earth or the boundary encloses no land.
func InteriorPoint(boundary orb.MultiPolygon) (Point, error) {
	var largest []edge
	best := -1.0
	for _, polygon := range boundary {
		edges, err := readPart(polygon)
		if err != nil {
			return Point{}, err
		}
		if area := AreaSquareMetres(orb.MultiPolygon{polygon}); len(edges) > 0 && area > best {
			largest, best = edges, area
		}
	}
	if len(largest) == 0 {
		return Point{}, errNoLand
	}
	return widest(largest), nil
}

// widest looks between two rows of integer latitudes, where no vertex lies.
func widest(edges []edge) Point {
	box := boxOfEdges(edges)
	row := (int64(box.Min.Lat)+int64(box.Max.Lat)+1)/2 - 1
	row = max(row, int64(box.Min.Lat))
	crossings := crossingsAt(edges, float64(row)+0.5)
	from, to := 0.0, -1.0
	for i := 0; i+1 < len(crossings); i += 2 {
		if crossings[i+1]-crossings[i] > to-from {
			from, to = crossings[i], crossings[i+1]
		}
	}
	return Point{int32(math.Round((from + to) / 2)), int32(row)}
}

// crossingsAt returns where edges cross a latitude, from west to east.
func crossingsAt(edges []edge, lat float64) []float64 {
	var crossings []float64
	for _, e := range edges {
		if float64(e.ay) < lat && lat < float64(e.by) {
			t := (lat - float64(e.ay)) / float64(e.dy())
			crossings = append(crossings, float64(e.ax)+t*float64(e.dx()))
		}
	}
	slices.Sort(crossings)
	return crossings
}
