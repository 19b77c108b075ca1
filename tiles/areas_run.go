package tiles

import (
	"math"
	"slices"

	"gewu/geo"
)

// A run is an arc in units of the tile: the vertices of its zoom, none of which repeats the one
// before. All rings of a sheet that the arc is in share it, whichever way they walk it.
type run struct {
	from, to int32 // of areaDrawer.line, the ends included; none: not traced yet
	outside  bool  // a vertex is truly outside of the tile with its margin
	twice    int64 // twice the area between the arc, from its start to its end, and the corner 0, 0
}

// open makes room for a run for each arc of a coverage, and returns the number of the first.
func (d *areaDrawer) open(c *geo.Coverage) int32 {
	first := len(d.runs)
	d.runs = slices.Grow(d.runs, c.ArcCount())[:first+c.ArcCount()]
	clear(d.runs[first:])
	return int32(first)
}

// run returns the run of an arc, which it traces when it is asked for it first.
func (d *areaDrawer) run(f *Frame, area *areaAt, ref geo.ArcRef) *run {
	r := &d.runs[int(area.runs)+ref.Arc()]
	if r.to == 0 {
		d.trace(f, r, area, ref.Arc())
	}
	return r
}

// trace makes the run of an arc.
func (d *areaDrawer) trace(f *Frame, r *run, area *areaAt, arc int) {
	r.from = int32(len(d.line))
	d.line = d.appendPlaces(d.line, f, area, arc)
	line := d.line[r.from:]
	at := line[0]
	over, twice, n := overstep(at), int64(0), 1
	for _, p := range line[1:] {
		if p == at {
			continue
		}
		over |= overstep(p)
		twice += int64(at.X)*int64(p.Y) - int64(p.X)*int64(at.Y)
		line[n], at = p, p
		n++
	}
	r.to, r.outside, r.twice = r.from+int32(n), over < 0, twice
	d.line = d.line[:r.to]
}

// appendPlaces appends where the vertices of the zoom are.
func (d *areaDrawer) appendPlaces(line []XY, f *Frame, area *areaAt, number int) []XY {
	arc := area.sheet.Coverage.Arc(number)
	all := arc.Zooms == nil || d.zoom == math.MaxUint8
	switch {
	case all && f.fits() && area.places != nil:
		from, to := area.sheet.Coverage.Span(number)
		return f.placesOf(line, area.places[from:to])
	case all && f.fits():
		return f.places(line, arc.Points)
	}
	for i, p := range arc.Points {
		if arc.Zooms == nil || arc.Zooms[i] <= d.zoom {
			line = append(line, f.Place(Project(p)))
		}
	}
	return line
}

// overstep is below 0 for a place that is truly outside.
func overstep(p XY) int32 {
	return (p.X - rimLow) | (rimHigh - p.X) | (p.Y - rimLow) | (rimHigh - p.Y)
}

// measure returns twice the area of a ring of traced arcs, of the sign that twiceArea gives it,
// and the number of its sides. What is added up is exact where no arc is outside.
func (d *areaDrawer) measure(area *areaAt, refs []geo.ArcRef) (twice int64, sides int) {
	for _, ref := range refs {
		r := &d.runs[int(area.runs)+ref.Arc()]
		sides += int(r.to - r.from - 1)
		if ref.Reversed() {
			twice -= r.twice
		} else {
			twice += r.twice
		}
	}
	return twice, sides
}

// appendRing writes a ring of traced arcs as appendPath writes a line, and closes it. It has an
// area, and so three sides at least. Backwards it begins with the same point.
func (d *areaDrawer) appendRing(b []byte, pen *XY, area *areaAt, refs []geo.ArcRef, sides int, backwards bool) []byte {
	start := d.startOf(area, refs[0])
	b = appendStep(append(b, moveOnce), start.X-pen.X, start.Y-pen.Y)
	b = appendVarint(b, uint64(sides-1)<<3|lineTo)
	last := start // vertex before the start comes again
	for i, ref := range refs {
		if backwards {
			ref = ^refs[len(refs)-1-i]
		}
		r := &d.runs[int(area.runs)+ref.Arc()]
		line := d.line[r.from:r.to]
		switch {
		case len(line) == 1:
		case ref.Reversed():
			b, last = appendStepsBack(b, line), line[1]
		default:
			b, last = appendSteps(b, line), line[len(line)-2]
		}
	}
	*pen = last
	return append(b[:len(b)-sizeStep(start.X-last.X, start.Y-last.Y)], closeOnce)
}

// startOf is where a ring enters a traced arc.
func (d *areaDrawer) startOf(area *areaAt, ref geo.ArcRef) XY {
	r := &d.runs[int(area.runs)+ref.Arc()]
	if ref.Reversed() {
		return d.line[r.to-1]
	}
	return d.line[r.from]
}
