package geo

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

// A Problem is something wrong with a set of areas, and where. [BuildCoverage] reports each
// crossing and each overlapping piece of land by itself; [Validate] puts together what concerns
// the same areas.
type Problem struct {
	Kind ProblemKind

	// Areas are those concerned, in the order they were given, each once. One alone is at
	// odds with itself: two of its rings cross, two of its polygons or two holes of a polygon
	// overlap, or a hole is not within its polygon.
	Areas []AreaID

	// At is the crossing, rounded to the nearest point, or a point inside the land concerned.
	// It is the zero Point where the areas are on a plane.
	At Point

	// SquareMetres is the size of the land concerned; 0 where it is about a line or a point.
	SquareMetres float64

	// Metres is how wide the land of a sliver is, and the mouth of an inlet; 0 otherwise.
	Metres float64

	// Places is how many pieces of land or points there are, the largest or first of which is
	// at At. BuildCoverage leaves it 0.
	Places int

	// Place is At before it was rounded, in the coordinates of the areas, and Land the pieces
	// of land, the largest first. Only Validate has them.
	Place orb.Point
	Land  orb.MultiPolygon

	// Thing names the building, the estate or the cell concerned; "": it is about areas alone.
	Thing string
}

// String writes the problem as "overlap of areas [3 7] at 116.3913820 39.9050120, 13.02 m²".
func (p Problem) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%v of areas %v at %v", p.Kind, p.Areas, p.At)
	if p.Thing != "" {
		fmt.Fprintf(&text, ", %s", p.Thing)
	}
	if p.Kind == Overlap || p.SquareMetres > 0 {
		fmt.Fprintf(&text, ", %.2f m²", p.SquareMetres)
	}
	if p.Places > 1 {
		fmt.Fprintf(&text, " in %d places", p.Places)
	}
	return text.String()
}

// A ProblemKind says what is wrong.
type ProblemKind uint8

const (
	// Crossing is a point at which two sides cross that is no end of either.
	Crossing ProblemKind = iota + 1

	// Overlap is land that two or more areas claim. In a coverage that is being built, land
	// that three claim is a problem of its own beside that of two of them; Validate lists
	// each pair of areas with all the land they share.
	Overlap

	// ForeignVertex is a vertex of an area on a side of another that has no vertex there.
	ForeignVertex

	// Hole is land inside that no area has.
	Hole

	// Inlet is land at the outer border that no area has and one should.
	Inlet

	// Outside is land of an area beyond the boundary of the community.
	Outside

	// Sliver is an area, or a part of one, too small or too narrow to be meant.
	Sliver

	// DetachedPart is a part of an area that does not hang together with its largest.
	DetachedPart

	// BuildingCut is a building that a border cuts.
	BuildingCut

	// EstateCut is an estate that a border cuts.
	EstateCut

	// UnassignedCell is a cell that is in no area's set.
	UnassignedCell

	// BuildingWithoutGrid is a building whose point no area covers.
	BuildingWithoutGrid
)

var kindNames = [...]string{
	Crossing: "crossing", Overlap: "overlap", ForeignVertex: "vertex_on_foreign_border", Hole: "hole",
	Inlet: "inlet", Outside: "outside", Sliver: "sliver", DetachedPart: "detached_part",
	BuildingCut: "building_cut", EstateCut: "estate_cut", UnassignedCell: "unassigned_cell",
	BuildingWithoutGrid: "building_without_grid",
}

// String returns the kind in lower case, its words joined by underscores.
func (k ProblemKind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("ProblemKind(%d)", uint8(k))
	}
	return kindNames[k]
}

// ProblemKinds returns all kinds, in the order in which Validate lists problems.
func ProblemKinds() []ProblemKind {
	kinds := make([]ProblemKind, 0, len(kindNames)-1)
	for k := range kindNames[1:] {
		kinds = append(kinds, ProblemKind(k+1))
	}
	return kinds
}

// BlindSpot reports whether the kind is one of the five by which land or a building is served
// by no grid, or by more than one.
func (k ProblemKind) BlindSpot() bool {
	switch k {
	case Overlap, Hole, Inlet, UnassignedCell, BuildingWithoutGrid:
		return true
	default:
		return false
	}
}
