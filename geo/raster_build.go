package geo

import "errors"

// Limits of a raster's size.
const (
	mostTiles  = 1 << 16 // of a root when it is made
	mostShift  = 27      // of a tile's width
	slabWords  = 1 << 20
	smallCells = 1 << 18 // a raster of no more cells is made finer: they fit the processor's cache
	usualShare = 0.5     // see fill.fineness
	leastShare = 1. / 16
	bandSides  = 1 << 21 // about so many sides are surveyed at once
	mostBands  = 8
)

// errOpenBorder is a bug: the arcs of an atlas do not enclose areas.
var errOpenBorder = errors.New("raster: the borders of the atlas do not close")

// A survey collects the lines of tiles that are to be made.
type survey struct {
	*raster
	slots []*slot
	first []int32 // of each tile: its first ref; noRef, or unwanted
	refs  []lineRef
	odds  map[int][]Box // of areas in no coverage, by the tiles that they meet

	open   []uint32 // the slab that tiles are added to
	number int      // no slab before this is free
}

// A lineRef is a piece of an arc from a point on.
type lineRef struct{ slot, arc, from, next int32 }

const (
	noRef    = -1
	unwanted = -2
)

// newRaster makes the raster of the coverages of slots.
func newRaster(slots []*slot) (*raster, error) {
	r := &raster{}
	box, sides := extentOf(slots)
	r.place(box, max(256, min(sides/8, mostTiles)))
	r.names = newNaming(slots)
	r.share = usualShare
	s := newSurvey(r, slots, unwanted)
	m := &tileMaker{}
	bands := min(sides/bandSides, mostBands) + 1
	for band := range bands {
		from, to := band*int(r.rows)/bands, (band+1)*int(r.rows)/bands
		s.collectRows(from, to)
		if sides < smallCells { // then there is one band
			r.share = s.smallShare(min(16*sides+1024, smallCells))
		}
		if m.share = r.share; !s.makeRows(m, from, to) {
			return r, errOpenBorder
		}
	}
	s.endSlab()
	return r, nil
}

func newSurvey(r *raster, slots []*slot, first int32) *survey {
	return &survey{raster: r, slots: slots, first: fresh[int32](nil, len(r.root), first), odds: make(map[int][]Box)}
}

// extentOf returns a box around all areas and how many sides their arcs have.
func extentOf(slots []*slot) (box Box, sides int) {
	for i, s := range slots {
		if i == 0 {
			box = s.sheet.Box
		}
		box = box.Union(s.sheet.Box)
		for arc := range s.cover.ArcCount() {
			sides += len(s.cover.Arc(arc).Points) - 1
		}
	}
	return box, sides
}

// place puts the root around a box, with tiles as small as the number of them allows.
func (r *raster) place(box Box, tiles int) {
	for r.shift = 4; r.shift < mostShift; r.shift++ {
		_, _, cols, rows := r.rootAround(box)
		if cols*rows <= int64(tiles) {
			break
		}
	}
	west, south, cols, rows := r.rootAround(box)
	r.x, r.y = uint32(west<<r.shift), uint32(south<<r.shift)
	r.cols, r.rows = uint32(cols), uint32(rows)
	r.root = make([]tileRef, cols*rows)
}

// rootAround returns the first column and row of a root around a box, counted from 0° E, 0° N,
// and how many there are. The south-western corner of the root is outside of the box.
func (r *raster) rootAround(box Box) (west, south, cols, rows int64) {
	west, south = (int64(box.Min.Lon)-1)>>r.shift, (int64(box.Min.Lat)-1)>>r.shift
	return west, south, int64(box.Max.Lon)>>r.shift - west + 1, int64(box.Max.Lat)>>r.shift - south + 1
}

// corner returns the south-western corner of the root.
func (r *raster) corner() (x, y int64) { return int64(int32(r.x)), int64(int32(r.y)) }

// tileBlock returns a tile as a block of one cell.
func (r *raster) tileBlock(tile int) block {
	x, y := r.corner()
	col, row := int64(tile)%int64(r.cols), int64(tile)/int64(r.cols)
	return block{x + col<<r.shift, y + row<<r.shift, r.shift, 0}
}

// tilesIn visits the tiles that a box meets.
func (r *raster) tilesIn(box Box, visit func(tile int)) {
	x, y := r.corner()
	cols, rows := int64(r.cols), int64(r.rows)
	// The northern and eastern rim of a tile is its too.
	west, east := max((int64(box.Min.Lon)-x-1)>>r.shift, 0), min((int64(box.Max.Lon)-x)>>r.shift, cols-1)
	south, north := max((int64(box.Min.Lat)-y-1)>>r.shift, 0), min((int64(box.Max.Lat)-y)>>r.shift, rows-1)
	for row := south; row <= north; row++ {
		for col := west; col <= east; col++ {
			visit(int(row*cols + col))
		}
	}
}

// collectRows notes what is in some rows of tiles, in place of what was noted before: a survey of
// all would need much memory at once.
func (s *survey) collectRows(from, to int) {
	s.first, s.refs = fresh[int32](s.first, len(s.first), unwanted), s.refs[:0]
	clear(s.odds)
	for tile := from * int(s.cols); tile < to*int(s.cols); tile++ {
		s.first[tile] = noRef
	}
	_, y := s.corner()
	south, north := y+int64(from)<<s.shift, y+int64(to)<<s.shift // with the northern rim
	for i, slot := range s.slots {
		if box := slot.sheet.Box; int64(box.Min.Lat) <= north && int64(box.Max.Lat) >= south {
			s.collect(i)
		}
	}
}

// collect notes the lines of a slot in the tiles that they meet, and the boxes of its areas
// that are in no coverage.
func (s *survey) collect(number int) {
	if loose := s.slots[number].loose; loose != nil {
		for i := range loose.parts {
			box := loose.parts[i].box
			s.tilesIn(box, func(tile int) { s.odds[tile] = append(s.odds[tile], box) })
		}
	}
	cover := s.slots[number].cover
	for i := range cover.ArcCount() {
		if arc := cover.Arc(i); cover.holds(arc) {
			for from := 0; from < len(arc.Points)-1; from += lineSides {
				s.collectLine(lineRef{slot: int32(number), arc: int32(i), from: int32(from)}, lineFrom(arc.Points, from))
			}
		}
	}
}

// holds reports whether an arc counts in this coverage: one that two sheets have counts in
// that of the area with the smaller ID.
func (c *Coverage) holds(arc Arc) bool {
	switch {
	case arc.Left < -1:
		return c.ids[arc.Right] < c.Abroad(arc.Left)
	case arc.Right < -1:
		return c.ids[arc.Left] < c.Abroad(arc.Right)
	default:
		return true
	}
}

// lineFrom is the line from a point of an arc on.
func lineFrom(points []Point, from int) []Point {
	return points[from:min(from+lineSides+1, len(points))]
}

func (s *survey) collectLine(ref lineRef, points []Point) {
	x, y := s.corner()
	root := block{x, y, s.shift, 0}
	last := int64(-1)
	for i := 1; i < len(points); i++ {
		root.spans(edgeBetween(points[i-1], points[i]), int64(s.cols), int64(s.rows), func(row, from, to int64) {
			for tile := row*int64(s.cols) + from; tile <= row*int64(s.cols)+to; tile++ {
				if tile != last {
					s.add(tile, ref)
				}
				last = tile
			}
		})
	}
}

// add notes a line in a tile, unless it is the one that was noted there last.
func (s *survey) add(tile int64, ref lineRef) {
	first := s.first[tile]
	if first == unwanted {
		return
	}
	if first >= 0 {
		if old := &s.refs[first]; old.slot == ref.slot && old.arc == ref.arc && old.from == ref.from {
			return
		}
	}
	ref.next = first
	s.first[tile] = int32(len(s.refs))
	s.refs = append(s.refs, ref)
}

// linesIn gives a tile maker the lines of a tile.
func (s *survey) linesIn(tile int, m *tileMaker) {
	m.lines = m.lines[:0]
	for at := s.first[tile]; at >= 0; at = s.refs[at].next {
		ref := &s.refs[at]
		cover := s.slots[ref.slot].cover
		arc := cover.Arc(int(ref.arc))
		m.lines = append(m.lines, line{
			left:   s.label(cover, arc.Left),
			right:  s.label(cover, arc.Right),
			points: lineFrom(arc.Points, int(ref.from)),
		})
	}
}

// label returns the label of a side of an arc.
func (s *survey) label(c *Coverage, side int32) uint32 {
	switch {
	case side >= 0:
		return s.names.label(c.ids[side])
	case side == -1:
		return nobodys
	default:
		return s.names.label(c.Abroad(side))
	}
}

// smallShare returns how little border cells need to have in a raster of so many cells.
func (s *survey) smallShare(most int) float64 {
	m := &tileMaker{}
	fills := make([]fill, len(s.first))
	for tile := range fills {
		s.linesIn(tile, m)
		fills[tile] = m.fillOf(m.all(), s.tileBlock(tile).box())
	}
	share := usualShare
	for share > leastShare {
		cells := 0
		for i := range fills {
			cells += 1 << (2 * fills[i].fineness(s.shift, share/2))
		}
		if cells > most {
			break
		}
		share /= 2
	}
	return share
}

// makeRows makes the tiles of some rows. West of each row is nobody's land, and the label of a
// tile's corner follows from that of the tile before. It reports whether east of them it is, too.
func (s *survey) makeRows(m *tileMaker, from, to int) bool {
	for row := from; row < to; row++ {
		corner := uint32(nobodys)
		for tile := row * int(s.cols); tile < (row+1)*int(s.cols); tile++ {
			corner = s.makeTile(m, tile, corner)
		}
		if corner != nobodys {
			return false
		}
	}
	return true
}

// makeTile makes a tile from the label of its south-western corner, and returns that of the
// south-eastern one.
func (s *survey) makeTile(m *tileMaker, tile int, corner uint32) uint32 {
	odds := s.odds[tile]
	s.linesIn(tile, m)
	if len(m.lines) == 0 && len(odds) == 0 {
		s.root[tile] = wholeTile(cell(corner))
		return corner
	}
	b := s.tileBlock(tile)
	f := m.fillOf(m.all(), b.box())
	fine := f.fineness(s.shift, m.share)
	if len(odds) > 0 {
		fine = max(fine, min(4, s.shift))
	}
	b.fine, b.size = max(fine, 1), s.shift-max(fine, 1)
	m.make(b, corner, odds)
	s.root[tile] = s.keep(m.words, b.fine)
	return m.eastOf(b, corner)
}
