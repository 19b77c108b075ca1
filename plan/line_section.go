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
		list = append(list, stretch{run, w.cellAt(longest(run)), noArc})
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
	if a.isOpen() || b.isOpen() {
		return noArc, false
	}
	for _, n := range w.bordersIn(boxAround(a.Point)) {
		if n.on(a) && n.on(b) {
			return n.arc, true
		}
	}
	return noArc, false
}

// longest is the middle of the longest piece between two stations, the surest to be in the cell.
func longest(run []station) (middleOf spot, box geo.Box) {
	best := int64(-1)
	for i := 1; i < len(run); i++ {
		dx, dy := int64(run[i].Lon)-int64(run[i-1].Lon), int64(run[i].Lat)-int64(run[i-1].Lat)
		if length := max(dx, -dx) + max(dy, -dy); length > best {
			best, middleOf, box = length, middle(run[i-1].Point, run[i].Point), boxAround(run[i-1].Point, run[i].Point)
		}
	}
	return middleOf, box
}

// cellAt finds the cell that a spot in a box is in, or NoCell.
func (e *edit) cellAt(at spot, box geo.Box) CellID {
	for _, id := range e.cellsIn(box) {
		if e.cellSurrounds(id, at) {
			return id
		}
	}
	return NoCell
}

// cellSurrounds reports whether a spot is in a cell, by the rule of ring.surrounds.
func (e *edit) cellSurrounds(id CellID, at spot) bool {
	inside := false
	for _, i := range e.cells.at(int32(id)).Arcs {
		points := e.arc(i).Points
		for k := 1; k < len(points); k++ {
			inside = inside != (side{points[k-1], points[k]}).eastOf(at)
		}
	}
	return inside
}
