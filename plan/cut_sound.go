package plan

import (
	"math"
	"slices"

	"gewu/geo"
)

// A checked is a side of an arc, as sound compares it.
type checked struct {
	border
	box   geo.Box // with room for half the clearance around it
	fresh bool    // its arc was made or moved
	ends  [2]bool // of its points that are ends of its arc
	made  [2]bool // of these, those at a node where no border had a vertex
}

// sound refuses what would make borders cross or touch: it compares the borders that were made or
// moved with all around them, exactly. Cuts are rounded to whole units, and snapped where something
// is near, so this happens only where borders were nearer to each other than that before. It also
// refuses nodes that crowd a border.
func (c *cutter) sound() *Refusal {
	sides := c.sidesAround(c.units(clearance)/2 + 1)
	for i := range sides {
		s := &sides[i]
		s.made = [2]bool{s.ends[0] && c.fresh[s.a], s.ends[1] && c.fresh[s.b]}
	}
	order := fromWest(sides)
	for i := range order {
		s := &sides[uint32(order[i])]
		for k := i + 1; k < len(order); k++ {
			t := &sides[uint32(order[k])]
			if t.box.Min.Lon > s.box.Max.Lon {
				break
			}
			if (s.fresh || t.fresh) && s.box.Min.Lat <= t.box.Max.Lat && t.box.Min.Lat <= s.box.Max.Lat {
				if p, meet := s.conflict(t); meet {
					return refuse(CrossesBorder).at(p)
				}
				if p, crowded := c.crowds(s, t); crowded {
					return refuse(TooLittle).at(p)
				}
			}
		}
	}
	return nil
}

// fromWest orders sides by their western ends: the low half of each is its number.
func fromWest(sides []checked) []uint64 {
	order := make([]uint64, len(sides))
	for i := range sides {
		order[i] = uint64(int64(sides[i].box.Min.Lon)-math.MinInt32)<<32 | uint64(i)
	}
	slices.Sort(order)
	return order
}

// crowds returns a node made of one of two sides that is within the clearance of the other, where the
// cut is to blame: the other is new, or has an end there, or meets the first within a metre. Two borders
// that lay side by side so closely before may be crossed.
func (c *cutter) crowds(s, t *checked) (geo.Point, bool) {
	const reach, rounding = 1, 0.02 // metres
	for _, pair := range [2][2]*checked{{s, t}, {t, s}} {
		s, t := pair[0], pair[1]
		for i, ends := range [2][2]geo.Point{{s.a, s.b}, {s.b, s.a}} {
			p, far := ends[0], ends[1]
			if !s.made[i] || p == t.a || p == t.b {
				continue
			}
			if _, metres := c.foot(t.side, p); metres >= clearance-rounding {
				continue
			}
			meet := (far == t.a || far == t.b) && c.distance(p, far) <= reach
			near := min(c.distance(p, t.a), c.distance(p, t.b)) < clearance-rounding
			if meet || near || slices.Contains(c.drawn, t.arc) {
				return p, true
			}
		}
	}
	return geo.Point{}, false
}

// conflict reports whether two sides have a point in common that is no node, nor a vertex between
// them in one arc.
func (s *checked) conflict(t *checked) (geo.Point, bool) {
	if s.cross(t.side) {
		return s.crossing(t.side), true
	}
	if s.meets(t.side) {
		return t.a, true
	}
	if s.arc == t.arc && (s.first-t.first == 1 || t.first-s.first == 1) {
		return geo.Point{}, false
	}
	for i, p := range [2]geo.Point{s.a, s.b} {
		for k, q := range [2]geo.Point{t.a, t.b} {
			if atNode := s.ends[i] && t.ends[k]; p == q && !atNode {
				return p, true
			}
		}
	}
	return geo.Point{}, false
}

// sidesAround lists the sides of the arcs that were made or moved, and of those near them, with boxes
// that are wider by some units.
func (e *edit) sidesAround(room int32) []checked {
	cells, arcs, fresh := make([]bool, e.cells.size), make([]bool, e.arcs.size), make([]bool, e.arcs.size)
	for id := range e.cells.eachSet {
		cells[id] = true
	}
	for id := range e.arcs.eachSet {
		a := e.arcs.ref(id)
		arcs[id], fresh[id] = true, e.isFresh(ArcID(id))
		if a.Alive() && fresh[id] {
			e.markNear(a, 2*room, cells)
		}
	}
	n := 0
	for id, near := range cells {
		if near {
			list := e.cells.ref(int32(id)).Arcs
			for _, a := range list {
				arcs[a] = true
			}
			n += len(list)
		}
	}
	sides := make([]checked, 0, n)
	for id, near := range arcs {
		if near && e.arcs.ref(int32(id)).Alive() {
			sides = appendChecked(sides, ArcID(id), e.arcs.ref(int32(id)), fresh[id], room)
		}
	}
	return sides
}

// markNear marks the cells on both sides of an arc, and those that may come within some units of it.
func (e *edit) markNear(a *Arc, units int32, cells []bool) {
	for _, cell := range [2]CellID{a.Left, a.Right} {
		if cell != NoCell {
			cells[cell] = true
		}
	}
	x := e.before.fabric.places
	x.eachSquare(wider(boxAround(a.Points...), units), func(i int32) {
		for _, cell := range *x.squares.ref(i) {
			if e.cells.holds(int32(cell)) {
				cells[cell] = true
			}
		}
	})
}

// isFresh reports whether an arc has points that it had not before.
func (e *edit) isFresh(id ArcID) bool {
	was := e.before.fabric.arcs
	return !was.holds(int32(id)) || !slices.Equal(was.ref(int32(id)).Points, e.arcs.ref(int32(id)).Points)
}

func appendChecked(sides []checked, id ArcID, a *Arc, fresh bool, room int32) []checked {
	last := len(a.Points) - 2
	for i := range len(a.Points) - 1 {
		s := side{a.Points[i], a.Points[i+1]}
		sides = append(sides, checked{border: border{s, id, i}, box: wider(s.box(), room), fresh: fresh, ends: [2]bool{i == 0, i == last}})
	}
	return sides
}
