package analysis

import (
	"gewu/hotspot"
)

// Squares say where the places of a sheet lie when they are squares: ascending by row, then by column.
type Squares struct {
	Rows, Cols []int32 // of each place
	Size       int     // metres

	plane  Plane
	origin hotspot.Point
}

// squares returns the squares of an answer's places, which are in the order of their numbers.
func (a *Answer) squares() *Squares {
	s := &Squares{
		Rows: make([]int32, len(a.Places)), Cols: make([]int32, len(a.Places)),
		Size: a.study.Question.Cell, plane: a.study.Plane, origin: a.study.Lattice.Origin,
	}
	for i := range a.Places {
		s.Rows[i], s.Cols[i] = int32(a.Places[i].Square.Row), int32(a.Places[i].Square.Col)
	}
	return s
}

// Longitude returns that of the western side of a column, in units of 1e-7 degree: the very one of the answer's shapes.
func (s *Squares) Longitude(col int32) int32 {
	return s.plane.Position(hotspot.Point{X: s.origin.X + float64(col)*float64(s.Size)}).Lon
}

// Latitude returns that of the southern side of a row.
func (s *Squares) Latitude(row int32) int32 {
	return s.plane.Position(hotspot.Point{Y: s.origin.Y + float64(row)*float64(s.Size)}).Lat
}

// Name returns the square of a place as answers have it.
func (s *Squares) Name(place int) string {
	return (&SquareOf{Size: s.Size, Col: int(s.Cols[place]), Row: int(s.Rows[place])}).String()
}
