package tiles

import (
	"math"
	"runtime"
	"sync/atomic"

	"gewu/geo"
)

// mostPlaces is how many bytes of places are kept with sheets that are drawn again and again: where
// their points are on the map takes longer to find than all else about them.
const mostPlaces = 32 << 20

// keptPlaces counts these bytes.
var keptPlaces atomic.Int64

// placesOf returns where the points of a sheet's coverage are on the map, if that is kept. It is from
// the second time on that the sheet is drawn.
func placesOf(s *geo.Sheet) []World {
	memo := s.Memo()
	if memo == nil {
		s.Remember(nil, &drawnOnce)
		return nil
	}
	if memo != &drawnOnce {
		return memo.Value.([]World)
	}
	points := s.Coverage.Points()
	size := int64(len(points)) * 8
	if keptPlaces.Add(size) > mostPlaces {
		keptPlaces.Add(-size)
		return nil
	}
	places := make([]World, len(points))
	for i, p := range points {
		places[i] = Project(p)
	}
	kept := &geo.Memo{Value: places}
	runtime.AddCleanup(kept, func(size int64) { keptPlaces.Add(-size) }, size)
	s.Remember(memo, kept)
	return places
}

// drawnOnce is kept with a sheet that was drawn for the first time.
var drawnOnce geo.Memo

// vertices returns where the vertices of an arc are that the zoom has, on the map. They are valid
// until it is called again, and must not be changed.
func (d *areaDrawer) vertices(s *sheetAt, number int) []World {
	arc, places := s.Coverage.Arc(number), s.places
	if places != nil {
		from, to := s.Coverage.Span(number)
		places = places[from:to]
	}
	all := arc.Zooms == nil || d.zoom == math.MaxUint8
	if all && places != nil {
		return places
	}
	line := d.line[:0]
	for i, p := range arc.Points {
		switch {
		case !all && arc.Zooms[i] > d.zoom:
		case places != nil:
			line = append(line, places[i])
		default:
			line = append(line, Project(p))
		}
	}
	d.line = line
	return line
}

// startOf returns where a ring enters an arc, on the map.
func (s *sheetAt) startOf(ref geo.ArcRef) World {
	at, end := s.Coverage.Span(ref.Arc())
	if ref.Reversed() {
		at = end - 1
	}
	if s.places != nil {
		return s.places[at]
	}
	return Project(s.Coverage.Points()[at])
}
