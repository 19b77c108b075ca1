package plan

import (
	"errors"
	"fmt"
	"time"

	"gewu/geo"
)

// A State is how far a plan has come.
type State string

// The states of a plan. Only a draft and a returned one can be changed.
const (
	StateDraft     State = "draft"
	StateProposed  State = "proposed"
	StateReturned  State = "returned"
	StatePublished State = "published"
	StateDropped   State = "dropped"
)

// Open reports whether a plan in the state can be changed.
func (s State) Open() bool { return s == StateDraft || s == StateReturned }

// An Origin is what a plan began from.
type Origin string

// The origins of plans.
const (
	FromEdition Origin = "edition" // the edition in force
	FromEmpty   Origin = "empty"   // every cell without a grid
	FromFile    Origin = "file"    // boundaries that somebody sent
	FromPlan    Origin = "plan"    // a copy of another plan as it stood
)

// A Start says how a plan begins.
type Start struct {
	Communities []geo.AreaID // one, or some that lie side by side
	Title       string
	Note        string
	From        Origin
	CopyOf      int64      // of FromPlan: the plan
	Boundaries  []Imported // of FromFile
}

// An Imported is the boundary of a grid in a file.
type Imported struct {
	Code string // "": none
	Name string
	Area geo.Area // its ID is not looked at
}

// A Record is what is kept of a plan beside its division.
type Record struct {
	ID          int64
	Title       string
	Note        string
	State       State
	Revision    int64 // how many rows its log has
	Communities []geo.AreaID
	AuthorID    int64 // 0: no person
	Author      string
	// AuthorFullName is what the author is called today; "": that is not known. It is for those alone who
	// may see who works on the plan.
	AuthorFullName string
	CreatedAt      time.Time
	ChangedAt      time.Time
	From           Origin
	CopyOf         int64     // 0: no copy
	Base           []Edition // that it began from, one for each community that has one
	Stale          bool      // one of its communities has a newer edition than Base
	Editions       []int64   // that it was published as
}

// An Amendment changes a record; nil leaves as it is.
type Amendment struct {
	Title *string
	Note  *string
	State *State // not StatePublished
}

// A Filter says which plans are asked for.
type Filter struct {
	Community geo.AreaID // 0: of all
	State     State      // "": in any
}

// A LogKind is what a row of a log is.
type LogKind string

// The kinds of rows.
const (
	LogOperations LogKind = "operations"
	LogUndo       LogKind = "undo"
	LogRedo       LogKind = "redo"
	LogRebase     LogKind = "rebase" // the plan begins anew from newer editions; what could be made again follows
)

// A LogRow is one row of a plan's log, which is the truth about the plan.
type LogRow struct {
	Revision   int64 // of the plan with it; the first row is 1
	Kind       LogKind
	Operations []Operation // none for undo and redo
	PersonID   int64       // 0: no person
	By         string
	ByFullName string // as in Record
	At         time.Time
	TakenBack  bool // by an undo that holds
	Touched    Touched
	Records    []GridID // of Touched.Grids: those that differ in more than their tally
}

// Touched names what differs between two plans, or what an operation turns on.
type Touched struct {
	Nodes []NodeID
	Arcs  []ArcID
	Cells []CellID // with another outline, other buildings, or in another grid
	Grids []GridID // with another record or tally
}

// An Operated is what became of a plan by a row of its log.
type Operated struct {
	Revision int64
	Plan     *Plan
	Before   *Plan // as the caller knew it: at the revision that the caller named
	Change   Change
	Touched  Touched // what differs between Before and Plan
	Rebased  bool    // there were rows in between, and the operations were applied after them
	Steps    Steps   // at Revision
}

// Steps says which steps a plan can take in its log.
type Steps struct {
	Undo bool // there is a row to be taken back
	Redo bool // there is a row that was taken back, to be made again
}

// A Rebased plan is one that was begun anew from the newest editions of its communities.
type Rebased struct {
	Revision  int64
	Plan      *Plan
	Applied   int // rows of the log that were made again
	Already   int // rows whose outcome the newer editions have
	Conflicts []Conflict
	Notes     []Note // what of the editions the new fabric has not as it was
}

// A Conflict is a row of the log that could not be made again when the plan was rebased. The row
// stays in the log.
type Conflict struct {
	Revision   int64 // of the row
	Operations []Operation
	PersonID   int64 // who made it, as in LogRow
	By         string
	ByFullName string
	Refusal    *Refusal
}

// A StalePlan is the error of operations that were sent for a plan that is another by now, and that
// cannot be applied to that one.
type StalePlan struct {
	Revision int64    // the plan's
	Since    []LogRow // after the revision that the caller named
	Refusal  *Refusal // why they cannot be applied after those; nil: they turn on the same things
}

// Error says it in English.
func (s *StalePlan) Error() string { return fmt.Sprintf("the plan is at revision %d", s.Revision) }

// What the store refuses.
var (
	ErrNoPlan     = errors.New("no such plan")
	ErrNoEdition  = errors.New("no such edition")
	ErrClosed     = errors.New("the plan is proposed, published or dropped")
	ErrTurn       = errors.New("a plan in this state cannot be put into that one")
	ErrNoUndo     = errors.New("there is nothing to take back")
	ErrNoRedo     = errors.New("there is nothing to do again")
	ErrPlanBehind = errors.New("a community has a newer edition than the plan began from")
	ErrNoFabric   = errors.New("the community has no land that could be divided")
	ErrNotBeside  = errors.New("the communities do not lie side by side")
	ErrOtherLand  = errors.New("the plans are not of the same communities")
)
