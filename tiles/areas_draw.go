package tiles

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// draw writes an area.
func (d *areaDrawer) draw(e *Encoder, area *areaAt) {
	if area.whole {
		d.drawWhole(e, area)
		return
	}
	d.clipper.Reset()
	d.points, d.start = d.points[:0], 0
	if area.face < 0 {
		d.drawOdd(e, d.sheets[area.sheet].Odd[^area.face].Boundary)
	} else {
		d.drawFace(&e.frame, area)
	}
	e.Polygons(uint64(area.id), d.clipper.Rings()...)
}

// drawFace cuts the parts of a face.
func (d *areaDrawer) drawFace(f *Frame, area *areaAt) {
	s := &d.sheets[area.sheet]
	for ring := range s.Coverage.Rings(int(area.face)) {
		if !ring.Hole {
			d.flush()
		}
		for _, ref := range ring.Refs {
			d.addArc(f, s, ref)
		}
		d.endRing(ring.Hole)
	}
	d.flush()
}

// addArc adds an arc to a ring. It ends where the next one begins, so its last point is left out.
func (d *areaDrawer) addArc(f *Frame, s *sheetAt, ref geo.ArcRef) {
	line := d.vertices(s, ref.Arc())
	if !ref.Reversed() {
		for _, w := range line[:len(line)-1] {
			d.points = append(d.points, f.Place(w))
		}
		return
	}
	for i := len(line) - 1; i > 0; i-- {
		d.points = append(d.points, f.Place(line[i]))
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
