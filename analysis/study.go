package analysis

import (
	"slices"

	"gewu/hotspot"
)

// A Study is the part of the evidence that a question is about: its area, period, kinds and places. Methods
// count with it.
type Study struct {
	*Evidence
	Question Question // with all that was left open settled
	Within   int32    // the area, of Areas; −1: the area is one grid
	Only     int32    // the grid that the area is, of Grounds; −1: it is none
	Set      *hotspot.KindSet

	Units      []Unit
	OfPiece    []int32   // of each piece, its unit; −1: it does not lie in the area
	Households []float64 // of each unit
	Tested     []bool    // of each unit: somebody lives there, and it is not dedicated to something else

	notes   []Note
	counted map[counting][]int
}

// A Unit is a place that is counted: a grid or an area by its number, or a square.
type Unit struct {
	Ground int32 // of Grounds; of a square: the grid with most of its households; −1: none
	Area   int32 // of Areas; −1: it is a grid or a square
	Square *SquareOf
}

// Count returns how many incidents every unit has from a day until another, of the question's kinds.
func (s *Study) Count(from, until hotspot.Day) []int {
	return s.count(s.Cube, from, until)
}

// count counts once: the caller may write to what it gets.
func (s *Study) count(cube *hotspot.Cube, from, until hotspot.Day) []int {
	key := counting{cube, from, until}
	counts, known := s.counted[key]
	if !known {
		counts = make([]int, len(s.Units))
		cube.CountBy(hotspot.Filter{From: from, To: until, Kinds: s.Set}, s.OfPiece, counts)
		s.counted[key] = counts
	}
	return slices.Clone(counts)
}

// A counting is a cube and a period whose incidents were counted.
type counting struct {
	cube        *hotspot.Cube
	from, until hotspot.Day
}

// Steps counts the incidents of every unit step by step: step i begins at days[i] and ends before days[i+1].
func (s *Study) Steps(days []hotspot.Day) hotspot.Series {
	steps := make(hotspot.Series, len(days)-1)
	for i := range steps {
		steps[i] = make([]float64, len(s.Units))
	}
	filter := hotspot.Filter{From: days[0], To: days[len(days)-1], Kinds: s.Set}
	for piece, unit := range s.OfPiece {
		if unit < 0 {
			continue
		}
		step := 0
		for f := range s.Cube.Facts(int32(piece), filter) {
			for f.Day >= days[step+1] {
				step++
			}
			steps[step][unit] += float64(f.Count)
		}
	}
	return steps
}

// Weights returns which units are neighbours: squares that share a side or a corner, grids and areas that
// share a border. The words say so.
func (s *Study) Weights() (w *hotspot.Weights, words string) {
	if s.Question.Level == LevelCell {
		cols := s.coarseCols()
		squares := make([]int32, len(s.Units))
		for i, u := range s.Units {
			squares[i] = int32(u.Square.Row*cols + u.Square.Col)
		}
		return hotspot.Squares(cols, squares), "queen"
	}
	unitOf := make([]int32, len(s.Grounds))
	byArea := map[int32]int32{}
	for i, u := range s.Units {
		byArea[u.Area] = int32(i)
		if u.Ground >= 0 {
			unitOf[u.Ground] = int32(i) + 1
		}
	}
	for g := range s.Grounds {
		if s.Question.Level != LevelGrid {
			if unit, ok := byArea[s.Above(int32(g), s.Question.Level)]; ok {
				unitOf[g] = unit + 1
			}
		}
	}
	pairs := make([][2]int32, 0, len(s.Borders))
	for _, b := range s.Borders {
		if one, other := unitOf[b[0]]-1, unitOf[b[1]]-1; one >= 0 && other >= 0 {
			pairs = append(pairs, [2]int32{one, other})
		}
	}
	return hotspot.Pairs(len(s.Units), pairs), "shared borders"
}

// coarseCols returns how many squares of the question's size a row of the lattice has.
func (s *Study) coarseCols() int {
	per := s.Question.Cell / Square
	return (s.Lattice.Cols + per - 1) / per
}

// nobodyLivesThere refuses what is told by households where no unit that is tested has any.
func (s *Study) nobodyLivesThere() *Refusal {
	if slices.Contains(s.Tested, true) {
		return nil
	}
	return NotTestable("没有户数，无从推算应有多少。请先导入带户数的建筑。", "there are no households to tell what is to be expected by. Import buildings with households first.")
}
