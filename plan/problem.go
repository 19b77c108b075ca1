package plan

import (
	"encoding/json"

	"gewu/geo"
)

// A ProblemKind says what is wrong with a plan.
type ProblemKind string

// The kinds of problems that Check finds beside those of [geo.ProblemKind], which keep their names.
const (
	ProblemOverBand        ProblemKind = "over_band"
	ProblemUnderBand       ProblemKind = "under_band"
	ProblemDetached        ProblemKind = "detached_part"
	ProblemEstateCut       ProblemKind = "estate_cut"
	ProblemBuildingCut     ProblemKind = "building_cut"
	ProblemUnassigned      ProblemKind = "unassigned"       // cells with households
	ProblemUnassignedEmpty ProblemKind = "unassigned_empty" // cells without
	ProblemUnnamed         ProblemKind = "unnamed"
	ProblemCodeMissing     ProblemKind = "code_missing" // it gets one when the plan is published
	ProblemCodeTwice       ProblemKind = "code_twice"
	ProblemOverWater       ProblemKind = "over_water" // a part hangs together with the rest over water without a bridge
	ProblemSliver          ProblemKind = "sliver"
)

// A Severity says what comes of a problem.
type Severity string

// The severities.
const (
	Stops Severity = "stops" // the plan cannot be published so
	Warns Severity = "warns"
	Hints Severity = "hints"
)

// severities lists the kinds that do not just warn. What geo finds stops.
var severities = map[ProblemKind]Severity{
	ProblemOverBand: Warns, ProblemUnderBand: Warns, ProblemEstateCut: Warns, ProblemBuildingCut: Warns,
	ProblemOverWater: Warns, ProblemSliver: Warns, ProblemUnnamed: Warns,
	ProblemUnassignedEmpty: Hints, ProblemCodeMissing: Hints,
}

// A Problem is one thing that is wrong with a plan, and where.
type Problem struct {
	Kind         ProblemKind
	Severity     Severity
	At           geo.Point
	Grids        []GridID
	Cells        []CellID // concerned; none when it is about grids as a whole
	Estate       int64
	Building     int64   // its ID
	Households   int     // of the grid, the part or the cells
	Limit        int     // of the band, that they are over or under
	SquareMetres float64 // of the part, or of the land on the wrong side
	Metres       float64 // how wide a sliver is

	// Fix is a batch that mends the problem, found to apply and to leave no new part loose; none
	// where a person must decide. After is what it makes of the grids that it changes.
	Fix   []Operation
	After After
}

// MarshalJSON writes words in snake case, and null for a fix that there is none of.
func (p Problem) MarshalJSON() ([]byte, error) {
	type fix struct {
		Operations []Operation `json:"operations"`
		After      After       `json:"after"`
	}
	var mends *fix
	if len(p.Fix) > 0 {
		mends = &fix{p.Fix, p.After}
	}
	return json.Marshal(struct {
		Kind         ProblemKind `json:"kind"`
		Severity     Severity    `json:"severity"`
		At           position    `json:"at"`
		Grids        []GridID    `json:"grids"`
		Cells        []CellID    `json:"cells"`
		Estate       int64       `json:"estate,omitempty"`
		Building     int64       `json:"building,omitempty"`
		Households   int         `json:"households"`
		Limit        int         `json:"limit,omitempty"`
		SquareMetres float64     `json:"square_metres,omitempty"`
		Metres       float64     `json:"metres,omitempty"`
		Fix          *fix        `json:"fix"`
	}{
		p.Kind, p.Severity, position(p.At), orEmpty(p.Grids), orEmpty(p.Cells), p.Estate, p.Building,
		p.Households, p.Limit, p.SquareMetres, p.Metres, mends,
	})
}
