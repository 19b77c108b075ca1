package tiles

// Margin is how far beyond a tile shapes are drawn, in its units, so that no line along the edge
// of a tile shows where a shape was cut.
const Margin = 64

// The sides of a tile with its margin.
const (
	rimLow  = -Margin
	rimHigh = Extent + Margin
	rimSide = rimHigh - rimLow
)

// A Clipper cuts polygons and lines to a tile with its margin. Cut points are rounded to whole
// units, alike for all that have the line in common. Its memory is used again for the next
// feature; it allocates nothing once it is large enough. The zero Clipper is ready. Not safe for
// concurrent use.
//
// Coordinates may lie off the tile by up to 2^30 units, which is all there is down to zoom 18.
type Clipper struct {
	rings  []clipped
	result []Ring
	lines  []stretch
	drawn  [][]XY
	points []XY // of rings and lines that were cut

	polygon
}

// A stretch is a piece of Clipper.points or polygon.cut.
type stretch struct{ from, to int }

// A clipped ring is one that was left as it is, or else a stretch of points.
type clipped struct {
	whole []XY
	stretch
	hole bool
}

// Reset begins a new feature. What was returned for the one before is no longer valid.
func (c *Clipper) Reset() {
	c.rings, c.lines, c.points = c.rings[:0], c.lines[:0], c.points[:0]
}

// Rings returns the polygons of the feature that were added, each as its outline and its holes.
// They share memory with the Clipper and with the rings that were given to it.
func (c *Clipper) Rings() []Ring {
	c.result = c.result[:0]
	for _, r := range c.rings {
		points := r.whole
		if points == nil {
			points = c.points[r.from:r.to]
		}
		c.result = append(c.result, Ring{points, r.hole})
	}
	return c.result
}

// Line adds a line to the feature: the stretches of it that lie inside. One along the rim does not.
func (c *Clipper) Line(line []XY) {
	drawing := false // the last point that was added is a
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if !meetsInside(a, b) {
			drawing = false
			continue
		}
		if !drawing {
			start, _ := firstInside(a, b)
			c.lines = append(c.lines, stretch{len(c.points), 0})
			c.points = append(c.points, start)
		}
		end, _ := firstInside(b, a)
		c.points = append(c.points, end)
		c.lines[len(c.lines)-1].to = len(c.points)
		drawing = end == b
	}
}

// Lines returns the lines of the feature that were added.
func (c *Clipper) Lines() [][]XY {
	c.drawn = c.drawn[:0]
	for _, l := range c.lines {
		c.drawn = append(c.drawn, c.points[l.from:l.to])
	}
	return c.drawn
}

// within reports whether p lies truly inside, not on the rim.
func within(p XY) bool { return rimLow < p.X && p.X < rimHigh && rimLow < p.Y && p.Y < rimHigh }

// outside reports whether p lies truly outside, not on the rim.
func outside(p XY) bool { return p.X < rimLow || p.X > rimHigh || p.Y < rimLow || p.Y > rimHigh }

// meetsInside reports whether the line from a to b has a point truly inside: unless one of the
// sides has both ends on it or beyond, or the line has all corners on it or to one side.
func meetsInside(a, b XY) bool {
	if max(a.X, b.X) <= rimLow || min(a.X, b.X) >= rimHigh || max(a.Y, b.Y) <= rimLow || min(a.Y, b.Y) >= rimHigh {
		return false
	}
	if within(a) || within(b) {
		return true
	}
	dx, dy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
	left, right := false, false
	for _, corner := range [4]XY{{rimLow, rimLow}, {rimHigh, rimLow}, {rimHigh, rimHigh}, {rimLow, rimHigh}} {
		turn := dx*(int64(corner.Y)-int64(a.Y)) - dy*(int64(corner.X)-int64(a.X))
		left, right = left || turn > 0, right || turn < 0
	}
	return left && right
}

// firstInside returns where the line from a to b, which meets the inside, has its first point that is
// not outside, and where on the rim that is. If a is inside already, it is a, and no place.
func firstInside(a, b XY) (XY, place) {
	if !outside(a) {
		return a, placeOf(a)
	}
	x, offX := beyond(a.X)
	y, offY := beyond(a.Y)
	if offX && offY { // the side that is reached last
		dx, dy := int64(b.X)-int64(a.X), int64(b.Y)-int64(a.Y)
		offX = abs((int64(x)-int64(a.X))*dy) >= abs((int64(y)-int64(a.Y))*dx)
	}
	if offX {
		at, part := crossing(a.X, a.Y, b.X, b.Y, x)
		return XY{x, nearest(at, part)}, placeAlong(XY{x, at}, part, true)
	}
	at, part := crossing(a.Y, a.X, b.Y, b.X, y)
	return XY{nearest(at, part), y}, placeAlong(XY{at, y}, part, false)
}

// beyond returns the side that a coordinate lies beyond.
func beyond(v int32) (at int32, off bool) {
	switch {
	case v < rimLow:
		return rimLow, true
	case v > rimHigh:
		return rimHigh, true
	default:
		return 0, false
	}
}

// crossing returns the v at which the line from u1, v1 to u2, v2 passes u, as a whole number and
// the part of one beyond it. Both directions of the line give the same.
func crossing(u1, v1, u2, v2, u int32) (v int32, part float64) {
	if u1 > u2 {
		u1, v1, u2, v2 = u2, v2, u1, v1
	}
	du := int64(u2) - int64(u1)
	rise := (int64(v2) - int64(v1)) * (int64(u) - int64(u1))
	whole, rest := rise/du, rise%du
	if rest < 0 {
		whole, rest = whole-1, rest+du
	}
	return int32(int64(v1) + whole), float64(rest) / float64(du)
}

func nearest(whole int32, part float64) int32 {
	if part >= 0.5 {
		return whole + 1
	}
	return whole
}

func abs(n int64) int64 { return max(n, -n) }
