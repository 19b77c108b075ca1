package tiles

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// draw writes an area.
func (d *areaDrawer) draw(e *Encoder, area areaAt) {
	d.clipper.Reset()
	d.points, d.start = d.points[:0], 0
	if area.face < 0 {
		d.drawOdd(e, area.sheet.Odd[^area.face].Boundary)
	} else {
		d.drawFace(e, area.sheet.Coverage, area.face)
	}
	e.Polygons(uint64(area.id), d.clipper.Rings()...)
}

// drawFace cuts the parts of a face. Arcs of a ring end where the next one begins, so the last
// point of each is left out.
func (d *areaDrawer) drawFace(e *Encoder, c *geo.Coverage, face int) {
	for ring := range c.Rings(face) {
		if !ring.Hole {
			d.flush()
		}
		for _, ref := range ring.Refs {
			d.addArc(e, c.Arc(ref.Arc()), ref.Reversed())
		}
		d.endRing(ring.Hole)
	}
	d.flush()
}

func (d *areaDrawer) addArc(e *Encoder, arc geo.Arc, reversed bool) {
	first, last, step := 0, len(arc.Points)-1, 1
	if reversed {
		first, last, step = last, first, -1
	}
	zooms := arc.Zooms
	for i := first; i != last; i += step {
		if zooms == nil || zooms[i] <= d.zoom {
			d.points = append(d.points, e.Place(Project(arc.Points[i])))
		}
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
