package tiles

import (
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
