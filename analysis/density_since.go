package analysis

import (
	"math"
	"slices"

	"gewu/hotspot"
)

// traces are what a density was made of, so that it can be brought up to date.
type traces struct {
	question  string // its key
	state     *state // of the evidence
	pieces    int    // that the evidence had
	counts    []uint32
	bounded   bool    // the area has a boundary
	lent      []int32 // pixels that are of the area for their incidents alone, ascending
	incidents int     // and squares: what the breaks follow
	squares   int
}

func tracesOf(s *Study, question string) traces {
	return traces{
		question: question, state: s.recent.state, pieces: s.Pieces.Len(),
		incidents: total(s.Count(s.Question.From, s.Question.Until)), squares: s.squares(),
	}
}

// take notes what is spread.
func (t *traces) take(counts []float64, m mask) {
	t.counts, t.bounded, t.lent = make([]uint32, len(counts)), m.bounded, m.lent
	for i, n := range counts {
		t.counts[i] = uint32(n)
	}
}

// mostAgain is what part of a raster is spread again at most; beyond it the whole is made anew.
const mostAgain = 0.5

// Since returns the density that [DensityOf] makes of a question and evidence that came from this density's by a few moves: the
// same numbers to the last bit, by spreading again only what lies about the moves. ok is false where the whole must be made
// anew: for another question, for evidence that did not come from this one's, where there are too many moves, or where they
// change which pixels are the area.
func (d *Density) Since(e *Evidence, q Question) (next *Density, ok bool) {
	q.What, q.Level = Load, LevelGrid
	moves, known := e.recent.since(d.of.state)
	if !known || Key(q) != d.of.question || len(d.of.counts) == 0 {
		return nil, false
	}
	s := &Study{Evidence: e, Question: q, Within: -1, Only: -1}
	for _, settle := range []func() *Refusal{s.settleArea, s.settlePeriod, s.settleKinds} {
		if settle() != nil {
			return nil, false
		}
	}
	after, in := *d, s.inArea()
	if !after.widen(s, in) {
		return nil, false
	}
	changed, ok := after.count(s, in, moves)
	if !ok {
		return nil, false
	}
	after.of.state = e.recent.state
	after.Breaks = breaksOf(after.of.incidents, after.of.squares)
	return &after, after.spreadAgain(changed, q.Bandwidth)
}

// widen takes the pieces that were added; false where they change the raster or the area.
func (d *Density) widen(s *Study, in []bool) bool {
	known, margin := d.of.pieces, Square/2+d.Raster.Size
	for d.of.pieces = s.Pieces.Len(); known < d.of.pieces; known++ {
		if !s.lies(in, known) {
			continue
		}
		square := int(s.Pieces.Square[known])
		m := s.Lattice.Middle(square)
		_, low := d.Raster.Square(hotspot.Point{X: m.X - margin, Y: m.Y - margin})
		_, high := d.Raster.Square(hotspot.Point{X: m.X + margin, Y: m.Y + margin})
		if !d.of.bounded || !low || !high {
			return false
		}
		if s.Pieces.Ground[known] >= 0 && !s.has(in, square, known) {
			d.of.squares++
		}
	}
	return true
}

// has reports whether a square had a piece of a grid of the area before one of a number.
func (s *Study) has(in []bool, square, before int) (has bool) {
	col, row := square%s.Lattice.Cols, square/s.Lattice.Cols
	s.piecesOf(span{col, row, col, row}, func(piece int32) {
		g := s.Pieces.Ground[piece]
		has = has || int(piece) < before && g >= 0 && in[g]
	})
	return has
}

// count counts the moves that the question is about and returns the pixels whose counts they change; ok is false where one
// becomes part of the area by them, or may not be so any more.
func (d *Density) count(s *Study, in []bool, moves []move) (changed []int, ok bool) {
	q, before := &s.Question, d.of.counts
	d.of.counts = slices.Clone(before)
	for _, m := range moves {
		if m.day < q.From || m.day >= q.Until || !s.Set.Has(m.kind) || !s.lies(in, int(m.piece)) {
			continue
		}
		if s.Pieces.Ground[m.piece] >= 0 {
			d.of.incidents += int(m.by)
		}
		at := s.Lattice.Middle(int(s.Pieces.Square[m.piece]))
		if d.Raster.Size < Square {
			at = s.Plane.Metres(m.at)
		}
		if pixel, on := d.Raster.Square(at); on {
			d.of.counts[pixel] += uint32(m.by) // below 0 too: it wraps round
			changed = append(changed, pixel)
		}
	}
	slices.Sort(changed)
	changed = slices.DeleteFunc(slices.Compact(changed), func(pixel int) bool { return d.of.counts[pixel] == before[pixel] })
	for _, pixel := range changed {
		_, lent := slices.BinarySearch(d.of.lent, int32(pixel))
		if d.Values[pixel] < 0 || lent && d.of.counts[pixel] == 0 {
			return nil, false
		}
	}
	return changed, true
}

// spreadAgain works out the values about some pixels. A value follows from the counts and the area up to three times as far
// as a kernel reaches: what comes there, what part of that stays, and what of that lies in the area. So it is that of a
// smaller raster that holds as much. It reports whether that was worth while.
func (d *Density) spreadAgain(changed []int, sigma float64) bool {
	reach := int(math.Ceil(hotspot.Kernel{Shape: hotspot.Gaussian, Sigma: sigma}.Radius() / d.Raster.Size))
	blocks, cost := blocksOf(changed, d.Raster, 3*reach), 0
	for _, b := range blocks {
		cost += b.grown(3*reach, d.Raster).len()
	}
	if float64(cost) > mostAgain*float64(d.Raster.Len()) {
		return false
	}
	d.Values = slices.Clone(d.Values)
	for _, b := range blocks {
		if !d.spreadBlock(b.grown(reach, d.Raster), b.grown(3*reach, d.Raster), sigma) {
			return false
		}
	}
	return true
}

// spreadBlock works out the values of a block by those of a larger one.
func (d *Density) spreadBlock(b, about block, sigma float64) bool {
	part := hotspot.Lattice{Size: d.Raster.Size, Cols: about.cols(), Rows: about.rows()}
	counts, area := make([]float64, part.Len()), make([]bool, part.Len())
	for row := range part.Rows {
		for col := range part.Cols {
			pixel := (about.low.row+row)*d.Raster.Cols + about.low.col + col
			counts[row*part.Cols+col], area[row*part.Cols+col] = float64(d.of.counts[pixel]), d.Values[pixel] >= 0
		}
	}
	values, err := surface(part, counts, area, sigma)
	if err != nil {
		return false
	}
	for row := b.low.row; row <= b.high.row; row++ {
		for col := b.low.col; col <= b.high.col; col++ {
			at := (row-about.low.row)*part.Cols + col - about.low.col
			if area[at] {
				d.Values[row*d.Raster.Cols+col] = float32(values[at])
			}
		}
	}
	return true
}
