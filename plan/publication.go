package plan

import (
	"errors"
	"fmt"
	"time"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// What a publication is refused for beside [ErrPlanBehind] and what checks find.
var (
	ErrSameDivision = errors.New("nothing differs from the edition in force")
	ErrTooEarly     = errors.New("the edition would take force before the one that it follows")
	ErrFirstEdition = errors.New("the edition is the first of its community")
	ErrTwice        = errors.New("two of the editions are of one community")
	ErrOtherParent  = errors.New("the communities are parts of different areas, whose border is not theirs to move")
)

// A Publication is how a plan is to be published.
type Publication struct {
	From  time.Time // the day from which the edition is in force; zero: today
	Title string
	Note  string

	// DryRun checks all and tells what would come of it, and changes nothing.
	DryRun bool
}

// An Edition is one published division of a community.
type Edition struct {
	ID          int64
	Community   geo.AreaID
	Number      int
	From        time.Time // the day it took force
	PublishedAt time.Time
	PublishedBy string        // what the publisher signed in with, or was called; "": it was imported
	PublishedAs PublisherKind // "": it was imported, or that is not known
	PublisherID int64         // the person or token; 0: neither
	Publisher   string        // the full name of the person; "": none is known
	Plan        int64         // 0: it came from no plan
	Title, Note string
	Grids       int
}

// A PublisherKind says as what somebody published an edition: people, programs and accounts on the
// server's machine may be called alike.
type PublisherKind string

// The kinds of publishers.
const (
	AsPerson  PublisherKind = "person"  // signed in
	AsToken   PublisherKind = "token"   // a program with a token
	AsConsole PublisherKind = "console" // an account on the server's own machine
	AsService PublisherKind = "service" // the service by itself
)

// An EditionDetail is an edition with what it made of the one before.
type EditionDetail struct {
	Edition
	Lineage []Lineage
	Moved   []MovedBuilding

	// Communities is which community has land of which, where the community's border moved with it.
	Communities []Lineage
}

// An EditionChange is what an edition made of the one before, whatever it came from.
type EditionChange struct {
	Edition       Edition
	Before, After []DividedGrid
	Lineage       []Lineage
	Moved         []MovedBuilding
	Shifted       []orb.MultiPolygon // land that another grid has now, in degrees
}

// A DividedGrid is a grid of an edition with its land in degrees.
type DividedGrid struct {
	AreaRef
	Kind   GridKind
	Exempt string // why the band does not bind it; "": it does
	Land   orb.MultiPolygon
}

// A LineageKind says what became of a grid.
type LineageKind string

// The kinds of lineage.
const (
	Kept     LineageKind = "kept"     // its land is the same, whatever it is called
	Reshaped LineageKind = "reshaped" // it goes on with other land
	Divided  LineageKind = "split"    // a new grid has a part of it
	Merged   LineageKind = "merged"   // it ended, and lies in this one
	Begun    LineageKind = "new"      // the land was in no grid
	Ended    LineageKind = "ended"    // the land is in no grid
)

// A Lineage is the land that one grid of an edition has of one of the edition before.
type Lineage struct {
	Kind         LineageKind
	Old, New     AreaRef // without ID: the land was, or is, in no grid
	Households   int
	Buildings    int
	SquareMetres float64
}

// An AreaRef names an area.
type AreaRef struct {
	ID   geo.AreaID
	Code string
	Name string
}

// A MovedBuilding is one whose grid is another now.
type MovedBuilding struct {
	Building   int64
	Name       string
	Address    string
	Households int
	From, To   AreaRef

	FromCommunity, ToCommunity AreaRef // of From and To
}

// A Vacancy is a post of a grid that nobody holds when the edition takes force.
type Vacancy struct {
	Area AreaRef
	Post int64
}

// Published is what came of a publication.
type Published struct {
	Editions  []Edition
	Lineage   []Lineage
	Moved     []MovedBuilding
	Vacancies []Vacancy
	Warnings  []string // what a person should look at

	// Communities is which community has land of which, when the border between them moved.
	Communities []Lineage
	Version     int64 // of the data
}

// A FlawKind says what is wrong with a division that is to be published.
type FlawKind string

// The kinds of flaws, found in the plan and by the database independently.
const (
	FlawUnassigned FlawKind = "unassigned" // land with households in no grid
	FlawLoose      FlawKind = "detached_part"
	FlawEmpty      FlawKind = "empty" // a grid without land
	FlawOverlap    FlawKind = "overlap"
	FlawGap        FlawKind = "hole"
	FlawOutside    FlawKind = "outside" // land outside of the community
	FlawBuilding   FlawKind = "building_without_grid"
	FlawCode       FlawKind = "code_taken"
)

// A Flaw is a reason not to publish a division.
type Flaw struct {
	Kind         FlawKind
	Grids        []string // codes or names of those concerned
	At           geo.Point
	SquareMetres float64
	Count        int // of buildings
}

// ChecksFailed is the error of a publication that checks stopped.
type ChecksFailed struct{ Flaws []Flaw }

// Error names the first flaw.
func (e *ChecksFailed) Error() string {
	if len(e.Flaws) == 0 {
		return "the checks stopped the publication"
	}
	f := e.Flaws[0]
	return fmt.Sprintf("the checks stopped the publication: %s at %s, and %d more", f.Kind, f.At, len(e.Flaws)-1)
}

// A Merger is some communities that become one.
type Merger struct {
	Code, Name string // of the community that comes of it: one of From, which goes on, or a new one
	From       []string
}

// BorderMoved is the error of a restoration of editions of communities whose border has moved since:
// those of the communities on its other side have to be restored with them.
type BorderMoved struct {
	With []int64 // editions that are missing, the last of their communities before the border moved
}

// Error names the editions.
func (e *BorderMoved) Error() string {
	return fmt.Sprintf("the border of the community has moved since; editions %d go with it", e.With)
}
