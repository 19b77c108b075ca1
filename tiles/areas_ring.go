package tiles

import (
	"slices"

	"gewu/geo"
)

// drawWhole writes a face of which nothing is outside, as [Encoder.Polygons] would.
func (d *areaDrawer) drawWhole(e *Encoder, area *areaAt) {
	var pen XY
	s := &d.sheets[area.sheet]
	inside := false // an outline that has an area
	for ring := range s.Coverage.Rings(int(area.face)) {
		if !ring.Hole {
			inside = false
		} else if !inside {
			continue
		}
		twice, sides := d.measure(&e.frame, s, ring.Refs)
		if twice == 0 {
			continue
		}
		inside = true
		start := e.Place(s.startOf(ring.Refs[0]))
		b := appendStep(append(e.geometry, moveOnce), start.X-pen.X, start.Y-pen.Y)
		b = appendVarint(b, uint64(sides-1)<<3|lineTo)
		b = slices.Grow(b, sides*largestStep+chunk)
		b, x, y := cutStep(d.appendRuns(b, &e.frame, s, ring.Refs, (twice < 0) != ring.Hole))
		e.geometry, pen = append(b, closeOnce), XY{start.X - x, start.Y - y}
	}
	e.feature(uint64(area.id), kindPolygon)
}

// appendRuns appends the steps around a ring of traced arcs, for which there is room. Backwards
// they begin at the same point.
func (d *areaDrawer) appendRuns(b []byte, f *Frame, s *sheetAt, refs []geo.ArcRef, backwards bool) []byte {
	i, next, turn := 0, 1, geo.ArcRef(0)
	if backwards {
		i, next, turn = len(refs)-1, -1, ^turn
	}
	for range refs {
		ref := refs[i] ^ turn
		i += next
		r := &d.runs[int(s.runs)+ref.Arc()]
		switch {
		case r.to == wide:
			b = appendWide(b, f, d.vertices(s, ref.Arc()), ref.Reversed())
		case ref.Reversed():
			b = appendTurned(b, d.steps, int(r.from), int(r.to))
		default:
			b = appendPiece(b, d.steps, int(r.from), int(r.to))
		}
	}
	return b
}
