package analysis

import (
	"slices"
)

// squaresFirst are the questions that are asked of squares where there are enough of them.
var squaresFirst = []What{Hot, Change, Ended, Score}

// settlePlaces chooses what is counted and lays out the units.
func (s *Study) settlePlaces() *Refusal {
	q := &s.Question
	if q.Level == "" && !slices.Contains(squaresFirst, q.What) {
		q.Level = LevelGrid
	}
	if q.Level == "" {
		if s.enoughSquares() {
			q.Level = LevelCell
		} else {
			q.Level = LevelGrid
		}
	}
	if q.Level == LevelCell && q.Cell == 0 {
		q.Cell = usualCell
	}
	if q.Level != LevelCell {
		q.Cell = 0
		if s.layAreas(); len(s.Units) == 0 {
			if len(s.Grounds) == 0 {
				return Refuse("", "还没有网格，无法统计。请先导入网格；社区不分网格的，把社区边界也导入为网格。",
					"There are no grids yet to count by. Import grids first; where communities are not divided, import their boundaries as grids, too.")
			}
			return Refuse("level", "该辖区内没有“%s”这一级。", "The area holds nothing of the level “%s”.", string(q.Level))
		}
	} else if refusal := s.laySquares(); refusal != nil {
		return refusal
	}
	return s.weigh()
}

// inArea reports for each grid, and last for land that no grid has, whether it lies in the area.
func (s *Study) inArea() []bool {
	in := make([]bool, len(s.Grounds)+1)
	for g := range s.Grounds {
		in[g] = int32(g) == s.Only || s.Within >= 0 && s.Holds(s.Within, int32(g))
	}
	in[len(s.Grounds)] = s.Within == 0
	return in
}

// lies reports whether a piece lies in the area, by inArea.
func (s *Study) lies(in []bool, piece int) bool {
	if g := s.Pieces.Ground[piece]; g >= 0 {
		return in[g]
	}
	return in[len(in)-1]
}

// enoughSquares reports whether the area has so many squares of the usual size with households that they
// can be tested.
func (s *Study) enoughSquares() bool {
	in, per := s.inArea(), usualCell/Square
	cols := (s.Lattice.Cols + per - 1) / per
	seen := make(map[int]bool, fewestCells)
	for piece, square := range s.Pieces.Square {
		if s.Pieces.Households[piece] > 0 && s.lies(in, piece) {
			if seen[s.coarse(square, per, cols)] = true; len(seen) >= fewestCells {
				return true
			}
		}
	}
	return false
}

// coarse returns the number of the larger square, so many small ones a side, that a square lies in.
func (s *Study) coarse(square int32, per, cols int) int {
	row, col := int(square)/s.Lattice.Cols, int(square)%s.Lattice.Cols
	return row/per*cols + col/per
}

// layAreas makes a unit of every grid or area of the level in the area, in their order.
func (s *Study) layAreas() {
	unitOf := make([]int32, len(s.Grounds)+1) // of each grid, and last of land that no grid has
	unitOf[len(s.Grounds)] = -1
	byArea := map[int32]int32{}
	for g, in := range s.inArea()[:len(s.Grounds)] {
		ground, above := int32(g), int32(-1)
		if s.Question.Level != LevelGrid {
			ground, above = -1, s.Above(int32(g), s.Question.Level)
		}
		unitOf[g] = -1
		if !in || ground < 0 && above < 0 {
			continue
		}
		unit, known := byArea[above]
		if !known || ground >= 0 {
			unit = int32(len(s.Units))
			byArea[above] = unit
			s.Units = append(s.Units, Unit{Ground: ground, Area: above})
		}
		unitOf[g] = unit
	}
	s.OfPiece = make([]int32, s.Pieces.Len())
	for piece, g := range s.Pieces.Ground {
		if g < 0 {
			g = int32(len(s.Grounds))
		}
		s.OfPiece[piece] = unitOf[g]
	}
}

// Above returns the area of a level that a grid lies in; −1: none.
func (e *Evidence) Above(ground int32, level Level) int32 {
	for a := e.Grounds[ground].Parent; a >= 0; a = e.Areas[a].Parent {
		if e.Areas[a].Level == level {
			return a
		}
	}
	return -1
}

// laySquares makes a unit of every square that has ever had an issue or a building in the area, by row and column.
func (s *Study) laySquares() *Refusal {
	in, per := s.inArea(), s.Question.Cell/Square
	cols, rows := (s.Lattice.Cols+per-1)/per, (s.Lattice.Rows+per-1)/per
	unitOf := make([]int32, cols*rows) // 1 more than the number; 0: none
	s.OfPiece = make([]int32, s.Pieces.Len())
	for piece, square := range s.Pieces.Square {
		s.OfPiece[piece] = -1
		if s.lies(in, piece) {
			s.OfPiece[piece] = int32(s.coarse(square, per, cols))
			unitOf[s.OfPiece[piece]] = 1
		}
	}
	for number := range unitOf {
		if unitOf[number] > 0 {
			s.Units = append(s.Units, Unit{-1, -1, &SquareOf{s.Question.Cell, number % cols, number / cols}})
			unitOf[number] = int32(len(s.Units))
		}
	}
	if len(s.Units) > MostCells {
		return s.tooManySquares()
	}
	for piece, number := range s.OfPiece {
		if number >= 0 {
			s.OfPiece[piece] = unitOf[number] - 1
		}
	}
	return nil
}

// tooManySquares says which size would do.
func (s *Study) tooManySquares() *Refusal {
	share := float64(len(s.Units)) / MostCells
	size := CellSizes[len(CellSizes)-1]
	for _, larger := range CellSizes {
		if times := float64(larger) / float64(s.Question.Cell); times*times >= share {
			size = larger
			break
		}
	}
	return Refuse("cell", "%d 米的方格有 %d 个，最多 %d 个；请用 %d 米以上的方格，或选小一些的辖区。",
		"There are %[2]d squares of %[1]d m; %[3]d is the most. Ask for squares of %[4]d m or more, or for a smaller area.",
		s.Question.Cell, len(s.Units), MostCells, size)
}

// weigh adds up the households of every unit and says which are tested. A square is named after the grid
// with most of its households.
func (s *Study) weigh() *Refusal {
	s.Households, s.Tested = make([]float64, len(s.Units)), make([]bool, len(s.Units))
	most := make([]float64, len(s.Units))
	for piece, unit := range s.OfPiece {
		if unit < 0 {
			continue
		}
		n, u := s.Pieces.Households[piece], &s.Units[unit]
		s.Households[unit] += n
		if u.Square != nil && s.Pieces.Ground[piece] >= 0 && (u.Ground < 0 || n > most[unit]) {
			u.Ground, most[unit] = s.Pieces.Ground[piece], n
		}
	}
	for i, n := range s.Households {
		s.Tested[i] = n > 0 && (s.Units[i].Square != nil || s.Units[i].Ground < 0 || !s.Grounds[s.Units[i].Ground].Dedicated)
	}
	return nil
}
