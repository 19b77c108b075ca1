package analysis

import (
	"github.com/paulmach/orb"

	"gewu/geo"
)

// A Place is a grid, an area or a square with its figures.
type Place struct {
	ID         geo.AreaID // 0: it is a square
	Square     *SquareOf
	Code       string
	Name       Text
	At         geo.Point
	Community  Text // that it lies in; the zero value for communities and what is above them
	Count      int
	Reports    int
	Households Figure
	SquareKM   Figure
	PerKM2     Figure
	Rate       Figure // incidents per 1,000 households a month
	Lower      Figure // exact limits of the rate
	Upper      Figure
	Smoothed   Figure // the rate drawn to the mean of all as far as chance explains: for reading
	Rank       Rank
	Expected   Figure
	Z, P       Figure
	Adjusted   Figure
	Class      string
	Why        string // it has no figure; "": it has
	Robust     Figure // in what share of 75 layings of the lattice it is hot
	Pattern    string
	Cold       bool // it is the cold steps that make the pattern
	Steps      []int
	Before     Figure
	Ratio      Figure
	RatioLower Figure
	RatioUpper Figure

	Within, Without, Share Figure // households: of reach
	Nearest                Figure // minutes to the nearest facility
	Access                 Figure // E2SFCA
	Load, Staff            Figure // of balance
	Days                   Figure // since the last visit

	Shape orb.Geometry // for GeoJSON; nil: the unit's own

	unit int32 // of the study
}

// A SquareOf is a square of the lattice of a size: its number is row·cols + col.
type SquareOf struct {
	Size     int
	Col, Row int
}

// A Rank is a place in an order with what chance leaves open: the place is between First and Last.
type Rank struct{ At, First, Last int }

// A Spot is places that lie together, as one thing to go to.
type Spot struct {
	Number     int        `json:"number"`
	Name       Text       `json:"name"`
	At         Position   `json:"at"`
	Bounds     [4]Degrees `json:"bounds"`
	Places     []int      `json:"places"` // of the answer's places
	Class      string     `json:"class"`
	Pattern    string     `json:"pattern"`
	Since      *string    `json:"since"`
	Until      *string    `json:"until"`
	Count      int        `json:"count"`
	Expected   Figure     `json:"expected"`
	Before     Figure     `json:"before"`
	Ratio      Figure     `json:"ratio"`
	RatioLower Figure     `json:"ratio_lower"`
	RatioUpper Figure     `json:"ratio_upper"`
	P          Figure     `json:"p"`
	Robust     Figure     `json:"robust"`
	Firm       *bool      `json:"firm"`
	Held       *bool      `json:"held"`      // of score: it was a hot spot again
	LastYear   *LastYear  `json:"last_year"` // of change and ended with seasonal
	Kinds      []KindPart `json:"kinds"`
	Grids      []AreaName `json:"grids"`
	Holders    []Holder   `json:"holders"`
	Series     []int      `json:"series"`
	Words      Text       `json:"words"`
	Issues     string     `json:"issues"` // the call that lists them
}

// A KindPart is a kind of issue and how many incidents are of it.
type KindPart struct {
	Code  string `json:"code"`
	Name  Text   `json:"name"`
	Count int    `json:"count"`
}

// A Holder is a duty of a grid and who has it.
type Holder struct {
	Grid AreaName `json:"grid"`
	Duty Text     `json:"duty"`
	Name *string  `json:"name"` // null: the post is vacant
}
