package geo

// batchSize is how many points are looked up side by side.
const batchSize = 128

// A pointBatch is points on their way through the raster. Each stage reads memory for all of them
// before the next stage needs it, so that they wait for memory together and not one by one.
type pointBatch struct {
	labels  [batchSize]uint32 // cells at first
	tiles   [batchSize]tileRef
	borders [batchSize]uint8 // points in cells that are more than a label
	unsure  [batchSize]uint8 // points whose label must be looked up another way
	unsures int
	touched uint32 // keeps touchRecords from being left out
}

// locateBatch finds the labels of up to batchSize points.
func (r *raster) locateBatch(b *pointBatch, points []Point) {
	borders := r.readCells(b, points)
	r.touchRecords(b, borders)
	for _, i := range borders {
		t, p := b.tiles[i], points[i]
		c := cell(b.labels[i])
		label, _, sure := uint32(0), Inside, false
		if t.fine() == 0 {
			label, sure = uint32(c), c < oneLine
		} else {
			label, _, sure = decide(c, r.slabs[t.slab()][t.at():], r.shift-t.fine(), p)
		}
		if b.labels[i] = label; !sure {
			b.unsure[b.unsures] = i
			b.unsures++
		}
	}
}

// readCells returns which points are in cells that are more than a label.
func (r *raster) readCells(b *pointBatch, points []Point) []uint8 {
	n := 0
	for i, p := range points {
		x, y := uint32(p.Lon)-r.x, uint32(p.Lat)-r.y
		col, row := x>>r.shift, y>>r.shift
		t := tileRef(0)
		if col < r.cols && row < r.rows {
			t = r.root[row*r.cols+col]
		}
		c := cell(t >> 32)
		if fine := t.fine(); fine > 0 {
			at := t.at() + int(inBlock(x, y, r.shift-fine, fine))
			c = cell(r.slabs[t.slab()][at])
		}
		b.tiles[i], b.labels[i] = t, uint32(c)
		b.borders[n] = uint8(i)
		if c >= oneLine {
			n++
		}
	}
	return b.borders[:n]
}

// touchRecords reads the beginnings of records.
func (r *raster) touchRecords(b *pointBatch, borders []uint8) {
	sum := uint32(0)
	for _, i := range borders {
		if t, c := b.tiles[i], cell(b.labels[i]); t.fine() > 0 && c < odd {
			record := r.slabs[t.slab()][t.at()+c.record():]
			sum += record[0] + record[min(16, len(record)-1)]
		}
	}
	b.touched = sum
}
