package district

import (
	"time"

	"github.com/paulmach/orb"
)

// Records are what an import brings: nouns as a file states them, before the database has
// accepted them. Geometry is in the coordinate system that the import declares, longitude
// (or easting) first. A zero value of a field means that the file does not say.

// An Origin says where in a file a record came from. Row counts from 1 (for CSV the first
// row after the header); ID is the source's own identifier, by which a second import of the
// same source recognises the record.
type Origin struct {
	Row int64
	ID  string
}

// Attributes are the columns of a file that have no meaning to the product, kept as they came.
type Attributes map[string]any

// A Basis says how a count is known.
type Basis bool

// A count is given by a source, or estimated from something else.
const (
	Given     Basis = false
	Estimated Basis = true
)

// A Count is a number of households, residents or floors; N is nil when it is not known.
type Count struct {
	N     *int
	Basis Basis
}

// Known returns a given count of n.
func Known(n int) Count { return Count{N: &n} }

// An Area is one area of a level with its boundary, to become part of an edition.
type Area struct {
	Origin
	Code       string
	Name       string
	Parent     string // code of the parent; "": the import's own parent, or none
	Dedicated  bool   // 专属网格: the band does not bind it
	Boundary   orb.MultiPolygon
	Attributes Attributes
}

// A Building is a footprint or a point with counts. No person is ever recorded.
type Building struct {
	Origin
	Name       string
	Address    string
	Households Count
	Residents  Count
	Floors     Count
	Footprint  orb.MultiPolygon // nil: only a point is known
	Point      *orb.Point       // nil: an interior point of the footprint
	Attributes Attributes
}

// An Estate is a walled or named compound that should stay in one grid.
type Estate struct {
	Origin
	Name       string
	Class      string // closed, closable or open
	Ground     orb.MultiPolygon
	Attributes Attributes
}

// A Road is a way on which people move.
type Road struct {
	Origin
	Name       string
	Class      string // arterial, road, lane, path or rail
	Bridge     bool
	OneWay     bool
	Line       orb.MultiLineString
	Attributes Attributes
}

// A Water is a river, canal, stream, lake or sea: Surface or Line, the other nil.
type Water struct {
	Origin
	Name       string
	Class      string // river, canal, stream, lake or sea
	Surface    orb.MultiPolygon
	Line       orb.MultiLineString
	Attributes Attributes
}

// A Facility is a service point, with its ground where that is known.
type Facility struct {
	Origin
	Kind       string
	Name       string
	Address    string
	Ground     orb.MultiPolygon // nil: only a point is known
	Point      *orb.Point       // nil: an interior point of the ground
	Attributes Attributes
}

// An Issue is something reported at a place and a time.
type Issue struct {
	Origin
	Kind      string
	Title     string
	Address   string
	OpenedAt  time.Time
	DueAt     *time.Time
	ClosedAt  *time.Time
	Status    string // open, accepted, handling, checking, closed or void; "": closed when ClosedAt is known, else open
	Point     orb.Point
	Accuracy  *float64 // metres
	Duplicate bool     // it reports an incident that another issue reports too
	// DuplicateOf is the ID, in the same source, of that other issue; "": it is none, or of one that is not known.
	DuplicateOf string
	Attributes  Attributes
}

// A Visit is a call at a building by a member of staff. Whom it was paid to is never recorded.
type Visit struct {
	Origin
	Building string // its ID in its source
	From     string // the source of that ID; "": whichever has it
	Address  string // where Building is empty: the building's address, word for word
	At       time.Time
	Staff    string // ID or name of the member of staff; "": not stated
}

// A Duty is one member of staff in one post of one area, a row of a staff file. Area and
// Post may be empty: then only the member of staff is recorded.
type Duty struct {
	Origin           // ID names the member of staff
	Name      string // of the member of staff
	WorkPhone string
	Public    bool   // the phone may be shown to anyone
	Area      string // code of the area
	Post      string // key of the post, or its Chinese or English name
	Task      string
	From      time.Time  // date; zero: the day of the import
	Until     *time.Time // date, exclusive; nil: still
}

// A Code is one entry of a code table such as GB/T 47678.5.
type Code struct {
	Row        int64
	Code       string
	Name       Text
	Attributes Attributes
}
