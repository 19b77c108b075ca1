package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// roadPieces lists the sides of roads, each with a point where another road meets it: crosses it, or
// has a vertex on it. Whether one passes over the other is not known; a border may turn there in either
// case.
func roadPieces(roads []Line) []Line {
	var pieces []Line
	for _, road := range roads {
		for i := 1; i < len(road.Points); i++ {
			pieces = append(pieces, Line{Class: road.Class, Points: slices.Clone(road.Points[i-1 : i+1])})
		}
	}
	slices.SortStableFunc(pieces, func(p, q Line) int { return cmp.Compare(p.side().box().Min.Lon, q.side().box().Min.Lon) })
	meetings := make([][]geo.Point, len(pieces))
	for i, p := range pieces {
		s := p.side()
		for k := i + 1; k < len(pieces) && pieces[k].side().box().Min.Lon <= s.box().Max.Lon; k++ {
			for _, at := range s.meetings(pieces[k].side()) {
				meetings[i], meetings[k] = append(meetings[i], at), append(meetings[k], at)
			}
		}
	}
	for i, p := range pieces {
		s := p.side()
		slices.SortFunc(meetings[i], func(p, q geo.Point) int { return compareAlong(s, p, q) })
		pieces[i].Points = slices.Compact(append(append([]geo.Point{s.a}, meetings[i]...), s.b))
	}
	return pieces
}

// side is the side that a line of two points is.
func (l Line) side() side { return side{l.Points[0], l.Points[len(l.Points)-1]} }

// meetings are the points at which two sides meet: where they cross, or those ends of either that are
// on the other.
func (s side) meetings(t side) []geo.Point {
	if !s.meetsBox(t) {
		return nil
	}
	if s.cross(t) {
		return []geo.Point{s.crossing(t)}
	}
	var points []geo.Point
	for _, p := range [4]geo.Point{s.a, s.b, t.a, t.b} {
		if s.bears(p) && t.bears(p) {
			points = append(points, p)
		}
	}
	return points
}
