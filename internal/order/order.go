// Package order prints a change order: how the division of a community changes from one edition to
// the next, as a PDF for the meeting that decides on it and for the file. Everything it prints comes
// as plain values, the font too; the same values give the same bytes.
package order

import (
	"time"

	"github.com/paulmach/orb"
)

// A Language is that in which an order is printed. Names are printed as they are.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// An Order is what is printed. Nothing of it names a resident.
type Order struct {
	Language  Language
	District  string    // its name
	Community Area      // or the first of several, with the others in its name
	Edition   int       // its number; 0: it is not published yet
	Draft     bool      // it may still change, as without a number: every page says so
	Title     string    // of the plan or the edition; "": none
	Note      string    // why; "": none
	Author    string    // who made the plan; "": not known
	From      time.Time // the day on which it takes force; zero: not decided
	Printed   time.Time // the day of the print
	Band      Band      // of ordinary grids; the zero Band: none

	Before, After []Outline          // the grids' land
	Moved         []orb.MultiPolygon // land that comes to another grid, to be hatched

	Grids     []Grid     // in the order of the table: those that are, then those that end
	Lineage   []Descent  // where each grid comes from
	Buildings []Building // that come to another grid
	Vacancies []Vacancy  // posts that nobody holds when it takes force
	Signing   []string   // who signs, each on a line; none: those that are usual
}

// An Area is named by its code and name.
type Area struct{ Code, Name string }

// A Band is how many households a grid should have, both inclusive.
type Band struct{ Min, Max int }

// An Outline is the land of one grid, in degrees of longitude and latitude. Label is what the map
// calls it, short, and At where that is written; zero: in the middle of the land.
type Outline struct {
	Label string
	At    orb.Point
	Land  orb.MultiPolygon
}

// A Grid is a line of the table. Of a grid that is new Was is nil, and of one that ends Is.
type Grid struct {
	Area
	Was, Is      *Count
	Gained, Lost int  // households that came and went with land that changed its grid
	Buildings    int  // that came or went
	Unbound      bool // no band binds it: it is dedicated or exempt
}

// A Count is how many households a grid has and how many staff that asks for: by the rule of one for
// so many households, and by that of one a grid.
type Count struct {
	Households   int
	ByHouseholds int
	ByGrid       int
}

// A Kind says what becomes of a grid.
type Kind string

// The kinds.
const (
	Kept     Kind = "kept"     // its land is the same
	Reshaped Kind = "reshaped" // it goes on with other land
	Split    Kind = "split"    // a new grid has a part of another
	Merged   Kind = "merged"   // it ended, and lies in another
	Begun    Kind = "new"      // its land was in no grid
	Ended    Kind = "ended"    // its land is in no grid any more
)

// A Descent is the land that a grid has of one before. Old is empty for Begun, and New for Ended.
type Descent struct {
	Kind       Kind
	Old, New   Area
	Households int
}

// A Building comes from one grid to another; either is empty for none. Name is its name or its
// address, or both.
type Building struct {
	Name       string
	From, To   Area
	Households int
}

// A Vacancy is a post of a grid that nobody holds.
type Vacancy struct {
	Area Area
	Post string
}
