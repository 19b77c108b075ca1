package geo

// A raster knows of every position which area of an atlas owns it. It is a grid of tiles, each
// a block of cells; most cells lie in one area as a whole and hold its label:
//
//	+---------+---------+          root: a word for each tile
//	| 5 5 5 7 | 7       |          +---+---+
//	| 5 5 * 7 | 7   7   |          | o | o |---> a tile of 4 × 4 cells: 5, 7 and, where a
//	| 5 * 7 7 | 7       |          +---+---+     border runs (*), where its record is
//	| * 7 7 7 |         |            |
//	+---------+---------+            +---------> a tile of 1 × 1 cell: 7
//
// Where borders run through a cell, the label of its centre is known. On the way from the
// centre to a point, the label changes with every line that is crossed, from what lies on one
// side of the line to what lies on the other:
//
//	+-----------+
//	|      \  7 |      From the centre c to p one line is crossed. One side of it is 5, the
//	|   5   \   |      other 7, and c is in 5. So p is in 7. The order of several crossings
//	|    c---\p |      does not matter: label ^= left ^ right for each.
//	|         \ |
//	+-----------+
//
// Tiles hold copies of the lines that run through them, cut to pieces of at most lineSides
// sides. Nothing here holds a pointer but the list of slabs.
type raster struct {
	shift      uint8   // a tile is 1<<shift units wide and high
	x, y       uint32  // of the south-western corner of the root, in units, modulo 1<<32
	cols, rows uint32  // of the root, in tiles
	share      float64 // see fill.fineness
	root       []tileRef
	slabs      [][]uint32 // words of tiles
	live       []int      // words of each slab that the root leads to
	names      naming
}

// A tileRef says where a tile is: from high to low bits, the number of its slab (24), where in
// it the cells begin (36), and how fine it is (4): it has 1<<fine cells in a row. In a tile of
// 1 × 1 the high half is the cell itself.
type tileRef uint64

func tileRefAt(slab, at int, fine uint8) tileRef {
	return tileRef(slab)<<40 | tileRef(at)<<4 | tileRef(fine)
}

func wholeTile(c cell) tileRef { return tileRef(c) << 32 }

func (e tileRef) fine() uint8 { return uint8(e & 15) }
func (e tileRef) slab() int   { return int(e >> 40) }
func (e tileRef) at() int     { return int(e >> 4 & (1<<36 - 1)) }

// A cell is one of, by its two highest bits:
//
//	00  a label: no border runs through the cell
//	01  a record of one line, and whether the centre is right of it (the next bit)
//	10  a record of several lines, or a finer block (the next bit)
//	11  nothing: an area that is in no coverage may reach into the cell
type cell uint32

const (
	oneLine   cell = 1 << 30
	lines     cell = 2 << 30
	odd       cell = 3 << 30
	kindBits  cell = 3 << 30
	switchBit cell = 1 << 29 // right of the line; a finer block
	atBits    cell = 1<<29 - 1

	nobodys    = 0       // the label of land that no area has
	labelLimit = 1 << 30 // no label is this or more
	lineSides  = 16      // the most sides of a line in a record
)

// record returns where a cell's record is in its tile.
func (c cell) record() int { return int(c & atBits) }

// cellAt finds the cell of a point: it, the words of its tile, and the binary logarithm of its
// width.
func (r *raster) cellAt(p Point) (c cell, words []uint32, size uint8) {
	x, y := uint32(p.Lon)-r.x, uint32(p.Lat)-r.y
	col, row := x>>r.shift, y>>r.shift
	if col >= r.cols || row >= r.rows {
		return nobodys, nil, 0
	}
	e := r.root[row*r.cols+col]
	fine := e.fine()
	if fine == 0 {
		return cell(e >> 32), nil, 0
	}
	words = r.slabs[e.slab()][e.at():]
	size = r.shift - fine
	return cell(words[inBlock(x, y, size, fine)]), words, size
}

// inBlock returns the number of a cell in a block of 1<<fine cells in a row, each 1<<size
// units wide.
func inBlock(x, y uint32, size, fine uint8) uint32 {
	mask := uint32(1)<<fine - 1
	return y>>size&mask<<fine | x>>size&mask
}

// locate returns the label of the area that owns p and whether p lies on its border. It is not
// sure where areas may overlap, and on the rim of nobody's land.
func (r *raster) locate(p Point) (label uint32, rule Rule, sure bool) {
	c, words, size := r.cellAt(p)
	if c < oneLine {
		return uint32(c), Inside, true
	}
	return decide(c, words, size, p)
}

// decide is locate for a cell that is more than a label.
func decide(c cell, words []uint32, size uint8, p Point) (label uint32, rule Rule, sure bool) {
	for c&(kindBits|switchBit) == lines|switchBit {
		fine := uint8(words[c.record()])
		size -= fine
		c = cell(words[c.record()+1+int(inBlock(uint32(p.Lon), uint32(p.Lat), size, fine))])
	}
	on := false
	switch c & kindBits {
	case 0:
		return uint32(c), Inside, true
	case odd:
		return 0, Inside, false
	case oneLine:
		label, on = decideOne(c, words, centreOf(p, size), p)
	default:
		label, on = decideSeveral(words[c.record():], words, centreOf(p, size), p)
	}
	switch {
	case !on:
		return label, Inside, true
	case label == nobodys: // some area touches p
		return 0, Inside, false
	default:
		return label, Border, true
	}
}

// centreOf returns the centre of the cell that p is in.
func centreOf(p Point, size uint8) Point {
	mask := int32(uint32(1)<<size - 1)
	half := int32(uint32(1) << size >> 1)
	return Point{p.Lon&^mask | half, p.Lat&^mask | half}
}

// decideOne reads a record of one line: left and right label, number of points, points.
func decideOne(c cell, words []uint32, centre, p Point) (label uint32, on bool) {
	record := words[c.record():]
	crossed, on := crosses(record, centre, p)
	if crossed != (c&switchBit != 0) {
		return record[1], on
	}
	return record[0], on
}

// decideSeveral reads a record of several lines: the label of the centre, the number of lines,
// and where the record of each is.
func decideSeveral(record, words []uint32, centre, p Point) (label uint32, on bool) {
	label = record[0]
	for _, at := range record[2 : 2+record[1]] {
		line := words[at:]
		crossed, touches := crosses(line, centre, p)
		on = on || touches
		if crossed {
			label ^= line[0] ^ line[1]
		}
	}
	return label, on
}

// crosses reports whether the way from c to p crosses the line of a record an odd number of
// times, and whether p lies on the line. The way runs along the meridian of c to the parallel
// of p and along that to p. As in [edge.meets], c and p stand a hair further east and an
// infinitely smaller hair further north, so the way never meets an end of a side.
func crosses(record []uint32, c, p Point) (crossed, on bool) {
	points := record[3 : 3+2*record[2]]
	ax, ay := int32(points[0]), int32(points[1])
	for i := 2; i+1 < len(points); i += 2 {
		bx, by := int32(points[i]), int32(points[i+1])
		if (ay > p.Lat) != (by > p.Lat) && (ax >= p.Lon || bx >= p.Lon || ax >= c.Lon || bx >= c.Lon) {
			e := sideBetween(ax, ay, bx, by)
			at := e.side(p)
			on = on || at == 0
			crossed = crossed != ((at > 0) != (e.side(Point{c.Lon, p.Lat}) > 0))
		} else if ay == p.Lat || by == p.Lat {
			on = on || endsOn(ax, ay, bx, by, p)
		}
		if (ax > c.Lon) != (bx > c.Lon) {
			e := sideBetween(ax, ay, bx, by)
			crossed = crossed != (e.leftOf(c) != e.leftOf(Point{c.Lon, p.Lat}))
		}
		ax, ay = bx, by
	}
	return crossed, on
}

func sideBetween(ax, ay, bx, by int32) edge { return edgeBetween(Point{ax, ay}, Point{bx, by}) }

// leftOf reports whether p, moved by the two hairs, lies left of the edge's line.
func (e edge) leftOf(p Point) bool {
	side := e.side(p)
	return side > 0 || side == 0 && e.ay == e.by
}

// endsOn reports whether p lies on a side that does not cross its parallel.
func endsOn(ax, ay, bx, by int32, p Point) bool {
	on, _ := sideBetween(ax, ay, bx, by).meets(p)
	return on
}
