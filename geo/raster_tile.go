package geo

// A tileMaker writes the words of tiles, one after the other.
type tileMaker struct {
	share   float64 // see fill.fineness
	words   []uint32
	lines   []line
	numbers []int32 // of lines: 0, 1, …
	levels  []*level
}

// A line is a piece of an arc with the labels left and right of it.
type line struct {
	left, right uint32
	points      []Point
	at          int // of its record in the tile; 0 as long as there is none
}

// A level is what is noted of a block while it is written. Blocks in blocks have one each.
type level struct {
	heads  []int32 // the first cellLine of each cell, -1 for none
	links  []cellLine
	labels []uint32 // of the centres of cells
	rows   []uint32 // the label changes at the western rim, where each row of centres begins
	inner  []int32  // lines of the cell that becomes a block
}

// A cellLine notes that a line runs through a cell, with how many sides.
type cellLine struct{ line, sides, next int32 }

// heavySides is how many sides a cell has at most without becoming a block.
const heavySides = 8

// make writes a tile from the lines in it. The first word is the number of words; cells begin
// at the second. The corner is the label of the block's south-western corner.
func (m *tileMaker) make(b block, corner uint32, odds []Box) {
	m.words = append(m.words[:0], 0)
	m.block(0, b, m.all(), corner, odds)
	m.words[0] = uint32(len(m.words))
}

// all returns the numbers of all lines.
func (m *tileMaker) all() []int32 {
	for i := len(m.numbers); i < len(m.lines); i++ {
		m.numbers = append(m.numbers, int32(i))
	}
	return m.numbers[:len(m.lines)]
}

// fillOf measures lines in a block.
func (m *tileMaker) fillOf(lines []int32, box Box) fill {
	var f fill
	for _, i := range lines {
		points := m.lines[i].points
		for j := 1; j < len(points); j++ {
			f.add(edgeBetween(points[j-1], points[j]), box)
		}
	}
	return f
}

// block appends a block of cells and the records that its cells need.
func (m *tileMaker) block(depth int, b block, among []int32, corner uint32, odds []Box) {
	if depth == len(m.levels) {
		m.levels = append(m.levels, &level{})
	}
	l, n, at := m.levels[depth], 1<<(2*b.fine), len(m.words)
	l.clear(n, 1<<b.fine)
	m.words = append(m.words, l.labels...)
	for _, i := range among {
		l.draw(b, i, m.lines[i].points)
		l.cross(b, m.lines[i])
	}
	label := corner
	for row := range 1 << b.fine {
		label ^= l.rows[row]
		centre := label
		for c := row << b.fine; c < (row+1)<<b.fine; c++ {
			centre ^= l.labels[c]
			l.labels[c] = centre
		}
	}
	for c := range n {
		m.words[at+c] = uint32(m.cell(depth, b.cellBlock(c), c, odds))
	}
}

func (l *level) clear(cells, rows int) {
	l.heads, l.labels, l.rows = fresh(l.heads, cells, -1), fresh(l.labels, cells, 0), fresh(l.rows, rows, 0)
	l.links = l.links[:0]
}

// fresh returns a slice of n values, in the memory of another if there is enough.
func fresh[T any](old []T, n int, value T) []T {
	if cap(old) < n {
		old = make([]T, n)
	}
	old = old[:n]
	for i := range old {
		old[i] = value
	}
	return old
}

// draw notes the cells that a line runs through.
func (l *level) draw(b block, number int32, points []Point) {
	n := int64(1) << b.fine
	for i := 1; i < len(points); i++ {
		b.spans(edgeBetween(points[i-1], points[i]), n, n, func(row, from, to int64) {
			for c := row<<b.fine | from; c <= row<<b.fine|to; c++ {
				l.note(c, number)
			}
		})
	}
}

func (l *level) note(c int64, number int32) {
	if head := l.heads[c]; head >= 0 && l.links[head].line == number {
		l.links[head].sides++
		return
	}
	l.links = append(l.links, cellLine{number, 1, l.heads[c]})
	l.heads[c] = int32(len(l.links) - 1)
}

// cross notes where labels change: along the western rim of the block from its corner to the
// north, and from there along each row of centres to the east. All points stand a hair further
// east and an infinitely smaller hair further north, see [edge.meets].
func (l *level) cross(b block, of line) {
	change := of.left ^ of.right
	for i := 1; i < len(of.points); i++ {
		e := edgeBetween(of.points[i-1], of.points[i])
		if row := b.rowAbove(e); row >= 0 && row < 1<<b.fine {
			l.rows[row] ^= change
		}
		b.centresEast(e, func(c int64) { l.labels[c] ^= change })
	}
}

// half is how far the centre of a cell is from its rims.
func (b block) half() int64 { return 1 << b.size >> 1 }

// rowAbove returns the first row whose centre's parallel meets the western rim above an edge
// that crosses the rim, or -1 if it does not, or crosses it below the block's corner. It may
// be beyond the last row.
func (b block) rowAbove(e edge) int64 {
	ax, ay, dx, dy := int64(e.ax)-b.x, int64(e.ay)-b.y, e.dx(), e.dy()
	if (ax > 0) == (ax+dx > 0) {
		return -1
	}
	if dx < 0 { // northwards, to the west
		ax, ay, dx, dy = ax+dx, ay+dy, -dx, -dy
	}
	above := ay + floorDiv(-ax*dy, dx)
	if dy > 0 || -ax*dy%dx != 0 {
		above++
	}
	if above <= 0 {
		return -1
	}
	return max(above-b.half()+1<<b.size-1, 0) >> b.size
}

// centresEast visits for each row of centres that an edge crosses in the block the first
// centre that is not west of the edge.
func (b block) centresEast(e edge, visit func(c int64)) {
	ax, ay, dx, dy := int64(e.ax)-b.x, int64(e.ay)-b.y, e.dx(), e.dy()
	n, half := int64(1)<<b.fine, b.half()
	first := max(ay-half+1<<b.size-1, 0) >> b.size
	for row := first; row < n && row<<b.size+half < ay+dy; row++ {
		at := ax - floorDiv(-dx*(row<<b.size+half-ay), dy) // rounded up
		if at <= 0 {
			continue
		}
		if col := max(at-half+1<<b.size-1, 0) >> b.size; col < n {
			visit(row<<b.fine | col)
		}
	}
}

// cell returns a cell of a block whose level is done, and writes what record it needs.
func (m *tileMaker) cell(depth int, b block, c int, odds []Box) cell {
	l := m.levels[depth]
	odds = boxesMeeting(odds, b)
	head, label := l.heads[c], l.labels[c]
	if head < 0 && len(odds) == 0 {
		return cell(label)
	}
	sides, count := int32(0), uint32(0)
	for at := head; at >= 0; at = l.links[at].next {
		sides += l.links[at].sides
		count++
	}
	switch {
	case sides > heavySides && b.size > 0:
		return m.inner(depth, b, c, odds)
	case len(odds) > 0:
		return odd
	}
	if of := &m.lines[l.links[head].line]; count == 1 && (label == of.left || label == of.right) {
		one := oneLine | cell(m.record(l.links[head].line))
		if label == of.right {
			one |= switchBit
		}
		return one
	}
	return m.several(l, head, label, count)
}

// boxesMeeting returns the boxes that meet a block.
func boxesMeeting(boxes []Box, b block) []Box {
	var found []Box
	for _, box := range boxes {
		if box.Meets(b.box()) {
			found = append(found, box)
		}
	}
	return found
}

// inner makes a block of a cell.
func (m *tileMaker) inner(depth int, b block, c int, odds []Box) cell {
	l := m.levels[depth]
	l.inner = l.inner[:0]
	for at := l.heads[c]; at >= 0; at = l.links[at].next {
		l.inner = append(l.inner, l.links[at].line)
	}
	corner := Point{int32(b.x), int32(b.y)}
	centre := centreOf(corner, b.size)
	label := l.labels[c]
	for _, i := range l.inner {
		if m.lines[i].crossed(centre, corner) {
			label ^= m.lines[i].left ^ m.lines[i].right
		}
	}
	f := m.fillOf(l.inner, b.box())
	b.fine = max(f.fineness(b.size, m.share), 1)
	b.size -= b.fine
	at := m.next()
	m.words = append(m.words, uint32(b.fine))
	m.block(depth+1, b, l.inner, label, odds)
	return lines | switchBit | cell(at)
}

// crossed is [crosses] of a line without a record.
func (of line) crossed(c, p Point) bool {
	record := make([]uint32, 0, 3+2*(lineSides+1))
	crossed, _ := crosses(of.appendTo(record), c, p)
	return crossed
}

func (of line) appendTo(words []uint32) []uint32 {
	words = append(words, of.left, of.right, uint32(len(of.points)))
	for _, p := range of.points {
		words = append(words, uint32(p.Lon), uint32(p.Lat))
	}
	return words
}

// next is where the next record begins, counted from the first cell of the tile.
func (m *tileMaker) next() int { return len(m.words) - 1 }

// record returns where the record of a line is.
func (m *tileMaker) record(i int32) int {
	of := &m.lines[i]
	if of.at == 0 {
		of.at = m.next()
		m.words = of.appendTo(m.words)
	}
	return of.at
}

// several writes a record of the lines from a cellLine on.
func (m *tileMaker) several(l *level, head int32, label, count uint32) cell {
	for at := head; at >= 0; at = l.links[at].next {
		m.record(l.links[at].line)
	}
	record := m.next()
	m.words = append(m.words, label, count)
	for at := head; at >= 0; at = l.links[at].next {
		m.words = append(m.words, uint32(m.lines[l.links[at].line].at))
	}
	return lines | cell(record)
}

// eastOf returns the label of the south-eastern corner of a block from that of the other.
func (m *tileMaker) eastOf(b block, corner uint32) uint32 {
	from := Point{int32(b.x), int32(b.y)}
	to := Point{b.box().Max.Lon, from.Lat}
	for _, of := range m.lines {
		if of.crossed(from, to) {
			corner ^= of.left ^ of.right
		}
	}
	return corner
}
