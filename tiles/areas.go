package tiles

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"gewu/geo"
)

// Levels are the areas that tiles show, each level as an atlas; nil: there is none.
type Levels struct{ Grids, Communities, Streets *geo.Atlas }

// A rung says which level's areas a layer shows at some zooms, both included.
type rung struct {
	layer     string
	from, to  uint32
	of        func(Levels) *geo.Atlas
	otherwise func(Levels) *geo.Atlas // where there are none of it
}

func grids(l Levels) *geo.Atlas       { return l.Grids }
func communities(l Levels) *geo.Atlas { return l.Communities }
func streets(l Levels) *geo.Atlas     { return l.Streets }
func nothing(Levels) *geo.Atlas       { return nil }

// rungs is the one table of which areas are drawn when. A level gives way to the one above it
// where its areas become dust: in the densest towns, a tile has about 5,000 grids at zoom 11, as
// many communities at zoom 9, and as many streets at zoom 6.
var rungs = []rung{
	{"grids", 11, 16, grids, nothing},
	{"communities", 9, 16, communities, nothing},
	{"communities", 6, 8, streets, communities},
	{"labels", 11, 16, grids, nothing},
	{"labels", 9, 16, communities, nothing},
	{"labels", 6, 8, streets, communities},
}

// At returns the areas that a layer shows at a zoom, for each level one atlas.
func (l Levels) At(layer string, z uint32) []*geo.Atlas {
	var shown []*geo.Atlas
	for _, r := range rungs {
		if r.layer != layer || z < r.from || r.to < z {
			continue
		}
		atlas := r.of(l)
		if atlas == nil || atlas.Len() == 0 {
			atlas = r.otherwise(l)
		}
		if atlas != nil {
			shown = append(shown, atlas)
		}
	}
	return shown
}

// wholeZoom is the zoom from which tiles show all vertices: maps enlarge the tiles of the last
// zoom for closer views.
const wholeZoom = 16

// Areas writes the areas of an atlas that meet the tile as features of the layer that has been
// begun, in the order of their IDs, which become those of the features. Describe is told of each
// and gives its properties; it returns false to leave the area out.
//
// Their boundaries have the vertices of the zoom, rounded by [Project], and are cut by a
// [Clipper]; so of two neighbours both have the same line. An area whose land rounds to nothing
// is left out.
func (e *Encoder) Areas(a Address, atlas *geo.Atlas, describe func(geo.AreaID) bool) {
	d := drawers.Get().(*areaDrawer)
	d.collect(atlas, a.box(Margin, roundings), a.box(Margin, -roundings))
	d.zoom = uint8(min(a.Z, wholeZoom))
	if d.zoom == wholeZoom {
		d.zoom = math.MaxUint8
	}
	for i := range d.areas {
		if describe(d.areas[i].id) {
			d.draw(e, &d.areas[i])
		}
		e.tags = e.tags[:0]
	}
	d.forget()
}

// Labels writes a point for each area of an atlas whose label is in the tile, as a feature of the
// layer that has been begun, in the order of their IDs. Label tells where it is, anywhere in the
// area, and describe is as for [Encoder.Areas]. A label is in one tile only.
func (e *Encoder) Labels(a Address, atlas *geo.Atlas, label func(geo.AreaID) geo.Point, describe func(geo.AreaID) bool) {
	d := drawers.Get().(*areaDrawer)
	d.collect(atlas, a.box(1, roundings), geo.Box{})
	for _, area := range d.areas {
		at := Project(label(area.id))
		if at.Tile(a.Z) != a {
			continue
		}
		if describe(area.id) {
			p := e.Place(at)
			e.Point(uint64(area.id), p.X, p.Y)
		}
		e.tags = e.tags[:0]
	}
	d.forget()
}

// An areaDrawer draws the areas of a tile. Its memory is used again for the next tile.
type areaDrawer struct {
	sheets  []sheetAt
	areas   []areaAt
	zoom    uint8   // of the vertices that are kept
	runs    []run   // of the arcs of all sheets
	line    []World // an arc
	steps   []byte  // of all runs
	clipper Clipper
	points  []XY   // of all rings of the area
	start   int    // of the part in points
	ends    []int  // of each ring of the part
	rings   []Ring // of the part
}

// A sheetAt is a sheet that meets the tile.
type sheetAt struct {
	*geo.Sheet
	runs   int32   // the first in areaDrawer.runs
	places []World // of the points of the coverage; nil: not known
}

// An areaAt is an area and where it is found: a face of a sheet, or an odd area of it.
type areaAt struct {
	id    geo.AreaID
	sheet int32 // in areaDrawer.sheets
	face  int32 // below 0: ^face is the number of the odd area
	whole bool  // nothing of it is outside of the tile with its margin
}

var drawers = sync.Pool{New: func() any { return new(areaDrawer) }}

// collect finds the areas whose boxes meet a box, in the order of their IDs. Those whose boxes are
// in the inner one are whole.
func (d *areaDrawer) collect(atlas *geo.Atlas, box, inner geo.Box) {
	d.steps = append(d.steps, make([]byte, eight)...) // which come before the first run
	for s := range atlas.Meeting(box) {
		d.sheets = append(d.sheets, sheetAt{Sheet: s})
	}
	slices.SortFunc(d.sheets, func(a, b sheetAt) int { return cmp.Compare(a.Group, b.Group) }) // areas are then mostly in order
	for i := range d.sheets {
		s := &d.sheets[i]
		s.runs, s.places = d.open(s.Coverage), placesOf(s.Sheet)
		for face := range s.Coverage.Len() {
			if around := s.Coverage.Box(face); around.Meets(box) {
				whole := inner.Holds(around.Min) && inner.Holds(around.Max)
				d.areas = append(d.areas, areaAt{s.Coverage.ID(face), int32(i), int32(face), whole})
			}
		}
		for odd := range s.Odd {
			if around, err := geo.BoxOf(s.Odd[odd].Boundary); err == nil && around.Meets(box) {
				d.areas = append(d.areas, areaAt{s.Odd[odd].ID, int32(i), int32(^odd), false})
			}
		}
	}
	slices.SortFunc(d.areas, func(a, b areaAt) int { return cmp.Compare(a.id, b.id) })
}

// forget lets go of the sheets, and keeps the memory for the next tile.
func (d *areaDrawer) forget() {
	clear(d.sheets)
	d.sheets, d.areas, d.runs, d.steps = d.sheets[:0], d.areas[:0], d.runs[:0], d.steps[:0]
	drawers.Put(d)
}

// roundings is what the rounding of a box to units of 1e-7 degree may cost.
const roundings = 2

// box returns the tile with a margin in its units, and some units of 1e-7 degree more, in degrees.
func (a Address) box(margin, more float64) geo.Box {
	scale := 1 / (Extent * float64(uint32(1)<<a.Z))
	west, east := (float64(a.X)*Extent-margin)*scale, (float64(a.X+1)*Extent+margin)*scale
	north, south := (float64(a.Y)*Extent-margin)*scale, (float64(a.Y+1)*Extent+margin)*scale
	lat := func(y float64) float64 {
		switch {
		case y <= 0: // all that is further north is drawn there
			return 90
		case y >= 1:
			return -90
		default:
			return math.Atan(math.Sinh(math.Pi*(1-2*y))) * 180 / math.Pi
		}
	}
	unit := func(degrees, limit, more float64) int32 {
		return int32(min(max(math.Round(degrees*1e7)+more, -limit), limit))
	}
	return geo.Box{
		Min: geo.Point{Lon: unit(west*360-180, 180e7, -more), Lat: unit(lat(south), 90e7, -more)},
		Max: geo.Point{Lon: unit(east*360-180, 180e7, more), Lat: unit(lat(north), 90e7, more)},
	}
}
