package tiles

import (
	"slices"

	"gewu/geo"
)

// A run is an arc as geometries have it: the steps from each vertex of the zoom to the next, without
// those that lead nowhere. All rings of a sheet that the arc is in share it, whichever way they walk
// it. Runs are made only for areas that need no cut.
type run struct {
	from, to int32 // of areaDrawer.steps; unset: not traced yet; wide: they are not there, not all being small
	count    int32 // of steps
	twice    int64 // twice the area between the arc and the western edge of the map, above 0 going south
}

const unset, wide = 0, -1

// open makes room for a run for each arc of a coverage, and returns the number of the first.
func (d *areaDrawer) open(c *geo.Coverage) int32 {
	first := len(d.runs)
	d.runs = slices.Grow(d.runs, c.ArcCount())[:first+c.ArcCount()]
	clear(d.runs[first:])
	return int32(first)
}

// run returns the run of an arc, which it traces when it is asked for it first.
func (d *areaDrawer) run(f *Frame, s *sheetAt, ref geo.ArcRef) *run {
	r := &d.runs[int(s.runs)+ref.Arc()]
	if r.to == unset {
		d.trace(f, r, d.vertices(s, ref.Arc()))
	}
	return r
}

// trace makes the run of an arc, whose vertices are all near the tile.
func (d *areaDrawer) trace(f *Frame, r *run, line []World) {
	first, room := len(d.steps), smallStep*len(line)
	d.steps = slices.Grow(d.steps, room+chunk)[:first+room]
	size, twice, small := putSteps(d.steps[first:], f, line)
	r.count, r.twice = int32(size/smallStep), twice
	if small {
		r.from, r.to = int32(first), int32(first+size)
		d.steps = d.steps[:first+size]
	} else {
		r.to = wide
		d.steps = d.steps[:first]
	}
}

// measure returns twice the area of a ring, of the sign that twiceArea gives it, and the number of
// its sides.
func (d *areaDrawer) measure(f *Frame, s *sheetAt, refs []geo.ArcRef) (twice int64, sides int) {
	for _, ref := range refs {
		r := d.run(f, s, ref)
		sides += int(r.count)
		if ref.Reversed() {
			twice -= r.twice
		} else {
			twice += r.twice
		}
	}
	return twice, sides
}
