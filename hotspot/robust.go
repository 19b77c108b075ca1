package hotspot

import "errors"

// A Household is homes at a point: a building.
type Household struct {
	At    Point
	Count float64
}

// A Robustness says how hot spots fare when the lattice is laid otherwise: by changing boundaries one
// can often choose the result (Openshaw 1984).
type Robustness struct {
	Lattice Lattice   // of the squares that Share is of
	Share   []float64 // of all lattices, in how many the middle of the square lies in a hot one; −1 where none could test it
	Layings int
}

// Firm is the share from which on a hot spot is called firm.
const Firm = 0.8

// offsetsPerSide: every size is laid at 5 × 5 offsets.
const offsetsPerSide = 5

// ErrSizes is the answer to sizes of squares that are none.
var ErrSizes = errors.New("a lattice has squares of at least one metre and at most a million of them")

// Robust tests residuals by Gi* on lattices of every size, each laid at 25 offsets of a fifth of a
// square, over an area, and returns in what share of them each place is hot at a false discovery rate of 5 %.
// A place is hot in a lattice when the square that holds it is. Squares without a household are
// outside the study area.
func Robust(incidents []Point, households []Household, area Rectangle, sizes []float64) (Robustness, error) {
	if len(sizes) == 0 {
		return Robustness{}, ErrSizes
	}
	fine, err := latticeOver(area, sizes[0], 0, 0)
	if err != nil {
		return Robustness{}, err
	}
	out := Robustness{Lattice: fine, Share: make([]float64, fine.Len())}
	tested := make([]int, fine.Len())
	for _, size := range sizes {
		for offset := range offsetsPerSide * offsetsPerSide {
			l, err := latticeOver(area, size, offset%offsetsPerSide, offset/offsetsPerSide)
			if err != nil {
				return Robustness{}, err
			}
			classes := residualClasses(l, incidents, households)
			out.Layings++
			for i := range out.Share {
				square, ok := l.Square(fine.Middle(i)) // squares beyond the area's high sides may lie on none
				if !ok || classes[square] == NotTested {
					continue
				}
				tested[i]++
				if classes[square] >= Hot95 {
					out.Share[i]++
				}
			}
		}
	}
	for i, times := range tested {
		out.Share[i] /= max(1, float64(times))
		if times == 0 {
			out.Share[i] = -1
		}
	}
	return out, nil
}

// mostSquares is how many squares a lattice may have.
const mostSquares = 1_000_000

// latticeOver lays squares over an area, so many fifths of a square further down and to the left.
func latticeOver(area Rectangle, size float64, fifthsX, fifthsY int) (Lattice, error) {
	cols, rows := (area.High.X-area.Low.X)/size+2, (area.High.Y-area.Low.Y)/size+2
	if !(size >= 1 && cols*rows <= mostSquares && cols >= 2 && rows >= 2) {
		return Lattice{}, ErrSizes
	}
	return Lattice{
		Origin: Point{
			X: area.Low.X - size*float64(fifthsX)/offsetsPerSide,
			Y: area.Low.Y - size*float64(fifthsY)/offsetsPerSide,
		},
		Size: size, Cols: int(cols), Rows: int(rows),
	}, nil
}

// residualClasses tests the residuals of a lattice.
func residualClasses(l Lattice, incidents []Point, households []Household) []Class {
	counts, homes := make([]int, l.Len()), make([]float64, l.Len())
	for _, p := range incidents {
		if square, ok := l.Square(p); ok {
			counts[square]++
		}
	}
	for _, h := range households {
		if square, ok := l.Square(h.At); ok {
			homes[square] += h.Count
		}
	}
	area := make([]bool, l.Len())
	for i, n := range homes {
		area[i] = n > 0
		if !area[i] {
			counts[i] = 0 // an incident where nobody lives is expected nowhere
		}
	}
	residuals := Residuals(counts, Expected(counts, homes))
	return Classes(GiStar(residuals, Queen(l.Cols, l.Rows).Within(area)))
}
