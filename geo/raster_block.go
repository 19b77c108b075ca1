package geo

import "math"

// A block is a square of cells on the ground: its south-western corner in units, the binary
// logarithms of the width of a cell, and of the cells in a row.
type block struct {
	x, y       int64
	size, fine uint8
}

// box is the block with its rim; it has its northern and eastern rim in common with the
// blocks there.
func (b block) box() Box {
	side := int64(1) << (b.size + b.fine)
	return Box{Point{int32(b.x), int32(b.y)}, Point{int32(b.x + side), int32(b.y + side)}}
}

// cellBlock returns a cell as a block of one.
func (b block) cellBlock(number int) block {
	row, col := int64(number>>b.fine), int64(number&(1<<b.fine-1))
	return block{b.x + col<<b.size, b.y + row<<b.size, b.size, 0}
}

// spans visits the cells that an edge meets, on their rims at least: row by row, from one
// column to another. It may visit a cell that the edge misses by less than a unit.
func (b block) spans(e edge, cols, rows int64, visit func(row, from, to int64)) {
	ax, ay := int64(e.ax)-b.x, int64(e.ay)-b.y
	bx, by := int64(e.bx)-b.x, int64(e.by)-b.y
	last := min(by>>b.size, rows-1)
	for row := max((ay-1)>>b.size, 0); row <= last; row++ {
		west, east := ax, bx
		if low := row << b.size; low > ay {
			west = ax + floorDiv((bx-ax)*(low-ay), by-ay)
		}
		if high := (row + 1) << b.size; high < by {
			east = ax + floorDiv((bx-ax)*(high-ay), by-ay)
		}
		if west > east {
			west, east = east, west
		}
		from, to := max((west-1)>>b.size, 0), min((east+1)>>b.size, cols-1)
		if from <= to {
			visit(row, from, to)
		}
	}
}

// floorDiv divides by a positive number and rounds down.
func floorDiv(n, d int64) int64 {
	q := n / d
	if n%d < 0 {
		q--
	}
	return q
}

// A fill says how much border a block has.
type fill struct {
	sides  int
	length float64 // units
	box    Box     // around it; not set when there is none
}

// add adds the part of an edge that lies in a box, or a little more.
func (f *fill) add(e edge, box Box) {
	west, east := min(e.ax, e.bx), max(e.ax, e.bx)
	in := Box{
		Point{max(west, box.Min.Lon), max(e.ay, box.Min.Lat)},
		Point{min(east, box.Max.Lon), min(e.by, box.Max.Lat)},
	}
	if in.Min.Lon > in.Max.Lon || in.Min.Lat > in.Max.Lat {
		return
	}
	width, height := float64(in.Max.Lon)-float64(in.Min.Lon), float64(in.Max.Lat)-float64(in.Min.Lat)
	dx, dy := math.Abs(float64(e.dx())), float64(e.dy())
	share := 1.0
	if width < dx {
		share = width / dx
	}
	if height < dy {
		share = min(share, height/dy)
	}
	f.length += share * math.Sqrt(dx*dx+dy*dy)
	if f.sides == 0 {
		f.box = in
	}
	f.box = f.box.Union(in)
	f.sides++
}

// fineness chooses how fine a block of a width is: cells so small that in the box around the
// borders, their width times the length of the borders is at most that share of the box's
// area; and no more cells than 16 a side. Then of all cells there, somewhat more than that
// share has a border.
func (f *fill) fineness(width uint8, share float64) uint8 {
	if f.sides == 0 {
		return 0
	}
	dx, dy := float64(f.box.Max.Lon)-float64(f.box.Min.Lon), float64(f.box.Max.Lat)-float64(f.box.Min.Lat)
	least := max(dx, dy, 4) / 4
	cell := share * max(dx, least) * max(dy, least) / max(f.length, 1)
	fine := uint8(1)
	for fine < width && fine < mostFine && math.Ldexp(1, int(width-fine)) > cell && 4<<(2*fine) <= 16*(f.sides+16) {
		fine++
	}
	return fine
}

// mostFine is the most that fits an entry.
const mostFine = 15
