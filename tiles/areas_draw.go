package tiles

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// draw writes an area.
func (d *areaDrawer) draw(e *Encoder, area *areaAt) {
	if area.face >= 0 && d.traced(&e.frame, area) {
		d.drawWhole(e, area)
		return
	}
	d.clipper.Reset()
	d.points, d.start = d.points[:0], 0
	if area.face < 0 {
		d.drawOdd(e, area.sheet.Odd[^area.face].Boundary)
	} else {
		d.drawFace(area)
	}
	e.Polygons(uint64(area.id), d.clipper.Rings()...)
}

// traced traces the arcs around a face. It reports whether none is outside, so that there is
// nothing to cut.
func (d *areaDrawer) traced(f *Frame, area *areaAt) bool {
	inside := true
	for ring := range area.sheet.Coverage.Rings(int(area.face)) {
		for _, ref := range ring.Refs {
			if d.run(f, area, ref).outside {
				inside = false
			}
		}
	}
	return inside
}

// drawWhole writes a face of which nothing is outside, as [Encoder.Polygons] would.
func (d *areaDrawer) drawWhole(e *Encoder, area *areaAt) {
	var pen XY
	inside := false // an outline that has an area
	for ring := range area.sheet.Coverage.Rings(int(area.face)) {
		if !ring.Hole {
			inside = false
		} else if !inside {
			continue
		}
		twice, sides := d.measure(area, ring.Refs)
		if twice == 0 {
			continue
		}
		inside = true
		e.geometry = d.appendRing(e.geometry, &pen, area, ring.Refs, sides, (twice < 0) != ring.Hole)
	}
	e.feature(uint64(area.id), kindPolygon)
}

// drawFace cuts the parts of a face.
func (d *areaDrawer) drawFace(area *areaAt) {
	for ring := range area.sheet.Coverage.Rings(int(area.face)) {
		if !ring.Hole {
			d.flush()
		}
		for _, ref := range ring.Refs {
			d.addRun(&d.runs[int(area.runs)+ref.Arc()], ref.Reversed())
		}
		d.endRing(ring.Hole)
	}
	d.flush()
}

// addRun adds a run to a ring. It ends where the next one begins, so its last point is left out.
func (d *areaDrawer) addRun(r *run, reversed bool) {
	line := d.line[r.from:r.to]
	if !reversed {
		d.points = append(d.points, line[:len(line)-1]...)
		return
	}
	for i := len(line) - 1; i > 0; i-- {
		d.points = append(d.points, line[i])
	}
}

// drawOdd cuts the polygons of an area that is in no coverage, with all vertices.
func (d *areaDrawer) drawOdd(e *Encoder, boundary orb.MultiPolygon) {
	for _, polygon := range boundary {
		for i, ring := range polygon {
			for _, vertex := range ring {
				if p, err := geo.PointAt(vertex[0], vertex[1]); err == nil {
					d.points = append(d.points, e.Place(Project(p)))
				}
			}
			d.endRing(i > 0)
		}
		d.flush()
	}
}

// endRing makes the points since the last one a ring.
func (d *areaDrawer) endRing(hole bool) {
	d.rings = append(d.rings, Ring{Hole: hole})
	d.ends = append(d.ends, len(d.points))
}

// flush cuts the part that has been gathered. Its points stay where they are until the area is
// written, for rings that need no cut are not copied.
func (d *areaDrawer) flush() {
	from := d.start
	for i, end := range d.ends {
		d.rings[i].Points = d.points[from:end]
		from = end
	}
	d.clipper.Polygon(d.rings...)
	d.start, d.ends, d.rings = from, d.ends[:0], d.rings[:0]
}
