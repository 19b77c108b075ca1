// Package demo makes a district that does not exist: a county town in a river valley, with its
// areas, buildings, streets, waters, facilities, staff and a year of issues. The same seed and day
// give the same district, coordinate by coordinate. Nothing in it is taken from a real map, and
// no person in it is real.
//
// Every line of the town is stored once, in one planar topology in a plane of metres, and every
// coordinate is rounded once, so the areas of each level cover the district exactly: neighbours
// have all points of their border in common. Borders run along the middle of streets and rivers.
package demo

import (
	"iter"
	"time"

	"gewu/district"
)

// A District is everything the demo knows, as records ready to be imported.
type District struct {
	Name       district.Text
	Layers     []Layer // in the order in which they must be imported: parents first
	Buildings  []district.Building
	Estates    []district.Estate
	Roads      []district.Road
	Waters     []district.Water
	Facilities []district.Facility
	Issues     []district.Issue // by the time they were opened
	Duties     []district.Duty
	Visits     []district.Visit // by day
	Codes      CodeTable
	HotSpots   []HotSpot // what was planted among the issues
}

// A Layer is the areas of one level of one profile.
type Layer struct {
	Profile string
	Level   string // key of the level
	Areas   []district.Area
}

// A CodeTable is a table of codes with the standard that it comes from.
type CodeTable struct {
	Standard string
	Version  string
	Kind     string
	Codes    []district.Code
}

// Source names the demo as the source of its records.
const Source = "demo"

// Generate makes the district of a seed as it stands on a day, which counts in the time zone of
// today. Issues reach back twelve months from there.
func Generate(seed uint64, today time.Time) *District {
	t := build(seed, today)
	d := &District{
		Name:       district.Text{ZH: districtName, EN: "Yunchuan District"},
		Layers:     t.layers(),
		Buildings:  t.buildingRecords(),
		Estates:    t.estateRecords(),
		Roads:      t.roadRecords(),
		Waters:     t.waterRecords(),
		Facilities: t.facilityRecords(),
		Codes:      matterCodes(),
	}
	d.HotSpots = t.hotSpots()
	d.Issues = t.withDuplicates(t.issueRecords(diceFor(t.seed, stageIssues, 0), d.HotSpots))
	d.Duties = t.dutyRecords()
	d.Visits = t.visitRecords(d.Duties)
	return d
}

// Quiet makes districts of a seed in which nothing was planted: their issues are drawn anew in each, all else is as in
// that of [Generate] but without staff and visits.
func Quiet(seed uint64, today time.Time) iter.Seq[*District] {
	t := build(seed, today)
	d := District{
		Name: district.Text{ZH: districtName, EN: "Yunchuan District"}, Layers: t.layers(), Buildings: t.buildingRecords(), Codes: matterCodes(),
	}
	return func(yield func(*District) bool) {
		for draw := 0; ; draw++ {
			one := d
			one.Issues = t.issueRecords(diceFor(t.seed, stageQuiet, draw), nil)
			if !yield(&one) {
				return
			}
		}
	}
}

// build makes the town without its records. A few grounds in a hundred cannot be parted into the areas that the
// district has; then the next of the seed's is taken.
func build(seed uint64, today time.Time) *town {
	for ground := uint64(0); ; ground++ {
		if t := buildOn(seed+ground<<40, today); t != nil {
			return t
		}
	}
}

// buildOn makes the town on one ground; nil: the resettlement estate has no room for its grids, or land on one bank
// cannot be reached from the rest of it.
func buildOn(seed uint64, today time.Time) *town {
	s := layOut(seed)
	z := newZoning(s)
	zones := s.divideBlocks(z)
	if len(s.estateFaces) != sum(estateStations) {
		return nil
	}
	y, m, day := today.Date()
	t := &town{site: s, blocks: s.blocks(zones), today: time.Date(y, m, day, 0, 0, 0, 0, today.Location())}
	t.fillBlocks()
	if !t.divideTown() {
		return nil
	}
	t.settle()
	t.nameEverything()
	return t
}
