// Package report puts an area on one page: what to do now, what is so, where, how surely, what nobody sees, and
// how that was made, as a PDF to print, to send and to file, and in the same words as JSON for a page. [Ask] asks
// the analyses, [Findings.In] says in a language what they tell, [PDF] prints it and [Findings.Told] is it in both
// languages; nothing is told here that they do not tell. The same question of the same data gives the same bytes.
package report

import (
	"time"

	"github.com/paulmach/orb"

	"gewu/geo"
)

// A Language is that of a page. Names stand as they are, but for grids that are only numbered: 第五网格 is Grid 5.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// A Report is what is printed, its words in one language. Whatever is not known is empty or nil, never 0.
type Report struct {
	Language Language
	Day      time.Time // of the division; zero: not known
	Area     string
	Above    []string // what the area lies in, the largest first
	Period   string
	Data     string // until when there are data

	Steps     []Step   // what to do, the most pressing first; none: nothing
	Idle      string   // what is said without steps
	Sentences []string // what is so, with how surely

	Unit      string // of rates
	Places    []Place
	Placed    string // what the places are, such as grids
	NoRates   string // why no place has a rate; "": some have
	Breaks    []float64
	Whole     *float64 // the rate of the whole area
	Regions   []Region // communities, where there are several
	Outline   orb.MultiPolygon
	Spots     []Spot
	SpotsOf   string // the period that hot spots are seen over
	NoSpots   string // why there are none: none was found, or none can be told
	Unseen    []Unseen
	UnseenNot []string // what of it was not found, and what cannot be told
	Made      []string // how the page was made, line by line
}

// A Step is something to do now.
type Step struct {
	Kind  string // the course of a hot spot, other_spots, above, or a kind of blind spot
	Spot  int    // the number of a hot spot; 0: it is about none, or several
	Words string
}

// A Place is a grid, or an area above the grids where there are too many.
type Place struct {
	ID                 geo.AreaID
	Name, Label        string // in a list; on the map, short
	At                 orb.Point
	Land               orb.MultiPolygon // none: it is not drawn
	Rate, Lower, Upper *float64         // nil: it has none
	Stands             Stand            // beside the whole
}

// A Stand says on which side of what chance explains a place is.
type Stand int

// The stands.
const (
	Within Stand = iota
	Above
	Below
)

// A Region is a community that places lie in.
type Region struct {
	Name string
	At   orb.Point
	Land orb.MultiPolygon
}

// A Spot is a hot spot as a line of the list and a number on the map.
type Spot struct {
	Number int
	At     orb.Point
	Name   string
	Course string // new, growing, persistent, cooling, ended; another: a short burst
	Word   string // of the course
	Much   string // how many, beside what was expected
	More   string // since when, how surely, who covers it
	Open   bool   // it goes on
}

// An Unseen is a kind of blind spot and how many there are.
type Unseen struct {
	Kind  string // of the list of the coverage; silent_grid: of the silence
	Count int
	Title string
}
