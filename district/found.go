package district

import "gewu/geo"

// A FoundKind says what a search found.
type FoundKind string

// What can be found.
const (
	FoundCommunity FoundKind = "community"
	FoundGrid      FoundKind = "grid"
	FoundArea      FoundKind = "area" // of any other level
	FoundBuilding  FoundKind = "building"
	FoundFacility  FoundKind = "facility"
	FoundEstate    FoundKind = "estate"
)

// A Found is one answer to a search. ID is unique among the things of a kind.
type Found struct {
	Kind      FoundKind
	ID        int64
	Code      string // "": it has none
	Name      string
	Detail    string // where it is, in words: an address or the names of the areas above
	At        geo.Point
	Bound     *geo.Box // nil: a point
	Community *Place   // the community it is in, or is; nil: none
}
