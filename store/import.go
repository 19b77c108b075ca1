package store

import (
	"errors"
	"fmt"
	"time"

	"gewu/access"
	"gewu/district"
)

// Errors of an import that a caller may want to tell apart.
var (
	// ErrRejects is wrapped when a file is refused whole because it has more rejects than allowed.
	ErrRejects = errors.New("the file is refused, nothing was changed")
	// ErrImport is wrapped when the import itself is asked for in a way that makes no sense, for
	// example with a level or a community that does not exist.
	ErrImport = errors.New("the import makes no sense")
)

// A Reject is a record that is refused while the others are taken.
type Reject = district.Reject

// An Import says how records come into the database. One import is one transaction: it succeeds
// as a whole, or nothing has changed.
type Import struct {
	// Actor is who imports, and Operation what the audit trail calls it. nil, "": the service by
	// itself, "import" and the noun.
	Actor     *access.Actor
	Operation string
	// Source names where the records come from, usually the file. A record is known again by
	// source and ID; one without an ID is known by its row.
	Source string
	// SRID is the coordinate system of geometries as EPSG counts them. 0 stands for 4490.
	SRID int
	// Repair mends invalid geometries that are rejected otherwise.
	Repair bool
	// MaxRejects is how many rejects the file may have before it is refused whole.
	MaxRejects int
	// Replace removes what the source brought before and does not have any more.
	Replace bool
	// OnReject is called for every reject, in no particular order; may be nil. Its error ends
	// the import.
	OnReject func(Reject) error
	// OnProgress is called now and then with the number of records read; may be nil.
	OnProgress func(staged int64)

	// From is the date on which areas take force, or for holders the day of the import; zero:
	// today in the district's time zone.
	From time.Time
	// Title is given to the editions that are made.
	Title string
	// Level is the key of the areas' level, or its role; Profile may be left out where the
	// community or the level tells it.
	Level, Profile string
	// Community and Parent are codes of the area that is the parent of areas without a parent of
	// their own. Community is one of a community.
	Community, Parent string

	// Pieces takes areas with the same code for pieces of one, with the name, parent and
	// attributes of the first. Otherwise all but the first are rejected.
	Pieces bool

	// Codes is the table whose codes the kinds of issues are; zero: kinds are the source's own
	// words. The table must be there before the issues.
	Codes CodeTable
	// FixCRS is the coordinate system in which positions of issues were reported: one of geo's
	// names or EPSG:n. "": cgcs2000.
	FixCRS string
}

// A Report says what an import did. When it was refused, the counts say what it would have done
// as far as it came.
type Report struct {
	Read      int64 // records, rejects included
	Added     int64
	Changed   int64
	Unchanged int64
	Removed   int64
	Rejected  int64
	Repaired  int64         // geometries mended
	Repairs   []Repair      // those that moved more than 1 m², the first MaxRepairs of them
	Editions  []EditionMade // areas only
	Warnings  []Warning
	Version   int64 // of the data afterwards
}

// MaxRepairs is how many repairs a Report lists.
const MaxRepairs = 1000

// A Repair is a geometry that was invalid and mended.
type Repair struct {
	Row         int64
	ID          string
	Reason      string  // what was wrong, and where
	MovedMetres float64 // square metres by which the area grew or shrank
}

// An EditionMade is an edition that an import published.
type EditionMade struct {
	ID        int64
	ScopeCode string // code of the area whose land it divides; "": the whole district
	Number    int
	From      time.Time
	Areas     int // in the edition, those carried over included
}

// A Warning is something about accepted records that a person should look at.
type Warning struct {
	Kind    WarningKind
	Count   int64
	Largest float64 // square metres, where it is about land
	Example string  // the worst or the first of them
}

// A WarningKind says what a warning is about.
type WarningKind string

// The kinds of warnings.
const (
	Overlap       WarningKind = "overlap"        // areas of a level share more than 1 m²
	OutsideParent WarningKind = "outside parent" // an area has more than 1 m² outside its community
	LaterEdition  WarningKind = "later edition"  // an edition with a later date stays as it is
	ForeignCode   WarningKind = "foreign code"   // a division code does not begin with its parent's
	NoGrid        WarningKind = "no grid"        // issues lie in no grid in force at their time
)

// String says the warning in words.
func (w Warning) String() string {
	switch w.Kind {
	case Overlap:
		return fmt.Sprintf("%d pairs of areas overlap, at most by %.0f m² (%s)", w.Count, w.Largest, w.Example)
	case OutsideParent:
		return fmt.Sprintf("%d areas reach out of the one they are part of, at most by %.0f m² (%s)", w.Count, w.Largest, w.Example)
	case LaterEdition:
		return fmt.Sprintf("%d editions with a later date stay as they are (%s)", w.Count, w.Example)
	case ForeignCode:
		return fmt.Sprintf("%d areas have a code that does not begin with that of their parent (%s)", w.Count, w.Example)
	case NoGrid:
		return fmt.Sprintf("%d issues lie in no grid in force at their time (%s)", w.Count, w.Example)
	}
	return string(w.Kind)
}
