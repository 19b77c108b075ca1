package plan

import (
	"gewu/geo"
)

// A stretch is a piece of a woven line: within one cell from border to border, or along a border.
type stretch struct {
	stations []station // at least two
	cell     CellID    // that it is in, NoCell outside of the land
	arc      ArcID     // that it is along, or noArc
}

func (s stretch) first() station { return s.stations[0] }
func (s stretch) last() station  { return s.stations[len(s.stations)-1] }
func (s stretch) along() bool    { return s.arc != noArc }

// stretches cuts a woven line where it is at a border.
func (w *weaver) stretches(stations []station) []stretch {
	var list []stretch
	for i := 0; i+1 < len(stations); {
		if id, along := w.arcAlong(stations[i], stations[i+1]); along {
			list = append(list, stretch{stations[i : i+2], NoCell, id})
			i++
			continue
		}
		end := i + 1
		for end+1 < len(stations) && stations[end].isOpen() {
			end++
		}
		run := stations[i : end+1]
		list = append(list, stretch{run, w.cellOf(run), noArc})
		i = end
	}
	return joinAlong(list)
}

// joinAlong leaves out the stations on a side of an arc at which a line goes on along the same side.
func joinAlong(list []stretch) []stretch {
	var joined []stretch
	for _, s := range list {
		if n := len(joined); n > 0 && s.along() && joined[n-1].arc == s.arc && s.first().arc == s.arc && !s.first().vertex {
			joined[n-1].stations = []station{joined[n-1].first(), s.last()}
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// arcAlong finds the arc that has both stations on one side.
func (w *weaver) arcAlong(a, b station) (ArcID, bool) {
	switch {
	case a.isOpen() || b.isOpen():
		return noArc, false
	case w.onSide(a) && w.onSide(b):
		return a.arc, a.arc == b.arc && a.side == b.side
	}
	for _, n := range w.bordersIn(boxAround(a.Point)) {
		if n.on(a) && n.on(b) {
			return n.arc, true
		}
	}
	return noArc, false
}

// onSide reports whether a station is on a side of an arc, between its ends.
func (w *weaver) onSide(s station) bool {
	if s.arc == noArc || s.vertex {
		return false
	}
	points := w.arcs.ref(int32(s.arc)).Points
	return s.Point != points[s.side] && s.Point != points[s.side+1]
}

// cellOf finds the cell that stations lie in, the first and the last of them on its border: of two on
// different arcs the one that both have on a side, if that is one only.
func (w *weaver) cellOf(run []station) CellID {
	if a, b := run[0], run[len(run)-1]; w.onSide(a) && w.onSide(b) && a.arc != b.arc {
		p, q := w.arcs.ref(int32(a.arc)), w.arcs.ref(int32(b.arc))
		left, right := q.has(p.Left), q.has(p.Right)
		switch {
		case left && !right:
			return p.Left
		case right && !left:
			return p.Right
		}
	}
	return w.cellAt(longest(run))
}

// has reports whether the border has a cell, or the land's outside, on one of its sides.
func (a *Arc) has(id CellID) bool { return a.Left == id || a.Right == id }

// longest is the middle of the longest piece between two stations, the surest to be in the cell.
func longest(run []station) (middleOf spot) {
	best := int64(-1)
	for i := 1; i < len(run); i++ {
		dx, dy := int64(run[i].Lon)-int64(run[i-1].Lon), int64(run[i].Lat)-int64(run[i-1].Lat)
		if length := max(dx, -dx) + max(dy, -dy); length > best {
			best, middleOf = length, middle(run[i-1].Point, run[i].Point)
		}
	}
	return middleOf
}

// cellAt finds the cell that a spot is in, or NoCell.
func (e *edit) cellAt(at spot) CellID {
	for _, id := range e.cellsNear([]geo.Box{boxOfSpot(at)}) {
		if e.cellSurrounds(id, at) {
			return id
		}
	}
	return NoCell
}

// boxOfSpot is the box around the units nearest to a spot.
func boxOfSpot(at spot) geo.Box {
	return boxAround(
		geo.Point{Lon: int32(at.x >> 1), Lat: int32(at.y >> 1)},
		geo.Point{Lon: int32((at.x + 1) >> 1), Lat: int32((at.y + 1) >> 1)},
	)
}

// cellSurrounds reports whether a spot is in a cell, by the rule of ring.surrounds.
func (e *edit) cellSurrounds(id CellID, at spot) bool {
	inside := false
	for _, i := range e.cells.ref(int32(id)).Arcs {
		points := e.arcs.ref(int32(i)).Points
		for k := 1; k < len(points); k++ {
			inside = inside != (side{points[k-1], points[k]}).eastOf(at)
		}
	}
	return inside
}
