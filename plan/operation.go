package plan

import "gewu/geo"

// A Kind is what an operation does.
type Kind string

// The kinds of operations, with the members of an Operation that each reads.
const (
	AssignCells      Kind = "assign_cells"      // Cells to Grid; Grid NoGrid and New: to a new grid; NoGrid alone: to none
	AssignUnassigned Kind = "assign_unassigned" // each unassigned cell (of Cells, if any) to the neighbour with the longest border
	MergeGrids       Kind = "merge_grids"       // Grids into Grid, which is one of them
	SplitByLine      Kind = "split_by_line"     // Grid by Line: what is left of it stays, the rest becomes a new grid, one for each part
	SplitInto        Kind = "split_into"        // Grid in Parts grids of households as even as can be; Seed
	RedrawBorder     Kind = "redraw_border"     // the border of Grid, between where Line leaves and meets it again, becomes Line
	MoveNode         Kind = "move_node"         // Node to To
	MoveVertex       Kind = "move_vertex"       // the vertex At of Arc to To; one that is none yet is made
	FollowRoad       Kind = "follow_road"       // as redraw_border, along roads from At to To; Line: points on the way, if any
	CarveBuilding    Kind = "carve_building"    // Building with its cell, or what of its cell is nearest to it, to Grid
	HealSliver       Kind = "heal_sliver"       // Cells, each joined to the neighbour with the longest border
	LockGrids        Kind = "lock_grids"        // Grids; none: all
	UnlockGrids      Kind = "unlock_grids"      // Grids; none: all
	RenameGrid       Kind = "rename_grid"       // Grid to Name, and to Code unless that is empty
	SetKind          Kind = "set_kind"          // Grid to GridKind, with Reason
	Exempt           Kind = "exempt"            // Grid from the band, with Reason; empty: no longer
)

// An Operation is one change that a planner makes. Members that its kind does not read are zero.
// It has a JSON form, points being [lon, lat] in degrees, and is what a plan's log holds.
type Operation struct {
	Kind     Kind
	Cells    []CellID
	Grid     GridID
	Grids    []GridID
	New      bool
	Parts    int
	Seed     uint64
	Node     NodeID
	Arc      ArcID
	At, To   geo.Point
	Line     []geo.Point
	Building int64
	Name     string
	Code     string
	GridKind GridKind
	Reason   string

	// CutBuildings lets the operation cut footprints; without it, a line gives way around them,
	// so that a building and its land stay whole.
	CutBuildings bool
}

// A Change is what an operation did.
type Change struct {
	Patch Patch
	Cells []CellID // made, cut, or in another grid, in order
	Arcs  []ArcID  // made, moved or gone
	Grids []GridID // made, ended, renamed, locked, or with another tally
	Notes []Note   // what the planner should know
	Loose []Loose  // parts that the operation cut off
}

// A Note tells of something that an operation did beside what it was asked for.
type Note struct {
	Kind         NoteKind
	At           geo.Point
	Grid         GridID  // that ended, or that has the land
	Building     int64   // whose footprint was cut
	Metres       float64 // how far a point was moved
	SquareMetres float64
}

// A NoteKind says what a note is about.
type NoteKind string

// The kinds of notes.
const (
	BuildingCut NoteKind = "building_cut" // a footprint now lies in two grids
	Snapped     NoteKind = "snapped"      // a point was moved to a node or a border beside it
	GaveWay     NoteKind = "gave_way"     // the line goes around a footprint
	Renamed     NoteKind = "renamed"      // a grid ended, and its name with it
	Healed      NoteKind = "healed"       // what the line cut off was too little to be meant, and is with the longest border
)

// A Loose part is what hangs together with the rest of its grid no longer.
type Loose struct {
	Grid       GridID
	Cells      []CellID
	Households int
	At         geo.Point
	Offers     []Offer
}

// An Offer is one way to mend a loose part, with what it would make of the grids concerned.
type Offer struct {
	Kind       OfferKind
	Operations []Operation
	After      After
}

// An OfferKind says how an offer mends.
type OfferKind string

// The kinds of offers.
const (
	TakeRest OfferKind = "take_rest" // the loose part goes where the operation gave what lay between
	GiveBack OfferKind = "give_back" // what cut it off goes back, or the part itself where it came from
	Swap     OfferKind = "swap"      // the loose part goes, and the other grid gives cells of as many households
)

// A Refusal is why an operation was not made, and where. Nothing has changed.
type Refusal struct {
	Kind   RefusalKind
	Member string // of the operation, by its name in JSON, when one is wrong
	Grid   GridID
	Cell   CellID
	At     geo.Point // the zero Point: nowhere in particular
	Where  bool      // At says where
	Other  geo.Point // where the line would have to be, or what is in the way
}

// A RefusalKind is a reason; each has its words in English in Error and in both languages on screen.
type RefusalKind string

// The reasons of refusals.
const (
	UnknownKind     RefusalKind = "unknown_kind"
	UnknownCell     RefusalKind = "unknown_cell"
	UnknownGrid     RefusalKind = "unknown_grid"
	UnknownArc      RefusalKind = "unknown_arc"
	UnknownNode     RefusalKind = "unknown_node"
	UnknownBuilding RefusalKind = "unknown_building"
	GridLocked      RefusalKind = "grid_locked"
	NothingToDo     RefusalKind = "nothing_to_do"
	MissingMember   RefusalKind = "missing_member"
	NotAllowed      RefusalKind = "member_not_allowed"
	BadMember       RefusalKind = "bad_member" // it is there, but not what it should be
	LineMisses      RefusalKind = "line_misses"
	LineTouches     RefusalKind = "line_touches_only"  // it passes the grid by, and has a point of its border
	LineAlong       RefusalKind = "line_along_border"  // and goes nowhere else
	LineMeetsOnce   RefusalKind = "line_meets_once"    // a new border leads from one place of the old to another
	LinePartsNone   RefusalKind = "line_parts_nothing" // it cuts into the grid, and what it cuts still hangs together
	LineTooShort    RefusalKind = "line_too_short"     // all of it is snapped to one point
	LineCrossesSelf RefusalKind = "line_crosses_itself"
	LineWouldCross  RefusalKind = "line_would_cross_itself" // led around footprints, or snapped to borders
	LineStartsIn    RefusalKind = "line_starts_inside"      // or ends there
	CrossesBorder   RefusalKind = "crosses_border"          // a border made or moved would cross or touch another
	OuterBorder     RefusalKind = "outer_border"            // the border of the community is not the plan's to move
	NoWay           RefusalKind = "no_way"                  // no road leads there
	BuildingInWay   RefusalKind = "building_in_way"
	TooLittle       RefusalKind = "too_little" // of land or households to be split so
	NoNeighbour     RefusalKind = "no_neighbour"
	ReasonMissing   RefusalKind = "reason_missing"
	CodeTaken       RefusalKind = "code_taken"
	BadText         RefusalKind = "bad_text"
	NotOnEarth      RefusalKind = "not_on_earth"
)

// Error says it in English.
func (r *Refusal) Error() string {
	s := string(r.Kind)
	if r.Member != "" {
		s += " " + r.Member
	}
	if r.Where {
		s += " at " + r.At.String()
	}
	return s
}
