package plan

import (
	"iter"
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
		around, first, last, led := e.lead(line, f, where)
		if !led || meetsAnew(around, first, last) {
			return nil, blocked
		}
		line, from = around, first
		e.notes = append(e.notes, Note{Kind: GaveWay, At: at, Building: building.ID})
	}
	return nil, refuse(BuildingInWay).at(line[0])
}

// firstCut finds the first footprint that a line, from a side on, cuts on some land.
func (e *edit) firstCut(line []geo.Point, from int, land func(CellID) bool) (footprint, place, bool) {
	for i := from; i < len(line)-1; i++ {
		if f, along, found := e.firstCutBy(side{line[i], line[i+1]}, land); found {
			return f, place{i, along}, true
		}
	}
	return footprint{}, place{}, false
}

// firstCutBy finds the first footprint that a side cuts on some land. It looks along the side, and no
// further than to where the next place that it would look at begins after what it has found.
func (e *edit) firstCutBy(s side, land func(CellID) bool) (first footprint, along float64, found bool) {
	g, x := e.ground(), e.before.fabric.places
	looked := map[int32]bool{}
	pieces := x.pieces(s)
	for i := range pieces {
		if found && along < float64(i)/float64(pieces) {
			break
		}
		x.footprintsIn(x.boxAlong(s, i, pieces, 0), func(n int32) {
			if looked[n] {
				return
			}
			looked[n] = true
			f, there := footprintOf(e.before.fabric.buildings, n)
			if at, cut := f.cutBy(s, g); there && cut && (!found || at < along || at == along && n < first.building) && land(e.cellAt(spotAt(s.at(at)))) {
				first, along, found = f, at, true
			}
		})
	}
	return first, along, found
}

// lead replaces what of a line is within the hull around a footprint, at a place, by the shorter way
// around the hull, and says which sides are new. It cannot if the line begins or ends within.
func (e *edit) lead(line []geo.Point, f footprint, at place) (around []geo.Point, first, last int, led bool) {
	fence := e.fence(f)
	in, out, through := gates(line, fence, at)
	if !through {
		return nil, 0, 0, false
	}
	way := shorterWay(fence, in, out, e.ground())
	around = append(slices.Clone(line[:in.line.side+1]), way...)
	around = slices.Compact(append(around, line[out.line.side+1:]...))
	return around, in.line.side, len(around) - len(line) + out.line.side, true
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
	for i := at.side; i >= 0 && in.line.side < 0; i-- {
		for g := range gatesOf(line, i, fence) {
			if g.line.before(at) && in.line.before(g.line) {
				in = g
			}
		}
	}
	for i := at.side; i < len(line)-1 && out.line.side == math.MaxInt; i++ {
		for g := range gatesOf(line, i, fence) {
			if at.before(g.line) && g.line.before(out.line) {
				out = g
			}
		}
	}
	return in, out, in.line.side >= 0 && out.line.side < math.MaxInt
}

// gatesOf visits the gates of one side of a line, in the order of the fence.
func gatesOf(line []geo.Point, i int, fence []geo.Point) iter.Seq[gate] {
	s := side{line[i], line[i+1]}
	return func(yield func(gate) bool) {
		for k, p := range fence {
			t := side{p, fence[(k+1)%len(fence)]}
			if s.cross(t) && !yield(gate{place{i, s.part(t)}, k, s.crossing(t)}) {
				return
			}
		}
	}
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
