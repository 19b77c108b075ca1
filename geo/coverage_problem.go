package geo

import "fmt"

// A Problem is a place where areas are not a coverage.
type Problem struct {
	Kind ProblemKind

	// Areas are those concerned, in the order they were given, each once. One alone is at
	// odds with itself: two of its rings cross, two of its polygons or two holes of a polygon
	// overlap, or a hole is not within its polygon.
	Areas []AreaID

	// At is the crossing, rounded to the nearest point, or a point inside the overlap.
	At Point

	// SquareMetres is the size of an overlap, 0 for a crossing.
	SquareMetres float64
}

// String writes the problem as "overlap of areas [3 7] at 116.3913820 39.9050120, 13.02 m²".
func (p Problem) String() string {
	text := fmt.Sprintf("%v of areas %v at %v", p.Kind, p.Areas, p.At)
	if p.Kind == Overlap {
		text += fmt.Sprintf(", %.2f m²", p.SquareMetres)
	}
	return text
}

// A ProblemKind says what is wrong.
type ProblemKind uint8

const (
	// Crossing is a point at which two sides cross that is no end of either.
	Crossing ProblemKind = iota + 1

	// Overlap is a piece of land that two or more areas claim, bounded by their rings. Land
	// that three claim is a problem of its own beside that of two of them.
	Overlap
)

// String returns the kind in lower case.
func (k ProblemKind) String() string {
	switch k {
	case Crossing:
		return "crossing"
	case Overlap:
		return "overlap"
	default:
		return fmt.Sprintf("ProblemKind(%d)", uint8(k))
	}
}
