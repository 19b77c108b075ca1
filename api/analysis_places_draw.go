package api

import (
	"math"
	"slices"
	"sort"
	"sync"

	"gewu/tiles"
)

// A placesDrawer draws one tile.
type placesDrawer struct {
	*placesMap
	*tiles.Encoder
	clipper *tiles.Clipper
	points  []tiles.XY
}

var clippers = sync.Pool{New: func() any { return new(tiles.Clipper) }}

// draw draws a tile; nil: nothing is on it. The same map gives the same bytes.
func (m *placesMap) draw(a tiles.Address) []byte {
	if a.Z > deepestPlaces {
		return nil
	}
	return tiles.Encode(a, func(e *tiles.Encoder) {
		d := &placesDrawer{placesMap: m, Encoder: e}
		e.Layer(placesLayer)
		switch {
		case m.Squares == nil:
			d.clipper = clippers.Get().(*tiles.Clipper)
			defer clippers.Put(d.clipper)
			for i := range m.areas {
				d.area(i)
			}
		case m.near(e):
			d.squares()
		default:
			d.signs()
		}
	})
}

// near reports whether squares are drawn each for itself: the narrowest is wide enough.
func (m *placesMap) near(e *tiles.Encoder) bool {
	if len(m.xs) < 2 {
		return false
	}
	west, east := e.Place(tiles.World{X: m.xs[0]}), e.Place(tiles.World{X: m.xs[1]})
	return east.X-west.X >= nearUnits
}

// area draws an area.
func (d *placesDrawer) area(place int) {
	a := &d.areas[place]
	low, high := d.Place(a.low), d.Place(a.high)
	if high.X < -tiles.Margin || high.Y < -tiles.Margin || low.X > tiles.Extent+tiles.Margin || low.Y > tiles.Extent+tiles.Margin {
		return
	}
	d.clipper.Reset()
	d.points = d.points[:0]
	for _, polygon := range a.polygons {
		rings := make([]tiles.Ring, len(polygon))
		for i, ring := range polygon {
			from := len(d.points)
			for _, w := range ring {
				d.points = append(d.points, d.Place(w))
			}
			rings[i] = tiles.Ring{Points: d.points[from:len(d.points):len(d.points)], Hole: i > 0}
		}
		d.clipper.Polygon(rings...)
	}
	d.figures(place)
	d.Polygons(d.IDs[place], d.clipper.Rings()...)
}

// figures gives the next feature what is known of a place.
func (d *placesDrawer) figures(place int) {
	if d.Squares != nil {
		d.Text("square", d.Squares.Name(place))
	}
	for i := range d.Columns {
		c := &d.Columns[i]
		if c.Numbers == nil {
			if text := c.Texts[c.Words[place]]; text != "" {
				d.Text(c.Name, text)
			}
			continue
		}
		switch v := c.Numbers[place]; {
		case math.IsNaN(v):
		case v == math.Trunc(v) && math.Abs(v) < 1<<53:
			d.Number(c.Name, int64(v))
		default:
			d.Real(c.Name, v)
		}
	}
	if step := d.Signs[d.Sign[place]].Step; step >= 0 {
		d.Number("step", int64(step))
	}
}

// rowsWithin calls do with each row of squares that meets the tile, and the row's places.
func (d *placesDrawer) rowsWithin(do func(row, from, to int)) {
	end := sort.Search(len(d.rows), func(row int) bool { return d.Place(tiles.World{Y: d.south[row]}).Y < -tiles.Margin })
	begin := sort.Search(end, func(row int) bool { return d.Place(tiles.World{Y: d.north[row]}).Y <= tiles.Extent+tiles.Margin })
	west := sort.Search(len(d.xs), func(i int) bool { return d.Place(tiles.World{X: d.xs[i]}).X > -tiles.Margin }) - 1
	east := sort.Search(len(d.xs), func(i int) bool { return d.Place(tiles.World{X: d.xs[i]}).X >= tiles.Extent+tiles.Margin })
	for row := begin; row < end; row++ {
		from, to := int(d.first[row]), int(d.first[row+1])
		cols := d.Squares.Cols[from:to]
		first, _ := slices.BinarySearch(cols, d.firstCol+int32(west))
		last, _ := slices.BinarySearch(cols, d.firstCol+int32(east))
		if first < last {
			do(row, from+first, from+last)
		}
	}
}

// ring returns the rectangle of squares from one column to another, included, cut at the margin of the tile.
func (d *placesDrawer) ring(row int, from, to int32) tiles.Ring {
	low := d.Place(tiles.World{X: d.xs[from-d.firstCol], Y: d.north[row]})
	high := d.Place(tiles.World{X: d.xs[to+1-d.firstCol], Y: d.south[row]})
	low, high = cut(low), cut(high)
	at := len(d.points)
	d.points = append(d.points, low, tiles.XY{X: high.X, Y: low.Y}, high, tiles.XY{X: low.X, Y: high.Y})
	return tiles.Ring{Points: d.points[at:len(d.points):len(d.points)]}
}

func cut(p tiles.XY) tiles.XY {
	within := func(v int32) int32 { return min(max(v, -tiles.Margin), tiles.Extent+tiles.Margin) }
	return tiles.XY{X: within(p.X), Y: within(p.Y)}
}

// squares draws every square with its figures.
func (d *placesDrawer) squares() {
	d.rowsWithin(func(row, from, to int) {
		for place := from; place < to; place++ {
			d.points = d.points[:0]
			col := d.Squares.Cols[place]
			d.figures(place)
			d.Polygons(d.IDs[place], d.ring(row, col, col))
		}
	})
}

// signs draws the squares that tell something by their signs: all of one sign are one feature, whose id is one
// more than its number.
func (d *placesDrawer) signs() {
	rings, counts := make([][]tiles.Ring, len(d.Signs)), make([]int, len(d.Signs))
	d.rowsWithin(func(row, from, to int) {
		cols := d.Squares.Cols
		for place := from; place < to; {
			sign, end := d.Sign[place], place+1
			for end < to && d.Sign[end] == sign && cols[end] == cols[end-1]+1 {
				end++
			}
			if d.Signs[sign].Tells() {
				rings[sign] = append(rings[sign], d.ring(row, cols[place], cols[end-1]))
				counts[sign] += end - place
			}
			place = end
		}
	})
	for i, sign := range d.Signs {
		if len(rings[i]) == 0 {
			continue
		}
		if sign.Class != "" {
			d.Text("class", sign.Class)
		}
		if sign.Pattern != "" {
			d.Text("pattern", sign.Pattern)
		}
		if sign.Step >= 0 {
			d.Number("step", int64(sign.Step))
		}
		d.Number("places", int64(counts[i]))
		d.Polygons(uint64(i)+1, rings[i]...)
	}
}
