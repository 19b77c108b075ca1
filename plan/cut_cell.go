package plan

import (
	"cmp"
	"slices"

	"gewu/geo"
)

// A sketch is a fabric with some borders that are drawn but not yet there. They have the numbers
// that follow.
type sketch struct {
	*edit
	drawn []Arc
}

func (s sketch) arc(id ArcID) Arc {
	if k := int(id) - s.arcs.size; k >= 0 {
		return s.drawn[k]
	}
	return s.edit.arc(id)
}

// cutCell cuts a cell along borders drawn in it. The pieces are new cells.
//
//	+--------+      Only what parts the cell is kept: a line to a hole that comes to
//	|  +--+  |      nothing there is left out, two of them to one hole part the cell.
//	|--|  |--|
//	|  +--+  |
//	+--------+
func (c *cutter) cutCell(id CellID, drawn []Arc) {
	rings := c.traceWith(id, drawn)
	if kept := c.parting(rings, drawn); len(kept) == 0 {
		return
	} else if len(kept) < len(drawn) {
		drawn, rings = kept, c.traceWith(id, kept)
	}
	faces := facesOf(rings)
	for _, a := range drawn {
		c.drawn = append(c.drawn, ArcID(c.arcs.add(a)))
	}
	made := make([]CellID, len(faces))
	for i, face := range faces {
		made[i] = c.addPiece(id, face)
	}
	c.share(id, made, faces)
	was := c.cells.at(int32(id))
	c.cells.set(int32(id), Cell{Parent: was.Parent, Community: was.Community, Estate: was.Estate, Block: was.Block})
	c.assigned.set(int32(id), NoGrid)
}

// parting leaves those of the drawn borders that have different land on their sides.
func (c *cutter) parting(rings []ring, drawn []Arc) []Arc {
	cycles := map[walk]int{}
	for _, r := range rings {
		for _, w := range r.walks {
			cycles[w] = r.cycle
		}
	}
	var list []Arc
	for i, a := range drawn {
		w := walk(c.arcs.size + i)
		if cycles[w] != cycles[^w] {
			list = append(list, a)
		}
	}
	return list
}

// traceWith traces the border of a cell with both sides of borders drawn in it.
func (c *cutter) traceWith(id CellID, drawn []Arc) []ring {
	var walks []walk
	for _, i := range c.cells.at(int32(id)).Arcs {
		walks = appendWalks(walks, i, c.arc(i), func(k CellID) bool { return k == id })
	}
	for i := range drawn {
		w := walk(c.arcs.size + i)
		walks = append(walks, w, ^w)
	}
	return trace(sketch{c.edit, drawn}, walks)
}

// facesOf groups rings by the land that they are around: each is one tract.
func facesOf(rings []ring) []outline {
	whole := outlineFrom(rings)
	var faces []outline
	for _, p := range whole.parts {
		faces = append(faces, outline{[]tract{p}})
	}
	return faces
}

// addPiece makes a cell of a piece of another, and puts it beside its borders.
func (c *cutter) addPiece(parent CellID, face outline) CellID {
	was := c.cells.at(int32(parent))
	piece := Cell{
		Parent: was.Parent, Community: was.Community, Estate: was.Estate, Block: was.Block,
		SquareMetres: face.squareMetres(),
	}
	id := CellID(c.cells.size)
	for r := range face.parts[0].rings {
		for _, w := range r.walks {
			a := c.arc(w.arc())
			if w < 0 {
				a.Right = id
			} else {
				a.Left = id
			}
			c.arcs.set(int32(w.arc()), a)
			piece.Arcs = append(piece.Arcs, w.arc())
		}
	}
	c.cells.set(int32(id), piece)
	c.from[id] = parent
	c.assigned.set(int32(id), c.assigned.at(int32(parent)))
	return id
}

// share gives the pieces of a cell its buildings, each to the piece that its point is in, with
// their households and residents. Those that no building accounts for are shared by area.
func (c *cutter) share(id CellID, made []CellID, faces []outline) {
	was := c.cells.at(int32(id))
	pieces := make([]Cell, len(made))
	for i, piece := range made {
		pieces[i] = c.cells.at(int32(piece))
	}
	households, residents := was.Households, was.Residents
	for _, b := range was.Buildings {
		building := c.before.fabric.buildings[b]
		piece := &pieces[faceOf(faces, building.At)]
		piece.Buildings = append(piece.Buildings, b)
		piece.Households += building.Households
		piece.Residents += building.Residents
		households -= building.Households
		residents -= building.Residents
	}
	areas := doubleAreas(faces)
	byArea(households, areas, func(i, n int) { pieces[i].Households += n })
	byArea(residents, areas, func(i, n int) { pieces[i].Residents += n })
	for i, piece := range made {
		c.cells.set(int32(piece), pieces[i])
	}
}

// faceOf is the face that a point is in; of a point on the border of all land, one that it is on.
func faceOf(faces []outline, p geo.Point) int {
	if i := slices.IndexFunc(faces, func(o outline) bool { return o.surrounds(spotAt(p)) }); i >= 0 {
		return i
	}
	return max(slices.IndexFunc(faces, func(o outline) bool { return o.borders(p) }), 0)
}

func doubleAreas(faces []outline) []int64 {
	areas := make([]int64, len(faces))
	for i, face := range faces {
		areas[i] = face.parts[0].double()
	}
	return areas
}

// byArea shares a number in proportion to areas, by largest remainders. The areas are so scaled that
// products fit.
func byArea(total int, areas []int64, give func(i, n int)) {
	sum, scale := int64(0), int64(1)
	for _, area := range areas {
		sum += area
	}
	for sum/scale > 1<<30 {
		scale *= 2
	}
	sum /= scale
	if total == 0 || sum == 0 {
		return
	}
	order := make([]int, len(areas))
	rest := make([]int64, len(areas))
	left := total
	for i, area := range areas {
		n := int64(total) * (area / scale) / sum
		order[i], rest[i] = i, int64(total)*(area/scale)-n*sum
		give(i, int(n))
		left -= int(n)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rest[j], rest[i]) })
	for k := 0; left != 0; k++ {
		step := cmp.Compare(left, 0)
		give(order[k%len(order)], step)
		left -= step
	}
}
