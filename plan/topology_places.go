package plan

import (
	"math"
	"slices"
	"sync"

	"gewu/geo"
)

// places finds the cells near a place: a lattice over the land, whose squares list the cells with
// a box that meets them. What a square lists may have moved away or be gone, but no cell is missing.
// It is shared between fabrics like their tables, and never changed.
type places struct {
	land    geo.Box
	across  int32 // squares from west to east, and from south to north
	squares table[[]CellID]
	listed  int // by all squares
	first   int // when it was made
	*surroundings
}

// surroundings are what no operation changes: where footprints lie, by squares, and the ways that
// borders can follow.
type surroundings struct {
	footprints [][]footing // of each square
	ways       func() *ways
}

// A footing is where the footprint of a building lies.
type footing struct {
	building int32
	box      geo.Box
}

// placesOf makes the places of all cells of a fabric.
func placesOf(f *Fabric) *places {
	boxes := boxesOf(f)
	x := &places{across: int32(max(1, math.Sqrt(float64(len(boxes))/2)))}
	for i, box := range boxes {
		if i == 0 {
			x.land = box
		}
		x.land = x.land.Union(box)
	}
	squares := make([][]CellID, x.across*x.across)
	for id, box := range boxes {
		if f.cells.at(int32(id)).Alive() {
			x.eachSquare(box, func(i int32) {
				squares[i] = append(squares[i], CellID(id))
				x.listed++
			})
		}
	}
	x.squares, x.first = tableOf(squares), x.listed
	x.surroundings = x.surroundingsOf(f)
	return x
}

func (x *places) surroundingsOf(f *Fabric) *surroundings {
	s := &surroundings{footprints: make([][]footing, x.across*x.across)}
	for n, b := range f.buildings {
		if box, err := geo.BoxOf(b.Footprint); err == nil {
			x.eachSquare(box, func(i int32) { s.footprints[i] = append(s.footprints[i], footing{int32(n), box}) })
		}
	}
	roads := f.roads
	s.ways = sync.OnceValue(func() *ways { return waysOf(roads) })
	return s
}

// footprintsIn visits the buildings with a footprint whose box meets a box, some of them several times.
func (x *places) footprintsIn(box geo.Box, visit func(building int32)) {
	x.eachSquare(box, func(i int32) {
		for _, f := range x.footprints[i] {
			if f.box.Meets(box) {
				visit(f.building)
			}
		}
	})
}

// boxesOf measures all cells in one pass; one that is gone has the box of the first.
func boxesOf(f *Fabric) []geo.Box {
	boxes := make([]geo.Box, f.cells.size)
	known := make([]bool, f.cells.size)
	for _, a := range f.Arcs() {
		box := boxAround(a.Points...)
		for _, id := range [2]CellID{a.Left, a.Right} {
			if id == NoCell {
				continue
			}
			if known[id] {
				box = box.Union(boxes[id])
			}
			boxes[id], known[id] = box, true
			box = boxAround(a.Points...)
		}
	}
	for i := range boxes {
		if !known[i] {
			boxes[i] = boxes[slices.Index(known, true)]
		}
	}
	return boxes
}

// eachSquare visits the squares that a box meets. Those at the rim reach as far as one likes.
func (x *places) eachSquare(box geo.Box, visit func(int32)) {
	west, south := x.square(box.Min)
	east, north := x.square(box.Max)
	for row := south; row <= north; row++ {
		for column := west; column <= east; column++ {
			visit(row*x.across + column)
		}
	}
}

func (x *places) square(p geo.Point) (column, row int32) {
	scale := func(at, low, high int32) int32 {
		part := (int64(at) - int64(low)) * int64(x.across) / (int64(high) - int64(low) + 1)
		return int32(min(max(part, 0), int64(x.across)-1))
	}
	return scale(p.Lon, x.land.Min.Lon, x.land.Max.Lon), scale(p.Lat, x.land.Min.Lat, x.land.Max.Lat)
}

// bounded lists cells, and those on both sides of these arcs, some of them several times, and what is outside.
func (f *Fabric) bounded(cells []CellID, arcs []ArcID) []CellID {
	for _, i := range arcs {
		if a, alive := f.Arc(i); alive {
			cells = append(cells, a.Left, a.Right)
		}
	}
	return cells
}

// with returns the places of a fabric in which these cells are new, or gone, or lie elsewhere.
func (x *places) with(f *Fabric, cells []CellID) *places {
	cells = slices.DeleteFunc(slices.Clone(cells), func(id CellID) bool {
		return !f.cells.holds(int32(id)) || !f.cells.ref(int32(id)).Alive()
	})
	squares := x.squares.edit()
	next := *x
	for _, id := range ascending(cells, f.cells.size) {
		x.eachSquare(boxOf(f.arcs, f.cells.ref(int32(id))), func(i int32) {
			if list := squares.at(i); !slices.Contains(list, id) {
				squares.set(i, append(slices.Clone(list), id))
				next.listed++
			}
		})
	}
	if next.listed > 2*x.first+1000 {
		return placesOf(f)
	}
	next.squares = squares.table
	return &next
}

// boxOf is the box around a cell with these borders.
func boxOf(arcs table[Arc], c *Cell) geo.Box {
	box := boxAround(arcs.ref(int32(c.Arcs[0])).Points...)
	for _, id := range c.Arcs[1:] {
		box = box.Union(boxAround(arcs.ref(int32(id)).Points...))
	}
	return box
}

// cellsIn lists the cells whose boxes meet one of some boxes, in order, as the edit has made them.
func (e *edit) cellsIn(boxes ...geo.Box) []CellID {
	return slices.DeleteFunc(e.cellsNear(boxes), func(id CellID) bool {
		return !meetsAny(boxOf(e.arcs.table, e.cells.ref(int32(id))), boxes)
	})
}

// cellsNear lists these cells, and others near them.
func (e *edit) cellsNear(boxes []geo.Box) []CellID {
	var list []CellID
	x := e.before.fabric.places
	for _, box := range boxes {
		x.eachSquare(box, func(i int32) { list = append(list, x.squares.at(i)...) })
	}
	for i := range e.cells.eachSet {
		list = append(list, CellID(i))
	}
	list = slices.DeleteFunc(list, func(id CellID) bool {
		return !e.cells.holds(int32(id)) || !e.cells.ref(int32(id)).Alive()
	})
	return ascending(list, e.cells.size)
}

func meetsAny(box geo.Box, boxes []geo.Box) bool { return slices.ContainsFunc(boxes, box.Meets) }

// arcsIn lists the arcs of these cells whose boxes meet one of the boxes, in order.
func (e *edit) arcsIn(boxes ...geo.Box) []ArcID {
	return slices.DeleteFunc(e.arcsOf(e.cellsNear(boxes)), func(id ArcID) bool {
		return !meetsAny(boxAround(e.arcs.ref(int32(id)).Points...), boxes)
	})
}

// arcsOf lists the borders of some cells, in order.
func (e *edit) arcsOf(cells []CellID) []ArcID {
	var list []ArcID
	for _, id := range cells {
		list = append(list, e.cells.ref(int32(id)).Arcs...)
	}
	return ascending(list, e.arcs.size)
}

// boxesAlong covers a side with boxes about as large as squares, each wider by some units.
func (x *places) boxesAlong(s side, units int32) []geo.Box {
	boxes := make([]geo.Box, x.pieces(s))
	for i := range boxes {
		boxes[i] = x.boxAlong(s, i, len(boxes), units)
	}
	return boxes
}

// pieces is how many pieces about as large as squares a side has.
func (x *places) pieces(s side) int {
	width := (int64(x.land.Max.Lon)-int64(x.land.Min.Lon))/int64(x.across) + 1
	height := (int64(x.land.Max.Lat)-int64(x.land.Min.Lat))/int64(x.across) + 1
	dx, dy := int64(s.b.Lon)-int64(s.a.Lon), int64(s.b.Lat)-int64(s.a.Lat)
	return int(min(1+max(max(dx, -dx)/width, max(dy, -dy)/height), 4*int64(x.across)))
}

// boxAlong covers the piece of a side of this number, of so many, and some units more.
func (x *places) boxAlong(s side, i, pieces int, units int32) geo.Box {
	from, to := s.at(float64(i)/float64(pieces)), s.at(float64(i+1)/float64(pieces))
	return wider(boxAround(from, to), units+1)
}
