package analysis

import (
	"time"

	"github.com/paulmach/orb"

	"gewu/geo"
	"gewu/hotspot"
	"gewu/hotspot/reach"
)

// Evidence is all that is known of a district at one version of its data, as it is divided on one day.
// All periods are counted by that division alike. It is never changed once made, and safe for concurrent use.
type Evidence struct {
	Version      int64       // of the data
	Program      string      // the version of the program that answers
	Today        hotspot.Day // the day of the division
	Zone         string      // the district's time zone
	DataFrom     hotspot.Day // of the first issue; Today when there is none
	DataUntil    time.Time   // when the latest issue was opened; zero when there is none
	FirstEdition hotspot.Day // when the first division took force

	Plane   Plane
	Lattice hotspot.Lattice // squares of [Square] metres over the district

	Kinds  []Kind // by their number
	Issues Issues
	Pieces Pieces
	Cube   *hotspot.Cube // incidents by piece
	Again  *hotspot.Cube // further reports of incidents by piece

	Grounds   []Ground   // the grids in force
	Areas     []Area     // the district, streets, communities and sections; the district is the first, parents come before their children
	Borders   [][2]int32 // grounds that share a border
	Dwellings Dwellings

	Homes      []Home  // buildings
	Visits     []Visit // ascending by home and day
	Facilities []Facility
	Unassigned []Land // that the edition in force names as given to no grid

	Paths    *reach.Paths // what is walked on; nil: there are no roads
	PathsDay hotspot.Day  // when roads or water changed last

	index  index
	kept   *kept
	recent recent
}

// Square is the side of the squares that all others are made of, in metres.
const Square = 50

// A Kind is a kind of issue.
type Kind struct {
	Code      string // what the source calls it; "" is a kind too
	Name      Text
	Group     string // code of its large class; "": it has none
	GroupName Text
}

// Pieces are the pieces of land that incidents are counted by: what one grid has of one square of the
// lattice. Squares and grids are both made of them, so that a community's border squares hold nothing of
// its neighbours. Only pieces that have ever had an issue or a building need to be here.
type Pieces struct {
	Square     []int32   // of the lattice
	Ground     []int32   // of Grounds; −1: land that no grid has
	Households []float64 // in the buildings on it
}

// Len returns how many pieces there are.
func (p *Pieces) Len() int { return len(p.Square) }

// Dwellings say where the number of households comes from.
type Dwellings struct {
	Source    string  // such as buildings
	Estimated float64 // of all households, how many are estimated
}

// A Ground is a grid in force today.
type Ground struct {
	ID         geo.AreaID
	Code, Name string
	Parent     int32 // of Areas
	Community  int32 // of Areas; −1: none
	Street     int32 // of Areas, the area above the community; −1: none
	SquareKM   float64
	Middle     geo.Point // inside
	Boundary   orb.MultiPolygon
	Dedicated  bool  // for a market, an enterprise, a park: not for households
	Fewest     int32 // households that the band of its level asks for
	Most       int32 // and allows; 0: it has no band
	Posts      []Post
}

// A Post is a duty that a grid's people must fill.
type Post struct {
	Key     string
	Name    Text
	First   bool     // 第一责任人
	Holders []string // today; none: the post is vacant
}

// A Level is a rank of areas, as analyses have them.
type Level string

// Levels of areas and of what is counted.
const (
	LevelCell      Level = "cell"
	LevelGrid      Level = "grid"
	LevelSection   Level = "section" // between community and grid
	LevelCommunity Level = "community"
	LevelStreet    Level = "street" // above the community
	LevelDistrict  Level = "district"
)

// An Area is the district or a part of it above the grids.
type Area struct {
	ID         geo.AreaID
	Code, Name string
	Parent     int32 // of Areas; −1: the district itself
	Level      Level
	SquareKM   float64
	Middle     geo.Point
	Boundary   orb.MultiPolygon
}

// A Home is a building.
type Home struct {
	ID         int64
	Name       string // its name or address
	At         geo.Point
	Households int32 // −1: unknown
	Piece      int32
	Visited    hotspot.Day // last; −1: never
	Estimated  bool        // the households are
}

// A Visit is a call at a building.
type Visit struct {
	Home int32
	Day  hotspot.Day
}

// A Facility is a service point.
type Facility struct {
	ID         int64
	Kind, Name string
	At         geo.Point
	Ground     int32 // −1: on no grid's land
}

// A Land is a piece of a community's land.
type Land struct {
	Community    int32 // of Areas
	At           geo.Point
	SquareMetres float64
}

// TooVast is the refusal of a district that is too large to be laid out in squares as one.
func TooVast() *Refusal {
	return NotTestable("辖区过大（跨度超过约 300 公里），无法作为一个整体分析。", "the district is too vast to be analysed as one: more than about 300 km across.")
}
