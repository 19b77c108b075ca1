package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// A cutter cuts arcs and cells along the stretches of a woven line.
type cutter struct {
	*edit
	ground
	class Class // of the borders that it makes
	nodes map[geo.Point]NodeID
	fresh map[geo.Point]bool // of nodes: where no border had a vertex
	now   map[ArcID][]ArcID  // what arcs that were cut have become
	drawn []ArcID            // the borders that it has made, in the direction of the line
	bent  map[CellID]bool    // cells whose borders were cut, and thereby moved by a rounding
}

func (e *edit) cutter(class Class) *cutter {
	return &cutter{edit: e, ground: e.ground(), class: class, nodes: map[geo.Point]NodeID{}, fresh: map[geo.Point]bool{}, now: map[ArcID][]ArcID{}, bent: map[CellID]bool{}}
}

// cut makes borders of the stretches within cells, and cuts the cells that they part. It refuses
// stretches that leave pieces too small to be told from each other.
func (c *cutter) cut(stretches []stretch) *Refusal {
	c.keepSnaps(stretches)
	stretches = within(stretches)
	if r := c.cutArcs(stretches); r != nil {
		return r
	}
	byCell := map[CellID][]Arc{}
	for _, s := range stretches {
		byCell[s.cell] = append(byCell[s.cell], c.border(s))
	}
	for _, id := range sortedKeys(byCell) {
		c.cutCell(id, byCell[id])
	}
	for id := range c.bent {
		if c.cells.at(int32(id)).Alive() {
			c.measure(id)
		}
	}
	return c.sound()
}

// keepSnaps forgets the notes of points snapped elsewhere, where the line cuts nothing.
func (c *cutter) keepSnaps(stretches []stretch) {
	cut := map[geo.Point]bool{}
	for _, s := range stretches {
		for _, at := range s.stations {
			cut[at.Point] = true
		}
	}
	c.notes = slices.DeleteFunc(c.notes, func(n Note) bool { return n.Kind == Snapped && !cut[n.At] })
}

// border makes an arc of a stretch, which has no sides yet.
func (c *cutter) border(s stretch) Arc {
	a := Arc{From: c.nodeAt(s.first()), To: c.nodeAt(s.last()), Left: s.cell, Right: s.cell, Class: c.class}
	for _, p := range s.stations {
		a.Points = append(a.Points, p.Point)
	}
	return a
}

// nodeAt returns the node of a station that arcs have been cut at; one in the open gets one.
func (c *cutter) nodeAt(s station) NodeID {
	if s.node != noNode {
		return s.node
	}
	if id, made := c.nodes[s.Point]; made {
		return id
	}
	id := NodeID(c.edit.nodes.add(Node{At: s.Point, Alive: true}))
	c.nodes[s.Point], c.fresh[s.Point] = id, !s.vertex
	return id
}

// cutArcs cuts arcs where stretches begin and end.
func (c *cutter) cutArcs(stretches []stretch) *Refusal {
	cuts := map[ArcID][]station{}
	for _, s := range stretches {
		for _, end := range []station{s.first(), s.last()} {
			if end.arc != noArc {
				cuts[end.arc] = append(cuts[end.arc], end)
			}
		}
	}
	for _, id := range sortedKeys(cuts) {
		if r := c.cutArc(id, cuts[id]); r != nil {
			return r
		}
	}
	return nil
}

// cutArc ends an arc, and makes one of each piece of it.
//
//	o----------x-----o          o----------o-----o
func (c *cutter) cutArc(id ArcID, at []station) *Refusal {
	a := c.arc(id)
	slices.SortFunc(at, func(s, t station) int {
		return cmp.Or(cmp.Compare(s.side, t.side), compareAlong(side{a.Points[s.side], a.Points[s.side+1]}, s.Point, t.Point))
	})
	at = slices.CompactFunc(at, func(s, t station) bool { return s.Point == t.Point })
	for i := range len(at) - 1 {
		made := !at[i].vertex || !at[i+1].vertex
		if made && c.distance(at[i].Point, at[i+1].Point) < clearance {
			return refuse(TooLittle).at(at[i].Point)
		}
	}
	pieces := c.pieces(a, at)
	c.replaceArc(id, a, pieces)
	return nil
}

// pieces parts an arc at stations.
func (c *cutter) pieces(a Arc, at []station) []Arc {
	var pieces []Arc
	piece, from := a, 0
	piece.Points = nil
	for _, s := range at {
		for ; from <= s.side; from++ {
			if p := a.Points[from]; p != s.Point {
				piece.Points = append(piece.Points, p)
			}
		}
		piece.Points, piece.To = append(piece.Points, s.Point), c.nodeAt(s)
		pieces = append(pieces, piece)
		piece.From, piece.Points = piece.To, []geo.Point{s.Point}
	}
	piece.To, piece.Points = a.To, append(piece.Points, a.Points[from:]...)
	return append(pieces, piece)
}

// replaceArc ends an arc, and gives its cells others in its place.
func (c *cutter) replaceArc(id ArcID, a Arc, others []Arc) {
	for _, piece := range others {
		c.now[id] = append(c.now[id], ArcID(c.arcs.add(piece)))
	}
	c.arcs.set(int32(id), Arc{Left: NoCell, Right: NoCell})
	for _, beside := range [2]CellID{a.Left, a.Right} {
		if beside == NoCell {
			continue
		}
		cell := c.cells.at(int32(beside))
		list := slices.DeleteFunc(slices.Clone(cell.Arcs), func(i ArcID) bool { return i == id })
		cell.Arcs = append(list, c.now[id]...)
		c.cells.set(int32(beside), cell)
		c.bent[beside] = true
	}
}

// measure brings the area of a cell up to date.
func (e *edit) measure(id CellID) {
	cell := e.cells.at(int32(id))
	cell.SquareMetres = outlineOf(e, id, cell.Arcs).squareMetres()
	e.cells.set(int32(id), cell)
}

// current lists what has become of an arc, itself if it was not cut.
func (c *cutter) current(id ArcID) []ArcID {
	if list, cut := c.now[id]; cut {
		return list
	}
	return []ArcID{id}
}
