package analysis

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// An Answer is what is told of a question, with how it was made.
type Answer struct {
	Provenance Record    `json:"provenance"`
	Summary    Summary   `json:"summary"`
	Legend     *Legend   `json:"legend"`
	Members    []string  `json:"-"` // of places, by the names of placeMembers, in their order; the rest has no value
	Places     []Place   `json:"places"`
	Spots      []Spot    `json:"spots"`
	Series     *Series   `json:"series"`
	Lists      []List    `json:"lists,omitempty"` // of coverage
	More       any       `json:"more,omitempty"`  // what only this question has: a struct with tags
	Features   []Feature `json:"-"`               // beside the places, for GeoJSON

	study *Study
}

// A Record says how an answer was made: from it the same call gives the same answer.
type Record struct {
	What           What           `json:"what"`
	Area           AreaName       `json:"area"`
	From           string         `json:"from"`
	Until          string         `json:"until"` // the first day that is not counted
	Days           int            `json:"days"`
	Kinds          []KindName     `json:"kinds"` // none: all
	Level          Level          `json:"level"`
	CellM          *int           `json:"cell_m"`
	Incidents      int            `json:"incidents"`
	Reports        int            `json:"reports"`
	DataFrom       *string        `json:"data_from"`
	DataUntil      *string        `json:"data_until"`
	DatasetVersion int64          `json:"dataset_version"`
	Division       string         `json:"division"` // the day of the division that was counted by
	TimeZone       string         `json:"time_zone"`
	Households     HouseholdsFrom `json:"households"`
	Program        string         `json:"program"`
	Seed           uint64         `json:"seed"`
	Weights        *string        `json:"weights"`
	Q              *Figure        `json:"q"`
	BandwidthM     *Figure        `json:"bandwidth_m"`
	Tested         *int           `json:"tested"`
	Untested       map[string]int `json:"untested"` // how many places were not tested, by why
	Dispersion     *Figure        `json:"dispersion"`
	Settings       map[string]any `json:"settings"` // further ones of this question
	Query          string         `json:"query"`
	Notes          []Note         `json:"notes"`
}

// A Feature is a shape that is no place, such as the outline of a reach.
type Feature struct {
	Shape      orb.Geometry
	Properties map[string]any
}

// An AreaName names an area or a grid.
type AreaName struct {
	ID   geo.AreaID `json:"id"`
	Code string     `json:"code"`
	Name Text       `json:"name"`
}

// A KindName names a kind of issue, or a group of kinds.
type KindName struct {
	Code string `json:"code"`
	Name Text   `json:"name"`
}

// A HouseholdsFrom says how many households there are and how that is known.
type HouseholdsFrom struct {
	Total     Figure `json:"total"`
	Estimated Figure `json:"estimated"`
	Source    string `json:"source"`
	Day       string `json:"day"`
}

// A Note is what must be said with an answer, so that it is not taken for more than it is.
type Note struct {
	Kind  string `json:"kind"`
	Words Text   `json:"words"`
}

// A Summary is what is read first.
type Summary struct {
	Words   Text          `json:"words"`
	Figures []NamedFigure `json:"figures"`
}

// A NamedFigure is a figure of the whole area.
type NamedFigure struct {
	Name  string `json:"name"`
	Value Figure `json:"value"`
	Lower Figure `json:"lower"`
	Upper Figure `json:"upper"`
	Unit  string `json:"unit"`
	Words Text   `json:"words"` // the unit
}

// A Legend says what colours stand for.
type Legend struct {
	Unit    Text      `json:"unit"`
	Breaks  []Figure  `json:"breaks"`  // ascending; none: there are classes
	Classes []ClassOf `json:"classes"` // from the highest
}

// A ClassOf is a class of places, and how many it has.
type ClassOf struct {
	Class  string `json:"class"`
	Words  Text   `json:"words"`
	Places int    `json:"places"`
}

// A Series is counts by month of the whole area.
type Series struct {
	Months []string      `json:"months"` // their first days
	Total  []int         `json:"total"`
	Groups []GroupCounts `json:"groups"`
}

// A GroupCounts is a large class of kinds by month.
type GroupCounts struct {
	Code   string `json:"code"`
	Name   Text   `json:"name"`
	Counts []int  `json:"counts"`
}

// A List is things that can be gone through one by one, such as vacant posts.
type List struct {
	Kind       string `json:"kind"`
	Title      Text   `json:"title"`
	Count      int    `json:"count"`
	Households Figure `json:"households"`
	Words      *Text  `json:"words"`
	Items      []Item `json:"items"`
	More       bool   `json:"more"` // there are further ones
}

// An Item is a thing of a list.
type Item struct {
	ID           *int64    `json:"id"`
	Name         Text      `json:"name"`
	At           *Position `json:"at"`
	Grid         *AreaName `json:"grid"`
	Community    *AreaName `json:"community"`
	Households   Figure    `json:"households"`
	SquareMetres Figure    `json:"square_metres"`
	Days         Figure    `json:"days"`
	Minutes      Figure    `json:"minutes"` // to the nearest service on foot
	Service      *NearBy   `json:"service"` // the nearest
	Post         *Text     `json:"post"`
}
