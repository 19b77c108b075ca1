package analysis

import "gewu/hotspot"

// robustSizes are the sides of the squares on which a hot spot is looked for again, in metres. Each is laid at all
// offsets of whole small squares: 4, 9 and 16 layings.
var robustSizes = [...]int{100, 150, 200}

// robust looks for a spot again with the lattice laid otherwise: by changing boundaries one can often
// choose the result. It returns how many layings there were, and in how many the square that holds the spot's
// middle has an excess as sure as those that were found. 0 layings: its places are no squares.
func (c *course) robust(l *lump) (layings, found int) {
	if c.exposed.square == nil {
		return 0, 0
	}
	middle, ok := c.middleSquare(l)
	if !ok {
		return 0, 0
	}
	for _, size := range robustSizes {
		per := size / Square
		for offset := range per * per {
			layings++
			if c.hotAround(l, middle[0]-offset%per, middle[1]-offset/per, per) {
				found++
			}
		}
	}
	return layings, found
}

// middleSquare returns column and row of the small square in the middle of a lump's incidents.
func (c *course) middleSquare(l *lump) (at [2]int, ok bool) {
	n, col, row := 0, 0, 0
	for _, unit := range l.units {
		for _, piece := range c.pieces[unit] {
			count := c.countOf(piece, l)
			square := int(c.Pieces.Square[piece])
			n += count
			col += count * (square % c.Lattice.Cols)
			row += count * (square / c.Lattice.Cols)
		}
	}
	if n == 0 {
		return at, false
	}
	return [2]int{(col + n/2) / n, (row + n/2) / n}, true
}

// countOf counts the incidents of a lump's kinds on a piece while it was hot.
func (c *course) countOf(piece int32, l *lump) (n int) {
	for _, k := range l.kinds {
		n += c.Cube.CountAt(piece, hotspot.Filter{
			From: c.days[0] + hotspot.Day(l.turn.From), To: c.days[0] + hotspot.Day(l.turn.To), Kinds: hotspot.KindsOf(c.kinds[k].kind),
		})
	}
	return n
}

// hotAround reports whether a square of so many small ones a side has an excess of one of the lump's subjects.
func (c *course) hotAround(l *lump, col, row, per int) bool {
	var squares []int32
	for r := max(row, 0); r < min(row+per, c.Lattice.Rows); r++ {
		for x := max(col, 0); x < min(col+per, c.Lattice.Cols); x++ {
			squares = append(squares, int32(r*c.Lattice.Cols+x))
		}
	}
	for _, number := range l.subjects {
		counts, expected := c.stepsAt(squares, &c.subjects[number])
		var again hotspot.Excesses
		again.Add(0, counts, expected, c.subjects[number].spread)
		if again.Surest() <= c.cut {
			return true
		}
	}
	return false
}

// stepsAt returns the course of a subject on some small squares taken together.
func (c *course) stepsAt(squares []int32, of *subject) (counts, expected hotspot.Series) {
	counts, expected = make(hotspot.Series, c.steps()), make(hotspot.Series, c.steps())
	for step := range counts {
		counts[step], expected[step] = []float64{0}, []float64{0}
	}
	for _, k := range of.kinds {
		model := &c.kinds[k]
		filter := hotspot.Filter{From: c.days[0], To: c.days[c.steps()], Kinds: hotspot.KindsOf(model.kind)}
		here := 0.0
		for _, square := range squares {
			here += c.exposed.square.At(model.weights, int(square))
			for piece := c.index.first[square]; piece >= 0; piece = c.index.next[piece] {
				if c.OfPiece[piece] < 0 {
					continue
				}
				for f := range c.Cube.Facts(piece, filter) {
					counts[int(f.Day-c.days[0])/c.Question.Step][0] += float64(f.Count)
				}
			}
		}
		for step := range expected {
			expected[step][0] += here * model.share[step]
		}
	}
	return counts, expected
}
