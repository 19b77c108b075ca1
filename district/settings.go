package district

import (
	"gewu/access"
	"gewu/geo"
)

// Settings are what is true of the district as a whole.
type Settings struct {
	Name        Text
	TimeZone    string // IANA name, in which days begin and times are shown
	Attribution string // whom the map must name
	BaseMap     *BaseMap
	Visibility  access.Visibility // what visitors see; "": nothing, and where settings are changed: as before
}

// A BaseMap is a raster map drawn under the district's own, if there is one.
type BaseMap struct {
	URL         string `json:"url"` // with {z}, {x} and {y}
	Attribution string `json:"attribution"`
}

// A Summary counts what a district holds.
type Summary struct {
	Communities int
	Grids       int
	Buildings   int
	Issues      int
	Households  int
	Bound       *geo.Box // of everything with a place; nil: there is nothing
}
