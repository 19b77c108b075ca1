package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// A checked is a side of an arc, as sound compares it.
type checked struct {
	border
	box   geo.Box
	fresh bool // its arc was made or moved
	ends  [2]bool
}

// sound refuses what would make borders cross or touch: it compares the borders that were made or
// moved with all around them, exactly. Cuts are rounded to whole units, and snapped where something
// is near, so this happens only where borders were nearer to each other than that before.
func (e *edit) sound() *Refusal {
	sides := e.sidesAround()
	slices.SortFunc(sides, func(s, t checked) int {
		return cmp.Or(cmp.Compare(s.box.Min.Lon, t.box.Min.Lon), cmp.Compare(s.arc, t.arc), cmp.Compare(s.first, t.first))
	})
	for i := range sides {
		s := &sides[i]
		for k := i + 1; k < len(sides) && sides[k].box.Min.Lon <= s.box.Max.Lon; k++ {
			t := &sides[k]
			if (s.fresh || t.fresh) && s.box.Min.Lat <= t.box.Max.Lat && t.box.Min.Lat <= s.box.Max.Lat {
				if p, meet := s.conflict(t); meet {
					return refuse(CrossesBorder).at(p)
				}
			}
		}
	}
	return nil
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

// sidesAround lists the sides of the arcs that were made or moved, and of those near them.
func (e *edit) sidesAround() []checked {
	known := map[ArcID]bool{}
	var sides []checked
	add := func(id ArcID) {
		if a := e.arc(id); !known[id] && a.Alive() {
			known[id] = true
			sides = appendChecked(sides, id, a, e.isFresh(id))
		}
	}
	cells := map[CellID]bool{}
	for _, id := range numbers[ArcID](e.arcs.notes) {
		a := e.arc(id)
		add(id)
		if a.Alive() && e.isFresh(id) {
			e.before.fabric.places.near(boxAround(a.Points...), cells)
			cells[a.Left], cells[a.Right] = true, true
		}
	}
	for _, id := range numbers[CellID](e.cells.notes) {
		cells[id] = true
	}
	for id := range cells {
		if id != NoCell && e.cells.holds(int32(id)) {
			for _, a := range e.cells.at(int32(id)).Arcs {
				add(a)
			}
		}
	}
	return sides
}

// isFresh reports whether an arc has points that it had not before.
func (e *edit) isFresh(id ArcID) bool {
	was := e.before.fabric.arcs
	return !was.holds(int32(id)) || !slices.Equal(was.at(int32(id)).Points, e.arc(id).Points)
}

func appendChecked(sides []checked, id ArcID, a Arc, fresh bool) []checked {
	last := len(a.Points) - 2
	for i := range len(a.Points) - 1 {
		s := side{a.Points[i], a.Points[i+1]}
		sides = append(sides, checked{border{s, id, i}, s.box(), fresh, [2]bool{i == 0, i == last}})
	}
	return sides
}

// near adds the cells that squares around a box list.
func (x *places) near(box geo.Box, cells map[CellID]bool) {
	x.eachSquare(box, func(i int32) {
		for _, id := range x.squares.at(i) {
			cells[id] = true
		}
	})
}
