package geo

import "slices"

// with returns the raster of the next index. Tiles that changed sheets do not meet are shared.
func (r *raster) with(next *Index, e *edit) (*raster, error) {
	names, ok := r.names.with(areasOf(e.entries))
	raster := &raster{shift: r.shift, share: r.share, slabs: slices.Clone(r.slabs), live: slices.Clone(r.live), names: names}
	if !ok || !raster.moveRoot(r, e.boxes) {
		return newRaster(next.used())
	}
	s := newSurvey(raster, next.slots, unwanted)
	for _, box := range e.boxes {
		raster.tilesIn(box, func(tile int) { s.first[tile] = noRef })
	}
	s.collectWanted(next)
	m := &tileMaker{share: r.share}
	for tile, first := range s.first {
		if first != unwanted {
			raster.release(raster.root[tile])
			s.makeTile(m, tile, next.labelOfCorner(names, raster.tileBlock(tile)))
		}
	}
	s.tidy()
	s.endSlab()
	return raster, nil
}

func areasOf(entries []ledgerEntry) []AreaID {
	areas := make([]AreaID, len(entries))
	for i, e := range entries {
		areas[i] = e.area
	}
	return areas
}

// used returns the slots that there are.
func (x *Index) used() []*slot {
	slots := make([]*slot, len(x.order))
	for i, at := range x.order {
		slots[i] = x.slots[at]
	}
	return slots
}

// moveRoot copies the root of another raster with the same tiles, and extends it to hold some
// boxes. It cannot if there would be too many tiles.
func (r *raster) moveRoot(from *raster, boxes []Box) bool {
	x, y := from.corner()
	side := func(n uint32) int64 { return int64(n)<<from.shift - 1 }
	box := Box{Point{int32(x + 1), int32(y + 1)}, Point{int32(x + side(from.cols)), int32(y + side(from.rows))}}
	for _, b := range boxes {
		box = box.Union(b)
	}
	west, south, cols, rows := r.rootAround(box)
	if len(from.root) == 0 || cols*rows > 4*mostTiles {
		return false
	}
	r.x, r.y, r.cols, r.rows = uint32(west<<r.shift), uint32(south<<r.shift), uint32(cols), uint32(rows)
	r.root = make([]tileRef, cols*rows)
	col, row := x>>r.shift-west, y>>r.shift-south
	for i := range int64(from.rows) {
		copy(r.root[(row+i)*cols+col:], from.root[i*int64(from.cols):(i+1)*int64(from.cols)])
	}
	return true
}

// collectWanted collects the slots that have a shape in a wanted tile.
func (s *survey) collectWanted(x *Index) {
	seen := make(map[int]bool)
	for tile, first := range s.first {
		if first == unwanted {
			continue
		}
		low, high := s.tileBlock(tile).box().corners()
		x.tree.Search(low, high, func(_, _ [2]float64, id shapeID) bool {
			seen[int(id>>32)] = true
			return true
		})
	}
	for at := range seen {
		s.collect(at)
	}
}

// labelOfCorner returns the label of a block's south-western corner.
func (x *Index) labelOfCorner(names naming, b block) uint32 {
	id, ok := x.faceAt(Point{int32(b.x), int32(b.y)})
	if !ok {
		return nobodys
	}
	return names.label(id)
}
