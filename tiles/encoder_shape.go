package tiles

import (
	"encoding/binary"
	"slices"
)

// A Ring is a closed line. Whether its first point is repeated at the end, and which way it
// winds, does not matter.
type Ring struct {
	Points []XY
	Hole   bool // in the outline that comes before it
}

// Types of geometry.
const (
	kindPoint   = 1
	kindLine    = 2
	kindPolygon = 3
)

// Commands of a geometry: the command in the lowest three bits, then how often.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7

	moveOnce  = 1<<3 | moveTo
	closeOnce = 1<<3 | closePath
)

// Point writes a feature that is a point.
func (e *Encoder) Point(id uint64, x, y int32) {
	e.geometry = appendStep(append(e.geometry, moveOnce), x, y)
	e.feature(id, kindPoint)
}

// Lines writes a feature of one or several lines.
func (e *Encoder) Lines(id uint64, lines ...[]XY) {
	var pen XY
	for _, line := range lines {
		if e.trim(line); len(e.ring) < 2 {
			continue
		}
		e.geometry = appendPath(e.geometry, &pen, e.ring, false)
	}
	e.feature(id, kindLine)
}

// Polygons writes a feature of one or several polygons, each as its outline and then its holes.
// The holes of an outline that has no area are left out with it.
func (e *Encoder) Polygons(id uint64, rings ...Ring) {
	var pen XY
	inside := false
	for i := range rings {
		ring := &rings[i]
		if !ring.Hole {
			inside = false
		} else if !inside {
			continue
		}
		area := e.open(ring.Points)
		if area == 0 {
			continue
		}
		inside = true
		e.geometry = appendPath(e.geometry, &pen, e.ring, (area < 0) != ring.Hole)
		e.geometry = append(e.geometry, closeOnce)
	}
	e.feature(id, kindPolygon)
}

// trim puts a line into e.ring, without points that repeat the one before.
func (e *Encoder) trim(line []XY) {
	out := e.ring[:0]
	for i, p := range line {
		if i == 0 || p != line[i-1] {
			out = append(out, p)
		}
	}
	e.ring = out
}

// open puts a ring into e.ring, without repeated points and without its closing one, and returns
// twice its area: above 0 when it winds as an outline must.
func (e *Encoder) open(ring []XY) int64 {
	e.trim(ring)
	for n := len(e.ring); n > 1 && e.ring[n-1] == e.ring[0]; n-- {
		e.ring = e.ring[:n-1]
	}
	if len(e.ring) < 3 {
		return 0
	}
	return twiceArea(e.ring)
}

// twiceArea is twice the area of an open ring by the surveyor's formula: above 0 when, y growing
// southwards, it winds clockwise as seen on the map.
func twiceArea(ring []XY) int64 {
	var sum int64
	first := ring[0]
	var bx, by int64
	for _, p := range ring[1:] {
		cx, cy := int64(p.X)-int64(first.X), int64(p.Y)-int64(first.Y)
		sum += bx*cy - cx*by
		bx, by = cx, cy
	}
	return sum
}

// appendPath writes a line, which does not end where it began nor repeat a point, and moves the
// pen there. Backwards it begins with the same point.
func appendPath(b []byte, pen *XY, line []XY, backwards bool) []byte {
	start, last := line[0], line[len(line)-1]
	b = appendStep(append(b, moveOnce), start.X-pen.X, start.Y-pen.Y)
	b = appendVarint(b, uint64(len(line)-1)<<3|lineTo)
	if !backwards {
		*pen = last
		return appendSteps(b, line)
	}
	if *pen = start; len(line) > 1 {
		b = appendStep(b, last.X-start.X, last.Y-start.Y)
		b, *pen = appendStepsBack(b, line[1:]), line[1]
	}
	return b
}

// appendSteps writes the steps from each point of a line to the next.
func appendSteps(b []byte, line []XY) []byte {
	n := len(b)
	b = slices.Grow(b, len(line)*largestStep)[:n+len(line)*largestStep]
	at := line[0]
	for _, p := range line[1:] {
		if u, v := zigzag(p.X-at.X), zigzag(p.Y-at.Y); u|v < 0x80 {
			binary.LittleEndian.PutUint16(b[n:], uint16(u|v<<8))
			n += 2
		} else {
			n = len(appendVarint(appendVarint(b[:n], u), v))
		}
		at = p
	}
	return b[:n]
}

// appendStepsBack writes the steps from each point of a line to the one before, the last first.
func appendStepsBack(b []byte, line []XY) []byte {
	n := len(b)
	b = slices.Grow(b, len(line)*largestStep)[:n+len(line)*largestStep]
	at := line[len(line)-1]
	for i := len(line) - 2; i >= 0; i-- {
		p := line[i]
		if u, v := zigzag(p.X-at.X), zigzag(p.Y-at.Y); u|v < 0x80 {
			binary.LittleEndian.PutUint16(b[n:], uint16(u|v<<8))
			n += 2
		} else {
			n = len(appendVarint(appendVarint(b[:n], u), v))
		}
		at = p
	}
	return b[:n]
}
