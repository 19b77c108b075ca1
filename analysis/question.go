package analysis

import (
	"gewu/geo"
	"gewu/hotspot"
)

// A What names what is asked.
type What string

// What can be asked. Each is a call of the interface, and what it answers is in [methods].
const (
	Load     What = "load"     // where is the work?
	Rate     What = "rate"     // where is it more than elsewhere, by household?
	Hot      What = "hot"      // which of that is more than chance?
	Change   What = "change"   // is it new, growing, lasting?
	Ended    What = "ended"    // what is over?
	Compare  What = "compare"  // is it more than before?
	Clusters What = "clusters" // where do incidents lie close together?
	Scan     What = "scan"     // is there an excess, and where is it surest?
	Silence  What = "silence"  // where should something have been reported?
	Reach    What = "reach"    // who is within ten minutes?
	Balance  What = "balance"  // is the work fair?
	Coverage What = "coverage" // what does nobody see?
	Score    What = "score"    // did last month's hot spots last?
	Listed   What = "issues"   // which issues are behind a figure? See [Evidence.ListIssues]
)

// A Format is how an answer is written.
type Format string

// Formats.
const (
	JSON       Format = "json"
	GeoJSON    Format = "geojson"
	CSV        Format = "csv"
	Provenance Format = "provenance" // how the answer was made, as JSON
)

// A Question is what is asked of the evidence. [Parse] makes one; what it leaves at its zero value [Ask]
// settles by the evidence.
type Question struct {
	What        What
	Area        geo.AreaID // 0: the district
	From, Until hotspot.Day
	Kinds       []string // codes of kinds or of their groups, ascending; none: all
	Level       Level    // "": as the evidence suffices for
	Cell        int      // metres, at LevelCell; 0: the usual size

	Q          float64 // false discovery rate
	Seed       uint64
	Counts     bool       // raw counts are tested, though they only show where people live
	Robust     bool       // of hot: squares are laid otherwise, too
	Against    Against    // of compare
	Bandwidth  float64    // of the heat map, metres: standard deviation
	Minutes    float64    // of reach
	Speed      float64    // on foot, km an hour
	Facility   string     // kind of facility; "": any
	Metres     float64    // of clusters: how near incidents of one lie
	Least      int        // of clusters: how many make one
	Within     int        // of clusters: days apart; 0: any
	Step       int        // of change and scan: days in a step
	Seasonal   bool       // of change and ended: spots are held against the same days of the year before
	Replicates int        // of scan
	List       string     // of coverage: the list that is turned over
	After      int        // the number of its items that are passed over
	Weights    []KindWork // of balance, by code; none: every incident counts as 1
	PerPost    int        // of balance: households that one member of staff serves

	Box    *geo.Box // of issues: where they lie; nil: anywhere
	Limit  int      // of issues: how many a page has
	Cursor string   // of issues: where the page begins; "": at the newest

	Format Format
}

// An Against says which period another is compared with.
type Against string

// Periods to compare with: as many days just before, or the same days of the year before.
const (
	AgainstBefore Against = "before"
	AgainstYear   Against = "year"
)

// Days returns how many days the period has.
func (q *Question) Days() int { return int(q.Until - q.From) }

// UsualBandwidth is the standard deviation of the heat map in metres, unless another is asked for.
const UsualBandwidth = 150

// CellSizes are the sides of squares that can be asked for, in metres.
var CellSizes = []int{50, 100, 150, 200, 250, 300, 400, 500, 1000}
