package sheet

import (
	"math"

	"github.com/paulmach/orb"
)

// Trace makes rings the path, to be drawn by a style of the PDF: f* fills, D draws.
func (s *Sheet) Trace(rings []orb.Ring) {
	for _, ring := range rings {
		for i, at := range ring {
			if i == 0 {
				s.PDF.MoveTo(at[0], at[1])
			} else {
				s.PDF.LineTo(at[0], at[1])
			}
		}
		s.PDF.ClosePath()
	}
}

// Lines draws segments of the ground as lines that are as long as they can be.
func (s *Sheet) Lines(g Ground, segments []Segment) {
	for _, line := range Chains(segments) {
		for i, at := range line {
			on := g.At(at)
			if i == 0 {
				s.PDF.MoveTo(on[0], on[1])
			} else {
				s.PDF.LineTo(on[0], on[1])
			}
		}
		s.PDF.DrawPath("D")
	}
}

// Strokes draws segments of the page one by one.
func (s *Sheet) Strokes(segments []Segment) {
	for _, line := range segments {
		s.PDF.Line(line.A[0], line.A[1], line.B[0], line.B[1])
	}
}

// A Box is where something is written.
type Box struct{ Left, Top, Right, Bottom float64 }

// Meets reports whether two boxes have anything in common but an edge.
func (b Box) Meets(o Box) bool {
	return b.Left < o.Right && o.Left < b.Right && b.Top < o.Bottom && o.Top < b.Bottom
}

// MeetsAny reports whether it meets one of others.
func (b Box) MeetsAny(others []Box) bool {
	for _, o := range others {
		if b.Meets(o) {
			return true
		}
	}
	return false
}

// Halo writes a line of text with a light edge, so that it reads over lines.
func (s *Sheet) Halo(x, y float64, st Style, text string) {
	begin := x
	for _, r := range runs(text) {
		s.font(r, st)
		s.Pen(0.7, RGB(255, 255, 255))
		s.PDF.SetTextRenderingMode(1)
		s.PDF.Text(x, y, r.text)
		s.PDF.SetTextRenderingMode(0)
		x += s.PDF.GetStringWidth(r.text)
	}
	s.Text(begin, y, st, text)
}

// North draws an arrow to the north with its point at x and y, and its name before it.
func (s *Sheet) North(x, y float64, st Style, name string, c Colour) {
	s.Pen(0.3, c)
	s.Fill(c)
	s.Trace([]orb.Ring{{{x, y}, {x + 1.6, y + 5}, {x, y + 4}, {x - 1.6, y + 5}}})
	s.PDF.DrawPath("f")
	s.Right(x-2.5, y+4, st, name)
}

// Scale draws a bar of a round number of metres that ends at x, at most so long; words say how many they are.
func (s *Sheet) Scale(x, y, longest float64, g Ground, st Style, c Colour, words func(metres int) string) {
	metres := round(longest / g.Metre)
	begin := x - float64(metres)*g.Metre
	s.Pen(0.3, c)
	s.PDF.Line(begin, y, x, y)
	s.PDF.Line(begin, y-1, begin, y+1)
	s.PDF.Line(x, y-1, x, y+1)
	s.Right(begin-1.5, y+1, st, words(metres))
}

// round returns the largest of 1, 2, 5, 10, 20, … that is not more than x, at least 1.
func round(x float64) int {
	if x < 2 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, step := range []float64{5, 2} {
		if step*power <= x {
			return int(step * power)
		}
	}
	return int(power)
}
