package plan

import (
	"math"
	"slices"

	"gewu/geo"
)

// A place on a line: on its side of that number, and how far along.
type place struct {
	side  int
	along float64
}

func (p place) before(q place) bool { return p.side < q.side || p.side == q.side && p.along < q.along }

// aroundFootprints leads a line around the footprints that it would cut on some land, and says so.
// It refuses one that cannot be led around.
//
//	      .-----.
//	     / +---+ \          around the convex hull of the footprint, half a metre from it,
//	----'  |   |  '----     on the shorter side
//	       +---+
func (e *edit) aroundFootprints(line []geo.Point, land func(CellID) bool) ([]geo.Point, *Refusal) {
	const most = 200 // footprints that one line is led around
	passed := map[int32]bool{}
	from := 0
	for range most {
		f, where, found := e.firstCut(line, from, land)
		if !found {
			return line, nil
		}
		at := side{line[where.side], line[where.side+1]}.at(where.along)
		building := e.before.fabric.buildings[f.building]
		blocked := refuse(BuildingInWay).at(at).other(building.At)
		if passed[f.building] {
			return nil, blocked
		}
		passed[f.building] = true
		around, in, led := e.lead(line, f, where)
		if !led {
			return nil, blocked
		}
		if _, meets := meetsItself(around); meets {
			return nil, blocked
		}
		line, from = around, in.side
		e.notes = append(e.notes, Note{Kind: GaveWay, At: at, Building: building.ID})
	}
	return nil, refuse(BuildingInWay).at(line[0])
}

// firstCut finds the first footprint that a line, from a side on, cuts on some land.
func (e *edit) firstCut(line []geo.Point, from int, land func(CellID) bool) (footprint, place, bool) {
	g := e.ground()
	for i := from; i < len(line)-1; i++ {
		s := side{line[i], line[i+1]}
		var first footprint
		best, found := place{i, 2}, false
		for _, f := range e.footprintsOn(s) {
			along, cut := f.cutBy(s, g)
			if cut && along < best.along && land(e.cellAt(spotAt(s.at(along)), boxAround(s.at(along)))) {
				first, best, found = f, place{i, along}, true
			}
		}
		if found {
			return first, best, true
		}
	}
	return footprint{}, place{}, false
}

// lead replaces what of a line is within the hull around a footprint, at a place, by the shorter way
// around the hull, and says where that begins. It cannot if the line begins or ends within.
func (e *edit) lead(line []geo.Point, f footprint, at place) ([]geo.Point, place, bool) {
	fence := e.fence(f)
	in, out, through := gates(line, fence, at)
	if !through {
		return nil, place{}, false
	}
	way := shorterWay(fence, in, out, e.ground())
	around := append(slices.Clone(line[:in.line.side+1]), way...)
	around = append(around, line[out.line.side+1:]...)
	return slices.Compact(around), in.line, true
}

// fence is the hull around a footprint, half a metre from it.
func (e *edit) fence(f footprint) []geo.Point {
	const room = 0.5
	g := e.ground()
	x, y := int32(room/g.east), int32(room/g.north)
	var points []geo.Point
	for _, r := range f.rings {
		for _, p := range r.points {
			points = append(points,
				geo.Point{Lon: p.Lon - x, Lat: p.Lat - y}, geo.Point{Lon: p.Lon + x, Lat: p.Lat - y},
				geo.Point{Lon: p.Lon - x, Lat: p.Lat + y}, geo.Point{Lon: p.Lon + x, Lat: p.Lat + y})
		}
	}
	return hull(points)
}

// A gate is where a line goes through a fence.
type gate struct {
	line place
	post int // the fence's point before it
	at   geo.Point
}

// gates finds the last gate before a place on the line and the first after it.
func gates(line, fence []geo.Point, at place) (in, out gate, through bool) {
	in.line.side, out.line.side = -1, math.MaxInt
	for i := range len(line) - 1 {
		s := side{line[i], line[i+1]}
		for k, p := range fence {
			t := side{p, fence[(k+1)%len(fence)]}
			if !s.cross(t) {
				continue
			}
			g := gate{place{i, s.part(t)}, k, s.crossing(t)}
			if g.line.before(at) && in.line.before(g.line) {
				in = g
			}
			if at.before(g.line) && g.line.before(out.line) {
				out = g
			}
		}
	}
	return in, out, in.line.side >= 0 && out.line.side < math.MaxInt
}

// shorterWay goes along a fence from one gate to another.
func shorterWay(fence []geo.Point, in, out gate, g ground) []geo.Point {
	n := len(fence)
	forwards := []geo.Point{in.at}
	for k := in.post; k != out.post; k = (k + 1) % n {
		forwards = append(forwards, fence[(k+1)%n])
	}
	backwards := []geo.Point{in.at}
	for k := in.post; k != out.post; k = (k + n - 1) % n {
		backwards = append(backwards, fence[k])
	}
	forwards, backwards = append(forwards, out.at), append(backwards, out.at)
	if g.length(backwards) < g.length(forwards) {
		return backwards
	}
	return forwards
}

func (g ground) length(line []geo.Point) float64 {
	metres := 0.0
	for i := 1; i < len(line); i++ {
		metres += g.distance(line[i-1], line[i])
	}
	return metres
}
