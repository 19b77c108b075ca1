package analysis

import (
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

	notes []Note
}

// A Unit is a place that is counted: a grid or an area by its number, or a square.
type Unit struct {
	Ground int32 // of Grounds; of a square: the grid that its middle lies in; −1: none
	Area   int32 // of Areas; −1: it is a grid or a square
	Square *SquareOf
}

// Count returns how many incidents every unit has from a day until another, of the question's kinds.
func (s *Study) Count(from, until hotspot.Day) []int {
	counts := make([]int, len(s.Units))
	filter := hotspot.Filter{From: from, To: until, Kinds: s.Set}
	for piece, unit := range s.OfPiece {
		if unit >= 0 {
			counts[unit] += s.Cube.CountAt(int32(piece), filter)
		}
	}
	return counts
}
